"""All tables of a document, in order: readers' tables and flattened ones, joined over pages, placed in the tree."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from policygraph.lexicon import Lexicon
from policygraph.marks.body import is_body
from policygraph.model import Document, Grid, Masthead, Passage, Span
from policygraph.outline.grids import (
    Matrix,
    Reading,
    continue_grid,
    date_columns,
    matrix_of_raw,
    matrix_of_table,
    read_grid,
    review_or,
)
from policygraph.outline.head import table_labels
from policygraph.outline.lattice import RawTable
from policygraph.outline.layout import Layout
from policygraph.outline.paragraphs import Piece
from policygraph.outline.words import words_of


@dataclass(frozen=True, slots=True)
class Tables:
    """Readings with the index of the piece each follows or is; ``labels`` from an information table."""

    readings: tuple[tuple[int, Reading], ...]
    labels: dict[str, list[Passage]]


def read_tables(document: Document, pieces: Sequence[Piece], flattened: Sequence[RawTable], lexicon: Lexicon) -> Tables:
    """Every table understood; one that goes on over a page is one reading."""
    words = words_of(lexicon)
    labels: dict[str, list[Passage]] = {}
    out: list[tuple[int, Reading]] = []
    for index, matrix in _matrices(document, pieces, flattened):
        fields = {} if labels else table_labels(_passages(matrix), words)
        if fields:
            labels = fields
            out.append((index, read_grid(matrix, lexicon, kind="metadata")))
            continue
        joined = (
            continue_grid(out[-1][1], matrix, lexicon)
            if out and _adjacent(pieces, out[-1][0], index, lexicon)
            else None
        )
        if joined:
            out[-1] = (index, joined)
        else:
            out.append((index, read_grid(matrix, lexicon, notes=_notes(pieces, index))))
    return Tables(tuple(out), labels)


def _passages(matrix: Matrix) -> list[list[Passage | None]]:
    return [[cell.passage if cell and not cell.inherited else None for cell in row] for row in matrix.cells]


def _matrices(document: Document, pieces: Sequence[Piece], flattened: Sequence[RawTable]) -> list[tuple[int, Matrix]]:
    out: list[tuple[int, Matrix]] = []
    for index, piece in enumerate(pieces):
        if piece.table is not None and piece.table < len(document.tables):
            out.append((index, matrix_of_table(document, document.tables[piece.table])))
    ends = [piece.span.start for piece in pieces]
    for raw in flattened:
        out.append((bisect_right(ends, raw.span.start) - 1, matrix_of_raw(raw)))
    return sorted(out, key=lambda pair: pair[1].span)


def _notes(pieces: Sequence[Piece], index: int) -> str:
    """The paragraphs just before and after a table."""
    return "\n".join(piece.text for piece in pieces[max(0, index - 3) : index + 4] if len(piece.text) <= 300)


def _adjacent(pieces: Sequence[Piece], before: int, index: int, lexicon: Lexicon) -> bool:
    """Nothing but page furniture between two tables: no heading, and no body whose table begins there."""
    between = pieces[before + 1 : index]
    return (
        0 <= before < index
        and all(len(piece.text) <= 12 and piece.table is None and piece.hint is None for piece in between)
        and not any(is_body(piece.text.strip(), lexicon) for piece in between)
    )


def place_grids(
    tables: Tables, pieces: Sequence[Piece], layout: Layout, places: dict[int, str], masthead: Masthead
) -> tuple[Grid, ...]:
    """Grids with part, section and title; the masthead tells which years lie behind the document."""
    return tuple(_grid(index, reading, pieces, layout, places, masthead) for index, reading in tables.readings)


def _grid(
    index: int, reading: Reading, pieces: Sequence[Piece], layout: Layout, places: dict[int, str], masthead: Masthead
) -> Grid:
    part = layout.parts[index] if 0 <= index < len(pieces) else "body"
    title = reading.title or _caption(reading.span, index, pieces)
    columns = date_columns(reading.columns, masthead.issued)
    return Grid(
        review_or(reading.kind, columns, masthead.horizon),
        reading.span,
        columns,
        reading.rows,
        part,
        places.get(index),
        title,
        reading.margin,
    )


def _caption(span: Span, index: int, pieces: Sequence[Piece]) -> Passage | None:
    """The short line above a table, without stop: its title. 单位：万元 is passed over."""
    at = index if 0 <= index < len(pieces) and pieces[index].span.end <= span.start else index - 1
    for piece in reversed(pieces[max(0, at - 1) : at + 1]):
        text = piece.text.strip()
        if piece.table is not None or not text:
            return None
        if len(text) <= 60 and text[-1] not in "。；：:;，":
            return piece.passage
        if not (len(text) <= 20 and text.lstrip("（(").startswith("单位")):
            return None
    return None
