"""Checksums of the engine's table files, which never change once written.

Reading every graph passes through one of the engine's nine orders of the same data; damage in another would show
only when some query needs it. So each table file is summed when it is published, and compared by ``verify``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from policygraph.store.files import Layout, write_atomic


def remember(layout: Layout, folder: Path) -> None:
    """Sum the tables of a fresh copy of the engine that are not summed yet; forget those that are gone."""
    known = _known(layout)
    names = {path.name: path for path in folder.glob("*.sst")}
    sums = {name: known.get(name) or _sum(path) for name, path in sorted(names.items())}
    if sums != known:
        write_atomic(layout.tables, json.dumps(sums, indent=0).encode())


def altered(layout: Layout) -> Iterator[str]:
    """Names of the engine's table files that are not as they were written."""
    for name, value in _known(layout).items():
        path = layout.engine / name
        if path.is_file() and _sum(path) != value:
            yield name


def _known(layout: Layout) -> dict[str, str]:
    try:
        loaded = json.loads(layout.tables.read_bytes())
    except (OSError, ValueError):
        return {}
    return loaded if isinstance(loaded, dict) else {}


def _sum(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
