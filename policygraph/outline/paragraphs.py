"""Blocks to paragraphs: what the language proves to be one paragraph is joined, tables stay where they stand."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from policygraph.model import Block, Document, Passage, Span
from policygraph.outline.lines import is_date_line, is_number_line
from policygraph.outline.markers import read_marker
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
    out: list[Piece] = []
    for block in document.blocks:
        if block.kind == "table":
            out.append(Piece(Passage("", ()), block.span, table=block.table))
            continue
        out.extend(_pieces(document.text, block, taken))
    return [part for piece in join(out) for part in split_glued(piece)]


def _pieces(text: str, block: Block, taken: list[Span]) -> list[Piece]:
    rows = [row for row in lines(text, block.span.start, block.span.end) if not _inside(row, taken)]
    groups: list[list[Span]] = []
    for row in rows:
        # A block may hold lines that begin numbered items of their own (a web page broken by <br>).
        if groups and not _begins(text, groups[-1][-1], row):
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


_FURNITURE = re.compile(r"(?:[-—－–─ ]{0,3}\d{1,3}[-—－–─ ]{0,3}|第 ?\d{1,3} ?页.{0,10}|[-—－─═_=+*]{3,})$")
_OPEN_END = re.compile(r"[一-鿿A-Za-z0-9%，、,“《（(]$")
_CLOSED = "。！？；!?;"


def is_furniture(text: str) -> bool:
    """A page number or a rule: — 11 —, - 3 -, ────."""
    return bool(_FURNITURE.match(fold(text)))


def join(pieces: list[Piece]) -> list[Piece]:
    """Join neighbours that are one paragraph; page numbers between them are left out."""
    out: list[Piece] = []
    for piece in pieces:
        if piece.table is None and is_furniture(piece.text):
            continue
        if out and continues(out[-1], piece):
            out[-1] = _merge(out[-1], piece)
        else:
            out.append(piece)
    return out


def continues(first: Piece, second: Piece) -> bool:
    """A long paragraph that stops in the middle of a phrase, and a following one that begins without number or
    indent: 单位地区生产⏎⏎总值能耗 was cut by a page."""
    if first.table is not None or second.table is not None or second.indented:
        return False
    a, b = first.text, second.text
    if not a or not b or not _OPEN_END.search(a) or read_marker(b):
        return False
    if a[-1] in "，、,“《（(":
        return len(a) > 20
    inner = any(mark in a for mark in _CLOSED) or a.count("，") >= 2
    return inner and len(a) > 45 and any(mark in b for mark in "，。；")


_GLUED = re.compile(r"[。；;](?=[（(一二三四五六七八九十\d])")


def split_glued(piece: Piece) -> list[Piece]:
    """（九）甲。…数据。（十）乙。…: the next number of the paragraph's own marker, after a full stop and with a short
    title of its own, begins a paragraph that extraction lost."""
    marker = read_marker(piece.text) if piece.table is None else None
    if marker is None or marker.system not in ("一、", "（一）", "1."):
        return [piece]
    cuts: list[int] = []
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
    bounds = [0, *cuts, len(piece.text)]
    return [_part(piece, low, high) for low, high in itertools.pairwise(bounds)] if cuts else [piece]


def _titled(text: str, start: int) -> bool:
    stop = text.find("。", start, start + 50)
    return stop > start and "，" not in text[start:stop]


def _part(piece: Piece, low: int, high: int) -> Piece:
    passage = piece.passage.slice(low, high)
    return Piece(passage, Span(passage.start, passage.end), piece.indented, hint=piece.hint)


def _merge(first: Piece, second: Piece) -> Piece:
    shift = len(first.passage.text)
    runs = first.passage.runs + tuple((at + shift, doc, size) for at, doc, size in second.passage.runs)
    passage = Passage(first.passage.text + second.passage.text, runs)
    return Piece(passage, Span(first.span.start, second.span.end), first.indented, hint=first.hint)
