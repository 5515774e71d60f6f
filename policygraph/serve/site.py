"""The pages of the workbench, built in a process of their own: half a minute for some hundred documents, in which the
server must go on answering. Over the whole store where a browser can open that, and over documents someone chose."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from gzip import compress

from policygraph import __version__
from policygraph.decide import Decision, listed
from policygraph.issues import PolicygraphError
from policygraph.record import Record
from policygraph.serve.child import run
from policygraph.serve.holdings import Holdings, View, holdings
from policygraph.serve.kept import Kept
from policygraph.store import Row

CHOSEN = 100  # documents in one address of /desk
KEPT = 100_000_000  # bytes of pages of chosen documents that are kept at hand
PATIENCE = 2.0  # seconds a visitor waits for newer pages before the old ones are shown
AT_ONCE = 2  # sets of chosen documents whose pages are in the making
WAITING = 16  # sets that wait for their turn; more are refused
PACKED = ".gz"
SMALL = 4_000  # bytes, below which nothing is compressed
Pages = dict[str, bytes]


def fits(view: View, one_page: int) -> bool:
    """Whether the workbench can show the whole store: neither too large, nor with documents without a record."""
    return len(view.rows) <= one_page and all(row.record for row in view.rows.values())


def build(place: str, documents: Sequence[str] = ()) -> tuple[str, Pages]:
    """(version, path → bytes) of what the store at a folder or an address holds now, or of some of its documents."""
    from policygraph.views import build_site

    store = holdings(place)
    try:
        view = store.current()
        if not view.rows:
            return view.version, {"index.html": _EMPTY.encode()}
        records = [view.record(key) for key in documents or sorted(view.rows)]
        decisions = _decisions(store)
        if documents:
            known = set().union(*map(_targets, records))
            decisions = tuple(item for item in decisions if item.target in known)
        return view.version, packed(dict(build_site(records, version=__version__, decisions=listed(decisions))))
    finally:
        store.close()


def packed(pages: Pages) -> Pages:
    """The pages, and beside each that is worth it the same compressed: once, here, and not for every visitor."""
    found = {path + PACKED: compress(data, 6, mtime=0) for path, data in pages.items() if len(data) > SMALL}
    return {**pages, **found}


def _decisions(store: Holdings) -> tuple[Decision, ...]:
    """The entries of the file; none where an edit by hand broke it, which ``ingest`` and ``/api/decisions`` say. What is
    in force is in the records."""
    try:
        return store.decisions()
    except PolicygraphError:
        return ()


def _targets(record: Record) -> Iterator[str]:
    """What in a record can be decided on, and what was."""
    for kind in ("tasks", "responsibilities", "indicators"):
        yield from (fact["id"] for fact in record[kind])
    yield from (f"{link['kind']}:{link['left']}:{link['right']}" for link in record["links"])
    yield from (finding["key"] for finding in record["findings"])
    yield from (decision["target"] for decision in record["decisions"])


_EMPTY = (
    '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>政策图谱</title>'
    "<p>库中还没有文件。请先运行 policygraph ingest。<p><a href='/query'>SPARQL</a>"
)


class Site:
    """The pages as they were last built. Newer ones in the making are waited for a little, then the old ones shown."""

    def __init__(self, place: str) -> None:
        self._place = place
        self._built: tuple[str, Pages] = ("", {})
        self._asked = ""
        self._making: asyncio.Task[None] | None = None
        self._trouble: PolicygraphError | None = None

    async def pages(self, version: str) -> Pages:
        for _ in range(2):  # what is in the making may be older than what is asked for
            self.prepare(version)
            if self._making is None:
                break
            if self._built[1]:
                await asyncio.wait([self._making], timeout=PATIENCE)
            else:
                await asyncio.shield(self._making)
        if not self._built[1] and self._trouble is not None:
            raise self._trouble
        return self._built[1]

    def prepare(self, version: str) -> None:
        """Begin to build the pages of this version, unless they are there or in the making, or newer ones are."""
        if version not in (self._asked, self._built[0]) and self._making is None:
            self._asked = version
            self._making = asyncio.ensure_future(self._make())

    def forget(self) -> None:
        """What the pages show has changed, whatever the version of the store. They are shown until there are newer."""
        self._built, self._asked = ("", self._built[1]), ""

    async def _make(self) -> None:
        try:
            self._built, self._trouble = await run(build, self._place), None
        except PolicygraphError as error:
            self._asked, self._trouble = "", error
        finally:
            self._making = None

    def close(self) -> None:
        if self._making is not None:
            self._making.cancel()


Key = tuple[tuple[str, str], ...]


class Desks:
    """The pages of documents someone chose. Those asked for last are kept, by the records they show."""

    def __init__(self, place: str) -> None:
        self._place = place
        self._kept: Kept[Key, Pages] = Kept(KEPT, AT_ONCE, WAITING, _weight)
        self.forget, self.close = self._kept.forget, self._kept.close

    async def pages(self, rows: Sequence[Row]) -> Pages:
        """StoreError where the store has no record of one of them; Refused 503 where too many wait."""
        chosen = [row.id for row in rows]

        async def make() -> Pages:
            _, pages = await run(build, self._place, chosen)
            made: Pages = pages
            return made

        return await self._kept.get(tuple((row.id, row.record) for row in rows), make)


def _weight(pages: Pages) -> int:
    return sum(map(len, pages.values()))
