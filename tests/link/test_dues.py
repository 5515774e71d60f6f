"""When a fact is due: what is stated first, then what is inherited, and duties in the tasks they stand in."""

from __future__ import annotations

from dataclasses import replace

import pytest

from policygraph.link.dues import bounds_of, duties_of_tasks, with_dues
from policygraph.model import (
    Bounds,
    Deadline,
    Document,
    Due,
    Duty,
    FileInfo,
    Indicator,
    Linked,
    Masthead,
    PolicyDocument,
    Span,
    Task,
)

AT = (Span(0, 4),)
TASK = Task("t1", None, "建设平台", "body", None, None, None, "", "", AT, AT, "rule")
TARGET = Indicator("i1", "覆盖率", 40.0, "%", ">=", "2024", None, "", AT, "rule", task="t1")
DUTY = Duty(
    "u1",
    "某局要…",
    "must",
    None,
    "",
    AT,
    AT,
    "rule",
    due=Due("6月底前", Bounds("2023-06", None, "2023-06-30", "month"), "own"),
    task="t1",
)


def due(
    task: Task = TASK, *, targets: tuple[Indicator, ...] = (), duties: tuple[Duty, ...] = (), horizon: str | None = None
) -> Due | None:
    policy = PolicyDocument(Document(FileInfo("a", "", ""), "建设平台", ()), Masthead("d", horizon=horizon), (), (), ())
    return with_dues(Linked(policy, (), targets, (task,), (), (), (), (), duties)).tasks[0].due


DATED = replace(TASK, deadline=Deadline("2022年6月底前", "2022-06", None, "column", AT))


@pytest.mark.parametrize(
    ("found", "until", "source"),
    [
        (due(DATED, targets=(TARGET,), duties=(DUTY,), horizon="2025"), "2022-06-30", "column"),
        (due(targets=(TARGET,), duties=(DUTY,), horizon="2025"), "2023-06-30", "duty"),
        (due(targets=(TARGET,), horizon="2025"), "2024-12-31", "inherited"),
        (due(horizon="2025"), "2025-12-31", "inherited"),
    ],
)
def test_the_nearest_date_wins(found: Due | None, until: str, source: str) -> None:
    assert found is not None and (found.bounds.until, found.source) == (until, source)


def test_an_act_in_the_passage_dates_a_task_that_names_nobody() -> None:
    text = "建设平台。2022年6月底前完成选址，2023年底前建成投用。"
    policy = PolicyDocument(Document(FileInfo("a", "", ""), text, ()), Masthead("d", horizon="2025"), (), (), ())
    task = replace(TASK, passage=(Span(0, len(text)),))
    found = with_dues(Linked(policy, (), (), (task,), (), (), (), ())).tasks[0].due
    assert found is not None and (found.text, found.bounds.until, found.source) == ("2023年底前", "2023-12-31", "duty")
    assert [span.quote(text) for span in found.spans] == ["2023年底前"]


def test_without_any_date_there_is_none() -> None:
    assert due() is None


def test_what_goes_on_has_no_last_day() -> None:
    found = due(replace(TASK, deadline=Deadline("持续推进", None)), horizon="2025")
    assert found is not None and (found.text, found.bounds.until) == ("持续推进", None)


def test_an_inherited_year_is_no_statement() -> None:
    policy = PolicyDocument(Document(FileInfo("a", "", ""), "建设平台", ()), Masthead("d"), (), (), ())
    items = (TARGET, replace(TARGET, id="i2", why="年份取自标题"), replace(TARGET, id="i3", by=None))
    found = with_dues(Linked(policy, (), items, (), (), (), (), ())).indicators
    assert [item.due.source if item.due else None for item in found] == ["own", "inherited", None]


def test_a_duty_belongs_to_the_task_in_whose_passage_it_stands() -> None:
    policy = PolicyDocument(Document(FileInfo("a", "", ""), "建设平台", ()), Masthead("d"), (), (), ())
    loose = replace(DUTY, task=None)
    outside = replace(loose, id="u2", spans=(Span(9, 12),))
    found = duties_of_tasks(Linked(policy, (), (), (TASK,), (), (), (), (), (loose, outside))).duties
    assert [duty.task for duty in found] == ["t1", None]


@pytest.mark.parametrize(
    ("by", "until"),
    [("2025", "2025-12-31"), ("2024-02", "2024-02-29"), ("2023-06-05", "2023-06-05"), ("2023-13", None), (None, None)],
)
def test_bounds_of_a_date(by: str | None, until: str | None) -> None:
    found = bounds_of(by)
    assert (found.until if found else None) == until
