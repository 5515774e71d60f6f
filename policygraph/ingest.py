"""Files into a store: which need work, the chain for each in a child process or on a cluster, batches that are safe.

The work is one picklable function of one value, so any ``concurrent.futures.Executor`` can do it: local killable
processes by default, a Dask cluster where one is named. The results do not depend on who did it.
"""

from __future__ import annotations

import json
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol, TypeAlias

from policygraph.decide import FINDING, WITHDRAW, Decision, dump_decisions, endings, parse_decisions
from policygraph.identity import digest
from policygraph.issues import PolicygraphError, ReadError, StoreError, unforeseen
from policygraph.pipeline import Refusal, finish, fullness, parse_bytes, verdict_line
from policygraph.read import file_name
from policygraph.read.dossier import load_any
from policygraph.record import Record, dumps
from policygraph.store import Prepared, RemoteStore, Row, Store, rules_hash, source_hash
from policygraph.store.check import rescued
from policygraph.store.files import Layout, get_blob
from policygraph.store.lock import Lock

BATCH = 16  # documents written together: more make fewer files for the engine to merge, and longer waits
BATCH_SECONDS = 1.0  # and no document waits longer than this


@dataclass(frozen=True, slots=True)
class Job:
    """One file to extract, as a value that travels to another process."""

    name: str
    data: bytes = field(repr=False)
    decisions: tuple[Decision, ...] = ()


@dataclass(frozen=True, slots=True)
class Extracted:
    """What comes back: the document's id and title, its record and statements as text, decisions applied."""

    id: str
    title: str
    record: str = field(repr=False)
    nquads: str = field(repr=False)
    decided: str = ""
    verdict: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: the row it has in the store, or the refusal. ``written`` is False where the store
    had it already."""

    name: str
    row: Row | None = None
    refusal: Refusal | None = None
    written: bool = False
    verdict: str = ""  # what its account comes to, where it was extracted just now


Answer: TypeAlias = "Extracted | PolicygraphError"
#: (work, jobs) → answers in the order of the jobs
Runner: TypeAlias = Callable[[Callable[[Job], Extracted], Iterable[Job]], Iterator[Answer]]


def extract(job: Job) -> Extracted:
    """The whole chain for one file, human decisions replayed. Raises ReadError."""
    from policygraph.graph import nquads

    done = finish(parse_bytes(job.data, job.name), job.decisions)
    head = done.linked.policy.masthead
    decided = digest(dump_decisions(done.used)) if done.used else ""
    return Extracted(
        head.id, head.title or "", dumps(done.record), nquads(done.quads), decided, verdict_line(done.record)
    )


# ---- who does the work -----------------------------------------------------------------------------


def local(workers: int | None = None) -> Runner:
    """Killable child processes on this machine."""
    from policygraph.read.sandbox import run_isolated

    return partial(run_isolated, workers=workers)


def on(executor: Executor, window: int = 16) -> Runner:
    """Any executor of the standard interface; at most ``window`` files wait in memory."""

    def run(work: Callable[[Job], Extracted], jobs: Iterable[Job]) -> Iterator[Answer]:
        waiting: deque[Future[Extracted]] = deque()
        for job in jobs:
            waiting.append(executor.submit(work, job))
            if len(waiting) >= window:
                yield _answer(waiting.popleft())
        while waiting:
            yield _answer(waiting.popleft())

    return run


def _answer(future: Future[Extracted]) -> Answer:
    try:
        return future.result()
    except PolicygraphError as error:
        return error
    except Exception as error:  # what one file did to a worker is no reason to stop the run
        return unforeseen(error)


def dask(address: str, timeout: float = 10.0) -> Runner:
    """A Dask cluster by the address of its scheduler. PolicygraphError ``needs-extra`` without the extra,
    ``executor`` where nobody answers within ``timeout`` seconds."""
    try:
        client: Any = import_module("distributed").Client
    except ImportError:
        raise PolicygraphError("needs-extra", "需要 pip install policygraph[dask]") from None
    try:
        return on(client(address, timeout=timeout).get_executor(pure=False))
    except (OSError, TimeoutError) as error:
        raise PolicygraphError("executor", f"无法连接 {address}：{type(error).__name__}") from None


def runner(executor: str = "", workers: int | None = None) -> Runner:
    """``local`` by default, a Dask cluster for an address such as ``tcp://host:8786``."""
    return dask(executor) if "://" in executor else local(workers)


# ---- into the store --------------------------------------------------------------------------------


@dataclass(slots=True)
class _Entry:
    """One input on its way: its bytes, and what is known of it so far."""

    name: str
    data: bytes = b""
    outcome: Outcome | None = None
    prepared: Prepared | None = None
    verdict: str = ""


class Target(Protocol):
    """What documents are kept in: the embedded store, or a server."""

    rows: dict[str, Row]

    def put(self, batch: Sequence[Prepared]) -> list[Row]: ...


class Archive(Target, Protocol):
    """A target that also keeps, or knows where to find, what a document is made from: its file, and decisions."""

    def source(self, document: str) -> bytes: ...

    def record(self, document: str) -> Record: ...

    def documents_of(self, facts: Iterable[str]) -> list[str]: ...

    def decided(self) -> str | None: ...

    def keep_decided(self, text: str) -> None: ...


