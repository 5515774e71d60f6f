"""The embedded store: one folder, one writer, as many readers as like.

``Store`` writes; ``Reader`` (``reader.py``) opens the newest generation and never waits for a writer.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from threading import RLock, Timer
from types import TracebackType

from policygraph.issues import StoreError
from policygraph.record import Record
from policygraph.store import closing, edition, generations
from policygraph.store.engine import Content, Engine, content_of
from policygraph.store.files import Layout, drop_blobs, get_blob, put_blob, sha256, write_atomic
from policygraph.store.lock import Lock
from policygraph.store.log import Log
from policygraph.store.manifest import Entry, Row, rows_sum

PUBLISH_EVERY = 2.0  # seconds between generations while a long ingest runs
TIDY_FROM = 50_000  # statements: below that nothing is slow
TIDY_SHARE = 5  # a run that wrote a fifth of the store pays for putting it in order


@dataclass(frozen=True, slots=True)
class Prepared:
    """One document ready to be kept: its file, its record as JSON text, its statements as N-Quads text."""

    id: str
    name: str
    title: str
    source: bytes
    record: str
    nquads: str
    rules: str


class Store:
    """The writer. Open one with ``Store.open`` and close it, best by ``with``.

    ``rows`` maps document ids to manifest rows; ``notes`` says in Chinese what opening it put right or saw.
    """

    def __init__(self, layout: Layout, lock: Lock, engine: Engine, log: Log, rows: dict[str, Row], number: int) -> None:
        self.layout = layout
        self.rows = rows
        self.notes: tuple[str, ...] = ()
        self._lock = lock
        self._engine = engine
        self._log = log
        self._number = number
        self._published = float("-inf")
        self._changed = False
        self._turn = RLock()  # the timer that publishes waits for a batch to be whole
        self._timer: Timer | None = None
        self._garbage: set[tuple[str, str]] = set()
        self._loose = 0  # statements written since the engine's files were put in order
        self._fresh: list[tuple[Row, Content]] = []  # new documents of the batch, not yet written
        self._used = Counter(ref for row in rows.values() for ref in _references(row))
        self._sum = rows_sum(rows.values())

    @classmethod
    def open(cls, folder: Path, wait: float = 10.0, *, deep: bool = False) -> Store:
        """Open or create; what is derived and damaged is made anew. ``deep`` sums large tables too that look untouched.
        StoreError ``store-busy``, ``store-corrupt``, ``store-unwritable``, ``not-a-store``."""
        layout = Layout(folder)
        closing.prepare(layout)
        lock = Lock(layout.lock).acquire(wait)
        try:
            return cls._opened(layout, lock, deep)
        except BaseException:
            lock.release()
            raise

    @classmethod
    def _opened(cls, layout: Layout, lock: Lock, deep: bool) -> Store:
        said = closing.check(layout, deep=deep)
        log = Log(layout.log)
        state = closing.compare(layout, log)
        closing.begin(layout)
        log.trim()
        engine = Engine(layout.engine)
        found = state.judged(engine.rows())
        numbers = [row.number for row in found.rows.values()] + [entry.row.number for entry in state.known.values()]
        store = cls(layout, lock, engine, log, found.rows, max(numbers, default=0))
        if found.missing_in_log:
            said += (f"上次写入中断，已核对 {len(found.missing_in_log)} 份文件",)
        if state.fault:
            said += (f"库外清单已由数据库重写（{state.fault}）",)
        store.notes = (*said, *edition.note(engine.store))
        if state.fault or not log.checks or len(log.checks) > 2 * len(found.rows) + 100:
            log.compact(found.rows)
        log.append(found.missing_in_log)
        if state.head != log.head(store._sum):
            store._write_head()
        if not generations.whole(layout, store._stamp(), deep=deep):
            store.publish()
        return store

    def _write_head(self) -> None:
        self._log.head(self._sum).write(self.layout.head)

    # ---- writing ---------------------------------------------------------------------------------

    def put(self, batch: Sequence[Prepared]) -> list[Row]:
        """Keep some documents; when this returns, they are safe on disk. The rows in the order given.

        A document and its manifest row are written together or not at all: those that are new in one step, one that
        replaces an earlier version in a transaction of its own. The flush is one for the batch.
        """
        contents = [content_of(item.nquads, item.id) for item in batch]
        written: list[Entry] = []
        with self._turn:  # the bytes too: what a publication is about to drop may be needed again
            pairs = [(self._row(item), content) for item, content in zip(batch, contents, strict=True)]
            out = [self._put_one(self._numbered(row, content), content, written) for row, content in pairs]
            self._add_fresh()
            self._commit(written)
        return out

    def _row(self, item: Prepared) -> Row:
        """The row without count and digest; the bytes it names are on disk when it is made."""
        source = put_blob(self.layout, "sources", item.source)
        record = put_blob(self.layout, "records", item.record.encode("utf-8"))
        return Row(item.id, item.name, item.title, source, record, 0, "", item.rules)

    def _numbered(self, row: Row, content: Content) -> Row:
        old = self.rows.get(row.id)
        versions = _versions(old, row)
        full = replace(row, quads=len(content.own), digest=content.digest, versions=versions)
        if old is not None and replace(old, number=0) == full:
            return old
        self._number += 1
        return replace(full, number=self._number)

    def _put_one(self, row: Row, content: Content, written: list[Entry]) -> Row:
        old = self.rows.get(row.id)
        if old == row:
            return row  # the store stays as it was
        for other in [other for other in self._of_source(row.source) if other.id != row.id]:
            self._take_away(other, written)  # other rules gave this file another identity
        if old is None:
            self._fresh.append((row, content))
        else:
            self._add_fresh()  # it may be of this very batch
            self._engine.replace(row, content)
        self._reference(old, row)
        self.rows[row.id] = row
        self._loose += row.quads
        written.append(Entry("put", row))
        return row

    def _add_fresh(self) -> None:
        """Write the documents that are new. Where that fails, none of them was ever here."""
        fresh, self._fresh = self._fresh, []
        try:
            self._engine.add(fresh)
        except StoreError:
            for row, _ in fresh:
                self._reference(row, None)
                del self.rows[row.id]
            raise

    def _of_source(self, source: str) -> list[Row]:
        if not self._used[("sources", source)]:
            return []
        return [row for row in self.rows.values() if row.source == source]

    def remove(self, documents: Iterable[str]) -> list[Row]:
        """Take documents away with all their versions. StoreError ``unknown-document`` before anything is done."""
        wanted = list(dict.fromkeys(documents))
        unknown = [key for key in wanted if key not in self.rows]
        if unknown:
            raise StoreError("unknown-document", f"库中没有 {'、'.join(unknown[:5])}")
        gone = [self.rows[key] for key in wanted]
        written: list[Entry] = []
        with self._turn:
            for row in gone:
                self._take_away(row, written)
            self._commit(written)
        return gone

    def _take_away(self, row: Row, written: list[Entry]) -> None:
        self._add_fresh()
        self._log.append([Entry("removing", row)])
        self._engine.remove(row.id)
        self._reference(row, None)
        del self.rows[row.id]
        written.append(Entry("removed", row))

    def _reference(self, old: Row | None, new: Row | None) -> None:
        self._sum = rows_sum([old] if old else (), self._sum, -1)
        self._sum = rows_sum([new] if new else (), self._sum)
        before, after = _references(old), _references(new)
        self._used.update(after)
        self._used.subtract(before)
        self._garbage.update(ref for ref in before if self._used[ref] <= 0)

    def _commit(self, written: Sequence[Entry]) -> None:
        if not written:
            return
        self._engine.flush()
        self._log.append(written)
        self._write_head()
        self._changed = True
        left = self._published + PUBLISH_EVERY - time.monotonic()
        if left <= 0:
            self.publish()
        elif self._timer is None:  # the next document may take long: readers need not wait for it
            self._timer = Timer(left, self._publish_later)
            self._timer.daemon = True
            self._timer.start()

    def _publish_later(self) -> None:
        with self._turn, suppress(StoreError, OSError):  # tried again with the next batch, and at the end
            if self._timer is not None and self._changed:
                self.publish()

    # ---- readers ---------------------------------------------------------------------------------

    def publish(self) -> None:
        """Let readers see what is committed."""
        with self._turn:
            self._publish()

    def _publish(self) -> None:
        self._timer = None
        generations.publish(self.layout, self._engine, self._stamp())
        self._published = time.monotonic()
        self._changed = False
        if generations.sweep(self.layout):
            unused = {ref for ref in self._garbage if self._used[ref] <= 0}
            for kind in ("records", "sources"):
                drop_blobs(self.layout, kind, (name for which, name in unused if which == kind))
            self._garbage.clear()

    def _tidy(self) -> None:
        """Put the engine's files in order after a run that wrote much of what there is; a few documents more are left
        to the engine's own merging, or every small run would pay for the whole store."""
        if self._loose >= TIDY_FROM and self._loose * TIDY_SHARE >= sum(row.quads for row in self.rows.values()):
            self._engine.optimize()
            self._loose = 0

    def _stamp(self) -> str:
        return generations.stamp(self._number, len(self.rows))

    def record(self, document: str) -> Record:
        return record_of(self.layout, self._known(document))

    def source(self, document: str) -> bytes:
        return get_blob(self.layout, "sources", self._known(document).source)

    def _known(self, document: str) -> Row:
        try:
            return self.rows[document]
        except KeyError:
            raise StoreError("unknown-document", f"库中没有 {document}") from None

    def documents_of(self, facts: Iterable[str]) -> list[str]:
        """Ids of the documents whose graphs speak of any of these fact ids."""
        return self._engine.documents_of(facts)

    def decided(self) -> str | None:
        """The text of the decisions file, None where nobody has decided anything."""
        return decided(self.layout)

    def keep_decided(self, text: str) -> None:
        write_atomic(self.layout.decisions, text.encode("utf-8"))

    @property
    def engine(self) -> Engine:
        return self._engine

    @property
    def log(self) -> Log:
        return self._log

    def close(self, *, publish: bool = True) -> None:
        """Publish what is new and let the next writer in."""
        if self._timer is not None:
            self._timer.cancel()
        with self._turn:
            self._timer = None
            try:
                if self._changed and publish:
                    self._tidy()
                    self.publish()
                del self._engine
                if publish:
                    closing.end(self.layout)
            finally:
                self.__dict__.pop("_engine", None)
                self._lock.release()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close(publish=not isinstance(error, (OSError, StoreError)))  # a second error would hide the first


def source_hash(data: bytes) -> str:
    """What a row calls ``source``."""
    return sha256(data)


def decided(layout: Layout) -> str | None:
    """The text of the decisions file of a store, None where there is none."""
    return layout.decisions.read_text("utf-8-sig") if layout.decisions.is_file() else None


def record_of(layout: Layout, row: Row) -> Record:
    """The record a row names."""
    found: Record = json.loads(get_blob(layout, "records", row.record))
    return found


def _versions(old: Row | None, new: Row) -> tuple[tuple[str, str], ...]:
    if old is None or old.source == new.source:
        return old.versions if old is not None else ()
    kept = tuple(pair for pair in old.versions if pair[0] not in (new.source, old.source))
    return (*kept, (old.source, old.record))


def _references(row: Row | None) -> list[tuple[str, str]]:
    if row is None:
        return []
    pairs = ((row.source, row.record), *row.versions)
    return [ref for source, record in pairs for ref in (("sources", source), ("records", record))]
