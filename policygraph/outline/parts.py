"""Notice, body and annexes: which part of the file each piece belongs to, and what it does there."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policygraph.lexicon import Lexicon
from policygraph.model import Part, Passage
from policygraph.outline.head import ANNEX, carried_names, joined, read_head, same_title, similar, title_run
from policygraph.outline.layout import Annex, Layout
from policygraph.outline.lines import is_date_line
from policygraph.outline.markers import read_marker
from policygraph.outline.numbers import read_date
from policygraph.outline.paragraphs import Piece
from policygraph.outline.words import Words, is_note, is_organ, words_of
from policygraph.text import fold, squash


def lay_out(pieces: Sequence[Piece], lexicon: Lexicon, labels: dict[str, list[Passage]] | None = None) -> Layout:
    """Parts and roles of every piece; ``labels`` are the fields of an information table. Linear in the pieces."""
    words = words_of(lexicon)
    layout = Layout.blank(len(pieces))
    layout.labels = dict(labels or {})
    start = read_head(pieces, words, layout)
    layout.carried = carried_names(pieces, words, layout, start)
    body = _body(pieces, words, layout, start)
    for index in range(body):
        layout.parts[index] = "notice"
    _contents(pieces, layout)
    _notes(pieces, layout)
    _table_captions(pieces, layout)
    _signatures(pieces, words, layout)
    _annexes(pieces, words, layout, body)
    _second(pieces, words, layout, body)
    return layout


# ---- where the body begins -------------------------------------------------------------------------


def _body(pieces: Sequence[Piece], words: Words, layout: Layout, start: int) -> int:
    """The index where the body begins: the title of the carried plan, after the notice; 0 without a notice."""
    if not layout.carried:
        return 0
    first = layout.notice_title[-1] + 1 if layout.notice_title else start
    for index in range(first, min(len(pieces), first + 60)):
        run = title_run(pieces, index, words, layout.carried)
        if run and not same_title(joined(pieces, run), joined(pieces, layout.notice_title)):
            layout.plan_title = run
            layout.mark(run, "title")
            return index
    return _after_signature(pieces, first, layout)


def _after_signature(pieces: Sequence[Piece], first: int, layout: Layout) -> int:
    """Without a title of its own the plan begins after the date under the notice's signature."""
    for index in range(first, min(len(pieces), first + 25)):
        if read_marker(pieces[index].text):
            return 0
        if is_date_line(pieces[index].text) and layout.addressee is not None and index > layout.addressee:
            return index + 1
    return 0


# ---- table of contents -----------------------------------------------------------------------------

_LEADERS = re.compile(r"(?:[.·…‥－―—-]{3,}|…)[ ]?[-—]?[ ]?\d{0,3}[ ]?[-—]?$")
_PAGE = re.compile(r"[ .·…‥]{0,200}[-—]?[ ]?\d{0,3}[ ]?[-—]?$")


def _contents(pieces: Sequence[Piece], layout: Layout) -> None:
    """Lines with dot leaders, and what stands between 目录 and the second coming of its first entry."""
    for index, piece in enumerate(pieces):
        if layout.roles[index] != "text" or piece.table is not None:
            continue
        if squash(piece.text) == "目录":
            layout.roles[index] = "note"
            _entries(pieces, layout, index + 1)
        elif len(piece.text) <= 400 and _LEADERS.search(fold(piece.text)):
            layout.roles[index] = "note"


def _entries(pieces: Sequence[Piece], layout: Layout, start: int) -> None:
    """Mark the entries after 目录: short lines, up to the first that comes again or the first paragraph of prose; they
    are entries only if one of them does come again."""
    seen: set[str] = set()
    end = start
    while end < len(pieces) and end < start + 600:
        text = pieces[end].text
        entry = _entry(text)
        if entry in seen or pieces[end].table is not None or (len(text) > 60 and "。" in text):
            break
        seen.add(entry)
        end += 1
    after = pieces[end : end + 300]
    if len(seen) > 1 and any(_entry(piece.text) in seen for piece in after):
        layout.mark(tuple(range(start, end)), "note")


def _entry(text: str) -> str:
    return re.sub(r"\s", "", _PAGE.sub("", text[:120]))


_NOTE = re.compile(r"(?:注|备注|说明|注释)[:：]?[ 　]*(?:1|（1）|\(1\)|①)")


def _notes(pieces: Sequence[Piece], layout: Layout) -> None:
    """注：1.… under a table, and the notes 2, 3, … that follow it: they are no headings."""
    for index, piece in enumerate(pieces):
        if layout.roles[index] != "text" or not _NOTE.match(piece.text):
            continue
        layout.roles[index] = "note"
        expected = 2
        for at in range(index + 1, min(len(pieces), index + 30)):
            marker = read_marker(pieces[at].text)
            if marker is None or marker.system not in ("1.", "（1）", "①") or marker.ordinal != expected:
                break
            layout.roles[at] = "note"
            expected += 1


