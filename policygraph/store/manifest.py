"""The manifest: one row for each document, inside the engine and in a log outside it.

The engine's row is written in the transaction that writes the graph, so a graph without its row cannot be. The log
outside (``log.py``) is what remembers when the engine forgets: damage to its own log loses documents without a word.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Literal, TypeAlias

from policygraph.issues import StoreError
from policygraph.store.files import sha256

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
        return json.dumps({name: getattr(self, name) for name in _FIELDS}, ensure_ascii=False, separators=(",", ":"))


_FIELDS = tuple(field.name for field in fields(Row))


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


def rows_sum(rows: Iterable[Row], start: int = 0, sign: int = 1) -> int:
    """A sum over rows in which order does not count: add what is new to it, take away (``sign`` -1) what has gone."""
    return (start + sign * sum(int(sha256(row.as_json().encode("utf-8", "surrogatepass")), 16) for row in rows)) % (
        1 << 256
    )


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
