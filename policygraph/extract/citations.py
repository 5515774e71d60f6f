"""Documents the text cites: 《title》 with the number that follows it, or a bare document number."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass

from policygraph.identity import Minter
from policygraph.lexicon import Lexicon
from policygraph.model import Citation, Masthead, Passage, PolicyDocument, Relation, Span, Trace
from policygraph.text import fold, squash

_NUMBER = r"[\u4e00-\u9fff]{1,14} ?[〔\[(【] ?(?:19|20)\d\d ?(?:年 ?)?[〕\])】] ?第? ?\d{1,5} ?号"
_TITLE = re.compile(r"《((?:[^《》]|《[^《》]{0,80}》){2,110})》?(?<=》)")
_DECREE = r"[一-鿿]{2,24}令 ?(?:(?:19|20)\d\d ?年 ?)?第 ?\d{1,4} ?号"
_AFTER = re.compile(rf"^ ?[(（] ?({_NUMBER}|{_DECREE})[^()（）]{{0,30}}[)）]|^ ?({_NUMBER})")
_BARE = re.compile(_NUMBER)
#: 《规划》《意见》 are names the text itself gave to something it has cited in full.
_GENERIC = re.compile(
    r"^(?:本)?(?:规划|方案|意见|通知|办法|计划|条例|决定|纲要|要点|措施|规定|细则|目录|清单|指南|标准|行动方案|实施方案"
    r"|实施意见|行动计划|工作方案|指导意见|若干措施|若干意见|实施细则|管理办法|工作要点|三年行动计划|若干政策|政策措施|公告|公报|函)$"
)
_BEFORE: tuple[Relation, ...] = ("amends", "basis", "implements")
_LIST_LINK = re.compile(r"》(?:[(（][^()（）]{0,40}[)）])?(?:、|和|及|以及|与|,|，|或)?$")
_LEADING = re.compile(
    r"^(?:根据|依据|按照|遵照|贯彻|落实|执行|关于|以及|和|与|及|见|的|经|由|以|号|参照|依照|印发|转发)+"
)


@dataclass(frozen=True, slots=True)
class Found:
    """A title or number in a passage: ``start``/``end`` of the whole, relation as the words around it say."""

    title: str | None
    number: str | None
    start: int
    end: int
    relation: Relation


def citations(
    policy: PolicyDocument, lexicon: Lexicon, minter: Minter
) -> tuple[tuple[Citation, ...], tuple[Trace, ...]]:
    """Each cited document once, where it is first named; not the plan the notice itself issues."""
    own = _own_names(policy.masthead)
    found: dict[str, Citation] = {}
    traces: list[Trace] = []
    for passage, section in _passages(policy):
        if "《" not in passage.text and "号" not in passage.text:
            continue
        for item in find_citations(passage.text, lexicon):
            key = squash(item.title or item.number or "").replace("年", "")  # 规划（2020-2025） and 规划（2020-2025年）
            spans = passage.spans(item.start, item.end)
            if refusal := _refused(item, key, own, policy.masthead):
                traces.append(Trace(spans, "citation", "", refusal))
            elif key not in found:
                made = _citation(item, spans, section, minter)
                found[key] = made
                traces.append(Trace(spans, made.rule, made.id))
    return tuple(found.values()), tuple(traces)


def _passages(policy: PolicyDocument) -> Iterator[tuple[Passage, str]]:
    paths = {section.id: section.path for section in policy.sections}
    pieces = [(paragraph.passage, paths.get(paragraph.section or "", "")) for paragraph in policy.paragraphs
              if paragraph.role in ("text", "note")]  # fmt: skip
    for grid in policy.grids:
        path = paths.get(grid.section or "", "")
        pieces += [(cell.passage, path) for row in grid.rows for cell in row.cells if cell and not cell.inherited]
    yield from sorted(pieces, key=lambda piece: piece[0].start)


def _own_names(masthead: Masthead) -> frozenset[str]:
    """What the document calls itself, and its attachments: a notice of three plans names them so."""
    names = {squash(name) for name in (masthead.title, masthead.notice_title, masthead.number) if name}
    names |= {squash(item.title) for item in masthead.attachments}
    return frozenset(name.replace("年", "") for name in names if name)


def _refused(item: Found, key: str, own: frozenset[str], masthead: Masthead) -> str:
    if not key:
        return "没有文字"
    if item.title and item.number and squash(item.number) != squash(masthead.number or ""):
        return ""  # 《公共租赁住房管理办法》（某部令第11号） is not a city's measures of that name
    if item.title and len(key) >= 8 and key in squash(masthead.notice_title or "").replace("年", ""):
        return "本文件自身"
    if key in own or (item.title and len(key) >= 6 and any(_same(key, name) for name in own)):
        return "本文件自身"
    if item.title and _GENERIC.match(key):
        return "文内简称"
    return ""


def _same(key: str, name: str) -> bool:
    """The plan's own title, with or without its region or 的通知: one holds the other and little else."""
    short, long = sorted((key, name), key=len)
    return long.endswith(short) and len(short) >= 0.6 * len(long)


