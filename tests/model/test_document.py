"""Passages: joined text leads back to the document, also where it is joined from thousands of pieces."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from policygraph.model import Passage, Span

PIECES = st.lists(st.tuples(st.integers(0, 3), st.integers(1, 4)), max_size=12)


def passage(pieces: list[tuple[int, int]]) -> tuple[str, Passage]:
    """A text of distinct characters, and a passage of pieces with gaps between them."""
    spans, at = [], 0
    for gap, length in pieces:
        spans.append(Span(at + gap, at + gap + length))
        at += gap + length
    text = "".join(chr(0x4E00 + index) for index in range(at))
    return text, Passage.of(text, spans)


@given(PIECES, st.integers(0, 50), st.integers(0, 50))
def test_a_stretch_is_where_its_characters_stand(pieces: list[tuple[int, int]], start: int, length: int) -> None:
    text, made = passage(pieces)
    assert "".join(span.quote(text) for span in made.spans(start, start + length)) == made.text[start : start + length]


@given(PIECES, st.integers(0, 50), st.integers(0, 50))
def test_joints_are_where_pieces_meet_inside(pieces: list[tuple[int, int]], start: int, end: int) -> None:
    _, made = passage(pieces)
    assert made.joints(start, end) == tuple(at for at, _, _ in made.runs if start < at < end)
