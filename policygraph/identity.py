"""Ids from content: the same document and the same fact have the same id in every run and on every machine.

The rules are those of the record contract (docs/record.md): a document is its number and issuer, a fact is the
place and the words that state it, an organisation is its region and name. Never a clock, never a counter
across documents.
"""

from __future__ import annotations

import hashlib
from collections import Counter

from policygraph.text import squash


def digest(*parts: str, size: int = 16) -> str:
    """Hex digest of the parts, kept apart so that ("ab", "c") and ("a", "bc") differ."""
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:size]


def document_id(number: str | None, issuer: tuple[str, ...], title: str | None, date: str | None, text: str) -> str:
    """``d`` + hash of (number, issuer); without a number of (folded title, issuer, date); else of the text."""
    who = "、".join(issuer)
    if number:
        return "d" + digest("number", squash(number), who)
    if title:
        return "d" + digest("title", squash(title), who, date or "")
    return "d" + digest("text", squash(text))


def organization_id(region: str | None, name: str) -> str:
    """``o`` + hash of (region, folded name)."""
    return "o" + digest(region or "", squash(name))


class Minter:
    """Gives fact ids for one document: hash of (document, kind, path, folded quote, k), where k counts
    identical keys in text order. One minter serves one extraction; call it in text order."""

    def __init__(self, document: str) -> None:
        self._document = document
        self._seen: Counter[tuple[str, str, str]] = Counter()

    def mint(self, kind: str, path: str, quote: str) -> str:
        """``kind[0]`` + hash. ``quote`` may carry what tells apart facts of one quote (role, name, year)."""
        key = (kind, path, squash(quote))
        k = self._seen[key]
        self._seen[key] += 1
        return kind[0] + digest(self._document, *key, str(k))
