"""Statements of a small document: each once, IRIs only, every fact with its evidence, nothing ill-formed."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace

import pytest
from graph.factory import HEAD, TEXT, at, document, linked
from hypothesis import given
from hypothesis import strategies as st

from policygraph.graph import document_graph, identifier, nquads, organizations_graph, statements
from policygraph.graph.check import query
from policygraph.graph.evidence import QUOTE, QUOTE_OF_THING
from policygraph.graph.questions import profiles
from policygraph.graph.terms import DEFAULT, expand
from policygraph.interpreter import interpreter
from policygraph.model import Document, Link, Linked, Literal_, PolicyDocument, Span, Statement

IRI = re.compile(r"[a-z]+:[!#$%&'()*+,\-./:;=?@_~\[\]A-Za-z0-9]+")


def objects(quads: tuple[Statement, ...], subject: str, term: str) -> list[str | Literal_]:
    return [s.object for s in quads if identifier(s.subject) == subject and s.predicate == expand(term)]


def values(quads: tuple[Statement, ...], subject: str, term: str) -> list[str]:
    return [identifier(o) if isinstance(o, str) else o.value for o in objects(quads, subject, term)]


#: subject, term, what the graph must say (IRIs without the base)
SAID = (
    ("d1", "eli:number", ["东江办〔2022〕7号"]),
    ("d1", "eli:date_document", ["2022-06-30"]),
    ("d1", "eli:type_document", [expand("pg:document-action-programme")]),
    ("d1", "pg:noticeTitle", ["关于印发东江区绿色发展行动方案的通知"]),
    ("d1", "pg:addressee", ["各镇人民政府"]),
    ("d1", "pg:horizon", ["2025"]),
    ("s4", "eli:id_local", ["sec_3__subsec_1__item_1"]),
    ("s5", "eli:id_local", ["annex__subsec_1"]),
    ("s4", "eli:is_part_of", ["s3"]),
    ("s2", "eli:is_part_of", ["d1"]),
    ("g1", "pg:text", ["秸秆综合利用率达到95%以上"]),
    ("g2", "pg:why", ["年份承前"]),
    ("t1", "pg:leadBy", ["o1"]),
    ("t2", "pg:supportedBy", ["o2"]),
    ("t2", "prov:qualifiedAttribution", ["r2", "r3"]),
    ("t2", "pg:deadlineText", ["2025年12月底前"]),
    ("t2", "pg:by", ["2025-12"]),
    ("t3", "pg:by", []),
    ("t3", "pg:parent", ["t2"]),
    ("t2", "pg:sameTask", ["t1"]),
    ("t2", "pg:annexOf", ["s4"]),
    ("r3", "dcat:hadRole", [expand("pg:role-support")]),
    ("r3", "pg:position", ["1"]),
    ("r3", "prov:agent", ["o2"]),
    ("i1", "pg:goal", ["g1"]),
    ("i1", "pg:task", ["t2"]),
    ("i1", "pg:value", ["95"]),
    ("i3", "pg:since", ["2020"]),
    ("u1", "pg:modality", [expand("pg:modality-encourage")]),
    ("u1", "pg:task", ["t1"]),
    ("u1", "pg:dueUntil", ["2025-12-31"]),
    ("u1", "pg:responsibleBy", ["o1"]),
    ("n1", "pg:kind", [expand("pg:norm-quota")]),
    ("n1", "pg:value", ["60"]),
    ("t1", "rdfs:label", []),
    ("o1", "rdfs:label", []),
    ("d1", "pg:current", ["d1/text/abababababababab"]),
    ("d1/text/abababababababab", "pg:fullText", [TEXT]),
    ("i3/value", "qudt:upperBound", ["80"]),
    ("i1/baseline", "qudt:numericValue", ["90.5"]),
    ("c1", "pg:relation", [expand("pg:relation-basis")]),
    ("o2", "rdf:type", [expand("org:OrganizationalCollaboration")]),
    ("o1", "skos:altLabel", ["区农业农村局"]),
    ("o3", "pg:resolved", ["b2"]),
    ("o3", "pg:candidate", ["b3"]),
    ("o3", "pg:type", ["type/development-reform"]),
    ("b2", "skos:altLabel", ["经发局"]),
    ("b2", "pg:type", ["type/development-reform"]),
)  # fmt: skip


@pytest.mark.parametrize(("subject", "term", "expected"), SAID, ids=lambda x: x if isinstance(x, str) else "")
def test_what_the_graph_says(subject: str, term: str, expected: list[str]) -> None:
    assert values(statements(linked()), subject, term) == expected


def test_every_statement_once_and_in_one_of_two_graphs() -> None:
    quads = statements(linked())
    assert len({(s.subject, s.predicate, s.object, s.graph) for s in quads}) == len(quads)
    assert {s.graph for s in quads} == {document_graph("d1"), organizations_graph()}


def test_the_shared_graph_holds_organisations_and_regions_only() -> None:
    shared = [s for s in statements(linked()) if s.graph == organizations_graph()]
    assert {identifier(s.subject)[:1] for s in shared} == {"b", "o", "r"}
    assert not any(s.predicate == expand("skos:altLabel") for s in shared)


def test_facts_carry_their_id_as_evidence() -> None:
    quads = statements(linked())
    facts = {s.evidence for s in quads}
    assert {"g1", "g2", "t1", "t2", "t3", "i1", "i2", "i3", "r1", "r2", "r3", "r4", "u1", "n1", "c1", "d1"} <= facts


def test_every_fact_and_quote_can_be_asked() -> None:
    """The words of each fact, joined from its stretches, come back from the text and the addresses alone."""
    facts = linked()
    text = f"SELECT ?thing ?quote {{ ?thing prov:wasDerivedFrom ?stretch . FILTER CONTAINS(STR(?stretch), '#') {QUOTE} }} ORDER BY ?thing ?start"
    said: dict[str, list[str]] = {}
    for thing, quote in query(statements(facts), text).values():
        said.setdefault(identifier(thing), []).append(quote)
    found = (*facts.goals, *facts.tasks, *facts.duties, *facts.indicators, *facts.norms, *facts.responsibilities)
    for fact in (*found, *facts.citations):
        assert said[fact.id] == [TEXT[span.start : span.end] for span in sorted(fact.spans)]
    for section in facts.policy.sections:
        assert said[section.id] == [span.quote(TEXT) for span in section.heading_spans]


@pytest.mark.parametrize(
    ("thing", "words"),
    [("t3", "建设绿色工厂"), ("r1", "农业农村局"), ("c1", "《绿色发展规划》（国发〔2021〕4号）"), ("u1", "推动农业绿色发展"),
     ("s4", "推进秸秆综合利用"), ("d1/annex_1", "附件"), ("d1/field/number/1", "东江办〔2022〕7号")],
)  # fmt: skip
def test_the_words_of_one_thing_are_found_by_links(thing: str, words: str) -> None:
    text = f"SELECT DISTINCT ?quote {{ VALUES ?thing {{ <{DEFAULT}{thing}> }} {QUOTE_OF_THING} }}"
    assert query(statements(linked()), text).values() == [(words,)]


def test_page_box_and_cell_are_said_of_the_stretch() -> None:
    quads = statements(linked())
    (stretch,) = objects(quads, "i3", "prov:wasDerivedFrom")
    assert values(quads, identifier(str(stretch)), "pg:page") == ["1"]
    assert values(quads, identifier(str(stretch)), "pg:box") == ["72.0,80.0,428.0,16.5"]
    assert "3,2" in values(quads, identifier(str(stretch)), "pg:cell")  # the model counts from 0, RFC 7111 from 1


def test_the_profile_of_web_annotation_says_the_same() -> None:
    """The selectors of the first edition, made from the addresses."""
    quads = statements(linked())
    (profile,) = (item for item in profiles() if item.name == "oa")
    rows = {(s, p, o if isinstance(o, str) else o.value) for s, p, o in query(quads, profile.text).rows}  # type: ignore[union-attr]
    (stretch,) = objects(quads, "t3", "prov:wasDerivedFrom")
    text, at_ = str(stretch).split("#char=")
    assert (stretch, expand("oa:hasSource"), text) in rows
    quoted = f"{text}#quote={at_}"
    assert {(stretch, expand("oa:hasSelector"), quoted), (quoted, expand("oa:exact"), "建设绿色工厂")} <= rows
    start = int(at_.partition(",")[0])
    assert (quoted, expand("oa:prefix"), TEXT[start - 16 : start]) in rows
    assert (f"{text}#cell={at_};3,2", expand("rdf:value"), "cell=3,2") in rows
    assert (f"{text}#page={at_}", expand("rdf:value"), "page=1&viewrect=72.0,80.0,428.0,16.5") in rows


def test_an_issuer_named_as_an_organisation_is_that_organisation() -> None:
    head = replace(HEAD, issuer=("区农业农村局",))
    quads = statements(replace(linked(), policy=replace(linked().policy, masthead=head)))
    assert values(quads, "d1", "eli:passed_by") == ["o1"]


def test_a_responsibility_without_organisation_gets_one_from_its_mention() -> None:
    facts = linked()
    lone = replace(facts.responsibilities[3], organization=None, mention="水务集团")
    quads = statements(replace(facts, responsibilities=(lone,)))
    (agent,) = values(quads, "r4", "prov:agent")
    assert values(quads, agent, "skos:prefLabel") == ["水务集团"]


def test_two_documents_share_organisations_and_nothing_else() -> None:
    one, head = linked(), replace(HEAD, id="d2")
    two = replace(one, policy=replace(one.policy, masthead=head))
    graphs = {s.graph for s in (*statements(one), *statements(two))}
    assert graphs == {document_graph("d1"), document_graph("d2"), organizations_graph()}


@pytest.mark.parametrize("base", ["https://example.org/数据", 'http://x.cn/<">\\ {}|^`'])
def test_any_base_gives_legal_iris(base: str) -> None:
    for s in statements(linked(), base):
        terms = [s.subject, s.predicate, s.graph, *([s.object] if isinstance(s.object, str) else [])]
        assert all(IRI.fullmatch(term) for term in terms)


@given(st.text(alphabet=st.characters(codec=None), min_size=1, max_size=30))
def test_any_text_gives_legal_terms(text: str) -> None:
    """Names, units, ids and paths with controls, surrogates or quotes never make an IRI or a literal illegal."""
    quads = statements(hostile(text))
    assert nquads(quads).encode("utf-8")
    for s in quads:
        assert IRI.fullmatch(s.subject) and IRI.fullmatch(s.graph)
        if isinstance(s.object, str):
            assert IRI.fullmatch(s.object)
        else:
            assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", s.object.value)


def hostile(text: str) -> Linked:
    facts = linked()
    policy = replace(
        facts.policy,
        document=Document(replace(document().info, name=text), text, ()),
        masthead=replace(HEAD, title=text, region=text, issuer=(text,), evidence={text: (Span(0, len(text)),)}),
    )
    span = (Span(0, len(text)),)
    return replace(
        facts,
        policy=PolicyDocument(policy.document, policy.masthead, (), (), ()),
        goals=tuple(replace(item, text=text, by=text, spans=span) for item in facts.goals),
        tasks=tuple(replace(item, text=text, id=text, spans=span, measures=(), body_spans=()) for item in facts.tasks),
        indicators=tuple(replace(item, unit=text, name=text, since=text, spans=span) for item in facts.indicators),
        duties=tuple(replace(item, text=text, spans=span, act=span) for item in facts.duties),
        norms=tuple(replace(item, unit=text, name=text, spans=span) for item in facts.norms),
        responsibilities=tuple(replace(item, mention=text, organization=None, spans=span) for item in facts.responsibilities),
        citations=tuple(replace(item, title=text, number=None, spans=span) for item in facts.citations),
        organizations=tuple(replace(item, name=text, region=text) for item in facts.organizations),
    )  # fmt: skip


def test_statements_need_no_graph_library() -> None:
    code = (
        "import sys; from policygraph.graph import statements, serialize, nquads;"
        "print([m for m in ('rdflib', 'networkx', 'pyoxigraph', 'pyshacl') if m in sys.modules])"
    )
    done = subprocess.run(interpreter(code), capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"


def test_ids_come_back_from_iris() -> None:
    assert identifier(DEFAULT + "t1") == "t1"
    assert at("附件").start > 0


def test_a_link_is_said_once_with_its_best_score_and_both_ends() -> None:
    link = Link("same_task", "t3", "t1", 0.5, "理由")
    twice = (link, replace(link, score=0.9), replace(link, right=""))
    quads = statements(replace(linked(), links=twice))
    scores = [s.object.value for s in quads if s.predicate == expand("pg:score") and isinstance(s.object, Literal_)]
    assert scores == ["0.9"]


def test_a_merged_cell_may_prove_facts_of_two_rows() -> None:
    facts = linked()
    merged = tuple(replace(item, spans=(at("经发局"),), cell=(row, 2)) for row, item in enumerate(facts.tasks[:2]))
    quads = statements(replace(facts, tasks=merged, responsibilities=(), indicators=(), norms=()))
    cells = {s.object.value for s in quads if s.predicate == expand("pg:cell") and isinstance(s.object, Literal_)}
    assert cells == {"1,3", "2,3"}
