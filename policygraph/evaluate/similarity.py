"""How two strings are compared, and greedy one-to-one matching. The yardstick of the record contract."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import TypeVar

_DROP = re.compile(r"[\s，。、；：:,;．.“”\"'‘’《》〈〉（）()\[\]【】〔〕]")

G = TypeVar("G")
F = TypeVar("F")


def norm(value: object) -> str:
    """Widths folded, spaces and punctuation left out; anything but a string is empty.

    >>> norm("秸秆 综合利用率（％）")
    '秸秆综合利用率%'
    """
    return _DROP.sub("", unicodedata.normalize("NFKC", value)) if isinstance(value, str) else ""


def sim(left: object, right: object) -> float:
    """1 for equal after folding; containment helps only when the shorter is at least half of the longer.

    >>> round(sim("空气质量优良天数比例", "优良天数比例"), 2)
    0.84
    """
    a, b = norm(left), norm(right)
    if not a or not b:
        return 0.0
    if a == b:
        return 1.0
    ratio = difflib.SequenceMatcher(None, a, b, autojunk=False).ratio()
    short, long = sorted((len(a), len(b)))
    if (a in b or b in a) and short >= 0.5 * long:
        ratio = max(ratio, 0.6 + 0.4 * short / long)
    return ratio


def match(
    gold: Sequence[G], found: Sequence[F], score: Callable[[G, F], float], threshold: float
) -> list[tuple[int, int]]:
    """Pairs (index of gold, index of found), the most similar first, each side used once."""
    pairs = sorted(
        ((score(g, f), i, j) for i, g in enumerate(gold) for j, f in enumerate(found)), key=lambda item: -item[0]
    )
    left: set[int] = set()
    right: set[int] = set()
    out: list[tuple[int, int]] = []
    for value, i, j in pairs:
        if value < threshold:
            break
        if i not in left and j not in right:
            left.add(i)
            right.add(j)
            out.append((i, j))
    return out
