"""What a query answers, as a value, and the value as text: table, CSV, JSON, XML (SPARQL 1.1 results)."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from policygraph.graph.literals import clean
from policygraph.graph.terms import PREFIXES
from policygraph.model import Literal_, Term
from policygraph.text import width

_XML = "http://www.w3.org/2005/sparql-results#"


@dataclass(frozen=True, slots=True)
class Answer:
    """Rows of a SELECT (None = unbound), triples of a CONSTRUCT as rows of three, or ``truth`` of an ASK."""

    variables: tuple[str, ...] = ()
    rows: tuple[tuple[Term | None, ...], ...] = ()
    truth: bool | None = None

    def values(self) -> list[tuple[str, ...]]:
        """The rows as plain text: literals without their type, IRIs as they are, unbound as ''."""
        return [tuple(plain(term) for term in row) for row in self.rows]


def plain(term: Term | None) -> str:
    return "" if term is None else term if isinstance(term, str) else term.value


def render(answer: Answer, form: str = "table") -> str:
    """The answer as ``table``, ``csv``, ``json`` or ``xml``; KeyError for another form."""
    return _FORMS[form](answer)


def _table(answer: Answer) -> str:
    """Columns padded by display width, IRIs shortened, the number of rows at the end."""
    if answer.truth is not None:
        return ("是 / yes" if answer.truth else "否 / no") + "\n"
    cells = [list(answer.variables), *([_cell(term) for term in row] for row in answer.rows)]
    widths = [max((width(row[i]) for row in cells), default=0) for i in range(len(answer.variables))]
    lines = ["  ".join(text + " " * (widths[i] - width(text)) for i, text in enumerate(row)).rstrip() for row in cells]
    lines.insert(1, "  ".join("-" * each for each in widths))
    return "\n".join([*lines, f"（{len(answer.rows)} 行）"]) + "\n"


def _cell(term: Term | None) -> str:
    text = " ".join(clean(plain(term)).split())
    if isinstance(term, str):
        for name, start in PREFIXES.items():
            if text.startswith(start):
                return f"{name}:{text[len(start) :]}"
        return text.rpartition("/")[2]
    return text if len(text) <= 60 else text[:59] + "…"


def _csv(answer: Answer) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    if answer.truth is not None:
        writer.writerow(["true" if answer.truth else "false"])
    else:
        writer.writerow(answer.variables)
        writer.writerows([clean(text) for text in row] for row in answer.values())
    return out.getvalue()


def _json(answer: Answer) -> str:
    if answer.truth is not None:
        body: dict[str, object] = {"head": {}, "boolean": answer.truth}
    else:
        rows = [
            {name: _binding(term) for name, term in zip(answer.variables, row, strict=True) if term is not None}
            for row in answer.rows
        ]
        body = {"head": {"vars": list(answer.variables)}, "results": {"bindings": rows}}
    return json.dumps(body, ensure_ascii=False, indent=1) + "\n"


def _binding(term: Term) -> dict[str, str]:
    if isinstance(term, str):
        return {"type": "uri", "value": term}
    out = {"type": "literal", "value": clean(term.value)}
    if term.language:
        return {**out, "xml:lang": term.language}
    return {**out, "datatype": term.datatype} if term.datatype else out


def _xml(answer: Answer) -> str:
    head = "".join(f"<variable name={quoteattr(name)}/>" for name in answer.variables)
    if answer.truth is not None:
        body = f"<boolean>{'true' if answer.truth else 'false'}</boolean>"
    else:
        rows = "".join(f"\n<result>{_xml_row(answer.variables, row)}</result>" for row in answer.rows)
        body = f"<results>{rows}\n</results>"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<sparql xmlns="{_XML}"><head>{head}</head>{body}</sparql>\n'


def _xml_row(variables: tuple[str, ...], row: tuple[Term | None, ...]) -> str:
    return "".join(
        f"<binding name={quoteattr(name)}>{_xml_term(term)}</binding>"
        for name, term in zip(variables, row, strict=True)
        if term is not None
    )


def _xml_term(term: Term) -> str:
    if isinstance(term, str):
        return f"<uri>{escape(clean(term))}</uri>"
    kind = f" xml:lang={quoteattr(term.language)}" if term.language else ""
    if term.datatype and not kind:
        kind = f" datatype={quoteattr(term.datatype)}"
    return f"<literal{kind}>{escape(clean(term.value))}</literal>"


_FORMS = {"table": _table, "csv": _csv, "json": _json, "xml": _xml}

__all__ = ["Answer", "Literal_", "plain", "render"]
