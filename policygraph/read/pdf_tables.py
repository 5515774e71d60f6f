"""Ruled tables: a grid from the ruling lines by pdfplumber's algorithm, filled with the characters of the page.

pdfplumber is loaded only for a document that has ruling lines, and only its table geometry is used: the page is
not parsed a second time.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from policygraph.read.pdf_chars import Char
from policygraph.read.pdf_lines import Line, Page, group_rows, line_of_chars, slice_line
from policygraph.read.pdf_rulings import Edge

SNAP = 3.0
#: Boundaries nearer than this are one column or row boundary.
MERGE = 2.5

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class RawCell:
    """A cell on one page: place in the grid, extent, its visual lines."""

    row: int
    col: int
    rowspan: int
    colspan: int
    lines: tuple[Line, ...]
    box: Box

    @property
    def text(self) -> str:
        return "".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table as it stands on one page. ``xs`` are its column boundaries in points; ``aligned``: no rules show them;
    ``doubtful``: nor can its rows be told apart."""

    page: int
    box: Box
    xs: tuple[float, ...]
    rows: int
    cells: tuple[RawCell, ...]
    aligned: bool = False
    doubtful: bool = False

    @property
    def cols(self) -> int:
        return len(self.xs) - 1


def find_tables(page: Page, edges: Sequence[Edge], before: RawTable | None = None) -> tuple[list[RawTable], Page]:
    """The tables of a page from top to bottom, and the page without the characters that stand in them.

    Frames that hold no table (a border round the page, a box round a paragraph, shading of lines) are left alone,
    unless they stand in the columns of ``before``, the table that ended the last page: the rest of its last row.
    """
    tables: list[RawTable] = []
    for cells in _grids(edges):
        table = _table(page, cells)
        if table is not None and (is_table(table) or _rest_of(before, table, page)):
            tables.append(table)
            page = _without(page, table.box)
    return sorted(tables, key=lambda table: table.box[1]), page


def _grids(edges: Sequence[Edge]) -> list[list[Box]]:
    """Groups of adjoining cells, each cell a box."""
    if sum(edge.horizontal for edge in edges) < 2 or sum(not edge.horizontal for edge in edges) < 3:
        return []
    from pdfplumber import table as plumber

    rows: list[dict[str, Any]] = [_as_plumber(edge) for edge in (*edges, *open_sides(edges))]
    merged = [edge for edge in plumber.merge_edges(rows, SNAP, SNAP, SNAP, SNAP) if _length(edge) >= SNAP]
    if len(merged) > 600:
        return []  # line art: intersections grow with the square
    cells = plumber.intersections_to_cells(plumber.edges_to_intersections(merged, SNAP, SNAP))
    return [list(group) for group in plumber.cells_to_tables(cells)]


def open_sides(edges: Sequence[Edge]) -> list[Edge]:
    """The border a table lacks: a row cut by the page has no rule at the cut, and many tables none at the sides.

    Three parallel lines or more that end together at the outermost place are closed there.
    """
    upright = [edge for edge in edges if not edge.horizontal and edge.bottom - edge.top > 8]
    level = [edge for edge in edges if edge.horizontal and edge.x1 - edge.x0 > 20]
    out: list[Edge] = []
    for top, bottom in bands(upright):
        near = [edge for edge in level if top - SNAP <= edge.top <= bottom + SNAP]
        inner = [edge for edge in upright if top <= edge.top and edge.bottom <= bottom]
        out.extend(_closed(inner, near))
    return out


def bands(upright: Sequence[Edge]) -> list[tuple[float, float]]:
    """Stretches of the page that vertical rules cover without a gap: one table each, as a rule."""
    out: list[tuple[float, float]] = []
    for edge in sorted(upright, key=lambda edge: edge.top):
        if out and edge.top <= out[-1][1] + SNAP:
            out[-1] = (out[-1][0], max(out[-1][1], edge.bottom))
        else:
            out.append((edge.top, edge.bottom))
    return out


