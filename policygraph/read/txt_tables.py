"""Tables written as text with one row a line: cells parted by tabs (pasted from Word or Excel) or by bars (Markdown).

The text stays as it is; only blocks and cells are laid over it. Tables flattened to one cell a line are not
recognised here: which line is which cell only the words can tell.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from policygraph.model import Block, Cell, Document, Span, Table
from policygraph.text import fold, trim

#: A table has at least this many columns and rows.
COLUMNS, ROWS = 3, 2
#: The last column whose gaps mean "as above".
LEADING = 2

_SECTION = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)|第[一二三四五六七八九十]{1,3}[章节部])"
)
_RULE = re.compile(r"[|:\- ]{3,}")
Row = tuple[Span, ...]


def with_tables(document: Document) -> Document:
    """The document with a table block in place of every run of lines that are rows of one table."""
    if "\t" not in document.text and "|" not in document.text:
        return document
    rows = [_cells(document.text, block.span) for block in document.blocks]
    blocks: list[Block] = []
    tables: list[Table] = []
    at = 0
    while at < len(rows):
        end = _end(document, rows, at)
        if end > at:
            table = _table(document.text, [block.span for block in document.blocks[at:end]], rows[at:end])
            blocks.append(Block(table.span, "table", len(tables)))
            tables.append(table)
        else:
            blocks.append(document.blocks[at])
            end = at + 1
        at = end
    return replace(document, blocks=tuple(blocks), tables=tuple(tables))


def _cells(text: str, line: Span) -> Row:
    """The cells of a line, trimmed; one for a line that is no row."""
    said = line.quote(text)
    bar = said.strip().startswith("|") and said.strip().endswith("|") and len(said.strip()) > 2
    start, end = trim(text, line.start, line.end) if bar else (line.start, line.end)
    start, end = (start + 1, end - 1) if bar else (start, end)
    out: list[Span] = []
    low = start
    for part in text[start:end].split("|" if bar else "\t"):
        out.append(Span(*trim(text, low, low + len(part))))
        low += len(part) + 1
    return tuple(out)


def _end(document: Document, rows: Sequence[Row], start: int) -> int:
    """Behind the last row of the table whose header is ``rows[start]``; ``start`` where there is none."""
    text, width = document.text, len(rows[start])
    filled = [span for span in rows[start] if len(span)]
    if width < COLUMNS or len(filled) < COLUMNS or not len(rows[start][0]):
        return start
    at, counted = start, 0
    while at < len(rows) and len(rows[at]) <= width and (len(rows[at]) > 1 or _section(document, rows, at)):
        counted += len(rows[at]) >= COLUMNS and not _is_rule(document.blocks[at].span.quote(text))
        at += 1
    return at if counted >= ROWS else start


def _section(document: Document, rows: Sequence[Row], at: int) -> bool:
    """A numbered line between two rows: it names the group of the rows behind it."""
    said = document.blocks[at].span.quote(document.text)
    more = at + 1 < len(rows) and len(rows[at + 1]) > 1
    return more and len(said) <= 60 and _SECTION.match(fold(said)) is not None


def _table(text: str, lines: Sequence[Span], rows: Sequence[Row]) -> Table:
    width = len(rows[0])
    kept = [_padded(row, width) for row, line in zip(rows, lines, strict=True) if not _is_rule(line.quote(text))]
    head = 2 if len(kept) > 2 and _two_storeys(kept[0], kept[1]) else 1
    cells = _heading(kept[:head], width)
    for index, row in enumerate(kept[head:], head):
        if _is_section(text, row):
            cells.append(Cell(index, 0, row[0], 1, width))
        else:
            cells.extend(Cell(index, col, span) for col, span in enumerate(row))
    return Table(Span(lines[0].start, lines[-1].end), len(kept), width, tuple(_merged(cells, head)))


def _is_rule(line: str) -> bool:
    return _RULE.fullmatch(line.strip()) is not None


def _padded(row: Row, width: int) -> Row:
    return (*row, *[Span(row[-1].end, row[-1].end)] * (width - len(row)))


def _is_section(text: str, row: Row) -> bool:
    said = fold(row[0].quote(text))
    return bool(said) and not any(len(span) for span in row[1:]) and _SECTION.match(said) is not None


def _two_storeys(upper: Row, lower: Row) -> bool:
    """Every word of the second line stands under a gap of the first, or beside one: 目标值 over 2020年 and 2025年."""
    gaps = {col for col, span in enumerate(upper) if not len(span)}
    said = {col for col, span in enumerate(lower) if len(span)}
    return bool(gaps) and gaps <= said and all(col in gaps or col + 1 in gaps for col in said)


def _heading(rows: Sequence[Row], width: int) -> list[Cell]:
    """Header cells with the extents their gaps show."""
    if len(rows) == 1:
        return [Cell(0, col, span) for col, span in enumerate(rows[0])]
    out: list[Cell] = []
    for col, span in enumerate(rows[0]):
        if not len(span):
            continue
        end = next((at for at in range(col + 1, width) if len(rows[0][at])), width)
        out.append(Cell(0, col, span, 1 if len(rows[1][col]) else 2, end - col))
    return [*out, *(Cell(1, col, span) for col, span in enumerate(rows[1]) if len(span))]


def _merged(cells: Sequence[Cell], head: int) -> list[Cell]:
    """A gap in one of the first columns goes on with the cell above it: so merged cells are pasted."""
    out: list[Cell] = []
    above: dict[int, int] = {}
    for cell in cells:
        place = above.get(cell.col)
        if cell.row < head or cell.colspan > 1 or cell.col > LEADING:
            if cell.row >= head and cell.colspan > 1:
                above.clear()
        elif len(cell.span):
            above[cell.col] = len(out)
        elif place is not None:
            out[place] = replace(out[place], rowspan=cell.row + 1 - out[place].row)
            continue
        out.append(cell)
    return out
