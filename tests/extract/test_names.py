"""Lists of organisations (tests/cases/names.txt), what their pieces cover, and aliases they declare."""

from __future__ import annotations

import pytest
from casefile import cases
from hypothesis import given
from hypothesis import strategies as st

from policygraph.extract.endings import is_organization, kind_of
from policygraph.extract.names import Mention, alias_of, split_names
from policygraph.lexicon import Entry, default_lexicon
from policygraph.model import Passage, Span

LEXICON = default_lexicon()
KINDS = ("department", "office", "government", "enterprise", "institution")
SUFFIXES = LEXICON.entries("organizations", *KINDS)


def names(text: str) -> tuple[Mention, ...]:
    return split_names(Passage.of(text, [Span(0, len(text))]), 0, len(text), LEXICON)


def shown(mention: Mention) -> str:
    return " ".join(
        [mention.kind, mention.text, *([mention.role] if mention.role else []), *(["marked"] if mention.marked else [])]
    )


@pytest.mark.parametrize(("title", "text", "expected"), cases("names"), ids=lambda value: value[:30])
def test_cases(title: str, text: str, expected: str) -> None:
    assert [shown(mention) for mention in names(text)] == expected.split("\n") if expected else not names(text)


@pytest.mark.parametrize("entry", SUFFIXES, ids=lambda entry: entry.word)
def test_every_ending_makes_its_example_an_organisation(entry: Entry) -> None:
    assert is_organization(entry.example, LEXICON) and kind_of(entry.example, LEXICON) != "other"


@pytest.mark.parametrize(
    "entry",
    LEXICON.entries("organizations", "collective-head", "collective-mark", "collective-end"),
    ids=lambda entry: entry.word,
)
def test_collectives_are_collectives(entry: Entry) -> None:
    assert kind_of(entry.example, LEXICON) == "collective"


@pytest.mark.parametrize("entry", LEXICON.entries("organizations", "after-etc"), ids=lambda entry: entry.word)
def test_what_follows_etc_is_left_off(entry: Entry) -> None:
    assert [mention.text for mention in names(entry.example)] == [entry.example.split("等")[0]]


@pytest.mark.parametrize("text", ["完善体系", "2022年", "到2025年达到80%", "是牵头单位的局：甲", "一"])
def test_what_is_no_organisation(text: str) -> None:
    assert not is_organization(text, LEXICON)


def test_a_line_break_in_a_cell_divides_names_or_joins_one() -> None:
    text = "市教育局\n市财\n政局"
    passage = Passage.of(text, [Span(0, 4), Span(5, 7), Span(8, 10)])
    found = split_names(passage, 0, len(passage.text), LEXICON)
    assert [(mention.text, [span.quote(text) for span in mention.spans(passage)]) for mention in found] == [
        ("市教育局", ["市教育局"]),
        ("市财政局", ["市财", "政局"]),
    ]


def test_a_qualifier_becomes_the_scope() -> None:
    assert [mention.scope for mention in names("有农业的区人民政府")] == ["有农业的"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("市委改革办（市跑改办）", ("市委改革办", "市跑改办")),
        ("市委改革办（以下简称市跑改办）", ("市委改革办", "市跑改办")),
        ("各县（市、区）", None),
        ("市教育局", None),
    ],
)
def test_aliases(text: str, expected: tuple[str, str] | None) -> None:
    found = names(text)
    assert alias_of(found[0]) == expected or (
        expected is not None and "以下简称" in text and alias_of(found[0]) is None
    )


@given(st.text(alphabet="市县各局委等、，（）()〔〕和及 \n△教育财政部门负责", max_size=80))
def test_any_text_gives_names_whose_pieces_lie_in_it(text: str) -> None:
    passage = Passage.of(text, [Span(0, len(text))])
    last = 0
    for mention in split_names(passage, 0, len(text), LEXICON):
        assert last <= mention.start < mention.end <= len(text)
        last = mention.end
        assert mention.text == "".join("".join(span.quote(text).split()) for span in mention.spans(passage))
