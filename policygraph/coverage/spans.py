"""How many stretches touch a place."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

from policygraph.model import Span


class Places:
    """Stretches of a text, asked many times."""

    def __init__(self, spans: Iterable[Span]) -> None:
        kept = sorted({(span.start, span.end) for span in spans})
        self._starts = [start for start, _ in kept]
        self._ends = sorted(end for _, end in kept)

    def touching(self, span: Span) -> int:
        """How many of them share a character with ``span``: those that begin before its end less those that are over."""
        return bisect_left(self._starts, span.end) - bisect_left(self._ends, span.start + 1)
