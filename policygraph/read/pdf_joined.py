"""Tables over several pages: one table, its repeated header dropped, a row cut by the page made whole."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from policygraph.model import Origin
from policygraph.read.base import CellText, Piece
from policygraph.read.pdf_lines import Line
from policygraph.read.pdf_paragraphs import unit_width
from policygraph.read.pdf_tables import RawCell, RawTable
from policygraph.text import fold, squash

#: Column boundaries of one table on two pages may differ by this much (points).
DRIFT = 7.0

_STOP = re.compile(r"[。；;！!？?：:]$")
_ITEM = re.compile(r"[(]?[一二三四五六七八九十\d]{1,3}[)、.．]|[①-⑳●■◆▲—·•]")
_BODY = re.compile(
    r"(?:局|委|厅|办|部|院|会|府|中心|公司|单位|集团|银行|处|科|站|队|所|社|校|馆|区|县|市|镇|乡|街道)[)）]?$"
)
_NUMBER = re.compile(r"[\d.%≥≤<>＜＞~～/—\-〔〕\[\]()（）]+")
BREAK = Piece("\n")


def join_tables(first: RawTable, second: RawTable) -> RawTable | None:
    """One table when the second goes on with the first on the next page, else None."""
    xs = _common(first, second)
    if xs is None:
        return None
    upper, lower = _recast(first, xs), _recast(second, xs, shift=first.xs[0] - second.xs[0])
    lower = _without_header(upper, lower)
    if _cut_row(upper, lower):
        upper, lower = _heal(upper, lower)
    upper, lower = _grown(upper, lower)
    moved = tuple(replace(cell, row=cell.row + upper.rows) for cell in lower.cells)
    return replace(upper, page=second.page, rows=upper.rows + lower.rows, cells=upper.cells + moved)


def _grown(upper: RawTable, lower: RawTable) -> tuple[RawTable, RawTable]:
    """A merged cell that the page cut in two: empty below, it is the one above, grown."""
    blank = {cell.col: cell for cell in lower.cells if cell.row == 0 and not cell.lines}
    gone: list[RawCell] = []
    cells = []
    for cell in upper.cells:
        rest = blank.get(cell.col)
        last = cell.row + cell.rowspan == upper.rows
        if last and rest and rest.colspan == cell.colspan and _is_cut(cell, rest, lower):
            gone.append(rest)
            cell = replace(cell, rowspan=cell.rowspan + rest.rowspan)
        cells.append(cell)
    kept = tuple(cell for cell in lower.cells if cell not in gone)
    return replace(upper, cells=tuple(cells)), replace(lower, cells=kept)


def _is_cut(cell: RawCell, rest: RawCell, lower: RawTable) -> bool:
    """One of the first columns; every place before it is empty below too, and behind it a row of its own goes on."""
    if not cell.lines or cell.col > 2 or cell.colspan >= len(lower.xs) - 1:
        return False
    filled = [other.col for other in lower.cells if other.row == 0 and other.lines]
    return rest.rowspan > 1 or bool(filled and min(filled) > cell.col)


def _common(first: RawTable, second: RawTable) -> tuple[float, ...] | None:
    """Boundaries both fit: those of one must be among those of the other, the whole shifted at most."""
    shift = first.xs[0] - second.xs[0]
    moved = [x + shift for x in second.xs]
    if abs(moved[-1] - first.xs[-1]) > 2 * DRIFT:
        return None
    rich, poor = (list(first.xs), moved) if len(first.xs) >= len(moved) else (moved, list(first.xs))
    if all(any(abs(x - y) <= DRIFT for y in rich) for x in poor):
        return tuple(rich)
    return None


def _recast(table: RawTable, xs: Sequence[float], shift: float = 0.0) -> RawTable:
    """The same cells on other column boundaries."""
    at = [min(range(len(xs)), key=lambda index, x=x: abs(xs[index] - x - shift)) for x in table.xs]  # type: ignore[misc]
    cells = tuple(
        replace(cell, col=at[cell.col], colspan=max(1, at[cell.col + cell.colspan] - at[cell.col]))
        for cell in table.cells
    )
    return replace(table, xs=tuple(xs), cells=cells)


def _row_text(table: RawTable, row: int) -> list[tuple[int, str]]:
    return [(cell.col, squash(cell.text)) for cell in table.cells if cell.row == row and cell.lines]


def _without_header(upper: RawTable, lower: RawTable) -> RawTable:
    """Leading rows of the second that repeat those of the first are left out."""
    heads = [_row_text(upper, row) for row in range(min(3, upper.rows))]
    same = 0
    while same < min(3, lower.rows - 1):
        texts = _row_text(lower, same)
        if not texts or texts not in heads:
            break
        same += 1
    while same and any(cell.row < same < cell.row + cell.rowspan for cell in lower.cells):
        same -= 1
    if not same:
        return lower
    kept = tuple(replace(cell, row=cell.row - same) for cell in lower.cells if cell.row >= same)
    return replace(lower, rows=lower.rows - same, cells=kept)


def _cut_row(upper: RawTable, lower: RawTable) -> bool:
    """The first row below is the rest of the last row above, which the page end cut in two.

    Every text below must go on with a text above it; a place that is empty below was finished above.
    """
    above = {cell.col: cell for cell in upper.cells if cell.row + cell.rowspan == upper.rows and cell.lines}
    below = {cell.col: cell for cell in lower.cells if cell.row == 0 and cell.lines}
    if not below or not set(below) <= set(above) or any(_NUMBER.fullmatch(cell.text) for cell in below.values()):
        return False
    pairs = [(above[col], below[col]) for col in below]
    if _unnumbered(upper, lower, above, below):
        return all(_ran_out(*pair) or _STOP.search(pair[0].text) for pair in pairs)
    return all(_ran_out(*pair) or _sentences(*pair) for pair in pairs) and any(_unfinished(*pair) for pair in pairs)


def _unnumbered(upper: RawTable, lower: RawTable, above: dict[int, RawCell], below: dict[int, RawCell]) -> bool:
    """Every row of the table has a number of its own in the first column, only this one has none."""
    if 0 in below or 0 not in above or not _NUMBER.fullmatch(above[0].text):
        return False
    if above[0].rowspan > 1 or any(cell.col == 0 and cell.row == 0 and cell.rowspan > 1 for cell in lower.cells):
        return False
    first = [cell for cell in (*upper.cells, *lower.cells) if cell.col == 0 and cell.colspan == 1]
    numbers = [cell for cell in first if _NUMBER.fullmatch(cell.text)]
    return len(numbers) >= 2 and all(cell.rowspan == 1 for cell in numbers)


def _ran_out(above: RawCell, below: RawCell) -> bool:
    """A bracket is open at the page end, or the last line above had no room for the first word below."""
    last = above.lines[-1]
    if fold(above.text).count("(") > fold(above.text).count(")"):
        return True
    room = (above.box[2] - above.box[0]) - (last.x1 - last.x0) - 1.2 * last.em
    return room < unit_width(below.lines[0])


def _unfinished(above: RawCell, below: RawCell) -> bool:
    """In mid sentence at the page end, and no item begins behind it."""
    wrapped = len(above.lines) > 1 or len(below.lines) > 1 or len(above.text) > len(below.text)
    return (
        wrapped
        and _ran_out(above, below)
        and not _STOP.search(above.text)
        and not _ITEM.match(fold(below.text))
        and not (_BODY.search(above.text) and _BODY.search(below.text))
    )


def _sentences(above: RawCell, below: RawCell) -> bool:
    """A cell of several sentences, cut between two of them."""
    return len(above.lines) > 1 and bool(_STOP.search(above.text))


def _heal(upper: RawTable, lower: RawTable) -> tuple[RawTable, RawTable]:
    extra = {cell.col: cell.lines for cell in lower.cells if cell.row == 0}
    cells = []
    for cell in upper.cells:
        if cell.row + cell.rowspan == upper.rows and cell.lines and extra.get(cell.col):
            cell = replace(cell, lines=cell.lines + extra.pop(cell.col))
        cells.append(cell)
    kept = tuple(_raised(cell) for cell in lower.cells if cell.row > 0 or cell.rowspan > 1)
    return replace(upper, cells=tuple(cells)), replace(lower, rows=lower.rows - 1, cells=kept)


def _raised(cell: RawCell) -> RawCell:
    return replace(cell, row=cell.row - 1) if cell.row else replace(cell, rowspan=cell.rowspan - 1)


# ---- the text of a cell ----------------------------------------------------------------------------


def cell_texts(table: RawTable) -> list[CellText]:
    """Cells ready for the builder: wrapped lines follow each other, ``BREAK`` stands between real ones."""
    return [CellText(cell.row, cell.col, _pieces(cell), cell.rowspan, cell.colspan) for cell in table.cells]


def _pieces(cell: RawCell) -> tuple[Piece, ...]:
    out: list[Piece] = []
    for at, line in enumerate(cell.lines):
        if at and hard_break(cell, cell.lines[at - 1], line):
            out.append(BREAK)
        out.append(Piece(line.text, Origin(line.page, line.bbox)))
    return tuple(out)


def hard_break(cell: RawCell, last: Line, line: Line) -> bool:
    """A line of a cell was ended on purpose: there was room for more, and the words do not run on.

    市发展改革委 / 市财政局 in one cell are two names; 完成国家 / 下达目标 is one phrase set in two lines.
    """
    room = (cell.box[2] - cell.box[0]) - (last.x1 - last.x0) - 1.2 * last.em
    if room < unit_width(line) or last.page != line.page:
        return False
    begins = bool(_ITEM.match(fold(line.text))) or (last.text[-1:].isdigit() and "一" <= line.text[:1] <= "龥")
    both = _NUMBER.fullmatch(last.text) and _NUMBER.fullmatch(line.text)
    return (
        begins
        or bool(both)
        or bool(_STOP.search(last.text))
        or bool(_BODY.search(last.text) and _BODY.search(line.text))
    )
