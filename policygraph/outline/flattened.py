"""Tables flattened to text, one cell a line, each cell led by a tab; an empty line ends a row.

Seen where a Word table was saved as plain text: a merged cell leaves a line with only its tab, and a name broken
inside its cell continues on a line without tab (经发局、科技局、⏎⏎生态环境局).
"""

from __future__ import annotations

from policygraph.lexicon import Lexicon
from policygraph.model import Document, Passage, Span
from policygraph.outline.flattened_lines import Line, RawTable, find_listed
from policygraph.outline.flattened_rows import find_run_together
from policygraph.outline.flattened_spaced import find_spaced
from policygraph.text import join_pieces, trim

__all__ = ["RawTable", "find_flattened", "find_tabbed"]


def find_flattened(document: Document, lexicon: Lexicon) -> list[RawTable]:
    """Every flattened table of a text that has no tables of its own."""
    if document.tables:
        return []
    out: list[RawTable] = []
    lines = _lines(document.text)
    # A row that begins with empty cells is led by tabs too: whole rows are looked for first.
    for find in FINDERS:
        taken = tuple(out)
        left = [line for line in lines if not any(table.span.contains(line.span) for table in taken)]
        out += [table for table in find(document.text, left, lexicon) if not _overlaps(table, taken)]
    return sorted(out, key=lambda table: table.span)


def _overlaps(table: RawTable, taken: tuple[RawTable, ...]) -> bool:
    return any(table.span.overlaps(other.span) for other in taken)


def _lines(text: str) -> list[Line]:
    """The lines that are not empty."""
    out: list[Line] = []
    at = 0
    for raw in text.split("\n"):
        low, high = trim(text, at, at + len(raw))
        if low < high:
            out.append(Line(Span(low, high), text[low:high], low - at >= 2))
        at += len(raw) + 1
    return out


def _find_tabbed(text: str, lines: list[Line], lexicon: Lexicon) -> list[RawTable]:
    return find_tabbed(text)


#: The shapes, in the order they are looked for; each sees the lines the ones before left.
FINDERS = (find_spaced, _find_tabbed, find_run_together, find_listed)


def find_tabbed(text: str) -> list[RawTable]:
    """Every run of at least two tab-led rows."""
    out: list[RawTable] = []
    rows: list[list[list[Span]]] = []
    row: list[list[Span]] = []
    start = end = -1
    pending = False
    at = 0
    for line in text.splitlines(keepends=True):
        span = Span(*trim(text, at, at + len(line)))
        if line.startswith("\t"):
            if pending and row:
                rows.append(row)
                row = []
            start = at if start < 0 else start
            row.append([span])
            end, pending = max(span.end, at + 1), False
        elif not line.strip():
            pending = bool(row)
        elif row and _continues(text, row[-1][-1], span):
            row[-1].append(span)
            end, pending = span.end, False
        elif row:
            out.extend(_close(text, [*rows, row], Span(start, end)))
            rows, row, start, pending = [], [], -1, False
        at += len(line)
    if row:
        out.extend(_close(text, [*rows, row], Span(start, end)))
    return out


def _continues(text: str, cell: Span, line: Span) -> bool:
    """A line without tab inside a table goes on with the cell above when that stopped in the middle of a list or
    name, or when both are short."""
    if cell.start >= cell.end:
        return False
    return text[cell.end - 1] in "、，,；;" or (
        len(line) <= 20 and len(cell) <= 20 and text[line.end - 1] not in "。："
    )


def _close(text: str, rows: list[list[list[Span]]], span: Span) -> list[RawTable]:
    if len(rows) < 2 or max(len(row) for row in rows) < 2:
        return []
    cells = tuple(tuple(_passage(text, cell) for cell in row) for row in rows)
    return [RawTable(span, cells)]


def _passage(text: str, spans: list[Span]) -> Passage | None:
    passage = join_pieces(text, spans)
    return passage if passage.text else None