def _citation(item: Found, spans: tuple[Span, ...], section: str, minter: Minter) -> Citation:
    quote = f"{item.title or ''}{item.number or ''}"
    rule = "title" if item.title else "bare-number"
    return Citation(minter.mint("citation", section, quote), item.title, item.number, item.relation, spans, rule)


def find_citations(text: str, lexicon: Lexicon) -> list[Found]:
    """Titles with their numbers, then numbers that stand alone, in text order."""
    out: list[Found] = []
    folded = fold(text)
    bare: list[Found] = []
    last: Found | None = None
    for match in _TITLE.finditer(text):
        after = _AFTER.match(folded[match.end() : match.end() + 60])
        number = _brackets(after.group(1) or after.group(2)) if after else None
        end = match.end() + after.end() if after else match.end()
        relation = _relation(folded, match.start(), end, last, lexicon)
        last = Found(match.group(1).strip(), number, match.start(), end, relation)
        out.append(last)
    starts = [item.start for item in out]
    for match in _BARE.finditer(folded):
        before = bisect.bisect_right(starts, match.start()) - 1
        if before < 0 or match.start() >= out[before].end:
            lead = _LEADING.match(match.group())
            start = match.start() + (lead.end() if lead else 0)
            bare.append(Found(None, _brackets(folded[start : match.end()]), start, match.end(),
                             _relation(folded, start, match.end(), None, lexicon)))  # fmt: skip
    return sorted([*out, *bare], key=lambda item: item.start)


def _brackets(number: str) -> str:
    """国发[2021] 4 号 → 国发〔2021〕4号."""
    return re.sub(r"[\[(【]", "〔", re.sub(r"[\])】]", "〕", re.sub(r"\s", "", number)))


def _relation(text: str, start: int, end: int, last: Found | None, lexicon: Lexicon) -> Relation:
    before, behind = text[max(0, start - 40) : start], text[end : end + 14]
    if last is not None and last.end >= start - 8 and _LIST_LINK.search(before):
        return last.relation
    if re.match(rf"[^。;,]{{0,8}}(?:{lexicon.alternation('citations', 'repeals')})", behind):
        return "repeals"
    for kind in _BEFORE:
        words = lexicon.alternation("citations", kind)
        if re.search(rf"(?:{words})[^。;,]{{0,24}}$", before):
            return kind
    # 现将《…》印发给你们; 印发《…》 and 《…》发布实施 elsewhere only name a document
    issued = re.match(rf"[^。;,]{{0,6}}(?:{lexicon.alternation('citations', 'forwards')})", behind)
    if re.search(r"(?:转发|批转)[^。;,]{0,24}$", before) or (
        issued and re.search(r"(?:现|将|把)[^。;,、]{0,12}$", before)
    ):
        return "forwards"
    return "cites"
