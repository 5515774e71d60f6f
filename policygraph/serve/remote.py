"""Serving a SPARQL 1.1 server: its queries passed on, its records read, its one writer ``RemoteStore``.

Connections go to the configured address and nowhere else. A query reaches the server only after the embedded engine
has answered it over an empty store: what is no SPARQL, functions of the server's own, and what is so deep that it would
end the server, stop there.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from threading import Lock, Thread, stack_size
from typing import TYPE_CHECKING, Any, TypeVar

import pyoxigraph as ox

from policygraph.confine import no_sockets
from policygraph.graph import document_graph
from policygraph.graph.terms import DEFAULT, PREFIXES
from policygraph.issues import StoreError
from policygraph.record import Record
from policygraph.serve.limits import LIMITS
from policygraph.serve.results import Body, truth, write_rows, write_triples
from policygraph.store import Endpoint, Originals, RemoteStore, Row
from policygraph.store import remote as kept
from policygraph.store.endpoint import TABLE, TRIPLES, Received, Refusal
from policygraph.store.files import sha256

if TYPE_CHECKING:
    from policygraph.decide import Decision
    from policygraph.ingest import Outcome

LOOK_EVERY = 10.0  # seconds between readings of a list that has no version to ask for
_RAW = 4  # how much longer than what is answered the server's own answer may be: JSON for what goes out as CSV
_STACK = 1 << 20
_GRAPHS = f"{TRIPLES}, text/turtle;q=0.5"
_UNLISTED = f"""SELECT ?document (SAMPLE(?label) AS ?title) WHERE {{
  GRAPH ?graph {{ ?document a <{PREFIXES["eli"]}LegalResource> ; <{PREFIXES["rdfs"]}label> ?label }}
  FILTER (STR(?graph) = CONCAT("{document_graph("")}", STRAFTER(STR(?document), "{DEFAULT}")))
}} GROUP BY ?document"""
T = TypeVar("T")


class RemoteView:
    """The documents at one moment. Records are asked for one by one; the files lie elsewhere, if anywhere."""

    def __init__(self, server: Endpoint, originals: Originals | None, rows: Mapping[str, Row], version: str) -> None:
        self._server = server
        self._originals = originals
        self.rows = rows
        self.version = version

    def record(self, document: str) -> Record:
        return kept.record(self._server, self._row(document))

    def source(self, document: str) -> bytes:
        return kept.source(self._originals, self._row(document))

    def _row(self, document: str) -> Row:
        if document not in self.rows:
            raise StoreError("unknown-document", f"库中没有 {document}")
        return self.rows[document]

    def about(self) -> dict[str, Any]:
        return {"remote": True, "content": self.version, "originals": self._originals is not None}


class Remote:
    """A server at an address. Nothing is open between two requests."""

    def __init__(self, url: str, files: Path | None = None, timeout: float = LIMITS.seconds) -> None:
        self._url = url
        self._server = Endpoint(url, timeout)
        self._originals = Originals(files) if files is not None else None
        self._view: RemoteView | None = None
        self._looked = float("-inf")
        self._turn = Lock()

    def check(self, *, write: bool) -> None:
        self._server.check_sparql()
        listed = self.current().rows
        seen = self._server.bindings(f"ASK {{ ?document a <{PREFIXES['eli']}LegalResource> }}").get("boolean")
        if listed and not seen:
            raise StoreError(
                "store-remote",
                f"{self._server.url} 的默认图不是各命名图的并集，请在该服务中设置（如 Fuseki 的 tdb2:unionDefaultGraph）",
            )
        if write:
            self._server.check_writable()

    def current(self) -> RemoteView:
        with self._turn:
            version = kept.current(self._server)
            if self._view is None or version != self._view.version:
                self._look(version)
            assert self._view is not None
            return self._view

    def _look(self, version: str) -> None:
        """Read the list. Where this project wrote no version, it is read now and then, and is its own version."""
        now = time.monotonic()
        if not version and self._view is not None and now - self._looked < LOOK_EVERY:
            return
        rows = kept.manifest(self._server)
        rows |= {row.id: row for row in _unlisted(self._server) if row.id not in rows}
        version = version or "list-" + sha256("\n".join(rows[key].as_json() for key in sorted(rows)).encode())
        if self._view is None or self._view.version != version:
            self._view = RemoteView(self._server, self._originals, rows, version)
        self._looked = now

    def turtle(self, graph: str) -> bytes:
        text = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
        found = self._server.ask(text, _GRAPHS)
        triples = sorted(_triples(self._server, found), key=str)  # a server has no order of its own
        return ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=dict(PREFIXES)) or b""

    def decisions(self) -> tuple[Decision, ...]:
        from policygraph.ingest import decisions_of

        return decisions_of(kept.decided(self._server))

    def upload(self, name: str, data: bytes) -> Outcome:
        from policygraph.ingest import ingest_bytes

        return ingest_bytes(self._writer(), name, data)

    def remove(self, document: str) -> None:
        self._writer().remove([document])

    def decide(self, decision: Decision, document: str = "") -> list[str]:
        from policygraph.ingest import decide

        return decide(self._writer(), decision, document=document)

    def _writer(self) -> RemoteStore:
        return RemoteStore(self._url, originals=self._originals)

    def close(self) -> None:
        pass


def _unlisted(server: Endpoint) -> Iterator[Row]:
    """Documents whose graphs are there without a row: loaded by the server's own loader. They have no record."""
    for item in server.query(_UNLISTED):
        if "document" in item:  # an aggregate of nothing is a row of nothing
            key = item["document"].removeprefix(DEFAULT)
            yield Row(key, "", item.get("title", ""), "", "", 0, "", "")


