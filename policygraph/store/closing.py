"""The state a store is in when nobody writes to it: sealed at closing, looked at before it is opened again."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass

from policygraph.issues import StoreError
from policygraph.store import generations, seal
from policygraph.store.engine import RESCUE
from policygraph.store.files import FORMAT, Layout, make_folder, sync_folder, write_atomic
from policygraph.store.log import Head, Log, read_head
from policygraph.store.manifest import Entry, Reconciled, Row, reconcile, rows_sum

#: files of the engine that it writes anew at every opening and never needs
SPARE = re.compile(r"engine/(LOG(\.old.*)?|LOCK|IDENTITY|OPTIONS-\d+)$")

EDITED = "decisions.json 与上次写入时不同：手工改过请运行 ingest --refresh，否则请从备份取回"


def prepare(layout: Layout) -> None:
    """A folder that is to be opened for writing: made, or found to be a store. A damaged ``format`` is written again."""
    root = layout.root
    try:
        if root.exists() and not root.is_dir():
            raise StoreError("not-a-store", f"{root} 不是文件夹")
        if layout.sums.exists():
            raise StoreError("not-a-store", f"{root} 是备份，请先用 policygraph restore 恢复")
        make_folder(root)
        found = layout.format.read_text("utf-8", "replace").strip() if layout.format.is_file() else ""
        ours = layout.engine.is_dir() and (layout.head.is_file() or layout.log.is_file())
        if re.fullmatch(r"policygraph/store/\d+", found) and found != FORMAT:
            raise StoreError("not-a-store", f"格式为 {found!r}，本版本只认识 {FORMAT}")
        if not ours and (found or layout.format.exists()) and found != FORMAT:
            raise StoreError("not-a-store", f"格式为 {found[:40]!r}，本版本只认识 {FORMAT}")
        if not ours and not found and any(path.name not in {"lock", "decisions.json"} for path in root.iterdir()):
            raise StoreError("not-a-store", f"{root} 不是空文件夹，也不是 policygraph 的库")
        if found != FORMAT:
            write_atomic(layout.format, f"{FORMAT}\n".encode())
    except OSError as error:
        raise StoreError("store-unwritable", f"{root}：{error.strerror or error}") from None


def check(layout: Layout, *, deep: bool) -> tuple[str, ...]:
    """What to say of the decisions, which may be edited by hand. StoreError ``store-corrupt`` for an engine that is not
    as it was closed."""
    for path in layout.root.glob("*.new"):  # of a writer that was killed
        path.unlink(missing_ok=True)
    try:
        found = seal.load(layout.closed)
    except StoreError:
        found = {}
    engine = {name: item for name, item in found.items() if name.startswith("engine/") and not SPARE.match(name)}
    for name in seal.altered(layout.root, engine, deep=deep):
        raise StoreError("store-corrupt", f"{name} 缺失或已改变。{RESCUE}")
    other = {name: item for name, item in found.items() if name == layout.decisions.name}
    return (EDITED,) if any(seal.altered(layout.root, other, deep=True)) else ()


def begin(layout: Layout) -> None:
    """Take the seal away, before anything it speaks of changes."""
    if layout.closed.exists():
        layout.closed.unlink()
        sync_folder(layout.root)


def end(layout: Layout) -> None:
    """After the engine was closed: seal it, the manifests and the decisions."""
    names = [f"engine/{path.name}" for path in layout.engine.iterdir()]
    names += [path.name for path in (layout.log, layout.head, layout.decisions) if path.is_file()]
    with suppress(OSError):  # a full disk: as if it had been killed here
        write_atomic(layout.closed, seal.dump(seal.take(layout.root, names, generations.tables(layout))))


@dataclass(frozen=True, slots=True)
class State:
    """What log and head say. ``fault`` is what is wrong with the log, and then ``known`` is empty; ``head`` is None
    where there is none to be had."""

    known: dict[str, Entry]
    head: Head | None
    fault: str

    def agrees(self, engine: dict[str, Row]) -> bool:
        """Whether the engine has exactly what the head says was there."""
        return self.head is not None and self.head.rows == rows_sum(engine.values())

    def judged(self, engine: dict[str, Row]) -> Reconciled:
        """The rows that hold. StoreError ``store-corrupt`` where documents are lost, or may be."""
        found = reconcile(engine, self.known)
        if self.fault:
            if self.agrees(engine):
                return Reconciled(engine, (), ())
            raise StoreError("store-corrupt", f"{self.fault}。{RESCUE}")
        if found.lost:
            names = "、".join(row.name for row in found.lost[:3])
            raise StoreError("store-corrupt", f"数据库缺少或退回了 {len(found.lost)} 份文件（{names}…）。{RESCUE}")
        return found


def compare(layout: Layout, log: Log) -> State:
    """Read log and head, each judged by the other. StoreError ``store-corrupt`` where the engine they speak of is gone."""
    try:
        head = read_head(layout.head)
    except StoreError:
        head = None
    try:
        known = log.read()
        fault = log.fault(head)
    except StoreError as error:
        known, fault = {}, error.message
    if not layout.engine.is_dir() and (fault or known):
        raise StoreError("store-corrupt", f"engine 文件夹不存在。{RESCUE}")
    return State({} if fault else known, head, fault)
