"""A query is looked at before the engine sees it: what is refused, and which graphs it may ask."""

from __future__ import annotations

import re
from dataclasses import dataclass

from policygraph.graph.check import QueryError, guard
from policygraph.graph.terms import DEFAULT

__all__ = ["QueryError", "Screened", "screen"]

_NOT_SYNTAX = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""' + r"|'''(?:[^'\\]|\\.|'(?!''))*'''"
    r'|"(?:[^"\\\n]|\\.)*"' + r"|'(?:[^'\\\n]|\\.)*'" + r"|(<[^<>\"{}|^`\\\s]*>)|#[^\n]*",
    re.DOTALL,
)
_FROM = re.compile(r"(?<![?$:\w])from\s+(?:named\s+)?(<[^>]*>)?", re.IGNORECASE)  # not the variable ?from
_UPDATE = re.compile(
    r"^\s*(?:(?:base\s*<[^>]*>|prefix\s+[^\s<]*\s*<[^>]*>)\s*)*"
    r"(insert|delete|load|clear|drop|create|add|move|copy|with)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Screened:
    """``own_dataset``: the query names its graphs with FROM, so the union of all is not put under it."""

    text: str
    own_dataset: bool


def screen(text: str, base: str = DEFAULT) -> Screened:
    """QueryError for updates, SERVICE, FROM anything that is no graph of the store, too long, too deep."""
    guard(text)
    bare = _NOT_SYNTAX.sub(lambda found: found.group(1) or " ", text)
    if _UPDATE.match(bare):
        raise QueryError("read-only", "此服务只读：不接受 SPARQL Update")
    named = list(_FROM.finditer(bare))
    for found in named:
        if not (found.group(1) or "").startswith("<" + base):
            raise QueryError("query-refused", f"FROM 只能是库中的命名图（以 {base} 开头的完整 IRI）")
    return Screened(text, bool(named))


def allowed_graph(iri: str, base: str = DEFAULT) -> str:
    """A graph named in the request's parameters. QueryError for one outside the store."""
    if not iri.startswith(base) or re.search(r'[\s<>"{}|\\^`]', iri):
        raise QueryError("query-refused", "graph-uri 只能是库中的命名图")
    return iri
