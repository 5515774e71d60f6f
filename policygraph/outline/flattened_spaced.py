"""Tables saved as text with one row a line and something between the cells: tabs, or runs of spaces.

A spreadsheet pasted into a text keeps its tabs, so every cell knows its column, empty ones included. A text copied
from a page keeps only spaces: a row with a token for each column is read in order, a shorter one by what the columns
hold (``flattened_lines``).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from policygraph.lexicon import Lexicon
from policygraph.model import ColumnRole, Passage, Span
from policygraph.outline.columns import role_of, vocabulary
from policygraph.outline.flattened_lines import (
    LIMIT,
    Line,
    RawTable,
    column_costs,
    column_path,
    is_header,
    owners,
)
from policygraph.outline.markers import read_marker
from policygraph.outline.words import Words, words_of
from policygraph.text import join_pieces, squash, trim

Cells = list[list[Span]]


@dataclass(frozen=True, slots=True)
class Header:
    """The cells of a header line, the roles they name, and whether tabs stand between them."""

    cells: tuple[Span, ...]
    roles: tuple[ColumnRole, ...]
    tabs: bool


def find_spaced(text: str, lines: Sequence[Line], lexicon: Lexicon) -> list[RawTable]:
    """Every table whose header is one line of header words with tabs or spaces between them."""
    out: list[RawTable] = []
    words = words_of(lexicon)
    at = 0
    while at < len(lines):
        header = _header(text, lines[at], lexicon)
        rows, end = _rows(text, lines, at + 1, header, words) if header else ([], at)
        if header and rows:
            head = tuple(join_pieces(text, [cell]) for cell in header.cells)
            span = Span(lines[at].span.start, lines[end - 1].span.end)
            out.append(RawTable(span, (head, *(_passages(text, row) for row in rows)), True))
        at = max(at + 1, end)
    return out


_TOKEN = re.compile(r"[^ \u3000\t]+")


def _cells(text: str, line: Line, tabs: bool) -> list[Span]:
    """The cells of a line; with tabs also the empty ones, the first of which the trimmed line does not hold."""
    if not tabs:
        return [Span(line.span.start + m.start(), line.span.start + m.end()) for m in _TOKEN.finditer(line.text)]
    start = text.rfind("\n", 0, line.span.start) + 1
    stop = text.find("\n", line.span.end)
    stop = len(text) if stop < 0 else stop
    out: list[Span] = []
    for piece in text[start:stop].split("\t"):
        out.append(Span(*trim(text, start, start + len(piece))))
        start += len(piece) + 1
    return out


def _header(text: str, line: Line, lexicon: Lexicon) -> Header | None:
    """Three header words or more, each whole or at least ending as headers do, that make a table of a known kind."""
    tabs = "\t" in line.text
    if (
        not 6 <= len(line.text) <= 160
        or re.search("[。；，：]", line.text)
        or not (tabs or re.search(r"\s", line.text))
    ):
        return None
    cells = _cells(text, line, tabs)
    while cells and not len(cells[-1]):
        cells.pop()
    names = [squash(cell.quote(text)) for cell in cells]
    roles = tuple(role_of(name, lexicon) if _named(name, lexicon) else "other" for name in names)
    known = sum(role != "other" for role in roles)
    if not 3 <= len(cells) <= 12 or known < 3 or known * 3 < len(roles) * 2 or not is_header(roles):
        return None
    return Header(tuple(cells), roles, tabs)


def _named(name: str, lexicon: Lexicon) -> bool:
    return len(name) <= 16 and bool(re.match(r"20\d\d年?", name) or vocabulary(lexicon).ending.search(name))


def _rows(text: str, lines: Sequence[Line], start: int, header: Header, words: Words) -> tuple[list[Cells], int]:
    """Rows as cells of pieces, and the index of the first line behind the table."""
    out: list[Cells] = []
    at, width = start, len(header.roles)
    names = [cell.quote(text) for cell in header.cells]
    while at < min(len(lines), start + LIMIT):
        cells = _cells(text, lines[at], header.tabs)
        filled = [cell for cell in cells if len(cell)]
        if [cell.quote(text) for cell in filled] == names:  # the header again, on the next page
            at += 1
            continue
        row = _row(text, cells, header, words) if len(filled) > 1 and not _broken(text, out, cells, header) else None
        if row is not None:
            out.append(row)
        elif len(filled) == 1 and _is_section(lines[at]):
            out.append([[filled[0]], *[[] for _ in range(width - 1)]])
        elif not (out and _continue(text, out[-1], cells, header)):
            break
        at += 1
    while out and not any(out[-1][1:]):
        out.pop()
        at -= 1
    return out, at


def _row(text: str, cells: Sequence[Span], header: Header, words: Words) -> Cells | None:
    """One line of cells in its columns; None when it is the rest of the line above, or no row."""
    width = len(header.roles)
    if header.tabs:
        if len(cells) > width and any(len(cell) for cell in cells[width:]):
            return None
        return [[cell] if len(cell) else [] for cell in cells[:width]] + [[] for _ in range(width - len(cells))]
    if header.roles[0] == "number" and not re.fullmatch(r"\d{1,3}[.、]?", cells[0].quote(text)):
        return None
    if len(cells) == width:
        return [[cell] for cell in cells]
    tokens = [Line(cell, cell.quote(text), False) for cell in cells]
    states = column_path([column_costs(token.text, header.roles, words) for token in tokens], header.roles, tokens)
    if any(after < before for before, after in itertools.pairwise(states)) or width in states:
        return None
    row: Cells = [[] for _ in range(width)]
    for state, cell in zip(states, cells, strict=True):
        row[state].append(cell)
    return row if any(owners(_text(text, row[col]), words) for col in range(1, width) if row[col]) else None


def _broken(text: str, rows: Sequence[Cells], cells: Sequence[Span], header: Header) -> bool:
    """With tabs: the line goes on with a cell that stopped in a list, or has words where the number stands."""
    if not (rows and header.tabs and len(cells[0])):
        return False
    if header.roles[0] == "number":
        return not re.match(r"[(（]?\d", cells[0].quote(text))
    last = next((cell[-1] for cell in reversed(rows[-1]) if cell), None)
    return last is not None and text[last.end - 1] in "、，," and not rows[-1][-1]


def _text(text: str, cell: Sequence[Span]) -> str:
    return "、".join(piece.quote(text) for piece in cell)


def _is_section(line: Line) -> bool:
    """二、水污染防治: a merged row of one cell."""
    marker = read_marker(line.text)
    return marker is not None and marker.system in ("一、", "（一）") and len(line.text) <= 60 and "。" not in line.text


def _continue(text: str, above: Cells, cells: Sequence[Span], header: Header) -> bool:
    """A cell broken over two lines: the last filled cell of the row above stopped in a list, or the row is short and
    what follows fills it up to the last column."""
    last = max((col for col, cell in enumerate(above) if cell), default=-1)
    if last < 0 or not cells or not len(cells[0]):
        return False
    dangling = text[above[last][-1].end - 1] in "、，,；;"
    fits = last + len(cells) <= len(header.roles)
    if not fits or not (dangling or (header.tabs and len(cells) > 1)):
        return False
    for step, cell in enumerate(cells):
        if len(cell):
            above[last + step].append(cell)
    return True


def _passages(text: str, row: Cells) -> tuple[Passage | None, ...]:
    made = [join_pieces(text, cell) if cell else None for cell in row]
    return tuple(cell if cell and cell.text else None for cell in made)
