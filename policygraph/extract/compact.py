"""A passage as matching wants it: folded, without spaces, every character still tied to the passage."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from html import unescape

from policygraph.model import Passage, Span
from policygraph.text import fold

#: Exports of databases keep entities: “最多跑一次&quot;, 0.8&permil;.
_ENTITY = re.compile(r"&(?:quot|ldquo|rdquo|lsquo|rsquo|mdash|permil|middot|amp|lt|gt);")
_YEAR = re.compile("二〇[〇零一二三四五六七八九]{2}(?=年)")
_DIGITS = {ord(char): str(value) for value, char in enumerate("〇一二三四五六七八九")} | {ord("零"): "0"}

_ALNUM = frozenset("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.%")


_LOOSE = re.compile(r"[\s&]")


@dataclass(frozen=True, slots=True)
class Line:
    """``text`` is folded, ``raw`` is as written; both have the same length and no spaces except one that keeps
    two numbers or Latin words apart. ``at[i]`` is the offset of character i in ``passage.text``."""

    passage: Passage
    text: str
    raw: str
    at: tuple[int, ...]

    def spans(self, start: int, end: int) -> tuple[Span, ...]:
        """Document spans of ``text[start:end]``; spaces that were left out inside come with it."""
        if start >= end:
            return ()
        entity = _ENTITY.match(self.passage.text, self.at[end - 1])
        return self.passage.spans(self.at[start], entity.end() if entity else self.at[end - 1] + 1)


@lru_cache(maxsize=1024)  # goals and indicators read the same paragraphs
def compact(passage: Passage) -> Line:
    """Leave out white space: PDF text prints ``20 万千瓦`` and ``2025 年``. An entity is the one character it stands
    for, 二〇三五年 is 2035年.

    >>> compact(Passage("到 2025 年 98.8 98.8", ((0, 0, 19),))).text
    '到2025年98.8 98.8'
    """
    folded = fold(passage.text)
    if not _LOOSE.search(folded):
        return Line(passage, _arabic_years(folded), passage.text, tuple(range(len(folded))))
    entities = {found.start(): found.end() for found in _ENTITY.finditer(folded)} if "&" in folded else {}
    kept: list[int] = []
    stop = 0
    for index, char in enumerate(folded):
        if index < stop:
            continue
        stop = entities.get(index, 0)
        if not char.isspace() or (
            kept and folded[kept[-1]] in _ALNUM and index + 1 < len(folded) and folded[index + 1] in _ALNUM
        ):
            kept.append(index)
    raw = "".join(passage.text[index] for index in kept)
    text = "".join(folded[index] for index in kept)
    if entities:
        raw = _with_entities(raw, passage.text, kept, entities)
        text = fold(raw)
    return Line(passage, _arabic_years(text), raw, tuple(kept))


def _arabic_years(text: str) -> str:
    return _YEAR.sub(lambda found: found.group().translate(_DIGITS).replace("二", "2"), text)


def _with_entities(raw: str, whole: str, kept: list[int], entities: dict[int, int]) -> str:
    """Each entity as its character; a straight mark that closes an opened “ becomes ”."""
    out: list[str] = []
    opened = False
    for char, index in zip(raw, kept, strict=True):
        if index in entities:
            char = unescape(whole[index : entities[index]])
            char = "”" if char == '"' and opened else char
        opened = char == "“" or (opened and char != "”")
        out.append(char)
    return "".join(out)
