"""Years and periods in a line: which of them set a deadline, which only compare, which are past.

到2025年 governs what follows; 比2020年 only compares; 2022年起 is a start; 2020年 alone, before the year the
document was issued, speaks of the past.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from policygraph.model import Masthead

MarkKind = Literal["target", "plain", "base", "start", "past"]

PLAN_END = {"十二五": "2015", "十三五": "2020", "十四五": "2025", "十五五": "2030", "十六五": "2035"}
_LEAD = r"(?:力争到|争取到|确保到|直到|截至到|截止到|截至|截止|到|至|在|于|力争|争取|确保|自|从|由|比|较|与|以|按)?"
_TAIL = (
    r"(?:(?P<month>\d{1,2})月(?:\d{1,2}日)?)?(?P<tail>年底以前|年底之前|年底前|底以前|底之前|底前|年底|年末|末前|末|底|以前|之前|前"
    r"|内|上半年|下半年|[一二三四]季度(?:末|前)?|起|开始|以来|以后|期间|中|度)?"
)
_YEAR = re.compile(
    rf"(?P<lead>{_LEAD})(?P<first>(?:19|20)\d\d)年?(?:(?:-|—|~|至|到)+(?P<last>20\d\d))?年"
    rf"(?:[、和](?P<second>20\d\d)年)?{_TAIL}"
)
_PERIOD = re.compile(
    rf"(?P<lead>{_LEAD})[\"']?(?P<plan>十[二三四五六]五)[\"']?(?:[、和][\"']?(?P<next>十[二三四五六]五)[\"']?)?(?P<tail>期末|末期|末|期间|时期|中期|初期|以来|结束时|规划期|规划期末|前三年|前两年)?"
)
_NEAR = re.compile(
    r"(?:到|至)?(?:年底前|年底|年内|今年底?|本年度?|当年底)(?:前|内)?(?![年度])|(?<!\d)(?<!年)(\d{1,2})月底?前"
)
_COMPARING = re.compile(r"^(?:相比|基础上|水平|的基础|同期|基准|为基[准期]|增长|增加|提高|下降|降低|减少|翻)")
_STARTING = ("起", "开始", "以后")


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
    plan = _PERIOD.search(title.replace("“", '"').replace("”", '"'))
    if plan and not match:
        horizon = PLAN_END[plan.group("plan")]
        issued = issued or str(int(horizon) - 4)  # an undated five-year plan: its first year
    return Clock(issued or None, annual, annual or horizon or masthead.horizon)


def _number_year(number: str | None) -> str | None:
    match = re.search(r"(20\d\d)", number or "")
    return match.group(1) if match else None


def find_marks(text: str, clock: Clock) -> list[Mark]:
    """The time phrases of a folded, spaceless line, in order and disjoint."""
    found: list[Mark] = []
    if "年" in text:
        found += [mark for match in _YEAR.finditer(text) if (mark := _year_mark(text, match, clock))]
    if "五" in text:
        found += [mark for match in _PERIOD.finditer(text) if (mark := _period_mark(text, match, clock))]
    if "年" in text or "月" in text:
        found += [mark for match in _NEAR.finditer(text) if (mark := _near_mark(match, clock))]
    out: list[Mark] = []
    for mark in sorted(found, key=lambda item: (item.start, -item.end)):
        if not out or mark.start >= out[-1].end:
            out.append(mark)
    return out


def _year_mark(text: str, match: re.Match[str], clock: Clock) -> Mark | None:
    lead, tail = match.group("lead"), match.group("tail") or ""
    first, last, second = match.group("first"), match.group("last"), match.group("second") or ""
    year = last or first
    month = match.group("month")
    by = f"{year}-{int(month):02d}" if month and 1 <= int(month) <= 12 else year
    kind: MarkKind
    if tail in _STARTING:
        kind = "start"
    elif lead in ("比", "较", "与", "从", "由", "自") or (
        _COMPARING.match(text[match.end() :]) and not _sets(lead, tail)
    ):
        kind = "base" if lead != "自" else "start"
    elif tail == "以来" or lead in ("截至", "截止"):
        kind = "past" if not clock.past_before or year <= clock.past_before else "target"
    elif clock.past_before and year < clock.past_before:
        kind = "past"
    else:
        kind = "target" if _sets(lead, tail) or last else "plain"
    return Mark(match.start(), match.end(), by, kind, _sets(lead, tail), second)


def _sets(lead: str, tail: str) -> bool:
    return lead.endswith(("到", "至")) or lead in ("力争", "争取", "确保") or tail.endswith(("前", "底", "末", "内"))


def _period_mark(text: str, match: re.Match[str], clock: Clock) -> Mark | None:
    tail = match.group("tail") or ""
    if not tail and not match.group("lead").endswith("到"):
        return None  # “十四五”规划 is a title
    by = PLAN_END[match.group("plan")]
    if tail == "以来" or (clock.past_before and by < clock.past_before):
        return Mark(match.start(), match.end(), by, "past")
    if match.group("lead") in ("比", "较", "与", "从", "由"):
        return Mark(match.start(), match.end(), by, "base")
    second = PLAN_END[match.group("next")] if match.group("next") else ""
    return Mark(match.start(), match.end(), by, "target", tail != "初期", second)


def _near_mark(match: re.Match[str], clock: Clock) -> Mark | None:
    year = clock.annual or clock.issued
    if not year:
        return None
    month = match.group(1)
    by = f"{year}-{int(month):02d}" if month and 1 <= int(month) <= 12 else year
    return Mark(match.start(), match.end(), by, "target", True)
