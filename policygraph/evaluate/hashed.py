"""Gold without the text it was read from: long strings as hashes, resolved against the record's own text.

``{"sha256": first 16 hex digits of the hash of the squashed quote, "length": its squashed length, "at": offset}``;
the offset is a hint, because a better reader moves it. Short words (names, units, dates, paths) stay as they are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from policygraph.text import squash

CLEAR = 12  #: squashed characters that may stay in clear
_KEEP = frozenset(
    {"source", "section", "alt_section", "by", "alt_by", "comparator", "alt_comparators", "kind", "task", "unit", "parts", "half", "role", "genre", "alt_genre", "twice", "annotator"}
)  # fmt: skip
#: Wording of the document itself is hidden however short it is.
_WORDING = frozenset(
    {"goals", "goals_optional", "tasks_optional", "text", "alt_text", "cites", "cites_optional", "sections"}
)
_NEAR = 600


def digest(quote: str) -> str:
    """The first 16 hex digits of the hash of the squashed quote."""
    return hashlib.sha256(squash(quote).encode("utf-8", "surrogatepass")).hexdigest()[:16]


class Squashed:
    """A text without spaces and punctuation, every character tied to its offset."""

    def __init__(self, text: str) -> None:
        self.source = text
        kept: list[int] = []
        chars: list[str] = []
        for offset, char in enumerate(text):
            plain = squash(char)
            if plain:
                kept.append(offset)
                chars.append(plain)
        self.text = "".join(chars)
        self.offsets = kept
        self._windows: dict[int, dict[str, int]] = {}

    def quote(self, start: int, length: int) -> str:
        return self.source[self.offsets[start] : self.offsets[start + length - 1] + 1]

    def find(self, sha256: str, length: int, hint: int) -> str | None:
        """The quote with this hash near the hint, else anywhere."""
        if not 0 < length <= len(self.text):
            return None
        near = self._index(hint)
        low, high = max(0, near - _NEAR), min(len(self.text) - length, near + _NEAR)
        for start in sorted(range(low, high + 1), key=lambda at: abs(at - near)):
            if _hash(self.text[start : start + length]) == sha256:
                return self.quote(start, length)
        at = self._everywhere(length).get(sha256)
        return None if at is None else self.quote(at, length)

    def _index(self, offset: int) -> int:
        low, high = 0, len(self.offsets)
        while low < high:
            middle = (low + high) // 2
            low, high = (middle + 1, high) if self.offsets[middle] < offset else (low, middle)
        return low

    def _everywhere(self, length: int) -> dict[str, int]:
        if length not in self._windows:
            found: dict[str, int] = {}
            for start in range(len(self.text) - length + 1):
                found.setdefault(_hash(self.text[start : start + length]), start)
            self._windows[length] = found
        return self._windows[length]


@lru_cache(maxsize=200_000)
def _hash(plain: str) -> str:
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()[:16]


# ---- writing ---------------------------------------------------------------------------------------


def hash_gold(gold: Mapping[str, Any], text: str) -> dict[str, Any]:
    """Gold with every long string replaced. A string the text does not hold verbatim becomes a list of pieces."""
    squashed = Squashed(text)
    out = {key: _hide(value, key, squashed) for key, value in gold.items()}
    for key in ("sections", "sections_optional"):
        if key in gold:
            out[key] = [_hide_section(item, squashed) for item in gold[key]]
    return out


def _hide_section(item: Any, text: Squashed) -> Any:
    """``path heading``: the path is the project's own, only the heading is the document's."""
    if not isinstance(item, str) or " " not in item:
        return _hide(item, "", text)
    path, _, heading = item.partition(" ")
    hidden = _hide(heading, "sections", text)
    if isinstance(hidden, str):
        return item
    return {"pieces": [path + " ", *hidden.get("pieces", [hidden])]}


def _hide(value: Any, key: str, text: Squashed) -> Any:
    if key in _KEEP:
        return value
    if isinstance(value, Mapping):
        return {name: _hide(item, name, text) for name, item in value.items()}
    if isinstance(value, list):
        return [_hide(item, key, text) for item in value]
    if not isinstance(value, str) or len(squash(value)) <= (3 if key in _WORDING else CLEAR):
        return value
    pieces = _pieces(squash(value), text)
    return pieces[0] if len(pieces) == 1 and isinstance(pieces[0], dict) else {"pieces": pieces}


def _pieces(plain: str, text: Squashed) -> list[Any]:
    """The longest stretches the text holds, from left to right; single characters it does not hold stay."""
    out: list[Any] = []
    at = 0
    while at < len(plain):
        size = _longest(plain, at, text.text)
        if size < 2:
            if out and isinstance(out[-1], str):
                out[-1] += plain[at]
            else:
                out.append(plain[at])
            at += 1
            continue
        piece = plain[at : at + size]
        start = text.text.find(piece)
        out.append({"sha256": _hash(piece), "length": size, "at": text.offsets[start]})
        at += size
    return out


def _longest(plain: str, at: int, text: str) -> int:
    low, high = 0, len(plain) - at
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if plain[at : at + middle] in text else (low, middle - 1)
    return low


# ---- reading ---------------------------------------------------------------------------------------


def resolve_gold(hashed: Mapping[str, Any], text: str) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Gold with its strings back, and the places (``tasks[3].text``) of those the text no longer holds.

    What cannot be resolved stays in the gold as ``\\ufffd`` and its hash, so that it counts as missed.
    """
    squashed = Squashed(text)
    lost: list[str] = []
    return {key: _show(value, key, squashed, lost) for key, value in hashed.items()}, tuple(lost)


def _show(value: Any, place: str, text: Squashed, lost: list[str]) -> Any:
    if isinstance(value, list):
        return [_show(item, f"{place}[{index}]", text, lost) for index, item in enumerate(value)]
    if not isinstance(value, Mapping):
        return value
    if "pieces" in value:
        return "".join(str(_show(piece, place, text, lost)) for piece in value["pieces"])
    if "sha256" in value and "length" in value:
        found = text.find(value["sha256"], int(value["length"]), int(value.get("at", 0)))
        if found is None:
            lost.append(place)
            return "\ufffd" + value["sha256"]
        return found
    return {key: _show(item, f"{place}.{key}", text, lost) for key, item in value.items()}
