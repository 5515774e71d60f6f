"""Verifying a store or a backup: everything it holds against both manifests and every seal. Nothing is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from policygraph.graph import document_graph, organizations_graph
from policygraph.issues import StoreError
from policygraph.store import closing, generations, seal
from policygraph.store.engine import Engine, lines_digest
from policygraph.store.files import FORMAT, Layout, get_blob, is_store
from policygraph.store.lock import Lock
from policygraph.store.log import Log
from policygraph.store.manifest import Row, reconcile, rows_sum

if TYPE_CHECKING:
    from policygraph.store.closing import State

UNFINISHED = "unfinished"  # the code of what a writer that was stopped leaves


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is not as it was written. ``document`` is empty where it concerns the whole store; ``mends`` says
    that the next opening for writing puts it right by itself: nothing is lost."""

    code: str
    message: str
    document: str = ""
    mends: bool = False


def verify(folder: Path, wait: float = 10.0) -> list[Problem]:
    """Compare every graph, record and file of a store or a backup with what it was. Empty when all is well.

    Writes nothing. StoreError ``store-busy``, ``store-missing``.
    """
    layout = Layout(folder)
    if is_backup(folder):
        return list(_backup(layout))
    if not is_store(folder):
        raise StoreError("store-missing", f"{folder} 不是 policygraph 的库")
    with _undisturbed(layout, wait):
        return _store(layout)


def is_backup(folder: Path) -> bool:
    return Layout(folder).sums.is_file()


def _undisturbed(layout: Layout, wait: float) -> AbstractContextManager[object]:
    """No writer meanwhile; where nobody ever wrote there is no lock."""
    return Lock(layout.lock, still=True).acquire(wait) if layout.lock.is_file() else nullcontext()


def _backup(layout: Layout) -> Iterator[Problem]:
    for name in sums_broken(layout.root):
        yield Problem("backup", f"备份中的 {name} 缺失、多出或已改变")
    found: list[Problem] = []
    _content(layout, found)
    yield from (replace(item, mends=False) for item in found)  # nobody opens a backup for writing


def sums_broken(folder: Path) -> list[str]:
    """Files of a backup that are gone, changed, or not on its list. StoreError ``backup-damaged`` without a list."""
    try:
        lines = Layout(folder).sums.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        raise StoreError("backup-damaged", f"{folder} 不是备份，或缺少 {Layout(folder).sums.name}") from None
    expected = dict(line.split("  ", 1)[::-1] for line in lines if "  " in line)
    found = {path.relative_to(folder).as_posix(): path for path in files_of(folder)}
    changed = [name for name, path in found.items() if expected.get(name) != seal.file_sum(path)]
    return sorted({*changed, *(expected.keys() - found.keys())})


def files_of(folder: Path) -> list[Path]:
    """The files of a backup. Hidden ones are of the system that shows the folder."""
    own = Layout(folder).sums.name
    found = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path for path in found if path.name != own and not path.name.startswith("."))


def _store(layout: Layout) -> list[Problem]:
    out: list[Problem] = []
    if layout.format.read_bytes().strip() != FORMAT.encode() if layout.format.is_file() else True:
        out.append(Problem("format", "format 文件缺失或不认识", mends=True))
    finished = _closed(layout, out)
    stamp = _content(layout, out)
    if not finished:
        _tables(layout, out)
    _generation(layout, stamp, finished, out)
    return out


def _closed(layout: Layout, out: list[Problem]) -> bool:
    """Compare with the seal of the last closing, if there is one: whether there is."""
    if not layout.closed.exists():
        out.append(Problem(UNFINISHED, "上次写入没有正常结束", mends=True))
        return False
    try:
        found = seal.load(layout.closed)
    except StoreError as error:
        out.append(Problem("closed", error.message, mends=True))
        return False
    for name in seal.altered(layout.root, found, deep=True):
        if closing.SPARE.match(name):
            out.append(Problem("spare", f"{name} 缺失或已改变（数据库不需要它）", mends=True))
        elif name.startswith("engine/"):
            out.append(Problem("table", f"{name} 缺失或已改变"))
        elif name == layout.decisions.name:
            out.append(Problem("decisions", closing.EDITED))
    return True


def _tables(layout: Layout, out: list[Problem]) -> None:
    """Tables of an engine that was not closed: those that a generation has too."""
    shared = {name: item for name, item in generations.tables(layout).items() if (layout.engine / name).is_file()}
    for name in seal.altered(
        layout.engine, {key: item for key, item in shared.items() if key.endswith(".sst")}, deep=True
    ):
        out.append(Problem("table", f"engine/{name} 已改变"))


