"""Blocks to paragraphs: what the language proves to be one paragraph is joined, tables stay where they stand."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from policygraph.model import Block, Document, Passage, Span
from policygraph.outline.lines import is_date_line, is_number_line
from policygraph.outline.markers import Marker, read_marker
from policygraph.text import fold, join_pieces, lines


@dataclass(frozen=True, slots=True)
class Piece:
    """One paragraph, or the place of a table (``table`` set, passage empty). ``indented``: its first line was."""

    passage: Passage
    span: Span
    indented: bool = False
    table: int | None = None
    hint: int | None = None

    @property
    def text(self) -> str:
        return self.passage.text


def gather(document: Document, skip: Iterable[Span] = ()) -> list[Piece]:
    """The pieces of a document in order, ``skip`` (flattened tables) left out."""
    taken = sorted(skip)
    lost = LostHeadings(document.text)
    out: list[Piece] = []
    for block in document.blocks:
        if block.kind == "table":
            out.append(Piece(Passage("", ()), block.span, table=block.table))
            continue
        out.extend(_pieces(document.text, block, taken, lost))
    return [part for piece in join(out) for part in split_glued(piece)]


class LostHeadings:
    """Headings at the end of another paragraph's last line: …新境界。 二、工作目标. One is found by continuity: it is the
    next number after the last 一、 that stood in a line of its own or was found so."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.last = 0
        self.after: set[int] = set()  # where the line after such a heading begins

    def split(self, rows: list[Span]) -> list[Span]:
        """The rows, with such a heading as a row of its own."""
        out: list[Span] = []
        for row in rows:
            line = row.quote(self.text)
            if out and out[-1].end in self.after:
                self.after.add(row.start)
            own = read_marker(line)
            if own is not None and own.system == "一、":
                self.last = own.ordinal
            found = _AT_END.search(line) if self.last else None
            marker = read_marker(line[found.start(1) :]) if found else None
            if found is None or marker is None or marker.ordinal != self.last + 1:
                out.append(row)
                continue
            self.last = marker.ordinal
            at = row.start + found.start(1)
            self.after.add(row.end)
            out += [Span(row.start, row.start + found.start() + 1), Span(at, row.end)]
        return out


_AT_END = re.compile(r"[。；！][ 　]{1,4}([一二三四五六七八九十]{1,3}、[^，。；：、（(]{2,24})$")


def _pieces(text: str, block: Block, taken: list[Span], lost: LostHeadings) -> list[Piece]:
    rows = lost.split([row for row in lines(text, block.span.start, block.span.end) if not _inside(row, taken)])
    groups: list[list[Span]] = []
    for row in rows:
        # A block may hold lines that begin numbered items of their own (a web page broken by <br>).
        if groups and row.start not in lost.after and not _begins(text, groups[-1][-1], row):
            groups[-1].append(row)
        else:
            groups.append([row])
    out: list[Piece] = []
    for group in groups:
        passage = join_pieces(text, group)
        span = Span(group[0].start, group[-1].end)
        out.append(Piece(passage, span, _indented(text, group[0]), hint=block.heading_level))
    return out


def _begins(text: str, above: Span, row: Span) -> bool:
    """Does a line of a block begin a paragraph of its own? A number or indent says so; a date or document number
    alone in its line belongs to the masthead whatever the layout joined it with."""
    line, before = row.quote(text), above.quote(text)
    if read_marker(line) or _indented(text, row):
        return True
    return is_date_line(line) or is_number_line(line) or is_date_line(before) or is_number_line(before)


def _inside(row: Span, taken: list[Span]) -> bool:
    at = bisect_right(taken, row.start, key=lambda span: span.start) - 1
    return at >= 0 and taken[at].contains(row)


def _indented(text: str, row: Span) -> bool:
    start = text.rfind("\n", 0, row.start) + 1
    return row.start - start >= 2


_FURNITURE = re.compile(
    r"(?:[-—－–─ ]{0,3}\d{1,3}[-—－–─ ]{0,3}|第 ?\d{1,3} ?页(?:[ ,/]{0,3}共 ?\d{1,4} ?页)?|[-—－─═_=+*]{3,})$"
)
_OPEN_END = re.compile(r"[一-鿿A-Za-z0-9%，、,“《（(]$")
_CLOSED = "。！？；!?;"


def is_furniture(text: str) -> bool:
    """A page number or a rule: — 11 —, - 3 -, ────."""
    return bool(_FURNITURE.match(fold(text)))


def join(pieces: list[Piece]) -> list[Piece]:
    """Join neighbours that are one paragraph; page numbers between them are left out."""
    kept = [piece for piece in pieces if piece.table is not None or not is_furniture(piece.text)]
    width = wrap_width(kept)
    groups: list[list[Piece]] = []
    before = Open("", 0, False)
    for piece in kept:
        if groups and groups[-1][-1].table is None and continues(before, piece, width):
            groups[-1].append(piece)
            before = before.grown(piece.text)
        else:
            groups.append([piece])
            before = Open("", 0, False).grown(piece.text)
    return [_merge(group) if len(group) > 1 else group[0] for group in groups]