def ruled_bands(edges: Sequence[Edge]) -> list[tuple[float, float]]:
    """Stretches of the page with three vertical rules or more side by side: tables of two columns at least."""
    upright = [edge for edge in edges if not edge.horizontal and edge.bottom - edge.top > 8]
    return [
        (top, bottom)
        for top, bottom in bands(upright)
        if len(boundaries([edge.x0 for edge in upright if top <= edge.top and edge.bottom <= bottom])) >= 3
    ]


def _closed(upright: Sequence[Edge], level: Sequence[Edge]) -> Iterator[Edge]:
    """The missing outer rules of one band; where a rule stands already nothing is added."""
    if len(upright) >= 3:
        left, right = min(edge.x0 for edge in upright), max(edge.x1 for edge in upright)
        for at in (min(edge.top for edge in upright), max(edge.bottom for edge in upright)):
            ends = sum(min(abs(edge.top - at), abs(edge.bottom - at)) <= SNAP for edge in upright)
            ruled = sum(edge.x1 - edge.x0 for edge in level if abs(edge.top - at) <= 2 * SNAP)
            if ends >= 3 and ruled < 0.9 * (right - left):  # a merged cell cut by the page is open where others end
                yield Edge(left, at, right, at)
    if len(level) >= 3:
        top, bottom = min(edge.top for edge in level), max(edge.bottom for edge in level)
        for at in (min(edge.x0 for edge in level), max(edge.x1 for edge in level)):
            ends = sum(min(abs(edge.x0 - at), abs(edge.x1 - at)) <= SNAP for edge in level)
            if ends >= 3 and all(abs(edge.x0 - at) > 2 * SNAP for edge in upright):
                yield Edge(at, top, at, bottom)


def _as_plumber(edge: Edge) -> dict[str, Any]:
    return {
        "x0": edge.x0, "x1": edge.x1, "top": edge.top, "bottom": edge.bottom, "doctop": edge.top,
        "width": edge.x1 - edge.x0, "height": edge.bottom - edge.top,
        "orientation": "h" if edge.horizontal else "v", "object_type": "line",
    }  # fmt: skip


def _length(edge: dict[str, Any]) -> float:
    return float(max(edge["x1"] - edge["x0"], edge["bottom"] - edge["top"]))


def boundaries(values: Sequence[float]) -> list[float]:
    """Sorted values, those closer than ``MERGE`` points made one."""
    out: list[float] = []
    for value in sorted(values):
        if not out or value - out[-1] > MERGE:
            out.append(value)
    return out


def index_of(value: float, bounds: Sequence[float]) -> int:
    return max(0, bisect_right(bounds, value + MERGE) - 1)


def _table(page: Page, boxes: list[Box]) -> RawTable | None:
    xs = boundaries([x for box in boxes for x in (box[0], box[2])])
    ys = boundaries([y for box in boxes for y in (box[1], box[3])])
    if len(xs) < 3 or len(ys) < 2:
        return None
    whole = (xs[0], ys[0], xs[-1], ys[-1])
    chars = [char for line in page.lines for char in line.chars if _inside(char, whole)]
    slots = _slots(boxes, xs, ys)
    filled: dict[int, list[Char]] = {}
    for char in chars:
        filled.setdefault(_slot_of(char, slots, xs, ys), []).append(char)
    cells = [
        RawCell(row, col, rowspan, colspan, _cell_lines(filled.get(at, []), page.number), box)
        for at, (row, col, rowspan, colspan, box) in enumerate(slots)
    ]
    return _shrunk(RawTable(page.number, whole, tuple(xs), len(ys) - 1, tuple(cells)))


Slot = tuple[int, int, int, int, Box]


def _slots(boxes: list[Box], xs: list[float], ys: list[float]) -> list[Slot]:
    """Grid places of the boxes; places no box covers become cells of their own, so that no text is lost."""
    out: list[Slot] = []
    taken: set[tuple[int, int]] = set()
    for box in sorted(boxes, key=lambda item: (item[1], item[0])):
        row, col = index_of(box[1], ys), index_of(box[0], xs)
        rowspan, colspan = max(1, index_of(box[3], ys) - row), max(1, index_of(box[2], xs) - col)
        places = {(r, c) for r in range(row, row + rowspan) for c in range(col, col + colspan)}
        if not places & taken:
            taken |= places
            out.append((row, col, rowspan, colspan, box))
    for row in range(len(ys) - 1):
        for col in range(len(xs) - 1):
            if (row, col) not in taken:
                out.append((row, col, 1, 1, (xs[col], ys[row], xs[col + 1], ys[row + 1])))
    return sorted(out)


