"""How alike two short Chinese texts are, for aligning an annex row with a sentence of the body."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate

from rapidfuzz.distance import Indel, LCSseq

from policygraph.text import squash

_CLAUSE_ENDS = re.compile(r"[，,；;：:]")


def coverage(short: str, long: str) -> float:
    """The share of ``short``'s characters that stand in ``long`` in the same order (both folded), 0 to 1.

    An annex row abridges its sentence, so order-preserving coverage is the right question:

    >>> coverage("推动园区改造", "推动园区绿色、低碳、循环、智慧化改造")
    1.0
    """
    left, right = squash(short), squash(long)
    if not left or not right:
        return 0.0
    return float(LCSseq.similarity(left, right)) / len(left)


def alike(left: str, right: str) -> float:
    """Symmetric likeness, 0 to 1: twice the common subsequence over both lengths."""
    a, b = squash(left), squash(right)
    if not a or not b:
        return 0.0
    return float(Indel.normalized_similarity(a, b))


@dataclass(frozen=True, slots=True)
class Clauses:
    """A sentence made ready for many comparisons: its folded text and where each clause starts in it."""

    text: str
    starts: tuple[int, ...]

    @staticmethod
    def of(sentence: str) -> Clauses:
        """The first dozen clauses of a sentence.

        >>> Clauses.of("推进垃圾分类，建设分拣中心。")
        Clauses(text='推进垃圾分类建设分拣中心', starts=(0, 6))
        """
        parts = [squash(part) for part in _CLAUSE_ENDS.split(sentence)]
        starts = list(accumulate((len(part) for part in parts), initial=0))
        return Clauses("".join(parts), tuple(dict.fromkeys(starts[:-1]))[:12])


def opening(row: str, sentence: str | Clauses) -> float:
    """How well a clause of ``sentence`` opens with the words of ``row``, 0 to 1.

    Coverage is measured on a window as long as twice the row from each clause start, so that a long
    sentence does not cover everything by chance; an unbroken common stretch counts on top.
    """
    want = squash(row)
    if not want:
        return 0.0
    ready = sentence if isinstance(sentence, Clauses) else Clauses.of(sentence)
    best = 0.0
    for start in ready.starts:
        window = ready.text[start : start + 2 * len(want) + 12]
        common = LCSseq.similarity(want, window, score_cutoff=int(best * len(want))) / len(want)
        if common > best:
            best = max(best, 0.8 * common + 0.2 * _longest_run(want, window) / len(want))
    return best


def _longest_run(want: str, window: str) -> int:
    best = 0
    for start in range(len(want)):
        while start + best < len(want) and want[start : start + best + 1] in window:
            best += 1
    return best
