"""Cells to positions."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policygraph.read.base import Piece
from policygraph.read.grid import Slot, place

S = Slot((Piece("x"),))


def slot(rowspan: int = 1, colspan: int = 1) -> Slot:
    return Slot((Piece("x"),), rowspan, colspan)


CASES = [
    ("plain", [[S, S], [S, S]], [(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1)]),
    ("rows merged", [[slot(2), S], [S]], [(0, 0, 2, 1), (0, 1, 1, 1), (1, 1, 1, 1)]),
    ("columns merged", [[slot(1, 2)], [S, S]], [(0, 0, 1, 2), (1, 0, 1, 1), (1, 1, 1, 1)]),
    ("down to the last row", [[slot(0), S], [S], [S]], [(0, 0, 3, 1), (0, 1, 1, 1), (1, 1, 1, 1), (2, 1, 1, 1)]),
    ("a claim beyond the table is cut", [[slot(9, 99), S], [S, S]], None),
    (
        "a title over twelve columns makes no six twelve",
        [[slot(1, 12)], [S, S]],
        [(0, 0, 1, 2), (1, 0, 1, 1), (1, 1, 1, 1)],
    ),
]


@pytest.mark.parametrize(("name", "rows", "expected"), CASES)
def test_place(name: str, rows: list[list[Slot]], expected: list[tuple[int, int, int, int]] | None) -> None:
    cells, tall, wide = place(rows)
    found = [(cell.row, cell.col, cell.rowspan, cell.colspan) for cell in cells]
    assert expected is None or found == expected
    assert all(row + down <= tall and col + across <= wide for row, col, down, across in found)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.lists(st.builds(slot, st.integers(0, 5), st.integers(0, 2000)), min_size=1, max_size=5),
        min_size=1,
        max_size=6,
    )
)
def test_cells_start_apart_and_lie_inside(rows: list[list[Slot]]) -> None:
    cells, tall, wide = place(rows)
    assert len({(cell.row, cell.col) for cell in cells}) == len(cells) == sum(map(len, rows))
    assert all(cell.row + cell.rowspan <= tall and cell.col + cell.colspan <= wide for cell in cells)
