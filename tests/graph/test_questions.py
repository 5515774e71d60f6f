"""Every researcher's question: headers in two languages, its rows on two small documents (tests/cases/questions.txt),
and on the Changzhou document the rows the gold and the record say."""

from __future__ import annotations

import json
import re
from collections import Counter
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from graph.factory import linked, second
from graph.test_check import TRIGGERS

from policygraph.graph import statements
from policygraph.graph.check import open_store, query
from policygraph.graph.questions import asked, finding_queries, questions, read_question
from policygraph.graph.rdf import dataset
from policygraph.issues import LexiconError, PolicygraphError
from policygraph.model import Linked, Statement
from policygraph.text import squash

TESTS = Path(__file__).parents[1]
GOLD: dict[str, Any] = json.loads((TESTS / "gold" / "常开委办〔2022〕83号.json").read_text("utf-8"))
NAMES = [item.name for item in questions()]


def expected() -> dict[str, list[str]]:
    out: dict[str, list[str]] = {}
    for line in (TESTS / "cases" / "questions.txt").read_text("utf-8").splitlines():
        if line.startswith("== "):
            rows = out.setdefault(line[3:], [])
        elif line and not line.startswith("#"):
            rows.append(line)
    return out


def pair() -> tuple[Statement, ...]:
    return (*statements(linked()), *statements(second()))


def ask(quads: Any, name: str) -> list[tuple[str, ...]]:
    return query(quads, next(item.text for item in questions() if item.name == name)).values()


def test_there_are_at_least_twenty_questions_in_two_languages() -> None:
    assert len(NAMES) >= 20
    for item in (*questions(), *finding_queries()):
        assert {"title-zh", "title-en", "description-zh", "description-en"} <= set(item.header), item.name
        assert all(item.header.values()), item.name


@pytest.mark.parametrize("name", NAMES)
def test_rows_on_two_small_documents(name: str) -> None:
    found = [" | ".join(value.rpartition("/id/")[2] for value in row) for row in ask(pair(), name)]
    assert found and found == expected()[name]


@pytest.mark.parametrize("item", (*questions(), *finding_queries()), ids=lambda item: item.name)
def test_rdflib_answers_the_same(item: Any) -> None:
    """The stored queries are standard SPARQL: a second engine gives the same rows."""
    quads = statements(TRIGGERS[item.name][0]) if item.name in TRIGGERS else pair()
    answer = dataset(quads).query(item.text)
    slow = Counter(tuple("" if value is None else str(value) for value in row) for row in answer)
    assert Counter(query(quads, item.text).values()) == slow


#: name, parameters, how many rows are left of those without parameters, one of them
ASKED = (
    ("due-between", {"from": "2025-06", "to": "2025"}, 10, "2025-12-31"),
    ("due-between", {"from": "2026"}, 0, ""),
    ("due-between", {"to": "2025-12-30"}, 0, ""),
    ("speaks-of", {"words": "绿色工厂"}, 3, "建设绿色工厂60家"),
    ("speaks-of", {"words": '"} UNION { ?s ?p ?o } #'}, 0, ""),
    ("speaks-of", {"words": "2025年，秸秆"}, 2, "推进秸秆综合利用。到2025年，秸秆综合利用率在95%以上"),
    ("indicators", {"year": "2025", "words": "秸秆"}, 3, "秸秆综合利用率"),
    ("indicators", {"year": "2024"}, 0, ""),
    ("tasks-of-organization", {"bureau": "经发", "document": "d2"}, 1, "经发局"),
    ("tasks-undated", {"place": "东江"}, 1, "东江区"),
    ("busiest-bodies", {"place": "西山"}, 0, ""),
    ("indicator-conflicts", {"year": "2025"}, 1, "95"),
    ("evidence", {"document": "d2"}, 3, "推进秸秆综合利用"),
    ("modality", {"only": "encourage"}, 1, "encourage"),
    ("modality", {"only": "must"}, 0, ""),
    ("partners-by-type", {"function": "agriculture"}, 1, "development-reform"),
    ("topic-owners", {"words": "秸秆", "place": "东江"}, 3, "各镇人民政府"),
    ("topic-owners", {"place": "西山"}, 0, ""),
)


