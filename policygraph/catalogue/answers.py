"""What can be asked of the tables. Every answer is a page of rows with the count of all; words given are bound values."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from policygraph.catalogue.tables import key_of, rows

T = TypeVar("T")
#: what documents can be narrowed by, besides words: column → most values offered
FACETS = {"level": 10, "year": 40, "kind": 40, "issuer": 40}
LEVELS = ("national", "province", "city", "county", "township")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some of the rows, and how many there are in all."""

    rows: tuple[T, ...]
    count: int


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """``known`` is 0 for a document without a record: then its title is all there is, else 1."""

    id: str
    title: str
    number: str
    issuer: str
    region: str
    level: str
    kind: str
    year: str
    tasks: int
    indicators: int
    findings: int
    coverage: str
    known: int


@dataclass(frozen=True, slots=True)
class OrganizationRow:
    """Counts of tasks by role; ``tasks`` counts each once. ``documents`` are those it has a part in."""

    id: str
    name: str
    region: str
    lead: int
    responsible: int
    support: int
    guide: int
    tasks: int
    documents: int


@dataclass(frozen=True, slots=True)
class FactRow:
    """A task, indicator or goal of a document; ``roles`` are those of the organisation asked for, with spaces between, else empty."""

    id: str
    kind: str
    text: str
    place: str
    due: str
    document: str
    title: str
    number: str
    roles: str = ""


@dataclass(frozen=True, slots=True)
class Partner:
    """An organisation that has a part in the same tasks, and in how many."""

    id: str
    name: str
    region: str
    tasks: int


@dataclass(frozen=True, slots=True)
class Pair:
    """A leading and a supporting organisation, and in how many tasks they are that."""

    lead: str
    lead_name: str
    lead_region: str
    support: str
    support_name: str
    support_region: str
    tasks: int


_DOCUMENT = "id, title, number, issuer, region, level, kind, year, tasks, indicators, findings, coverage, record <> ''"
_ORGANIZATION = "id, name, region, lead, responsible, support, guide, tasks, documents"
_FACT = "fact.id, fact.kind, fact.text, fact.place, fact.due, document.id, document.title, document.number"


