"""One writer at a time: an operating-system lock that dies with its process, and who holds it."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from types import TracebackType

from policygraph.issues import StoreError

if sys.platform == "win32":
    import msvcrt

    def _take(handle: int, shared: bool) -> None:
        os.lseek(handle, 1 << 30, os.SEEK_SET)  # a byte beyond the text, which others must be able to read
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(handle: int, shared: bool) -> None:
        fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)


class Lock:
    """Held from ``acquire`` to ``release`` or the end of the process. ``shared`` locks exclude only exclusive ones.
    ``still`` ones write nothing: the file has to be there, and may be where nothing can be written."""

    def __init__(self, path: Path, *, shared: bool = False, still: bool = False) -> None:
        self.path = path
        self._shared = shared or still
        self._how = os.O_RDONLY if still else os.O_RDWR | os.O_CREAT
        self._handle: int | None = None

    def try_acquire(self) -> bool:
        handle = os.open(self.path, self._how | getattr(os, "O_CLOEXEC", 0), 0o644)
        try:
            _take(handle, self._shared)
        except OSError:
            os.close(handle)
            return False
        self._handle = handle
        return True

    def acquire(self, wait: float = 10.0) -> Lock:
        """Wait at most ``wait`` seconds; StoreError ``store-busy`` names the process that holds it."""
        until = time.monotonic() + wait
        while not self.try_acquire():
            if time.monotonic() >= until:
                raise StoreError("store-busy", f"另一进程正在写入（pid {self._holder()}），已等待 {wait:g} 秒")
            time.sleep(0.05)
        if not self._shared and self._handle is not None:
            os.ftruncate(self._handle, 0)
            os.pwrite(self._handle, str(os.getpid()).encode(), 0) if hasattr(os, "pwrite") else None
        return self

    def _holder(self) -> str:
        try:
            text = self.path.read_text("ascii", "replace").strip()
        except OSError:
            text = ""
        return text if text.isdigit() else "?"

    def release(self) -> None:
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def __enter__(self) -> Lock:
        return self if self._handle is not None else self.acquire()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.release()
