"""The SPARQL protocol, asked by real clients."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest
from SPARQLWrapper import CSV, JSON, JSONLD, TSV, TURTLE, XML, SPARQLWrapper

Served = tuple[str, str, Path | str]
LEADS = "SELECT ?task ?name WHERE { ?task pg:leadBy/skos:prefLabel ?name }"
TASKS = "CONSTRUCT { ?t pg:text ?x } WHERE { ?t a pg:Task ; pg:text ?x }"


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("form", [JSON, XML, CSV, TSV])
def test_sparqlwrapper_reads_tables(either: Served, form: str, method: str) -> None:
    client = SPARQLWrapper(f"{either[0]}/sparql")
    client.setQuery(
        "PREFIX pg: <https://w3id.org/policygraph/ns#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>\n" + LEADS
    )
    client.setMethod(method)
    client.setReturnFormat(form)
    found = client.query().convert()
    text = (
        found
        if isinstance(found, bytes)
        else found.toxml().encode()
        if form == XML
        else json.dumps(found, ensure_ascii=False).encode()
    )
    assert "市工业和信息化局".encode() in text


@pytest.mark.parametrize("form", [TURTLE, JSONLD])
def test_sparqlwrapper_reads_graphs(either: Served, form: str) -> None:
    client = SPARQLWrapper(f"{either[0]}/sparql")
    client.setQuery("PREFIX pg: <https://w3id.org/policygraph/ns#>\n" + TASKS)
    client.setReturnFormat(form)
    found = client.query().convert()
    assert len(found if not isinstance(found, bytes) else list(ox.parse(found, ox.RdfFormat.TURTLE))) >= 2


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("application/sparql-results+json", "application/sparql-results+json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv"),
        ("text/tab-separated-values", "text/tab-separated-values"),
        ("application/json", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("", "application/sparql-results+json"),
        ("text/csv;q=0.2, application/sparql-results+xml;q=0.9", "application/sparql-results+xml"),
    ],
)
def test_negotiation_of_tables(either: Served, accept: str, media: str) -> None:
    answer = httpx.get(f"{either[0]}/sparql", params={"query": LEADS}, headers={"Accept": accept})
    assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, media)


@pytest.mark.parametrize(
    ("media", "syntax"),
    [
        ("text/turtle", ox.RdfFormat.TURTLE),
        ("application/n-triples", ox.RdfFormat.N_TRIPLES),
        ("application/ld+json", ox.RdfFormat.JSON_LD),
        ("application/rdf+xml", ox.RdfFormat.RDF_XML),
    ],
)
def test_negotiation_of_graphs(either: Served, media: str, syntax: ox.RdfFormat) -> None:
    answer = httpx.post(
        f"{either[0]}/sparql", content=TASKS, headers={"Accept": media, "Content-Type": "application/sparql-query"}
    )
    assert answer.headers["content-type"].startswith(media)
    expected = httpx.get(f"{either[0]}/sparql", params={"query": TASKS, "format": "nt"}).content
    assert {str(item.triple) for item in ox.parse(answer.content, syntax)} == {
        str(item.triple) for item in ox.parse(expected, ox.RdfFormat.N_TRIPLES)
    }


def test_ask_and_named_graphs(either: Served) -> None:
    address, document, _ = either
    graph = f"https://w3id.org/policygraph/id/graph/{document}"
    ask = {"query": "ASK { ?t a pg:Task }"}
    assert httpx.get(f"{address}/sparql", params=ask).json()["boolean"] is True
    assert httpx.get(f"{address}/sparql", params={**ask, "default-graph-uri": graph}).json()["boolean"] is True
    assert httpx.get(f"{address}/sparql", params={**ask, "default-graph-uri": graph + "x"}).json()["boolean"] is False
    assert httpx.get(f"{address}/sparql", params={"query": f"ASK FROM <{graph}> {{ ?t a pg:Task }}"}).json()["boolean"]
    assert httpx.get(f"{address}/sparql", params={"query": "ASK { ?from a pg:Task }"}).json()["boolean"]  # a variable


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("INSERT DATA { <a:a> <a:b> <a:c> }", 403, "read-only"),
        ("PREFIX a: <a:> # x\nDELETE WHERE { ?s ?p ?o }", 403, "read-only"),
        ("LOAD <http://127.0.0.1:9/x>", 403, "read-only"),
        ("SELECT * { SERVICE <http://127.0.0.1:9/x> { ?s ?p ?o } }", 400, "query-refused"),
        ("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", 400, "query-refused"),
        ("SELECT * FROM NAMED <http://127.0.0.1:9/x> { ?s ?p ?o }", 400, "query-refused"),
        ("SELECT * { ?s ?p", 400, "query-syntax"),
        ("SELECT * { " + "{" * 5000 + "}" * 5000 + " }", 400, "query-too-deep"),
        ("SELECT * { ?s ?p '" + "x" * 100_001 + "' }", 400, "query-too-long"),
        ("\x00", 400, "query-syntax"),
    ],
)
def test_refused(either: Served, query: str, status: int, code: str) -> None:
    answer = httpx.post(f"{either[0]}/sparql", data={"query": query}, timeout=20)
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)


@pytest.mark.parametrize(
    ("send", "status"),
    [
        ({"data": {"update": "CLEAR ALL"}}, 403),
        ({"content": "CLEAR ALL", "headers": {"Content-Type": "application/sparql-update"}}, 403),
        ({"content": "ASK {}", "headers": {"Content-Type": "text/plain"}}, 415),
        ({"data": {"other": "x"}}, 400),
        ({"data": {"query": "x" * 2_100_000}}, 413),
    ],
)
def test_wrong_posts(either: Served, send: dict[str, object], status: int) -> None:
    assert httpx.post(f"{either[0]}/sparql", **send).status_code == status  # type: ignore[arg-type]


def test_rows_are_cut_and_that_is_said(either: Served) -> None:
    query = "SELECT ?a ?b WHERE { ?a ?p ?o . ?b ?q ?r }"
    answer = httpx.get(f"{either[0]}/sparql", params={"query": query}, timeout=20)
    assert answer.headers["policygraph-truncated"] == "rows"
    assert (len(answer.json()["results"]["bindings"]), answer.json()["truncated"]) == (10_000, True)


def test_the_service_describes_itself(either: Served) -> None:
    for path in ("/sparql", "/.well-known/void"):
        answer = httpx.get(either[0] + path, headers={"Accept": "text/turtle"})
        text = {str(item.triple) for item in ox.parse(answer.content, ox.RdfFormat.TURTLE)}
        assert any("sparql-service-description#endpoint" in line for line in text)
        assert any("void#triples" in line for line in text)
