"""Lines into paragraphs: what the layout of this document proves to be one paragraph becomes one.

The judge is geometry: does a line reach the right margin, is the next one indented, how far apart are they.
Language only breaks ties. Margins, pitch and the habit of indenting are measured on the document itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from policygraph.read.pdf_layout import INDENT, MARKER, STOP, Layout, step
from policygraph.read.pdf_lines import Line, slice_line
from policygraph.text import fold, parse_numeral

#: A line that stops this many ems (beyond the next unbreakable unit) before the margin ends its paragraph.
SLACK = 0.75
#: Farther apart than this many pitches is another paragraph.
LEAP = 1.3
TITLE_LEAP = 1.6

_CLOSING = "，。、；：？！）》”’」』〕】〉,.;:?!)]%…—"
_OPENING = "（《“‘「『〔【〈(["
_SENTENCE_END = re.compile(r"[。！？!?：:][”’」』）)】〕]*$")
_LEADER = re.compile(r"[.．·•…‥]{5,}|(?: ?[.·…] ){5,}")
_NUMBERED = re.compile(r"[(][一二三四五六七八九十]{1,3}[)]|[一二三四五六七八九十]{1,3}、|\d{1,2}[.、](?!\d)")
_SWALLOWED = re.compile(r"(?<=[。;；:：)）]) (?=[(（][一二三四五六七八九十]{1,3}[)）]\s?[一-龥])")
_ITEM_HEAD = re.compile(r"[(]([一二三四五六七八九十]{1,3})[)]")
_ITEM_INSIDE = re.compile(r"(?<=[。])[(]([一二三四五六七八九十]{1,3})[)](?=[一-龥])")
_TITLE_END = re.compile(
    r"(?:通知|意见|方案|规划|计划|办法|措施|要点|细则|条例|纲要|清单|安排|公告|函|决定|规定|目录)[》)\"]*$"
)
_ANNEX = re.compile(r"附(?:件|表|录|图) ?[一二三四五六七八九十\d-]{0,4}[:]?")
_STRAY = re.compile(r"[。)][一-龥]{1,2}$")
_NO_TITLE = re.compile(
    r"[(]|第.{1,4}[章节编]|目录|附件|\S*[〔\[]\d{4}[〕\]]|[12]\d{3}年|二[〇0零]|[一二三四五六七八九十]+、"
)
_CHAPTER = re.compile(r"第.{1,4}[章节编篇]")


# ---- joining ---------------------------------------------------------------------------------------


def paragraphs(lines: Sequence[Line], layout: Layout) -> list[list[Line]]:
    """Lines in reading order grouped into paragraphs."""
    out: list[list[Line]] = []
    for line in (part for whole in lines for part in _split(whole)):
        if out and continues(out[-1], line, layout):
            out[-1].append(line)
        else:
            out.append([line])
    return [part for whole in out for part in _successors(whole)]


def _successors(paragraph: list[Line]) -> list[list[Line]]:
    """A paragraph （九）… with （十）… behind a full stop in it is two: the converter lost the break between items."""
    number = _item_number(_ITEM_HEAD.match(fold(paragraph[0].text)))
    if number is None:
        return [paragraph]
    for index, line in enumerate(paragraph):
        for match in _ITEM_INSIDE.finditer(fold(line.text)):
            if _item_number(match) == number + 1:
                at = len(line.text[: match.start()].replace(" ", ""))
                head = [*paragraph[:index], slice_line(line, line.chars[:at])]
                tail = [slice_line(line, line.chars[at:]), *paragraph[index + 1 :]]
                return [head, *_successors(tail)]
    return [paragraph]


def _item_number(match: re.Match[str] | None) -> int | None:
    return parse_numeral(match[1]) if match else None


def _split(line: Line) -> list[Line]:
    """A line that swallowed the head of the next item (。 （二）…, a gap before the marker) in two."""
    match = _SWALLOWED.search(line.text)
    if match is None:
        return [line]
    at = len(line.text[: match.start()].replace(" ", ""))
    return [slice_line(line, line.chars[:at]), slice_line(line, line.chars[at:])]


def continues(paragraph: Sequence[Line], line: Line, layout: Layout) -> bool:
    """Whether ``line`` goes on with ``paragraph``."""
    last = paragraph[-1]
    if _LEADER.search(last.text) or _another_size(last, line) or _ANNEX.fullmatch(fold(line.text).strip()):
        return False
    if all(_display(one, layout) for one in (last, line)) or all(_centred(one, layout) for one in (last, line)):
        return _title_goes_on(last, line, layout)
    if last.leaf == line.leaf and not _near(last, line, layout):
        return _title_tail(last, line, layout)
    return _flows(paragraph, line, layout)


def _another_size(last: Line, line: Line) -> bool:
    """Set in another size; lines of digits and marks alone (100%。) tell nothing."""
    if not all(any("一" <= char.text <= "龥" for char in one.chars) for one in (last, line)):
        return False
    small, large = sorted((last.em, line.em))
    return large > 1.14 * small and min(len(last.chars), len(line.chars)) > 1


def _display(line: Line, layout: Layout) -> bool:
    """Set clearly larger than the body, and no numbered heading."""
    return line.em > 1.12 * layout.em and not _NO_TITLE.match(fold(line.text))


def _centred(line: Line, layout: Layout) -> bool:
    """Centred in its column with clear space at both sides."""
    edge = layout.of(line)
    before, after = line.x0 - edge.left, edge.right - line.x1
    return before > 2.6 * layout.em and after > 0.5 * layout.em and abs(before - after) < 1.5 * layout.em


def _title_goes_on(last: Line, line: Line, layout: Layout) -> bool:
    """Centred lines of one size set close together are one title, until one ends like a title."""
    first, second = fold(last.text), fold(line.text)
    chapter = _CHAPTER.match(first) and len(first) >= 12  # 第二章 … set in two centred lines
    if last.leaf != line.leaf or _NO_TITLE.match(second) or (_NO_TITLE.match(first) and not chapter):
        return False
    big = last.em > 1.12 * layout.em
    near = step(last, line) < (2.6 * line.em if big else max(TITLE_LEAP * layout.pitch, 2.2 * layout.em))
    return near and not _TITLE_END.search(first) and not STOP.search(first)


def _near(last: Line, line: Line, layout: Layout) -> bool:
    distance = step(last, line)
    if distance < 0.4 * layout.em:
        return False
    if distance <= LEAP * layout.pitch:
        return True
    return distance <= 1.75 * layout.pitch and _full(last, line, layout) and not STOP.search(last.text)


def _flows(paragraph: Sequence[Line], line: Line, layout: Layout) -> bool:
    last, edge = paragraph[-1], layout.of(line)
    ended = bool(STOP.search(last.text))
    marked = bool(MARKER.match(fold(line.text)))
    if _title_tail(last, line, layout):
        return True
    if layout.broken and not _aside(line, layout) and not ended and not marked and _full(last, line, layout):
        return True
    if (line.x0 - edge.left) / layout.em >= INDENT:
        return not ended and not marked and _block(paragraph, line, layout)
    if _full(last, line, layout):
        return not (
            (_SENTENCE_END.search(last.text) and _NUMBERED.match(fold(line.text)))
            or (ended and marked and not layout.indents)
        )
    if marked or not (layout.indents or layout.broken):
        return False
    return _short_goes_on(paragraph, ended, layout)


def _short_goes_on(paragraph: Sequence[Line], ended: bool, layout: Layout) -> bool:
    """After a short line, an unindented one in a document that indents its paragraphs."""
    last = paragraph[-1]
    if ended:
        return layout.broken and len(paragraph) > 1 and _body_size(last, layout)
    return _reach(last, layout) > 0.8 or (len(paragraph) > 1 and _body_size(last, layout))


def _body_size(line: Line, layout: Layout) -> bool:
    return abs(line.em - layout.em) < 0.12 * layout.em


def _block(paragraph: Sequence[Line], line: Line, layout: Layout) -> bool:
    """An indented line goes on with an indented block, hangs under its first line, or closes a word or
    bracket the line before left open; after a heading it does neither."""
    first, last = paragraph[0], paragraph[-1]
    if _aside(line, layout):
        return False
    if len(paragraph) > 1 and _left_open(paragraph):
        return True
    if not _full(last, line, layout):
        return False
    if len(paragraph) > 1:
        return abs(line.x0 - last.x0) < 0.4 * layout.em
    hanging = line.x0 > first.x0 + 0.5 * layout.em and line.x0 - layout.of(line).left > 3 * layout.em
    return hanging or (abs(line.x0 - first.x0) < 0.4 * layout.em and not MARKER.match(fold(first.text)))


def _aside(line: Line, layout: Layout) -> bool:
    """Signatures and dates stand in the right half; a few words pushed there in mid sentence do not count."""
    edge = layout.of(line)
    return line.x0 - edge.left > 0.35 * (edge.right - edge.left) and len(line.chars) > 3


def _title_tail(last: Line, line: Line, layout: Layout) -> bool:
    """A full line without a stop and, centred under it, the rest of a title."""
    if not _centred(line, layout) or last.leaf != line.leaf or step(last, line) > TITLE_LEAP * layout.pitch:
        return False
    text = fold(last.text)
    return (
        _full(last, line, layout)
        and not STOP.search(text)
        and not _TITLE_END.search(text)
        and not _NO_TITLE.match(fold(line.text))
    )


def _left_open(paragraph: Sequence[Line]) -> bool:
    """The text so far stops inside a book title, or one or two characters after a full stop."""
    text = fold("".join(line.text for line in paragraph[-3:]))
    return text.rfind("《") > text.rfind("》") or bool(_STRAY.search(text))


def _reach(line: Line, layout: Layout) -> float:
    edge = layout.of(line)
    return (line.x1 - edge.left) / max(1.0, edge.right - edge.left)


def _full(last: Line, line: Line, layout: Layout) -> bool:
    """No room was left on ``last`` for the first unbreakable unit of ``line``."""
    return layout.of(last).right - last.x1 < unit_width(line) + SLACK * layout.em


def unit_width(line: Line) -> float:
    """Width of what must stay together at the head of a line: a Latin word or number, opening brackets with
    the next character, a character with the closing marks behind it."""
    chars = line.chars
    at = 0
    while at < len(chars) - 1 and chars[at].text in _OPENING:
        at += 1
    if chars[at].text.isascii() and chars[at].text.isalnum():
        while at < len(chars) - 1 and at < 12 and chars[at + 1].text.isascii():
            at += 1
    while at < len(chars) - 1 and chars[at + 1].text in _CLOSING:
        at += 1
    return chars[at].x1 - chars[0].x0
