"""Tables flattened to text with one cell a line and nothing to lead it: header words one under another, then cells.

Databases export Word tables so. Rows are found by what the columns hold: numbers, bodies, dates, values, words. A
shortest-path search assigns every line to a column; a row ends where the columns begin again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from policygraph.lexicon import Lexicon
from policygraph.model import ColumnRole, Passage, Span
from policygraph.outline.columns import OWNERS, role_of, vocabulary
from policygraph.outline.markers import read_marker
from policygraph.outline.words import Words, is_organ, words_of
from policygraph.text import fold, join_pieces, squash
from policygraph.text import lines as text_lines

#: The longest table looked at, in lines.
LIMIT = 3000
VALUES = frozenset({"baseline", "target", "past", "progress", "money"})


@dataclass(frozen=True, slots=True)
class RawTable:
    """Rows of cells as passages, None where a cell is empty; ``span`` covers the table's lines. ``header`` rows
    stand first. ``sections`` are the rows that are one text over all columns."""

    span: Span
    rows: tuple[tuple[Passage | None, ...], ...]
    aligned: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the document: trimmed span, text, and whether it was indented."""

    span: Span
    text: str
    indented: bool


def find_listed(text: str, lines: Sequence[Line], lexicon: Lexicon) -> list[RawTable]:
    """Every such table, in order."""
    out: list[RawTable] = []
    at = 0
    while at < len(lines):
        header = _header(text, lines, at, lexicon)
        table, end = _table(text, lines, at, header, lexicon) if header else (None, at)
        if table:
            out.append(table)
        at = max(at + 1, end)
    return out


# ---- the header ------------------------------------------------------------------------------------

_NOTE = re.compile(r"\([^()]{1,16}\)$")


def _header(text: str, lines: Sequence[Line], start: int, lexicon: Lexicon) -> list[list[Span]]:
    """The header's cells as the lines of each; empty when no table begins here. （2018年） under 基数 goes with it."""
    cells: list[list[Span]] = []
    roles: list[ColumnRole] = []
    if len(lines[start].text) > 40 or _header_role(lines[start].text, lexicon) == "other":
        return []
    counted = squash(lines[start].text) in ("序号", "编号")
    for line in lines[start : start + 14]:
        bare = fold(line.text)
        role = _header_role(line.text, lexicon)
        if cells and _NOTE.fullmatch(bare):
            cells[-1].append(line.span)
        elif (
            line.indented != lines[start].indented
            or read_marker(bare)
            or re.fullmatch(r"[\d.]+", bare)
            or (role == "other" and not (counted and len(squash(bare)) <= 14 and not re.search("[。；，]", bare)))
        ):
            break
        else:
            cells.append([line.span])
            roles.append(role)
    if counted and not _counts(lines, start, cells):
        return []
    return cells if is_header(roles) else []


def _header_role(line: str, lexicon: Lexicon) -> ColumnRole:
    """The role of a line that ends with a header word or is a year; prose and captions have none."""
    bare = squash(line) if len(line) <= 40 else ""
    if not bare or len(bare) > 14 or re.search("[。；，：]", line):
        return "other"
    if not re.match(r"20\d\d年?", bare) and not vocabulary(lexicon).ending.search(bare):
        return "other"
    return role_of(line, lexicon)


def _counts(lines: Sequence[Line], start: int, cells: list[list[Span]]) -> bool:
    """A header that begins with 序号 is followed by the number 1."""
    after = start + sum(len(cell) for cell in cells)
    return after < len(lines) and fold(lines[after].text).strip() in ("1", "01", "1.")


def is_header(roles: Sequence[ColumnRole]) -> bool:
    """Enough columns, and one of them says what the table is for."""
    kinds = set(roles)
    if len(roles) < 2 or len(kinds) < 2 or len(roles) > 9:
        return False
    owned = bool(kinds & OWNERS) and bool(kinds & {"task", "measure", "project", "number", "group"})
    measured = bool(kinds & {"indicator", "number", "task", "group"}) and bool(kinds & {"target", "baseline"})
    return owned or measured or ("number" in kinds and bool(kinds & {"project", "indicator", "money"}))


# ---- the body --------------------------------------------------------------------------------------


