"""Statements as text: N-Quads, N-Triples, Turtle, TriG, JSON-LD. Sorted, so that equal graphs are equal bytes.

Written directly because the objects of an RDF library cost more than everything else in ``build``; the tests
read each text back with two libraries and compare.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import groupby
from typing import Any, TypeAlias

from policygraph.graph.terms import PREFIXES, expand
from policygraph.model import Literal_, Statement, Term

_ESCAPE = re.compile('[\x00-\x1f\x7f"\\\\\ud800-\udfff\ufffe\uffff]')
_SHORT = {"\t": "\\t", "\b": "\\b", "\n": "\\n", "\r": "\\r", "\f": "\\f", '"': '\\"', "\\": "\\\\"}
_LOCAL = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_TYPE = expand("rdf:type")
Json: TypeAlias = dict[str, Any]


def _escaped(found: re.Match[str]) -> str:
    char = found.group()
    code = ord(char)
    if 0xD800 <= code <= 0xDFFF:  # not a character: no syntax can name it
        return "\ufffd"
    return _SHORT.get(char) or f"\\u{code:04X}"


def term_text(term: Term) -> str:
    """One term as N-Quads writes it.

    >>> term_text(Literal_("绿色", language="zh"))
    '"绿色"@zh'
    """
    if isinstance(term, str):
        return f"<{term}>"
    value = f'"{_ESCAPE.sub(_escaped, term.value)}"'
    if term.language:
        return f"{value}@{term.language}"
    return f"{value}^^<{term.datatype}>" if term.datatype else value


def nquads(statements: Iterable[Statement]) -> str:
    """Sorted N-Quads, a line each, every line once."""
    return "".join(sorted({f"<{s}> <{p}> {term_text(o)} <{g}> .\n" for s, p, o, g, _ in statements}))


def ntriples(statements: Iterable[Statement]) -> str:
    """Sorted N-Triples: the union of the named graphs."""
    return "".join(sorted({f"<{s}> <{p}> {term_text(o)} .\n" for s, p, o, _, _ in statements}))


# ---- Turtle and TriG -------------------------------------------------------------------------------


def turtle(statements: Iterable[Statement]) -> str:
    """Turtle: the union of the named graphs."""
    return _prefixes() + "".join(_blocks(_rows(statements), ""))


def trig(statements: Iterable[Statement]) -> str:
    """TriG: one block for each named graph."""
    ordered = sorted(statements, key=lambda s: s.graph)
    parts = [_prefixes()]
    for graph, group in groupby(ordered, key=lambda s: s.graph):
        parts.append(f"\n<{graph}> {{\n{''.join(_blocks(_rows(group), '  '))}}}\n")
    return "".join(parts)


def _prefixes() -> str:
    return "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())


def _rows(statements: Iterable[Statement]) -> list[tuple[str, str, str]]:
    """(subject, predicate, object) as text, sorted, ``a`` before every other predicate."""
    return sorted({(s.subject, _predicate(s.predicate), _short(s.object)) for s in statements})


def _blocks(rows: list[tuple[str, str, str]], indent: str) -> Iterator[str]:
    for subject, group in groupby(rows, key=lambda row: row[0]):
        lines = []
        for predicate, same in groupby(group, key=lambda row: row[1]):
            lines.append(f"{indent}  {predicate.lstrip(' ')} {', '.join(row[2] for row in same)}")
        yield f"\n{indent}{_shortened(subject)}\n" + " ;\n".join(lines) + " .\n"


def _predicate(iri: str) -> str:
    return " a" if iri == _TYPE else _shortened(iri)  # the blank sorts it first


def _short(term: Term) -> str:
    if isinstance(term, str):
        return _shortened(term)
    if not term.datatype:
        return term_text(term)
    return term_text(Literal_(term.value)) + "^^" + _shortened(term.datatype)


@lru_cache(maxsize=65536)
def _shortened(iri: str) -> str:
    for name, start in PREFIXES.items():
        if iri.startswith(start) and _LOCAL.fullmatch(iri, len(start)):
            return f"{name}:{iri[len(start) :]}"
    return f"<{iri}>"


# ---- JSON-LD ---------------------------------------------------------------------------------------


def jsonld(statements: Iterable[Statement]) -> str:
    """JSON-LD 1.1: compact names, one object for each subject of each named graph.

    A graph at a time: the objects of all documents together would take five times the text."""
    graphs: dict[str, set[Statement]] = {}
    for s in statements:
        graphs.setdefault(s.graph, set()).add(s)
    body = ",\n".join(_indented(_graph_json(name, graphs[name]), "  ") for name in sorted(graphs))
    context = json.dumps(dict(PREFIXES), ensure_ascii=False, indent=1)
    listed = f"[\n{body}\n ]" if body else "[]"
    return f'{{\n "@context": {_indented(context, " ").lstrip()},\n "@graph": {listed}\n}}\n'


def _indented(text: str, by: str) -> str:
    """Only a line feed ends a line of JSON; strings may hold what else Unicode calls a line break."""
    return by + text.replace("\n", "\n" + by)


def _graph_json(name: str, statements: Iterable[Statement]) -> str:
    nodes: dict[str, Json] = {}
    for s in sorted(statements, key=_order):
        subject = nodes.setdefault(s.subject, {"@id": s.subject})
        if s.predicate == _TYPE and isinstance(s.object, str):
            subject.setdefault("@type", []).append(_shortened(s.object).strip("<>"))
        else:
            subject.setdefault(_shortened(s.predicate).strip("<>"), []).append(_json(s.object))
    return json.dumps({"@id": name, "@graph": list(nodes.values())}, ensure_ascii=False, indent=1)


def _order(statement: Statement) -> tuple[str, str, str, str]:
    return (statement.graph, statement.subject, statement.predicate, term_text(statement.object))


def _json(term: Term) -> Json:
    if isinstance(term, str):
        return {"@id": term}
    value: Mapping[str, str] = {"@value": _ESCAPE.sub(_plainly, term.value)}
    if term.language:
        return {**value, "@language": term.language}
    return {**value, "@type": term.datatype} if term.datatype else dict(value)


def _plainly(found: re.Match[str]) -> str:
    """JSON escapes controls itself; only what UTF-8 cannot hold is replaced."""
    return "\ufffd" if 0xD800 <= ord(found.group()) <= 0xDFFF else found.group()
