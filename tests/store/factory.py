"""Small made-up documents for the store: no extraction, real statements."""

from __future__ import annotations

import json

from policygraph.graph import document_graph, nquads, organizations_graph
from policygraph.graph.terms import DEFAULT, expand
from policygraph.model import Literal_, Statement
from policygraph.store import Prepared


def prepared(key: str, body: str = "一", organizations: tuple[str, ...] = ("甲局",), rules: str = "r1") -> Prepared:
    """A document ``d`` + key with a title, one fact for each character of ``body``, and its organisations."""
    document = f"d{key}"
    iri, graph, common = DEFAULT + document, document_graph(document), organizations_graph()
    quads = [Statement(iri, expand("rdfs:label"), Literal_(f"文件{key}", language="zh"), graph)]
    for at, char in enumerate(body):
        fact = f"{DEFAULT}t{key}{at}"
        quads.append(Statement(fact, expand("pg:text"), Literal_(char), graph))
        quads.append(Statement(fact, expand("pg:value"), Literal_("95.50", expand("xsd:decimal")), graph))
    for name in organizations:
        quads.append(Statement(f"{DEFAULT}o{name.encode().hex()}", expand("rdfs:label"), Literal_(name), common))
        quads.append(Statement(f"{DEFAULT}t{key}0", expand("pg:leadBy"), f"{DEFAULT}o{name.encode().hex()}", graph))
    record = json.dumps({"document": {"id": document}, "text": body}, ensure_ascii=False)
    return Prepared(document, f"{key}.txt", f"文件{key}", f"{key}:{body}".encode(), record, nquads(quads), rules)
