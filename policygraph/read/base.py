"""What every reader shares: the builder of the one canonical text, and the facts about a file.

A reader appends paragraphs and tables in reading order; the builder keeps the spans. Blocks are separated
by one line break, the cells of a table row by a tab, its rows by a line break, so that the canonical text
read as plain text is a flattened table of the kind ``outline`` knows.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from html import unescape
from pathlib import Path

from policygraph.issues import make_issue
from policygraph.model import Block, Cell, Document, FileInfo, Issue, Origin, Source, Span, Table

_SURROGATE = re.compile("[\ud800-\udfff]")
_BREAKS = re.compile("[\x0b\x0c\x85\u2028\u2029]")
# Zero-width characters, soft hyphen, bidi controls and the byte order mark show nothing and split names.
_ODD = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufffe\uffff]+"
)
_GARBLED = re.compile("[\ufffd\ue000-\uf8ff]{2,}")
_ENTITY = re.compile(
    "&(?:quot|lt|gt|amp|nbsp|ensp|emsp|[lr][ds]quo|mdash|ndash|hellip|middot|times|permil|#[0-9]{2,5}|#x[0-9A-Fa-f]{2,5});"
)
_SHOWN = 20
_WORDS = 400


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text with the place it came from; several pieces of a paragraph are its layout lines."""

    text: str
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class CellText:
    """A cell before it has a span: 0-based position, extent, its lines in order."""

    row: int
    col: int
    lines: tuple[Piece, ...]
    rowspan: int = 1
    colspan: int = 1

    @property
    def filled(self) -> bool:
        return any(piece.text.strip() for piece in self.lines)


def newlines(text: str) -> str:
    """Every kind of line break as LF; one character stays one character save CRLF."""
    return _BREAKS.sub("\n", text.replace("\r\n", "\n").replace("\r", "\n"))


def unescaped(text: str) -> str:
    """Names of characters that a converter left in the text as a page's source writes them.

    >>> unescaped("&ldquo;一网通办&rdquo;&#12289;R&D")
    '“一网通办”、R&D'
    """
    return _ENTITY.sub(lambda match: unescape(match[0]), text) if "&" in text else text


def whole(text: str) -> str:
    """Lone surrogates cannot be encoded or stored: each becomes U+FFFD."""
    return _SURROGATE.sub("\ufffd", text)


def file_name(path: str | os.PathLike[str]) -> str:
    """The name of a file as text. A name written in another encoding than this system's (a GBK archive unpacked on
    Linux) is read as GB18030 where it is that, else with marks for what cannot be read.

    >>> file_name(os.fsdecode("附件.txt".encode("gbk")))
    '附件.txt'
    """
    name = Path(path).name
    if not _SURROGATE.search(name):
        return name
    try:
        return os.fsencode(name).decode("gb18030")
    except UnicodeError:
        return whole(name)


def describe(name: str, data: bytes, media_type: str) -> FileInfo:
    return FileInfo(name, hashlib.sha256(data).hexdigest(), media_type)


def retyped(source: Source, media_type: str) -> Source:
    """The same bytes under the media type their content shows."""
    return replace(source, info=replace(source.info, media_type=media_type))


def simple_cell(
    row: int, col: int, text: str, rowspan: int = 1, colspan: int = 1, origin: Origin | None = None
) -> CellText:
    """A cell without places of its own: one piece a line."""
    lines = tuple(Piece(line, origin) for line in text.split("\n")) if text else ()
    return CellText(row, col, lines, rowspan, colspan)


