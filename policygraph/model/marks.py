"""Typed words of a text: what stands where, before anybody asks what it means for the document."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

TimeSense: TypeAlias = Literal["until", "point", "since", "base", "yearly", "open", "past"]
Precision: TypeAlias = Literal["day", "month", "quarter", "half", "year", "plan"]


@dataclass(frozen=True, slots=True)
class Mark:
    """One reading ``text[start:end]`` of a folded text by the row ``row`` of the grammar. ``cls`` is the finer kind
    (a body may be a department or a collective), ``data`` what the row says besides, as the text writes it."""

    start: int
    end: int
    kind: str
    row: str
    cls: str = ""
    data: dict[str, str] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class Time(Mark):
    """A time as exact as the text. ``year`` is None where the text leaves it to the document; ``ahead`` counts years
    from the document's own (0 年内, 1 明年). ``first`` is the year a range begins with, ``other`` the second year of
    2025年、2030年. ``days`` counts from the act that ``sense`` names (印发后30日内)."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    precision: Precision = "year"
    sense: TimeSense = "point"
    ahead: int | None = None
    first: int | None = None
    other: int | None = None
    days: int | None = None
    fixed: bool = False  # the wording itself sets a bound (到, 前, 底, 末), it does not only name the year


@dataclass(frozen=True, slots=True)
class Bounds:
    """When something is due: first and last day as ``YYYY-MM-DD`` (None = open), ``by`` as exact as the text, and the
    wording of what comes again."""

    by: str | None
    since: str | None
    until: str | None
    precision: Precision
    recurrence: str | None = None
