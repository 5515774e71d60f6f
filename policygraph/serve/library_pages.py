"""The pages of the library as text. Everything that comes from a document or a request is escaped where it is put in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeAlias
from urllib.parse import quote, urlencode

from starlette.requests import Request

from policygraph.catalogue import LEVELS, DocumentRow, FactRow, OrganizationRow, Page, Pair, Partner
from policygraph.views.html import label as escape

Found: TypeAlias = Page[FactRow]
NOTHING: Found = Page((), 0)
ROLES = ("lead", "responsible", "support", "guide")
MARKS = {"lead": "●", "responsible": "■", "support": "▲", "guide": "◇"}
_WORDS = {
    "documents": ("文件", "Documents"), "organizations": ("单位", "Organisations"), "facts": ("检索", "Search"), "together": ("协同", "Co-work"),
    "title": ("标题", "Title"), "issuer": ("发文机关", "Issuer"), "level": ("层级", "Level"), "year": ("年份", "Year"),
    "kind": ("种类", "Kind"), "tasks": ("任务", "Tasks"), "indicators": ("指标", "Indicators"), "findings": ("核查", "Findings"),
    "lead": ("牵头", "Lead"), "responsible": ("责任", "Responsible"), "support": ("配合", "Support"), "guide": ("指导", "Guide"),
    "national": ("国家", "national"), "province": ("省", "province"), "city": ("市", "city"), "county": ("县区", "county"),
    "township": ("乡镇", "township"), "region": ("地区", "Region"), "task": ("任务", "Task"), "indicator": ("指标", "Indicator"),
    "goal": ("目标", "Goal"), "all": ("全部", "All"), "apply": ("查找", "Find"), "open": ("打开所选文件", "Open the chosen"),
    "open-page": ("打开本页全部", "Open all of this page"), "pick": ("选", "Pick"), "next": ("下一页", "Next"),
    "previous": ("上一页", "Previous"), "roles": ("职责", "Role"), "due": ("时限", "Due"), "place": ("领域", "Area"),
    "partners": ("一同承担任务的单位", "Organisations in the same tasks"), "document": ("文件", "Document"),
    "words": ("标题、文号、机关", "title, number, issuer"), "name": ("单位名称", "name of an organisation"),
    "fact": ("内容", "What"), "text": ("任务、指标、目标中的词", "words of tasks, indicators, goals"), "print": ("打印", "Print"), "load": ("任务构成", "Load"),
    "none": ("没有符合条件的内容。换一个词，或去掉一些条件。", "Nothing passes. Try another word, or fewer conditions."),
    "ask": ("输入词语，在全部文件的任务、指标、目标中查找。", "Enter words to look for in all tasks, indicators and goals."),
    "behind": ("有文件刚刚存入，目录还在更新；刷新可见。", "Documents have just come in; reload to see them."),
    "making": ("目录正在建立，本页会自动刷新。", "The catalogue is being made; this page reloads by itself."),
    "help": ("点文件名打开它的工作台；勾选几份，可以一起看。", "A title opens its workbench; tick several to see them together."),
    "no-record": ("只有图谱，没有记录", "graph only, no record"), "namesakes": ("其他地区的同名单位", "Namesakes elsewhere"),
    "coverage": ("读取", "Read"), "green": ("绿 读全", "green"), "amber": ("黄 有未读出", "amber"), "red": ("红 不可靠", "red"),
    "workbench": ("工作台", "Workbench"), "library": ("政策文件库", "Policy library"),
}  # fmt: skip


class Frame:
    """The request, for what every page has of it: the language, and addresses that keep what was asked."""

    def __init__(self, request: Request, level: bool, whole: bool) -> None:
        """``level``: the catalogue knows all the store holds; ``whole``: the workbench can show all of it."""
        self.english = request.query_params.get("lang") == "en"
        self.level = level
        self.whole = whole
        self.path = request.url.path
        self.given = {key: value[:200] for key, value in request.query_params.items() if value}

    def said(self, word: str) -> str:
        """A word of the interface."""
        return escape(_WORDS[word][self.english])

    def value(self, column: str, text: str) -> str:
        """What a document says, escaped; the closed list of levels in the language of the reader."""
        if (column == "level" and text in LEVELS) or (column == "coverage" and text):
            return self.said(text)
        return "—" if column == "kind" and text in ("", "other") else escape(text)

    def address(self, path: str = "", /, **changed: str | int) -> str:
        """An address, escaped: this page with some parameters changed, or another page in the same language."""
        given: dict[str, str | int] = {"lang": "en"} if self.english and path else {} if path else dict(self.given)
        given.update(changed)
        if "offset" not in changed:
            given.pop("offset", None)
        asked = urlencode({key: value for key, value in given.items() if value not in ("", 0)})
        return escape(f"{path or self.path}{'?' if asked else ''}{asked}")


@dataclass(frozen=True, slots=True)
class Shelf:
    """What the page of documents shows; ``totals`` are documents, tasks, organisations."""

    found: Page[DocumentRow]
    facets: Mapping[str, Sequence[tuple[str, int]]]
    totals: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Desk:
    """What the page of an organisation shows."""

    who: OrganizationRow
    namesakes: Sequence[OrganizationRow]
    duties: Found
    partners: Sequence[Partner]


# ---- the pages -------------------------------------------------------------------------------------


def documents(frame: Frame, shelf: Shelf) -> str:
    found = shelf.found
    choices = "".join(_choice(frame, name, shelf.facets.get(name, ())) for name in ("level", "year", "kind", "issuer"))
    asked = _form(frame, "words", choices)
    rows = "".join(_document(frame, row) for row in found.rows)
    heads = ("pick", "title", "issuer", "level", "year", "kind", "tasks", "indicators", "findings", "coverage")
    known = [row.id for row in found.rows if row.known]
    every = f"/desk/{','.join(known)}/"
    chosen = (
        f"<form action='/desk'><p class='bar'><button>{frame.said('open')}</button> "
        f"<a class='button' href='{every}'>{frame.said('open-page')}</a></p>"
        f"{_table(frame, heads, rows, frame.said('documents'), 'tasks indicators findings')}</form>"
    )
    body = f"{asked}<p class='quiet'>{frame.said('help')}</p>" + (chosen if found.rows else _nothing(frame))
    numbers = " · ".join(
        f"{count} {frame.said(name).lower()}"
        for name, count in zip(("documents", "tasks", "organizations"), shelf.totals, strict=True)
    )
    return _page(
        frame,
        frame.said("documents"),
        found.count,
        f"<p>{numbers}</p>{body}{_pager(frame, found.count, len(found.rows))}",
    )


def organizations(frame: Frame, found: Page[OrganizationRow]) -> str:
    most = max((row.tasks for row in found.rows), default=0)
    rows = "".join(
        f"<tr><th scope='row'><a href='{frame.address(_organization(row.id))}'>{escape(row.name)}</a></th>"
        f"<td>{escape(row.region)}</td><td class='wide'>{_bar(row, most)}</td>"
        + "".join(_number(frame, name, getattr(row, name)) for name in (*ROLES, "tasks", "documents"))
        + "</tr>\n"
        for row in found.rows
    )
    heads = ("organizations", "region", "load", *ROLES, "tasks", "documents")
    table = _table(frame, heads, rows, frame.said("organizations"), " ".join((*ROLES, "tasks", "documents")))
    body = _form(frame, "name") + (table if found.rows else _nothing(frame))
    return _page(frame, frame.said("organizations"), found.count, body + _pager(frame, found.count, len(found.rows)))


def organization(frame: Frame, desk: Desk) -> str:
    who, found = desk.who, desk.duties
    name = " · ".join(filter(None, (who.name, who.region)))
    tabs = f"<a href='{frame.address(role='')}'{_here(not frame.given.get('role'))}>{frame.said('all')} {who.tasks}</a>"
    for role in ROLES:
        count = getattr(who, role)
        here = _here(frame.given.get("role") == role)
        tabs += f" <a href='{frame.address(role=role)}'{here}>{MARKS[role]} {frame.said(role)} {count}</a>" * bool(
            count
        )
    groups = groupby(found.rows, key=lambda row: (row.document, row.title, row.number))
    parts = "".join(_duties(frame, key, tuple(rows)) for key, rows in groups)
    beside = _beside(frame, desk)
    csv = f"/api/library/organizations/{quote(who.id, safe='')}.csv?limit=10000"
    body = f"<p class='tabs noprint'>{tabs} <a href='{csv}'>CSV</a></p>{parts or _nothing(frame)}"
    return _page(frame, escape(name), found.count, body + _pager(frame, found.count, len(found.rows)) + beside)


def together(frame: Frame, found: Page[Pair]) -> str:
    rows = "".join(
        f"<tr><th scope='row'>{_who(frame, row.lead, row.lead_name, row.lead_region)}</th>"
        f"<td>{_who(frame, row.support, row.support_name, row.support_region)}</td>{_number(frame, 'tasks', row.tasks)}</tr>\n"
        for row in found.rows
    )
    table = _table(frame, ("lead", "support", "tasks"), rows, frame.said("together"), "tasks")
    body = table if found.rows else _nothing(frame)
    return _page(frame, frame.said("together"), found.count, body + _pager(frame, found.count, len(found.rows)))


def _who(frame: Frame, key: str, name: str, region: str) -> str:
    return (
        f"<a href='{frame.address(_organization(key))}'>{escape(name)}</a> <span class='quiet'>{escape(region)}</span>"
    )


def facts(frame: Frame, found: Found) -> str:
    kinds = "".join(
        f"<option value='{kind}'{' selected' * (frame.given.get('kind') == kind)}>{frame.said(kind)}</option>"
        for kind in ("task", "indicator", "goal")
    )
    choice = f"<label>{frame.said('kind')} <select name='kind'><option value=''>{frame.said('all')}</option>{kinds}</select></label>"
    rows = "".join(
        f"<tr><td>{frame.said(row.kind)}</td><th scope='row'><a href='{_evidence(row)}'>{escape(row.text)}</a></th>"
        f"<td class='narrow'>{escape(row.due)}</td><td>{_title(row.document, row.title, row.number)}</td></tr>\n"
        for row in found.rows
    )
    table = _table(frame, ("kind", "fact", "due", "document"), rows, frame.said("facts"))
    asked = frame.given.get("q", "").strip()
    empty = _nothing(frame) if asked else f"<p class='empty'>{frame.said('ask')}</p>"
    body = _form(frame, "text", choice) + (table if found.rows else empty)
    return _page(frame, frame.said("facts"), found.count, body + _pager(frame, found.count, len(found.rows)))


def making(frame: Frame) -> str:
    """While there is no catalogue yet."""
    return _page(frame, frame.said("library"), None, f"<p class='empty'>{frame.said('making')}</p>", refresh=True)


# ---- their parts -----------------------------------------------------------------------------------


def _page(frame: Frame, title: str, count: int | None, body: str, refresh: bool = False) -> str:
    """``title`` and ``body`` are escaped already."""
    links = "".join(
        f"<a href='{frame.address(path)}'{_here(frame.path == path or (path == '/library' and frame.path == '/'))}>{frame.said(word)}</a>"
        for path, word in (
            ("/library", "documents"),
            ("/library/organizations", "organizations"),
            ("/library/together", "together"),
            ("/library/facts", "facts"),
        )
    )
    other = frame.address(lang="" if frame.english else "en")
    counted = f" <span class='count'>{count}</span>" if count is not None else ""
    late = "" if frame.level or refresh else f"<p class='late' role='status'>{frame.said('behind')}</p>"
    bench = f"<a href='/'>{frame.said('workbench')}</a> " * frame.whole
    again = "<meta http-equiv='refresh' content='3'>" if refresh else ""
    return (
        f"<!doctype html>\n<html lang='{'en' if frame.english else 'zh-CN'}'><head><meta charset='utf-8'>"
        f"<title>{title} · {frame.said('library')}</title>{again}"
        "<meta name='viewport' content='width=device-width, initial-scale=1'><meta name='color-scheme' content='light dark'>"
        "<link rel='icon' href='data:,'>"
        "<link rel='stylesheet' href='/assets/library.css'></head>\n"
        f"<body><header><a class='brand' href='{frame.address('/library')}'>{frame.said('library')}</a>"
        f"<nav>{links}</nav><span class='tools'>{bench}<a href='/query'>SPARQL</a> <a href='/api'>API</a> "
        f"<a href='{other}' hreflang='{'zh' if frame.english else 'en'}'>{'中文' if frame.english else 'English'}</a></span></header>\n"
        f"<main><h1>{title}{counted}</h1>{late}{body}</main></body></html>\n"
    )


def _form(frame: Frame, hint: str, more: str = "") -> str:
    words = escape(frame.given.get("q", ""))
    lang = "<input type='hidden' name='lang' value='en'>" if frame.english else ""
    return (
        f"<form class='find noprint'>{lang}<label>{frame.said(hint)} <input type='search' name='q' value='{words}'></label>"
        f"{more}<button>{frame.said('apply')}</button></form>"
    )


def _choice(frame: Frame, name: str, values: Sequence[tuple[str, int]]) -> str:
    chosen = frame.given.get(name, "")
    have = [value for value, _ in values]
    rows = [*values, *([(chosen, 0)] if chosen and chosen not in have else [])]
    options = "".join(
        f"<option value='{escape(value)}'{' selected' * (value == chosen)}>{frame.value(name, value)} ({count})</option>"
        for value, count in rows
    )
    return f"<label>{frame.said(name)} <select name='{name}'><option value=''>{frame.said('all')}</option>{options}</select></label>"


_NARROW = " class='narrow'"


def _class(head: str, numbers: str) -> str:
    name = "number" if head in numbers.split() else {"place": "place", "load": "wide"}.get(head, "")
    return f" class='{name}'" if name else ""


def _table(frame: Frame, heads: Iterable[str], rows: str, caption: str, numbers: str = "") -> str:
    cells = "".join(f"<th scope='col'{_class(head, numbers)}>{frame.said(head)}</th>" for head in heads)
    return f"<div class='scroll' tabindex='0' role='region' aria-label='{caption}'><table><thead><tr>{cells}</tr></thead><tbody>\n{rows}</tbody></table></div>"


def _document(frame: Frame, row: DocumentRow) -> str:
    label = escape(row.title)
    pick = f"<input type='checkbox' name='doc' value='{row.id}' aria-label='{frame.said('pick')} {label}'>"
    title = (
        _title(row.id, row.title, row.number)
        if row.known
        else (f"<a href='/id/{row.id}'>{escape(row.title)}</a> <span class='quiet'>{frame.said('no-record')}</span>")
    )
    cells = "".join(
        f"<td{_NARROW * (name != 'issuer')}>{frame.value(name, getattr(row, name))}</td>"
        for name in ("issuer", "level", "year", "kind")
    )
    counts = "".join(_number(frame, name, getattr(row, name)) for name in ("tasks", "indicators", "findings"))
    read = f"<td{_NARROW}>{frame.value('coverage', row.coverage)}</td>"
    return f"<tr><td>{pick if row.known else ''}</td><th scope='row'>{title}</th>{cells}{counts}{read}</tr>\n"


def _number(frame: Frame, name: str, value: int) -> str:
    return f"<td class='number' data-head='{frame.said(name)}'>{value or '·'}</td>"


def _bar(row: OrganizationRow, most: int) -> str:
    """The tasks of an organisation by role; the numbers stand beside it."""
    counts = [(role, getattr(row, role)) for role in ROLES]
    scale = 160 / max(most, sum(count for _, count in counts), 1)
    at, parts = 0.0, ""
    for role, count in counts:
        width = count * scale
        parts += f"<rect class='{role}' x='{at:.1f}' y='1' width='{width:.1f}' height='12'/>" * bool(count)
        at += width
    return f"<svg width='160' height='14' aria-hidden='true'>{parts}</svg>"


def _duties(frame: Frame, document: tuple[str, str, str], rows: Sequence[FactRow]) -> str:
    lines = "".join(
        f"<tr><td class='narrow'>{_roles(frame, row.roles)}</td><th scope='row'><a href='{_evidence(row)}'>{escape(row.text)}</a></th>"
        f"<td class='place'>{escape(row.place)}</td><td class='narrow'>{escape(row.due)}</td></tr>\n"
        for row in rows
    )
    key, title, number = document
    table = _table(frame, ("roles", "fact", "place", "due"), lines, escape(title))
    return f"<section><h2>{_title(key, title, number)} <span class='count'>{len(rows)}</span></h2>{table}</section>"


def _roles(frame: Frame, roles: str) -> str:
    have = [role for role in ROLES if role in roles.split()]
    return "<br>".join(f"<span class='mark {role}'>{MARKS[role]}</span> {frame.said(role)}" for role in have)


def _beside(frame: Frame, desk: Desk) -> str:
    partners = "".join(
        f"<li><a href='{frame.address(_organization(row.id))}'>{escape(row.name)}</a> <span class='count'>{row.tasks}</span></li>\n"
        for row in desk.partners
    )
    others = "".join(
        f"<li><a href='{frame.address(_organization(row.id))}'>{escape(row.name)}（{escape(row.region)}）</a> <span class='count'>{row.tasks}</span></li>\n"
        for row in desk.namesakes
    )
    out = (
        f"<section class='noprint'><h2>{frame.said('partners')}</h2><ul class='chips'>{partners}</ul></section>"
        * bool(partners)
    )
    return (
        out
        + f"<section class='noprint'><h2>{frame.said('namesakes')}</h2><ul class='chips'>{others}</ul></section>"
        * bool(others)
    )


def _pager(frame: Frame, count: int, shown: int) -> str:
    offset = int(frame.given.get("offset", "0") or 0)
    size = 200 if "/organizations/" in frame.path else 50
    before = f"<a class='button' rel='prev' href='{frame.address(offset=max(0, offset - size))}'>{frame.said('previous')}</a>"
    after = f"<a class='button' rel='next' href='{frame.address(offset=offset + size)}'>{frame.said('next')}</a>"
    here = f"{offset + 1}–{offset + shown} / {count}" if shown else ""
    more = offset + shown < count
    if not (offset or more):
        return ""
    return f"<p class='bar noprint'>{before * bool(offset)} <span class='quiet'>{here}</span> {after * more}</p>"


def _nothing(frame: Frame) -> str:
    return f"<p class='empty'>{frame.said('none')}</p>"


def _here(whether: bool) -> str:
    return " aria-current='page'" if whether else ""


def _organization(key: str) -> str:
    return f"/library/organizations/{quote(key, safe='')}"


def _title(document: str, title: str, number: str) -> str:
    return (
        f"<a href='/desk/{quote(document, safe='')}/'>{escape(title)}</a> <span class='quiet'>{escape(number)}</span>"
    )


def _evidence(row: FactRow) -> str:
    """The workbench of its document, at the fact and its sentence."""
    view = {"task": f"task/{row.id}", "indicator": f"indicators?f={row.id}"}.get(row.kind, f"text?f={row.id}")
    return escape(f"/desk/{quote(row.document, safe='')}/#/{view}")
