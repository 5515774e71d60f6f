"""Text set in columns: the lines of a page in the order they are read, each column from top to bottom.

Only prose is taken apart: on both sides of a strip that no character crosses, lines mostly reach the edge of their column.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

from policygraph.read.pdf_lines import Line, Page, group_rows, line_of_chars

#: Lines a column must have, and its width in ems.
LEAST, WIDE = 5, 8.0
#: Half the width of the strip between two columns, in ems.
STRIP = 0.6
_STEP = 3.0

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Split:
    """Lines ``start`` to ``end`` of a page come apart at ``x``; ``gain`` is how many lines the shorter side has."""

    start: int
    end: int
    x: float
    gain: int


def in_columns(page: Page) -> Page:
    """The page with the lines of its columns one column after the other; each column is a region of its own."""
    if len(page.lines) < LEAST:
        return page
    lines: list[Line] = []
    rest, region = page.lines, 0
    while (found := _columns(rest)) is not None:
        split, sides = found
        lines += rest[: split.start]
        for side in sides:
            region += 1
            lines += [replace(line, region=region) for line in side]
        rest = rest[split.end :]
    return replace(page, lines=(*lines, *rest)) if region else page


def _columns(lines: Sequence[Line]) -> tuple[_Split, tuple[list[Line], list[Line]]] | None:
    """The stretch that most clearly comes apart in two columns, and their lines."""
    if len(lines) < 2:
        return None
    em = median(line.em for line in lines)
    pieces = [_pieces(line, em) for line in lines]
    found = max(_splits(pieces, em), key=lambda split: split.gain, default=None)
    if found is None:
        return None
    found = _trimmed(found, pieces, em)
    chars = [char for line in lines[found.start : found.end] for char in line.chars]
    number = lines[0].page
    left = [line_of_chars(row, number) for row in group_rows([c for c in chars if c.x1 <= found.x])]
    right = [line_of_chars(row, number) for row in group_rows([c for c in chars if c.x1 > found.x])]
    return (found, (left, right)) if _prose(left, em) and _prose(right, em) else None


def _trimmed(split: _Split, pieces: Sequence[Sequence[Interval]], em: float) -> _Split:
    """Without what stands above and below the columns on one side only, away from the column's edge: a signature."""
    start, end = split.start, split.end
    edges = [_edge(pieces[start:end], split.x, side) for side in (False, True)]

    def loose(row: Sequence[Interval]) -> bool:
        low = row[0][0]
        return len(row) == 1 and low - edges[low > split.x] > 3 * em

    right = [at for at in range(start, end) if pieces[at][-1][0] > split.x and not loose(pieces[at])]
    low = right[0] if right else end
    while low > start and not loose(pieces[low - 1]):
        low -= 1
    start = low
    while end > start and loose(pieces[end - 1]):
        end -= 1
    return replace(split, start=start, end=end)


def _edge(rows: Sequence[Sequence[Interval]], x: float, right: bool) -> float:
    """Where most lines on this side begin."""
    starts = Counter(round(low / 3) for row in rows for low, _ in row if (low > x) == right)
    return 3.0 * starts.most_common(1)[0][0]


def _pieces(line: Line, em: float) -> list[Interval]:
    """From where to where the line is printed without a gap as wide as a strip."""
    out: list[Interval] = []
    for char in line.chars:
        if out and char.x0 - out[-1][1] < 2 * STRIP * em:
            out[-1] = (out[-1][0], max(out[-1][1], char.x1))
        else:
            out.append((char.x0, char.x1))
    return out


def _splits(pieces: Sequence[Sequence[Interval]], em: float) -> Iterator[_Split]:
    """Every run of lines that leaves a strip free, by places of the strip."""
    left, right = min(low for row in pieces for low, _ in row), max(high for row in pieces for _, high in row)
    x = left + WIDE * em
    while x < right - WIDE * em:
        start = 0
        for at in range(len(pieces) + 1):
            if at == len(pieces) or any(low < x + STRIP * em and high > x - STRIP * em for low, high in pieces[at]):
                sides = [sum(_beside(row, x, side) for row in pieces[start:at]) for side in (False, True)]
                if min(sides) >= LEAST:
                    yield _Split(start, at, x, min(sides))
                start = at + 1
        x += _STEP


def _beside(row: Sequence[Interval], x: float, right: bool) -> bool:
    return any((low > x) == right for low, _ in row)


def _prose(lines: Sequence[Line], em: float) -> bool:
    """Lines of text that mostly fill their column: cells of a table do not."""
    if len(lines) < LEAST:
        return False
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    full = sum(right - line.x1 < 1.6 * em and line.x1 - line.x0 > 0.6 * (right - left) for line in lines)
    return right - left > WIDE * em and full >= 0.45 * len(lines)
