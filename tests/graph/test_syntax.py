"""Every syntax read back by two libraries says the same statements; the bytes are sorted and stable."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Iterable

import pyoxigraph as ox
import pytest
import rdflib
from graph.factory import linked
from graph.test_build import hostile
from hypothesis import given
from hypothesis import strategies as st

from policygraph.graph import FORMS, files, nquads, serialize, statements
from policygraph.graph.answers import Answer, render
from policygraph.graph.syntax import term_text
from policygraph.model import Literal_, Statement

READ = {
    "nq": (ox.RdfFormat.N_QUADS, "nquads"),
    "trig": (ox.RdfFormat.TRIG, "trig"),
    "jsonld": (ox.RdfFormat.JSON_LD, "json-ld"),
    "ttl": (ox.RdfFormat.TURTLE, "turtle"),
    "nt": (ox.RdfFormat.N_TRIPLES, "nt"),
}
ODD = Statement("http://x/s", "http://x/p", Literal_('a"b\\c\n\r\t\x00\x01\u007f\ufffe', language="zh"), "http://x/g")


def lines(quads: Iterable[Statement], graphs: bool) -> set[str]:
    return {f"<{s.subject}> <{s.predicate}> {term_text(s.object)}" + (f" <{s.graph}>" if graphs else "") for s in quads}


def told(quad: ox.Quad, graphs: bool) -> str:
    value = quad.object
    if isinstance(value, ox.Literal):
        kind = "" if value.language or value.datatype.value.endswith("#string") else value.datatype.value
        text = term_text(Literal_(value.value, kind, value.language or ""))
    else:
        text = str(value)
    return f"{quad.subject} {quad.predicate} {text}" + (f" {quad.graph_name}" if graphs else "")


@pytest.mark.parametrize("form", READ)
def test_oxigraph_reads_back_the_same(form: str) -> None:
    quads = statements(linked())
    graphs = form in ("nq", "trig", "jsonld")
    found = {told(quad, graphs) for quad in ox.parse(serialize(quads, form), format=READ[form][0])}
    assert found == lines(quads, graphs)


@pytest.mark.parametrize("form", READ)
def test_rdflib_reads_back_as_many(form: str) -> None:
    quads = statements(linked())
    graphs = form in ("nq", "trig", "jsonld")
    data = rdflib.Dataset() if graphs else rdflib.Graph()
    data.parse(data=serialize(quads, form), format=READ[form][1])
    assert len(data) == len(lines(quads, graphs))


@pytest.mark.parametrize("form", FORMS)
def test_order_of_statements_does_not_matter(form: str) -> None:
    quads = statements(linked())
    assert serialize(quads, form) == serialize(quads[::-1], form) == serialize((*quads, *quads), form)


def test_nquads_are_sorted_lines() -> None:
    rows = nquads(statements(linked())).splitlines()
    assert rows == sorted(set(rows)) and all(row.endswith(" .") for row in rows)


@pytest.mark.parametrize("form", READ)
def test_controls_are_escaped(form: str) -> None:
    (quad,) = ox.parse(serialize([ODD], form), format=READ[form][0])
    assert isinstance(quad.object, ox.Literal)
    assert quad.object.value == 'a"b\\c\n\r\t\x00\x01\u007f\ufffe'


@given(st.text(alphabet=st.characters(codec=None), min_size=1, max_size=20))
def test_every_form_of_any_text_is_well_formed(text: str) -> None:
    quads = statements(hostile(text))
    for form, (kind, _) in READ.items():
        assert list(ox.parse(serialize(quads, form), format=kind))
    ET.fromstring(serialize(quads, "graphml"))
    ET.fromstring(serialize(quads, "gexf"))


def test_files_are_named_after_their_form() -> None:
    found = dict(files(statements(linked())))
    assert sorted(found) == [
        "graph.gexf",
        "graph.graphml",
        "graph.jsonld",
        "graph.nq",
        "graph.trig",
        "graph.ttl",
        "registry.nq",
    ]
    assert json.loads(found["graph.jsonld"])["@graph"]


ROWS = Answer(
    ("a", "b"), (("http://x/1", Literal_("<绿&色>\x00", language="zh")), (None, Literal_("1", "http://x/int")))
)


def test_answers_as_text() -> None:
    assert render(ROWS, "csv").splitlines() == ["a,b", "http://x/1,<绿&色>\ufffd", ",1"]
    assert json.loads(render(ROWS, "json"))["results"]["bindings"][1] == {"b": {"type": "literal", "value": "1", "datatype": "http://x/int"}}  # fmt: skip
    assert len(ET.fromstring(render(ROWS, "xml"))[1]) == 2
    assert render(ROWS).splitlines()[0].startswith("a") and render(ROWS).endswith("（2 行）\n")


@pytest.mark.parametrize(("form", "text"), [("table", "是 / yes\n"), ("csv", "true\r\n")])
def test_a_yes_as_text(form: str, text: str) -> None:
    assert render(Answer(truth=True), form) == text
    assert json.loads(render(Answer(truth=True), "json"))["boolean"] is True
    assert "<boolean>true</boolean>" in render(Answer(truth=True), "xml")
