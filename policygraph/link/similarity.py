"""How alike two short Chinese texts are, for aligning an annex row with a sentence of the body."""

from __future__ import annotations

from rapidfuzz.distance import Indel, LCSseq

from policygraph.text import squash


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


def opening(row: str, sentence: str) -> float:
    """How well a clause of ``sentence`` opens with the words of ``row``.

    Coverage is measured on a window as long as twice the row from each clause start, so that a long
    sentence does not cover everything by chance; an unbroken common stretch counts on top.
    """
    want = squash(row)
    if not want:
        return 0.0
    best = 0.0
    for start in _clause_starts(sentence):
        window = squash(sentence[start : start + 3 * len(row) + 24])[: 2 * len(want) + 12]
        common = float(LCSseq.similarity(want, window, score_cutoff=int(best * len(want)))) / len(want)
        if common > best:
            best = max(best, 0.8 * common + 0.2 * _longest_run(want, window) / len(want))
    return best


def _clause_starts(sentence: str) -> list[int]:
    starts = [0]
    starts += [at + 1 for at, char in enumerate(sentence) if char in "，,；;：:" and at + 1 < len(sentence)]
    return starts[:12]


def _longest_run(want: str, window: str) -> int:
    best = 0
    for start in range(len(want)):
        while start + best < len(want) and want[start : start + best + 1] in window:
            best += 1
    return best
