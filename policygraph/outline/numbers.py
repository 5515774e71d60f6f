"""Document numbers and dates as a masthead prints them."""

from __future__ import annotations

import re

from policygraph.text import NUMERAL, fold, parse_numeral

_ORGAN = r"[一-鿿]{1,16}"
NUMBER = re.compile(
    rf"({_ORGAN}(?:字|发|函|办|令)?)[ ]?[〔\[【(（]([12]\d{{3}})[〕\]】)）][ ]?(?:第[ ]?)?(\d{{1,5}})[ ]?号"
)
#: 某部公告2019年第35号, 中华人民共和国国务院令第731号; and (2021)某函字第99号, the year before the body
_DECREE = re.compile(r"([一-鿿]{2,24}(?:令|公告|通告))[ ]?(?:([12]\d{3})[ ]?年[ ]?)?第[ ]?(\d{1,5})[ ]?号")
_LEADING = re.compile(rf"[〔\[【(（]([12]\d{{3}})[〕\]】)）][ ]?({_ORGAN}字)[ ]?第[ ]?(\d{{1,5}})[ ]?号")
DATE = re.compile(
    rf"([12]\d{{3}}|[{NUMERAL}○]{{4}})[ ]?年[ ]?(\d{{1,2}}|[{NUMERAL}]{{1,3}})[ ]?月(?:[ ]?(\d{{1,2}}|[{NUMERAL}]{{1,3}})[ ]?日)?"
)
ISO = re.compile(r"([12]\d{3})[-/.](\d{1,2})[-/.](\d{1,2})")


def read_number(text: str) -> tuple[str, int, int] | None:
    """The first document number of a text as (normalised, start, end); brackets become 〔〕.

    >>> read_number("黑环办发[2021]119 号")
    ('黑环办发〔2021〕119号', 0, 15)
    >>> read_number("（2021）某科函字第99号"), read_number("某某部公告 2019年 第35号")
    (('〔2021〕某科函字第99号', 0, 14), ('某某部公告2019年第35号', 0, 16))
    """
    folded = fold(text)
    if found := NUMBER.search(folded):
        organ = re.sub(r"\s", "", found.group(1))
        return f"{organ}〔{found.group(2)}〕{found.group(3)}号", found.start(), found.end()
    if found := _LEADING.search(folded):
        return f"〔{found.group(1)}〕{found.group(2)}第{found.group(3)}号", found.start(), found.end()
    if found := _DECREE.search(folded):
        year = f"{found.group(2)}年" if found.group(2) else ""
        return f"{found.group(1)}{year}第{found.group(3)}号", found.start(), found.end()
    return None


def read_date(text: str) -> tuple[str, int, int] | None:
    """The first date of a text as (ISO, start, end); 二○一八年十二月三日 is 2018-12-03.

    >>> read_date("二○一八年十二月三日")
    ('2018-12-03', 0, 10)
    """
    folded = fold(text)
    for pattern in (DATE, ISO):
        found = pattern.search(folded)
        if found:
            value = _iso(found.group(1), found.group(2), found.group(3))
            if value:
                return value, found.start(), found.end()
    return None


def _iso(year: str, month: str, day: str | None) -> str | None:
    y, m = parse_numeral(year), parse_numeral(month)
    d = parse_numeral(day) if day else None
    if y is None or m is None or not 1900 <= y <= 2100 or not 1 <= m <= 12:
        return None
    if d is None:
        return f"{y:04d}-{m:02d}"
    return f"{y:04d}-{m:02d}-{d:02d}" if 1 <= d <= 31 else None
