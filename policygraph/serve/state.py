"""What the routes share: the store as it is now, the pool for queries, what is allowed."""

from __future__ import annotations

import asyncio
import hmac
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from policygraph import __version__
from policygraph.issues import PolicygraphError, StoreError
from policygraph.record import Record
from policygraph.serve.follow import Follower
from policygraph.serve.holdings import Holdings, View, holdings
from policygraph.serve.http import Refused
from policygraph.serve.kept import Kept
from policygraph.serve.limits import LIMITS, Limits
from policygraph.serve.pool import Pool
from policygraph.serve.site import Desks, Site, fits
from policygraph.store import Row

LOOK_EVERY = 0.5  # seconds between looks whether the store has changed
RECORDS = 64  # records kept at hand
PICTURES = 50_000_000  # bytes of page pictures kept at hand
Picture = tuple[str, str, int, tuple[Any, ...]]  # document, its record, page, boxes


@dataclass(frozen=True, slots=True)
class Settings:
    """``store`` is a folder, or the address of a SPARQL server; ``files`` is where the originals are for the latter.
    ``token`` is None where nothing may be written; ``hosts`` are the names the server answers to."""

    store: Path | str
    hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "::1", "[::1]")
    token: str | None = None
    access_log: Path | None = None
    limits: Limits = LIMITS
    files: Path | None = None

    @property
    def place(self) -> str:
        return str(self.store)


@dataclass(slots=True)
class State:
    """One server's. ``view`` follows the store; ``site`` holds the pages of the workbench, ``desks`` those over documents
    someone chose, ``follower`` the catalogue."""

    settings: Settings
    holdings: Holdings
    pool: Pool
    site: Site
    desks: Desks
    follower: Follower
    writing: asyncio.Lock = field(default_factory=asyncio.Lock)
    pictures: Kept[Picture, bytes] = field(default_factory=lambda: Kept(PICTURES, 2, 32, len))
    _view: View | None = None
    _looked: float = float("-inf")
    _looking: asyncio.Future[View] | None = None
    _records: dict[str, Record] = field(default_factory=dict)

    @classmethod
    def over(cls, settings: Settings) -> State:
        """Everything for one store; nothing is opened yet."""
        place = settings.place
        pool = Pool(place, settings.limits)
        return cls(settings, holdings(place, settings.files), pool, Site(place), Desks(place), Follower(place))

    @property
    def limits(self) -> Limits:
        return self.settings.limits

    async def view(self) -> View:
        """The documents, as they were at most half a second ago. StoreError where the store is not to be had."""
        if self._view is not None and time.monotonic() - self._looked < LOOK_EVERY:
            return self._view
        if self._looking is None:  # whoever comes meanwhile waits for the same answer
            self._looking = asyncio.ensure_future(asyncio.to_thread(self.holdings.current))
            self._looking.add_done_callback(self._seen)
        try:
            async with asyncio.timeout(self.limits.seconds):
                return await asyncio.shield(self._looking)
        except TimeoutError:
            raise StoreError("timeout", f"库在 {self.limits.seconds:g} 秒内没有应答") from None

    def _seen(self, look: asyncio.Future[View]) -> None:
        failed = look.cancelled() or look.exception() is not None
        if look is not self._looking:
            return  # something was written meanwhile: it may be older than that
        self._looking = None
        if not failed:
            self._view, self._looked = look.result(), time.monotonic()

    def changed(self) -> None:
        """Something was written: the next who asks is to see it."""
        self._looked = float("-inf")
        self._looking = None

    async def decided(self) -> None:
        """Somebody decided: the pages are made anew at once, also those whose records are what they were before."""
        self.changed()
        self.desks.forget()
        self.site.forget()
        with suppress(PolicygraphError):  # what was decided is written down, whatever becomes of the pages
            await self.prepare()

    async def row(self, document: str) -> Row:
        """Refused 404 for a document the store has not."""
        return _row(await self.view(), document)

    async def record(self, document: str) -> Record:
        try:
            return await self._record(document)
        except StoreError:
            self.changed()  # replaced a moment ago: look again
            return await self._record(document)

    async def _record(self, document: str) -> Record:
        view = await self.view()
        name = _row(view, document).record
        found = self._records.get(name)
        if found is None:
            found = await asyncio.to_thread(view.record, document)
            while len(self._records) >= RECORDS:
                del self._records[next(iter(self._records))]
            self._records[name] = found
        return found

    async def source(self, document: str) -> bytes:
        return await asyncio.to_thread((await self.view()).source, document)

    async def pages(self) -> dict[str, bytes]:
        """The pages of the workbench, by path."""
        return await self.site.pages((await self.view()).version)

    def fits(self, view: View) -> bool:
        """Whether the workbench can show the whole store."""
        return fits(view, self.limits.one_page)

    async def prepare(self) -> None:
        """Begin what the first visitor will ask for: the pages of the workbench, or the catalogue."""
        view = await self.view()
        if self.fits(view):
            self.site.prepare(view.version)
        else:
            self.follower.prepare(view.version)

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
        self.desks.close()
        self.pictures.close()
        self.follower.close()
        self.holdings.close()


def _row(view: View, document: str) -> Row:
    row = view.rows.get(document)
    if row is None:
        raise Refused(404, "unknown-document", f"库中没有 {document[:80]}")
    return row


def about(state: State, view: View) -> dict[str, Any]:
    return {
        "version": __version__,
        "documents": len(view.rows),
        "quads": sum(row.quads for row in view.rows.values()),
        **view.about(),
        "writable": state.settings.token is not None,
    }
