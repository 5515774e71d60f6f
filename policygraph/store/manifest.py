"""The manifest: one row for each document, inside the engine and in a log outside it.

The engine's row is written in the transaction that writes the graph, so a graph without its row cannot be. The log
outside is what remembers when the engine forgets: damage to its own log loses documents without a word.
"""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Literal, TypeAlias

from policygraph.identity import digest
from policygraph.issues import StoreError
from policygraph.store.files import sync_folder, write_atomic

State: TypeAlias = Literal["put", "removing", "removed"]


@dataclass(frozen=True, slots=True)
class Row:
    """One document of a store. ``source`` and ``record`` are SHA-256 of bytes the store keeps; ``quads`` and
    ``digest`` are of its named graph; ``rules`` says which rules and decisions made it; ``number`` counts writes;
    ``versions`` are earlier (source, record) pairs, oldest first."""

    id: str
    name: str
    title: str
    source: str
    record: str
    quads: int
    digest: str
    rules: str
    number: int = 0
    versions: tuple[tuple[str, str], ...] = ()

    def as_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))


def row_of(text: str) -> Row:
    """A row from its JSON. StoreError ``store-corrupt`` for anything else."""
    try:
        data: dict[str, Any] = json.loads(text)
        data["versions"] = tuple((str(a), str(b)) for a, b in data["versions"])
        return Row(**data)
    except (ValueError, TypeError, KeyError) as error:
        raise StoreError("store-corrupt", f"清单行无法解析：{error}") from None


@dataclass(frozen=True, slots=True)
class Entry:
    """The last thing the log says about a document."""

    state: State
    row: Row


class Log:
    """The manifest outside: lines ``check state row``, appended and fsynced, compacted when mostly history."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.history = 0  # lines read

    def read(self, *, lenient: bool = False) -> dict[str, Entry]:
        """Document id → last entry. A torn last line is what a crash leaves and is ignored; any other is damage,
        which ``lenient`` skips."""
        try:
            lines = self.path.read_bytes().split(b"\n")
        except FileNotFoundError:
            return {}
        out: dict[str, Entry] = {}
        for at, line in enumerate(lines[:-1], 1):
            entry = _parse(line)
            if entry is not None:
                out[entry.row.id] = entry
            elif not lenient:
                raise StoreError("store-corrupt", f"manifest.log 第 {at} 行的校验不符")
        self.history = len(lines) - 1
        return out

    def rows(self, *, lenient: bool = False) -> dict[str, Row]:
        """The documents the log says the store holds."""
        return {key: entry.row for key, entry in self.read(lenient=lenient).items() if entry.state != "removed"}

    def append(self, entries: Iterable[Entry]) -> None:
        """Add lines and fsync; what a full disk cut short is taken back."""
        data = "".join(map(_line, entries)).encode("utf-8")
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
        if fresh:
            sync_folder(self.path.parent)

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
        text = "".join(_line(Entry("put", rows[key])) for key in sorted(rows))
        write_atomic(self.path, text.encode("utf-8"))


def _line(entry: Entry) -> str:
    body = f"{entry.state} {entry.row.as_json()}"
    return f"{digest(body)} {body}\n"


def _parse(data: bytes) -> Entry | None:
    check, _, body = data.decode("utf-8", "replace").partition(" ")
    state, _, text = body.partition(" ")
    if check != digest(body) or state not in ("put", "removing", "removed"):
        return None
    return Entry(state, row_of(text))  # type: ignore[arg-type]  # checked on the line above


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What engine and log say together: the rows that hold, what to add to the log, and what was lost."""

    rows: dict[str, Row]
    missing_in_log: tuple[Entry, ...]
    lost: tuple[Row, ...]


def reconcile(engine: Mapping[str, Row], log: Mapping[str, Entry]) -> Reconciled:
    """Compare the two manifests.

    A row the engine has and the log has not, or has older, was committed just before a crash: it holds. A row the
    log has and the engine has not, or has older, is a loss, unless the log says it was being removed.
    """
    add: list[Entry] = []
    lost: list[Row] = []
    for key, row in engine.items():
        known = log.get(key)
        if known is None or known.row.number < row.number:
            add.append(Entry("put", row))
        elif known.row.number > row.number or known.state == "removed" or known.row != row:
            lost.append(known.row)
        elif known.state == "removing":  # stopped before the engine did it: the document stays
            add.append(Entry("put", row))
    for key, entry in log.items():
        if key not in engine and entry.state == "removing":
            add.append(replace(entry, state="removed"))
        elif key not in engine and entry.state == "put":
            lost.append(entry.row)
    return Reconciled(dict(engine), tuple(add), tuple(lost))
