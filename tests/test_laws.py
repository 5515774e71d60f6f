"""The laws of the house, over generated documents, over noise, and over the Changzhou document."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace

from conftest import CHANGZHOU
from generated import noise, policy
from hypothesis import assume, given

from policygraph.graph import statements
from policygraph.graph.network import network
from policygraph.graph.rdf import dataset, nquads
from policygraph.model import Linked, Span
from policygraph.pipeline import parse_bytes
from policygraph.text import fold


def parsed(text: str) -> Linked | None:
    """None for text that the reader refuses (nothing but white space, or not text at all)."""
    from policygraph.issues import ReadError

    try:
        return parse_bytes(text.encode("utf-8"), "generated.txt")
    except ReadError:
        return None


def spans_of(linked: Linked) -> Iterator[Span]:
    for facts in (linked.goals, linked.indicators, linked.tasks, linked.responsibilities, linked.citations):
        for fact in facts:
            assert fact.spans, f"a fact without a span: {fact}"
            yield from fact.spans


def check_quoting(linked: Linked) -> None:
    text = linked.policy.document.text
    for span in spans_of(linked):
        assert 0 <= span.start < span.end <= len(text)
    for owner in linked.responsibilities:
        said = "".join(span.quote(text) for span in owner.spans)
        assert fold(owner.mention).replace(" ", "") in fold(said).replace(" ", "").replace("\n", "")


def check_nesting(linked: Linked) -> None:
    sections = {section.id: section for section in linked.policy.sections}
    assert len(sections) == len(linked.policy.sections)
    last: dict[str | None, int] = {}
    for section in linked.policy.sections:
        if section.parent:
            assert sections[section.parent].span.contains(section.span)
            assert sections[section.parent].level < section.level
        assert section.span.start >= last.get(section.parent, 0), "siblings are disjoint and in order"
        last[section.parent] = section.span.end


def check_references(linked: Linked) -> None:
    tasks = {task.id for task in linked.tasks}
    subjects = tasks | {item.id for item in (*linked.indicators, *linked.duties)}
    organizations = {item.id for item in linked.organizations}
    assert len(tasks) == len(linked.tasks)
    assert all(item.subject in subjects and item.organization in organizations for item in linked.responsibilities)
    assert all(task.parent is None or task.parent in tasks for task in linked.tasks)
    assert all(fact.rule for fact in (*linked.goals, *linked.indicators, *linked.tasks, *linked.responsibilities))
    for fact in (*linked.goals, *linked.indicators, *linked.tasks, *linked.responsibilities, *linked.citations):
        assert fact.why or fact.confidence == "stated", f"no reason given: {fact}"


@given(policy())
def test_quoting_nesting_and_references_hold_on_generated_documents(text: str) -> None:
    linked = parsed(text)
    assert linked is not None
    check_quoting(linked)
    check_nesting(linked)
    check_references(linked)


def test_quoting_nesting_and_references_hold_on_the_real_document(changzhou: Linked) -> None:
    check_quoting(changzhou)
    check_nesting(changzhou)
    check_references(changzhou)


@given(noise)
def test_any_text_gives_a_value(text: str) -> None:
    linked = parsed(text)
    if linked is not None:
        check_quoting(linked)
        check_nesting(linked)
        check_references(linked)


@given(noise)
def test_folding_keeps_length(text: str) -> None:
    assert len(fold(text)) == len(text)


def test_same_bytes_same_quads_under_any_hash_seed() -> None:
    code = (
        "import hashlib, sys; from pathlib import Path; from policygraph.pipeline import parse_bytes;"
        "from policygraph.graph import statements; from policygraph.graph.rdf import nquads;"
        "data = Path(sys.argv[1]).read_bytes();"
        "print(hashlib.sha256(nquads(statements(parse_bytes(data, 'a.txt'))).encode()).hexdigest())"
    )
    seen = set()
    for seed in ("0", "1", "4242"):
        env = {**os.environ, "PYTHONHASHSEED": seed}
        out = subprocess.run(
            [sys.executable, "-c", code, str(CHANGZHOU)],
            capture_output=True,
            text=True,
            env=env,
            check=True,
            timeout=120,
        )
        seen.add(out.stdout)
    assert len(seen) == 1


@given(policy())
def test_both_containers_hold_the_same_statements(text: str) -> None:
    linked = parsed(text)
    assert linked is not None
    quads = statements(linked)
    assert len(set(quads)) == len(quads)
    assert len(dataset(quads)) == len({(q.subject, q.predicate, q.object, q.graph) for q in quads})
    graph = network(quads)
    held = graph.number_of_edges() + sum(len(data.get("literals", ())) for _, data in graph.nodes(data=True))
    assert held == len({(q.subject, q.predicate, q.object, q.graph) for q in quads})


def facts(linked: Linked) -> list[tuple[object, ...]]:
    """Facts without ids and offsets."""
    section = {item.id: item.path for item in linked.policy.sections}
    task = {item.id: item.text for item in linked.tasks}
    return sorted(
        [("goal", goal.text, goal.by or "", goal.section_path) for goal in linked.goals]
        + [
            ("indicator", i.name, str(i.value), i.unit, i.by or "", task.get(i.task or "", ""))
            for i in linked.indicators
        ]
        + [("task", t.text, t.number or "", t.section_path, str(t.deadline)) for t in linked.tasks]
        + [("owner", task.get(r.subject, ""), r.mention, r.role, str(r.order)) for r in linked.responsibilities]
        + [("section", s.path, s.heading, section.get(s.parent or "", "")) for s in linked.policy.sections]
    )


@given(policy())
def test_an_unrelated_paragraph_changes_nothing_but_offsets(text: str) -> None:
    """Inserted between two sections: no number, no organisation, no year.

    Not after a goals section: there every clause that states an outcome is a goal, numbered or not.
    """
    at = text.find("\n二、")
    assume(at >= 0 and "一、主要目标" not in text)
    inserted = text[:at] + "\n大家一起努力，让生活更加美好。" + text[at:]
    before, after = parsed(text), parsed(inserted)
    assert before is not None and after is not None
    assert facts(after) == facts(before)


def test_a_fact_id_survives_an_edit_elsewhere(changzhou: Linked) -> None:
    text = CHANGZHOU.read_text("utf-8").replace("加强自行车专用道", "加强自行车道")
    other = parse_bytes(text.encode("utf-8"), "edited.txt")
    assert {task.id for task in changzhou.tasks} == {task.id for task in other.tasks}
    assert {item.id for item in changzhou.indicators} == {item.id for item in other.indicators}


def test_quads_do_not_depend_on_the_file_name(changzhou: Linked) -> None:
    named = parse_bytes(CHANGZHOU.read_bytes(), "另一个名字.txt")
    assert named.policy.masthead == changzhou.policy.masthead
    same = replace(named, policy=changzhou.policy)
    assert json.dumps(nquads(statements(same))) == json.dumps(nquads(statements(changzhou)))
