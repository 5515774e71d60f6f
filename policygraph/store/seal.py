"""Seals: what the files of a folder were when they were written, so that any change to them is seen.

A generation is sealed when it is published, the engine and the manifests when the writer closes, and ``current`` says
which seal is the generation's. Tables of the engine never change once written: their sums are taken over from the
seal before, so that damage is not sealed anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from policygraph.issues import StoreError

#: files up to this size are summed whenever they are looked at; larger ones where their time has changed, or all are
SMALL = 1 << 18


@dataclass(frozen=True, slots=True)
class Sum:
    """SHA-256 in hex, size in bytes, time of the last change in nanoseconds."""

    sha256: str
    size: int
    time: int


Seal: TypeAlias = dict[str, Sum]  # path below the folder, with / → what it was


def take(folder: Path, names: Iterable[str], known: Mapping[str, Sum] | None = None) -> Seal:
    """Sum files of a folder. ``known`` is an earlier seal by plain file name: its tables are not read again."""
    out: Seal = {}
    for name in sorted(names):
        path = folder / name
        stat = path.stat()
        before = (known or {}).get(path.name) if path.suffix == ".sst" else None
        if before is not None:
            out[name] = Sum(before.sha256, before.size, stat.st_mtime_ns)
        else:
            out[name] = Sum(file_sum(path), stat.st_size, stat.st_mtime_ns)
    return out


def dump(seal: Seal) -> bytes:
    """As text whose first line is the SHA-256 of the others."""
    body = "".join(f"{item.sha256} {item.size} {item.time} {name}\n" for name, item in seal.items()).encode()
    return f"{hashlib.sha256(body).hexdigest()}\n".encode() + body


def load(path: Path) -> Seal:
    """StoreError ``store-corrupt`` where it is gone or not as it was written."""
    try:
        first, _, body = path.read_bytes().partition(b"\n")
    except OSError:
        raise StoreError("store-corrupt", f"缺少 {path.name}") from None
    if first != hashlib.sha256(body).hexdigest().encode():
        raise StoreError("store-corrupt", f"{path.name} 已损坏")
    out: Seal = {}
    for line in body.decode().splitlines():
        value, size, time, name = line.split(" ", 3)
        out[name] = Sum(value, int(size), int(time))
    return out


def altered(folder: Path, seal: Mapping[str, Sum], *, deep: bool) -> Iterator[str]:
    """Names of files that are gone or not as they were. ``deep`` sums large files too whose size and time are right."""
    for name, item in seal.items():
        path = folder / name
        try:
            stat = path.stat()
            same = stat.st_size == item.size
            if same and (deep or item.size <= SMALL or stat.st_mtime_ns != item.time):
                same = file_sum(path) == item.sha256
        except OSError:
            same = False
        if not same:
            yield name


def file_sum(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
