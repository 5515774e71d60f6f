"""The collections and things of the API, each a row of one table: its path, what it asks of the graph, what it says.

Values of the request reach the engine as terms, never as text of the query.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from policygraph.graph.syntax import term_text
from policygraph.graph.terms import DEFAULT, percent
from policygraph.model import Literal_


@dataclass(frozen=True, slots=True)
class Resource:
    """``select`` answers ``.json`` and ``.csv``, ``construct`` answers ``.ttl``. ``filters`` maps a parameter of the
    request to (variable, kind of term); ``parts`` holds the text added when a parameter is given."""

    path: str
    title_zh: str
    title_en: str
    select: str
    construct: str
    filters: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    parts: Mapping[str, str] = field(default_factory=dict)

    def query(self, text: str, given: Mapping[str, str], limit: int, offset: int) -> str:
        """``text`` with the filters of the request in it."""
        values = [bound(*self.filters[name], value) for name, value in given.items()]
        more = [self.parts[name] for name in self.parts if name in given]
        return text.replace("#MORE", "\n".join([*values, *more])) + f"\nLIMIT {limit} OFFSET {offset}"


def bound(variable: str, kind: str, value: str) -> str:
    """A variable bound to one term: an id as the IRI it stands for, percent-encoded; text as an escaped literal.

    >>> bound("words", "text", 'a"} #')
    'VALUES ?words { "a\\\\"} #" }'
    """
    term = DEFAULT + "/".join(map(percent, value.split("/"))) if kind == "iri" else Literal_(value[:1000])
    return f"VALUES ?{variable} {{ {term_text(term)} }}"


RESOURCES: tuple[Resource, ...] = (
    Resource(
        "tasks",
        "任务",
        "Tasks",
        """SELECT ?id ?document ?number ?text ?domain ?area ?by (GROUP_CONCAT(DISTINCT ?leader; separator="、") AS ?leads) WHERE {
  ?task a pg:Task ; pg:text ?text ; pg:document ?doc .
  #MORE
  OPTIONAL { ?task pg:number ?number } OPTIONAL { ?task pg:domain ?domain } OPTIONAL { ?task pg:area ?area }
  OPTIONAL { ?task pg:by ?by } OPTIONAL { ?task pg:leadBy/skos:prefLabel ?leader }
  BIND (REPLACE(STR(?task), "^.*/", "") AS ?id) BIND (REPLACE(STR(?doc), "^.*/", "") AS ?document)
} GROUP BY ?id ?document ?number ?text ?domain ?area ?by ORDER BY ?document ?id""",
        "CONSTRUCT { ?task ?p ?o } WHERE { ?task a pg:Task ; pg:text ?text ; pg:document ?doc .\n#MORE\n ?task ?p ?o } ORDER BY ?task ?p",
        {"organization": ("who", "iri"), "document": ("doc", "iri"), "q": ("words", "text")},
        {
            "organization": "?task pg:leadBy|pg:responsibleBy|pg:supportedBy|pg:guidedBy ?who .",
            "q": "FILTER (CONTAINS(STR(?text), ?words))",
        },
    ),
    Resource(
        "indicators",
        "指标",
        "Indicators",
        """SELECT ?id ?document ?name ?value ?unit ?comparator ?by WHERE {
  ?target a pg:IndicatorTarget ; pg:name ?name ; pg:document ?doc .
  #MORE
  OPTIONAL { ?target pg:value/qudt:numericValue ?value } OPTIONAL { ?target pg:by ?by }
  OPTIONAL { ?target pg:unit ?unit } OPTIONAL { ?target pg:comparator ?comparator }
  BIND (REPLACE(STR(?target), "^.*/", "") AS ?id) BIND (REPLACE(STR(?doc), "^.*/", "") AS ?document)
} ORDER BY ?document ?id""",
        "CONSTRUCT { ?target ?p ?o } WHERE { ?target a pg:IndicatorTarget ; pg:name ?name ; pg:document ?doc .\n#MORE\n ?target ?p ?o } ORDER BY ?target ?p",
        {"document": ("doc", "iri"), "q": ("words", "text"), "by": ("year", "text")},
        {
            "q": "FILTER (CONTAINS(STR(?name), ?words))",
            "by": "?target pg:by ?due . FILTER (STRSTARTS(STR(?due), ?year))",
        },
    ),
    Resource(
        "organizations",
        "单位",
        "Organisations",
        """SELECT ?id ?name ?region (COUNT(DISTINCT ?task) AS ?tasks) WHERE {
  ?who skos:prefLabel ?name ; org:classification ?kind .
  #MORE
  OPTIONAL { ?who pg:region/skos:prefLabel ?region }
  OPTIONAL { ?task pg:leadBy|pg:responsibleBy|pg:supportedBy|pg:guidedBy ?who }
  BIND (REPLACE(STR(?who), "^.*/", "") AS ?id)
} GROUP BY ?id ?name ?region ORDER BY DESC(?tasks) ?id""",
        "CONSTRUCT { ?who ?p ?o } WHERE { ?who skos:prefLabel ?name ; org:classification ?kind .\n#MORE\n ?who ?p ?o } ORDER BY ?who ?p",
        {"q": ("words", "text")},
        {"q": "FILTER (CONTAINS(STR(?name), ?words))"},
    ),
    Resource(
        "goals",
        "目标",
        "Goals",
        """SELECT ?id ?document ?text ?by WHERE {
  ?goal a pg:Goal ; pg:text ?text ; pg:document ?doc .
  #MORE
  OPTIONAL { ?goal pg:by ?by }
  BIND (REPLACE(STR(?goal), "^.*/", "") AS ?id) BIND (REPLACE(STR(?doc), "^.*/", "") AS ?document)
} ORDER BY ?document ?id""",
        "CONSTRUCT { ?goal ?p ?o } WHERE { ?goal a pg:Goal ; pg:text ?text ; pg:document ?doc .\n#MORE\n ?goal ?p ?o } ORDER BY ?goal ?p",
        {"document": ("doc", "iri"), "q": ("words", "text")},
        {"q": "FILTER (CONTAINS(STR(?text), ?words))"},
    ),
)

THING = "CONSTRUCT { ?thing ?p ?o } WHERE { #MORE\n ?thing ?p ?o }"
THING_TABLE = "SELECT ?property ?value WHERE { #MORE\n ?thing ?property ?value } ORDER BY ?property ?value LIMIT 5000"
THING_ROWS = """SELECT DISTINCT ?property ?value ?label WHERE {
  #MORE
  { ?thing ?property ?value } UNION { ?value ?inverse ?thing . BIND (IRI(CONCAT(STR(?inverse), "^")) AS ?property) }
  OPTIONAL { ?value rdfs:label ?label }
} ORDER BY ?property ?value LIMIT 500"""
EVIDENCE = """SELECT DISTINCT ?start ?end ?quote WHERE {
  #MORE
  ?thing prov:wasDerivedFrom ?stretch . ?stretch oa:hasSelector ?position, ?words .
  ?position oa:start ?start ; oa:end ?end . ?words oa:exact ?quote } ORDER BY ?start LIMIT 50"""


def about(text: str, key: str) -> str:
    """One of the texts above for the thing with this id."""
    return text.replace("#MORE", bound("thing", "iri", key))
