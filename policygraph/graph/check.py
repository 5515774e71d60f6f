"""Questions put to the graph: SPARQL over an in-memory Oxigraph, findings about the policy, the SHACL gate.

The gate runs on pySHACL, the reference implementation in Python; where the Rust engine ``shacl`` is installed
it is used instead (the same violations, tested, some thirty times faster).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

from policygraph.graph.answers import Answer, plain, render
from policygraph.graph.evidence import is_stretch
from policygraph.graph.literals import label
from policygraph.graph.questions import Question, finding_queries, named, profiles
from policygraph.graph.sparql import QueryError, canonical
from policygraph.graph.syntax import nquads, ntriples
from policygraph.graph.terms import DEFAULT, identifier
from policygraph.issues import PolicygraphError
from policygraph.lexicon import ontology_dir
from policygraph.model import Finding, Literal_, Severity, Statement, Term

if TYPE_CHECKING:
    import pyoxigraph

_STRING = "http://www.w3.org/2001/XMLSchema#string"
Data: TypeAlias = "Sequence[Statement] | str | bytes | pyoxigraph.Store"

__all__ = ["Answer", "QueryError", "Report", "findings", "open_store", "query", "render", "validate"]

# ---- asking ----------------------------------------------------------------------------------------


def open_store(data: Data) -> pyoxigraph.Store:
    """An in-memory store of statements or of N-Quads text; a store is passed through."""
    import pyoxigraph as ox

    if isinstance(data, ox.Store):
        return data
    text = data if isinstance(data, (str, bytes)) else nquads(data)
    store = ox.Store()
    try:
        store.bulk_load(text.encode("utf-8") if isinstance(text, str) else text, ox.RdfFormat.N_QUADS)
    except SyntaxError as error:
        raise QueryError("graph-malformed", f"不是合格的 N-Quads：{error}") from None
    return store


def query(data: Data, sparql: str) -> Answer:
    """Answer a SELECT, ASK, CONSTRUCT or DESCRIBE over all graphs of ``data``; GRAPH still names one.

    The prefixes of this room need not be declared. QueryError when the text is refused or is no query.
    """
    import pyoxigraph as ox

    asked = canonical(sparql)
    try:
        found = open_store(data).query(asked.text, use_default_graph_as_union=not asked.own_dataset)
    except SyntaxError as error:
        raise asked.refusal(error) from None
    if isinstance(found, ox.QueryBoolean):
        return Answer(truth=bool(found))
    read = _reading()
    if isinstance(found, ox.QueryTriples):
        rows = tuple((read(t.subject), read(t.predicate), read(t.object)) for t in found)
        return Answer(("subject", "predicate", "object"), rows)
    names = tuple(variable.value for variable in found.variables)
    return Answer(names, tuple(tuple(map(read, row)) for row in found))


@cache
def _reading() -> Callable[[Any], Term | None]:
    """A function from terms of the engine to terms of the model; a blank node, which only a query can make, as ``_:x``.
    Made once, so that nothing is looked up for each of ten thousand terms."""
    import pyoxigraph as ox

    named, literal = ox.NamedNode, ox.Literal

    def read(term: Any) -> Term | None:
        if type(term) is named:
            value: str = term.value
            return value
        if type(term) is literal:
            language = term.language
            if language:
                return Literal_(term.value, "", language)
            datatype = term.datatype.value
            return Literal_(term.value, "" if datatype == _STRING else datatype)
        if term is None:
            return None
        return str(getattr(term, "value", term))

    return read


def profiled(data: Data, name: str) -> str:
    """The graph in another vocabulary, as sorted N-Triples. PolicygraphError ``unknown-query`` lists the profiles."""
    found = query(data, named(name, profiles()).text).rows
    return ntriples(Statement(str(s), str(p), o, "") for s, p, o in found if o is not None)


# ---- findings --------------------------------------------------------------------------------------


def findings(data: Data, queries: Sequence[Question] | None = None, base: str = DEFAULT) -> tuple[Finding, ...]:
    """Gaps and conflicts of the policy: every row of every finding query that is told by default, sorted by code and
    facts; ``queries=finding_queries()`` for all.

    The shipped queries ask what the document says, never where: of statements, pages and cells are left out.
    """
    if queries is None and isinstance(data, (tuple, list)):
        data = [item for item in data if not is_stretch(item.subject)]
    store = open_store(data)
    asked = [item for item in finding_queries() if item.shown] if queries is None else queries
    found = {item for question in asked for item in _rows(store, question, base)}
    return tuple(sorted(found, key=lambda item: (item.code, item.facts, item.message)))


def _rows(store: pyoxigraph.Store, question: Question, base: str) -> Iterable[Finding]:
    answer = query(store, question.text)
    severity: Severity = question.header["severity"]  # type: ignore[assignment]  # checked when it was read
    for row in answer.rows:
        values = dict(zip(answer.variables, row, strict=True))
        facts = tuple(
            identifier(str(term), base) for name, term in values.items() if name.startswith("fact") and term is not None
        )
        yield Finding(question.name, severity, _message(question.header["message"], values), facts)


def _message(template: str, values: dict[str, Term | None]) -> str:
    """The template with each ``{variable}`` replaced; braces in a value are left alone. A ``label`` is cut to a line."""

    def said(found: re.Match[str]) -> str:
        text = plain(values.get(found.group(1)))
        return label(text) if found.group(1) == "label" else text

    return re.sub(r"\{(\w+)\}", said, template)


# ---- the SHACL gate --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Violation:
    """``shape`` is the local name of the shape that was not met, ``focus`` the node, ``message`` in Chinese."""

    shape: str
    focus: str
    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.shape} {self.focus} {self.path}：{self.message}"


@dataclass(frozen=True, slots=True)
class Report:
    conforms: bool
    results: tuple[Violation, ...] = ()

    @property
    def violations(self) -> tuple[str, ...]:
        """One line each, sorted."""
        return tuple(map(str, self.results))


def validate(data: Data, engine: str = "") -> Report:
    """Check the shapes of ``ontology/shapes.ttl``. ``engine`` is ``shacl`` or ``pyshacl``; '' takes what is there."""
    triples = _triples(data)
    rust = None if engine == "pyshacl" else _rust_shapes()
    if rust is None:
        if engine == "shacl":
            raise PolicygraphError("needs-extra", "未安装 shacl：pip install policygraph[fast]")
        results = _by_pyshacl(triples)
    else:
        report = rust.validate_text(triples, format="ntriples")
        results = [
            Violation(_local(r.root_shape), _local(r.focus_node), _local(r.path), r.message or r.component)
            for r in report.results
        ]
    return Report(not results, tuple(sorted(set(results), key=str)))


def _triples(data: Data) -> str:
    """The union of the graphs as N-Triples; both engines look at one graph."""
    if isinstance(data, (tuple, list)):
        return ntriples(data)
    rows = {f"{quad.subject} {quad.predicate} {quad.object} .\n" for quad in open_store(data)}
    return "".join(sorted(rows))


@lru_cache(maxsize=1)
def _shapes_text() -> str:
    return (ontology_dir() / "shapes.ttl").read_text("utf-8")


@lru_cache(maxsize=1)
def _shapes_graph() -> Any:
    from rdflib import Graph

    return Graph().parse(data=_shapes_text(), format="turtle")


@lru_cache(maxsize=1)
def _rust_shapes() -> Any:
    try:
        import shacl  # type: ignore[import-not-found, unused-ignore]  # an optional extra
    except ImportError:
        return None
    return shacl.Shapes.from_text(_shapes_text())


def _by_pyshacl(triples: str) -> list[Violation]:
    """The same with pySHACL; the shapes are named, so a result names its shape."""
    from pyshacl import validate as run
    from rdflib import Graph
    from rdflib.namespace import RDF, SH

    data = Graph().parse(data=triples, format="nt")
    _, report, _ = run(data, shacl_graph=_shapes_graph(), inplace=True)
    out = []
    for node in report.subjects(RDF.type, SH.ValidationResult):
        message = report.value(node, SH.resultMessage)
        shape, focus, path = (report.value(node, term) for term in (SH.sourceShape, SH.focusNode, SH.resultPath))
        out.append(Violation(_local(str(shape)), _local(str(focus)), _local(str(path or "")), str(message)))
    return out


def _local(term: str | None) -> str:
    """``<https://…/ns#TaskShape>`` as ``TaskShape``, an id as itself."""
    return re.split(r"[#/]", (term or "").strip("<>"))[-1]