_TABLE = re.compile(r"(?:附?表|图)[ ]?\d{1,2}(?:[-—.]\d{1,2})?[ :、.]{0,2}[^\d,.][^。；，：]{2,50}$")


def _table_captions(pieces: Sequence[Piece], layout: Layout) -> None:
    """表2 “十四五”主要指标: the title of a table says nothing by itself."""
    for index, piece in enumerate(pieces):
        plain = layout.roles[index] == "text" and piece.table is None and len(piece.text) <= 70
        if plain and _TABLE.match(fold(piece.text).strip()):
            layout.roles[index] = "caption"


# ---- signatures ------------------------------------------------------------------------------------

_IMPRINT = re.compile(r"(?:抄[ 　]*送|主[ 　]*送|分[ 　]*送)[ 　]*[:：]|.{2,40}\d{1,2}日[ 　]*印[ 　]*发$")
_DATED = re.compile(r"^(.{2,40}?)[ ]{0,20}(?=(?:[12]\d{3}|[〇零一二三四五六七八九]{4})[ ]?年)")


def _signatures(pieces: Sequence[Piece], words: Words, layout: Layout) -> None:
    """A date in a line of its own, with the bodies that sign above it or before it in the same line."""
    for index, piece in enumerate(pieces):
        text = piece.text
        if piece.table is not None or layout.roles[index] != "text" or len(text) > 80:
            continue
        if _IMPRINT.match(text):
            layout.roles[index] = "signature"
        elif is_note(text):
            layout.roles[index] = "note"
        elif is_date_line(text):
            above = _signers(pieces, words, layout, index)
            layout.mark((*above, index), "signature")
            layout.dates.append(index)
            if above:
                layout.signatures.append(above)
        elif (found := _DATED.match(fold(text))) and is_organ(found.group(1), words) and _ends_with_date(text):
            layout.roles[index] = "signature"
            layout.signatures.append((index,))
            layout.dates.append(index)


def _ends_with_date(text: str) -> bool:
    found = read_date(text)
    return found is not None and not text[found[2] :].strip()


def _signers(pieces: Sequence[Piece], words: Words, layout: Layout, index: int) -> tuple[int, ...]:
    """The bodies above a date; （某局代章） between them and the date is passed over."""
    high = index
    while high > 0 and is_note(pieces[high - 1].text) and layout.roles[high - 1] in ("text", "note"):
        high -= 1
    low = high
    while low > 0 and layout.roles[low - 1] == "text" and _signs(pieces[low - 1], words):
        low -= 1
    return tuple(range(low, high))


def _signs(piece: Piece, words: Words) -> bool:
    text = piece.text
    return piece.table is None and is_organ(text, words) and not read_marker(text) and not ANNEX.match(fold(text))


# ---- attachments and annexes -----------------------------------------------------------------------


def _annexes(pieces: Sequence[Piece], words: Words, layout: Layout, body: int) -> None:
    part: Part = "body"
    seen_text = False
    for index, piece in enumerate(pieces):
        found = _caption(piece) if layout.roles[index] in ("text", "attachment") else None
        if found and layout.roles[index] == "text":
            named = index < body and bool(found.group(2)) and bool(found.group(3).strip())
            if named or _is_list(pieces, layout, index, found):
                _mark_list(pieces, layout, index)
            elif index >= body and (seen_text or layout.plan_title):
                part = _open(pieces, words, layout, index, found)
            else:
                layout.roles[index] = "caption"
        elif index >= body and part == "annex" and _next_plan(pieces, words, layout, index):
            part = "body"
        seen_text = seen_text or (index >= body and layout.roles[index] == "text" and _is_content(piece))
        if index >= body:
            layout.parts[index] = part


def _is_content(piece: Piece) -> bool:
    return len(piece.text) > 40 or read_marker(piece.text) is not None


def _caption(piece: Piece) -> re.Match[str] | None:
    if piece.table is not None or len(piece.text) > 160 or "。" in piece.text[:-1]:
        return None
    return ANNEX.match(fold(piece.text).strip())


def _is_list(pieces: Sequence[Piece], layout: Layout, index: int, found: re.Match[str]) -> bool:
    """附件：X names an attachment; 附件 alone, or 附件1 with a title, begins one.

    The first kind is followed by more names, a signature, a date, or the annex itself; the second by text.
    """
    if not found.group(2) and not (found.group(3) and "略" in found.group(3)):
        return False
    for at, later in enumerate(pieces[index + 1 : index + 14], index + 1):
        text = fold(later.text).strip()
        again = _caption(later)
        if (
            layout.roles[at] == "signature"
            or is_date_line(text)
            or (again and (not again.group(2) or again.group(1) != found.group(1)))
        ):
            return True
        if later.table is not None or len(text) > 100 or (read_marker(text) and (read_marker(text).system != "1.")):  # type: ignore[union-attr]
            return False
    return (bool(found.group(3).strip()) and index + 14 >= len(pieces)) or index + 1 >= len(pieces)


