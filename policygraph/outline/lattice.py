"""Tables without lines: one search gives every chunk its column, and competes with the reading as prose.

Word tables saved as text, rows copied from a page, Markdown: how the cells come apart differs (``chunks``), what a
row is does not. A shortest-path search (Viterbi) over the columns weighs what a cell holds, where it is printed and
which cells are missing; the table ends where reading on saves nothing. What it saves per cell is its margin.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from policygraph.issues import make_issue
from policygraph.lexicon import Lexicon
from policygraph.model import ColumnRole, Document, Issue, Passage, Span
from policygraph.outline import chunks
from policygraph.outline.chunks import Chunk, Line, Way
from policygraph.outline.columns import OWNERS
from policygraph.outline.fits import TEXTS, VALUE, Weights, costs_of, names_of, prose_cost, whole_names
from policygraph.outline.headers import Header, headers_at, reach, shown_table
from policygraph.text import fold, join_pieces
from policygraph.text import lines as text_lines

#: Lines behind a header that are read first; only a table that fills most of them is read on.
NEAR = 120
#: Columns whose cells are paragraphs.
LONG = frozenset({"task", "measure", "note", "basis", "other"})
Cells = list[list[Span]]


@dataclass(frozen=True, slots=True)
class RawTable:
    """Rows of cells as passages, None where a cell is empty, the header first (printed in
    ``storeys`` rows); ``span`` covers the table's lines.
    ``margin``: what reading it as a table saves per cell, in parts of what makes it sure; None where tabs or bars show
    it."""

    span: Span
    rows: tuple[tuple[Passage | None, ...], ...]
    margin: float | None
    storeys: int = 1


@dataclass(frozen=True, slots=True)
class Decoded:
    """A stretch read as a table: rows of pieces, the index of the line behind it, and what that saves."""

    header: Header
    rows: tuple[Cells, ...]
    end: int
    gain: float
    cells: int
    shown: bool = False

    @property
    def margin(self) -> float:
        return self.gain / max(1, self.cells)


def find_tables(document: Document, lexicon: Lexicon) -> tuple[list[RawTable], list[Issue]]:
    """Every table of a text that has none of its own, in order, and what is odd about them."""
    if document.tables:
        return [], []
    text, weights = document.text, lexicon.weights["lattice"]
    lines = chunks.lines_of(text)
    tables: list[RawTable] = []
    issues: list[Issue] = []
    at = 0
    while at < len(lines):
        best = _best(text, lines, at, lexicon)
        if best and best.header.end > best.header.start + 1 and not best.shown:
            # 主要指标 over 序号 is the table's title: without it the rest says more.
            later = _best(text, lines, at + 1, lexicon)
            best = None if later and later.gain > best.gain else best
        if best is None or (best.margin < weights["left_out"] and not best.shown):
            if best is not None and len(best.rows) > 2:
                span = Span(lines[at].span.start, lines[best.end - 1].span.end)
                issues.append(make_issue("doubtful-table", spans=(span,)))
            at += 1
            continue
        tables.append(_raw(text, lines, best, weights["guessed"]))
        issues += _gaps(text, lines, best)
        at = best.end
    return tables, issues


def _best(text: str, lines: Sequence[Line], at: int, lexicon: Lexicon) -> Decoded | None:
    return max(_readings(text, lines, at, lexicon), key=lambda read: read.gain, default=None)


def _raw(text: str, lines: Sequence[Line], read: Decoded, sure: float) -> RawTable:
    head = tuple(join_pieces(text, list(cell)) if cell else None for cell in read.header.cells)
    rows = tuple(
        tuple(_passage(text, cell, role in OWNERS) for cell, role in zip(row, read.header.roles, strict=True))
        for row in read.rows
    )
    start = lines[read.header.start]
    last = max(span.end for row in read.rows for cell in row for span in cell)
    return RawTable(
        Span(start.whole.start, last), (head, *rows), None if read.shown else read.margin / sure, read.header.storeys
    )


def _passage(text: str, cell: Sequence[Span], names: bool) -> Passage | None:
    """The cell's words; line breaks stay only where they part names."""
    passage = join_pieces(
        text, list(cell) if names else [row for span in cell for row in text_lines(text, span.start, span.end)]
    )
    return passage if passage.text else None


