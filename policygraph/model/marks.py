"""Typed words of a text: what stands where, before anybody asks what it means for the document."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias, cast

from policygraph.model.document import Passage
from policygraph.model.places import Comparator, OrganizationKind, Role, Span

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
class Quantity(Mark):
    """A number with its unit. ``cls`` is the class of the unit (bare without one); ``start`` includes a comparator before
    the number, ``end`` one behind it; ``digits`` is where the number itself begins, ``body`` where number and unit end."""

    digits: int = 0
    body: int = 0
    value: float = 0.0
    value_max: float | None = None
    unit: str = ""
    comparator: Comparator = "="
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Body(Mark):
    """An organisation or a class of bodies; ``cls`` is its ``OrganizationKind``. ``[start, end)`` holds all that belongs
    to the mention, ``pieces`` only its name (the whole where empty), ``text`` the name joined without white space."""

    text: str = ""
    pieces: tuple[tuple[int, int], ...] = ()
    role: Role | None = None  # where a bracket after the name gives one: 市教育局（牵头）
    marked: bool = False  # carries △ or another mark of the list's leader
    scope: str | None = None  # a qualifier left off the name: 有农业的
    alias: str | None = None  # another name in brackets
    open: bool = False  # 等部门 follows: the list has no end
    known: bool = True  # its ending is that of a body

    @property
    def organization(self) -> OrganizationKind:
        return cast("OrganizationKind", self.cls)

    def spans(self, passage: Passage) -> tuple[Span, ...]:
        return tuple(span for start, end in self.pieces for span in passage.spans(start, end))


@dataclass(frozen=True, slots=True)
class Declaration(Mark):
    """A rule stated once. ``cls``: first, comma, marked, once; ``names`` are offsets in the searched text."""

    sign: str = ""
    names: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Bounds:
    """When something is due: first and last day as ``YYYY-MM-DD`` (None = open), ``by`` as exact as the text, and the
    wording of what comes again."""

    by: str | None
    since: str | None
    until: str | None
    precision: Precision
    recurrence: str | None = None
