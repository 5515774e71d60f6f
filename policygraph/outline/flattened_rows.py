"""Tables flattened to text with one row a line, the cells run together: 1完善基础设施。市工信局市委网信办、各县区政府."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from policygraph.lexicon import Lexicon
from policygraph.model import ColumnRole, Passage, Span
from policygraph.outline.columns import OWNERS, role_of, vocabulary
from policygraph.outline.flattened_lines import Line, RawTable, owners
from policygraph.outline.markers import read_marker
from policygraph.outline.words import Words, words_of
from policygraph.text import fold, join_pieces


def find_run_together(text: str, lines: Sequence[Line], lexicon: Lexicon) -> list[RawTable]:
    """Every table whose header is one line of header words without anything between."""
    out: list[RawTable] = []
    at = 0
    while at < len(lines):
        header = _header(lines[at], lexicon)
        rows, end = _rows(text, lines, at + 1, header, lexicon) if header else ([], at)
        if len(rows) >= 2:
            head = tuple(join_pieces(text, [span]) for span, _ in header)
            out.append(RawTable(Span(lines[at].span.start, lines[end - 1].span.end), (head, *rows), True))
            at = end
        else:
            at += 1
    return out


def _header(line: Line, lexicon: Lexicon) -> list[tuple[Span, ColumnRole]]:
    """The header words of a line that is nothing but header words, at least three of them, with an owner."""
    if not 6 <= len(line.text) <= 60 or re.search("[。，；：]", line.text):
        return []
    words = vocabulary(lexicon).next_word
    out: list[tuple[Span, ColumnRole]] = []
    at = 0
    folded = fold(line.text)
    while at < len(folded):
        if folded[at] == " ":
            at += 1
            continue
        found = words.match(folded, at)
        if found is None:
            return []
        word = found.group()
        out.append((Span(line.span.start + at, line.span.start + at + len(word)), role_of(word, lexicon)))
        at += len(word)
    roles = [role for _, role in out]
    return out if len(out) >= 3 and set(roles) & OWNERS and roles[-1] in (*OWNERS, "deadline", "note") else []


def _rows(
    text: str, lines: Sequence[Line], start: int, header: Sequence[tuple[Span, ColumnRole]], lexicon: Lexicon
) -> tuple[list[tuple[Passage | None, ...]], int]:
    words = words_of(lexicon)
    roles = [role for _, role in header]
    out: list[tuple[Passage | None, ...]] = []
    at = start
    while at < len(lines):
        line, size = _whole(lines, at, words) if "number" in roles else (lines[at], 1)
        row = _section(text, lines[at], len(roles)) or _row(text, line, roles, words)
        if row is None:
            break
        out.append(row)
        at += size
    while out and not any(out[-1][1:]):
        out.pop()
        at -= 1
    return out, at


def _whole(lines: Sequence[Line], at: int, words: Words) -> tuple[Line, int]:
    """A row with the lines that go on with its bodies, one below the other: 2建设智慧城乡。甲局⏎乙局⏎丙局丁局、戊局."""
    size = 1
    while at + size < len(lines) and size < 12 and not _LEAD.match(lines[at + size].text):
        text = fold(lines[at + size].text)
        if len(text) > 300 or read_marker(text) or not owners(text, words) or lines[at + size].indented:
            break
        size += 1
    if size == 1:
        return lines[at], 1
    span = Span(lines[at].span.start, lines[at + size - 1].span.end)
    parts = [lines[at].text]
    for above, line in itertools.pairwise(lines[at : at + size]):
        parts += ["、" * (line.span.start - above.span.end), line.text]  # as long as the break, offsets stay true
    return Line(span, "".join(parts), lines[at].indented), size


def _section(text: str, line: Line, width: int) -> tuple[Passage | None, ...] | None:
    marker = read_marker(line.text)
    if line.indented or marker is None or marker.system not in ("一、", "（一）") or len(line.text) > 60:
        return None
    return (join_pieces(text, [line.span]), *[None] * (width - 1))


_LEAD = re.compile(r"(\d{1,3})[.、 ]?")


def _row(text: str, line: Line, roles: Sequence[ColumnRole], words: Words) -> tuple[Passage | None, ...] | None:
    """Number, words, then the bodies of one or two columns; None when the line is no such row."""
    folded = fold(line.text)
    at = 0
    cells: dict[int, tuple[int, int]] = {}
    if "number" in roles:
        found = _LEAD.match(folded)
        if not found:
            return None
        cells[roles.index("number")] = (0, found.end(1))
        at = found.end()
    cut = _owners_from(folded, at, words)
    named = [col for col, role in enumerate(roles) if role in OWNERS]
    told = [col for col, role in enumerate(roles) if role not in OWNERS and role != "number"]
    if cut is None or not told:
        return None
    cells[told[0]] = (at, cut)
    middle = _junction(folded, cut, words) if len(named) > 1 else None
    cells[named[0]] = (cut, middle or len(folded))
    if middle:
        cells[named[1]] = (middle, len(folded))
    base = line.span.start
    made = [
        join_pieces(text, [Span(base + cells[col][0], base + cells[col][1])]) if col in cells else None
        for col in range(len(roles))
    ]
    return tuple(cell if cell and cell.text else None for cell in made)


def _owners_from(folded: str, at: int, words: Words) -> int | None:
    """Where the bodies begin: after the full stop that ends the task, else at the first body name."""
    stop = folded.rfind("。", at)
    if stop >= 0 and stop + 1 < len(folded) and owners(folded[stop + 1 :], words):
        return stop + 1
    for found in re.finditer(r"[市省县区州各]", folded[at : at + 200]):
        cut = at + found.start()
        if cut > at + 3 and owners(folded[cut:], words):
            return cut
    return None


def _junction(folded: str, start: int, words: Words) -> int | None:
    """Where one column of bodies ends and the next begins: …局市… without a mark between them."""
    for found in re.finditer(r"(?<=[局委办厅部会院司])(?=[市省县区州各][一-鿿])", folded[start:]):
        at = start + found.start()
        name = re.split("[、，,;]", folded[start:at])[-1]
        if (
            at > start
            and owners(name, words)
            and owners(folded[at:], words)
            and not name.endswith(("市委", "省委", "县委", "区委", "州委"))
        ):
            return at
    return None
