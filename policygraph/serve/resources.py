"""The collections and things of the API, each a row of one table: its path, what it asks of the graph, what it says.

Values of the request reach the engine as terms, never as text of the query.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from policygraph.graph.evidence import QUOTE_OF_THING
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
        page = f"LIMIT {limit} OFFSET {offset}"  # first: a value must not be taken for a place to fill
        return text.replace("#PAGE", page).replace("#MORE", "\n".join([*values, *more]))


def bound(variable: str, kind: str, value: str) -> str:
    """A variable bound to one term: an id as the IRI it stands for, percent-encoded; text as an escaped literal.

    >>> bound("words", "text", 'a"} #')
    'VALUES ?words { "a\\\\"} #" }'
    """
    term = DEFAULT + "/".join(map(percent, value.split("/"))) if kind == "iri" else Literal_(value[:1000])
    return f"VALUES ?{variable} {{ {term_text(term)} }}"


# The page is cut before anything is looked up or sorted: on disk, sorting all tasks of ten thousand documents takes
# longer than a query may. Without ORDER BY the engine goes through its index, so pages are stable in a generation.
_SHORT = 'BIND (REPLACE(STR(?thing), "^.*/", "") AS ?id) BIND (REPLACE(STR(?doc), "^.*/", "") AS ?document)'
_ALL = "CONSTRUCT { ?thing ?p ?o } WHERE { { SELECT ?thing WHERE { #MORE\n %s } #PAGE } ?thing ?p ?o }"
_TASK = "?thing a pg:Task ; pg:text ?text ; pg:document ?doc ."
_TARGET = "?thing a pg:IndicatorTarget ; pg:name ?name ; pg:document ?doc ."
_GOAL = "?thing a pg:Goal ; pg:text ?text ; pg:document ?doc ."
_WHO = "?thing skos:prefLabel ?name ; org:classification ?kind ."
_ROLES = "pg:leadBy|pg:responsibleBy|pg:supportedBy|pg:guidedBy"

RESOURCES: tuple[Resource, ...] = (
    Resource(
        "tasks",
        "任务",
        "Tasks",
        f"""SELECT ?id ?document ?number ?text ?domain ?area ?by (GROUP_CONCAT(DISTINCT ?leader; separator="、") AS ?leads) WHERE {{
  {{ SELECT ?thing ?text ?doc WHERE {{ #MORE
     {_TASK} }} #PAGE }}
  OPTIONAL {{ ?thing pg:number ?number }} OPTIONAL {{ ?thing pg:domain ?domain }} OPTIONAL {{ ?thing pg:area ?area }}
  OPTIONAL {{ ?thing pg:by ?by }} OPTIONAL {{ ?thing pg:leadBy/skos:prefLabel ?leader }}
  {_SHORT}
}} GROUP BY ?id ?document ?number ?text ?domain ?area ?by ORDER BY ?document ?id""",
        _ALL % _TASK,
        {"organization": ("who", "iri"), "document": ("doc", "iri"), "q": ("words", "text")},
        {"organization": f"?thing {_ROLES} ?who .", "q": "FILTER (CONTAINS(STR(?text), ?words))"},
    ),
    Resource(
        "indicators",
        "指标",
        "Indicators",
        f"""SELECT ?id ?document ?name ?value ?unit ?comparator ?by WHERE {{
  {{ SELECT ?thing ?name ?doc WHERE {{ #MORE
     {_TARGET} }} #PAGE }}
  OPTIONAL {{ ?thing pg:value ?value }} OPTIONAL {{ ?thing pg:by ?by }}
  OPTIONAL {{ ?thing pg:unit ?unit }} OPTIONAL {{ ?thing pg:comparator ?comparator }}
  {_SHORT}
}} ORDER BY ?document ?id""",
        _ALL % _TARGET,
        {"document": ("doc", "iri"), "q": ("words", "text"), "by": ("year", "text")},
        {
            "q": "FILTER (CONTAINS(STR(?name), ?words))",
            "by": "?thing pg:by ?due . FILTER (STRSTARTS(STR(?due), ?year))",
        },
    ),
    Resource(
        "organizations",
        "单位",
        "Organisations",
        f"""SELECT ?id ?name ?region (COUNT(DISTINCT ?task) AS ?tasks) WHERE {{
  {{ SELECT ?thing ?name WHERE {{ #MORE
     {_WHO} }} #PAGE }}
  OPTIONAL {{ ?thing pg:region/skos:prefLabel ?region }}
  OPTIONAL {{ ?task {_ROLES} ?thing }}
  BIND (REPLACE(STR(?thing), "^.*/", "") AS ?id)
}} GROUP BY ?id ?name ?region ORDER BY DESC(?tasks) ?id""",
        _ALL % _WHO,
        {"q": ("words", "text")},
        {"q": "FILTER (CONTAINS(STR(?name), ?words))"},
    ),
    Resource(
        "goals",
        "目标",
        "Goals",
        f"""SELECT ?id ?document ?text ?by WHERE {{
  {{ SELECT ?thing ?text ?doc WHERE {{ #MORE
     {_GOAL} }} #PAGE }}
  OPTIONAL {{ ?thing pg:by ?by }}
  {_SHORT}
}} ORDER BY ?document ?id""",
        _ALL % _GOAL,
        {"document": ("doc", "iri"), "q": ("words", "text")},
        {"q": "FILTER (CONTAINS(STR(?text), ?words))"},
    ),
)

THING = "CONSTRUCT { ?thing ?p ?o } WHERE { #MORE\n ?thing ?p ?o }"
THING_TABLE = "SELECT ?property ?value WHERE { #MORE\n ?thing ?property ?value } ORDER BY ?property ?value LIMIT 5000"
THING_ROWS = """SELECT DISTINCT ?property ?value ?label WHERE {
  #MORE
  { ?thing ?property ?value } UNION { ?value ?inverse ?thing . BIND (IRI(CONCAT(STR(?inverse), "^")) AS ?property) }
  OPTIONAL { ?value rdfs:label|skos:prefLabel|pg:text|pg:mention ?label }
} ORDER BY ?property ?value LIMIT 500"""
EVIDENCE = f"""SELECT DISTINCT ?start ?end ?quote ?page WHERE {{
  #MORE
  {QUOTE_OF_THING} }} ORDER BY ?start LIMIT 50"""


def about(text: str, key: str) -> str:
    """One of the texts above for the thing with this id."""
    return text.replace("#MORE", bound("thing", "iri", key))
