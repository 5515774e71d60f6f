"""The grid of a Word table, straight from its XML: python-docx needs 19 s for 5,000 rows and loses nested tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from policygraph.read.base import CellText, Piece
from policygraph.read.docx_parts import Element, attribute, child, local, number
from policygraph.read.docx_text import words_under
from policygraph.read.embedded import Grid
from policygraph.read.grid import MAX_SPAN, holds_sections, squeeze

_WRAPPERS = frozenset(["sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"])
Lines = tuple[Piece, ...]


@dataclass(slots=True)
class _Cell:
    """A cell while its vertical merge may still grow."""

    row: int
    col: int
    lines: Lines
    rowspan: int
    colspan: int


def within(node: Element, name: str) -> Iterator[Element]:
    """The children of that name, also inside content controls and tracked insertions."""
    for element in node:
        found = local(element)
        if found == name:
            yield element
        elif found in _WRAPPERS:
            yield from within(element, name)


def is_frame(table: Element) -> bool:
    """A table of one cell a row is a frame drawn around paragraphs (专栏), not a table; so is one that only lays out a
    page, with whole sections in one of its cells."""
    rows = [list(within(row, "tc")) for row in within(table, "tr")]
    if all(len(row) <= 1 for row in rows):
        return True
    cells = [[words_under(line) for line in cell.iter("{*}p")] for row in rows for cell in row]
    return holds_sections(cells)


def shown(row: Element) -> bool:
    """Rows deleted under tracked changes, or hidden, are not printed."""
    properties = child(row, "trPr")
    return properties is None or not any(local(node) in ("del", "hidden") for node in properties)


def read_table(table: Element, lines_of: Callable[[Element], Lines]) -> Grid:
    """Cells with gridSpan and vMerge resolved; ``lines_of`` reads the content of one ``w:tc``, in document order."""
    cells: list[_Cell] = []
    open_cells: dict[int, _Cell] = {}
    index = 0
    for row in within(table, "tr"):
        if shown(row):
            open_cells = _row(row, index, cells, open_cells, lines_of)
            index += 1
    return Grid(*squeeze([CellText(cell.row, cell.col, cell.lines, cell.rowspan, cell.colspan) for cell in cells]))


def _row(
    row: Element, index: int, cells: list[_Cell], above: dict[int, _Cell], lines_of: Callable[[Element], Lines]
) -> dict[int, _Cell]:
    """Append the cells of a row; returns those a cell of the next row may continue, by column."""
    col = min(number(row, "trPr", "gridBefore") or 0, MAX_SPAN)
    below: dict[int, _Cell] = {}
    last: _Cell | None = None
    for cell in within(row, "tc"):
        properties = child(cell, "tcPr")
        wide = min(max(1, number(properties, "gridSpan") or 1), MAX_SPAN)
        if last is not None and _continues(properties, "hMerge"):
            last.colspan += wide
        elif col in above and _continues(properties, "vMerge"):
            last = above[col]
            last.rowspan = index - last.row + 1
            below[col] = last
        else:
            last = _Cell(index, col, lines_of(cell), 1, wide)
            cells.append(last)
            if child(properties, "vMerge") is not None:
                below[col] = last
        col += wide
    return below


def _continues(properties: Element | None, name: str) -> bool:
    merge = child(properties, name)
    return merge is not None and attribute(merge, "val") != "restart"
