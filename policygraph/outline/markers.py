"""Numbering: the marker at the head of a paragraph, read as (system, ordinal). Text in, values out.

GB/T 9704-2012 numbers the levels 一、 （一） 1. （1）; laws and plans put 编 章 节 条 above them. The glyphs of the
systems are disjoint, so a marker names its system by itself and ranks order the systems (``tree``).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from policygraph.text import NUMERAL, fold, parse_numeral

#: Systems from the outermost to the innermost; the place in this tuple is the rank.
SYSTEMS: tuple[str, ...] = (
    "编",
    "部分",
    "章",
    "节",
    "条",
    "一、",
    "（一）",
    "1.",
    "1.1",
    "1.1.1",
    "（1）",
    "1）",
    "①",
    "专栏",
)

RANK = {system: rank for rank, system in enumerate(SYSTEMS)}


@dataclass(frozen=True, slots=True)
class Marker:
    """``label`` is the marker as it goes into a path (without dot); ``end`` the offset where the words begin."""

    system: str
    ordinal: int
    label: str
    end: int


#: A path writes １ and 1 alike; brackets stay as the document has them.
_HALF = {0xFF10 + digit: 0x30 + digit for digit in range(10)}
_N = f"[{NUMERAL}]"
_GAP = r"[ ]{0,8}"

#: One pattern a system, tried in this order on the folded text; group 1 is the label, group 2 the ordinal.
PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("编", re.compile(rf"(第[ ]?({_N}{{1,4}}|\d{{1,3}})[ ]?[编篇])(?=[ ]|$|[^ ，,。、的内所])")),
    ("部分", re.compile(rf"(第[ ]?({_N}{{1,4}}|\d{{1,3}})[ ]?部分)(?=[ :：]|$|[^ ，,。、的内所])")),
    ("章", re.compile(rf"(第[ ]?({_N}{{1,4}}|\d{{1,3}})[ ]?章)(?!规定)(?=[ ]|$|[^ ，,。、的所])")),
    ("节", re.compile(rf"(第[ ]?({_N}{{1,4}}|\d{{1,3}})[ ]?节)(?!规定)(?=[ ]|$|[^ ，,。、的所课])")),
    ("条", re.compile(rf"(第[ ]?({_N}{{1,5}}|\d{{1,3}})[ ]?条)(?!规定)(?=[ :：]|$|[^ ，,。、的所第至])")),
    ("一、", re.compile(rf"(({_N}{{1,4}}))[ ]?、(?!{_N}{{1,3}}[、产])")),
    ("一、", re.compile(rf"(({_N}{{1,3}}))[.](?!\d)")),
    ("（一）", re.compile(rf"(\([ ]?({_N}{{1,4}})[ ]?\))[、.]?")),
    ("1.1.1", re.compile(r"(\d{1,2}[.]\d{1,2}[.](\d{1,2}))[.、]?(?=[ ]{0,4}[^\d ])")),
    ("1.1", re.compile(r"(\d{1,2}[.](\d{1,2}))[.、]?(?=[ ]{0,4}[^\d %.])")),
    ("1.", re.compile(r"((\d{1,3}))[ ]?(?:[.](?!\d)|[.](?=\d{1,2}[A-Z]|20\d\d[年一-鿿])|(?=《[.、])|、(?!\d+[、.]))")),
    ("（1）", re.compile(r"(\([ ]?(\d{1,2})[ ]?\))[、.]?")),
    ("1）", re.compile(r"((\d{1,2})\))")),
    ("①", re.compile(r"(([①-⑳❶-❿]))")),
    ("（一）", re.compile(r"(([㈠-㈩]))")),
    ("（1）", re.compile(r"(([⑴-⒇]))")),
    ("1.", re.compile(r"(([⒈-⒛]))")),
    ("专栏", re.compile(rf"(专[ ]?栏[ ]?({_N}{{1,3}}|\d{{1,3}})(?:-\d{{1,2}})?)[ ]{{0,4}}[:、.]?")),
)  # fmt: skip


#: What a marker can begin with; most lines begin with none of it, and one look tells.
_BEGINS = re.compile(rf"[\d第专(①-⑳❶-❿㈠-㈩⑴-⒇⒈-⒛{NUMERAL}]")


def read_marker(text: str) -> Marker | None:
    """The marker ``text`` (a paragraph, trimmed) begins with, None where it begins with words.

    >>> read_marker("（一）发展绿色交通"), read_marker("1.1万吨/日"), read_marker("2021年底前")
    (Marker(system='（一）', ordinal=1, label='（一）', end=3), None, None)
    """
    head = text[:24]
    folded = fold(head)
    if not _BEGINS.match(folded):
        return None
    for system, pattern in PATTERNS:
        found = pattern.match(folded)
        marker = _marker(system, found, head, text) if found else None
        if marker:
            return marker
    return None


def _marker(system: str, found: re.Match[str], head: str, text: str) -> Marker | None:
    raw = _spelled(head[found.start(1) : found.end(1)])
    ordinal = _ordinal(found.group(2), system)
    if ordinal is None or (system in ("1.1", "1.1.1") and not _decimal_heading(text[found.end() :])):
        return None
    end = found.end()
    while end < len(text) and text[end].isspace():
        end += 1
    return Marker(system, ordinal, re.sub(r"\s", "", raw).translate(_HALF), end)


def _ordinal(glyph: str, system: str) -> int | None:
    first = next((low for low, high in _GLYPHS if low <= glyph <= high), None)
    return parse_numeral(glyph) if first is None else ord(glyph) - ord(first) + 1


#: Signs that hold a whole marker in one character.
_GLYPHS = (("①", "⑳"), ("❶", "❿"), ("㈠", "㈩"), ("⑴", "⒇"), ("⒈", "⒛"))


def _spelled(raw: str) -> str:
    """㈠ is （一） in a path, ⑴ （1）, ⒈ 1: the sections of one list have markers of one kind.

    >>> _spelled("㈢"), _spelled("⑿"), _spelled("⒈"), _spelled("（一）")
    ('（三）', '（12）', '1', '（一）')
    """
    if len(raw) != 1 or not ("㈠" <= raw <= "㈩" or "⑴" <= raw <= "⒛"):
        return raw
    words = unicodedata.normalize("NFKC", raw).rstrip(".")
    return words.replace("(", "（").replace(")", "）")


_MEASURE = re.compile(r"[ ]?(?:[万亿千百]|[个项家座台户人次倍吨元米亩天年月日至-]|平方|公里|立方|千瓦|左右|以上|以下)")


def _decimal_heading(rest: str) -> bool:
    """1.1 万吨/日 is a quantity that a line break put first, 1.1 编制目的 a heading of an emergency plan."""
    words = rest.strip()
    if rest[:1].isspace() and re.match("[A-Z][A-Za-z0-9.]{0,8}[一-鿿]", words):
        return True  # 5.1.2 VOCs综合治理
    return bool(words) and not _MEASURE.match(fold(words)) and not words[0].isascii()
