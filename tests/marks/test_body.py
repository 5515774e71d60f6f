"""Bodies in running text (tests/cases/body_marks.txt), and what a whole name is."""

from __future__ import annotations

import pytest
from casefile import cases
from hypothesis import given
from hypothesis import strategies as st

from policygraph.lexicon import Entry, default_lexicon
from policygraph.marks.body import bodies, contest, is_body, kind_of
from policygraph.model import Body
from policygraph.text import fold

LEXICON = default_lexicon()
ENDINGS = LEXICON.entries("organizations", "department", "office", "government", "enterprise", "institution")


def shown(body: Body) -> str:
    more = [f"scope {body.scope}"] if body.scope else []
    return " ".join([body.cls, body.text, *more, *([f"alias {body.alias}"] if body.alias else [])])


@pytest.mark.parametrize(("title", "text", "expected"), cases("body_marks"), ids=lambda value: value[:30])
def test_cases(title: str, text: str, expected: str) -> None:
    assert [shown(body) for body in bodies(fold(text), LEXICON)] == expected.splitlines()


@pytest.mark.parametrize("entry", ENDINGS, ids=lambda entry: entry.word)
def test_every_ending_makes_its_example_a_body(entry: Entry) -> None:
    assert is_body(entry.example, LEXICON) and kind_of(entry.example, LEXICON) != "other"


@pytest.mark.parametrize(
    "entry",
    LEXICON.entries("organizations", "collective-head", "collective-mark", "collective-end"),
    ids=lambda entry: entry.word,
)
def test_collectives_are_collectives(entry: Entry) -> None:
    assert kind_of(entry.example, LEXICON) == "collective"


@pytest.mark.parametrize("text", ["完善体系", "2022年", "到2025年达到80%", "是牵头单位的局:甲", "一"])
def test_what_is_no_body(text: str) -> None:
    assert not is_body(text, LEXICON)


def test_the_longer_reading_wins_and_the_other_is_kept() -> None:
    found, lost = contest("由市委网信办负责", LEXICON)
    assert [body.text for body in found] == ["市委网信办"]
    assert "市委" in [body.text for body in lost]


@given(st.text(alphabet="各市县（），、和由会同教育财政局委部门办公室人民政府等负责要有关 \n", max_size=60))
def test_marks_are_disjoint_in_order_and_hold_their_names(text: str) -> None:
    last = 0
    for body in bodies(fold(text), LEXICON):
        assert last <= body.start < body.end <= len(text)
        assert all(body.start <= low < high <= body.end for low, high in body.pieces)
        last = body.end
