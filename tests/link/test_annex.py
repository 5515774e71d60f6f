"""Annex rows to the body, checked against the gold of the Changzhou document."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from extract_support import parse

from policygraph.link import link
from policygraph.link.annex import align_annex
from policygraph.link.body import Body, Index, Sentence, read_body
from policygraph.link.similarity import Clauses
from policygraph.model import Linked, Section, Span, Task

GOLD = json.loads((Path(__file__).parent.parent / "gold" / "常开委办〔2022〕83号.json").read_text("utf-8"))


def body_of(*sentences: str, heading: str = "重点任务") -> Body:
    out, at = [], 0
    for index, text in enumerate(sentences):
        out.append(Sentence(index, text, (Span(at, at + len(text)),), "s1", Clauses.of(text)))
        at += len(text)
    section = Section("s1", "一", "一", heading, 1, None, "body", Span(0, at), ())
    return Body(tuple(out), {"s1": section})


def row(key: str, text: str, area: str | None = None) -> Task:
    spans = (Span(900, 900 + len(text)),)
    return Task(key, key, text, "annex", None, area, "s9", "附件", "附件", spans, spans, "grid_tasks", cell=(1, 1))


@pytest.mark.parametrize("gold", GOLD["tasks"], ids=lambda gold: gold["number"])
def test_every_row_is_placed_in_the_section_that_states_it(changzhou: Linked, gold: dict[str, str]) -> None:
    task = next(task for task in changzhou.tasks if task.number == gold["number"])
    assert task.section_path == gold["section"]
    assert task.body_spans, "no passage of the body"


def test_an_abridged_row_finds_its_sentence(changzhou: Linked) -> None:
    task = next(task for task in changzhou.tasks if task.text == "推动园区改造")
    said = "".join(span.quote(changzhou.policy.document.text) for span in task.body_spans)
    assert "推动园区绿色、低碳、循环、智慧化改造" in said


def test_no_two_rows_share_a_sentence_here(changzhou: Linked) -> None:
    places = [task.body_spans for task in changzhou.tasks]
    assert len(set(places)) == len(places)


def test_measures_end_where_the_next_task_begins(changzhou: Linked) -> None:
    starts = {task.body_spans[0].start for task in changzhou.tasks}
    for task in changzhou.tasks:
        assert not any(span.start in starts for span in task.measures)


def test_a_row_without_a_sentence_stays_in_the_annex() -> None:
    tasks, links = align_annex([row("t1", "举办国际马拉松赛事")], body_of("完善垃圾分类体系。", "建设口袋公园。"))
    assert (tasks[0].section_path, tasks[0].body_spans, links) == ("附件", (), ())


def test_a_doubtful_match_says_so() -> None:
    tasks, links = align_annex(
        [row("t1", "推进园区污水管网改造提升")], body_of("实施园区污水管网更新改造。", "建设口袋公园。")
    )
    assert tasks[0].section == "s1"
    assert [(item.confidence, item.kind) for item in links] == [("guessed", "annex_of")]
    assert links[0].reason


def test_an_item_of_an_annex_that_is_a_text_of_its_own_leaves_it_only_for_the_same_words() -> None:
    body = body_of("实施园区污水管网更新改造。", "建设口袋公园。")
    items = [replace(row("t1", "推进园区污水管网改造提升"), cell=None), replace(row("t2", "建设口袋公园"), cell=None)]
    tasks, _ = align_annex(items, body)
    assert [task.section for task in tasks] == ["s9", "s1"]


@pytest.mark.parametrize(("heading", "section"), [("二、重点任务", "二"), ("二、发展现状", ""), ("二、基本原则", "")])
def test_no_row_is_stated_by_a_review_or_by_principles(heading: str, section: str) -> None:
    text = f"某市实施方案\n一、重点任务\n（一）推进共享。编制目录。\n{heading}\n建设口袋公园，完善绿道。\n附件\n某市任务分工表\n序号\t重点任务\t责任单位\n1\t建设口袋公园\t市园林局\n"
    tasks = [task for task in link(parse(text)).tasks if task.part == "annex"]
    assert [task.section_path for task in tasks] == [section]


def test_the_groups_heading_leads_to_the_section() -> None:
    body = body_of("推进农业节水，推广滴灌。", heading="促进农业绿色发展")
    tasks, links = align_annex([row("t1", "推进农业节水", area="农业绿色发展")], body)
    assert {item.kind for item in links} == {"area_of", "annex_of"}
    assert all(item.confidence == "inferred" for item in links)
    assert tasks[0].body_spans == body.sentences[0].spans


def test_a_row_under_a_group_that_is_a_heading_stands_in_its_section() -> None:
    body = body_of("推进农业节水，推广滴灌。", heading="农业绿色发展")
    tasks, links = align_annex([row("t1", "举办国际马拉松赛事", area="农业绿色发展")], body)
    assert (tasks[0].section, tasks[0].body_spans) == (body.sentences[0].section, ())
    assert [(item.kind, item.confidence) for item in links] == [("area_of", "stated")]


def test_body_tasks_are_left_alone(changzhou: Linked) -> None:
    body = read_body(changzhou.policy)
    task = row("t1", "推进农业节水")
    inside = Task(**{name: getattr(task, name) for name in task.__slots__} | {"part": "body"})
    assert align_annex([inside], body) == ((inside,), ())


def test_the_index_finds_the_sentence_among_many() -> None:
    sentences = [f"第{n}项工作内容是整治河道与道路编号{n}。" for n in range(300)] + ["推广水肥一体化等灌溉模式。"]
    index = Index(body_of(*sentences).sentences)
    assert index.nearest("推广水肥一体化")[-1].text == sentences[-1]


def test_link_is_exported_as_the_rooms_front_door() -> None:
    assert link.__module__ == "policygraph.link.room"
