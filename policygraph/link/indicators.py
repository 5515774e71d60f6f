"""Indicators to the task or goal in whose passage they stand, and to the same quantity named elsewhere."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import replace

from policygraph.identity import digest
from policygraph.link.similarity import alike
from policygraph.model import Goal, Indicator, Link, Section, Span, Task
from policygraph.text import squash

SAME = 0.86


class Cover:
    """Which fact's passage covers an offset; the shortest passage wins, so a sub-item beats its item."""

    def __init__(self, passages: Sequence[tuple[str, Span]]) -> None:
        self._spans = sorted(passages, key=lambda pair: (pair[1].start, -pair[1].end))
        self._starts = [span.start for _, span in self._spans]
        self._reach: list[int] = []
        furthest = 0
        for _, span in self._spans:
            furthest = max(furthest, span.end)
            self._reach.append(furthest)

    def at(self, offset: int) -> str | None:
        best: tuple[int, str] | None = None
        index = bisect_right(self._starts, offset) - 1
        while index >= 0 and self._reach[index] > offset:
            key, span = self._spans[index]
            if span.start <= offset < span.end and (best is None or len(span) < best[0]):
                best = (len(span), key)
            index -= 1
        return best[1] if best else None


def tie(
    indicators: Sequence[Indicator],
    tasks: Sequence[Task],
    goals: Sequence[Goal],
    sections: Sequence[Section] = (),
) -> tuple[tuple[Indicator, ...], tuple[Goal, ...]]:
    """Fill ``Indicator.task`` and ``.goal`` from where the indicator stands, and ``Goal.indicators`` from that.

    An indicator in no task's passage belongs to the only task of its item, if there is one: an item whose targets
    stand in a paragraph or list of their own is still that task's.
    """
    by_item = _ByItem(tasks, sections)
    by_task = Cover([(task.id, span) for task in tasks for span in task_extent(task)])
    by_goal = Cover([(goal.id, span) for goal in goals for span in goal.spans])
    out = []
    members: dict[str, list[str]] = defaultdict(list)
    for item in indicators:
        at = item.spans[0].start
        goal = item.goal or by_goal.at(at)
        task = item.task or by_task.at(at) or (None if goal else by_item.of(item.section))
        out.append(replace(item, task=task, goal=goal))
        if goal:
            members[goal].append(item.id)
    return tuple(out), tuple(replace(goal, indicators=tuple(members.get(goal.id, ()))) for goal in goals)


class _ByItem:
    """The only task of a section, or of the nearest section around it that has one."""

    def __init__(self, tasks: Sequence[Task], sections: Sequence[Section]) -> None:
        self._parents = {section.id: section.parent for section in sections}
        self._tasks: dict[str | None, list[str]] = defaultdict(list)
        for task in tasks:
            self._tasks[task.section].append(task.id)

    def of(self, section: str | None) -> str | None:
        while section is not None and section not in self._tasks:
            section = self._parents.get(section)
        found = self._tasks[section] if section is not None else []
        return found[0] if len(found) == 1 else None


def task_extent(task: Task) -> tuple[Span, ...]:
    """Where a task's own words stand: its body passage and measures, or the passage its clause closes."""
    if task.body_spans:
        return (*task.body_spans, *task.measures)
    return task.passage or task.spans


def same_quantities(indicators: Sequence[Indicator]) -> tuple[tuple[Indicator, ...], tuple[Link, ...]]:
    """Give every indicator its concept, and link each further place of a concept to the first one.

    A concept is unit, base of comparison, scope, level or wording, and a name as alike as ``SAME``; names are compared
    with at most ``NEAR`` earlier ones that end alike, so the work grows with the number of indicators, not of pairs.
    """
    concepts = _Concepts()
    out: list[Indicator] = []
    links: list[Link] = []
    for item in indicators:
        first = concepts.first(item)
        out.append(replace(item, concept=concepts.of(first)))
        if first is not item and not _one_row(first, item):
            links.append(_same(first, item))
    return tuple(out), tuple(links)


NEAR = 40
_TAIL = 2  # characters of a name that alike names end in


class _Concepts:
    """First places by what they measure."""

    def __init__(self) -> None:
        self._exact: dict[tuple[str, ...], Indicator] = {}
        self._near: dict[tuple[str, ...], deque[tuple[tuple[str, ...], Indicator]]] = {}

    def first(self, item: Indicator) -> Indicator:
        """The first place that sets the same quantity, or the item itself."""
        name, rest = squash(item.name), self._rest(item)
        key = (name, *rest)
        if key not in self._exact:
            block = self._near.setdefault((name[-_TAIL:], *rest), deque(maxlen=NEAR))
            found = max(
                ((alike(name, other[0]), place) for other, place in block), key=lambda pair: pair[0], default=None
            )
            if found is not None and found[0] >= SAME:
                self._exact[key] = found[1]
            else:
                self._exact[key] = item
                block.append((key, item))
        return self._exact[key]

    def of(self, first: Indicator) -> str:
        return "c" + digest(squash(first.name), *self._rest(first))

    @staticmethod
    def _rest(item: Indicator) -> tuple[str, ...]:
        return squash(item.unit), item.scope or "", item.since or "", "" if item.value is None else "value"


def _one_row(left: Indicator, right: Indicator) -> bool:
    """Two target years of one row, or two readings of one phrase."""
    return left.spans == right.spans or (left.section == right.section and left.by != right.by)


def _same(left: Indicator, right: Indicator) -> Link:
    if squash(left.name) == squash(right.name):
        return Link("same_indicator", left.id, right.id, 1.0, f"两处同名：{left.name}", "inferred")
    reason = f"名称相近：{left.name}／{right.name}"
    return Link("same_indicator", left.id, right.id, alike(left.name, right.name), reason, "guessed")
