"""The years a document plans for: its horizon and its baseline."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from policygraph.text import fold, parse_numeral

_RANGE = re.compile(r"(20\d\d)[ ]?年?[ ]?[-—–―~至到]{1,2}[ ]?(20\d\d)")
_PLAN = re.compile(r'["“”]?十([三四五六])五["“”]?')
_BY = re.compile(r"到(20[2-5]\d)年")
_BASE = re.compile(r"(?:比|较|与)(20[0-3]\d)年")


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


def _most(pattern: re.Pattern[str], body: Sequence[str]) -> str | None:
    counts: Counter[str] = Counter()
    for text in body:
        counts.update(pattern.findall(fold(text)))
    return min(counts, key=lambda year: (-counts[year], year)) if counts else None