def _table(
    text: str, lines: Sequence[Line], start: int, header: list[list[Span]], lexicon: Lexicon
) -> tuple[RawTable | None, int]:
    first = start + sum(len(cell) for cell in header)
    end = _end(lines, start, first)
    columns = [role_of("".join(span.quote(text) for span in cell), lexicon) for cell in header]
    body = _whole_sections(text, _without_header(lines[first:end], lines[start:first]))
    states = column_path([column_costs(line.text, columns, words_of(lexicon)) for line in body], columns, body)
    rows = _rows(text, body, states, len(columns))
    rows, last = _trim(rows)
    # An annex cut off after its first row is still a table when its header counts (序号 … 1).
    if len(rows) < (1 if columns[0] == "number" else 2) or not _even(rows):
        return None, start
    head = tuple(join_pieces(text, cell) for cell in header)
    span = Span(lines[start].span.start, body[last].span.end)
    past = next((at for at in range(first, end) if lines[at].span.start >= span.end), end)
    return RawTable(span, (head, *(cells for cells, _ in rows)), True), past


def _without_header(body: Sequence[Line], header: Sequence[Line]) -> list[Line]:
    """A table over several pages repeats its header, line by line."""
    words = [line.text for line in header]
    out: list[Line] = []
    at = 0
    while at < len(body):
        if body[at].text == words[0] and [line.text for line in body[at : at + len(words)]] == words:
            at += len(words)
        else:
            out.append(body[at])
            at += 1
    return out


def _whole_sections(text: str, lines: Sequence[Line]) -> list[Line]:
    """二、 alone in its line goes with the line below: a section row broken in its merged cell."""
    out: list[Line] = []
    for line in lines:
        marker = read_marker(out[-1].text) if out else None
        if marker and marker.system == "一、" and marker.end >= len(out[-1].text):
            out[-1] = Line(Span(out[-1].span.start, line.span.end), out[-1].text + line.text, out[-1].indented)
        else:
            out.append(line)
    return out


def _end(lines: Sequence[Line], start: int, first: int) -> int:
    """The table ends at the first line that is indented when its header is not, or is a paragraph of prose."""
    at = first
    while at < min(len(lines), first + LIMIT):
        line = lines[at]
        bare = fold(line.text)
        outer = read_marker(bare)
        if (line.indented and not lines[start].indented) or len(line.text) > 1200:
            break
        if re.match("附[ ]{0,4}[件表][0-9一二三四五六七八九十 :]{0,4}$|专栏|注:", bare) or (
            outer and outer.system in ("章", "节")
        ):
            break
        at += 1
    return at


_VALUE = re.compile(
    r"[≥≤<>=约±-]{0,2}[ ]?\[?\d[\d.,:/]*\]?[ ]?[^\d。，]{0,6}$|[-—/*]{1,2}$|(?:完成|达到|不低于|不高于|控制|保持|持续)[^。]{0,16}$"
)
_DUE = re.compile(r"^[^。]{0,30}(?:年|月|月底|底前|持续|长期|季度|即日|每年|立即)[^。]{0,12}$")
_KIND = re.compile(r"(?:约束性|预期性|指导性|参考性|导向性)$")


def column_costs(line: str, columns: Sequence[ColumnRole], words: Words) -> list[float]:
    """How badly a line fits each column; the last entry is the cost of a section row."""
    bare = fold(line).strip()
    value = bool(_VALUE.match(bare)) and len(bare) <= 24
    owner = owners(bare, words)
    out = [_cost(role, bare, value, owner) for role in columns]
    marker = read_marker(bare)
    section = marker is not None and marker.system in ("一、", "（一）") and len(bare) <= 40
    return [*out, -1.0 if section else 5.0]


def _cost(role: ColumnRole, bare: str, value: bool, owner: bool) -> float:
    if role == "number":
        return -2.0 if re.fullmatch(r"\d{1,3}", bare) else 6.0
    if role in OWNERS:
        return -2.0 if owner else 3.0
    if role in VALUES:
        return -2.0 if value else 3.0
    if role == "attribute":
        return -3.0 if _KIND.match(bare) else 3.0
    if role == "deadline":
        return -2.0 if _DUE.match(bare) else 1.5
    if role == "unit":
        return -0.5 if len(bare) <= 8 and not bare.isdigit() else 3.0
    return 2.0 if value and len(bare) < 12 else 1.5 if owner else -0.5


_GROUPS = ("各", "相关", "有关", "其他")


