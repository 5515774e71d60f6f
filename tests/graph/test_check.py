"""SPARQL over the graph: what may be asked, what is refused; each finding triggered once and silent once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from graph.factory import CITATIONS, GOALS, INDICATORS, LINKS, RESPONSIBILITIES, SECTIONS, TASKS, linked

from policygraph.graph import nquads, statements
from policygraph.graph.check import QueryError, findings, open_store, query
from policygraph.graph.questions import finding_queries
from policygraph.link import derive
from policygraph.model import Deadline, Link, Linked, Literal_, Organization, Responsibility

GOOD = linked()


def tasks(**changes: dict[str, object]) -> Linked:
    return replace(GOOD, tasks=tuple(replace(item, **changes.get(item.id, {})) for item in TASKS))  # type: ignore[arg-type]


def indicators(**changes: dict[str, object]) -> Linked:
    changed = tuple(replace(item, **changes.get(item.id, {})) for item in INDICATORS)  # type: ignore[arg-type]
    return derive(replace(GOOD, indicators=changed))


def duties(*extra: Responsibility, without: str = "") -> Linked:
    kept = tuple(item for item in RESPONSIBILITIES if item.id not in without.split())
    return replace(GOOD, responsibilities=(*kept, *extra))


def again(id_: str, **changes: object) -> Responsibility:
    """Another responsibility, made from that of the same first letter."""
    return replace(RESPONSIBILITIES[3], id=id_, **changes)  # type: ignore[arg-type]


def lone() -> Linked:
    """Four more tasks of the annex with deadlines, so that t3 stands out without one."""
    more = tuple(replace(TASKS[1], id=f"t{n}", deadline=Deadline("2025年底", "2025")) for n in (6, 7, 8, 9))
    return replace(GOOD, tasks=(*TASKS[:2], replace(TASKS[2], deadline=None), *more))


def unlisted() -> Linked:
    """A second item of the body without a row in the annex."""
    extra = replace(SECTIONS[3], id="s9", path="三/（一）/2", number="2", heading="促进绿色流通")
    return replace(GOOD, policy=replace(GOOD.policy, sections=(*SECTIONS, extra)))


def apart() -> Linked:
    """t1 in the body led by 经发局, its annex row by 农业农村局."""
    return duties(again("r9", subject="t1"), without="r1")


def crowd(owners: int, leads: int = 0, several: bool = False) -> Linked:
    """Six tasks of which the first few have owners (two each where ``several``), and of these the first few a lead."""
    more = tuple(replace(TASKS[0], id=f"n{n}", parent=None, deadline=None, section=None) for n in range(6))
    owned = [again(f"w{n}", subject=f"n{n}", role="responsible") for n in range(owners)]
    owned += [again(f"v{n}", subject=f"n{n}", role="responsible", organization="o2") for n in range(owners * several)]
    owned += [again(f"l{n}", subject=f"n{n}", role="lead") for n in range(leads)]
    return replace(GOOD, tasks=more, indicators=(), links=(), goals=(), responsibilities=tuple(owned))


def undated(**changes: object) -> Linked:
    """i3 without a year, in a document that has no horizon."""
    facts = indicators(i3={"by": None, "due": None, **changes})
    policy = replace(facts.policy, masthead=replace(facts.policy.masthead, horizon=None))
    return replace(facts, policy=policy, indicators=tuple(replace(i, due=None) for i in facts.indicators))


def unmeasured() -> Linked:
    """Six indicators nobody owns beside tasks with owners."""
    more = tuple(replace(INDICATORS[2], id=f"m{n}", name=f"指标{n}", task=None, concept=f"c{n}") for n in range(6))
    return derive(replace(GOOD, indicators=more, links=()))


#: code -> (what triggers it, the facts named)
TRIGGERS: dict[str, tuple[Linked, tuple[str, ...]]] = {
    "task-unowned": (replace(tasks(t3={"parent": None}), responsibilities=RESPONSIBILITIES[:3]), ("t3",)),
    "task-without-lead": (
        duties(again("r8", role="responsible"), again("r9", role="responsible", organization="o2"), without="r4"),
        ("t3",),
    ),
    "owners-rare": (crowd(2), ("d1",)),
    "nobody-named": (crowd(0), ("d1",)),
    "leads-rare": (crowd(6, 1, several=True), ("d1",)),
    "indicators-mostly-unowned": (unmeasured(), ("d1",)),
    "indicator-without-year": (undated(), ("i3",)),
    "indicator-unowned": (indicators(i3={"task": None}), ("i3",)),
    "body-task-not-in-annex": (
        replace(GOOD, tasks=(*TASKS, replace(TASKS[0], id="t9", section="s2", section_path="三"))),
        ("t9",),
    ),
    "section-not-in-annex": (unlisted(), ("s9",)),
    "annex-row-not-in-body": (replace(GOOD, links=LINKS[:3]), ("t3",)),
    "lead-differs": (apart(), ("t2", "t1")),
    "target-differs": (indicators(i1={"scope": None}, i2={"value": 96.0}), ("i1", "i2")),
    "deadline-missing": (lone(), ("t3",)),
    "deadline-before-issue": (tasks(t2={"deadline": Deadline("2021年底", "2021-12")}), ("t2",)),
    "deadline-differs": (tasks(t1={"deadline": Deadline("2024年", "2024")}), ("t2", "t1")),
    "role-overlap": (duties(again("r9", role="support")), ("t3",)),
}


@pytest.mark.parametrize("code", TRIGGERS)
def test_each_finding_is_triggered(code: str) -> None:
    facts, named = TRIGGERS[code]
    found = [item for item in findings(statements(facts), finding_queries()) if item.code == code]
    assert [item.facts for item in found] == [named]
    assert "{" not in found[0].message and "“”" not in found[0].message


def test_the_good_document_has_no_findings() -> None:
    assert findings(statements(GOOD), finding_queries()) == ()


def test_a_rule_that_was_mostly_wrong_is_told_only_to_who_asks() -> None:
    hidden = {item.name for item in finding_queries() if not item.shown}
    assert "target-differs" in hidden and "lead-differs" not in hidden and "indicator-unowned" not in hidden
    facts = statements(TRIGGERS["target-differs"][0])
    assert not {item.code for item in findings(facts)} & hidden
    assert "target-differs" in {item.code for item in findings(facts, finding_queries())}


def test_every_finding_has_a_trigger() -> None:
    assert {item.name for item in finding_queries()} == set(TRIGGERS)


def test_a_guessed_link_is_no_conflict() -> None:
    doubtful = tuple(replace(item, confidence="guessed") for item in LINKS)
    assert not [f for f in findings(statements(replace(apart(), links=doubtful))) if f.code == "lead-differs"]


def test_a_document_that_names_nobody_has_no_unowned_tasks() -> None:
    nobody = derive(replace(GOOD, responsibilities=()))
    assert not [f for f in findings(statements(nobody)) if f.code in ("task-unowned", "indicator-unowned")]


def test_findings_of_two_documents_do_not_mix() -> None:
    """A second document that names nobody borrows nothing from the first, and the first nothing from it."""
    head = replace(GOOD.policy.masthead, id="d2")
    other = Linked(
        replace(GOOD.policy, masthead=head, sections=()),
        tuple(replace(item, id=item.id + "x", indicators=(), section=None) for item in GOALS),
        (),
        tuple(replace(item, id=item.id + "x", section=None, parent=None) for item in TASKS[:1]),
        (), CITATIONS, (), (),
    )  # fmt: skip
    assert findings((*statements(GOOD), *statements(other))) == ()


def test_the_lead_conflict_names_both() -> None:
    (item,) = (f for f in findings(statements(apart())) if f.code == "lead-differs")
    assert item.severity == "error" and "农业农村局" in item.message and "经发局" in item.message


def test_findings_are_the_same_over_text_and_statements() -> None:
    quads = statements(apart())
    assert findings(nquads(quads)) == findings(quads[::-1]) == findings(open_store(quads))


def test_braces_in_a_title_are_left_alone() -> None:
    assert "“{label}{0}”" in findings(statements(undated(name="{label}{0}")), finding_queries())[0].message


# ---- asking ----------------------------------------------------------------------------------------


def test_select_ask_construct() -> None:
    quads = statements(GOOD)
    rows = query(quads, "SELECT ?n { ?t pg:leadBy/skos:prefLabel ?n ; pg:number '2' }")
    assert rows.variables == ("n",) and rows.rows == ((Literal_("经发局", language="zh"),),)
    assert query(quads, "ASK { ?t pg:supportedBy ?o }").truth is True
    triples = query(quads, "CONSTRUCT { ?o pg:task ?t } WHERE { ?t pg:guidedBy|pg:supportedBy ?o }")
    assert triples.variables == ("subject", "predicate", "object") and len(triples.rows) == 1


def test_unbound_and_typed_values() -> None:
    answer = query((), "SELECT ?a (1 AS ?b) (BNODE() AS ?c) { }")
    assert answer.rows[0][:2] == (None, Literal_("1", "http://www.w3.org/2001/XMLSchema#integer"))


def test_graph_names_one_document() -> None:
    answer = query(statements(GOOD), "SELECT DISTINCT ?g { GRAPH ?g { ?s a org:FormalOrganization } }")
    assert [row[0].rpartition("/")[2] for row in answer.rows if isinstance(row[0], str)] == ["organizations"]


REFUSED = (
    ("SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", "query-refused"),
    ("SELECT * { service ?x { ?s ?p ?o } }", "query-refused"),
    ("SELECT * WHERE {" + "{" * 5000 + "}" * 5000 + "}", "query-too-deep"),
    ("#" * 100_001, "query-too-long"),
    ("SELEKT", "query-syntax"),
    ("DELETE WHERE { ?s ?p ?o }", "read-only"),
    ("LOAD <http://127.0.0.1/>", "read-only"),
)


@pytest.mark.parametrize(("text", "code"), REFUSED, ids=[code for _, code in REFUSED])
def test_what_is_refused(text: str, code: str) -> None:
    with pytest.raises(QueryError) as caught:
        query((), text)
    assert caught.value.code == code and caught.value.exit_status == 2


@pytest.mark.parametrize(
    "text",
    ["ASK { ?s ?p 'SERVICE ((('  }", "ASK { ?s <http://x/service> ?o } # SERVICE {{{", 'ASK { ?s ?p """a"SERVICE""" }'],
)
def test_words_in_strings_iris_and_comments_are_no_syntax(text: str) -> None:
    assert query((), text).truth is False


def test_a_broken_graph_is_refused() -> None:
    with pytest.raises(QueryError, match="N-Quads"):
        open_store("this is no graph")


def test_the_store_is_passed_through() -> None:
    store = open_store(statements(GOOD))
    assert open_store(store) is store and len(store) == len(statements(GOOD))


def test_organisations_without_kind_are_organisations() -> None:
    other = Organization("o9", "某平台", None, None, "other")
    quads = statements(replace(GOOD, organizations=(*GOOD.organizations, other)))
    assert query(quads, "ASK { ?o a org:Organization ; skos:prefLabel '某平台'@zh }").truth


def test_links_keep_their_reason() -> None:
    link = Link("same_task", "t3", "t1", 0.5, "理由", "guessed")
    quads = statements(replace(GOOD, links=(link,)))
    assert query(quads, "ASK { ?l a pg:Link ; pg:reason '理由'@zh ; pg:score 0.5 }").truth