class Builder:
    """Grows a ``Document`` block by block. Empty paragraphs and tables without a word leave no trace."""

    def __init__(self, info: FileInfo) -> None:
        self.info = info
        self._parts: list[str] = []
        self._at = 0
        self._blocks: list[Block] = []
        self._tables: list[Table] = []
        self._origins: list[tuple[Span, Origin]] = []
        self._issues: list[Issue] = []

    @property
    def at(self) -> int:
        """Offset at which the next character will stand."""
        return self._at

    @property
    def empty(self) -> bool:
        return not self._blocks

    @property
    def said(self) -> str:
        """The text so far."""
        return "".join(self._parts)

    def paragraph(
        self, text: str | Sequence[Piece], level: int | None = None, origin: Origin | None = None
    ) -> Span | None:
        """Append one paragraph; the layout lines of a piecewise one are separated by line breaks."""
        pieces = [Piece(text, origin)] if isinstance(text, str) else [piece for piece in text if piece.text]
        if not any(piece.text.strip() for piece in pieces):
            return None
        self._separate()
        span = self._lines(pieces)
        self._blocks.append(Block(span, "paragraph", None, level))
        return span

    def table(self, cells: Iterable[CellText], rows: int, cols: int) -> Span | None:
        """Append a table; ``cells`` in any order, a merged cell once, with its extent."""
        ordered = sorted(cells, key=lambda cell: (cell.row, cell.col))
        if not any(cell.filled for cell in ordered):
            return None
        self._separate()
        start, row, placed = self._at, ordered[0].row, list[Cell]()
        for index, cell in enumerate(ordered):
            if index:
                self._write("\n" if cell.row != row else "\t")
            row = cell.row
            placed.append(Cell(cell.row, cell.col, self._lines(cell.lines), cell.rowspan, cell.colspan))
        span = Span(start, self._at)
        self._blocks.append(Block(span, "table", len(self._tables)))
        self._tables.append(Table(span, rows, cols, tuple(placed)))
        return span

    def issue(self, code: str, message: str = "", spans: tuple[Span, ...] = ()) -> None:
        self._issues.append(make_issue(code, message, spans))

    def withdrawn(self, words: str, since: int) -> None:
        """Words struck out, deleted or hidden: not in the text, kept in an issue at what was written from ``since``."""
        if words.strip():
            self.issue(
                "withdrawn-text", f"已划去、删除或隐藏，不作依据：{whole(words.strip()[:_WORDS])}", self.since(since)
            )

    def since(self, at: int) -> tuple[Span, ...]:
        """Where what was written from that offset on stands: its first block, else the last one before it."""
        found = next((block.span for block in self._blocks if block.span.start >= at), None)
        return (found,) if found else tuple(block.span for block in self._blocks[-1:])

    def build(self, pages: int | None = None) -> Document:
        text = "".join(self._parts)
        info = self.info if pages is None else replace(self.info, pages=pages)
        issues = (*self._issues, *character_issues(text))
        return Document(info, text, tuple(self._blocks), tuple(self._tables), tuple(self._origins), issues)

    def _separate(self) -> None:
        if self._blocks:
            self._write("\n")

    def _write(self, text: str) -> None:
        self._parts.append(text)
        self._at += len(text)

    def _lines(self, pieces: Sequence[Piece]) -> Span:
        start = self._at
        for index, piece in enumerate(pieces):
            if index:
                self._write("\n")
            low = self._at
            self._write(whole(newlines(unescaped(piece.text))))
            if piece.origin is not None and self._at > low:
                self._origins.append((Span(low, self._at), piece.origin))
        return Span(start, self._at)


def verbatim(info: FileInfo, text: str) -> Document:
    """A text that is its own canonical text: every line that holds a character is a block, nothing is trimmed.

    Lines of white space only are blocks too: in a flattened table a lone tab is an empty, merged cell.
    """
    text = whole(newlines(unescaped(text)))
    blocks, at = list[Block](), 0
    for line in text.split("\n"):
        if line:
            blocks.append(Block(Span(at, at + len(line))))
        at += len(line) + 1
    return Document(info, text, tuple(blocks), issues=character_issues(text))


def with_lost(document: Document) -> Document:
    """The same, with an issue where bytes of the file were no character."""
    places = [at.start() for at in re.finditer("\ufffd+", document.text)]
    if not places:
        return document
    spans = tuple(Span(at, at + 1) for at in places[:_SHOWN])
    found = make_issue("damaged-bytes", f"{len(places)} 处字节损坏，读不出文字，前后文字可能有误", spans)
    return replace(document, issues=(*document.issues, found))


def character_issues(text: str) -> tuple[Issue, ...]:
    """Invisible characters (kept, so that offsets stay true) and runs that look like extraction damage."""
    found = []
    for code, pattern in (("control-characters", _ODD), ("garbled-text", _GARBLED)):
        spans = tuple(Span(*match.span()) for match, _ in zip(pattern.finditer(text), range(_SHOWN), strict=False))
        if spans:
            found.append(make_issue(code, spans=spans))
    return tuple(found)