def owners(bare: str, words: Words) -> bool:
    """A list of bodies; △ or ★ may mark the leading one."""
    names = [name.strip(" △▲★☆*") for name in re.split(r"[、,;，；]", re.sub(r"\([^()]*\)", "", bare)) if name.strip()]
    if not names or len(bare) > 600 or "。" in bare:
        return False
    # 新建公办幼儿园2所 counts places, it names none.
    named = [name for name in names if not re.search(r"\d.?$", name)]
    good = [name for name in named if is_organ(name, words) or name.startswith(_GROUPS) or name.endswith("等")]
    return len(good) * 3 >= len(names) * 2


def column_path(costs: Sequence[Sequence[float]], columns: Sequence[ColumnRole], body: Sequence[Line]) -> list[int]:
    """The cheapest assignment of lines to columns (Viterbi); state ``len(columns)`` is a section row."""
    size = len(columns) + 1
    best = [cost + _opening_cost(state, columns) for state, cost in enumerate(costs[0])] if costs else []
    back: list[list[int]] = []
    for at in range(1, len(costs)):
        dangling = body[at - 1].text[-1:] in "、，,"
        step = [[best[old] + _step(old, new, columns, dangling) for old in range(size)] for new in range(size)]
        chosen = [min(range(size), key=row.__getitem__) for row in step]
        best = [step[new][chosen[new]] + costs[at][new] for new in range(size)]
        back.append(chosen)
    if not costs:
        return []
    states = [min(range(size), key=best.__getitem__)]
    for chosen in reversed(back):
        states.append(chosen[states[-1]])
    return states[::-1]


def _opening_cost(state: int, columns: Sequence[ColumnRole]) -> float:
    """A row that begins at a later column has its first cells merged with those above."""
    if state == len(columns):
        return 0.0
    return sum(0.8 if columns[col] in ("group", "number") else 2.5 for col in range(state))


def _step(old: int, new: int, columns: Sequence[ColumnRole], dangling: bool) -> float:
    end = len(columns)
    if old == end:
        return 0.3 if new == end else _opening_cost(new, columns)
    if new == end:
        return 1.5 * (end - 1 - old)
    if new == old:
        again = 0.2 if dangling else 0.9 if columns[new] in ("measure", "task", "note", "other") else 1.6
        return min(again, _fresh(old, new, columns))
    return 1.5 * (new - old - 1) if new > old else _fresh(old, new, columns)


def _fresh(old: int, new: int, columns: Sequence[ColumnRole]) -> float:
    return 1.5 * (len(columns) - 1 - old) + _opening_cost(new, columns)


def _rows(
    text: str, body: Sequence[Line], states: Sequence[int], width: int
) -> list[tuple[tuple[Passage | None, ...], int]]:
    """Cells by row, with the index of each row's last line."""
    out: list[tuple[tuple[Passage | None, ...], int]] = []
    cells: list[list[Span]] = [[] for _ in range(width)]
    before = width
    for at, state in enumerate(states):
        again = state == before and (state == width or _repeats(body, at, state))
        fresh = state < before or (state == width and before != width) or (state == before != width and not again)
        if any(cells) and fresh:
            out.append((_passages(text, cells), at - 1))
            cells = [[] for _ in range(width)]
        cells[0 if state == width else state].append(body[at].span)
        before = state
    if any(cells):
        out.append((_passages(text, cells), len(states) - 1))
    return out


def _repeats(body: Sequence[Line], at: int, state: int) -> bool:
    """Two lines of one column are one cell, unless both are values or bodies that each fill a row."""
    above, here = body[at - 1].text, body[at].text
    return not (_VALUE.match(fold(above)) and _VALUE.match(fold(here)) and state > 0)


def _passages(text: str, cells: list[list[Span]]) -> tuple[Passage | None, ...]:
    made = [
        join_pieces(text, [row for span in cell for row in text_lines(text, span.start, span.end)]) for cell in cells
    ]
    return tuple(passage if passage.text else None for passage in made)


def _even(rows: list[tuple[tuple[Passage | None, ...], int]]) -> bool:
    """Most rows fill their last column; otherwise the header words stood in something else than a table."""
    data = [cells for cells, _ in rows if any(cells[1:])]
    return sum(cells[-1] is not None for cells in data) * 5 >= len(data) * 3


def _trim(
    rows: list[tuple[tuple[Passage | None, ...], int]],
) -> tuple[list[tuple[tuple[Passage | None, ...], int]], int]:
    """Rows up to the last one that has its last or last but one cell: a heading after the table is not a row."""
    kept = list(rows)
    while kept and not any(kept[-1][0][1:]):
        kept.pop()
    return kept, kept[-1][1] if kept else 0
