"""Keeping the catalogue level with the store, by a child process that reads the records of documents that are new."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from policygraph.catalogue import Answers, Catalogue, Entry, keeping
from policygraph.issues import PolicygraphError, StoreError
from policygraph.record import Record
from policygraph.serve.child import run
from policygraph.serve.holdings import View, holdings, is_remote
from policygraph.store.files import Layout
from policygraph.store.lock import Lock

BATCH = 64  # documents in one transaction
PATIENCE = 2.0  # seconds a page waits for the catalogue to be level before it says that it is not
_WAIT = 3600.0  # seconds for another server's child over the same store


def follow(place: str, path: Path) -> str:
    """Bring the catalogue level with the store at a folder or an address; the version it is level with."""
    store = holdings(place)
    try:
        with Lock(path.with_name(f"{path.name}.lock")).acquire(_WAIT):
            view = store.current()
            with keeping(path) as catalogue:
                _level(catalogue, view)
            return view.version
    except (OSError, sqlite3.Error) as error:
        raise StoreError("catalogue", f"目录库 {path.name} 无法写入：{error}") from None
    finally:
        store.close()


def _level(catalogue: Catalogue, view: View) -> None:
    behind = catalogue.behind({key: row.record for key, row in view.rows.items()})
    catalogue.give_up(key for key in behind.gone if key not in view.rows)
    for first in range(0, len(behind.fresh), BATCH):
        catalogue.take(_entries(view, behind.fresh[first : first + BATCH]))


def _entries(view: View, documents: Sequence[str]) -> Iterator[Entry]:
    """A document whose record cannot be had (replaced meanwhile, or damaged) is in the list by its title, and asked for
    again next time."""
    for key in documents:
        row = view.rows[key]
        content: Record | None = None
        if row.record:
            with suppress(StoreError):
                content = view.record(key)
        yield Entry(key, row.record if content is not None else "", row.title or row.name, content)


def place_of(place: str) -> Path:
    """Where the catalogue of a store lies: in its folder where that can be written to, else in one that goes with the
    server."""
    folder = None if is_remote(place) else Path(place)
    if folder is not None and os.access(folder, os.W_OK):
        return Layout(folder).catalogue
    return Path(tempfile.mkdtemp(prefix="policygraph-")) / "catalogue.sqlite"


class Follower:
    """The catalogue of one server. ``answers`` may be asked at any time once ``level`` has been waited for."""

    def __init__(self, place: str) -> None:
        self._place = place
        self._path: Path | None = None
        self._version = ""
        self._making: asyncio.Task[None] | None = None
        self._trouble: PolicygraphError | None = None

    @property
    def answers(self) -> Answers:
        assert self._path is not None
        return Answers(self._path)

    async def level(self, view: View, patience: float = PATIENCE) -> bool:
        """Whether the catalogue knows this version of the store; waits a little for that. PolicygraphError where it cannot be made."""
        self.prepare(view.version)
        if self._making is not None:
            await asyncio.wait([self._making], timeout=patience)
        if self._trouble is not None:
            raise self._trouble
        return self._version == view.version

    def prepare(self, version: str) -> None:
        """Begin to bring the catalogue level with this version, unless it is or that is in the making."""
        if self._version != version and self._making is None:
            self._making = asyncio.ensure_future(self._make())

    def forget(self) -> None:
        """The file is gone or damaged: make it again."""
        self._version = ""

    async def _make(self) -> None:
        try:
            if self._path is None:
                self._path = place_of(self._place)
            self._version, self._trouble = await run(follow, self._place, self._path), None
        except PolicygraphError as error:
            self._trouble = error
        finally:
            self._making = None

    def close(self) -> None:
        if self._making is not None:
            self._making.cancel()
        if self._path is not None and self._path.parent.name.startswith("policygraph-"):
            import shutil

            shutil.rmtree(self._path.parent, ignore_errors=True)
