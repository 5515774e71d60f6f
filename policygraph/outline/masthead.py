"""Metadata per GB/T 9704-2012 from the laid-out pieces; what the file does not print stays empty."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from policygraph.identity import document_id
from policygraph.lexicon import Lexicon
from policygraph.marks.listed import names
from policygraph.model import Document, DocumentKind, Masthead, Span
from policygraph.outline.attachments import read_attachments
from policygraph.outline.head import joined
from policygraph.outline.layout import Layout
from policygraph.outline.numbers import read_date, read_number
from policygraph.outline.paragraphs import Piece
from policygraph.outline.regions import level_of, region_of
from policygraph.outline.words import Words, is_organ, words_of
from policygraph.outline.years import baseline_year, horizon
from policygraph.text import fold

Evidence = dict[str, tuple[Span, ...]]


def read_masthead(document: Document, pieces: Sequence[Piece], layout: Layout, lexicon: Lexicon) -> Masthead:
    """The masthead; ``evidence`` has the spans of each field that the file prints."""
    words = words_of(lexicon)
    evidence: Evidence = {}
    title, notice = _titles(pieces, layout, evidence)
    number = _number(pieces, layout, evidence)
    issuer = _issuer(pieces, layout, notice or title, words, evidence)
    issued = _issued(pieces, layout, evidence)
    if not number and not issuer and not issued:
        number, issuer, issued = _promulgated(pieces, layout, evidence)
    region = region_of(issuer, notice or title, lexicon)
    body = [pieces[i].text for i in range(len(pieces)) if layout.parts[i] != "annex"]
    return Masthead(
        id=document_id(number, issuer, title, issued, document.text),
        title=title,
        notice_title=notice,
        number=number,
        issuer=issuer,
        issued=issued,
        published=_labelled_date(layout, "published", evidence),
        effective=_labelled_date(layout, "effective", evidence),
        expires=_labelled_date(layout, "expires", evidence),
        addressees=_addressees(pieces, layout, evidence, lexicon),
        kind=_kind(title, lexicon),
        region=region,
        level=level_of(region, issuer, lexicon),
        attachments=read_attachments(pieces, layout),
        disclosure=_disclosure(pieces, evidence),
        baseline_year=baseline_year(body),
        horizon=horizon(title, body),
        evidence=evidence,
    )


def _titles(pieces: Sequence[Piece], layout: Layout, evidence: Evidence) -> tuple[str | None, str | None]:
    notice = _clean(joined(pieces, layout.notice_title))
    if not notice:
        for passage in layout.labels.get("title", []):
            notice = _clean(passage.text) or notice
            evidence["title"] = passage.spans()
    else:
        evidence["title"] = tuple(pieces[i].span for i in layout.notice_title)
    if layout.plan_title:
        if notice:
            evidence["notice_title"] = evidence["title"]
        evidence["title"] = tuple(pieces[i].span for i in layout.plan_title)
        return _clean(joined(pieces, layout.plan_title)), notice
    if layout.carried and notice:
        # The plan has no title line of its own: its measures stand in the notice, or follow its signature.
        evidence["notice_title"] = evidence["title"]
        return layout.carried[0], notice
    return notice, None


_SPACED = re.compile(r"(?:[一-鿿]\s){2,}[一-鿿](?![一-鿿])")


def _clean(title: str) -> str | None:
    """A title without the marks a whole title may stand in."""
    text = html.unescape(title.strip())  # exports of databases keep &quot;
    if text.startswith("《") and text.endswith("》") and text.count("《") == 1:
        text = text[1:-1]
    # 国 家 粮 食 应 急 预 案: letters set apart to fill a line; the space between two bodies stays.
    text = _SPACED.sub(lambda found: re.sub(r"\s", "", found.group()), text)
    return text or None


def _number(pieces: Sequence[Piece], layout: Layout, evidence: Evidence) -> str | None:
    passages = [*layout.labels.get("number", [])]
    if layout.number is not None:
        passages.append(pieces[layout.number].passage)
    for passage in passages:
        found = read_number(passage.text)
        if found:
            evidence["number"] = passage.spans(found[1], found[2])
            return found[0]
        if len(passage.text) <= 40 and re.search(r"\d\s*号\s*$", passage.text):  # 国令第706号, 公告 2020年 第54号
            evidence["number"] = passage.spans()
            return re.sub(r"\s", "", passage.text)
    return None


def _issuer(
    pieces: Sequence[Piece], layout: Layout, title: str | None, words: Words, evidence: Evidence
) -> tuple[str, ...]:
    stood_in = _stood_in(pieces, layout, _from_title(pieces, layout, title, words, evidence))
    for indices in [] if stood_in else _signatures(layout)[:1]:
        signers: list[str] = []
        for index in indices:
            text = pieces[index].text
            found = read_date(text)
            signers += split_bodies(text[: found[1]] if found else text)
        evidence["issuer"] = tuple(pieces[i].span for i in indices)
        return tuple(signers)
    for passage in [] if stood_in else layout.labels.get("issuer", []):
        if passage.text.strip():
            evidence["issuer"] = passage.spans()
            return split_bodies(passage.text)
    return _from_title(pieces, layout, title, words, evidence) or _from_cover(pieces, layout, words, evidence)


def _from_cover(pieces: Sequence[Piece], layout: Layout, words: Words, evidence: Evidence) -> tuple[str, ...]:
    """The cover of a plan prints the body between the title and the month."""
    last = layout.notice_title[-1] if layout.notice_title else len(pieces)
    for index in layout.head_dates:
        if index - 1 > last and is_organ(pieces[index - 1].text, words):
            evidence["issuer"] = (pieces[index - 1].span,)
            return split_bodies(pieces[index - 1].text)
    return ()


_DECREE = re.compile(
    r"[12]\d{3}年\d{1,2}月\d{1,2}日(([一-鿿]{2,24}?)令[ ]?(?:[12]\d{3}年)?第\d{1,4}号)[ ]?(?:公布|发布)"
)


def _promulgated(
    pieces: Sequence[Piece], layout: Layout, evidence: Evidence
) -> tuple[str | None, tuple[str, ...], str | None]:
    """（2026年2月2日某部令第83号公布 自…起施行）: the note under the title of a rule says what a masthead would."""
    last = layout.notice_title[-1] + 1 if layout.notice_title else 0
    for piece in pieces[last : last + 3]:
        found = _DECREE.search(fold(piece.text)) if piece.text[:1] in "（(" else None
        date = read_date(found.group()) if found else None
        if found and date:
            evidence["number"] = piece.passage.spans(*found.span(1))
            evidence["issuer"] = piece.passage.spans(*found.span(2))
            evidence["issued"] = piece.passage.spans(found.start(), found.start(1))
            return found.group(1), (found.group(2),), date[0]
    return None, (), None


def _signatures(layout: Layout) -> list[tuple[int, ...]]:
    """Those of the document: a form in an annex may have its own."""
    return [group for group in layout.signatures if layout.parts[group[0]] != "annex"]


def _stood_in(pieces: Sequence[Piece], layout: Layout, issuer: tuple[str, ...]) -> bool:
    """（某委员会代章） under another body's signature: the one that sealed is the one the title names."""
    places = [indices[-1] + 1 for indices in _signatures(layout)[:1]]
    return any("代章" in pieces[at].text and issuer and issuer[0] in pieces[at].text for at in places)