def _gaps(text: str, lines: Sequence[Line], read: Decoded) -> list[Issue]:
    """Rows the numbers 1…N promise and nothing was read for."""
    if "number" not in read.header.roles:
        return []
    col = read.header.roles.index("number")
    seen = [(int(found.group()), row[col][0]) for row in read.rows if row[col]
            and (found := re.search(r"\d{1,3}", fold(row[col][0].quote(text))))]  # fmt: skip
    out = []
    for (low, span), (high, _) in itertools.pairwise(seen):
        if low + 1 < high:
            said = f"{low + 1}" if low + 2 == high else f"{low + 1}–{high - 1}"
            out.append(make_issue("table-rows-missing", f"序号 {low} 之后缺 {said}", (span,)))
    return out


def _readings(text: str, lines: Sequence[Line], at: int, lexicon: Lexicon) -> Iterator[Decoded]:
    """What the lines from ``at`` on say as a table, by every header and every way that may fit."""
    shown = shown_table(text, lines, at, lexicon)
    headers = [shown[0]] if shown else list(headers_at(text, lines, at, lexicon))
    for header in headers:
        stop = shown[1] if shown else reach(lines, at, header.end)
        for way in _ways(text, lines, header, stop):
            near = stop if shown else min(stop, header.end + NEAR)
            read = _decode(text, lines, header, near, way, lexicon, bool(shown))
            if read is not None and near < stop and read.end * 2 > near + header.end:
                read = _decode(text, lines, header, stop, way, lexicon, False)
            if read is not None:
                yield read


def _ways(text: str, lines: Sequence[Line], header: Header, stop: int) -> list[Way]:
    """The ways the lines behind a header may come apart, told by the first of them."""
    first = lines[header.end : min(stop, header.end + 6)]
    if sum(chunks.is_led(text, line) for line in first) * 2 > len(first):
        return [chunks.led_cells]
    if any(chunks.is_parted(text, line) for line in first):
        return [chunks.parted_cells]
    out: list[Way] = [chunks.cell_a_line]
    if any(len(line.text) > 8 for line in first) and len(header.roles) > 2:
        out.append(chunks.run_together)
    if any(len(line.text.split()) > 2 for line in first):
        out.append(chunks.spaced_cells)
    return out


# ---- the search --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Steps:
    """What it costs to go from column to column."""

    roles: tuple[ColumnRole, ...]
    w: Weights

    def opening(self, col: int) -> float:
        """A row that begins at a later column has its first cells merged with those above; where the number is, so
        is the group beside it."""
        later = any(role in TEXTS for role in self.roles[col:])
        cost = sum(
            self.w["merged"]
            if role in ("group", "number") or (role in ("task", "project") and later)
            else self.w["merged_odd"]
            for role in self.roles[:col]
        )
        several = sum(role in TEXTS for role in self.roles[col:]) > 1
        return cost + (self.w["skip"] if col == 1 and self.roles[0] == "number" and several else 0.0)

    def closing(self, col: int, placed: bool) -> float:
        return self.w["skip_placed" if placed else "skip"] * (len(self.roles) - 1 - col)

    def move(self, old: int, new: int, before: Chunk, here: Chunk) -> tuple[float, bool]:
        """The cost of the step, and whether a row begins with it; the last state is a section row."""
        end, w = len(self.roles), self.w
        placed = here.place is not None
        if old == end or new == end:
            if not (here.fresh or here.free):
                return (0.3, False) if old == new else (w["inside"], True)
            if old == end:
                return (0.3, True) if new == end else (self.opening(new), True)
            return self.closing(old, placed), True
        fresh = self.closing(old, placed) + (w["skip_placed"] * new if placed else self.opening(new))
        if not (here.fresh or here.free):
            return self._inside(old, new, here)
        if here.free and new > old:
            return self._skipped(old, new), False
        if new < old:
            return fresh, True
        on = w["again_text" if self.roles[new] in LONG else "again"]
        on += w["wider"] if len(here.text) > len(before.text) + 2 and before.text[-1:] not in "。;" else 0.0
        on = w["dangling"] if before.text[-1:] in "、," or before.broken else on
        on += self._skipped(old, new)
        return (on, False) if on < fresh and not self._value_again(old, new, before, here) else (fresh, True)

    def _inside(self, old: int, new: int, here: Chunk) -> tuple[float, bool]:
        """Within a printed line columns only go on."""
        if new == old:
            return (0.0 if here.glued else self.w["again"]), False
        if new < old:
            return self.w["inside"], True
        return (self.w["skip_placed"] * (new - old - 1) if here.place is not None else self._skipped(old, new)), False

    def _skipped(self, old: int, new: int) -> float:
        """The columns between two cells; a text beside a later text is merged with the one above."""
        merged = self.roles[new] in TEXTS
        return sum(self.w["merged" if merged and role in TEXTS else "skip"] for role in self.roles[old + 1 : new])

    def _value_again(self, old: int, new: int, before: Chunk, here: Chunk) -> bool:
        """Two values one below the other are two rows."""
        return new == old > 0 and bool(VALUE.match(before.text)) and bool(VALUE.match(here.text))