def ingest_files(store: Archive, paths: Iterable[Path], run: Runner | None = None) -> Iterator[Outcome]:
    """Take files into a store, in order. An outcome is yielded once its document is safe on disk."""
    return ingest(store, (_load(path) for path in paths), run, decisions=_decisions(store))


def send(url: str, paths: Iterable[Path], run: Runner | None = None) -> Iterator[Outcome]:
    """Take files into any SPARQL 1.1 server. StoreError ``store-remote`` where it does not answer."""
    return ingest_files(RemoteStore(url), paths, run)


def _decisions(store: Archive) -> tuple[Decision, ...]:
    return decisions_of(store.decided())


def decisions_of(text: str | None) -> tuple[Decision, ...]:
    """The decisions of a store, by what it keeps. PolicygraphError ``decisions-malformed`` names the entry."""
    try:
        return parse_decisions(text) if text is not None else ()
    except PolicygraphError as error:
        raise PolicygraphError(error.code, f"decisions.json: {error.message}") from None


def ingest_bytes(store: Archive, name: str, data: bytes, run: Runner | None = None) -> Outcome:
    """One file that came another way, such as an upload."""
    return next(ingest(store, [_Entry(name, data)], run or local(1), decisions=_decisions(store)))


def refresh(store: Archive, run: Runner | None = None, only: Iterable[str] | None = None) -> Iterator[Outcome]:
    """Extract again, from the kept files, every document made by other rules, or those of ``only``."""
    keys = stale(store) if only is None else [key for key in only if key in store.rows]
    rows = [store.rows[key] for key in keys]
    entries = (_Entry(row.name, store.source(row.id)) for row in rows)
    return ingest(store, entries, run, force=True, decisions=_decisions(store))


def stale(store: Archive) -> list[str]:
    """Documents whose record another rule set made, or that a human decision touches or has touched."""
    rules = rules_hash()
    targets = set(_targets(_decisions(store)))
    findings = {target for target in targets if target.startswith(FINDING)}
    touched = {*store.documents_of(targets), *_recorded(store, findings)}
    return [key for key, row in sorted(store.rows.items()) if row.rules != rules or key in touched]


def _targets(decisions: Iterable[Decision]) -> Iterator[str]:
    """Fact ids that decisions are about: the target itself, or the ends of a link."""
    for item in decisions:
        yield from item.target.split(":")[-2:] if ":" in item.target else (item.target,)


def _recorded(store: Archive, targets: set[str], asked: str = "") -> Iterator[str]:
    """Ids of the documents whose records know of targets that no graph has: findings, and facts that were dismissed.
    ``asked`` is where to look first. Only documents that were decided on know of dismissed facts."""
    findings = any(target.startswith(FINDING) for target in targets)
    for key in sorted(store.rows, key=lambda key: key != asked):
        if not targets:
            return
        row = store.rows[key]
        if row.record and (findings or "+" in row.rules):
            here = _decided_in(store, key) & targets
            targets = targets - here
            yield from [key] * bool(here)


def _decided_in(store: Archive, document: str) -> set[str]:
    try:
        record = store.record(document)
    except StoreError:
        return set()  # another document's damage is no reason not to decide on this one
    return {item["key"] for item in record["findings"]}.union(item["target"] for item in record["decisions"])


def _load(path: Path) -> _Entry:
    name = file_name(path)
    try:
        source = load_any(path)
        return _Entry(source.info.name, source.data)
    except ReadError as error:
        return _Entry(name, outcome=_refused(name, error))
    except Exception as error:
        return _Entry(name, outcome=_refused(name, unforeseen(error)))


def _refused(name: str, error: PolicygraphError) -> Outcome:
    return Outcome(name, refusal=Refusal(name, error.code, error.message))


def ingest(
    store: Archive,
    entries: Iterable[_Entry],
    run: Runner | None = None,
    *,
    force: bool = False,
    decisions: tuple[Decision, ...] = (),
) -> Iterator[Outcome]:
    """The order of things: skip what the store has, extract the rest, keep in batches, tell."""
    have = {} if force else _kept(store)
    queue: deque[_Entry] = deque()

    def jobs() -> Iterator[Job]:
        for entry in entries:
            known = have.get((entry.name, source_hash(entry.data))) if entry.outcome is None else None
            if known is not None:
                entry.outcome = Outcome(entry.name, known)
            queue.append(entry)
            if entry.outcome is None:
                yield Job(entry.name, entry.data, decisions)

    batch = _Batch(store)
    for answer in (run or local())(extract, jobs()):
        while queue[0].outcome is not None:
            yield from batch.add(queue.popleft())
        entry = _answered(queue.popleft(), answer)
        if entry.prepared is not None and not force:
            if batch.holds(entry.prepared.id):
                yield from batch.flush()
            entry = _unless_emptier(store, entry, entry.prepared)
        yield from batch.add(entry)
    for entry in queue:
        yield from batch.add(entry)
    yield from batch.flush()


