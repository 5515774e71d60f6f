"""Where a table without lines may begin: the lines that are its header, and how far it may reach."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from policygraph.lexicon import Lexicon
from policygraph.model import ColumnRole, Span
from policygraph.outline import chunks
from policygraph.outline.chunks import Chunk, Line
from policygraph.outline.columns import OWNERS, is_named, role_of, vocabulary
from policygraph.outline.markers import read_marker
from policygraph.text import fold, squash

#: The longest table looked at, in lines.
LIMIT = 3000


@dataclass(frozen=True, slots=True)
class Header:
    """The pieces of each header cell, the roles they name, the lines they stand in, and how many rows they are."""

    cells: tuple[tuple[Span, ...], ...]
    roles: tuple[ColumnRole, ...]
    start: int
    end: int
    storeys: int = 1


def shown_table(text: str, lines: Sequence[Line], at: int, lexicon: Lexicon) -> tuple[Header, int] | None:
    """A run of lines whose tabs or bars show a table whatever its words, with its first row as header."""
    if chunks.is_led(text, lines[at]):
        end = at + 1
        while end < len(lines) and (chunks.is_led(text, lines[end]) or _goes_on(text, lines, end)):
            end += 1
        made = chunks.led_cells(text, lines, at, end, 0, lexicon)
        rows = [list(group) for _, group in itertools.groupby(made, _counter())]
        width = max(_places(row) for row in rows)
        return (_led_header(rows[0], width, at, lexicon), end) if len(rows) > 1 and width > 1 else None
    cells = chunks.cells_of(text, lines[at]) if chunks.is_parted(text, lines[at]) else []
    if sum(len(cell) > 0 for cell in cells) < 3 or not len(cells[0]):
        return None
    end = at + 1
    while end < len(lines) and (chunks.is_parted(text, lines[end]) or _between(text, lines, end)):
        end += 1
    rows_shown = sum(len(chunks.cells_of(text, line)) > 2 and not chunks.is_rule(line) for line in lines[at:end])
    return (_storeys(text, lines, at, cells, lexicon), end) if rows_shown > 1 else None


def _counter() -> Callable[[Chunk], int]:
    """Chunks to the number of their row: fresh ones begin one."""
    count = 0

    def row(chunk: Chunk) -> int:
        nonlocal count
        count += chunk.fresh
        return count

    return row


def _places(row: Sequence[Chunk]) -> int:
    return max(chunk.place or 0 for chunk in row) + 1


def _led_header(row: Sequence[Chunk], width: int, at: int, lexicon: Lexicon) -> Header:
    """The first led row; where it is shorter than the others its first cell spans the rest."""
    cells = [tuple(c.span for c in row if c.place == place) for place in range(_places(row))]
    cells = [*[cells[0]] * (width - len(cells)), *cells]
    roles = [role_of("".join(chunk.text for chunk in row if chunk.span in cell), lexicon) for cell in cells]
    return Header(tuple(cells), tuple(roles), at, row[-1].line + 1)


def _goes_on(text: str, lines: Sequence[Line], at: int) -> bool:
    """A line without tab among led cells goes on with the cell above when that stopped in the middle of a list or
    name, or when both are short."""
    above, here = lines[at - 1].text, lines[at].text
    if not above or not here or chunks.is_parted(text, lines[at]):
        return False
    return above[-1] in "、，,；;" or (len(here) <= 20 and len(above) <= 20 and here[-1] not in "。：")


def _between(text: str, lines: Sequence[Line], at: int) -> bool:
    """A line of one cell between two rows: the group of the rows behind it, or the rest of a cell."""
    more = at + 1 < len(lines) and chunks.is_parted(text, lines[at + 1])
    return more and (is_section(lines[at].text) or lines[at - 1].text[-1:] in "、，,；;")


def is_section(said: str) -> bool:
    marker = read_marker(said)
    return (
        marker is not None and marker.system in ("章", "节", "一、", "（一）") and len(said) <= 60 and "。" not in said
    )


def _storeys(text: str, lines: Sequence[Line], at: int, cells: Sequence[Span], lexicon: Lexicon) -> Header:
    """The header of a line with tabs or bars, with the line below it when every word there stands under a gap of the
    first, or beside one (目标值 over 2020年 and 2025年), or is the rest of a header word (牵头 over 单位)."""
    below = chunks.cells_of(text, lines[at + 1]) if at + 1 < len(lines) else []
    gaps = {col for col, cell in enumerate(cells) if not len(cell)}
    said = {col for col, cell in enumerate(below) if len(cell)}
    two = bool(gaps) and gaps <= said and all(col in gaps or col + 1 in gaps for col in said)
    if not two and not _broken(text, cells, below, lexicon):
        return _header([(cell,) for cell in cells], at, at + 1, text, lexicon)
    parts: list[tuple[Span, ...]] = []
    for col, cell in enumerate(cells):
        over = next((cells[left] for left in range(col, -1, -1) if len(cells[left])), cell)
        lower = (below[col],) if col in said else ()
        parts.append(((over,) if len(cell) or col in said else ()) + lower)
    header = _header(parts, at, at + 2, text, lexicon)
    return replace(header, storeys=2) if two else header


def _broken(text: str, cells: Sequence[Span], below: Sequence[Span], lexicon: Lexicon) -> bool:
    """Joined with what stands below them more cells name a role than alone."""
    if len(below) > len(cells) or any(len(cell) > 8 for cell in below):
        return False
    upper = [squash(cell.quote(text)) for cell in cells]
    lower = [squash(cell.quote(text)) for cell in below] + [""] * (len(cells) - len(below))
    whole = [a + b for a, b in zip(upper, lower, strict=True)]
    return any(lower) and _known(whole, lexicon) > max(_known(upper, lexicon), len(whole) - 2)


def _known(words: Sequence[str], lexicon: Lexicon) -> int:
    return sum(bool(vocabulary(lexicon).ending.search(word)) for word in words if word)


def _header(cells: Sequence[tuple[Span, ...]], start: int, end: int, text: str, lexicon: Lexicon) -> Header:
    roles = tuple(role_of("".join(span.quote(text) for span in cell), lexicon) for cell in cells)
    return Header(tuple(cells), roles, start, end)


_SENTENCE = re.compile("[。；，：]")


def headers_at(text: str, lines: Sequence[Line], at: int, lexicon: Lexicon) -> Iterator[Header]:
    """The headers that may begin at a line: words with white space between them, run together, or one a line; broken
    over two lines too."""
    line = lines[at]
    if not line.text or len(line.text) > 160 or _SENTENCE.search(line.text):
        return
    if not vocabulary(lexicon).some.search(squash(line.text)):
        return
    made = [_spaced_header(text, lines, at, lexicon), *_run_headers(text, lines, at, lexicon)]
    listed = _listed_header(text, lines, at, lexicon)
    yield from (header for header in (*made, listed) if header and is_header(header.roles))


def _spaced_header(text: str, lines: Sequence[Line], at: int, lexicon: Lexicon) -> Header | None:
    """Three header words or more, each whole or at least ending as headers do."""
    cells = chunks.cells_of(text, lines[at])
    if not 2 <= len(cells) <= 12:
        return None
    header = _storeys(text, lines, at, cells, lexicon)
    names = [squash("".join(span.quote(text) for span in cell)) for cell in header.cells]
    known = sum(role != "other" and is_named(name, lexicon) for name, role in zip(names, header.roles, strict=True))
    return header if known >= min(3, len(names)) and known * 3 >= len(names) * 2 else None


def _run_headers(text: str, lines: Sequence[Line], at: int, lexicon: Lexicon) -> Iterator[Header]:
    """Header words without anything between them, in one line or broken over two."""
    for count in (1, 2):
        part = lines[at : at + count]
        joined = "".join(fold(line.text) for line in part)
        if len(part) < count or len(joined) > 80 or _SENTENCE.search(part[-1].text):
            return
        words = chunks.split_header(joined, lexicon, strict=count > 1)
        if len(words) >= 3:
            cells = [tuple(_pieces(part, low, high)) for low, high in words]
            header = _header(cells, at, at + count, text, lexicon)
            if set(header.roles) & OWNERS:
                yield header


def _pieces(lines: Sequence[Line], low: int, high: int) -> Iterator[Span]:
    """The spans of ``[low, high)`` of the lines joined."""
    base = 0
    for line in lines:
        start, end = max(low - base, 0), min(high - base, len(line.text))
        if start < end:
            yield Span(line.span.start + start, line.span.start + end)
        base += len(line.text)


_YEAR = re.compile(r"20\d\d年?")
_NOTE = re.compile(r"\([^()]{1,16}\)$")
_COUNT = re.compile(r"0?1(?![\d.]\d)")


def _listed_header(text: str, lines: Sequence[Line], start: int, lexicon: Lexicon) -> Header | None:
    """Header words one a line; （2018年） under 基数 goes with it. A header that begins with 序号 is followed by 1 and may
    hold words nobody knows."""
    first = lines[start]
    if len(first.text) > 40 or _header_role(first.text, lexicon) == "other":
        return None
    counted = role_of(first.text, lexicon) == "number"
    cells: list[tuple[Span, ...]] = []
    at = start
    for at in range(start, min(start + 14, len(lines))):
        line, bare = lines[at], fold(lines[at].text)
        years = chunks.cells_of(text, line)
        if cells and len(years) > 1 and all(_YEAR.fullmatch(fold(year.quote(text))) for year in years):
            cells += [(year,) for year in years]
            continue
        odd = _header_role(line.text, lexicon) == "other" and not (
            counted and len(squash(bare)) <= 14 and not re.search("[。;,]", bare)
        )
        if cells and _NOTE.fullmatch(bare):
            cells[-1] += (line.span,)
        elif line.indented != first.indented or read_marker(bare) or re.fullmatch(r"[\d.]+", bare) or odd:
            break
        else:
            cells.append((line.span,))
    if len(cells) < 2 or (counted and not any(_COUNT.match(fold(line.text)) for line in lines[at : at + 3])):
        return None
    return _header(cells, start, at, text, lexicon)


def _header_role(line: str, lexicon: Lexicon) -> ColumnRole:
    """The role of a line that ends with a header word or is a year; prose and captions have none."""
    bare = squash(line) if len(line) <= 40 else ""
    if not bare or len(bare) > 14 or _SENTENCE.search(line) or not is_named(bare, lexicon):
        return "other"
    return role_of(line, lexicon)


def is_header(roles: Sequence[ColumnRole]) -> bool:
    """Enough columns, and one of them says what the table is for."""
    kinds = set(roles)
    if len(roles) < 2 or len(kinds) < 2 or len(roles) > 12:
        return False
    owned = bool(kinds & OWNERS) and bool(kinds & {"task", "measure", "project", "number", "group"})
    measured = bool(kinds & {"indicator", "number", "task", "group"}) and bool(kinds & {"target", "baseline"})
    return owned or measured or ("number" in kinds and bool(kinds & {"project", "indicator", "money"}))


_OUTSIDE = re.compile(r"附[ ]{0,4}[件表][0-9一二三四五六七八九十 :]{0,4}$|专栏|注:")


def reach(lines: Sequence[Line], start: int, first: int) -> int:
    """The table reaches at most to a line that is indented when its header is not, a caption or a long paragraph."""
    for at in range(first, min(len(lines), first + LIMIT)):
        line = lines[at]
        outer = read_marker(line.text)
        if (
            (line.indented and not lines[start].indented and len(line.whole) > len(line.text) + 1)
            or len(line.text) > 2000
            or _OUTSIDE.match(fold(line.text))
            or (outer and outer.system in ("章", "节"))
        ):
            return at
    return min(len(lines), first + LIMIT)
