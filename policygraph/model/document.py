"""Bytes, canonical text, and passages: text joined for matching, mapped back to the canonical text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Literal, TypeAlias

from policygraph.model.places import Issue, Origin, Span


@dataclass(frozen=True, slots=True)
class FileInfo:
    """What is known of a file without its bytes. ``sha256`` identifies the version, not the document."""

    name: str
    sha256: str
    media_type: str
    pages: int | None = None


@dataclass(frozen=True, slots=True)
class Source:
    info: FileInfo
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph or one table of the canonical text, in reading order.

    ``heading_level`` is what the file's own styles say (1 = outermost), a hint and never a fact.
    ``table`` indexes ``Document.tables`` for blocks of kind ``table``.
    """

    span: Span
    kind: Literal["paragraph", "table"] = "paragraph"
    table: int | None = None
    heading_level: int | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table: 0-based position, extent in rows and columns, its text as a span."""

    row: int
    col: int
    span: Span
    rowspan: int = 1
    colspan: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table as the reader saw it. A merged cell appears once, with its extent."""

    span: Span
    rows: int
    cols: int
    cells: tuple[Cell, ...]


PartRole: TypeAlias = Literal["notice", "plan", "annex", "copy", "mail"]


@dataclass(frozen=True, slots=True)
class FilePart:
    """One file of a dossier and the stretch of the one text it gave (empty for a copy); ``optical``: some of it was
    recognised in pictures."""

    id: str
    name: str
    sha256: str
    media_type: str
    role: PartRole
    start: int
    end: int
    optical: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """One canonical text; blocks, tables, cells and origins are spans into it.

    Blocks are disjoint, in order, and separated by line breaks. Readers put every line of a paragraph
    that the layout proves to be one into one block; what only the language can join is left to ``outline``.
    ``origins`` are sorted by span and disjoint; text without a known place has none.
    """

    info: FileInfo
    text: str
    blocks: tuple[Block, ...]
    tables: tuple[Table, ...] = ()
    origins: tuple[tuple[Span, Origin], ...] = ()
    issues: tuple[Issue, ...] = ()
    parts: tuple[FilePart, ...] = ()

    def origin(self, span: Span) -> Origin | None:
        """Where a span stands: the page on which it begins, and a box around its lines on that page."""
        at = bisect_right(self.origins, span.start, key=lambda pair: pair[0].start) - 1
        if at < 0 or span.start >= self.origins[at][0].end:
            return None
        first = self.origins[at][1]
        if first.bbox is None:
            return first
        x0, top, x1, bottom = first.bbox
        for other, origin in islice(self.origins, at + 1, None):
            if other.start >= span.end or origin.page != first.page or origin.bbox is None:
                break
            box = origin.bbox
            x0, top, x1, bottom = min(x0, box[0]), min(top, box[1]), max(x1, box[2]), max(bottom, box[3])
        return replace(first, bbox=(x0, top, x1, bottom))


def _place(run: tuple[int, int, int]) -> int:
    return run[0]


@dataclass(frozen=True, slots=True)
class Passage:
    """Text as a reader would say it, line breaks and page furniture left out, mapped to the document.

    ``runs`` are ``(start in passage, start in document, length)``, in order. A character in no run was
    supplied by joining (a space between two Latin words) and belongs to no span.
    """

    text: str
    runs: tuple[tuple[int, int, int], ...]

    @staticmethod
    def of(document_text: str, spans: Iterable[Span], glue: str = "") -> Passage:
        """Join the characters of ``spans`` in order, ``glue`` between neighbours."""
        parts: list[str] = []
        runs: list[tuple[int, int, int]] = []
        at = 0
        for span in spans:
            if span.start >= span.end:
                continue
            if parts and glue:
                parts.append(glue)
                at += len(glue)
            parts.append(document_text[span.start : span.end])
            runs.append((at, span.start, span.end - span.start))
            at += span.end - span.start
        return Passage("".join(parts), tuple(runs))

    def spans(self, start: int = 0, end: int | None = None) -> tuple[Span, ...]:
        """The document spans of ``text[start:end]``, adjacent pieces merged."""
        stop = len(self.text) if end is None else end
        out: list[Span] = []
        first = max(0, bisect_right(self.runs, start, key=_place) - 1)
        for at, doc, length in islice(self.runs, first, None):
            if at >= stop:
                break
            low, high = max(start, at), min(stop, at + length)
            if low >= high:
                continue
            piece = Span(doc + low - at, doc + high - at)
            if out and out[-1].end == piece.start:
                out[-1] = Span(out[-1].start, piece.end)
            else:
                out.append(piece)
        return tuple(out)

    def joints(self, start: int, end: int) -> tuple[int, ...]:
        """Where pieces of the document meet inside ``text[start:end]``."""
        low, high = (bisect_right(self.runs, place, key=_place) for place in (start, end - 1))
        return tuple(at for at, _, _ in self.runs[low:high])

    def slice(self, start: int, end: int | None = None) -> Passage:
        """The part ``text[start:end]`` as a passage of its own."""
        stop = len(self.text) if end is None else end
        runs: list[tuple[int, int, int]] = []
        for at, doc, length in self.runs:
            low, high = max(start, at), min(stop, at + length)
            if low < high:
                runs.append((low - start, doc + low - at, high - low))
        return Passage(self.text[start:stop], tuple(runs))

    @property
    def start(self) -> int:
        """First document offset, -1 for an empty passage."""
        return self.runs[0][1] if self.runs else -1

    @property
    def end(self) -> int:
        return self.runs[-1][1] + self.runs[-1][2] if self.runs else -1