def _from_title(
    pieces: Sequence[Piece], layout: Layout, title: str | None, words: Words, evidence: Evidence
) -> tuple[str, ...]:
    """A市人民政府关于…: the bodies before 关于, before 印发 where 关于 was left out, or before the year of a plan of
    work (省某厅2021年度…工作计划). 某厅等17部门关于… names the first."""
    found = re.match(r"(.{2,80}?)(?:等[ ]?[一二三四五六七八九十\d]{1,3}[ ]?个?(?:部门|单位))?(?:关于|印发|转发|20\d\d[ ]?年)", fold(title or ""))  # fmt: skip
    if not found or not title:
        return ()
    name = title[: found.end(1)].strip()
    if not is_organ(re.split(r"[ 　、]", name)[-1], words) or name.startswith("《"):
        return ()
    evidence["issuer"] = tuple(pieces[i].span for i in layout.notice_title)
    return split_bodies(name)


def _issued(pieces: Sequence[Piece], layout: Layout, evidence: Evidence) -> str | None:
    dates = set(layout.dates)
    signed = [index for group in _signatures(layout) for index in range(group[-1], group[-1] + 4) if index in dates]
    title = layout.notice_title[-1] if layout.notice_title else -1
    under = [index for index in layout.head_dates if 0 <= title < index]
    return (
        _date_of(pieces, [*signed, *under], evidence)
        or _labelled_date(layout, "issued", evidence)
        or _date_of(pieces, [index for index in layout.dates if layout.parts[index] != "annex"], evidence)
    )


def _date_of(pieces: Sequence[Piece], indices: Sequence[int], evidence: Evidence) -> str | None:
    for index in indices:
        found = read_date(pieces[index].text)
        if found:
            evidence["issued"] = pieces[index].passage.spans(found[1], found[2])
            return found[0]
    return None


def _labelled_date(layout: Layout, kind: str, evidence: Evidence) -> str | None:
    for passage in layout.labels.get(kind, []):
        found = read_date(passage.text)
        if found:
            evidence[kind] = passage.spans(found[1], found[2])
            return found[0]
    return None


def _addressees(pieces: Sequence[Piece], layout: Layout, evidence: Evidence, lexicon: Lexicon) -> tuple[str, ...]:
    if layout.addressee is None:
        return ()
    piece = pieces[layout.addressee]
    evidence["addressees"] = (piece.span,)
    return names(piece.text.rstrip(":： 　"), lexicon)


def _kind(title: str | None, lexicon: Lexicon) -> DocumentKind:
    name = re.sub(r"\([^()]*\)", "", fold(title or "")).strip('》《 "')
    for word in lexicon.words("parts", "kind"):
        if name.endswith(word) or (word == "任务分工" and word in name):
            return word  # type: ignore[return-value]
    return "other"


_DISCLOSURE = re.compile(r"[(（]?((?:此件)?(?:主动公开|依申请公开|不予公开|公开发布|删减后公开|不公开))[)）]?$")


def _disclosure(pieces: Sequence[Piece], evidence: Evidence) -> str | None:
    for piece in pieces:
        found = _DISCLOSURE.match(piece.text.strip()) if len(piece.text) <= 20 else None
        if found:
            evidence["disclosure"] = (piece.span,)
            return found.group(1)
    return None


def split_bodies(text: str) -> tuple[str, ...]:
    """The bodies of a signature line: apart by two spaces or 、, but 财 政 部 is one name.

    >>> split_bodies("财 政 部"), split_bodies("国家发展改革委　工业和信息化部")
    (('财政部',), ('国家发展改革委', '工业和信息化部'))
    """
    text = re.sub(r"中共中央(?=国务院)", "中共中央 ", text)
    parts = [part for part in re.split(r"[\s、，,]+", text.strip()) if part]
    if parts and all(len(part) >= 3 for part in parts):
        return tuple(parts)
    wide = [re.sub(r"\s", "", part) for part in re.split(r"\s{3,}|[、，,]", text.strip())]
    if len(wide) > 1 and all(len(part) >= 3 for part in wide):
        return tuple(wide)
    return ("".join(parts),) if parts else ()
