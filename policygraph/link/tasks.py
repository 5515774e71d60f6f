"""A task stated in the body and again as an annex row is one piece of work named twice."""

from __future__ import annotations

from collections.abc import Sequence

from policygraph.link.similarity import alike, coverage
from policygraph.model import Link, Task


def same_tasks(tasks: Sequence[Task]) -> tuple[Link, ...]:
    """Link each annex task to the body task in whose section it was placed, where their words agree."""
    body: dict[str | None, list[Task]] = {}
    for task in tasks:
        if task.part == "body":
            body.setdefault(task.section, []).append(task)
    links = []
    for row in tasks:
        if row.part != "annex":
            continue
        scored = [(_likeness(row, task), task) for task in body.get(row.section, ())]
        best = max(scored, key=lambda pair: pair[0], default=None)
        if best is not None and best[0] >= 0.6:
            sure = best[0] >= 0.95
            links.append(
                Link("same_task", row.id, best[1].id, best[0], "附件条目与正文任务用语一致" if sure else "附件条目与正文任务相近",
                     "inferred" if sure else "guessed")
            )  # fmt: skip
    return tuple(links)


def _likeness(row: Task, task: Task) -> float:
    inside = any(span.overlaps(other) for span in row.body_spans for other in task.passage)
    return min(1.0, max(alike(row.text, task.text), 0.95 * coverage(row.text, task.text)) + (0.05 if inside else 0.0))
