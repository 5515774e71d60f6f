from __future__ import annotations

import pytest

from policygraph.coverage.spans import Places
from policygraph.model import Span


@pytest.mark.parametrize(
    ("asked", "count"), [((0, 2), 0), ((0, 3), 1), ((4, 5), 2), ((5, 6), 1), ((9, 30), 1), ((20, 30), 0)]
)
def test_how_many_stretches_touch(asked: tuple[int, int], count: int) -> None:
    places = Places([Span(2, 5), Span(4, 10), Span(2, 5)])
    assert places.touching(Span(*asked)) == count
