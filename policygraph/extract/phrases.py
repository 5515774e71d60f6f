"""Years and periods in a line: which of them set a deadline, which only compare, which are past.

到2025年 governs what follows; 比2020年 only compares; 2022年起 is a start; 2020年 alone, before the year the
document was issued, speaks of the past.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from policygraph.lexicon import Lexicon
from policygraph.marks.time import bounds, times
from policygraph.model import Clock, Time

MarkKind = Literal["target", "plain", "base", "start", "past"]

PLAN_END = {"十二五": "2015", "十三五": "2020", "十四五": "2025", "十五五": "2030", "十六五": "2035"}


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
