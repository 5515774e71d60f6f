"""Reading an embedded store: the newest generation, which is made anew from the engine where it is damaged."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from policygraph.issues import StoreError
from policygraph.record import Record
from policygraph.store import edition, generations
from policygraph.store.embedded import Store, record_of
from policygraph.store.files import Layout, get_blob, is_store

if TYPE_CHECKING:
    from rdflib import Dataset


class Reader:
    """The newest generation, read-only. Documents written later are seen by a reader opened later."""

    def __init__(self, folder: Path) -> None:
        """StoreError ``store-missing`` where nothing was ingested, ``store-corrupt`` where it cannot be read."""
        self.layout = Layout(folder)
        try:
            self._open()
        except StoreError as error:
            mend(self.layout, error)
            self._open()

    def _open(self) -> None:
        self.generation, self.engine, self._lease = generations.open_newest(self.layout)
        try:
            self.rows = self.engine.rows()
            self.notes = edition.note(self.engine.store)  # what a reader of this store should know
        except StoreError:
            self.close()
            raise

    def record(self, document: str) -> Record:
        """The record of a document. StoreError ``unknown-document``."""
        if document not in self.rows:
            raise StoreError("unknown-document", f"库中没有 {document}")
        return record_of(self.layout, self.rows[document])

    def source(self, document: str) -> bytes:
        if document not in self.rows:
            raise StoreError("unknown-document", f"库中没有 {document}")
        return get_blob(self.layout, "sources", self.rows[document].source)

    def dataset(self) -> Dataset:
        """The whole store as an ``rdflib.Dataset``: a copy in memory, for researchers' tools."""
        import pyoxigraph as ox
        from rdflib import Dataset

        text = self.engine.store.dump(format=ox.RdfFormat.N_QUADS)
        out = Dataset(default_union=True)
        out.parse(data=text or b"", format="nquads")
        return out

    def close(self) -> None:
        del self.engine
        self._lease.release()

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def mend(layout: Layout, error: StoreError) -> None:
    """Make what readers open anew, by opening the store for writing. The error that led here where that cannot help:
    nothing was ingested, or nothing may be written."""
    if error.code not in ("store-missing", "store-corrupt") or not (is_store(layout.root) and layout.engine.is_dir()):
        raise error
    try:
        Store.open(layout.root, deep=True).close()
    except StoreError as other:
        if other.code in ("store-busy", "store-unwritable"):
            raise StoreError(error.code, f"{error.message}；下次打开写入时自动修复（{other.message}）") from None
        raise
