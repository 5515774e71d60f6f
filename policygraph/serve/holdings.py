"""What the server asks of a store, whatever holds it: the one place where the kinds of store differ.

``embedded`` and ``remote`` each have the three: ``View`` for what is there, ``Holdings`` for the server, ``Asker`` for a
query worker, which is another process and knows the store by its place alone: a folder, or an address.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from policygraph.record import Record
from policygraph.serve.results import Body
from policygraph.store import Row

if TYPE_CHECKING:
    from policygraph.decide import Decision
    from policygraph.ingest import Outcome

#: the environment variable that tells a child process the place: a password in it is nothing for a list of processes
PLACE = "POLICYGRAPH_PLACE"


class View(Protocol):
    """The documents at one moment. ``version`` is another whenever they are."""

    @property
    def rows(self) -> Mapping[str, Row]: ...

    @property
    def version(self) -> str: ...

    def record(self, document: str) -> Record:
        """StoreError ``unknown-document``, ``no-record``, ``store-corrupt``."""
        ...

    def source(self, document: str) -> bytes:
        """The file as it was taken in. StoreError ``unknown-document``, ``no-source``, ``store-corrupt``."""
        ...

    def about(self) -> dict[str, Any]:
        """What only this kind of store has to say of itself."""
        ...


class Holdings(Protocol):
    """One store for as long as it is served. Every method may block and is called on a thread, several at once."""

    def check(self, *, write: bool) -> None:
        """StoreError in one line where it cannot be served, or not written to."""
        ...

    def current(self) -> View:
        """The newest there is; cheap where nothing has changed."""
        ...

    def turtle(self, graph: str) -> bytes:
        """A whole named graph: the limits of a query do not apply to what the project itself wrote."""
        ...

    def decisions(self) -> tuple[Decision, ...]:
        """Every entry of the file, in force or not."""
        ...

    def upload(self, name: str, data: bytes) -> Outcome: ...

    def remove(self, document: str) -> None: ...

    def decide(self, decision: Decision, document: str = "") -> list[str]:
        """Keep one more decision, or the withdrawal of one; the ids of the documents it changed. ``document`` is where
        to look first. PolicygraphError ``idle-withdrawal``."""
        ...

    def close(self) -> None: ...


class Asker(Protocol):
    """A query worker's side: it may be killed at any moment, and has nothing to put away."""

    def prepare(self) -> None:
        """What can be done before the first question comes."""
        ...

    def answer(self, ask: dict[str, Any]) -> Body:
        """Answer one ``Ask``. SyntaxError for what is no SPARQL, ValueError and RuntimeError for what the engine will
        not do, StoreError where the store is not to be had."""
        ...


def is_remote(place: str) -> bool:
    """Whether a place is an address; everything else is a folder."""
    return "://" in place


def holdings(place: str, files: Path | None = None) -> Holdings:
    """The store at a place. ``files`` is where the originals are, for a store that keeps none."""
    if is_remote(place):
        from policygraph.serve.remote import Remote

        return Remote(place, files)
    from policygraph.serve.embedded import Embedded

    return Embedded(Path(place))


def asker(place: str) -> Asker:
    if is_remote(place):
        from policygraph.serve.remote import RemoteAsker

        return RemoteAsker(place)
    from policygraph.serve.embedded import FolderAsker

    return FolderAsker(Path(place))
