"""Names: code, ontology and columns agree; every term is labelled in two languages and has an example."""

from __future__ import annotations

import dataclasses
import re

import pytest
from graph.factory import linked
from rdflib import OWL, RDF, RDFS, SKOS, Graph, URIRef

from policygraph import model
from policygraph.graph import document, statements
from policygraph.graph.registry import registry
from policygraph.graph.relate import alignments
from policygraph.graph.terms import CLASSES, CONCEPTS, FIELDS, LINKS, PREFIXES, RENAMED, SHORTCUTS
from policygraph.lexicon import ontology_dir
from policygraph.model import Aim, Cascade, Cited, Dropped, Linked, Member, Pair, Statement, TargetVerdict, Unit
from policygraph.record import to_record

ONTOLOGY = Graph().parse(ontology_dir() / "policygraph.ttl", format="turtle")
PG = PREFIXES["pg"]
_UPPER, _LOWER = (Unit(key, "一", "建设站点", "建设站点。", id=f"s{key}") for key in "ab")
_AIM = Aim("a", "i1", "覆盖率", "覆盖率达到90%", "一", 90, "%", figure=True)
CITED = [Cited("b", "c1", "某某意见", None, "basis", "a", "title", "inferred")]
CASCADE = Cascade(
    "f", "某某", (Member("a", "a.txt", "甲", "national", None), Member("b", "b.txt", "乙", "province", None, "a")),
    (_UPPER,), (Pair(_UPPER, _LOWER, "same", 1.0, "both-best", "stated", "标题"),), (Dropped("b", _UPPER),), (),
    (TargetVerdict("b", _AIM, _AIM, "same", "一致"),),
)  # fmt: skip
KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, SKOS.ConceptScheme)
TERMS = sorted({str(s) for kind in KINDS for s in ONTOLOGY.subjects(RDF.type, kind) if isinstance(s, URIRef)})
#: dataclass fields that are no column: the id is the IRI, ``passage`` is for linking and in no record
SILENT = {"id", "passage"}
#: what tells of the reading, not of the document
UNSAID = {"Section": {"why", "named"}}
#: what the profile says of a document in its record
PROFILE = {"genre", "profile", "language"}
#: record keys that are not named after a field of the class of the same name
KEYS = {"from": "since", "start": "span", "end": "span"}


def camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(part.capitalize() for part in rest)


def used(quads: tuple[Statement, ...]) -> set[str]:
    iris = {s.predicate for s in quads} | {s.object for s in quads if isinstance(s.object, str)}
    return {iri for iri in iris if iri.startswith(PG)}


@pytest.mark.parametrize("name", FIELDS)
def test_every_field_has_a_term(name: str) -> None:
    fields = {field.name for field in dataclasses.fields(getattr(model, name))}
    assert fields - SILENT - UNSAID.get(name, set()) == set(FIELDS[name])


@pytest.mark.parametrize(("name", "field"), [(name, field) for name in FIELDS for field in FIELDS[name]])
def test_own_terms_are_called_as_the_fields(name: str, field: str) -> None:
    prefix, _, local = FIELDS[name][field].partition(":")
    if prefix == "pg":
        assert local == RENAMED.get(field, camel(field))
        assert PG + local in TERMS


def test_columns_are_called_as_the_fields() -> None:
    record = to_record(linked())
    tables = {"goals": "Goal", "indicators": "Indicator", "tasks": "Task", "duties": "Duty", "norms": "Norm", "responsibilities": "Responsibility", "citations": "Citation", "sections": "Section", "organizations": "Organization", "links": "Link"}  # fmt: skip
    for table, name in tables.items():
        columns = {KEYS.get(key, key) for row in record[table] for key in row} - {"id"}
        assert columns <= set(FIELDS[name]), table
    assert set(record["document"]) - {"id"} - PROFILE == set(FIELDS["Masthead"])


def test_closed_lists_are_the_concepts_of_the_ontology() -> None:
    for scheme, codes in CONCEPTS.items():
        found = {
            str(ONTOLOGY.value(node, SKOS.notation)): str(node).removeprefix(PG)
            for node in ONTOLOGY.subjects(SKOS.inScheme, URIRef(f"{PG}{scheme}Scheme"))
        }
        assert found == dict(codes), scheme


@pytest.mark.parametrize("scheme", CONCEPTS)
def test_closed_lists_are_those_of_the_model(scheme: str) -> None:
    assert set(CONCEPTS[scheme]) == set(getattr(model, scheme).__args__)


def test_shortcuts_cover_roles_and_links() -> None:
    assert set(SHORTCUTS) == set(model.ROLES)
    assert set(LINKS) == set(CONCEPTS["LinkKind"])
    assert {PG + term.partition(":")[2] for term in (*SHORTCUTS.values(), *LINKS.values())} <= set(TERMS)


def test_no_term_is_used_that_is_not_defined(changzhou: Linked) -> None:
    defined = {str(s) for s in ONTOLOGY.subjects() if isinstance(s, URIRef)}
    assert used(statements(linked())) | used(statements(changzhou)) <= defined


def test_no_property_is_defined_that_is_never_said() -> None:
    said = (
        used(statements(linked()))
        | used(registry())
        | used(alignments(CASCADE, CITED))
        | {PG + term.partition(":")[2] for term in (*SHORTCUTS.values(), *LINKS.values())}
    )
    properties = {term for term in TERMS if not term.endswith("Scheme")}
    assert properties - said == {PG + "relative"}  # the small document has no target in words


def test_classes_of_the_model_are_in_the_graph() -> None:
    types = {s.object for s in statements(linked()) if s.predicate == PREFIXES["rdf"] + "type"}
    for name, term in CLASSES.items():
        assert hasattr(model, name)
        prefix, _, local = term.partition(":")
        assert PREFIXES[prefix] + local in types or term == "org:Organization"


@pytest.mark.parametrize("term", TERMS)
def test_every_term_is_explained_in_two_languages(term: str) -> None:
    node = URIRef(term)
    if term.startswith(PG):
        for predicate in (RDFS.label, RDFS.comment):
            assert {getattr(text, "language", None) for text in ONTOLOGY.objects(node, predicate)} == {"zh", "en"}
        assert ONTOLOGY.value(node, SKOS.example)


def test_the_documentation_is_up_to_date() -> None:
    path = ontology_dir().parent / "docs" / "ontology.md"
    assert path.read_text("utf-8") == document.markdown(), "run: python -m policygraph.graph.document"


def test_the_documentation_names_every_term_and_question() -> None:
    text = document.markdown()
    assert all(f"`{term.removeprefix(PG)}`" in text for term in TERMS if term.startswith(PG))
    names = [path.stem for path in (ontology_dir() / "queries").rglob("*.rq")]
    assert all(re.search(rf"`{name}`", text) for name in names)
