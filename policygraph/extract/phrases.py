"""Years and periods in a line: which of them set a deadline, which only compare, which are past.

到2025年 governs what follows; 比2020年 only compares; 2022年起 is a start; 2020年 alone, before the year the
document was issued, speaks of the past.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from policygraph.lexicon import Lexicon
from policygraph.marks.time import bounds, times
from policygraph.model import Masthead, Time

MarkKind = Literal["target", "plain", "base", "start", "past"]

PLAN_END = {"十二五": "2015", "十三五": "2020", "十四五": "2025", "十五五": "2030", "十六五": "2035"}
_PERIOD = re.compile("十[二三四五六]五")


@dataclass(frozen=True, slots=True)
class Mark:
    """A time phrase ``text[start:end]``: ``by`` is ``YYYY[-MM]``; ``second`` the other year of 2025年、2030年;
    ``fixed``: the wording itself says deadline (到, 前, 底, 末) and not only a year."""

    start: int
    end: int
    by: str
    kind: MarkKind
    fixed: bool = False
    second: str = ""


@dataclass(frozen=True, slots=True)
class Clock:
    """What the document says about its own time: the year it was issued, the one year of an annual plan and
    the last year of its title's span. None where the file does not say."""

    issued: str | None
    annual: str | None
    horizon: str | None

    @property
    def past_before(self) -> str:
        return self.issued or self.annual or ""


_TITLE_YEARS = re.compile(r"(20\d\d)年?(?:(?:-|—|－|―|–|~|～|至|到)+(20\d\d))?(?=年|\)|）|—|-|$)")


def clock_of(masthead: Masthead) -> Clock:
    """The document's own time from its masthead."""
    title = masthead.title or masthead.notice_title or ""
    issued = (masthead.issued or masthead.published or "")[:4] or _number_year(masthead.number)
    match = _TITLE_YEARS.search(title)
    annual = horizon = None
    if match and match.group(2):
        horizon = match.group(2)
        issued = issued or match.group(1)
    elif match and not re.match(r"年?(?:前|远景)", title[match.end() :]):
        annual = match.group(1)
    if annual and issued and int(annual) - int(issued) > 1:
        annual, horizon = None, annual
    if annual and re.search(r"(?:规划|三年|五年)", title):
        annual = None
    plan = _PERIOD.search(title)
    if plan and not match:
        horizon = PLAN_END[plan.group()]
        issued = issued or str(int(horizon) - 4)  # an undated five-year plan: its first year
    return Clock(issued or None, annual, annual or horizon or masthead.horizon)


def _number_year(number: str | None) -> str | None:
    match = re.search(r"(20\d\d)", number or "")
    return match.group(1) if match else None


def find_marks(text: str, clock: Clock, lexicon: Lexicon) -> list[Mark]:
    """What the times of a folded, spaceless line say about its figures, in order and disjoint."""
    own = clock.annual or clock.issued
    found = (_mark(time, int(own) if own else None, clock) for time in times(text, lexicon))
    return [mark for mark in found if mark is not None]


def _mark(time: Time, year: int | None, clock: Clock) -> Mark | None:
    kind = _KIND.get(time.sense)
    said = bounds(replace(time, sense="until") if kind else time, year)
    if kind is None or said.by is None or time.days is not None:
        return None
    if kind == "past" and clock.past_before and said.by[:4] > clock.past_before:
        kind = "target"
    elif kind in ("target", "plain") and clock.past_before and said.by[:4] < clock.past_before:
        kind = "past"
    if kind == "plain" and (time.first or time.precision == "plan"):
        kind = "target"
    return Mark(time.start, time.end, said.by, kind, time.fixed, str(time.other or ""))


_KIND: dict[str, MarkKind] = {"until": "target", "point": "plain", "base": "base", "since": "start", "past": "past"}
