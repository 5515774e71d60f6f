"""Longest reading first, losers kept; condensed lines lead back to the text."""

from __future__ import annotations

import re

import pytest

from policygraph.issues import LexiconError
from policygraph.lexicon import default_lexicon
from policygraph.marks import engine
from policygraph.model import Mark


def mark(start: int, end: int, row: str = "a", kind: str = "time", cls: str = "until") -> Mark:
    return Mark(start, end, kind, row, cls)


@pytest.mark.parametrize(
    ("found", "taken"),
    [
        ([(0, 4), (2, 9)], [(2, 9)]),
        ([(0, 4), (4, 9)], [(0, 4), (4, 9)]),
        ([(0, 3), (2, 5), (4, 7)], [(0, 3), (4, 7)]),
        ([(5, 6), (0, 10), (3, 4)], [(0, 10)]),
        ([], []),
    ],
)
def test_the_longest_wins_and_the_rest_is_kept(found: list[tuple[int, int]], taken: list[tuple[int, int]]) -> None:
    won, lost = engine.longest([mark(*pair) for pair in found], {"a": 0})
    assert [(item.start, item.end) for item in won] == taken
    assert sorted((item.start, item.end) for item in (*won, *lost)) == sorted(found)


def test_of_two_as_long_the_row_that_stands_first_wins() -> None:
    won, _ = engine.longest([mark(0, 4, "b"), mark(0, 4, "a")], {"a": 0, "b": 1})
    assert [item.row for item in won] == ["a"]


def test_a_condensed_line_leads_back_to_the_text() -> None:
    text = "由市发改委牵头,6月底前完成"
    line = engine.condense(text, [mark(8, 12)])
    hit = re.search(engine.tokens("<time>完成"), line.text)
    assert hit is not None and text[slice(*line.span(hit))] == "6月底前完成"
    assert line.within(*hit.span()) == (mark(8, 12),)
    assert len(line.at) == len(line.text) + 1 and line.at[-1] == len(text)


def test_a_pattern_names_what_exists() -> None:
    with pytest.raises(LexiconError, match="nothing"):
        engine.tokens("<nothing>")
    with pytest.raises(LexiconError, match="nothing"):
        engine.expand("{nothing}", {}, default_lexicon())
    assert re.fullmatch(engine.expand("{deadlines:open}", {}, default_lexicon()), "长期坚持")