def _mark_list(pieces: Sequence[Piece], layout: Layout, index: int) -> None:
    """The caption and the numbered names under it."""
    layout.roles[index] = "attachment"
    layout.attachments.append(index)
    expected = 1 if re.search(r"[:：]\s*$", pieces[index].text) else 2
    for at in range(index + 1, min(len(pieces), index + 40)):
        marker = read_marker(pieces[at].text)
        if pieces[at].table is not None or layout.roles[at] != "text" or len(pieces[at].text) > 120:
            return
        again = _caption(pieces[at])
        if again and again.group(1) == str(expected) and "附件" in pieces[index].text[2:]:  # 附件：附件1 甲 / 附件2 乙
            expected += 1
        elif marker is None and at == index + 1 and expected == 1 and not again:
            pass
        elif marker is None or marker.system != "1." or marker.ordinal != expected:
            return
        else:
            expected += 1
        layout.roles[at] = "attachment"
        layout.attachments.append(at)


def _open(pieces: Sequence[Piece], words: Words, layout: Layout, index: int, found: re.Match[str]) -> Part:
    """An annex begins at ``index``; it is body when it is one of the plans the notice carries."""
    layout.roles[index] = "caption"
    layout.restarts.add(index)
    run_in = found.group(3).strip()
    start = found.start(3) if run_in else 0
    title: tuple[int, ...] = ()
    if not run_in and index + 1 < len(pieces):
        title = title_run(pieces, index + 1, words) or _plain_title(pieces, index + 1, layout)
        layout.mark(title, "title")
    text = run_in or joined(pieces, title)
    passage = pieces[index].passage.slice(len(pieces[index].text) - len(found.group(3).rstrip())) if run_in else None
    layout.annexes.append(
        Annex(index, fold(pieces[index].text)[:start].strip(" :") or fold(pieces[index].text).strip(), title, passage)
    )
    return "body" if any(similar(text, name) and not _lists(text, name) for name in layout.carried) else "annex"


_LIST_END = re.compile(r"(?:分工|分解|清单|名单|台账|指标|一览|[^代]表)表?$")


def _lists(text: str, name: str) -> bool:
    """某计划任务分工 is an annex of 某计划, however much of its name is the plan's."""
    return bool(_LIST_END.search(squash(text))) and not _LIST_END.search(squash(name))


def _plain_title(pieces: Sequence[Piece], index: int, layout: Layout) -> tuple[int, ...]:
    """A short line after 附件1 is its title even if it ends with no word of a title."""
    text = pieces[index].text
    short = pieces[index].table is None and 2 < len(text) <= 50 and not read_marker(text)
    return (
        (index,)
        if short and not re.search("[。：:；，]", text) and layout.roles[index] == "text" and not is_note(text)
        else ()
    )


def _next_plan(pieces: Sequence[Piece], words: Words, layout: Layout, index: int) -> bool:
    """The next plan of a notice that carries several, after the annexes of the one before."""
    if len(layout.carried) < 2 or layout.roles[index] != "text" or len(pieces[index].text) > 80:
        return False
    run = title_run(pieces, index, words, layout.carried)
    if not run or same_title(joined(pieces, run), joined(pieces, layout.plan_title)):
        return False
    layout.mark(run, "title")
    layout.restarts.add(index)
    return True


_OUTER = ("编", "部分", "章", "条", "一、")
_CAPTION = re.compile(r"[图表专\d（(]")


def _second(pieces: Sequence[Piece], words: Words, layout: Layout, body: int) -> None:
    """某某十条措施 and 某某行动方案 in one file without a notice: a title inside the body, after numbered items and
    before an outermost number one, begins a document whose numbering is its own."""
    numbered = 0
    for index in range(body, len(pieces)):
        piece = pieces[index]
        if piece.table is not None or layout.roles[index] != "text" or layout.parts[index] != "body":
            continue
        if read_marker(piece.text):
            numbered += 1
        elif numbered >= 3 and 8 <= len(piece.text) <= 60 and not _CAPTION.match(piece.text):
            run = title_run(pieces, index, words)
            if run and _starts_over(pieces, run[-1] + 1):
                layout.mark(run, "title")
                layout.restarts.add(index)
                numbered = 0


def _starts_over(pieces: Sequence[Piece], start: int) -> bool:
    """The next marker, at most eight pieces on, is an outermost number one."""
    for piece in pieces[start : start + 8]:
        marker = read_marker(piece.text) if piece.table is None else None
        if marker:
            return marker.ordinal == 1 and marker.system in _OUTER
    return False
