"""Lists of organisations (tests/cases/listed.txt), what their pieces cover, and aliases they declare."""

from __future__ import annotations

import pytest
from casefile import cases
from hypothesis import given
from hypothesis import strategies as st

from policygraph.lexicon import Entry, default_lexicon
from policygraph.marks.listed import alias_of, is_act, listed
from policygraph.model import Body, Passage, Span

LEXICON = default_lexicon()


def names(text: str) -> tuple[Body, ...]:
    return listed(Passage.of(text, [Span(0, len(text))]), 0, len(text), LEXICON)


def shown(mention: Body) -> str:
    return " ".join(
        [mention.cls, mention.text, *([mention.role] if mention.role else []), *(["marked"] if mention.marked else [])]
    )


@pytest.mark.parametrize(("title", "text", "expected"), cases("listed"), ids=lambda value: value[:30])
def test_cases(title: str, text: str, expected: str) -> None:
    assert [shown(mention) for mention in names(text)] == expected.split("\n") if expected else not names(text)


@pytest.mark.parametrize("entry", LEXICON.entries("organizations", "after-etc"), ids=lambda entry: entry.word)
def test_what_follows_etc_is_left_off(entry: Entry) -> None:
    assert [mention.text for mention in names(entry.example)] == [entry.example.split("等")[0]]


def test_a_line_break_in_a_cell_divides_names_or_joins_one() -> None:
    text = "市教育局\n市财\n政局"
    passage = Passage.of(text, [Span(0, 4), Span(5, 7), Span(8, 10)])
    found = listed(passage, 0, len(passage.text), LEXICON)
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
    assert alias_of(found[0], LEXICON) == expected or (
        expected is not None and "以下简称" in text and alias_of(found[0], LEXICON) is None
    )


@given(st.text(alphabet="市县各局委等、，（）()〔〕和及 \n△教育财政部门负责", max_size=80))
def test_any_text_gives_names_whose_pieces_lie_in_it(text: str) -> None:
    passage = Passage.of(text, [Span(0, len(text))])
    last = 0
    for mention in listed(passage, 0, len(text), LEXICON):
        assert last <= mention.start < mention.end <= len(text)
        last = mention.end
        assert mention.text == "".join("".join(span.quote(text).split()) for span in mention.spans(passage))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("市水务局张三、市教育局 李某某", ["市水务局", "市教育局"]),
        ("市水务局 0512-8888888", ["市水务局"]),
        ("具体办法由民政部", ["民政部"]),
        ("有关部门在职责范围内严格执行规定", ["有关部门"]),
        ("市教育局市公安局市民政局", ["市教育局", "市公安局", "市民政局"]),
        ("国家税务总局杭州市税务局", ["国家税务总局杭州市税务局"]),
        (
            "有关设区市、县〔区〕人民政府，各县（区）、市发展改革委",
            ["有关设区市、县〔区〕人民政府", "各县（区）", "市发展改革委"],
        ),
        ("市教育局、某某园", ["市教育局", "某某园"]),
    ],
)
def test_what_is_cut_off_and_what_stays_whole(text: str, expected: list[str]) -> None:
    assert [body.text for body in names(text)] == expected


@pytest.mark.parametrize(
    ("text", "act"),
    [("2014年6月底前提出方案", True), ("完善政策措施", True), ("某某联合体", False), ("市教育局", False)],
)
def test_what_does_something_is_no_name(text: str, act: bool) -> None:
    assert [is_act(body, LEXICON) for body in names(text)] == [act]