class Answers:
    """The answers of one file of tables. It is opened for each question: it may be replaced between two."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def _rows(self, text: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        return rows(self._path, text, values)

    def totals(self) -> tuple[int, int, int]:
        """How many documents, tasks, organisations."""
        asked = "SELECT COUNT(*), COALESCE(SUM(tasks), 0), (SELECT COUNT(*) FROM organization) FROM document"
        documents, tasks, organizations = self._rows(asked)[0]
        return documents, tasks, organizations

    def documents(self, words: str = "", limit: int = 50, offset: int = 0, **narrowed: str) -> Page[DocumentRow]:
        """Newest year first. ``narrowed`` are columns of ``FACETS`` and their values; ``words`` must all occur."""
        where, values = _documents_where(words, narrowed)
        order = "ORDER BY year DESC, title, id LIMIT ? OFFSET ?"
        found = self._rows(f"SELECT {_DOCUMENT} FROM document {where} {order}", [*values, limit, offset])
        count = self._rows(f"SELECT COUNT(*) FROM document {where}", values)[0][0]
        return Page(tuple(DocumentRow(*row) for row in found), count)

    def facets(self, words: str = "", **narrowed: str) -> dict[str, list[tuple[str, int]]]:
        """column → values and how many documents have them, among those that pass all other filters."""
        out: dict[str, list[tuple[str, int]]] = {}
        for column, most in FACETS.items():
            where, values = _documents_where(words, {name: said for name, said in narrowed.items() if name != column})
            having = f"{'AND' if where else 'WHERE'} {column} <> ''"
            order = "1 DESC" if column == "year" else "2 DESC, 1"
            asked = f"SELECT {column}, COUNT(*) FROM document {where} {having} GROUP BY 1 ORDER BY {order} LIMIT {most}"
            out[column] = [(value, count) for value, count in self._rows(asked, values)]
        out["level"].sort(key=lambda row: LEVELS.index(row[0]) if row[0] in LEVELS else len(LEVELS))
        return out

    def organizations(self, words: str = "", limit: int = 50, offset: int = 0) -> Page[OrganizationRow]:
        """The busiest first."""
        where, values = _like("key", words)
        order = "ORDER BY tasks DESC, name, id LIMIT ? OFFSET ?"
        found = self._rows(f"SELECT {_ORGANIZATION} FROM organization {where} {order}", [*values, limit, offset])
        count = self._rows(f"SELECT COUNT(*) FROM organization {where}", values)[0][0]
        return Page(tuple(OrganizationRow(*row) for row in found), count)

    def organization(self, key: str) -> OrganizationRow | None:
        found = self._rows(f"SELECT {_ORGANIZATION} FROM organization WHERE id = ?", [key])
        return OrganizationRow(*found[0]) if found else None

    def namesakes(self, key: str) -> list[OrganizationRow]:
        """Others of the same name, in other regions."""
        asked = f"""SELECT {_ORGANIZATION} FROM organization WHERE id <> ?1
            AND name = (SELECT name FROM organization WHERE id = ?1) ORDER BY tasks DESC, id LIMIT 20"""
        return [OrganizationRow(*row) for row in self._rows(asked, [key])]

    def duties(self, key: str, role: str = "", limit: int = 200, offset: int = 0) -> Page[FactRow]:
        """What an organisation has a part in, document by document in the order of their texts."""
        narrowed, values = ("AND part.role = ?", [key, role]) if role else ("", [key])
        joined = f"""FROM part JOIN organization ON organization.n = part.organization AND organization.id = ?
            JOIN fact ON fact.n = part.fact JOIN document ON document.n = part.document WHERE 1 {narrowed}"""
        order = "GROUP BY fact.n ORDER BY document.year DESC, document.title, document.n, fact.n LIMIT ? OFFSET ?"
        asked = f"SELECT {_FACT}, GROUP_CONCAT(part.role, ' ') {joined} {order}"
        found = self._rows(asked, [*values, limit, offset])
        count = self._rows(f"SELECT COUNT(DISTINCT fact.n) {joined}", values)[0][0]
        return Page(tuple(FactRow(*row) for row in found), count)

    def partners(self, key: str, limit: int = 30) -> list[Partner]:
        """Who has a part in the same tasks, the most frequent first."""
        asked = """SELECT other.id, other.name, other.region, COUNT(DISTINCT mine.fact) AS tasks
            FROM organization me JOIN part mine ON mine.organization = me.n AND mine.kind = 'task'
            JOIN part theirs ON theirs.fact = mine.fact AND theirs.organization <> me.n
            JOIN organization other ON other.n = theirs.organization
            WHERE me.id = ? GROUP BY other.n ORDER BY tasks DESC, other.name, other.id LIMIT ?"""
        return [Partner(*row) for row in self._rows(asked, [key, limit])]

    def pairs(self, limit: int = 50, offset: int = 0) -> Page[Pair]:
        """Who leads and who supports the same tasks, the most frequent first."""
        counted = """FROM part lead JOIN part support ON support.fact = lead.fact AND support.role = 'support'
            WHERE lead.role = 'lead' AND lead.kind = 'task' GROUP BY lead.organization, support.organization"""
        asked = f"""WITH pair AS (SELECT lead.organization AS a, support.organization AS b, COUNT(*) AS tasks {counted})
            SELECT a.id, a.name, a.region, b.id, b.name, b.region, pair.tasks, (SELECT COUNT(*) FROM pair) FROM pair
            JOIN organization a ON a.n = pair.a JOIN organization b ON b.n = pair.b
            ORDER BY pair.tasks DESC, a.name, b.name, a.id, b.id LIMIT ? OFFSET ?"""
        found = self._rows(asked, [limit, offset])
        return Page(tuple(Pair(*row[:-1]) for row in found), found[0][-1] if found else 0)

    def facts(self, words: str, kind: str = "", limit: int = 50, offset: int = 0) -> Page[FactRow]:
        """Tasks, indicators and goals whose text has all the words."""
        where, values = _like("fact.key", words)
        if kind:
            where, values = f"{where} {'AND' if where else 'WHERE'} fact.kind = ?", [*values, kind]
        joined = f"FROM fact JOIN document ON document.n = fact.document {where}"
        found = self._rows(
            f"SELECT {_FACT} {joined} ORDER BY document.year DESC, document.title, fact.n LIMIT ? OFFSET ?",
            [*values, limit, offset],
        )
        count = self._rows(f"SELECT COUNT(*) FROM fact {where}", values)[0][0]
        return Page(tuple(FactRow(*row) for row in found), count)


def _documents_where(words: str, narrowed: dict[str, str]) -> tuple[str, list[str]]:
    where, values = _like("key", words)
    for column, value in narrowed.items():
        if column not in FACETS:
            raise ValueError(f"documents cannot be narrowed by {column}")
        if value:
            where += f" {'AND' if where else 'WHERE'} {column} = ?"
            values.append(value)
    return where, values


def _like(column: str, words: str) -> tuple[str, list[str]]:
    """A clause under which every word occurs in the column."""
    keys = [key for key in map(key_of, re.split(r"\s+", words[:200])) if key][:10]
    if not keys:
        return "", []
    clause = " AND ".join([f"{column} LIKE ? ESCAPE '!'"] * len(keys))
    return f"WHERE {clause}", [f"%{_literal(key)}%" for key in keys]


def _literal(key: str) -> str:
    """
    >>> _literal("95%_!")
    '95!%!_!!'
    """
    return re.sub(r"([!%_])", r"!\1", key)
