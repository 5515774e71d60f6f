"""Columns of a drawn graph: in order, apart, and near what they belong to."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from policygraph.views.layout import ROW, column, drawing, spread, wrap


@given(st.lists(st.floats(0, 5000), max_size=30), st.floats(1, 80))
def test_spread_keeps_order_and_distance(wanted: list[float], gap: float) -> None:
    placed = spread(wanted, gap)
    order = sorted(range(len(wanted)), key=lambda at: (wanted[at], at))
    assert all(placed[b] - placed[a] >= gap - 1e-6 for a, b in itertools.pairwise(order))


def test_what_fits_stays_where_it_was_wanted() -> None:
    assert spread([10.0, 200.0], 50) == [10.0, 200.0]


@given(st.text(), st.integers(2, 20))
def test_wrap_is_never_longer_than_its_lines(text: str, width: int) -> None:
    lines = wrap(text, width).split("\n")
    assert len(lines) <= 2 and all(len(line) <= width for line in lines)


def test_a_heading_stands_at_the_middle_of_its_tasks() -> None:
    nodes = column("area", {"a": "甲", "b": "乙"}, {"a": [0, 1, 2], "b": [3, 4, 5]})
    assert [node.y for node in nodes] == [ROW, 4 * ROW]


def test_a_drawing_starts_at_the_top() -> None:
    nodes = column("organization", {str(at): "局" for at in range(9)}, {str(at): [0] for at in range(9)})
    assert min(node.y for node in drawing(nodes, []).nodes) == ROW
