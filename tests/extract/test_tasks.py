"""Whole small documents to tasks and owners (tests/cases/tasks.txt), their places, and what holds for any text."""

from __future__ import annotations

import pytest
from casefile import cases
from extract_support import parse, shown
from generated import policy
from hypothesis import given, settings

from policygraph.extract.headings import marker_of, without_marker

OWNED = """某市实施方案
一、推进绿色生产
（一）推进工业升级
1．实施改造。推广技术。（责任单位：市工信局、市委改革办（市跑改办））
"""


@pytest.mark.parametrize(("title", "text", "expected"), cases("tasks"), ids=lambda value: value[:40])
def test_cases(title: str, text: str, expected: str) -> None:
    assert "\n".join(shown(parse(text))) == expected


def test_domain_area_and_place() -> None:
    task = parse(OWNED).tasks[0]
    assert (task.domain, task.area, task.section_path, task.home) == (
        "推进绿色生产",
        "推进工业升级",
        "一/（一）/1",
        "一/（一）/1",
    )


def test_the_passage_is_all_that_the_clause_closes_and_not_the_clause() -> None:
    found = parse(OWNED)
    text = found.policy.document.text
    passage = "".join(span.quote(text) for span in found.tasks[0].passage)
    assert passage.endswith("实施改造。推广技术。") and "责任" not in passage


def test_the_sentences_after_the_heading_are_its_measures() -> None:
    found = parse(OWNED)
    assert [span.quote(found.policy.document.text) for span in found.tasks[0].measures] == ["推广技术。"]


def test_one_owner_among_many_items_leaves_the_others_tasks() -> None:
    numbers = "一二三四五六七八九十"
    items = [f"（{mark}）推进工作{mark}。加快改造。" for mark in (*numbers, *("十" + mark for mark in numbers[:4]))]
    items[2] += "（责任部门：自然处，完成期限：12月底）"
    found = parse("某厅2022年工作计划\n一、重点任务\n" + "\n".join(items))
    assert len(found.tasks) == len(items) and len(found.responsibilities) == 1
    assert [task.rule for task in found.tasks].count("item_tasks") == len(items) - 1


def test_a_date_is_the_items_own_only_where_the_item_says_one_sentence() -> None:
    item = "（一）推进改造。{}2023年底前建成统一平台。\n（二）推进共享。编制目录。"
    dates = [
        parse("某市工作方案\n一、重点任务\n" + item.format("加快推广应用。" * times)).tasks[0].deadline
        for times in (0, 3)
    ]
    assert dates[0] is not None and dates[0].by == "2023" and dates[1] is None


def test_an_alias_the_text_declares() -> None:
    assert [(alias.name, alias.alias) for alias in parse(OWNED).aliases] == [("市委改革办", "市跑改办")]


def test_a_refused_bracket_leaves_a_trace_with_its_reason() -> None:
    found = parse(OWNED + "（二）推进管理。由各校（技工院校内由人力资源行政部门负责）落实。\n")
    assert any(trace.note and not trace.outcome for trace in found.traces if trace.rule == "role_bracket")


def test_a_bare_list_is_inferred_and_says_why() -> None:
    found = parse("某市实施方案\n一、重点任务\n（一）建设平台。建成平台。（市教育局、市财政局）\n")
    assert {item.confidence for item in found.responsibilities} == {"inferred"}
    assert all(item.why for item in found.responsibilities)


@pytest.mark.parametrize(
    ("text", "marker", "rest"),
    [
        ("（一）工业绿色升级", "（一）", "工业绿色升级"),
        ("3．推行清洁生产", "3", "推行清洁生产"),
        ("第二章 总体要求", "第二章", "总体要求"),
        ("二是完善数据基础", "二是", "完善数据基础"),
        ("——发展金融科技", None, "发展金融科技"),
        ("1.5万吨装置", None, "1.5万吨装置"),
        ("一张网建设", None, "一张网建设"),
    ],
)
def test_markers_of_headings_and_cells(text: str, marker: str | None, rest: str) -> None:
    assert (marker_of(text), without_marker(text)) == (marker, rest)


@settings(max_examples=25)
@given(policy())
def test_every_fact_quotes_the_text(text: str) -> None:
    found = parse(text)
    document = found.policy.document.text
    subjects = {task.id for task in found.tasks}
    assert len(subjects) == len(found.tasks)
    for item in found.responsibilities:
        quote = "".join("".join(span.quote(document).split()) for span in item.spans)
        assert item.subject in subjects and quote == "".join(item.mention.split())
    for task in found.tasks:
        assert task.spans and task.text and sum(map(len, task.spans)) <= 1500
