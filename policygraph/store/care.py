"""Care of a store: verify everything it holds, back it up, restore it."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from policygraph.graph import document_graph, organizations_graph
from policygraph.issues import StoreError
from policygraph.store import generations, tables
from policygraph.store.embedded import Store
from policygraph.store.engine import Engine, lines_digest
from policygraph.store.files import FORMAT, Layout, get_blob, sha256, sync_folder, write_atomic
from policygraph.store.lock import Lock
from policygraph.store.manifest import Log, Row, reconcile

SUMS = "SHA256SUMS"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is not as the manifest says. ``document`` is empty where it concerns the whole store."""

    code: str
    message: str
    document: str = ""


def verify(folder: Path, wait: float = 10.0) -> list[Problem]:
    """Compare every graph, record and file of a store with both manifests. Empty when all is well.

    Writes nothing. StoreError ``store-busy``, ``store-missing``, ``not-a-store``.
    """
    layout = Layout(folder)
    if not layout.format.is_file():
        raise StoreError("store-missing", f"{folder} 不是 policygraph 的库")
    with Lock(layout.lock).acquire(wait):
        return list(_problems(layout))


def _problems(layout: Layout) -> Iterator[Problem]:
    if layout.format.read_text("utf-8", "replace").strip() != FORMAT:
        yield Problem("format", "format 文件不认识")
    try:
        log = Log(layout.log).read()
    except StoreError as error:
        yield Problem("manifest", error.message)
        log = {}
    rows: dict[str, Row] = {}
    for name in tables.altered(layout):
        yield Problem("table", f"数据文件 engine/{name} 已改变")
    try:
        if not layout.engine.is_dir():
            raise StoreError("store-corrupt", "engine 文件夹不存在")
        engine = Engine(layout.engine)
        rows = engine.rows()
        for lost in reconcile(rows, log).lost:
            yield Problem("lost", f"外部清单有而数据库没有（或较旧）：{lost.name}", lost.id)
        yield from _graphs(engine, rows)
    except StoreError as error:
        yield Problem("engine", error.message)
    known = rows or {key: entry.row for key, entry in log.items() if entry.state == "put"}
    yield from _blobs(layout, known.values())
    yield from _generation(layout, len(rows))


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


def _generation(layout: Layout, documents: int) -> Iterator[Problem]:
    try:
        _, engine, lease = generations.open_newest(layout, wait=0.2)
    except StoreError as error:
        yield Problem("generation", error.message)
        return
    with lease:
        try:
            found = len(engine.rows())
        except StoreError as error:
            yield Problem("generation", error.message)
            return
        if found != documents:
            yield Problem("generation", f"供读取的副本有 {found} 份文件，数据库有 {documents} 份")


# ---- backup ----------------------------------------------------------------------------------------


def backup(folder: Path, target: Path, wait: float = 10.0) -> int:
    """Copy a healthy store to a new folder, bytes and all, with a list of checksums. The number of documents."""
    if target.exists():
        raise StoreError("exists", f"{target} 已存在")
    with Store.open(folder, wait) as store:
        part = target.with_name(f"{target.name}.part")
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        try:
            _copy(store, part)
        except OSError as error:
            shutil.rmtree(part, ignore_errors=True)
            raise StoreError("store-unwritable", f"备份失败：{error.strerror or error}") from None
        part.rename(target)
        sync_folder(target.parent)
        return len(store.rows)


def _copy(store: Store, part: Path) -> None:
    layout = store.layout
    linked = layout.root / "engine.backup"
    shutil.rmtree(linked, ignore_errors=True)
    try:
        store.engine.copy_to(linked)
        shutil.copytree(linked, part / "engine")  # a copy of the bytes: hard links would share their fate
    finally:
        shutil.rmtree(linked, ignore_errors=True)
    for name in ("records", "sources"):
        if (layout.root / name).is_dir():
            shutil.copytree(layout.root / name, part / name)
    if layout.decisions.is_file():
        shutil.copy2(layout.decisions, part / "decisions.json")
    Log(part / "manifest.log").compact(store.rows)
    write_atomic(part / "format", f"{FORMAT}\n".encode())
    sums = {path.relative_to(part).as_posix(): sha256(path.read_bytes()) for path in _files(part)}
    write_atomic(part / SUMS, "".join(f"{value}  {name}\n" for name, value in sums.items()).encode())


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.name not in {SUMS, "lock", "LOCK"})


def restore(source: Path, folder: Path) -> int:
    """Make ``folder`` the store that was backed up. What lay there is kept beside, under ``NAME.before-…``.

    StoreError ``backup-damaged`` when a checksum differs: nothing is touched then.
    """
    _check_sums(source)
    fresh = folder.with_name(f"{folder.name}.restoring")
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.copytree(source, fresh, ignore=shutil.ignore_patterns(SUMS))
    with Store.open(fresh) as store:
        documents = len(store.rows)
    if folder.exists():
        with Lock(Layout(folder).lock).acquire() if folder.is_dir() else Lock(folder):
            folder.rename(
                folder.with_name(f"{folder.name}.before-{time.strftime('%Y%m%dT%H%M%S')}-{time.time_ns() % 1000:03d}")
            )
    fresh.rename(folder)
    sync_folder(folder.parent)
    return documents


def _check_sums(source: Path) -> None:
    try:
        lines = (source / SUMS).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        raise StoreError("backup-damaged", f"{source} 不是备份，或缺少 {SUMS}") from None
    expected = dict(line.split("  ", 1)[::-1] for line in lines if "  " in line)
    found = {path.relative_to(source).as_posix() for path in _files(source)}
    for name, value in expected.items():
        if name not in found or sha256((source / name).read_bytes()) != value:
            raise StoreError("backup-damaged", f"备份中的 {name} 缺失或已改变")


def as_json(problems: Iterable[Problem]) -> str:
    rows = [{"code": item.code, "message": item.message, "document": item.document} for item in problems]
    return json.dumps({"ok": not rows, "problems": rows}, ensure_ascii=False, indent=1)
