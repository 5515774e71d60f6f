"""Relative references against a base, as RFC 3986 §5.2 has it, for any scheme."""

from __future__ import annotations

import re

ABSOLUTE = re.compile("[A-Za-z][A-Za-z0-9+.-]*:")
_PARTS = re.compile(r"([^:/?#]+:)?(//[^/?#]*)?([^?#]*)(\?[^#]*)?(#.*)?", re.DOTALL)


class Base:
    """An absolute IRI that others are read against.

    >>> Base("http://a/b/c/d?q").resolve("../g"), Base("http://a/b/c/d?q").resolve("?y")
    ('http://a/b/g', 'http://a/b/c/d?y')
    """

    def __init__(self, iri: str) -> None:
        self._scheme, self._authority, self._path, self._query, _ = _split(iri)

    def resolve(self, reference: str) -> str:
        scheme, authority, path, query, fragment = _split(reference)
        if scheme:
            return reference
        if authority:
            return f"{self._scheme}{authority}{_without_dots(path)}{query}{fragment}"
        if not path:
            return f"{self._scheme}{self._authority}{self._path}{query or self._query}{fragment}"
        if not path.startswith("/"):
            folder = self._path.rpartition("/")[0] if self._path else ""
            path = f"{folder}/{path}" if self._authority or "/" in self._path else path
        return f"{self._scheme}{self._authority}{_without_dots(path)}{query}{fragment}"


def _split(iri: str) -> tuple[str, ...]:
    found = _PARTS.fullmatch(iri)
    assert found is not None  # every text has these parts, most of them empty
    return tuple(part or "" for part in found.groups())


def _without_dots(path: str) -> str:
    """``.`` and ``..`` taken out, as §5.2.4 does."""
    kept: list[str] = []
    parts = path.split("/")
    for at, part in enumerate(parts):
        if part == "..":
            if len(kept) > 1:
                kept.pop()
        elif part != ".":
            kept.append(part)
        if at == len(parts) - 1 and part in (".", ".."):
            kept.append("")
    return "/".join(kept)
