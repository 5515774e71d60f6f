"""The manifest outside the engine, and how far it goes.

Lines ``check state row``, each check over the one before, appended and fsynced, rewritten when mostly history. The
first line says how many were written with it and which log it took the place of. ``head``, written after each append,
says how many lines there are, the last check, and the sum of the rows: of log, head and engine, two judge the third.
"""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from policygraph.identity import digest
from policygraph.issues import StoreError
from policygraph.store.files import sync_folder, write_atomic
from policygraph.store.manifest import Entry, Row, row_of

START = "start"


@dataclass(frozen=True, slots=True)
class Head:
    """``lines`` of the log, its last ``check``, and ``rows_sum`` of the documents it says there are."""

    lines: int
    check: str
    rows: int

    def write(self, path: Path) -> None:
        body = f"{self.lines} {self.check} {self.rows:064x}"
        write_atomic(path, f"{digest(body)} {body}\n".encode())


def read_head(path: Path) -> Head | None:
    """None where there is none. StoreError ``store-corrupt`` for what is not as it was written."""
    try:
        text = path.read_text("ascii", "replace")
    except FileNotFoundError:
        return None
    check, _, body = text.removesuffix("\n").partition(" ")
    if not text.endswith("\n") or check != digest(body):
        raise StoreError("store-corrupt", "head 已损坏")
    lines, last, rows = body.split(" ")
    return Head(int(lines), last, int(rows, 16))


class Log:
    """The file of lines. ``checks`` are those read and written, the first line's included; a log without a first line
    of its own kind, as earlier versions wrote, has none until it is rewritten."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.checks: list[str] = []
        self.after = ""  # last check of the log this one took the place of
        self.torn = False  # the last line is half there, as a crash leaves it
        self.there = False

    def read(self, *, lenient: bool = False) -> dict[str, Entry]:
        """Document id → last entry. A torn last line is ignored; any other that is not as it was written is
        StoreError ``store-corrupt``, or skipped when ``lenient``."""
        self.checks, self.after, self.torn = [], "", False
        try:
            *lines, rest = self.path.read_bytes().split(b"\n")
        except FileNotFoundError:
            self.there = False
            return {}
        self.there, self.torn = True, bool(rest)
        out: dict[str, Entry] = {}
        least = self._start(lines)
        before = self.checks[0] if self.checks else None
        for at, line in enumerate(lines[len(self.checks) :], len(self.checks) + 1):
            check, entry = _parse(line, before)
            if entry is not None:
                out[entry.row.id] = entry
            elif not lenient:
                raise StoreError("store-corrupt", f"manifest.log 第 {at} 行的校验不符")
            if before is not None:
                self.checks.append(check)
                before = check
        if least > len(lines) and not lenient:
            raise StoreError("store-corrupt", f"manifest.log 应至少有 {least} 行，实有 {len(lines)} 行")
        return out

    def _start(self, lines: list[bytes]) -> int:
        """Read the first line, if it is one; how many lines were written with it, itself included."""
        check, _, body = (lines[0] if lines else b"").decode("utf-8", "replace").partition(" ")
        if not body.startswith(f"{START} ") or check != digest("", body):
            return 0
        said = json.loads(body.removeprefix(f"{START} "))
        self.after = str(said["after"])
        self.checks.append(check)
        return int(said["lines"]) + 1

    def fault(self, head: Head | None) -> str:
        """What is wrong with a log that was read, by what the head says of it; empty when nothing is."""
        if head is None or (self.checks and self.after == head.check):
            return ""  # rewritten, and stopped before the head was
        if not self.there:
            return "缺少 manifest.log"
        if len(self.checks) < head.lines:
            return f"manifest.log 应有 {head.lines} 行，实有 {len(self.checks)} 行"
        return "" if self.checks[head.lines - 1] == head.check else f"manifest.log 第 {head.lines} 行与 head 不符"

    def append(self, entries: Iterable[Entry]) -> None:
        """Add lines and fsync; what a full disk cut short is taken back."""
        if not self.checks:
            self.read()
        checks, data = self._lines(entries)
        if not data:
            return
        fresh = not self.path.exists()
        with self.path.open("ab", buffering=0) as out:
            size = out.seek(0, os.SEEK_END)
            try:
                if out.write(data) != len(data):
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self.path))
                os.fsync(out.fileno())
            except OSError:
                out.truncate(size)
                raise
        self.checks += checks
        if fresh:
            sync_folder(self.path.parent)

    def _lines(self, entries: Iterable[Entry], before: str = "") -> tuple[list[str], bytes]:
        checks, lines = [], []
        before = before or self.checks[-1]
        for entry in entries:
            body = f"{entry.state} {entry.row.as_json()}"
            before = digest(before, body)
            checks.append(before)
            lines.append(f"{before} {body}\n")
        return checks, "".join(lines).encode("utf-8")

    def trim(self) -> None:
        """Cut a torn last line, so that what is appended next starts a line of its own."""
        if not self.path.is_file():
            return
        data = self.path.read_bytes()
        whole = data.rfind(b"\n") + 1
        if whole != len(data):
            with self.path.open("rb+") as out:
                out.truncate(whole)

    def compact(self, rows: Mapping[str, Row]) -> None:
        """Rewrite as the rows alone."""
        said = json.dumps({"after": self.checks[-1] if self.checks else "", "lines": len(rows)})
        body = f"{START} {said}"
        first = digest("", body)
        checks, data = self._lines((Entry("put", rows[key]) for key in sorted(rows)), first)
        write_atomic(self.path, f"{first} {body}\n".encode() + data)
        self.checks, self.there = [first, *checks], True

    def head(self, rows: int) -> Head:
        """What the head is to say, given the sum of the rows."""
        return Head(len(self.checks), self.checks[-1], rows)


def _parse(data: bytes, before: str | None) -> tuple[str, Entry | None]:
    """The check as it stands, and the entry where it holds. Without a line ``before``, as earlier versions wrote."""
    check, _, body = data.decode("utf-8", "replace").partition(" ")
    state, _, text = body.partition(" ")
    wanted = digest(body) if before is None else digest(before, body)
    if check != wanted or state not in ("put", "removing", "removed"):
        return check, None
    return check, Entry(state, row_of(text))  # type: ignore[arg-type]  # checked on the line above