@pytest.mark.parametrize(("name", "values", "count", "cell"), ASKED)
def test_a_parameter_leaves_what_it_says(name: str, values: dict[str, str], count: int, cell: str) -> None:
    rows = query(pair(), asked(name, values)).values()
    assert len(rows) == count
    assert not rows or any(cell in row for row in rows)


def test_every_parameter_is_explained_and_used() -> None:
    for item in questions():
        live = set(re.findall(r"^\s*#\?([a-z]+) ", item.text, re.MULTILINE))
        assert live == set(item.parameters), item.name


def test_unknown_names_list_the_known_ones() -> None:
    with pytest.raises(PolicygraphError, match="due-between"):
        asked("due-betwen", {})
    with pytest.raises(PolicygraphError, match="from、to"):
        asked("due-between", {"year": "2025"})
    assert asked("ASK { ?s ?p ?o }", {}) == "ASK { ?s ?p ?o }"


# ---- the Changzhou document ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def real(changzhou: Linked) -> Any:
    return open_store(statements(changzhou))


def test_leads_are_those_of_the_gold(real: Any) -> None:
    gold = Counter((squash(task["text"]), lead) for task in GOLD["tasks"] for lead in task["lead"])
    assert Counter((squash(text), who) for text, who, _ in ask(real, "tasks-led")) == gold


def test_load_is_that_of_the_gold(real: Any) -> None:
    gold = Counter(who for task in GOLD["tasks"] for who in set(task["lead"]))
    assert {row[0]: int(row[1]) for row in ask(real, "load-by-organization")} == dict(gold)


def test_partners_are_those_of_the_gold(real: Any) -> None:
    pairs = Counter(pair for task in GOLD["tasks"] for pair in map(frozenset, combinations(set(task["lead"]), 2)))
    assert {frozenset(row[:2]): int(row[2]) for row in ask(real, "partners")} == dict(pairs)


def test_shared_leads_are_those_of_the_gold(real: Any) -> None:
    gold = Counter(squash(task["text"]) for task in GOLD["tasks"] if len(set(task["lead"])) > 1)
    assert Counter(squash(row[0]) for row in ask(real, "co-leads")) == gold


def test_everything_is_led_and_nothing_dated_as_in_the_gold(real: Any) -> None:
    assert len(ask(real, "tasks-without-lead")) == sum(not task["lead"] for task in GOLD["tasks"])
    assert len(ask(real, "deadlines")) == sum(task.get("deadline") is not None for task in GOLD["tasks"])


def test_each_annex_row_has_the_section_of_the_gold(real: Any) -> None:
    gold = Counter((squash(task["text"]), task["section"]) for task in GOLD["tasks"])
    rows = {(row[0], row[1]) for row in ask(real, "annex-to-body")}
    assert Counter((squash(text), path) for text, path in rows) == gold


def test_the_outline_is_that_of_the_gold(real: Any) -> None:
    gold = {squash(row.partition(" ")[0] + row.partition(" ")[0].rpartition("/")[2] + row.partition(" ")[2]) for row in GOLD["sections"]}  # fmt: skip
    assert {squash(path + heading) for _, path, _, heading, _ in ask(real, "outline")} == gold


def test_the_document_is_that_of_the_gold(real: Any) -> None:
    head = GOLD["document"]
    assert ask(real, "documents") == [(head["title"], head["number"], head["issued"], head["issuer"][0])]


def test_indicators_and_goals_are_those_of_the_record(real: Any, changzhou: Linked) -> None:
    said = Counter((item.name, item.comparator, item.unit, item.by or "") for item in changzhou.indicators)
    rows = ask(real, "indicators")
    assert Counter((row[0], row[1], row[4], row[5]) for row in rows) == said
    assert Counter(row[0] for row in ask(real, "goals")) == Counter(goal.text for goal in changzhou.goals)
    years = Counter((item.by or "")[:4] for item in changzhou.indicators)
    assert {year: int(count) for year, count in ask(real, "indicators-by-year")} == dict(years)


# ---- reading -----------------------------------------------------------------------------------------


def test_a_query_without_title_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "odd.rq"
    path.write_text("ASK {}", "utf-8")
    with pytest.raises(LexiconError, match="title-zh"):
        read_question(path)
    with pytest.raises(LexiconError, match=r"missing\.rq"):
        read_question(tmp_path / "missing.rq")
