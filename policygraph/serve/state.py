"""What the routes share: the newest generation for records, the pool for queries, what is allowed."""

from __future__ import annotations

import asyncio
import hmac
import time
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from policygraph import __version__
from policygraph.issues import StoreError
from policygraph.record import Record
from policygraph.serve.http import Refused
from policygraph.serve.limits import LIMITS, Limits
from policygraph.serve.pool import Pool
from policygraph.serve.site import Site
from policygraph.store import Reader, Row, generations
from policygraph.store.files import Layout

LOOK_EVERY = 0.5  # seconds between looks for a newer generation


@dataclass(frozen=True, slots=True)
class Settings:
    """``token`` is None where nothing may be written; ``hosts`` are the names the server answers to."""

    folder: Path
    hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "::1", "[::1]")
    token: str | None = None
    access_log: Path | None = None
    limits: Limits = LIMITS


@dataclass(slots=True)
class State:
    """One server's. ``reader`` follows the store; ``site`` holds the pages of the workbench."""

    settings: Settings
    pool: Pool
    site: Site
    writing: asyncio.Lock = field(default_factory=asyncio.Lock)
    drawing: asyncio.Lock = field(default_factory=asyncio.Lock)
    _reader: Reader | None = None
    _looked: float = float("-inf")

    @property
    def limits(self) -> Limits:
        return self.settings.limits

    def reader(self) -> Reader:
        """A reader of the newest generation, at most half a second old. StoreError where there is none."""
        now = time.monotonic()
        if self._reader is not None and now - self._looked < LOOK_EVERY:
            return self._reader
        self._looked = now
        layout = Layout(self.settings.folder)
        if self._reader is None or generations.current(layout) != self._reader.generation:
            fresh = Reader(self.settings.folder)
            if self._reader is not None:
                self._reader.close()
            self._reader = fresh
        return self._reader

    def row(self, document: str) -> Row:
        """Refused 404 for a document the store has not."""
        row = self.reader().rows.get(document)
        if row is None:
            raise Refused(404, "unknown-document", f"库中没有 {document[:80]}")
        return row

    def record(self, document: str) -> Record:
        row = self.row(document)
        try:
            return _record(self.settings.folder, document, row.record)
        except StoreError:
            self._looked = float("-inf")  # replaced a moment ago: look again
            return _record(self.settings.folder, document, self.row(document).record)

    async def pages(self) -> dict[str, bytes]:
        """The pages of the workbench, by path."""
        return await self.site.pages(self.reader().generation)

    def authorize(self, header: str) -> None:
        """Refused 403 where nothing may be written, 401 without the token."""
        token = self.settings.token
        if token is None:
            raise Refused(403, "read-only", "未以 --allow-write 启动，不接受写入")
        kind, _, given = header.partition(" ")
        if kind.lower() != "bearer" or not hmac.compare_digest(given.strip().encode(), token.encode()):
            raise Refused(401, "unauthorized", "需要 Authorization: Bearer 令牌")

    def close(self) -> None:
        self.site.close()
        if self._reader is not None:
            self._reader.close()
            self._reader = None


@lru_cache(maxsize=64)
def _record(folder: Path, document: str, sha256: str) -> Record:
    import json

    from policygraph.store.files import get_blob

    found: Record = json.loads(get_blob(Layout(folder), "records", sha256))
    return found


def about(state: State) -> dict[str, Any]:
    reader = state.reader()
    return {
        "version": __version__,
        "documents": len(reader.rows),
        "quads": sum(row.quads for row in reader.rows.values()),
        "generation": reader.generation,
        "writable": state.settings.token is not None,
    }
