"""Matched brackets of a folded text, and what stands between separators outside them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache, lru_cache

from policygraph.model import Passage
from policygraph.text import fold

Piece = tuple[int, int]

PAIRS = {"(": ")", "[": "]", "〔": "〕", "【": "】", "{": "}", "〈": "〉", "<": ">"}
OPENERS = {close: opener for opener, close in PAIRS.items()}
SEPARATORS = "、,;，；｡。\n/|"
SPACE = re.compile(r"\s+")
_BRACKETS = re.compile("[" + re.escape("".join((*PAIRS, *OPENERS))) + "]")


@lru_cache(maxsize=64)
def _folded(text: str) -> str:
    return fold(text)


def folded(passage: Passage) -> str:
    """``fold(passage.text)``, kept: one paragraph is asked once for each of its brackets."""
    return _folded(passage.text)


def matched(text: str, start: int, end: int) -> dict[int, int]:
    """Matched brackets, opening offset → closing offset; unbalanced ones are left out."""
    out: dict[int, int] = {}
    stack: list[int] = []
    for hit in _BRACKETS.finditer(text, start, end):
        at = hit.start()
        if hit.group() in PAIRS:
            stack.append(at)
        else:
            for depth in range(len(stack) - 1, max(-1, len(stack) - 4), -1):
                # （ closed by 〕 or ] is a typing slip seen in print, tolerated only for the innermost
                if PAIRS[text[stack[depth]]] == text[at]:
                    out[stack[depth]] = at
                    del stack[depth:]
                    break
    return out


def outer(closing: Mapping[int, int]) -> Iterator[Piece]:
    """Matched brackets that stand in no others, in order, their closing character included."""
    at = -1
    for low, high in sorted(closing.items()):
        if low > at:
            yield low, high + 1
            at = high


def inside(at: int, pieces: Iterable[Piece]) -> bool:
    """Whether a cut at ``at`` would divide one of the pieces."""
    return any(low < at < high for low, high in pieces)


def split_top(
    text: str, start: int, end: int, separators: str = SEPARATORS, whole: Collection[Piece] = ()
) -> list[Piece]:
    """Pieces between separators outside brackets and outside ``whole``, white space trimmed, empty ones dropped."""
    kept = [*outer(matched(text, start, end)), *whole]
    out: list[Piece] = []
    low = start
    cuts = (at for hit in _any_of(separators).finditer(text, start, end) if not inside(at := hit.start(), kept))
    for cut in [*cuts, end]:
        piece = trim(text, low, cut)
        if piece[0] < piece[1]:
            out.append(piece)
        low = cut + 1
    return out


@cache
def _any_of(characters: str) -> re.Pattern[str]:
    return re.compile(f"[{re.escape(characters)}]")


def trim(text: str, start: int, end: int, extra: str = "") -> Piece:
    """Shrink past white space and ``extra`` characters at both ends."""
    while start < end and (text[start].isspace() or text[start] in extra):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in extra):
        end -= 1
    return start, end
