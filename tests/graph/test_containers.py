"""Two containers, one list: an rdflib Dataset and a networkx MultiDiGraph hold the same statements."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from graph.factory import linked
from hypothesis import given
from hypothesis import strategies as st
from rdflib import BNode, Dataset, URIRef

from policygraph.graph import identifier, network, rdf, statements
from policygraph.model import Literal_, Statement

iris = st.sampled_from([f"http://x/{name}" for name in "abcdef"])
literals = st.builds(
    Literal_,
    st.text(max_size=6),
    st.sampled_from(["", "http://x/type", "http://www.w3.org/2001/XMLSchema#decimal"]),
    language=st.just(""),
) | st.builds(lambda text: Literal_(text, language="zh"), st.text(max_size=6))
quads_ = st.lists(st.builds(Statement, iris, iris, iris | literals, iris, evidence=st.just("")), max_size=20)


def bare(quads: Iterable[Statement]) -> set[tuple[str, str, str | Literal_, str]]:
    return {(s.subject, s.predicate, s.object, s.graph) for s in quads}


@given(quads_)
def test_both_containers_hold_the_list(quads: list[Statement]) -> None:
    assert bare(rdf.statements_of(rdf.dataset(quads))) == bare(quads)
    assert bare(network.statements_of(network.network(quads))) == bare(quads)


def test_the_network_keeps_the_fact_of_each_statement() -> None:
    quads = statements(linked())
    assert set(network.statements_of(network.network(quads))) == set(quads)


def test_a_dataset_with_a_blank_node_is_refused() -> None:
    data = Dataset()
    data.graph(URIRef("http://x/g")).add((BNode(), URIRef("http://x/p"), URIRef("http://x/o")))
    with pytest.raises(ValueError, match="policygraph"):
        rdf.statements_of(data)


def test_rdflib_writes_what_it_knows() -> None:
    text = rdf.serialize(statements(linked()), "trix")
    assert "秸秆综合利用率" in text


def test_the_drawing_has_typed_labelled_nodes() -> None:
    graph = network.overview(statements(linked()))
    nodes = {identifier(iri): data for iri, data in graph.nodes(data=True)}
    assert (nodes["t1"]["kind"], nodes["t1"]["label"]) == ("task", "推进秸秆综合利用")
    assert nodes["o2"]["kind"] == "organization"
    assert nodes["t2"]["confidence"] == "stated" and nodes["d1"]["number"] == "东江办〔2022〕7号"
    edges = {(identifier(a), data["label"], identifier(b)) for a, b, data in graph.edges(data=True)}
    assert {("t2", "leadBy", "o1"), ("t2", "sameTask", "t1"), ("i1", "task", "t2"), ("s4", "is_part_of", "s3")} <= edges
    assert not any("#char=" in iri for iri in graph.nodes)


def test_several_values_of_one_name_are_joined() -> None:
    pair = [Statement("http://x/t", "http://x/p", Literal_(text), "http://x/g") for text in ("甲", "乙", "甲")]
    kind = Statement("http://x/t", network._TYPE, next(iter(network.DRAWN)), "http://x/g")
    node = network.overview([kind, *pair]).nodes["http://x/t"]
    assert sorted(node["p"].split("；")) == ["乙", "甲"]
