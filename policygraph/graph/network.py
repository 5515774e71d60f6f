"""Statements as a ``networkx.MultiDiGraph``, and the graph people draw: GraphML and GEXF.

The full graph holds every statement: an edge for each link between nodes, and for a literal an entry in the
node's ``literals``. ``overview`` keeps what one draws (documents, sections, goals, tasks, indicators,
organisations) with the links between them, and plain attributes that any program can show.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping
from typing import TypeAlias

import networkx as nx

from policygraph.graph.answers import plain
from policygraph.graph.literals import label as shown
from policygraph.graph.terms import PREFIXES, expand
from policygraph.model import Literal_, Statement

Graph: TypeAlias = "nx.MultiDiGraph[str]"

#: class of the graph -> what the drawing calls it; the first that fits, in this order.
DRAWN: Mapping[str, str] = {
    expand("pg:Task"): "task",
    expand("pg:Duty"): "duty",
    expand("pg:IndicatorTarget"): "indicator",
    expand("pg:Goal"): "goal",
    expand("org:FormalOrganization"): "organization",
    expand("org:OrganizationalCollaboration"): "organization",
    expand("org:OrganizationalUnit"): "organization",
    expand("org:Organization"): "organization",
    expand("eli:LegalResourceSubdivision"): "section",
    expand("eli:LegalResource"): "document",
}
_TYPE = expand("rdf:type")
_LABEL = expand("rdfs:label")


def network(statements: Iterable[Statement]) -> Graph:
    """Every statement, in their order: nodes are IRIs, edges keyed (predicate, graph)."""
    graph: Graph = nx.MultiDiGraph()
    for s in statements:
        if isinstance(s.object, str):
            graph.add_edge(s.subject, s.object, key=(s.predicate, s.graph), evidence=s.evidence)
        else:
            graph.add_node(s.subject)
            said = graph.nodes[s.subject].setdefault("literals", {})
            said[(s.predicate, s.object, s.graph)] = s.evidence
    return graph


def statements_of(graph: Graph) -> tuple[Statement, ...]:
    """The statements a full graph holds, sorted, with the fact each came from."""
    out = []
    for start, end, key, data in graph.edges(keys=True, data=True):
        predicate, where = key
        out.append(Statement(start, predicate, end, where, data["evidence"]))
    for node, data in graph.nodes(data=True):
        for (predicate, value, where), fact in data.get("literals", {}).items():
            out.append(Statement(node, predicate, value, where, fact))
    return tuple(sorted(out, key=lambda s: (s.graph, s.subject, s.predicate, repr(s.object))))


def overview(statements: Iterable[Statement]) -> Graph:
    """The graph to draw: typed, labelled nodes with plain attributes; each edge says which predicate it is."""
    quads = tuple(statements)
    kinds = _kinds(quads)
    graph: Graph = nx.MultiDiGraph()
    for iri in sorted(kinds):
        graph.add_node(iri, kind=kinds[iri], label=iri)
    for s in sorted(quads, key=lambda s: (s.subject, s.predicate, s.graph, repr(s.object))):
        if s.subject in kinds:
            _draw(graph, kinds, s)
    for node in graph.nodes.values():
        called = (node[name] for name in ("prefLabel", "text") if name in node)
        if node["label"].startswith(("http:", "https:")):
            node["label"] = shown(next(called, node["label"]))
    return graph


def _draw(graph: Graph, kinds: Mapping[str, str], s: Statement) -> None:
    name = local(s.predicate)
    if isinstance(s.object, Literal_):
        _attribute(graph.nodes[s.subject], "label" if s.predicate == _LABEL else name, plain(s.object))
    elif s.object in kinds:
        graph.add_edge(s.subject, s.object, key=s.predicate, label=name)
    elif s.object.startswith(PREFIXES["pg"]) and s.predicate != _TYPE:  # a value of a closed list
        _attribute(graph.nodes[s.subject], name, local(s.object).partition("-")[2])


def _attribute(node: dict[str, str], name: str, value: str) -> None:
    """One attribute a name: several values are joined, as GraphML and GEXF have no lists."""
    if name == "label" and node["label"].startswith(("http:", "https:")):
        node["label"] = value
    elif name in node and value not in node[name].split("；"):
        node[name] += f"；{value}"
    else:
        node.setdefault(name, value)


def _kinds(quads: Iterable[Statement]) -> dict[str, str]:
    return {
        s.subject: DRAWN[s.object]
        for s in quads
        if s.predicate == _TYPE and isinstance(s.object, str) and s.object in DRAWN
    }


def local(iri: str) -> str:
    """The local name of a term.

    >>> local("https://w3id.org/policygraph/ns#leadBy")
    'leadBy'
    """
    return iri.replace("#", "/").rpartition("/")[2]


def graphml(statements: Iterable[Statement]) -> bytes:
    """The drawing as GraphML. Edges are numbered, because GraphML tells parallel edges by an id."""
    out = io.BytesIO()
    nx.write_graphml_xml(_numbered(overview(statements)), out, encoding="utf-8")
    return out.getvalue() + b"\n"


def gexf(statements: Iterable[Statement]) -> bytes:
    """The drawing as GEXF 1.2, without the date of writing that networkx puts in."""
    text = "\n".join(nx.generate_gexf(_numbered(overview(statements)), version="1.2draft"))
    text = re.sub(r' lastmodifieddate="[^"]*"', "", text, count=1)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()


def _numbered(graph: Graph) -> Graph:
    out: Graph = nx.MultiDiGraph()
    out.add_nodes_from(graph.nodes(data=True))
    for at, (start, end, data) in enumerate(graph.edges(data=True)):
        out.add_edge(start, end, key=str(at), label=data["label"])
    return out
