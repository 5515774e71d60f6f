"""The service described: SPARQL 1.1 Service Description, and what the data are in VoID."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from policygraph.graph.terms import DEFAULT, PREFIXES
from policygraph.serve.results import GRAPHS, TABLES

if TYPE_CHECKING:
    from policygraph.serve.holdings import View

_SD = "http://www.w3.org/ns/sparql-service-description#"
_VOID = "http://rdfs.org/ns/void#"
_FORMATS = "http://www.w3.org/ns/formats/"
_NAMES = {
    "json": "SPARQL_Results_JSON", "xml": "SPARQL_Results_XML", "csv": "SPARQL_Results_CSV", "tsv": "SPARQL_Results_TSV",
    "ttl": "Turtle", "nt": "N-Triples", "jsonld": "JSON-LD", "rdf": "RDF_XML",
}  # fmt: skip
_TYPE = PREFIXES["rdf"] + "type"


def describe(view: View, base: str, form: str) -> tuple[bytes, str]:
    """The description as bytes of an RDF syntax (a key of ``GRAPHS``), and its media type."""
    here = base.rstrip("/")
    service, data, graph = f"{here}/sparql", f"{here}/.well-known/void#data", f"{here}/sparql#default"
    rows = [
        (service, _TYPE, _SD + "Service"),
        (service, _SD + "endpoint", service),
        (service, _SD + "supportedLanguage", _SD + "SPARQL11Query"),
        (service, _SD + "feature", _SD + "UnionDefaultGraph"),
        (service, _SD + "defaultDataset", data),
        *((service, _SD + "resultFormat", _FORMATS + _NAMES[name]) for name in (*TABLES, *GRAPHS)),
        (data, _TYPE, _SD + "Dataset"),
        (data, _TYPE, _VOID + "Dataset"),
        (data, _SD + "defaultGraph", graph),
        (graph, _TYPE, _SD + "Graph"),
        (data, _VOID + "sparqlEndpoint", service),
        (data, _VOID + "uriSpace", DEFAULT),
        *((data, _VOID + "vocabulary", PREFIXES[name]) for name in ("pg", "eli", "org", "prov", "skos", "qudt")),
    ]
    triples = [ox.Triple(ox.NamedNode(s), ox.NamedNode(p), _term(o)) for s, p, o in rows]
    kept = view.rows.values()
    for name, count in (("triples", sum(row.quads for row in kept)), ("documents", len(kept))):
        triples.append(ox.Triple(ox.NamedNode(data), ox.NamedNode(_VOID + name), ox.Literal(count)))
    title = ox.Literal("政策文件图谱：目标、任务、指标与责任", language="zh")
    triples.append(ox.Triple(ox.NamedNode(data), ox.NamedNode(PREFIXES["dcterms"] + "title"), title))
    triples.append(ox.Triple(ox.NamedNode(data), ox.NamedNode(_VOID + "uriRegexPattern"), ox.Literal(f"^{DEFAULT}.*")))
    syntax = {"ttl": ox.RdfFormat.TURTLE, "nt": ox.RdfFormat.N_TRIPLES, "jsonld": ox.RdfFormat.JSON_LD}
    text = ox.serialize(
        triples,
        format=syntax.get(form, ox.RdfFormat.RDF_XML),
        prefixes={"sd": _SD, "void": _VOID, "dcterms": PREFIXES["dcterms"]},
    )
    return text or b"", GRAPHS[form]


def _term(value: str) -> ox.NamedNode:
    return ox.NamedNode(value)
