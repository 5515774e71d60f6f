"""Tables understood: header rows, roles of columns, merges filled, section rows, continuation pages joined."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from policygraph.lexicon import Lexicon
from policygraph.model import Column, ColumnRole, Document, GridCell, GridKind, GridRow, Passage, Span, Table
from policygraph.outline.columns import OWNERS, is_header, kind_of, read_column
from policygraph.outline.lattice import RawTable
from policygraph.outline.turned import straighten
from policygraph.text import fold, join_pieces, lines, squash

Row: TypeAlias = Sequence[GridCell | None]


@dataclass(frozen=True, slots=True)
class Matrix:
    """A table as a rectangle: ``cells[row][col]``; ``merged`` marks cells filled from a merged one."""

    span: Span
    cells: tuple[tuple[GridCell | None, ...], ...]
    margin: float | None = None

    @property
    def width(self) -> int:
        return max((len(row) for row in self.cells), default=0)


@dataclass(frozen=True, slots=True)
class Reading:
    """A grid without its place in the document."""

    kind: GridKind
    span: Span
    columns: tuple[Column, ...]
    rows: tuple[GridRow, ...]
    headers: tuple[tuple[str, ...], ...] = ()
    title: Passage | None = None
    margin: float | None = None


def matrix_of_table(document: Document, table: Table) -> Matrix:
    """Merged cells fill their extent downwards (inherited); sideways only the first column has the text."""
    grid: list[list[GridCell | None]] = [[None] * table.cols for _ in range(table.rows)]
    firsts = {cell.row: cell.span for cell in reversed(table.cells) if len(cell.span)}
    for cell in table.cells:
        passage = join_pieces(document.text, list(lines(document.text, cell.span.start, cell.span.end)))
        over = grid[cell.row - 1][cell.col] if cell.row and not passage.text else None
        if (
            over
            and (cell.rowspan > 1 or over.inherited)
            and _new_page(document, grid[cell.row - 1], firsts.get(cell.row))
        ):
            passage = over.passage  # a merged cell goes on over the page break
        if not passage.text:
            continue
        for row in range(cell.row, min(table.rows, cell.row + cell.rowspan)):
            for col in range(cell.col, min(table.cols, cell.col + cell.colspan)):
                inherited = row > cell.row or col > cell.col or over is not None
                grid[row][col] = GridCell(passage, row, col, inherited and bool(passage.text))
    return Matrix(table.span, tuple(tuple(row) for row in grid))


def _new_page(document: Document, above: Row, here: Span | None) -> bool:
    """Between the row above and the first words of a row a page ends."""
    last = next((cell.passage for cell in reversed(above) if cell and not cell.inherited), None)
    if last is None or here is None:
        return False
    before, after = document.origin(Span(last.start, last.end)), document.origin(here)
    return before is not None and after is not None and before.page != after.page


def matrix_of_raw(raw: RawTable) -> Matrix:
    """A table without lines; its rows are of one length."""
    cells = (
        tuple(
            None if passage is None else GridCell(passage, index and index + raw.storeys - 1, col)
            for col, passage in enumerate(row)
        )
        for index, row in enumerate(raw.rows)
    )
    return Matrix(raw.span, tuple(cells), raw.margin)


def read_grid(matrix: Matrix, lexicon: Lexicon, kind: GridKind | None = None, notes: str = "") -> Reading:
    """Header, columns, kind and filled rows of one table; ``notes`` is the text around it."""
    turned = straighten(matrix.cells, notes, lexicon) if kind is None else None
    if turned:
        heads = tuple(tuple(_texts(row)) for row in turned.headers)
        made = tuple(fill(turned.rows, turned.columns))
        return Reading(kind_of(turned.columns), matrix.span, turned.columns, made, heads, None, matrix.margin)
    first, count = header_rows(matrix, lexicon)
    columns = _columns(matrix, first, count, lexicon)
    headers = tuple(tuple(_texts(row)) for row in matrix.cells[first:count])
    title = next((cell.passage for row in matrix.cells[:first] for cell in row if cell), None)
    body = _without(matrix.cells[count:], headers)
    rows = fill(body, columns)
    settled = settle(columns, rows)
    if any(now.role == "group" != before.role for now, before in zip(settled, columns, strict=True)):
        rows = fill(body, settled)  # a blank cell of what turned out to be a group means the one above
    columns = settled
    return Reading(kind or kind_of(columns), matrix.span, columns, tuple(rows), headers, title, matrix.margin)


def settle(columns: tuple[Column, ...], rows: Sequence[GridRow]) -> tuple[Column, ...]:
    """Roles that only the whole table tells."""
    out = list(columns)
    for rule in SETTLERS:
        rule(out, rows)
    return tuple(out)


def _attributes(out: list[Column], rows: Sequence[GridRow]) -> None:
    """指标类别 over 约束性, 预期性 is the attribute, whatever its header is called."""
    for col, column in enumerate(out):
        cells = [row.cells[col] for row in rows if row.kind == "data"]
        kinds = sum(bool(cell and _ATTRIBUTE.match(cell.passage.text)) for cell in cells)
        if kinds * 2 > len(cells) and column.role in ("group", "other", "note", "indicator"):
            out[col] = _as(column, "attribute")


def _projects(out: list[Column], rows: Sequence[GridRow]) -> None:
    """项目名称 beside an owner and without money names the tasks."""
    roles = {column.role for column in out}
    if roles & OWNERS and "project" in roles and "money" not in roles:
        first = next(col for col, column in enumerate(out) if column.role == "project")
        out[:] = [_as(column, "measure") if column.role == "task" else column for column in out]
        out[first] = _as(out[first], "task")


def _quantities(out: list[Column], rows: Sequence[GridRow]) -> None:
    """序号 | 内容 | 2021年目标, 序号 | 类别 | 单位 | 2025年: without a column called 指标 the words name the quantity."""
    roles = {column.role for column in out}
    if roles & OWNERS or not roles & {"target", "baseline"} or roles & {"indicator", "project", "money"}:
        return
    for wanted in (("task", "measure", "other"), ("group",)):
        found = [col for col, column in enumerate(out) if column.role in wanted and column.heading]
        if found:
            out[found[-1]] = _as(out[found[-1]], "indicator")
            return


def _actions(out: list[Column], rows: Sequence[GridRow]) -> None:
    """工作任务 | 具体指标 | 完成时间 | 责任单位, without a value: where the task reaches over several rows, what is to be done
    stands under 具体指标."""
    roles = {column.role for column in out}
    if not roles & OWNERS or "task" not in roles or roles & {"target", "baseline", "unit"}:
        return
    task = next(col for col, column in enumerate(out) if column.role == "task")
    cells = [row.cells[task] for row in rows if row.kind == "data"]
    said = [col for col, column in enumerate(out) if column.role == "indicator" and col > task]
    if said and any(cell is None or cell.inherited for cell in cells):
        out[task], out[said[0]] = _as(out[task], "group"), _as(out[said[0]], "task")


def _contents(out: list[Column], rows: Sequence[GridRow]) -> None:
    """名称 | 内容 | 责任单位, without a value: the name is the task."""
    roles = {column.role for column in out}
    if (
        roles & OWNERS
        and "indicator" in roles
        and not roles & {"task", "project", "target", "baseline", "unit", "attribute"}
    ):
        first = next(col for col, column in enumerate(out) if column.role == "indicator")
        out[first] = _as(out[first], "task")


def _tasks(out: list[Column], rows: Sequence[GridRow]) -> None:
    """Of several task columns the merged ones group and those after the first measure."""
    tasks = [col for col, column in enumerate(out) if column.role == "task"]
    for col in tasks[:-1]:
        cells = [row.cells[col] for row in rows if row.kind == "data"]
        if any(cell and cell.inherited for cell in cells):
            out[col] = _as(out[col], "group")
    for col in [col for col in tasks if out[col].role == "task"][1:]:
        out[col] = _as(out[col], "measure")


_ATTRIBUTE = re.compile(r"[\[(（【]?(?:约束|预期|指导|参考|导向|引导)性")
SETTLERS = (_attributes, _projects, _quantities, _actions, _contents, _tasks)


_BARE_YEAR = re.compile(r"20\d\d年?(?:\([^()]*\))?$")


def date_columns(columns: tuple[Column, ...], issued: str | None) -> tuple[Column, ...]:
    """Columns headed by a bare year: those before the document's own year tell where it starts from; without a
    date the first is the baseline when a gap follows it (2020年 | 2025年), but not in 2020年 | 2021年 | 2022年."""
    reached = [column for column in columns if column.role == "past" and column.year]
    aimed = [column.year for column in columns if column.role == "target" and column.year]
    if len(reached) == 1 and aimed and min(aimed) > (reached[0].year or "") and not _has(columns, "baseline"):
        # 2020年现状/完成情况 beside 2025年目标 is where the plan starts from.
        return tuple(_as(column, "baseline") if column is reached[0] else column for column in columns)
    years = [int(column.year) for column in columns if column.year and column.role in ("target", "baseline")]
    if len(years) < 2:
        return columns
    own = int(issued[:4]) if issued else None
    ordered = sorted(set(years))
    yearly = len(ordered) > 2 and all(b - a == 1 for a, b in itertools.pairwise(ordered))
    out: list[Column] = []
    for column in columns:
        bare = column.role == "target" and column.year and _BARE_YEAR.match(squash(fold(column.heading)))
        early = own is not None and column.year is not None and int(column.year) < own
        first = column.year == str(ordered[0]) and not yearly and (own is None or ordered[0] <= own)
        out.append(_as(column, "baseline") if bare and (early or first) and column.year != str(ordered[-1]) else column)
    return tuple(out)


def _has(columns: Sequence[Column], role: ColumnRole) -> bool:
    return any(column.role == role for column in columns)


def review_or(kind: GridKind, columns: Sequence[Column], horizon: str | None) -> GridKind:
    """A table whose last year lies five years before the horizon (2015年 | 2020年 in a plan to 2025) looks back."""
    years = [column.year for column in columns if column.year and column.role in ("target", "baseline", "past")]
    if kind == "indicator" and horizon and len(years) > 1 and int(max(years)) <= int(horizon) - 5:
        return "review"
    return kind


def _as(column: Column, role: ColumnRole) -> Column:
    return Column(role, column.heading, column.year)


def continue_grid(before: Reading, matrix: Matrix, lexicon: Lexicon) -> Reading | None:
    """The table above with the rows of the next page: its header repeated or absent, as many columns; else None."""
    if not before.headers or matrix.width != len(before.columns):
        return None
    first, count = header_rows(matrix, lexicon)
    if count and tuple(tuple(_texts(row)) for row in matrix.cells[first:count]) != before.headers:
        return None
    shift = before.rows[-1] if before.rows else None
    rows = fill(_without(matrix.cells, before.headers), before.columns, shift)
    span = Span(before.span.start, matrix.span.end)
    return Reading(
        before.kind, span, before.columns, (*before.rows, *rows), before.headers, before.title, before.margin
    )


def _without(rows: Sequence[Row], headers: Sequence[tuple[str, ...]]) -> list[Row]:
    """Rows without the repeated header."""
    return [row for row in rows if tuple(_texts(row)) not in headers]


def _texts(row: Sequence[GridCell | None]) -> list[str]:
    return [squash(cell.passage.text) if cell else "" for cell in row]


def header_rows(matrix: Matrix, lexicon: Lexicon) -> tuple[int, int]:
    """(first, end) of the header: title rows above it are left out, a second row of years under it is in."""
    for index, row in enumerate(matrix.cells[:4]):
        if is_header([cell.passage.text if cell else "" for cell in row], lexicon):
            return index, index + 1 + _second(matrix, index)
    return 0, 0


def _second(matrix: Matrix, index: int) -> int:
    """1 when the row under the header goes on with it: every cell is merged down from above or is short, and one
    header cell spans several columns."""
    if index + 1 >= len(matrix.cells):
        return 0
    head, below = matrix.cells[index], matrix.cells[index + 1]
    spanning = any(cell and cell.inherited and cell.col > 0 and cell.row == index for cell in head)
    down = any(cell and cell.inherited and above and cell.passage == above.passage for cell, above in zip(below, head, strict=False))  # fmt: skip
    return int(spanning and down)


def _columns(matrix: Matrix, first: int, count: int, lexicon: Lexicon) -> tuple[Column, ...]:
    out: list[Column] = []
    for col in range(matrix.width):
        parts: list[str] = []
        for row in matrix.cells[first:count]:
            cell = row[col] if col < len(row) else None
            if cell and cell.passage.text not in parts:
                parts.append(cell.passage.text)
        out.append(read_column("".join(parts), lexicon))
    return _spanned(out, matrix, count)


def _spanned(columns: list[Column], matrix: Matrix, count: int) -> tuple[Column, ...]:
    """重点任务 over three columns: the last holds the task, those before it its groups."""
    for col in range(len(columns) - 1):
        here, after = columns[col], columns[col + 1]
        if count and here.role in ("task", "indicator") and here.heading == after.heading and here.heading:
            columns[col] = Column("group", here.heading, here.year)
    return tuple(columns)


def fill(rows: Sequence[Row], columns: Sequence[Column], before: GridRow | None = None) -> list[GridRow]:
    """Data rows with group cells inherited from above, and full-width rows as section rows. ``before`` is the last
    row of the page before."""
    out: list[GridRow] = []
    above: list[GridCell | None] = list(before.cells) if before and before.kind == "data" else [None] * len(columns)
    for row in rows:
        cells = [*row, *[None] * (len(columns) - len(row))]
        if not any(cells):
            continue
        if _full_width(cells):
            out.append(GridRow((next(cell for cell in cells if cell), *[None] * (len(columns) - 1)), "section"))
            above = [None] * len(columns)
            continue
        _inherit(cells, above, columns)
        above = list(cells)
        out.append(GridRow(tuple(cells)))
    return out


def _inherit(cells: list[GridCell | None], above: Sequence[GridCell | None], columns: Sequence[Column]) -> None:
    """A blank group cell means the one above; so does a blank task beside a measure that has its own owner."""
    place = next(cell.row for cell in cells if cell)
    owned = any(cell for cell, column in zip(cells, columns, strict=False) if column.role in OWNERS)
    for col, column in enumerate(columns):
        last = above[col] if col < len(above) else None
        later = zip(cells[col + 1 :], columns[col + 1 :], strict=False)
        several = owned and any(cell and after.role in ("task", "measure") for cell, after in later)
        if cells[col] is None and last is not None and (column.role == "group" or (column.role == "task" and several)):
            cells[col] = GridCell(last.passage, place, col, True)


def _full_width(cells: Sequence[GridCell | None]) -> bool:
    """One text over all columns, or alone in the first of at least three."""
    filled = [cell for cell in cells if cell]
    if len(cells) < 2 or len({cell.passage for cell in filled}) != 1:
        return False
    return len(filled) == len(cells) or (len(cells) >= 3 and cells[0] is not None)
