"""Immutable copies for readers: a writer publishes, readers open the newest, unused ones go.

A read-only handle beside a writer is undefined behaviour of the engine, and shows as nothing in tests; so nobody
reads what is being written. A reader holds a shared lock, the lease, on the generation it has open.
"""

from __future__ import annotations

import shutil
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from policygraph.issues import StoreError
from policygraph.store import seal
from policygraph.store.engine import Engine
from policygraph.store.files import Layout, make_folder, sha256, write_atomic
from policygraph.store.lock import Lock


@dataclass(frozen=True, slots=True)
class Pointer:
    """What ``current`` says: the number readers are to open, which state of the engine it is, and the SHA-256 of its
    seal. Number 0 when nothing was published."""

    number: int = 0
    stamp: str = ""
    seal: str = ""


def stamp(number: int, documents: int) -> str:
    """Which state of the engine: the highest number of a write, and how many documents."""
    return f"{number}.{documents}"


def publish(layout: Layout, engine: Engine, state: str) -> int:
    """Copy the engine to generation N+1, seal it, make it safe, point readers there. The new number.

    ``state`` is its stamp, so that the next writer sees whether a crash came before the copy."""
    number = max([_said(layout).number, *_numbers(layout)]) + 1
    target = _folder(layout, number)
    make_folder(target.parent)
    engine.copy_to(target)
    text = seal.dump(seal.take(target, [path.name for path in target.iterdir()], tables(layout)))
    write_atomic(_seal(layout, number), text)
    write_atomic(layout.current, f"{number} {state} {sha256(text)}\n".encode())
    return number


def pointer(layout: Layout) -> Pointer:
    """StoreError ``store-corrupt`` where ``current`` cannot be read."""
    try:
        words = layout.current.read_text("ascii", "replace").split()
    except FileNotFoundError:
        return Pointer()
    if len(words) not in (2, 3) or not (words[0].isascii() and words[0].isdecimal()) or len(words[0]) > 15:
        raise StoreError("store-corrupt", "current 指针无法解析")
    return Pointer(int(words[0]), *words[1:])


def _said(layout: Layout) -> Pointer:
    try:
        return pointer(layout)
    except StoreError:
        return Pointer()


def current(layout: Layout) -> int:
    """The number readers are to open, 0 when nothing was published."""
    return pointer(layout).number


def tables(layout: Layout) -> seal.Seal:
    """The seal of the newest generation, empty where there is none to be had: what the engine's tables are to be."""
    try:
        return _sealed(layout, pointer(layout))
    except StoreError:
        return {}


def _sealed(layout: Layout, at: Pointer) -> seal.Seal:
    path = _seal(layout, at.number)
    out = seal.load(path)
    if sha256(path.read_bytes()) != at.seal:
        raise StoreError("store-corrupt", f"{path.name} 与 current 所记不符")
    return out


def check(layout: Layout, at: Pointer, *, deep: bool) -> Path:
    """The folder of a generation whose files are as they were sealed. StoreError ``store-corrupt`` where not."""
    if at.number == 0:
        raise StoreError("store-corrupt", "缺少 current 指针")
    folder = _folder(layout, at.number)
    for name in seal.altered(folder, _sealed(layout, at), deep=deep):
        raise StoreError("store-corrupt", f"generations/{folder.name}/{name} 缺失或已改变")
    return folder


def whole(layout: Layout, state: str, *, deep: bool) -> bool:
    """Whether readers find this state of the engine, undamaged."""
    try:
        at = pointer(layout)
        return at.stamp == state and check(layout, at, deep=deep).is_dir()
    except StoreError:
        return False


def sweep(layout: Layout) -> bool:
    """Remove generations nobody has open; True when only the current one is left."""
    newest, alone = current(layout), True
    for path in layout.generations.glob("*.tmp"):  # a copy that was stopped
        shutil.rmtree(path, ignore_errors=True)
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
            _seal(layout, number).unlink(missing_ok=True)
            _lease(layout, number).unlink()
    return not _folder(layout, number).exists()


def open_newest(layout: Layout, wait: float = 5.0) -> tuple[int, Engine, Lock]:
    """The newest generation, opened read-only, with the lease that keeps it there. StoreError ``store-missing`` where
    nothing was published, ``store-corrupt`` where it is not as it was sealed."""
    until = time.monotonic() + wait
    while True:
        at = pointer(layout)
        if at.number == 0:
            raise StoreError("store-missing", f"{layout.root} 中没有可读的数据，请先运行 policygraph ingest")
        lease = Lock(_lease(layout, at.number), shared=True)
        if _acquired(lease):
            if pointer(layout) == at:
                return at.number, _open(layout, at, lease), lease
            lease.release()
        if time.monotonic() > until:
            raise StoreError("store-busy", f"generations/{at.number} 正被移除")
        time.sleep(0.02)  # the writer has just moved on: look again


def _acquired(lease: Lock) -> bool:
    try:
        return lease.try_acquire()
    except FileNotFoundError:
        raise StoreError("store-corrupt", "缺少 generations 文件夹") from None
    except OSError as error:
        raise StoreError("store-unwritable", f"{lease.path}：{error.strerror or error}") from None


def _open(layout: Layout, at: Pointer, lease: Lock) -> Engine:
    try:
        check(layout, at, deep=False)
        return Engine(_folder(layout, at.number), read_only=True)
    except StoreError:
        lease.release()
        raise


def _numbers(layout: Layout) -> list[int]:
    if not layout.generations.is_dir():
        return []
    return sorted(int(path.name) for path in layout.generations.iterdir() if path.is_dir() and path.name.isdecimal())


def _folder(layout: Layout, number: int) -> Path:
    return layout.generations / f"{number:08d}"


def _seal(layout: Layout, number: int) -> Path:
    return layout.generations / f"{number:08d}.seal"


def _lease(layout: Layout, number: int) -> Path:
    return layout.generations / f"{number:08d}.lease"
