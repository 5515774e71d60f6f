"""The same statements in a real, separate server: the ``oxigraph`` program of its own package."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sparql_server import free_port, sparql_server
from store.factory import prepared

from policygraph.graph import document_graph, organizations_graph
from policygraph.issues import StoreError
from policygraph.store import Reader, RemoteStore, Store
from policygraph.store.engine import MANIFEST


@pytest.fixture
def server() -> Iterator[str]:
    with sparql_server() as address:
        yield address


def triples(store: RemoteStore, graph: str) -> int:
    return int(store.query(f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")[0]["n"])


def test_a_server_holds_what_the_embedded_store_holds(server: str, tmp_path: Path) -> None:
    items = [
        prepared("1", "一二", ("甲局", "乙局")),
        prepared("2", "三", ("甲局",)),
        prepared("1", "四", ("甲局", "丙局")),
    ]
    remote = RemoteStore(server)
    with Store.open(tmp_path) as store:
        for item in items:
            remote.put([item])
            store.put([item])
    again = RemoteStore(server)
    assert {key: row.digest for key, row in again.rows.items()} == {key: row.digest for key, row in remote.rows.items()}
    with Reader(tmp_path) as reader:
        for graph in (document_graph("d1"), document_graph("d2"), organizations_graph(), MANIFEST):
            assert triples(again, graph) == len(reader.engine.lines(graph)), graph
    answer = again.answer("SELECT ?x WHERE { ?t pg:text ?x } ORDER BY ?x")
    assert answer.values() == [("三",), ("四",)]
    assert again.answer("ASK { ?t pg:text ?x }").truth is True
    again.remove(["d1"])
    assert triples(again, document_graph("d1")) == 0
    assert triples(again, organizations_graph()) == 1
    with pytest.raises(StoreError, match="库中没有"):
        again.remove(["d1"])


def test_the_graph_store_protocol(server: str) -> None:
    store = RemoteStore(f"{server}/store")
    store.put([prepared("1", "一二")])
    store.put([prepared("1", "三")])
    asked = RemoteStore(server)
    assert triples(asked, document_graph("d1")) == 4  # replaced, not added to
    assert triples(asked, organizations_graph()) == 1


def test_no_server_is_said() -> None:
    with pytest.raises(StoreError) as refused:
        RemoteStore(f"http://127.0.0.1:{free_port()}", timeout=2)
    assert refused.value.code == "store-remote"
    with pytest.raises(StoreError):
        RemoteStore("file:///etc/passwd")