@dataclass(frozen=True, slots=True)
class Open:
    """What is known of the paragraph so far: its last line, its length, whether it holds a sentence or clauses."""

    last: str
    size: int
    prose: bool
    inside: bool = False  # an owner's bracket is open

    def grown(self, text: str) -> Open:
        prose = self.prose or any(mark in text for mark in _CLOSED) or text.count("，") >= 2
        return Open(text, self.size + len(text), prose, _inside_owner(text, self.inside))


_OWNER_OPENS = re.compile(r"[（(\[〔【][^（）()〔〕【】\[\]]{0,12}(?:单位|部门|牵头|责任|负责|配合)[^）)〕】\]]*$")


def _closes_inside(text: str) -> bool:
    """The rest of a bracket: names up to its end, no sentence before it."""
    return "。" not in re.split(r"[）)〕】\]]", text, maxsplit=1)[0]


def _inside_owner(text: str, inside: bool) -> bool:
    """Whether a bracket that names owners is still open at the end of the line: （牵头单位：甲局；责任⏎单位：乙局）."""
    tail = text[-300:]
    if inside and not re.search(r"[）)〕】\]]", tail):
        return len(text) < 300
    return bool(_OWNER_OPENS.search(tail))


def continues(before: Open, second: Piece, width: int | None = None) -> bool:
    """A long paragraph that stops in the middle of a phrase, and a following one that begins without number or
    indent: 单位地区生产⏎⏎总值能耗 was cut by a page. In a text with hard line breaks (``width``) a full line goes on."""
    a, b = before.last, second.text
    if second.table is not None or second.indented or not a or not b or read_marker(b):
        return False
    if width and len(a) >= width - 3 and not is_date_line(b) and a[-1] not in "。：:！？":
        return True
    if before.inside and before.size < 1500 and not is_date_line(b) and _closes_inside(b):
        return True
    if not _OPEN_END.search(a):
        return False
    if a[-1] in "，、,“《（(":
        return before.size > 20
    return before.prose and before.size > 45 and any(mark in b for mark in "，。；")


def wrap_width(pieces: list[Piece]) -> int | None:
    """The line length of a text broken by hand: nearly a third of its lines are full, hardly one is longer, and
    the full ones mostly stop in the middle of a sentence. None for a text of one paragraph a line."""
    sizes = [len(piece.text) for piece in pieces if piece.table is None]
    if len(sizes) < 20:
        return None
    counts = Counter(sizes)
    width = max(range(21, 80), key=lambda size: (sum(counts[size - back] for back in range(4)), size))
    full = [piece.text for piece in pieces if width - 3 <= len(piece.text) <= width]
    longer = sum(size > width + 2 for size in sizes)
    broken = sum(text[-1] not in "。！？；：:;" for text in full)
    prose = sum("，" in text or "。" in text for text in full)
    if len(full) * 10 < len(sizes) * 3 or longer * 20 > len(sizes) or broken * 2 < len(full) or prose * 2 < len(full):
        return None
    return width


_GLUED = re.compile(r"[。；;）)〕】\]](?=[（(一二三四五六七八九十\d])")


def split_glued(piece: Piece) -> list[Piece]:
    """（九）甲。…数据。（十）乙。…: the next number of the paragraph's own marker, after a full stop and with a short
    title of its own, begins a paragraph that extraction lost."""
    marker = read_marker(piece.text) if piece.table is None else None
    if marker is None or marker.system not in ("一、", "（一）", "1."):
        return [piece]
    cuts = _first_inner(piece.text, marker)
    expected = marker.ordinal + 1
    for found in _GLUED.finditer(piece.text, marker.end):
        after = read_marker(piece.text[found.end() : found.end() + 24])
        if (
            after
            and (after.system, after.ordinal) == (marker.system, expected)
            and _titled(piece.text, found.end() + after.end)
        ):
            cuts.append(found.end())
            expected += 1
    if not cuts:
        return [piece]
    parts = [_part(piece, low, high) for low, high in itertools.pairwise([0, *cuts, len(piece.text)])]
    return [parts[0], *(after for part in parts[1:] for after in split_glued(part))]


_INNER = {"一、": re.compile(r"[（(]一[)）](?=[一-鿿])"), "（一）": re.compile(r"(?<!\d)1[.．、](?=[一-鿿])")}


def _first_inner(text: str, marker: Marker) -> list[int]:
    """一、总体要求（一）指导思想。…: a heading that lost the break before its first item."""
    inner = _INNER.get(marker.system)
    found = inner.search(text, marker.end, marker.end + 36) if inner else None
    if not found or found.start() < marker.end + 2 or re.search("[，。；：、]", text[marker.end : found.start()]):
        return []
    return [found.start()]


def _titled(text: str, start: int) -> bool:
    stop = text.find("。", start, start + 50)
    return stop > start and "，" not in text[start:stop]


def _part(piece: Piece, low: int, high: int) -> Piece:
    passage = piece.passage.slice(low, high)
    return Piece(passage, Span(passage.start, passage.end), piece.indented, hint=piece.hint)


def _merge(group: list[Piece]) -> Piece:
    runs: list[tuple[int, int, int]] = []
    shift = 0
    for piece in group:
        runs += [(at + shift, doc, size) for at, doc, size in piece.passage.runs]
        shift += len(piece.passage.text)
    passage = Passage("".join(piece.passage.text for piece in group), tuple(runs))
    return Piece(passage, Span(group[0].span.start, group[-1].span.end), group[0].indented, hint=group[0].hint)