def _kept(store: Target) -> dict[tuple[str, str], Row]:
    """(name, hash) of the files whose documents need no work."""
    rules = rules_hash()
    return {(row.name, row.source): row for row in store.rows.values() if row.rules.partition("+")[0] == rules}


def _answered(entry: _Entry, answer: Answer) -> _Entry:
    if isinstance(answer, PolicygraphError):
        entry.outcome = _refused(entry.name, answer)
        return entry
    entry.verdict = answer.verdict
    rules = rules_hash() + (f"+{answer.decided}" if answer.decided else "")
    entry.prepared = Prepared(answer.id, entry.name, answer.title, entry.data, answer.record, answer.nquads, rules)
    return entry


def _unless_emptier(store: Archive, entry: _Entry, new: Prepared) -> _Entry:
    """Another file of a document that is kept already replaces it only where it says as much."""
    row = store.rows.get(new.id)
    if row is None or row.name == new.name or not row.record:
        return entry
    try:
        had = fullness(store.record(new.id))
    except StoreError:
        return entry
    if had > fullness(json.loads(new.record)):
        said = f"与已存的 {row.name} 为同一文件，内容较少，未替换"
        entry.outcome, entry.prepared = Outcome(entry.name, row, verdict=said), None
    return entry


class _Batch:
    """Collects entries and writes them together: one flush for the batch."""

    def __init__(self, store: Target) -> None:
        self._store = store
        self._entries: list[_Entry] = []
        self._since = time.monotonic()

    def add(self, entry: _Entry) -> Sequence[Outcome]:
        self._entries.append(entry)
        waiting = sum(item.prepared is not None for item in self._entries)
        if waiting >= BATCH or time.monotonic() - self._since > BATCH_SECONDS:
            return self.flush()
        return ()

    def holds(self, document: str) -> bool:
        return any(entry.prepared is not None and entry.prepared.id == document for entry in self._entries)

    def flush(self) -> list[Outcome]:
        entries, self._entries = self._entries, []
        before = {key: row.number for key, row in self._store.rows.items()} if entries else {}
        rows = iter(self._store.put([entry.prepared for entry in entries if entry.prepared is not None]))
        self._since = time.monotonic()
        return [entry.outcome or _kept_now(entry, next(rows), before) for entry in entries]


def _kept_now(entry: _Entry, row: Row, before: dict[str, int]) -> Outcome:
    return Outcome(entry.name, row, written=before.get(row.id) != row.number, verdict=entry.verdict)


def counts(outcomes: Iterable[Outcome]) -> dict[str, Any]:
    """A summary for reports: how many were written, had already, refused."""
    seen = list(outcomes)
    refused = [item.refusal for item in seen if item.refusal is not None]
    return {
        "documents": [
            {"id": item.row.id, "file": item.name, "written": item.written, "coverage": item.verdict}
            for item in seen
            if item.row
        ],
        "refusals": [{"file": item.name, "code": item.code, "message": item.message} for item in refused],
    }


# ---- the database from the kept files --------------------------------------------------------------


def rebuild(folder: Path, run: Runner | None = None) -> Iterator[Outcome]:
    """Make the database anew from the manifest outside it and the kept files, earlier versions first.

    What was there is kept beside, as ``engine.damaged-N``. StoreError ``store-corrupt`` where a file is gone too.
    """
    layout = Layout(folder)
    with Lock(layout.lock).acquire():
        rows = sorted(rescued(layout).values(), key=lambda row: row.number)
        entries = [
            _Entry(row.name, get_blob(layout, "sources", source))
            for row in rows
            for source in [*(pair[0] for pair in row.versions), row.source]
        ]
        _set_aside(layout)
    with Store.open(folder) as store:
        yield from ingest(store, entries, run, force=True, decisions=_decisions(store))


def _set_aside(layout: Layout) -> None:
    number = 1 + sum(1 for _ in layout.root.glob("engine.damaged-*"))
    if layout.engine.exists():
        layout.engine.rename(layout.root / f"engine.damaged-{number}")
    if layout.log.exists():
        layout.log.rename(layout.root / f"manifest.damaged-{number}")
    for path in (layout.current, layout.closed, layout.head):  # a new engine uses the names of its files again
        path.unlink(missing_ok=True)


def decide(store: Archive, decision: Decision, run: Runner | None = None, document: str = "") -> list[str]:
    """Write one more human decision down, or the withdrawal of one, and extract again what it is about. The ids of
    those documents. ``document`` is the one whoever decides has before them: it need not be looked for.

    StoreError ``no-source`` where a file it is about is not to be had, PolicygraphError ``idle-withdrawal`` where
    nothing like it is in force (any more): then nothing is written down."""
    after = (*_decisions(store), decision)
    if decision.action == WITHDRAW and len(after) - 1 not in endings(after):
        raise PolicygraphError("idle-withdrawal", "没有可撤回的决定：它已被撤回，或已另作决定")
    targets = set(_targets([decision]))
    about = store.documents_of(targets) or list(_recorded(store, targets, document))
    for key in about:
        store.source(key)
    store.keep_decided(dump_decisions(after))
    return [item.row.id for item in refresh(store, run or local(1), about) if item.row is not None]