class RemoteAsker:
    """Passes a question on. This process may be killed, which ends the connection: the server gets no second one."""

    def __init__(self, url: str) -> None:
        self._server = Endpoint(url)  # the pool is who counts the seconds

    def prepare(self) -> None:
        pass

    def answer(self, ask: dict[str, Any]) -> Body:
        graph = tried(ask["query"])
        try:
            received = self._server.ask(ask["query"], _GRAPHS if graph else TABLE, _dataset(ask), _RAW * ask["bytes"])
        except Refusal as error:
            if error.status in (400, 413, 414):
                raise ValueError(error.message) from None
            raise
        if graph:
            triples = _triples(self._server, received)
            return write_triples(triples, ask["graph"], ask["rows"], ask["bytes"], dict(PREFIXES), received.cut)
        return self._table(received, ask)

    def _table(self, received: Received, ask: dict[str, Any]) -> Body:
        form = ox.QueryResultsFormat.from_media_type(received.media_type)
        try:
            found = ox.parse_query_results(received.data, format=form or ox.QueryResultsFormat.JSON)
        except (SyntaxError, ValueError):
            raise _unreadable(self._server, received) from None
        if isinstance(found, ox.QueryBoolean):
            return truth(bool(found), ask["table"])
        names = [variable.value for variable in found.variables]
        rows = _as_far_as_it_goes(self._server, found, received)
        return write_rows(names, rows, ask["table"], ask["rows"], ask["bytes"], received.cut)


def tried(query: str) -> bool:
    """Answer a query over an empty store, on a thread that can open no connection and has half the stack that a server's threads have; whether its
    answer is a graph. SyntaxError, RuntimeError as the engine says it.

    A chain of two thousand ``||`` or six hundred ``BIND`` ends an Oxigraph server, and with it the store for everybody.
    Here half as many end this process, and the pool says so.
    """
    found: list[Any] = []

    def run() -> None:
        no_sockets(everywhere=False)
        try:
            answer = ox.Store().query(query)
            if not isinstance(answer, ox.QueryBoolean):
                next(iter(answer), None)
            found.append(isinstance(answer, ox.QueryTriples))
        except Exception as error:
            found.append(error.with_traceback(None))  # else the answer goes with it to another thread

    before = stack_size(_STACK)
    thread = Thread(target=run)
    thread.start()
    stack_size(before)
    thread.join()
    if isinstance(found[0], Exception):
        raise found[0]
    return bool(found[0])


def _dataset(ask: dict[str, Any]) -> list[tuple[str, str]] | None:
    """The graphs a question names, as the protocol has it; None for all of them as one."""
    if ask["default_graphs"] or ask["named_graphs"]:
        default = [("default-graph-uri", iri) for iri in ask["default_graphs"]]
        return [*default, *(("named-graph-uri", iri) for iri in ask["named_graphs"])]
    return [] if ask["own_dataset"] else None


def _triples(server: Endpoint, received: Received) -> Iterator[ox.Triple]:
    form = ox.RdfFormat.from_media_type(received.media_type)
    if form is None:
        raise _unreadable(server, received)
    for quad in _as_far_as_it_goes(server, ox.parse(received.data, form), received):
        yield quad.triple


def _as_far_as_it_goes(server: Endpoint, items: Iterable[T], received: Received) -> Iterator[T]:
    """What can be read of an answer. One that was cut ends in the middle of something."""
    try:
        yield from items
    except (SyntaxError, ValueError):
        if not received.cut:
            raise _unreadable(server, received) from None


def _unreadable(server: Endpoint, received: Received) -> StoreError:
    return StoreError("store-remote", f"{server.url} 的答复无法读取（{received.media_type}）")
