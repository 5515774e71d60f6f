"""What stands on a doubtful layout is not stated: words recognised in a picture, cells that only white space shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from policygraph.model import Citation, Document, Duty, Goal, Indicator, Linked, Responsibility, Span, Task

F = TypeVar("F", Goal, Indicator, Task, Responsibility, Citation, Duty)
_WHY = {"optical": "文字由图片识别得来", "aligned": "表格没有框线，按空白分列"}


def doubted(linked: Linked) -> Linked:
    """The same facts; those that begin at such a place are guessed, with the reason."""
    document = linked.policy.document
    if all(origin.how == "printed" for _, origin in document.origins):
        return linked
    return replace(
        linked,
        goals=_all(linked.goals, document),
        indicators=_all(linked.indicators, document),
        tasks=_all(linked.tasks, document),
        duties=_all(linked.duties, document),
        responsibilities=_all(linked.responsibilities, document),
        citations=_all(linked.citations, document),
    )


def _all(facts: Sequence[F], document: Document) -> tuple[F, ...]:
    return tuple(
        replace(fact, confidence="guessed", why=f"{fact.why}；{why}" if fact.why else why) if why else fact
        for fact in facts
        for why in [_why(fact.spans, document)]
    )


def _why(spans: Sequence[Span], document: Document) -> str:
    found = (document.origin(span) for span in spans)
    return next((_WHY[origin.how] for origin in found if origin is not None and origin.how in _WHY), "")
