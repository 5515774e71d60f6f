"""Statements as an ``rdflib.Dataset``: the researchers' API, and every syntax that rdflib knows."""

from __future__ import annotations

from collections.abc import Iterable

from rdflib import Dataset, Literal, URIRef
from rdflib.term import Node

from policygraph.graph.syntax import nquads
from policygraph.graph.terms import PREFIXES
from policygraph.model import Literal_, Statement, Term

__all__ = ["dataset", "nquads", "serialize", "statements_of"]


def dataset(statements: Iterable[Statement]) -> Dataset:
    """A dataset with one named graph for each graph of the statements; prefixes bound, the union as default.

    The literals keep their lexical form: rdflib would write ``95.0`` for ``95``.
    """
    out = Dataset(default_union=True)
    for prefix, iri in PREFIXES.items():
        out.bind(prefix, iri)
    for s in statements:
        out.graph(URIRef(s.graph)).add((URIRef(s.subject), URIRef(s.predicate), _node(s.object)))
    return out


def statements_of(data: Dataset) -> tuple[Statement, ...]:
    """The statements a dataset holds, sorted; the fact each came from is not kept in RDF.

    ValueError for a blank node or a statement outside a named graph, which this project never writes.
    """
    out = []
    for s, p, o, graph in data.quads((None, None, None, None)):
        if not isinstance(s, URIRef) or not isinstance(p, URIRef) or graph is None:
            raise ValueError(f"not a statement of policygraph: {s} {p} {o} {graph}")
        out.append(Statement(str(s), str(p), _term(o), str(graph)))
    return tuple(sorted(out, key=lambda x: (x.graph, x.subject, x.predicate, repr(x.object))))


def serialize(statements: Iterable[Statement], form: str) -> str:
    """Any syntax rdflib knows by name (``xml``, ``n3``, ``trix``, …). ``policygraph.graph.serialize`` is faster
    and sorted for the common ones."""
    return dataset(statements).serialize(format=form)


def _node(term: Term) -> URIRef | Literal:
    if isinstance(term, str):
        return URIRef(term)
    if term.language:
        return Literal(term.value, lang=term.language)
    return Literal(term.value, datatype=URIRef(term.datatype) if term.datatype else None, normalize=False)


def _term(node: Node) -> Term:
    if isinstance(node, URIRef):
        return str(node)
    if isinstance(node, Literal):
        datatype = "" if node.language or node.datatype is None else str(node.datatype)
        return Literal_(str(node), datatype, node.language or "")
    raise ValueError(f"not a term of policygraph: {node!r}")
