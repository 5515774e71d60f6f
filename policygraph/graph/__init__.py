"""``Linked`` to statements, and statements to files, containers, answers and findings.

No library of graphs is imported until one is asked for: ``statements`` and ``serialize`` to text need none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policygraph.graph import syntax
from policygraph.graph.build import WRITERS, statements
from policygraph.graph.syntax import nquads
from policygraph.graph.terms import DEFAULT, document_graph, identifier, organizations_graph, registry_graph
from policygraph.model import Statement

#: what each file of ``files`` is for, in the words of the downloads page
ABOUT = {
    "graph.nq": "图谱（N-Quads，每份文件一个命名图）",
    "registry.nq": "机构登记册（N-Quads，一个命名图：职能类型、国家机构、机构改革、行政区划）",
    "alignments.nq": "文件之间的承接关系（N-Quads，每个文件族一个命名图：承接、缺失、目标对照，附两处原文）",
    "graph.trig": "图谱（TriG）",
    "graph.ttl": "图谱（Turtle，不分命名图）",
    "graph.jsonld": "图谱（JSON-LD）",
    "graph.graphml": "网络图（GraphML，可用 yEd、Cytoscape 打开）",
    "graph.gexf": "网络图（GEXF，可用 Gephi 打开）",
}

__all__ = [
    "ABOUT",
    "DEFAULT",
    "FORMS",
    "WRITERS",
    "document_graph",
    "files",
    "identifier",
    "nquads",
    "organizations_graph",
    "registry_graph",
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
    from policygraph.graph.registry import registry

    yield "registry.nq", serialize(registry(), "nq")
