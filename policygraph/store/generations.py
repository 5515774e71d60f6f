"""Immutable copies for readers: a writer publishes, readers open the newest, unused ones go.

A read-only handle beside a writer is undefined behaviour of the engine, and shows as nothing in tests; so nobody
reads what is being written. A reader holds a shared lock, the lease, on the generation it has open.
"""

from __future__ import annotations

import shutil
import time
from contextlib import suppress
from pathlib import Path

from policygraph.issues import StoreError
from policygraph.store import tables
from policygraph.store.engine import Engine
from policygraph.store.files import Layout, sync_folder, write_atomic
from policygraph.store.lock import Lock


def publish(layout: Layout, engine: Engine, stamp: str) -> int:
    """Copy the engine to generation N+1, make it safe, point readers there. The new number.

    ``stamp`` says which state it is, so that the next writer sees whether a crash came before the copy."""
    number = max([current(layout), *_numbers(layout)]) + 1
    target = _folder(layout, number)
    target.parent.mkdir(exist_ok=True)
    engine.copy_to(target)
    tables.remember(layout, target)
    sync_folder(target.parent)
    write_atomic(layout.current, f"{number} {stamp}\n".encode())
    return number


def current(layout: Layout) -> int:
    """The number readers are to open, 0 when nothing was published."""
    return _pointer(layout)[0]


def stamp_of(layout: Layout) -> str:
    """The stamp of the newest generation, '' when nothing was published."""
    return _pointer(layout)[1]


def _pointer(layout: Layout) -> tuple[int, str]:
    try:
        number, _, stamp = layout.current.read_text("ascii", "replace").strip().partition(" ")
    except FileNotFoundError:
        return 0, ""
    if not (number.isascii() and number.isdecimal()) or len(number) > 15:
        raise StoreError("store-corrupt", "current 指针无法解析，请运行 policygraph verify")
    return int(number), stamp


def sweep(layout: Layout) -> bool:
    """Remove generations nobody has open; True when only the current one is left."""
    newest, alone = current(layout), True
    for number in _numbers(layout):
        if number != newest:
            alone &= _remove(layout, number)
    return alone


def _remove(layout: Layout, number: int) -> bool:
    lease = Lock(_lease(layout, number))
    if not lease.try_acquire():
        return False
    with lease:
        shutil.rmtree(_folder(layout, number), ignore_errors=True)
        with suppress(OSError):
            _lease(layout, number).unlink()
    return not _folder(layout, number).exists()


def open_newest(layout: Layout, wait: float = 5.0) -> tuple[int, Engine, Lock]:
    """The newest generation, opened read-only, with the lease that keeps it there."""
    until = time.monotonic() + wait
    while True:
        number = current(layout)
        if number == 0:
            raise StoreError("store-missing", f"{layout.root} 中没有可读的数据，请先运行 policygraph ingest")
        lease = Lock(_lease(layout, number), shared=True)
        if lease.try_acquire():
            if _folder(layout, number).is_dir() and current(layout) >= number:
                return number, _open(layout, number, lease), lease
            lease.release()
        if time.monotonic() > until:
            raise StoreError("store-corrupt", f"generations/{number} 不存在，请运行 policygraph verify")
        time.sleep(0.02)  # the writer has just moved on: look again


def _open(layout: Layout, number: int, lease: Lock) -> Engine:
    try:
        return Engine(_folder(layout, number), read_only=True)
    except StoreError:
        lease.release()
        raise


def _numbers(layout: Layout) -> list[int]:
    if not layout.generations.is_dir():
        return []
    return sorted(int(path.name) for path in layout.generations.iterdir() if path.is_dir() and path.name.isdecimal())


def _folder(layout: Layout, number: int) -> Path:
    return layout.generations / f"{number:08d}"


def _lease(layout: Layout, number: int) -> Path:
    return layout.generations / f"{number:08d}.lease"
