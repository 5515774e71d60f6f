"""The account of a document: what its marks promise, what was answered, and what was not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from policygraph.model.places import Severity, Span

Verdict: TypeAlias = Literal["green", "amber", "red"]
Asked: TypeAlias = Literal["items", "owners", "figures", "dates", "tables", "rows", "annexes", "pictures"]


@dataclass(frozen=True, slots=True)
class Count:
    expected: int
    answered: int


@dataclass(frozen=True, slots=True)
class Unanswered:
    """One thing the document shows and no fact speaks of. ``code`` is its issue code, ``what`` one line in Chinese."""

    code: str
    what: str
    where: tuple[Span, ...]
    severity: Severity


@dataclass(frozen=True, slots=True)
class Coverage:
    """``counts`` has every kind that is asked; ``why`` says in Chinese what made the verdict amber or red."""

    verdict: Verdict
    counts: Mapping[Asked, Count]
    unanswered: tuple[Unanswered, ...] = ()
    why: tuple[str, ...] = ()
