"""One preparation of the rule data a lexicon, known by the hash of its data."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from policygraph.lexicon import Lexicon

T = TypeVar("T")


def keyed_by_hash(build: Callable[[Lexicon], T]) -> Callable[[Lexicon], T]:
    """Remember what ``build`` makes of the last few lexicons (a Lexicon holds a mapping and cannot be hashed)."""
    made: dict[str, T] = {}

    @wraps(build)
    def cached(lexicon: Lexicon) -> T:
        if lexicon.sha256 not in made:
            if len(made) >= 4:
                made.clear()
            made[lexicon.sha256] = build(lexicon)
        return made[lexicon.sha256]

    return cached
