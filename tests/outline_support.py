"""Documents for outline tests: every line of a text is one block, as the reader of plain text makes it."""

from __future__ import annotations

from policygraph.lexicon import default_lexicon
from policygraph.model import Block, Cell, Document, FileInfo, PolicyDocument, Span, Table
from policygraph.outline import outline

INFO = FileInfo("test.txt", "0" * 64, "text/plain")


def document(text: str) -> Document:
    """One block a line that holds a character."""
    blocks: list[Block] = []
    at = 0
    for line in text.split("\n"):
        if line:
            blocks.append(Block(Span(at, at + len(line))))
        at += len(line) + 1
    return Document(INFO, text, tuple(blocks))


def outlined(text: str) -> PolicyDocument:
    return outline(document(text), default_lexicon())


def table_document(rows: list[list[str]], spans: dict[tuple[int, int], tuple[int, int]] | None = None) -> Document:
    """A document of one table; ``spans`` gives (rowspan, colspan) by place, covered cells are None-like ''."""
    text, cells = "", []
    for row, values in enumerate(rows):
        for col, value in enumerate(values):
            if value == "^":
                continue
            down, across = (spans or {}).get((row, col), (1, 1))
            cells.append(Cell(row, col, Span(len(text), len(text) + len(value)), down, across))
            text += value + "\t"
        text = text[:-1] + "\n"
    whole = Span(0, len(text) - 1)
    table = Table(whole, len(rows), max(map(len, rows)), tuple(cells))
    return Document(INFO, text, (Block(whole, "table", 0),), (table,))
