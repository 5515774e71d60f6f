"""When a fact is due, one answer for every list that sorts by date: stated dates first, then inherited ones."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from policygraph.lexicon import default_lexicon
from policygraph.link.indicators import Cover, task_extent
from policygraph.marks.due import last_due
from policygraph.model import (
    Bounds,
    Deadline,
    Due,
    DueSource,
    Indicator,
    Linked,
    PolicyDocument,
    Precision,
    Span,
    Task,
)
from policygraph.text import fold


def duties_of_tasks(linked: Linked) -> Linked:
    """Each duty to the task in whose passage it stands."""
    cover = Cover([(task.id, span) for task in linked.tasks for span in task_extent(task)])
    return replace(
        linked, duties=tuple(replace(duty, task=duty.task or cover.at(duty.spans[0].start)) for duty in linked.duties)
    )


def with_dues(linked: Linked) -> Linked:
    """Fill ``due`` of tasks and indicators. A task has its deadline, else the last date of its duties or of an act in its
    passage, else the last year of its indicators, else the horizon of the plan; the last two are inherited."""
    duties: dict[str, list[Due]] = defaultdict(list)
    for duty in linked.duties:
        if duty.task and duty.due:
            duties[duty.task].append(duty.due)
    targets: dict[str, list[Due]] = defaultdict(list)
    indicators = tuple(replace(item, due=_of_indicator(item)) for item in linked.indicators)
    for item in indicators:
        if item.task and item.due:
            targets[item.task].append(item.due)
    for task in linked.tasks:
        if task.deadline is None and not duties[task.id]:
            duties[task.id] = list(_milestones(task, linked.policy))
    horizon = linked.policy.masthead.horizon
    tasks = tuple(
        replace(task, due=_of_task(task, duties[task.id], targets[task.id], horizon)) for task in linked.tasks
    )
    return replace(linked, indicators=indicators, tasks=tasks)


def _milestones(task: Task, policy: PolicyDocument) -> Iterator[Due]:
    """Dates by which something is done in a task's own passage, without anybody named."""
    text, year = policy.document.text, policy.profile.year
    for span in task_extent(task):
        found = last_due(fold(span.quote(text)), int(year) if year else None, default_lexicon())
        if found is not None:
            at = Span(span.start + found[0], span.start + found[1])
            yield Due(at.quote(text), found[2], "duty", (at,))


def _of_task(task: Task, duties: list[Due], targets: list[Due], horizon: str | None) -> Due | None:
    if task.deadline is not None:
        return _of_deadline(task.deadline)
    if (last := _latest(duties)) is not None:
        return replace(last, source="duty")
    if (last := _latest(targets)) is not None:
        return replace(last, source="inherited")
    bounds = bounds_of(horizon)
    return Due(horizon or "", bounds, "inherited") if bounds else None


def _of_deadline(deadline: Deadline) -> Due:
    bounds = deadline.bounds or bounds_of(deadline.by) or Bounds(None, None, None, "year")
    return Due(deadline.text, bounds, deadline.source, deadline.spans)


def _of_indicator(item: Indicator) -> Due | None:
    bounds = bounds_of(item.by)
    source: DueSource = "inherited" if item.why else "own"
    return Due(item.by or "", bounds, source, item.spans if source == "own" else ()) if bounds else None


def _latest(dues: Iterable[Due]) -> Due | None:
    return max((due for due in dues if due.bounds.until), key=lambda due: due.bounds.until or "", default=None)


def bounds_of(by: str | None) -> Bounds | None:
    """The days that ``YYYY[-MM[-DD]]`` bounds; None for nothing or a date that does not exist.

    >>> bounds_of("2025-02").until, bounds_of(None)
    ('2025-02-28', None)
    """
    if not by:
        return None
    year, month, day = (int(part) for part in [*by.split("-"), "0", "0"][:3])
    last = month or 12
    if not 1 <= last <= 12 or year < 1:
        return None
    end = min(day or 31, monthrange(year, last)[1])
    precision: Precision = "day" if day else "month" if month else "year"
    return Bounds(by, None, f"{year:04d}-{last:02d}-{end:02d}", precision)
