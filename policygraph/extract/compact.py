"""A passage as matching wants it: folded, without spaces, every character still tied to the passage."""

from __future__ import annotations

from dataclasses import dataclass

from policygraph.model import Passage, Span
from policygraph.text import fold

_ALNUM = frozenset("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.%")


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
        return self.passage.spans(self.at[start], self.at[end - 1] + 1)


def compact(passage: Passage) -> Line:
    """Leave out white space: PDF text prints ``20 万千瓦`` and ``2025 年``.

    >>> compact(Passage("到 2025 年 98.8 98.8", ((0, 0, 19),))).text
    '到2025年98.8 98.8'
    """
    folded = fold(passage.text)
    kept: list[int] = []
    for index, char in enumerate(folded):
        if not char.isspace() or (
            kept and folded[kept[-1]] in _ALNUM and index + 1 < len(folded) and folded[index + 1] in _ALNUM
        ):
            kept.append(index)
    raw = "".join(passage.text[index] for index in kept)
    return Line(passage, "".join(folded[index] for index in kept), raw, tuple(kept))
