"""Answers of the engine as bytes of a SPARQL result format or an RDF syntax, cut at a number of rows and bytes.

Rows are written here and not by the engine because it cannot stop, and writes ill-formed XML for NUL and U+FFFE.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import pyoxigraph as ox

from policygraph.export.safe import csv_text, xml_text

_STRING = "http://www.w3.org/2001/XMLSchema#string"
_QUOTED = re.compile(r'[",\r\n]')
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

#: short name → media type; the first of each group is the default
TABLES = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
}
GRAPHS = {
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "jsonld": "application/ld+json",
    "rdf": "application/rdf+xml",
}
_SYNTAX = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdf": ox.RdfFormat.RDF_XML,
}


@dataclass(frozen=True, slots=True)
class Body:
    """``truncated`` is '' or what ended the answer early: ``rows`` or ``bytes``."""

    media_type: str
    data: bytes
    truncated: str = ""


def write(found: Any, table: str, graph: str, rows: int, size: int, prefixes: dict[str, str]) -> Body:
    """The answer in ``table`` form for SELECT and ASK, in ``graph`` form for CONSTRUCT and DESCRIBE."""
    if isinstance(found, ox.QueryBoolean):
        return truth(bool(found), table)
    if isinstance(found, ox.QueryTriples):
        return write_triples(found, graph, rows, size, prefixes)
    return write_rows([variable.value for variable in found.variables], found, table, rows, size)


def truth(answer: bool, table: str) -> Body:
    return Body(_media(table), _BOOLEAN[table](answer).encode())


def write_rows(names: list[str], solutions: Iterable[Any], table: str, rows: int, size: int, cut: bool = False) -> Body:
    """A table. ``cut`` says that the solutions are not all there were."""
    start, row, end = _WRITERS[table]
    parts, truncated = _limited((row(names, solution) for solution in solutions), rows, size)
    truncated = truncated or ("bytes" if cut else "")
    glue = "," if table == "json" else ""
    text = start(names) + glue.join(parts) + end(bool(truncated))
    return Body(_media(table), text.encode("utf-8", "replace"), truncated)


def _media(table: str) -> str:
    return TABLES[table] + ("; charset=utf-8" if table in ("csv", "tsv") else "")


def _limited(parts: Iterator[str], rows: int, size: int) -> tuple[list[str], str]:
    out: list[str] = []
    total = 0
    for part in islice(parts, rows):
        total += len(part) * 3 if not part.isascii() else len(part)  # an upper bound of its UTF-8
        if total > size:
            return out, "bytes"
        out.append(part)
    return out, "rows" if len(out) == rows and next(parts, None) is not None else ""


def write_triples(
    found: Iterable[Any], graph: str, rows: int, size: int, prefixes: dict[str, str], cut: bool = False
) -> Body:
    """A graph. ``cut`` says that the triples are not all there were."""
    items = iter(found)
    taken: list[Any] = []
    total, truncated = 0, ""
    for triple in islice(items, rows):
        total += len(str(triple)) * 2
        if total > size:
            truncated = "bytes"
            break
        taken.append(_well_formed(triple) if graph == "rdf" else triple)
    if not truncated and len(taken) == rows and next(items, None) is not None:
        truncated = "rows"
    truncated = truncated or ("bytes" if cut else "")
    data = ox.serialize(taken, format=_SYNTAX[graph], prefixes=prefixes) or b""
    charset = "; charset=utf-8" if graph == "ttl" else ""
    return Body(GRAPHS[graph] + charset, data, truncated)


def _well_formed(triple: Any) -> Any:
    """XML cannot hold every character a literal can."""
    term = triple.object
    if not isinstance(term, ox.Literal) or not _FORBIDDEN.search(term.value):
        return triple
    text = xml_text(term.value)
    clean = ox.Literal(text, language=term.language) if term.language else ox.Literal(text, datatype=term.datatype)
    return ox.Triple(triple.subject, triple.predicate, clean)


# ---- JSON ------------------------------------------------------------------------------------------


def _json_start(names: list[str]) -> str:
    return f'{{"head":{{"vars":{json.dumps(names)}}},"results":{{"bindings":['


def _json_row(names: list[str], solution: Any) -> str:
    row = {name: _json_term(term) for name, term in zip(names, solution, strict=True) if term is not None}
    return "\n" + json.dumps(row, ensure_ascii=False, separators=(",", ":"))


def _json_end(truncated: bool) -> str:
    return '\n]},"truncated":true}\n' if truncated else "\n]}}\n"


def _json_term(term: Any) -> dict[str, Any]:
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, ox.Triple):
        parts = (term.subject, term.predicate, term.object)
        return {
            "type": "triple",
            "value": dict(zip(("subject", "predicate", "object"), map(_json_term, parts), strict=True)),
        }
    if term.language:
        return {"type": "literal", "value": term.value, "xml:lang": term.language}
    if term.datatype.value == _STRING:
        return {"type": "literal", "value": term.value}
    return {"type": "literal", "value": term.value, "datatype": term.datatype.value}


# ---- XML -------------------------------------------------------------------------------------------


def _xml_start(names: list[str]) -> str:
    head = "".join(f"<variable name={quoteattr(name)}/>" for name in names)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head>{head}</head><results>'


def _xml_row(names: list[str], solution: Any) -> str:
    cells = (
        f"<binding name={quoteattr(name)}>{_xml_term(term)}</binding>"
        for name, term in zip(names, solution, strict=True)
        if term is not None
    )
    return f"\n<result>{''.join(cells)}</result>"


def _xml_end(truncated: bool) -> str:
    return "\n</results></sparql>\n" + ("<!-- truncated -->\n" if truncated else "")


def _xml_term(term: Any) -> str:
    if isinstance(term, ox.Literal):
        value = escape(xml_text(term.value))
        if term.language:
            return f"<literal xml:lang={quoteattr(term.language)}>{value}</literal>"
        kind = "" if term.datatype.value == _STRING else f" datatype={quoteattr(term.datatype.value)}"
        return f"<literal{kind}>{value}</literal>"
    tag = "uri" if isinstance(term, ox.NamedNode) else "bnode"
    return f"<{tag}>{escape(xml_text(getattr(term, 'value', str(term))))}</{tag}>"


# ---- CSV and TSV -----------------------------------------------------------------------------------


def _csv_start(names: list[str]) -> str:
    return ",".join(names) + "\r\n"


def _csv_row(names: list[str], solution: Any) -> str:
    return ",".join(map(_csv_cell, solution)) + "\r\n"


def _csv_cell(term: Any) -> str:
    """Plain values; text a spreadsheet would take for a formula is made harmless."""
    if term is None:
        return ""
    text = (
        str(term) if not hasattr(term, "value") else f"_:{term.value}" if isinstance(term, ox.BlankNode) else term.value
    )
    text = csv_text(text.replace("\x00", "\ufffd"))
    return '"' + text.replace('"', '""') + '"' if _QUOTED.search(text) else text


def _tsv_start(names: list[str]) -> str:
    return "\t".join(f"?{name}" for name in names) + "\n"


def _tsv_row(names: list[str], solution: Any) -> str:
    return "\t".join("" if term is None else str(term) for term in solution) + "\n"


def _nothing(_: bool) -> str:
    return ""


_Start = Callable[[list[str]], str]
_Row = Callable[[list[str], Any], str]
_WRITERS: dict[str, tuple[_Start, _Row, Callable[[bool], str]]] = {
    "json": (_json_start, _json_row, _json_end),
    "xml": (_xml_start, _xml_row, _xml_end),
    "csv": (_csv_start, _csv_row, _nothing),
    "tsv": (_tsv_start, _tsv_row, _nothing),
}
_BOOLEAN: dict[str, Callable[[bool], str]] = {
    "json": lambda truth: f'{{"head":{{}},"boolean":{str(truth).lower()}}}\n',
    "xml": lambda truth: (
        '<?xml version="1.0" encoding="UTF-8"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head/>'
        f"<boolean>{str(truth).lower()}</boolean></sparql>\n"
    ),
    "csv": lambda truth: f"{str(truth).lower()}\r\n",
    "tsv": lambda truth: f"{str(truth).lower()}\n",
}
