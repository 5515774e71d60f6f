"""The years a document speaks of: its horizon and baseline, and the year it speaks from."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from policygraph.model import Clock, Masthead
from policygraph.text import fold, parse_numeral

_RANGE = re.compile(r"(20\d\d)[ ]?年?[ ]?[-—–―~至到]{1,2}[ ]?(20\d\d)")
_PLAN = re.compile(r'["“”]?十([三四五六])五["“”]?')
_BY = re.compile(r"到(20[2-5]\d)年")
_BASE = re.compile(r"(?:比|较|与)(20[0-3]\d)年")
_YEAR = re.compile(r"(20\d\d)年?(?=年|\)|-|—|$)")
_LONG = re.compile(r"规划|三年|五年")
_NOT_FOR = re.compile(r"年?(?:前|远景)")
_DATE = re.compile(r"(20\d{2})\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日")


def horizon(title: str | None, body: Sequence[str]) -> str | None:
    """The year the plan runs to: of its title (2021—2025年, “十四五”, 2022年), else the year most goals are due.

    >>> horizon("数字经济行动计划（2021—2023年）", ()), horizon("“十四五”生态环境保护规划", ())
    ('2023', '2025')
    """
    text = fold(title or "")
    found = _RANGE.search(text)
    if found:
        return found.group(2)
    plan = _PLAN.search(text)
    if plan:
        return str(2015 + 5 * ((parse_numeral(plan.group(1)) or 3) - 2))
    year = re.search(r"(20\d\d)年", text)
    if year:
        return year.group(1)
    return _most(_BY, body)


def baseline_year(body: Sequence[str]) -> str | None:
    """The year that changes are most often measured from (比2020年下降), if any."""
    return _most(_BASE, body)


def clock_of(head: Masthead) -> Clock:
    """The document's own time from its masthead. Of an undated plan the first year of its title's span, or of its five
    years, counts as the year it was issued."""
    title = fold(head.title or head.notice_title or "")
    issued = (head.issued or head.published or "")[:4] or _first(r"20\d\d", head.number)
    span = _RANGE.search(title)
    if span:
        return Clock(issued or span.group(1), None, span.group(2))
    single = _YEAR.search(title)
    annual = single.group(1) if single and not _NOT_FOR.match(title[single.end() :]) else None
    ends = head.horizon if head.title else horizon(title, ())
    if annual is None and _PLAN.search(title) and ends:
        issued = issued or str(int(ends) - 4)
    if annual and ((issued and int(annual) - int(issued) > 1) or _LONG.search(title)):
        annual, ends = None, annual
    return Clock(issued or None, annual, annual or ends)


def year_of(head: Masthead, clock: Clock, text: str) -> str | None:
    """The year a date without one is meant in: that of its title (2021年…工作计划) if it is not over when the document
    is issued, else the year it was issued, of its number, or of the first complete date (a signature); a target's
    year is no plan's year."""
    title = fold(head.title or head.notice_title or "")
    years = set(re.findall(r"(20\d{2})\s*年", title))
    issued = (head.issued or head.published or "")[:4]
    if len(years) == 1 and not _RANGE.search(title):
        year = str(*years)
        return issued if issued and re.search(rf"{year}\s*年度", title) else year
    hit = _DATE.search(fold(text[:4000]))
    return issued or (hit[1] if hit else clock.issued)


def _first(pattern: str, text: str | None) -> str | None:
    found = re.search(pattern, text or "")
    return found.group() if found else None


def _most(pattern: re.Pattern[str], body: Sequence[str]) -> str | None:
    counts: Counter[str] = Counter()
    for text in body:
        counts.update(pattern.findall(fold(text)))
    return min(counts, key=lambda year: (-counts[year], year)) if counts else None
