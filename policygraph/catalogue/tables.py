"""The tables and how they are kept: documents taken in and given up, each by the hash of its record.

A row of ``part`` says: this organisation has this role in this fact. Totals of organisations are kept, not counted when
asked: a list of all organisations of ten thousand documents is to be there at once.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from policygraph.record import Record
from policygraph.text import squash

VERSION = 2  # of the tables; a file of another version is made anew
WAIT = 30.0  # seconds for another process that writes

_SCHEMA = """
CREATE TABLE document (
  n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, record TEXT NOT NULL, title TEXT NOT NULL, number TEXT NOT NULL,
  issuer TEXT NOT NULL, region TEXT NOT NULL, level TEXT NOT NULL, kind TEXT NOT NULL, year TEXT NOT NULL,
  tasks INTEGER NOT NULL, indicators INTEGER NOT NULL, findings INTEGER NOT NULL, coverage TEXT NOT NULL,
  key TEXT NOT NULL);
CREATE TABLE organization (
  n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, region TEXT NOT NULL, key TEXT NOT NULL,
  lead INTEGER NOT NULL DEFAULT 0, responsible INTEGER NOT NULL DEFAULT 0, support INTEGER NOT NULL DEFAULT 0,
  guide INTEGER NOT NULL DEFAULT 0, tasks INTEGER NOT NULL DEFAULT 0, documents INTEGER NOT NULL DEFAULT 0);
CREATE TABLE fact (
  n INTEGER PRIMARY KEY, document INTEGER NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL,
  place TEXT NOT NULL, due TEXT NOT NULL, key TEXT NOT NULL);
CREATE TABLE part (
  organization INTEGER NOT NULL, fact INTEGER NOT NULL, role TEXT NOT NULL, kind TEXT NOT NULL,
  document INTEGER NOT NULL, PRIMARY KEY (organization, fact, role)) WITHOUT ROWID;
CREATE INDEX fact_document ON fact (document);
CREATE INDEX part_fact ON part (fact, organization);
CREATE INDEX part_document ON part (document, organization);
CREATE INDEX organization_load ON organization (tasks DESC, name, id);
"""
_TOTALS = """UPDATE organization SET
  lead = (SELECT COUNT(*) FROM part WHERE organization = organization.n AND kind = 'task' AND role = 'lead'),
  responsible = (SELECT COUNT(*) FROM part WHERE organization = organization.n AND kind = 'task' AND role = 'responsible'),
  support = (SELECT COUNT(*) FROM part WHERE organization = organization.n AND kind = 'task' AND role = 'support'),
  guide = (SELECT COUNT(*) FROM part WHERE organization = organization.n AND kind = 'task' AND role = 'guide'),
  tasks = (SELECT COUNT(DISTINCT fact) FROM part WHERE organization = organization.n AND kind = 'task'),
  documents = (SELECT COUNT(DISTINCT document) FROM part WHERE organization = organization.n)