def _decode(
    text: str, lines: Sequence[Line], header: Header, stop: int, way: Way, lexicon: Lexicon, shown: bool
) -> Decoded | None:
    """The cheapest reading of the lines behind a header, cut where reading on saves nothing more; to their end where
    the file shows the table."""
    w = lexicon.weights["lattice"]
    width = len(header.roles)
    kept = _without_header(lines, header, stop)
    made = [chunk for low, high in kept for chunk in way(text, lines, low, high, width, lexicon)]
    if not made:
        return None
    made = whole_names(made, names_of(lexicon))
    costs = costs_of(made, header.roles, names_of(lexicon), w)
    steps = Steps(header.roles, w)
    gain, states = _cheapest(made, costs, steps, shown)
    rows = _rows(made, states, steps)
    if sum(any(row[1:]) for row in rows) < (1 if header.roles[0] == "number" else 2):
        return None
    filled = sum(bool(cell) for row in rows for cell in row)
    return Decoded(header, tuple(rows), made[len(states) - 1].line + 1, gain, filled, shown)


def _cheapest(
    made: Sequence[Chunk], costs: Sequence[Sequence[float]], steps: Steps, whole: bool
) -> tuple[float, list[int]]:
    """What the best reading saves against prose, and its column by chunk, up to the row where reading on saves
    nothing more (``whole``: to the end). A section row ends no table."""
    width = len(steps.roles)
    states = range(width + 1)
    best = [costs[0][col] + (0.0 if col in (width, made[0].place) else steps.opening(col)) for col in states]
    back: list[list[int]] = []
    ends: list[tuple[float, int, int]] = []
    prose = 0.0
    for at, chunk in enumerate(made):
        if at:
            step = [[best[old] + steps.move(old, new, made[at - 1], chunk)[0] for old in states] for new in states]
            chosen = [min(states, key=row.__getitem__) for row in step]
            best = [step[new][chosen[new]] + costs[at][new] for new in states]
            back.append(chosen)
        prose += prose_cost(chunk, steps.w)
        if at + 1 == len(made) or (not whole and (made[at + 1].fresh or made[at + 1].free)):
            ends += [
                (prose - best[col] - steps.closing(col, chunk.place is not None), -at, -col) for col in range(width)
            ]
    gain, last, state = max(ends)
    path = [-state]
    for chosen in reversed(back[:-last]):
        path.append(chosen[path[-1]])
    return gain, path[::-1]


def _without_header(lines: Sequence[Line], header: Header, stop: int) -> list[tuple[int, int]]:
    """Runs of the lines behind a header: a table over several pages repeats it, line by line."""
    words = [line.text for line in lines[header.start : header.end]]
    out: list[tuple[int, int]] = []
    low = at = header.end
    while at < stop:
        if lines[at].text == words[0] and [line.text for line in lines[at : at + len(words)]] == words:
            out.append((low, at))
            low = at = at + len(words)
        else:
            at += 1
    return [run for run in (*out, (low, stop)) if run[0] < run[1]]


def _rows(made: Sequence[Chunk], states: Sequence[int], steps: Steps) -> list[Cells]:
    width = len(steps.roles)
    out: list[Cells] = []
    for at, state in enumerate(states):
        if not at or steps.move(states[at - 1], state, made[at - 1], made[at])[1]:
            out.append([[] for _ in range(width)])
        cell = out[-1][0 if state == width else state]
        if cell and state < width and steps.roles[state] in OWNERS and _apart(made[at - 1], made[at]):
            cell[-1] = Span(cell[-1].start, made[at].span.end)
        else:
            cell.append(made[at].span)
    return out


def _apart(above: Chunk, here: Chunk) -> bool:
    """Two bodies one below the other, not one name broken in its cell: what stands between them is kept."""
    goes_on = above.broken or above.text[-1:] in "、," or here.glued
    return here.line == above.line + 1 and here.text[:1] in "市省县区州各" and not goes_on
