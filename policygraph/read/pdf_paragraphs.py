"""Lines into paragraphs: what the layout of this document proves to be one paragraph becomes one.

The judge is geometry: does a line reach the right margin, is the next one indented, how far apart are they.
Language only breaks ties. Margins, pitch and the habit of indenting are measured on the document itself.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from policygraph.read.pdf_lines import Line, Page, slice_line
from policygraph.text import fold

#: A line that stops this many ems (beyond the next unbreakable unit) before the margin ends its paragraph.
SLACK = 0.75
INDENT = 1.2
#: Farther apart than this many pitches is another paragraph.
LEAP = 1.3
TITLE_LEAP = 1.6

_CLOSING = "，。、；：？！）》”’」』〕】〉,.;:?!)]%…—"
_OPENING = "（《“‘「『〔【〈(["
_STOP = re.compile(r"[。！？；：!?;:][”’」』）)】〕]*$")
_SENTENCE_END = re.compile(r"[。！？!?：:][”’」』）)】〕]*$")
_LEADER = re.compile(r"[.．·•…‥]{5,}|(?: ?[.·…] ){5,}")
_MARKER = re.compile(
    r"第[一二三四五六七八九十百零〇0-9]{1,4}[编章节条]|[一二三四五六七八九十百]{1,4}、|[(][一二三四五六七八九十百]{1,4}[)]"
    r"|\d{1,2}(?:[.、](?!\d)|\s(?=[一-龥]))|[(]\d{1,2}[)]|\d{1,2}(?:[.]\d{1,2}){2,3}\s?[一-龥]|[①-⑳]|专栏 ?\d|专栏[一二三四五六七八九十]|附件|附表|附录"
    r"|——|[●■◆▲★□◇○*•·]|(?:牵头|责任|主办|配合|协办|参与|指导|支持)(?:单位|部门)?[:]|完成时[限间]:|责任分工:"
)
_NUMBERED = re.compile(r"[(][一二三四五六七八九十]{1,3}[)]|[一二三四五六七八九十]{1,3}、|\d{1,2}[.、](?!\d)")
_SWALLOWED = re.compile(r"(?<=[。;；:：)）]) (?=[(（][一二三四五六七八九十]{1,3}[)）]\s?[一-龥])")
_TITLE_END = re.compile(
    r"(?:通知|意见|方案|规划|计划|办法|措施|要点|细则|条例|纲要|清单|安排|公告|函|决定|规定|目录)[》)\"]*$"
)
_ANNEX = re.compile(r"附(?:件|表|录|图) ?[一二三四五六七八九十\d-]{0,4}[:]?")
_STRAY = re.compile(r"[。)][一-龥]{1,2}$")
_NO_TITLE = re.compile(
    r"[(]|第.{1,4}[章节编]|目录|附件|\S*[〔\[]\d{4}[〕\]]|[12]\d{3}年|二[〇0零]|[一二三四五六七八九十]+、"
)


@dataclass(frozen=True, slots=True)
class Margins:
    """Left and right edge of the text column, in points."""

    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Layout:
    """How this document is set. ``em`` and ``pitch`` in points; margins per page number.

    ``broken``: the text came with hard breaks of an older layout and was wrapped again, so that short
    lines stand in the middle of paragraphs.
    """

    em: float
    pitch: float
    indents: bool
    broken: bool
    margins: dict[int, Margins]

    def of(self, line: Line) -> Margins:
        return self.margins[line.page]


def em_of(line: Line) -> float:
    """The advance of a Chinese character on this line, or an estimate where it has none."""
    wide = [char.x1 - char.x0 for char in line.chars if "一" <= char.text <= "龥"]
    return median(wide) if wide else line.size * 0.85


# ---- measuring -------------------------------------------------------------------------------------


def measure(pages: Sequence[Page]) -> Layout:
    """Margins, body size, pitch and indenting habit of a document."""
    weights: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            weights[round(em_of(line) * 2) / 2] += len(line.chars)
    em = weights.most_common(1)[0][0] if weights else 12.0
    margins = _margins(pages, em)
    pitch = _pitch(pages, em, margins)
    indents = _indents(pages, em, margins)
    return Layout(em, pitch, indents, _broken(pages, em, margins), margins)


def _body(page: Page, em: float) -> list[Line]:
    return [line for line in page.lines if abs(em_of(line) - em) < 0.12 * em]


def _margins(pages: Sequence[Page], em: float) -> dict[int, Margins]:
    """One pair for pages of one width and parity; a page set clearly elsewhere gets its own."""
    groups: dict[tuple[int, int], list[Page]] = defaultdict(list)
    mirrored = len(pages) >= 6
    for page in pages:
        groups[round(page.width), page.number % 2 if mirrored else 0].append(page)
    out: dict[int, Margins] = {}
    for group in groups.values():
        common = _edges([line for page in group for line in _body(page, em)], em)
        for page in group:
            own = _edges(_body(page, em), em)
            out[page.number] = _settle(page, common, own, em)
    return out


def _settle(page: Page, common: Margins | None, own: Margins | None, em: float) -> Margins:
    if common is None:
        return own or Margins(
            min((line.x0 for line in page.lines), default=0.0), max((line.x1 for line in page.lines), default=0.0)
        )
    if own is None or len(page.lines) < 8:
        return common
    moved = own.left - common.left
    if abs(moved) < 0.6 * em or abs((own.right - common.right) - moved) > em:
        return common
    return own  # a page shifted as a whole, such as a scanned one


def _edges(lines: list[Line], em: float) -> Margins | None:
    """Left: the outermost place where at least a twelfth of the lines begin. Right: where full lines end."""
    if not lines:
        return None
    starts = Counter(round(line.x0 / 3) for line in lines)
    least = max(2, len(lines) / 12)
    good = [place for place, count in starts.items() if count + starts[place - 1] + starts[place + 1] >= least]
    left = min(good) * 3.0 if good else min(line.x0 for line in lines)
    near = [line.x0 for line in lines if abs(line.x0 - left) < 5]
    ends = sorted(line.x1 for line in lines)
    far = ends[int(0.97 * (len(ends) - 1))]
    full = [end for end in ends if far - 2 * em < end <= far + em]
    return Margins(median(near) if near else left, median(full))


def _pitch(pages: Sequence[Page], em: float, margins: dict[int, Margins]) -> float:
    """The usual distance of two baselines where the first line is full and the next is not indented."""
    steps: Counter[float] = Counter()
    for page in pages:
        body = _body(page, em)
        for first, second in pairwise(body):
            edge = margins[page.number]
            if first.x1 > edge.right - 2 * em and second.x0 < edge.left + em:
                steps[round(step(first, second))] += 1
    return float(steps.most_common(1)[0][0]) if steps else 1.8 * em


def step(first: Line, second: Line) -> float:
    return (second.top + second.bottom - first.top - first.bottom) / 2


def _indents(pages: Sequence[Page], em: float, margins: dict[int, Margins]) -> bool:
    """Whether lines after a short line are indented as a rule (unmarked unindented ones count where a sentence ended)."""
    yes = no = 0
    for page in pages:
        body, edge = _body(page, em), margins[page.number]
        for first, second in pairwise(body):
            if edge.right - first.x1 > 3 * em and edge.right - second.x1 < 3 * em:
                shift = (second.x0 - edge.left) / em
                yes += INDENT <= shift < 4.5
                no += shift < INDENT and bool(_STOP.search(first.text)) and not _MARKER.match(fold(second.text))
    return yes >= no


def _broken(pages: Sequence[Page], em: float, margins: dict[int, Margins]) -> bool:
    """Whether unfinished short lines before unindented ones are common."""
    odd = total = 0
    for page in pages:
        body, edge = _body(page, em), margins[page.number]
        for first, second in pairwise(body):
            flush = second.x0 - edge.left < INDENT * em and first.x0 - edge.left < INDENT * em
            short = (
                edge.right - first.x1 > 4 * em and not _STOP.search(first.text) and not _MARKER.match(fold(second.text))
            )
            total += 1
            odd += flush and short
    return odd > max(4, 0.04 * total)


# ---- joining ---------------------------------------------------------------------------------------


def paragraphs(lines: Sequence[Line], layout: Layout) -> list[list[Line]]:
    """Lines in reading order grouped into paragraphs."""
    out: list[list[Line]] = []
    for line in (part for whole in lines for part in _split(whole)):
        if out and continues(out[-1], line, layout):
            out[-1].append(line)
        else:
            out.append([line])
    return out


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
    if last.page == line.page and not _near(last, line, layout):
        return _title_tail(last, line, layout)
    return _flows(paragraph, line, layout)


def _another_size(last: Line, line: Line) -> bool:
    """Set in another size; lines of digits and marks alone (100%。) tell nothing."""
    if not all(any("一" <= char.text <= "龥" for char in one.chars) for one in (last, line)):
        return False
    small, large = sorted((em_of(last), em_of(line)))
    return large > 1.14 * small and min(len(last.chars), len(line.chars)) > 1


def _display(line: Line, layout: Layout) -> bool:
    """Set clearly larger than the body, and no numbered heading."""
    return em_of(line) > 1.12 * layout.em and not _NO_TITLE.match(fold(line.text))


def _centred(line: Line, layout: Layout) -> bool:
    """Centred in its column with clear space at both sides."""
    edge = layout.of(line)
    before, after = line.x0 - edge.left, edge.right - line.x1
    return before > 2.6 * layout.em and after > 0.5 * layout.em and abs(before - after) < 1.5 * layout.em


def _title_goes_on(last: Line, line: Line, layout: Layout) -> bool:
    """Centred lines of one size set close together are one title, until one ends like a title."""
    first, second = fold(last.text), fold(line.text)
    if last.page != line.page or _NO_TITLE.match(second) or _NO_TITLE.match(first):
        return False
    big = em_of(last) > 1.12 * layout.em
    near = step(last, line) < (2.6 * em_of(line) if big else max(TITLE_LEAP * layout.pitch, 2.2 * layout.em))
    return near and not _TITLE_END.search(first) and not _STOP.search(first)


def _near(last: Line, line: Line, layout: Layout) -> bool:
    distance = step(last, line)
    if distance < 0.4 * layout.em:
        return False
    if distance <= LEAP * layout.pitch:
        return True
    return distance <= 1.75 * layout.pitch and _full(last, line, layout) and not _STOP.search(last.text)


def _flows(paragraph: Sequence[Line], line: Line, layout: Layout) -> bool:
    last, edge = paragraph[-1], layout.of(line)
    ended = bool(_STOP.search(last.text))
    marked = bool(_MARKER.match(fold(line.text)))
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
    return abs(em_of(line) - layout.em) < 0.12 * layout.em


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
    return hanging or (abs(line.x0 - first.x0) < 0.4 * layout.em and not _MARKER.match(fold(first.text)))


def _aside(line: Line, layout: Layout) -> bool:
    """Signatures and dates stand in the right half; a few words pushed there in mid sentence do not count."""
    edge = layout.of(line)
    return line.x0 - edge.left > 0.35 * (edge.right - edge.left) and len(line.chars) > 3


def _title_tail(last: Line, line: Line, layout: Layout) -> bool:
    """A full line without a stop and, centred under it, the rest of a title."""
    if not _centred(line, layout) or last.page != line.page or step(last, line) > TITLE_LEAP * layout.pitch:
        return False
    text = fold(last.text)
    return (
        _full(last, line, layout)
        and not _STOP.search(text)
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
