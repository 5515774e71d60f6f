"""Tables without vertical rules: columns told by the white space between them.

A line of three short cells or more begins one; where no white space parts two of them all the way down, the lines are
left as text. What the columns mean is not asked here. Where rows cannot be told apart the stretch is doubtful.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from policygraph.read.pdf_chars import Char
from policygraph.read.pdf_lines import Line, Page, group_rows, line_of_chars
from policygraph.read.pdf_rulings import Edge
from policygraph.read.pdf_tables import RawCell, RawTable

#: Heads a line must show, and rows below it.
HEADS, ROWS = 3, 2
#: White space between two cells, in ems.
GAP = 0.75

#: Characters of a cell in the first line.
SHORT = 12
_WORDS = re.compile(r"[^。；;！？…·.]*[一-龥][^。；;！？…·.]*")
_SECTION = re.compile(r"[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]{1,3}[)）]")
_END = re.compile(r"注[:：]|备注[:：]|附件|第.{1,3}[章节]|[—－-] ?\d+ ?[—－-]")
Chunk = list[Char]


def find_aligned(page: Page, edges: Sequence[Edge], before: RawTable | None = None) -> tuple[list[RawTable], Page]:
    """The tables of a page that only their alignment shows, and the page without them. ``before``: the table that
    ended the last page; when it was such a one, the first lines of this page may go on with it."""
    if before is not None and before.aligned and page.lines and not _heads(page.lines, 0):
        end = _fitting(page.lines, before.xs)
        if any(len(_chunks(line)) > 1 for line in page.lines[:end]):
            first = _made(page, page.lines[:end], _rows(page.lines[:end], before.xs, edges, 1), before.xs)
            more, rest = find_aligned(replace(page, lines=page.lines[end:]), edges)
            return [first, *more], rest
    for at in range(len(page.lines)):
        if _starts(page.lines, at):
            table, count = _table(page, page.lines[at : _end(page.lines, at)], edges)
            if table is not None:
                rest = replace(page, lines=page.lines[at + count :])
                more, rest = find_aligned(rest, edges)
                return [table, *more], replace(page, lines=page.lines[:at] + rest.lines)
    return [], page


def _fitting(lines: Sequence[Line], xs: Sequence[float]) -> int:
    """How many of the first lines keep within these columns; a title over the next table does not count."""
    for at, line in enumerate(lines):
        wide = at and line.top - lines[at - 1].bottom > 3.5 * line.em
        title = at + 1 < len(lines) and len(_chunks(line)) == 1 and _heads(lines, at + 1)
        if wide or title or _END.match(line.text) or _SECTION.match(line.text) or not _within(line, xs):
            return at
    return len(lines)


def _within(line: Line, xs: Sequence[float]) -> bool:
    """No cell reaches the middle of a column beside its own: the last page may have shown no cell as long as this.
    A text alone on its line is prose as soon as it lies across a boundary."""
    chunks = _chunks(line)
    if len(chunks) == 1:
        return any(low - line.em <= line.x0 and line.x1 <= high + line.em for low, high in pairwise(xs))
    middles = [xs[0] - line.em, *((low + high) / 2 for low, high in pairwise(xs)), xs[-1] + line.em]
    return all(
        middles[col] <= chunk[0].x0 and chunk[-1].x1 <= middles[col + 2]
        for chunk in chunks
        for col in [_column(chunk, xs)]
    )


def _column(chunk: Chunk, xs: Sequence[float]) -> int:
    """The column a cell lies in for the most part."""
    shared = [min(high, chunk[-1].x1) - max(low, chunk[0].x0) for low, high in pairwise(xs)]
    return shared.index(max(shared))


def _chunks(line: Line) -> list[Chunk]:
    out: list[Chunk] = []
    for char in line.chars:
        if out and char.x0 - out[-1][-1].x1 <= GAP * line.em:
            out[-1].append(char)
        else:
            out.append([char])
    return out


def _said(chunk: Chunk) -> str:
    return "".join(char.text for char in chunk)


def _heads(lines: Sequence[Line], at: int) -> list[Chunk]:
    """The cells of the line, with those a hair above or below it, where it may be the first of a table: short words,
    none of them a sentence, a number or an item."""
    near = _overlapping(lines, at)
    cells = _merged([chunk for line in near for chunk in _chunks(line)])
    words = [_said(cell) for cell in cells]
    if len(cells) < HEADS or _SECTION.match(words[0]) or _END.match(words[0]):
        return []
    return cells if all(len(word) <= SHORT and _WORDS.fullmatch(word) for word in words) else []


def _overlapping(lines: Sequence[Line], at: int) -> list[Line]:
    """The lines from ``at`` on whose heights run into one another: cells centred in one row."""
    out = [lines[at]]
    for line in lines[at + 1 :]:
        if line.top > max(one.bottom for one in out) - 0.1 * line.em:
            break
        out.append(line)
    return out


def _merged(chunks: Sequence[Chunk]) -> list[Chunk]:
    """Chunks one above the other together: 序 over 号 is one cell."""
    out: list[Chunk] = []
    for chunk in sorted(chunks, key=lambda chunk: chunk[0].x0):
        if out and chunk[0].x0 < max(char.x1 for char in out[-1]):
            out[-1] = sorted((*out[-1], *chunk), key=lambda char: (round(char.top), char.x0))
        else:
            out.append(chunk)
    return out


def _starts(lines: Sequence[Line], at: int) -> bool:
    """The first of a table: as many lines below it as a table has rows come apart as well."""
    if not _heads(lines, at):
        return False
    below = lines[at + len(_overlapping(lines, at)) :][: 4 * ROWS]
    return sum(len(_chunks(line)) > 1 for line in below) >= ROWS


def _end(lines: Sequence[Line], start: int) -> int:
    """Behind the last line of the table: prose, a note or a wide gap ends it."""
    left, right = lines[start].x0, lines[start].x1
    at = start + 1
    while at < len(lines):
        line, above = lines[at], lines[at - 1]
        section = _SECTION.match(line.text) and at + 1 < len(lines) and len(_chunks(lines[at + 1])) > 1
        prose = len(_chunks(line)) == 1 and line.x1 - line.x0 > 0.5 * (right - left) and not section
        if prose or _END.match(line.text) or line.top - above.bottom > 3.5 * above.em:
            break
        at += 1
    return at


def _table(page: Page, lines: Sequence[Line], edges: Sequence[Edge]) -> tuple[RawTable | None, int]:
    """The table of these lines, and how many of them it has: it ends where a line lies across its columns."""
    heads = _heads(lines, 0)
    several = [chunks for line in lines if len(chunks := _chunks(line)) > 1]
    xs = _columns(heads, [*heads, *(chunk for chunks in several for chunk in chunks)])
    if xs is None:
        return None, 0
    count = next((at for at, line in enumerate(lines) if not (_alone(line) or _within(line, xs))), len(lines))
    rows = _rows(lines[:count], xs, edges, 2) if count > ROWS else []
    doubtful = any(_run_together(row, xs) for row in rows[1:])
    if len(rows) <= ROWS and not doubtful:
        return None, 0
    return replace(_made(page, lines[:count], rows, xs), doubtful=doubtful), count


def _run_together(row: Sequence[Line], xs: Sequence[float]) -> bool:
    """Two cells of the first column, with room between them, in what passes for one row."""
    first = sorted(
        (c.top, c.bottom) for line in row for chunk in _chunks(line) if _column(chunk, xs) == 0 for c in chunk
    )
    return any(below[0] - above[1] > row[0].em for above, below in pairwise(first))


def _made(page: Page, lines: Sequence[Line], rows: Sequence[Sequence[Line]], xs: Sequence[float]) -> RawTable:
    cells = [cell for index, row in enumerate(rows) for cell in _cells(row, index, xs, page.number)]
    cells = _tightened(cells)
    box = (xs[0], lines[0].top, xs[-1], lines[-1].bottom)
    return RawTable(page.number, box, tuple(xs), len(rows), tuple(cells), True)


def _tightened(cells: Sequence[RawCell]) -> list[RawCell]:
    """Each column as wide as its words: no rule says how much room there was."""
    edges: dict[int, tuple[float, float]] = {}
    for cell in cells:
        for line in cell.lines if cell.colspan == 1 else ():
            low, high = edges.get(cell.col, (line.x0, line.x1))
            edges[cell.col] = (min(low, line.x0), max(high, line.x1))
    return [
        replace(cell, box=(edges[cell.col][0], cell.box[1], edges[cell.col][1], cell.box[3]))
        if cell.colspan == 1 and cell.col in edges
        else cell
        for cell in cells
    ]


def _alone(line: Line) -> bool:
    return len(_chunks(line)) == 1 and _SECTION.match(line.text) is not None


def _columns(heads: Sequence[Chunk], chunks: Sequence[Chunk]) -> list[float] | None:
    """Column boundaries: between the middles of two heads a strip must be free of every cell; None where none is."""
    spans = sorted((chunk[0].x0, chunk[-1].x1) for chunk in chunks)
    out = [min(x0 for x0, _ in spans) - 1]
    for left, right in pairwise((head[0].x0 + head[-1].x1) / 2 for head in heads):
        strips = [(b - a, (a + b) / 2) for a, b in _free(spans, left, right)]
        if not strips:
            return None
        out.append(max(strips)[1])
    return [*out, max(x1 for _, x1 in spans) + 1]


def _free(spans: Sequence[tuple[float, float]], left: float, right: float) -> list[tuple[float, float]]:
    """The stretches between ``left`` and ``right`` that no span covers, wider than a hair."""
    out: list[tuple[float, float]] = []
    at = left
    for x0, x1 in spans:
        if x0 > at and x0 < right:
            out.append((at, x0))
        at = max(at, x1)
        if at >= right:
            break
    if at < right:
        out.append((at, right))
    return [(a, b) for a, b in out if b - a > 2 and a > left]


def _rows(lines: Sequence[Line], xs: Sequence[float], edges: Sequence[Edge], alone: int) -> list[list[Line]]:
    """Lines of one row together: parted by rules where each row has one, else by wider gaps, else by first cells.
    The first ``alone`` lines begin rows."""
    cuts = [edge.top for edge in edges if edge.horizontal and edge.x1 - edge.x0 > 0.5 * (xs[-1] - xs[0])]
    inner = [y for y in cuts if lines[0].bottom - 2 < y < lines[-1].top + 2]
    centred = _centred(lines, inner)
    if centred is not None:
        return centred
    steps = [below.top - above.top for above, below in pairwise(lines)]
    wide = 1.25 * min((step for step in steps if step > 2), default=0.0)
    loose = sum(step > wide for step in steps) >= ROWS and any(step <= wide for step in steps)
    out: list[list[Line]] = []
    for at, line in enumerate(lines):
        if at < alone:
            new = True
        elif len(inner) > ROWS:
            new = any(lines[at - 1].top < y <= line.bottom - 2 for y in inner)
        elif loose:
            new = steps[at - 1] > wide
        else:
            new = line.chars[0].x0 < xs[1]
        if new:
            out.append([line])
        else:
            out[-1].append(line)
    return out


def _centred(lines: Sequence[Line], inner: Sequence[float]) -> list[list[Line]] | None:
    """Rows whose cells are set half a line higher or lower than their neighbours: lines that run into one another are
    one row, and those a mere line apart where other gaps are clearly wider. None where no line runs into another."""
    if len(inner) > ROWS:
        return None
    bands: list[list[Line]] = []
    while (at := sum(map(len, bands))) < len(lines):
        bands.append(_overlapping(lines, at))
    if sum(len(band) - 1 for band in bands[1:]) < 2:
        return None
    gaps = [min(one.top for one in below) - max(one.bottom for one in above) for above, below in pairwise(bands)]
    wide = min(gaps, default=0.0) + 0.4 * lines[0].em
    loose = sum(gap > wide for gap in gaps) >= ROWS
    out = [list(bands[0])]
    for gap, band in zip(gaps, bands[1:], strict=True):
        if loose and gap <= wide:
            out[-1] += band
        else:
            out.append(list(band))
    return out


def _cells(lines: Sequence[Line], row: int, xs: Sequence[float], number: int) -> list[RawCell]:
    top, bottom = lines[0].top, lines[-1].bottom
    if len(lines) == 1 and _alone(lines[0]):
        return [RawCell(row, 0, 1, len(xs) - 1, (lines[0],), (xs[0], top, xs[-1], bottom))]
    chars: list[list[Char]] = [[] for _ in xs[1:]]
    for chunk in (chunk for line in lines for chunk in _chunks(line)):
        chars[_column(chunk, xs)].extend(chunk)
    return [
        RawCell(row, col, 1, 1, _lines(found, number), (xs[col], top, xs[col + 1], bottom))
        for col, found in enumerate(chars)
    ]


def _lines(chars: list[Char], number: int) -> tuple[Line, ...]:
    return tuple(line_of_chars(row, number) for row in group_rows(chars)) if chars else ()
