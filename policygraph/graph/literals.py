"""Values to RDF literals. No literal may make an output ill-formed, so what XML cannot hold is replaced here.

The replacement is one character for one, so that offsets into a quoted text stay true.
"""

from __future__ import annotations

import math
import re
from datetime import date
from decimal import Decimal

from policygraph.graph.terms import expand
from policygraph.model import Literal_

_ILL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_DATATYPES = ("xsd:gYear", "xsd:gYearMonth", "xsd:date")
LABEL = 80


def clean(text: str) -> str:
    """Characters that XML 1.0 forbids (NUL, controls, lone surrogates) become U+FFFD; ``len`` is kept."""
    return _ILL.sub("\ufffd", text)


def label(text: str) -> str:
    """One line to show: no line breaks, no bidirectional or zero-width controls, at most 80 characters.

    >>> label("推动 园区\\n改造")
    '推动 园区 改造'
    """
    line = " ".join(_UNSEEN.sub("", clean(text)).split())
    return line if len(line) <= LABEL else line[: LABEL - 1] + "…"


def words(text: str) -> Literal_:
    """Text of the document, in Chinese."""
    return Literal_(clean(text), language="zh")


def plain(text: str) -> Literal_:
    """A code, a name of a rule, a number as written."""
    return Literal_(clean(text))


def whole(value: int) -> Literal_:
    return Literal_(str(value), expand("xsd:integer"))


def flag(value: bool) -> Literal_:
    return Literal_("true" if value else "false", expand("xsd:boolean"))


def number(value: float) -> Literal_ | None:
    """``xsd:decimal`` without exponent; None for what is no number.

    >>> number(82.0).value, number(1.05).value, number(1e-7).value
    ('82', '1.05', '0.0000001')
    """
    if not math.isfinite(value):
        return None
    text = format(Decimal(repr(value)), "f")
    return Literal_(text.rstrip("0").rstrip(".") if "." in text else text, expand("xsd:decimal"))


def moment(value: str) -> Literal_:
    """``YYYY[-MM[-DD]]`` with the datatype of its exactness; anything else stays a plain string.

    >>> moment("2022-06").datatype.rpartition("#")[2], moment("2022-13").datatype
    ('gYearMonth', '')
    """
    kind = exactness(value)
    return plain(value) if kind is None else Literal_(value, expand(_DATATYPES[kind]))


def exactness(value: str) -> int | None:
    """0 year, 1 month, 2 day; None when it is no calendar date."""
    found = _DATE.fullmatch(value)
    if found is None or not value.isascii():
        return None
    year, month, day = found.groups()
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    return 2 if day else 1 if month else 0
