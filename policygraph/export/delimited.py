"""CSV files, one a kind of fact: UTF-8 with a mark that Excel and WPS need, names of columns as in the record."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from policygraph.export.rows import Record, quote
from policygraph.export.safe import csv_text

Fact = Mapping[str, Any]
#: kind -> columns. ``deadline_text`` and ``baseline_value`` reach into the nested value; ``quote`` joins the spans.
TABLES: dict[str, tuple[str, ...]] = {
    "tasks": ("number", "text", "part", "domain", "area", "parent", "section_path", "deadline_text", "deadline_by", "body_quote"),
    "responsibilities": ("subject", "organization", "organization_name", "mention", "role", "order", "scope"),
    "indicators": (
        "name", "value", "value_max", "unit", "comparator", "by", "from", "baseline_value", "baseline_by", "kind",
        "scope", "relative", "cumulative", "section_path", "task", "goal",
    ),
    "goals": ("text", "by", "section_path", "indicators"),
    "citations": ("title", "number", "relation", "target"),
    "organizations": ("name", "aliases", "region", "level", "kind"),
}  # fmt: skip
_COMMON = ("document", "document_number", "id")
_GROUND = ("rule", "confidence", "start", "end", "page", "quote")


def tables(records: Sequence[Record]) -> Iterator[tuple[str, bytes]]:
    """``(kind.csv, bytes)``, each with a header and one row a fact."""
    for kind in TABLES:
        yield f"{kind}.csv", _encode(_rows(kind, records))


def _rows(kind: str, records: Sequence[Record]) -> Iterator[Sequence[object]]:
    ground = () if kind == "organizations" else _GROUND
    columns = (*TABLES[kind], *ground, *_COMMON)
    yield columns
    for record in records:
        names = {entry["id"]: entry["name"] for entry in record["organizations"]}
        for fact in record[kind]:
            yield [_value(column, fact, record, names) for column in columns]


_NESTED: dict[str, tuple[str, str]] = {
    "deadline_text": ("deadline", "text"),
    "deadline_by": ("deadline", "by"),
    "baseline_value": ("baseline", "value"),
    "baseline_by": ("baseline", "by"),
}
_DERIVED: dict[str, Callable[[Fact, Record, Mapping[str, str]], object]] = {
    "document": lambda fact, record, names: record["document"]["id"],
    "document_number": lambda fact, record, names: record["document"]["number"],
    "organization_name": lambda fact, record, names: names.get(fact["organization"]),
    "quote": lambda fact, record, names: quote(fact["spans"]),
    "body_quote": lambda fact, record, names: quote(fact["body_spans"]),
    "start": lambda fact, record, names: fact["spans"][0]["start"] if fact["spans"] else None,
    "end": lambda fact, record, names: fact["spans"][-1]["end"] if fact["spans"] else None,
    "page": lambda fact, record, names: next((span["page"] for span in fact["spans"] if span.get("page")), None),
}


def _value(column: str, fact: Fact, record: Record, names: Mapping[str, str]) -> object:
    if column in _NESTED:
        outer, inner = _NESTED[column]
        return (fact.get(outer) or {}).get(inner)
    if column in _DERIVED:
        return _DERIVED[column](fact, record, names)
    value = fact.get(column)
    return "；".join(map(str, value)) if isinstance(value, list | tuple) else value


def _encode(rows: Iterator[Sequence[object]]) -> bytes:
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    for row in rows:
        writer.writerow([csv_text(cell) if isinstance(cell, str) else cell for cell in row])
    return target.getvalue().encode("utf-8-sig", "replace")
