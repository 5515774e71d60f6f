"""Serving a folder: its newest generation for whoever reads, its one writer for whoever may write."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from policygraph.graph.terms import PREFIXES
from policygraph.issues import PolicygraphError, StoreError
from policygraph.record import Record
from policygraph.serve.results import Body, write
from policygraph.store import Reader, Row, Store, generations
from policygraph.store.files import Layout, is_store

if TYPE_CHECKING:
    from policygraph.decide import Decision
    from policygraph.ingest import Outcome
    from policygraph.store.engine import Engine
    from policygraph.store.lock import Lock as Lease


class FolderView:
    """One generation. Records and files are read by their hash and need nothing that is open."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self.rows: Mapping[str, Row] = reader.rows
        self.version = str(reader.generation)

    def record(self, document: str) -> Record:
        return self._reader.record(document)

    def source(self, document: str) -> bytes:
        return self._reader.source(document)

    def about(self) -> dict[str, Any]:
        return {"generation": self._reader.generation, "originals": True}


class Embedded:
    """A folder. Every write opens the store's one writer and closes it again, so that ``ingest`` may come between."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._layout = Layout(folder)
        self._reader: Reader | None = None
        self._turn = Lock()

    def check(self, *, write: bool) -> None:
        if not is_store(self._folder):
            raise StoreError("store-missing", f"{self._folder} 中没有库")

    def current(self) -> FolderView:
        with self._turn:
            return FolderView(self._newest())

    def _newest(self) -> Reader:
        if self._reader is None or self._moved(self._reader.generation):
            fresh = Reader(self._folder)
            if self._reader is not None:
                self._reader.close()
            self._reader = fresh
        return self._reader

    def _moved(self, generation: int) -> bool:
        """Whether there is another generation, or no pointer to one: a reader opened anew makes it again."""
        try:
            return generations.current(self._layout) != generation
        except StoreError:
            return True

    def turtle(self, graph: str) -> bytes:
        with self._turn:
            engine = self._newest().engine
            found = engine.store.dump(
                format=ox.RdfFormat.TURTLE, from_graph=ox.NamedNode(graph), prefixes=dict(PREFIXES)
            )
        return found or b""

    def decisions(self) -> tuple[Decision, ...]:
        from policygraph.ingest import decisions_of
        from policygraph.store.embedded import decided

        return decisions_of(decided(self._layout))

    def upload(self, name: str, data: bytes) -> Outcome:
        from policygraph.ingest import ingest_bytes

        with Store.open(self._folder) as store:
            return ingest_bytes(store, name, data)

    def remove(self, document: str) -> None:
        with Store.open(self._folder) as store:
            store.remove([document])

    def decide(self, decision: Decision, document: str = "") -> list[str]:
        from policygraph.ingest import decide

        with Store.open(self._folder) as store:
            return decide(store, decision, document=document)

    def close(self) -> None:
        with self._turn:
            if self._reader is not None:
                self._reader.close()
            self._reader = None


class FolderAsker:
    """Holds one generation open; looks before each query whether there is a newer one."""

    def __init__(self, folder: Path) -> None:
        self._layout = Layout(folder)
        self._number = -1
        self._engine: Engine | None = None
        self._lease: Lease | None = None

    def prepare(self) -> None:
        # an empty store, or a generation that goes at this moment, is said when somebody asks
        with contextlib.suppress(PolicygraphError, OSError, RuntimeError, ValueError):
            self._store()

    def _store(self) -> ox.Store:
        """The newest generation. StoreError where there is none."""
        if self._engine is None or generations.current(self._layout) != self._number:
            self._engine = None
            if self._lease is not None:
                self._lease.release()
            with _without_limit():
                self._number, self._engine, self._lease = generations.open_newest(self._layout)
        return self._engine.store

    def answer(self, ask: dict[str, Any]) -> Body:
        dataset: dict[str, Any] = {"use_default_graph_as_union": True}
        if ask["default_graphs"] or ask["named_graphs"]:
            dataset = {"default_graph": _nodes(ask["default_graphs"]), "named_graphs": _nodes(ask["named_graphs"])}
        elif ask["own_dataset"]:
            dataset = {}
        found = self._store().query(ask["query"], **dataset)
        return write(found, ask["table"], ask["graph"], ask["rows"], ask["bytes"], dict(PREFIXES))


def _nodes(iris: list[str]) -> list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph]:
    return [ox.NamedNode(iri) for iri in iris]


@contextlib.contextmanager
def _without_limit() -> Iterator[None]:
    """For opening a store: the engine opens its tables with some 180 short-lived threads, whose stacks alone may for a
    moment claim more address space than a query is allowed, and it aborts where a thread cannot be had."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
