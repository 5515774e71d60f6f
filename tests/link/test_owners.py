"""Who answers for an indicator: one answer, and how it is known."""

from __future__ import annotations

from dataclasses import replace

import pytest

from policygraph.link.owners import with_owners
from policygraph.model import (
    Document,
    Duty,
    FileInfo,
    Indicator,
    Link,
    Linked,
    Masthead,
    PolicyDocument,
    Responsibility,
    Span,
    Task,
)

AT = (Span(0, 1),)
POLICY = PolicyDocument(Document(FileInfo("a", "", ""), "字", ()), Masthead("d"), (), (), ())
FIRST = Indicator("i1", "绿化率", 40.0, "%", ">=", "2025", None, "", AT, "rule", task="t1", concept="c1")
TASKS = tuple(Task(key, None, key, "body", None, None, None, "", "", AT, AT, "rule") for key in ("t1", "t2"))
DUTY = Duty("u1", "市林业局要绿化", "must", None, "", AT, AT, "rule", task="t1")


def owner(subject: str, organization: str = "o1") -> Responsibility:
    return Responsibility(
        f"r{subject}{organization}", subject, "某局", "lead", 1, AT, "rule", organization=organization
    )


def ask(
    *items: Responsibility, indicators: tuple[Indicator, ...] = (FIRST,), links: tuple[Link, ...] = ()
) -> list[tuple[str, str]]:
    """(organisation, how) of the first indicator."""
    linked = Linked(POLICY, (), indicators, TASKS, items, (), (), links, (DUTY,))
    return [(one.organization, one.how) for one in with_owners(linked).indicators[0].owners]


@pytest.mark.parametrize(
    ("subjects", "how"),
    [(("i1", "t1", "u1"), "own"), (("t1", "u1"), "task"), (("u1",), "duty"), ((), None)],
)
def test_the_nearest_statement_wins(subjects: tuple[str, ...], how: str | None) -> None:
    assert ask(*(owner(subject) for subject in subjects)) == ([("o1", how)] if how else [])


def test_the_row_that_names_the_same_task_answers_for_it() -> None:
    assert ask(owner("t2"), links=(Link("same_task", "t2", "t1", 1.0, ""),)) == [("o1", "task")]


def test_the_same_quantity_elsewhere_answers_last() -> None:
    other = replace(FIRST, id="i2", task="t2")
    alone = replace(FIRST, task=None)
    assert ask(owner("t2"), indicators=(alone, other)) == [("o1", "same_indicator")]
    assert ask(owner("t2"), indicators=(replace(alone, concept=""), replace(other, concept=""))) == []


def test_an_organisation_counts_once_in_a_role() -> None:
    assert ask(owner("i1"), replace(owner("i1"), id="r9"), owner("i1", "o2")) == [("o1", "own"), ("o2", "own")]
