"""Who answers for an indicator: derived once here, written in the record, read by every face of the program."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from policygraph.model import Indicator, IndicatorOwner, Linked, OwnedHow, Responsibility


def with_owners(linked: Linked) -> Linked:
    """Fill ``Indicator.owners``: its own units; else those of its task, of the row or item that names the same task, of
    the item around it; else those of the duties of its task; else those of the same quantity in another place."""
    books = _Books(linked)
    alone = {item.id: tuple(books.alone(item)) for item in linked.indicators}
    twins: dict[str, list[Indicator]] = defaultdict(list)
    for item in linked.indicators:
        twins[item.concept].append(item)
    out = [
        replace(item, owners=alone[item.id] or _elsewhere(item, twins[item.concept], alone))
        for item in linked.indicators
    ]
    return replace(linked, indicators=tuple(out))


def _elsewhere(
    item: Indicator, twins: Sequence[Indicator], alone: dict[str, tuple[IndicatorOwner, ...]]
) -> tuple[IndicatorOwner, ...]:
    if not item.concept:
        return ()
    found = next((alone[twin.id] for twin in twins if alone[twin.id]), ())
    return tuple(replace(owner, how="same_indicator") for owner in found)


class _Books:
    """Responsibilities by subject, and which tasks and duties belong together."""

    def __init__(self, linked: Linked) -> None:
        self._of: dict[str, list[Responsibility]] = defaultdict(list)
        for item in linked.responsibilities:
            self._of[item.subject].append(item)
        self._near: dict[str, list[str]] = defaultdict(list)
        for link in linked.links:
            if link.kind == "same_task":
                self._near[link.left].append(link.right)
                self._near[link.right].append(link.left)
        for task in linked.tasks:
            if task.parent:
                self._near[task.id].append(task.parent)
        self._duties: dict[str, list[str]] = defaultdict(list)
        for duty in linked.duties:
            if duty.task:
                self._duties[duty.task].append(duty.id)

    def alone(self, item: Indicator) -> Iterator[IndicatorOwner]:
        """Owners without looking at other places of the quantity."""
        steps: tuple[tuple[OwnedHow, list[str]], ...] = (
            ("own", [item.id]),
            ("task", [item.task] if item.task else []),
            ("task", self._near[item.task] if item.task else []),
            ("duty", self._duties[item.task] if item.task else []),
        )
        for how, subjects in steps:
            found = [duty for subject in subjects for duty in self._of[subject] if duty.organization]
            if found:
                seen: set[tuple[str, str]] = set()
                for duty in found:
                    if duty.organization and (duty.organization, duty.role) not in seen:
                        seen.add((duty.organization, duty.role))
                        yield IndicatorOwner(duty.organization, duty.role, how, duty.id)
                return
