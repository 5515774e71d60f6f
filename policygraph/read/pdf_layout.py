"""How a PDF is set: margins, body size, line pitch, the habit of indenting, measured on the document itself."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from policygraph.read.pdf_lines import Line, Page
from policygraph.text import fold

#: A first-line indent is at least this many ems.
INDENT = 1.2

#: The end of a sentence or of an item.
STOP = re.compile(r"[。！？；：!?;:][”’」』）)】〕]*$")
#: What begins a numbered item, a box, an annex or a labelled line.
MARKER = re.compile(
    r"第[一二三四五六七八九十百零〇0-9]{1,4}[编章节条]|[一二三四五六七八九十百]{1,4}、|[(][一二三四五六七八九十百]{1,4}[)]"
    r"|\d{1,2}(?:[.、](?!\d)|\s(?=[一-龥]))|[(]\d{1,2}[)]|\d{1,2}(?:[.]\d{1,2}){2,3}\s?[一-龥]|[①-⑳]|专栏 ?\d|专栏[一二三四五六七八九十]|附件|附表|附录"
    r"|——|[●■◆▲★□◇○*•·]|(?:牵头|责任|主办|配合|协办|参与|指导|支持)(?:单位|部门)?[:]|完成时[限间]:|责任分工:"
)


@dataclass(frozen=True, slots=True)
class Margins:
    """Left and right edge of the text column, in points."""

    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Layout:
    """How this document is set. ``em`` and ``pitch`` in points; margins per page and column.

    ``broken``: the text came with hard breaks of an older layout and was wrapped again, so that short
    lines stand in the middle of paragraphs.
    """

    em: float
    pitch: float
    indents: bool
    broken: bool
    margins: dict[tuple[int, int], Margins]

    def of(self, line: Line) -> Margins:
        return self.margins[line.leaf]


# ---- measuring -------------------------------------------------------------------------------------


def measure(pages: Sequence[Page]) -> Layout:
    """Margins, body size, pitch and indenting habit of a document."""
    pages = [leaf for page in pages for leaf in _leaves(page)]
    weights: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            weights[round(line.em * 2) / 2] += len(line.chars)
    em = weights.most_common(1)[0][0] if weights else 12.0
    margins = _margins(pages, em)
    pitch = _pitch(pages, em, margins)
    indents = _indents(pages, em, margins)
    return Layout(em, pitch, indents, _broken(pages, em, margins), margins)


def _leaves(page: Page) -> list[Page]:
    """The columns of a page, and what stands outside them, each as a page of its own."""
    regions = sorted({line.region for line in page.lines} | {0})
    return [
        replace(page, lines=tuple(line for line in page.lines if line.region == region), region=region)
        for region in regions
    ]


def _body(page: Page, em: float) -> list[Line]:
    return [line for line in page.lines if abs(line.em - em) < 0.12 * em]


def _margins(pages: Sequence[Page], em: float) -> dict[tuple[int, int], Margins]:
    """One pair for pages of one width and parity; a page set clearly elsewhere gets its own."""
    groups: dict[tuple[int, int, int], list[Page]] = defaultdict(list)
    mirrored = len(pages) >= 6
    for page in pages:
        groups[round(page.width), page.number % 2 if mirrored else 0, page.region].append(page)
    out: dict[tuple[int, int], Margins] = {}
    for group in groups.values():
        common = _edges([line for page in group for line in _body(page, em)], em)
        for page in group:
            own = _edges(_body(page, em), em)
            out[page.leaf] = _settle(page, common, own, em)
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


def _pitch(pages: Sequence[Page], em: float, margins: dict[tuple[int, int], Margins]) -> float:
    """The usual distance of two baselines where the first line is full and the next is not indented."""
    steps: Counter[float] = Counter()
    for page in pages:
        body = _body(page, em)
        for first, second in pairwise(body):
            edge = margins[page.leaf]
            if first.x1 > edge.right - 2 * em and second.x0 < edge.left + em:
                steps[round(step(first, second))] += 1
    return float(steps.most_common(1)[0][0]) if steps else 1.8 * em


def step(first: Line, second: Line) -> float:
    return (second.top + second.bottom - first.top - first.bottom) / 2


def _indents(pages: Sequence[Page], em: float, margins: dict[tuple[int, int], Margins]) -> bool:
    """Whether lines after a short line are indented as a rule (unmarked unindented ones count where a sentence ended)."""
    yes = no = 0
    for page in pages:
        body, edge = _body(page, em), margins[page.leaf]
        for first, second in pairwise(body):
            if edge.right - first.x1 > 3 * em and edge.right - second.x1 < 3 * em:
                shift = (second.x0 - edge.left) / em
                yes += INDENT <= shift < 4.5
                no += shift < INDENT and bool(STOP.search(first.text)) and not MARKER.match(fold(second.text))
    return yes >= no


def _broken(pages: Sequence[Page], em: float, margins: dict[tuple[int, int], Margins]) -> bool:
    """Whether unfinished short lines before unindented ones are common."""
    odd = total = 0
    for page in pages:
        body, edge = _body(page, em), margins[page.leaf]
        for first, second in pairwise(body):
            flush = second.x0 - edge.left < INDENT * em and first.x0 - edge.left < INDENT * em
            short = (
                edge.right - first.x1 > 4 * em and not STOP.search(first.text) and not MARKER.match(fold(second.text))
            )
            total += 1
            odd += flush and short
    return odd > max(4, 0.04 * total)
