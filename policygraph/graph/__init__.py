"""``Linked`` to statements, and statements to files, containers, answers and findings.

No library of graphs is imported until one is asked for: ``statements`` and ``serialize`` to text need none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policygraph.graph import syntax
from policygraph.graph.build import WRITERS, statements
from policygraph.graph.syntax import nquads
from policygraph.graph.terms import DEFAULT, document_graph, identifier, organizations_graph
from policygraph.model import Statement

__all__ = [
    "DEFAULT",
    "FORMS",
    "WRITERS",
    "document_graph",
    "files",
    "identifier",
    "nquads",
    "organizations_graph",
    "serialize",
    "statements",
]

_TEXTS = {"nq": nquads, "nt": syntax.ntriples, "ttl": syntax.turtle, "trig": syntax.trig, "jsonld": syntax.jsonld}
FORMS = (*_TEXTS, "graphml", "gexf")


def serialize(quads: Sequence[Statement], form: str) -> bytes:
    """The statements in one of ``FORMS``: UTF-8, sorted, the same bytes on every run. KeyError for another form."""
    if form in ("graphml", "gexf"):
        from policygraph.graph import network

        return network.graphml(quads) if form == "graphml" else network.gexf(quads)
    return _TEXTS[form](quads).encode("utf-8")


def files(quads: Sequence[Statement]) -> Iterator[tuple[str, bytes]]:
    """(file name, bytes) of every form a reader of ``outputs`` gets."""
    for form in ("nq", "trig", "ttl", "jsonld", "graphml", "gexf"):
        yield f"graph.{form}", serialize(quads, form)
