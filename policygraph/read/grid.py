"""Rows of cells with extents to positions in a grid, as HTML and spreadsheets mean them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from policygraph.read.base import CellText, Piece
from policygraph.text import NUMERAL

MAX_SPAN = 1000  # columns of a table that a merged cell may claim; HTML's own limit of a column span
_SECTION = 6  # paragraphs of a cell that may be a page
_LEVELS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"[{NUMERAL}]{{1,3}}\s*、|第[{NUMERAL}]{{1,3}}[章节部]",
        rf"[（(][{NUMERAL}]{{1,3}}[）)]",
        r"\d{1,2}\s*[.．、]",
    )
)


@dataclass(frozen=True, slots=True)
class Slot:
    """One cell as its row names it: lines and extent; ``rowspan`` 0 means down to the last row."""

    lines: tuple[Piece, ...]
    rowspan: int = 1
    colspan: int = 1


def holds_sections(cells: Iterable[Sequence[str]]) -> bool:
    """Whether one of these cells, each given by its paragraphs, holds the greater part of the text as numbered sections
    of two levels: a page laid out with a table, not a table of data.

    >>> holds_sections([["首页"], ["一、目标", "到明年完成。", "二、任务", "（一）清淤。", "（二）排口。", "三、保障"]])
    True
    """
    filled = [[text for line in cell if (text := line.strip())] for cell in cells]
    sizes = [sum(map(len, cell)) for cell in filled]
    if not sizes or max(sizes) * 2 < sum(sizes):
        return False
    largest = filled[sizes.index(max(sizes))]
    levels = [sum(pattern.match(line) is not None for line in largest) for pattern in _LEVELS]
    return len(largest) >= _SECTION and levels[0] >= 2 and sum(levels[1:]) >= 1


def place(rows: Sequence[Sequence[Slot]]) -> tuple[tuple[CellText, ...], int, int]:
    """Cells with positions, the number of rows and of columns. Extents are cut at the edge of the table.

    >>> cells, rows, cols = place([[Slot((), 2, 1), Slot(())], [Slot(())]])
    >>> [(cell.row, cell.col) for cell in cells], rows, cols
    ([(0, 0), (0, 1), (1, 1)], 2, 2)
    """
    taken: list[int] = []  # rows each column is still covered by a cell from above
    out: list[CellText] = []
    for index, row in enumerate(rows):
        col = 0
        left = [max(0, count - 1) for count in taken]
        for slot in row:
            col = _free(taken, col)
            wide = max(1, min(slot.colspan, MAX_SPAN - col))
            tall = min(slot.rowspan or len(rows), len(rows) - index)
            out.append(CellText(index, col, slot.lines, tall, wide))
            _cover(taken, left, col, wide, tall)
            col += wide
        taken = left
    return squeeze(out)


def squeeze(cells: Sequence[CellText]) -> tuple[tuple[CellText, ...], int, int]:
    """Leave out rows and columns in which no cell begins: a title over ``colspan=12`` makes no six columns twelve,
    and a grid of pixels as spreadsheets export it becomes the table one sees. Returns cells, rows, columns.
    """
    rows = sorted({cell.row for cell in cells})
    cols = sorted({cell.col for cell in cells})
    moved = tuple(
        CellText(
            bisect_left(rows, cell.row),
            bisect_left(cols, cell.col),
            cell.lines,
            max(1, bisect_left(rows, cell.row + cell.rowspan) - bisect_left(rows, cell.row)),
            max(1, bisect_left(cols, cell.col + cell.colspan) - bisect_left(cols, cell.col)),
        )
        for cell in cells
    )
    return moved, len(rows), len(cols)


def _free(taken: list[int], col: int) -> int:
    while col < len(taken) and taken[col]:
        col += 1
    return col


def _cover(taken: list[int], left: list[int], col: int, wide: int, tall: int) -> None:
    grow = col + wide - len(taken)
    if grow > 0:
        taken.extend([0] * grow)
        left.extend([0] * grow)
    for index in range(col, col + wide):
        taken[index] = 1
        left[index] = max(left[index], tall - 1)
