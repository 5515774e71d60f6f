"""Brackets and what stands between separators outside them."""

from __future__ import annotations

import pytest

from policygraph.marks.bracket import inside, matched, outer, split_top, trim


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("(a[b]c)", {0: 6, 2: 4}),
        ("a)b(", {}),
        ("(a(b)", {2: 4}),
        ("〔a(b〕", {0: 4}),
    ],
)
def test_matched(text: str, pairs: dict[int, int]) -> None:
    assert matched(text, 0, len(text)) == pairs


def test_outer_brackets_end_after_their_closing_character() -> None:
    text = "x(a[b]c)y(d)"
    assert list(outer(matched(text, 0, len(text)))) == [(1, 8), (9, 12)]


def test_separators_divide_outside_brackets_and_wholes() -> None:
    text = " 甲(乙、丙)、丁、戊 ,"
    assert [text[slice(*piece)] for piece in split_top(text, 0, len(text))] == ["甲(乙、丙)", "丁", "戊"]
    assert [text[slice(*piece)] for piece in split_top(text, 0, len(text), whole=[(8, 11)])] == ["甲(乙、丙)", "丁、戊"]


def test_edges_are_not_inside() -> None:
    assert [inside(at, [(2, 4)]) for at in (2, 3, 4)] == [False, True, False]
    assert trim(" ,a, ", 0, 5, extra=",") == (2, 3)