def _inside(char: Char, box: Box) -> bool:
    x, y = (char.x0 + char.x1) / 2, (char.top + char.bottom) / 2
    return box[0] - 1 <= x <= box[2] + 1 and box[1] - 1 <= y <= box[3] + 1


def _slot_of(char: Char, slots: Sequence[Slot], xs: Sequence[float], ys: Sequence[float]) -> int:
    x, y = (char.x0 + char.x1) / 2, (char.top + char.bottom) / 2
    best, distance = 0, float("inf")
    for at, (_, _, _, _, box) in enumerate(slots):
        away = max(box[0] - x, x - box[2], 0.0) + max(box[1] - y, y - box[3], 0.0)
        if away < distance:
            best, distance = at, away
        if away == 0:
            break
    return best


def _cell_lines(chars: list[Char], number: int) -> tuple[Line, ...]:
    return tuple(line_of_chars(row, number) for row in group_rows(chars)) if chars else ()


def _shrunk(table: RawTable) -> RawTable:
    """Without rows and columns that only double ruling lines made: no cell begins there that holds text."""
    used_rows = sorted({cell.row for cell in table.cells if cell.lines} | {0})
    used_cols = sorted({cell.col for cell in table.cells if cell.lines} | {0})
    if len(used_rows) == table.rows and len(used_cols) == table.cols:
        return table
    narrow = [col for col in range(table.cols) if col not in used_cols and table.xs[col + 1] - table.xs[col] < 9]
    flat = [row for row in range(table.rows) if row not in used_rows and _height(table, row) < 7]
    return _drop(table, set(flat), set(narrow))


def _height(table: RawTable, row: int) -> float:
    return min(
        (cell.box[3] - cell.box[1] for cell in table.cells if cell.row == row and cell.rowspan == 1), default=99.0
    )


def _drop(table: RawTable, rows: set[int], cols: set[int]) -> RawTable:
    if not rows and not cols:
        return table
    row_at = [index - sum(r < index for r in rows) for index in range(table.rows + 1)]
    col_at = [index - sum(c < index for c in cols) for index in range(table.cols + 1)]
    cells = []
    for cell in table.cells:
        rowspan = row_at[cell.row + cell.rowspan] - row_at[cell.row]
        colspan = col_at[cell.col + cell.colspan] - col_at[cell.col]
        if rowspan > 0 and colspan > 0:
            cells.append(replace(cell, row=row_at[cell.row], col=col_at[cell.col], rowspan=rowspan, colspan=colspan))
    xs = tuple(x for index, x in enumerate(table.xs) if index not in cols)
    return replace(table, rows=table.rows - len(rows), xs=xs, cells=tuple(cells))


def is_table(table: RawTable) -> bool:
    """Two columns with text at least, side by side in some row; a frame round prose has one."""
    filled = [cell for cell in table.cells if cell.lines]
    if table.cols < 2 or len({cell.col for cell in filled}) < 2:
        return False
    by_row: dict[int, int] = {}
    for cell in filled:
        for row in range(cell.row, cell.row + cell.rowspan):
            by_row[row] = by_row.get(row, 0) + 1
    side = sum(count >= 2 for count in by_row.values())
    return side >= 2 or (side == 1 and table.cols >= 3)


def _rest_of(before: RawTable | None, table: RawTable, page: Page) -> bool:
    """The first thing on its page, in exactly the columns of the table before."""
    if before is None or len(before.xs) != len(table.xs) or page.lines[0].bottom < table.box[1]:
        return False
    shift = before.xs[0] - table.xs[0]
    return all(abs(x - y - shift) <= 2 * MERGE for x, y in zip(before.xs, table.xs, strict=True))


def _without(page: Page, box: Box) -> Page:
    lines = []
    for line in page.lines:
        rest = [char for char in line.chars if not _inside(char, box)]
        if len(rest) == len(line.chars):
            lines.append(line)
        elif rest:
            lines.append(slice_line(line, rest))
    return replace(page, lines=tuple(lines))