def _content(layout: Layout, out: list[Problem]) -> str:
    """Compare engine, manifests and files; the stamp that a generation of this state has, empty where it is unknown."""
    log = Log(layout.log)
    known: dict[str, Row] = {}
    stamp = ""
    try:
        state = closing.compare(layout, log)
        known = {key: entry.row for key, entry in state.known.items() if entry.state == "put"}
        if _begun(layout, log):
            engine = Engine(layout.engine, read_only=True)
            rows = known = engine.rows()
            _manifests(layout, log, state, rows, out)
            numbers = [row.number for row in rows.values()] + [entry.row.number for entry in state.known.values()]
            stamp = generations.stamp(max(numbers, default=0), len(rows))
            out.extend(_graphs(engine, rows))
    except StoreError as error:
        out.append(Problem("engine", error.message))
    out.extend(_blobs(layout, known.values()))
    return stamp


def _begun(layout: Layout, log: Log) -> bool:
    """Whether there is an engine to read: a writer stopped in its first moment leaves none, or half of one."""
    return log.there or layout.head.exists() or (layout.engine / "CURRENT").is_file()


def _manifests(layout: Layout, log: Log, state: State, rows: dict[str, Row], out: list[Problem]) -> None:
    if state.fault:
        out.append(Problem("manifest", state.fault, mends=state.agrees(rows)))
        return
    found = reconcile(rows, state.known)
    out += [Problem("lost", f"外部清单有而数据库没有（或较旧）：{row.name}", row.id) for row in found.lost]
    if not log.there and rows:
        out.append(Problem("manifest", f"缺少 {layout.log.name}", mends=True))
    elif log.checks and state.head is None:
        out.append(Problem("head", "head 缺失或已损坏", mends=True))
    elif found.missing_in_log or log.torn or (log.checks and state.head != log.head(rows_sum(rows.values()))):
        out.append(Problem(UNFINISHED, "库外清单落后于数据库", mends=True))


def rescued(layout: Layout) -> dict[str, Row]:
    """Every document that either manifest still knows of, however damaged: what a rebuild begins with."""
    entries = Log(layout.log).read(lenient=True)
    out = {key: entry.row for key, entry in entries.items() if entry.state != "removed"}
    with suppress(StoreError):
        for key, row in Engine(layout.engine, read_only=True).rows().items():
            if key not in entries or entries[key].row.number < row.number:
                out[key] = row
    return out


def _graphs(engine: Engine, rows: dict[str, Row]) -> Iterator[Problem]:
    for key, row in sorted(rows.items()):
        lines = engine.lines(document_graph(key))
        if len(lines) != row.quads or lines_digest(lines) != row.digest:
            yield Problem("graph", f"命名图与清单不符：应有 {row.quads} 条，实有 {len(lines)} 条（{row.name}）", key)
    expected = {document_graph(key) for key in rows}
    for name in engine.graphs():
        if name.startswith(document_graph("d")) and name not in expected:
            yield Problem("graph", f"命名图没有清单行：{name}")
    common, stated = set(engine.lines(organizations_graph())), engine.shares()
    if common != stated:
        yield Problem("graph", f"机构图与清单不符：多 {len(common - stated)} 条，少 {len(stated - common)} 条")


def _blobs(layout: Layout, rows: Iterable[Row]) -> Iterator[Problem]:
    for row in rows:
        for source, record in ((row.source, row.record), *row.versions):
            for kind, name in (("sources", source), ("records", record)):
                try:
                    get_blob(layout, kind, name)
                except StoreError as error:
                    yield Problem("file", f"{error.message}（{row.name}）", row.id)


def _generation(layout: Layout, stamp: str, finished: bool, out: list[Problem]) -> None:
    try:
        at = generations.pointer(layout)
        if at.number == 0 and not finished and not layout.current.exists():
            out.append(Problem(UNFINISHED, "供读取的副本还没有做", mends=True))
            return
        generations.check(layout, at, deep=True)
    except StoreError as error:
        out.append(Problem("generation", f"供读取的副本：{error.message}", mends=True))
        return
    if stamp and at.stamp != stamp:
        out.append(Problem("generation" if finished else UNFINISHED, "供读取的副本不是数据库的现状", mends=True))