WHERE n = ?"""


@dataclass(frozen=True, slots=True)
class Entry:
    """A document to take in. ``record`` is the hash of its record, empty where the store keeps none; then ``content``
    is None and the title is all that is known."""

    id: str
    record: str
    title: str
    content: Record | None


@dataclass(frozen=True, slots=True)
class Behind:
    """What keeps the tables from being level with a store: ids to give up, and to take in."""

    gone: tuple[str, ...]
    fresh: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.gone or self.fresh)


class Catalogue:
    """The file of tables, open for writing. Any number of processes may have it open: one writes at a time."""

    def __init__(self, path: Path) -> None:
        """Open or create. OSError and sqlite3.Error where that cannot be."""
        self._base = _connect(path)
        if not _known(self._base):
            self._base.close()
            _discard(path)
            self._base = _connect(path)
            _create(self._base)

    def behind(self, wanted: Mapping[str, str]) -> Behind:
        """How far from a store, given as document id → hash of its record."""
        have = dict(self._base.execute("SELECT id, record FROM document"))
        gone = tuple(key for key, record in have.items() if wanted.get(key) != record)
        return Behind(gone, tuple(key for key, record in wanted.items() if have.get(key) != record))

    def take(self, entries: Iterable[Entry]) -> None:
        """Take documents in, each in place of what was known of it; all of them or none."""
        with self._writing() as touched:
            for entry in entries:
                self._forget(entry.id, touched)
                self._keep(entry, touched)

    def give_up(self, documents: Iterable[str]) -> None:
        with self._writing() as touched:
            for key in documents:
                self._forget(key, touched)

    @contextmanager
    def _writing(self) -> Iterator[set[int]]:
        """A transaction, with the organisations it touches: at its end their totals are right again."""
        touched: set[int] = set()
        self._base.execute("BEGIN IMMEDIATE")
        try:
            yield touched
            self._base.executemany(_TOTALS, [(at,) for at in sorted(touched)])
            self._base.executemany(
                "DELETE FROM organization WHERE n = ? AND documents = 0", [(at,) for at in sorted(touched)]
            )
        except BaseException:
            self._base.execute("ROLLBACK")
            raise
        self._base.execute("COMMIT")

    def _forget(self, document: str, touched: set[int]) -> None:
        found = self._base.execute("SELECT n FROM document WHERE id = ?", (document,)).fetchone()
        if found is None:
            return
        touched |= {at for (at,) in self._base.execute("SELECT organization FROM part WHERE document = ?", found)}
        for table in ("part", "fact"):
            self._base.execute(f"DELETE FROM {table} WHERE document = ?", found)
        self._base.execute("DELETE FROM document WHERE n = ?", found)

    def _keep(self, entry: Entry, touched: set[int]) -> None:
        values = _document(entry)
        marks = ", ".join(f":{name}" for name in values)
        base = self._base
        at = base.execute(f"INSERT INTO document ({', '.join(values)}) VALUES ({marks})", values).lastrowid
        if entry.content is None:
            return
        organizations = {item["id"]: item for item in entry.content["organizations"]}
        owned: dict[str, int] = {}
        places: dict[str, tuple[int, str]] = {}
        for kind, fact in _facts(entry.content):
            row = (at, fact["id"], *_fact(kind, fact))
            n = base.execute("INSERT INTO fact (document, id, kind, text, place, due, key) VALUES (?,?,?,?,?,?,?)", row)
            places[fact["id"]] = (int(n.lastrowid or 0), kind)
        for item in entry.content["responsibilities"]:
            who, what = organizations.get(item["organization"]), places.get(item["subject"])
            if who is None or what is None:
                continue
            if who["id"] not in owned:
                owned[who["id"]] = self._organization(who)
            part = (owned[who["id"]], what[0], item["role"], what[1], at)
            base.execute(
                "INSERT OR IGNORE INTO part (organization, fact, role, kind, document) VALUES (?,?,?,?,?)", part
            )
        touched |= set(owned.values())

    def _organization(self, item: Mapping[str, Any]) -> int:
        found = self._base.execute("SELECT n FROM organization WHERE id = ?", (item["id"],)).fetchone()
        if found is not None:
            return int(found[0])
        row = (item["id"], item["name"], item.get("region") or "", squash(item["name"]).lower())
        made = self._base.execute("INSERT INTO organization (id, name, region, key) VALUES (?,?,?,?)", row)
        return int(made.lastrowid or 0)

    def close(self) -> None:
        self._base.close()


def _document(entry: Entry) -> dict[str, Any]:
    content: Mapping[str, Any] = entry.content or {}
    head: Mapping[str, Any] = content.get("document", {})
    title = head.get("title") or head.get("notice_title") or entry.title
    said = {
        "id": entry.id,
        "record": entry.record,
        "title": title,
        "number": head.get("number") or "",
        "issuer": "、".join(head.get("issuer") or ()),
        "region": head.get("region") or "",
        "level": head.get("level") or "",
        "kind": head.get("kind") or "",
        "year": (head.get("issued") or head.get("published") or "")[:4],
    }
    counts = {name: len(content.get(name, ())) for name in ("tasks", "indicators", "findings")}
    verdict = (content.get("coverage") or {}).get("verdict", "")
    return said | counts | {"coverage": verdict, "key": key_of(said["title"], said["number"], said["issuer"])}


def _facts(content: Record) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for kind, name in (("task", "tasks"), ("indicator", "indicators"), ("goal", "goals")):
        for fact in content[name]:
            yield kind, fact


def _fact(kind: str, fact: Mapping[str, Any]) -> tuple[str, str, str, str, str]:
    """kind, words, place, due, key"""
    if kind == "indicator":
        amount = f"{fact['value']:g}" if isinstance(fact["value"], (int, float)) else fact["value"] or ""
        words = f"{fact['name']} {fact.get('comparator') or ''}{amount}{fact.get('unit') or ''}".strip()
    else:
        words = fact["text"]
    place = fact.get("domain") or fact.get("area") or fact.get("section_path") or ""
    deadline = fact.get("deadline")
    due = (deadline or {}).get("by") if isinstance(deadline, Mapping) else fact.get("by") or deadline
    return kind, words, place, due or "", key_of(words)


def key_of(*words: str) -> str:
    """What a search is compared with: folded, without spaces and punctuation, lower case."""
    return squash(" ".join(words)).lower()


@contextmanager
def keeping(path: Path) -> Iterator[Catalogue]:
    """The catalogue, for the one process that keeps it. A file that is not as the last one left it is made anew: SQLite
    would read numbers out of altered bytes."""
    seal = path.with_name(f"{path.name}.seal")
    if not seal.is_file() or seal.read_bytes() != _sum(path):
        _discard(path)
    seal.unlink(missing_ok=True)
    catalogue = Catalogue(path)
    try:
        yield catalogue
    finally:
        catalogue.close()
    seal.write_bytes(_sum(path))


def _sum(path: Path) -> bytes:
    """SHA-256 in hex of the file and of what is yet to be merged into it."""
    seen = hashlib.sha256()
    for name in _files(path)[:2]:
        if name.is_file():
            with name.open("rb") as stream:
                seen.update(hashlib.file_digest(stream, "sha256").digest())
    return seen.hexdigest().encode()


def _files(path: Path) -> list[Path]:
    return [path.with_name(f"{path.name}{suffix}") for suffix in ("", "-wal", "-shm")]


def _discard(path: Path) -> None:
    for name in _files(path):
        name.unlink(missing_ok=True)


# ---- the file --------------------------------------------------------------------------------------


def _connect(path: Path) -> sqlite3.Connection:
    base = sqlite3.connect(path, timeout=WAIT, isolation_level=None)
    with suppress(sqlite3.Error):  # readers beside a writer; a file system that cannot has the plain way
        base.execute("PRAGMA journal_mode = WAL")
        base.execute("PRAGMA synchronous = NORMAL")
    return base


def _known(base: sqlite3.Connection) -> bool:
    try:
        return bool(base.execute("PRAGMA user_version").fetchone()[0] == VERSION)
    except sqlite3.DatabaseError:
        return False  # no database at all, or a damaged one


def _create(base: sqlite3.Connection) -> None:
    base.executescript(f"BEGIN IMMEDIATE;{_SCHEMA}PRAGMA user_version = {VERSION};COMMIT;")


def rows(path: Path, text: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Ask the file once, read-only. sqlite3.Error where it is not there yet or is busy."""
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=5.0)) as base:
        return base.execute(text, values).fetchall()
