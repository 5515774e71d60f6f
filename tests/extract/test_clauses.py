"""Forms of responsibility clauses (tests/cases/clauses.txt), and the rules by which others are refused."""

from __future__ import annotations

import pytest
from casefile import cases
from hypothesis import given
from hypothesis import strategies as st

from policygraph.extract.clauses import BRACKET_FORMS, Clause, find_clauses
from policygraph.extract.owners import read_owners
from policygraph.lexicon import Entry, default_lexicon
from policygraph.marks.label import labels
from policygraph.model import ROLES, Passage, Span
from policygraph.text import fold

LEXICON = default_lexicon()


def passage(text: str) -> Passage:
    return Passage.of(text, [Span(0, len(text))])


def shown(clause: Clause) -> str:
    groups = [
        f"{group.role} " + "、".join(mention.text for mention in group.mentions) for group in clause.owners.groups
    ]
    due = clause.owners.deadline
    tail = f" | {due.text} = {due.by or '-'}" if due else ""
    return f"{clause.rule} {' / '.join(groups)}".rstrip() + tail


@pytest.mark.parametrize(("title", "text", "expected"), cases("clauses"), ids=lambda value: value[:30])
def test_cases(title: str, text: str, expected: str) -> None:
    clauses, _ = find_clauses(passage(text), LEXICON, "2022")
    assert "\n".join(map(shown, clauses)) == expected


def test_every_form_of_the_table_has_a_case() -> None:
    seen = {line.split()[0] for _, _, expected in cases("clauses") for line in expected.splitlines()}
    assert {form.__name__ for form in BRACKET_FORMS} <= seen


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("推进建设（市教育局负责）的平台。", "括号不在句末"),
        ("推进建设。（责任单位：）", "有责任标签而无单位名称"),
        ("推进建设。（自愿自主负责）", "不像单位名称"),
    ],
)
def test_what_looks_like_an_owner_and_is_refused_says_why(text: str, note: str) -> None:
    clauses, refusals = find_clauses(passage(text), LEXICON, "2022")
    assert not clauses and [note in refusal.note for refusal in refusals] == [True]


@pytest.mark.parametrize("role", ROLES)
def test_every_stem_makes_a_label_of_its_role(role: str) -> None:
    for entry in LEXICON.entries("roles", role):
        text = fold(f"{entry.word}单位:市水利局")
        assert [(label.cls, label.end) for label in labels(text, 0, len(text), LEXICON)] == [
            (role, len(entry.word) + 3)
        ]


@pytest.mark.parametrize(
    "entry",
    [e for role in ROLES for e in LEXICON.entries("roles", f"{role}-word")],
    ids=lambda entry: entry.kind + entry.word,
)
def test_every_role_word_closes_a_list(entry: Entry) -> None:
    text = f"市水利局、市教育局{entry.word}"
    owners = read_owners(passage(text), 0, len(text), LEXICON)
    assert [(group.role, [m.text for m in group.mentions]) for group in owners.groups] == [
        (entry.kind.removesuffix("-word"), ["市水利局", "市教育局"])
    ]


@pytest.mark.parametrize("entry", LEXICON.entries("roles", "tail-word"), ids=lambda entry: entry.word)
def test_every_tail_may_follow_a_role_word(entry: Entry) -> None:
    clauses, _ = find_clauses(passage("推进建设。" + entry.example), LEXICON, "2022")
    assert [mention.text for clause in clauses for mention in clause.owners.mentions] == ["市水利局"]


def test_names_broken_over_lines_are_joined() -> None:
    text = "推进建设。（责任\n单位：市教\n育局、市财政局）"
    spans = [Span(0, 8), Span(9, 14), Span(15, len(text))]
    joined = Passage.of(text, spans)
    clauses, _ = find_clauses(joined, LEXICON, "2022")
    mentions = clauses[0].owners.mentions
    assert [mention.text for mention in mentions] == ["市教育局", "市财政局"]
    assert [span.quote(text) for span in mentions[0].spans(joined)] == ["市教", "育局"]


@given(
    st.text(alphabet="（）()[]〔〕责任单位牵头：，、。；市教育局各县政府等负责配合按职分工由2月底前\n ", max_size=120)
)
def test_clauses_of_any_text_are_disjoint_and_hold_their_names(text: str) -> None:
    clauses, _ = find_clauses(passage(text), LEXICON, "2022")
    last = 0
    for clause in clauses:
        assert last <= clause.start < clause.end <= len(text)
        assert all(clause.start <= mention.start and mention.end <= clause.end for mention in clause.owners.mentions)
        last = clause.end
