"""Care of a store: back it up, restore it."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterable
from pathlib import Path

from policygraph.issues import StoreError
from policygraph.store.check import Problem, files_of, sums_broken, verify
from policygraph.store.embedded import Store
from policygraph.store.files import FORMAT, Layout, make_folder, sync_folder, sync_tree, write_atomic
from policygraph.store.lock import Lock
from policygraph.store.log import Log
from policygraph.store.manifest import rows_sum
from policygraph.store.seal import file_sum


def backup(folder: Path, target: Path, wait: float = 10.0) -> int:
    """Copy a store to a new folder, bytes and all, with a list of checksums. The number of documents.

    StoreError ``store-corrupt`` when what was copied is not what the manifests say: then no backup is left.
    """
    if target.exists():
        raise StoreError("exists", f"{target} 已存在")
    part = target.with_name(f"{target.name}.part")
    with Store.open(folder, wait) as store:
        shutil.rmtree(part, ignore_errors=True)
        try:
            make_folder(part)
            _copy(store, part)
            sync_tree(part)
            for problem in verify(part):
                raise StoreError("store-corrupt", f"库已损坏，没有备份：{problem.message}")
            part.rename(target)
            sync_folder(target.parent)
        except OSError as error:
            raise StoreError("store-unwritable", f"备份失败：{error.strerror or error}") from None
        finally:
            shutil.rmtree(part, ignore_errors=True)
        return len(store.rows)


def _copy(store: Store, part: Path) -> None:
    layout, copied = store.layout, Layout(part)
    linked = layout.root / "engine.backup"
    shutil.rmtree(linked, ignore_errors=True)
    try:
        store.engine.copy_to(linked)
        shutil.copytree(linked, copied.engine)  # a copy of the bytes: hard links would share their fate
    finally:
        shutil.rmtree(linked, ignore_errors=True)
    for name in ("records", "sources"):
        if (layout.root / name).is_dir():
            shutil.copytree(layout.root / name, part / name)
    if layout.decisions.is_file():
        shutil.copy2(layout.decisions, copied.decisions)
    log = Log(copied.log)
    log.compact(store.rows)
    log.head(rows_sum(store.rows.values())).write(copied.head)
    write_atomic(copied.format, f"{FORMAT}\n".encode())
    sums = "".join(f"{file_sum(path)}  {path.relative_to(part).as_posix()}\n" for path in files_of(part))
    write_atomic(copied.sums, sums.encode())


def restore(source: Path, folder: Path) -> int:
    """Make ``folder`` the store that was backed up. What lay there is kept beside, under ``NAME.before-…``.

    StoreError ``backup-damaged`` when a checksum differs: nothing is touched then.
    """
    for name in sums_broken(source):
        raise StoreError("backup-damaged", f"备份中的 {name} 缺失、多出或已改变")
    fresh = folder.with_name(f"{folder.name}.restoring")
    shutil.rmtree(fresh, ignore_errors=True)
    try:
        for path in files_of(source):
            target = fresh / path.relative_to(source)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, target)
        with Store.open(fresh, deep=True) as store:
            documents = len(store.rows)
        sync_tree(fresh)
        _put_in_place(fresh, folder)
    except OSError as error:
        raise StoreError("store-unwritable", f"恢复失败：{error.strerror or error}") from None
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return documents


def _put_in_place(fresh: Path, folder: Path) -> None:
    if folder.exists():
        with Lock(Layout(folder).lock).acquire() if folder.is_dir() else Lock(folder):
            folder.rename(
                folder.with_name(f"{folder.name}.before-{time.strftime('%Y%m%dT%H%M%S')}-{time.time_ns() % 1000:03d}")
            )
    fresh.rename(folder)
    sync_folder(folder.parent)


def as_json(problems: Iterable[Problem]) -> str:
    rows = [
        {"code": item.code, "message": item.message, "document": item.document, "mends": item.mends}
        for item in problems
    ]
    return json.dumps({"ok": not rows, "problems": rows}, ensure_ascii=False, indent=1)
