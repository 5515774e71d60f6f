"""Header words to roles, roles to the kind of a table; every word of the lexicon on its own example."""

from __future__ import annotations

import pytest

from policygraph.lexicon import Entry, default_lexicon
from policygraph.model import Column
from policygraph.outline.columns import is_header, kind_of, read_column, role_of

LEXICON = default_lexicon()


@pytest.mark.parametrize("entry", LEXICON.entries("columns"), ids=lambda entry: entry.word)
def test_each_word_on_its_example(entry: Entry) -> None:
    assert role_of(entry.example, LEXICON) == entry.kind


CASES = [
    ("牵头（责任）单位", "lead"),
    ("市级责任单位", "responsible"),
    ("单 位", "unit"),
    ("2025年目标值", "target"),
    ("2020年现状", "baseline"),
    ("2025年", "target"),
    ("整改任务", "task"),
    ("责任单位（排在第一位的为牵头单位）", "responsible"),
    ("整改时限", "deadline"),
    ("任务来源", "other"),
    ("水源地名称", "other"),
    ("范围（CGCS2000坐标）", "other"),
    ("", "other"),
]


@pytest.mark.parametrize(("heading", "role"), CASES)
def test_role(heading: str, role: str) -> None:
    assert role_of(heading, LEXICON) == role


def test_year_of_a_column() -> None:
    assert read_column("２０２５年目标", LEXICON).year == "2025"


KINDS = [
    (["序号", "重点任务", "牵头单位", "完成时限"], "responsibility"),
    (["指标", "单位", "2020年", "2025年", "属性"], "indicator"),
    (["指标", "2020年目标", "2020年完成情况"], "review"),
    (["指标", "2020年现状/完成情况", "2025年规划目标"], "indicator"),
    (["序号", "项目名称", "实施单位", "总投资"], "project"),
    (["姓名", "职务", "责任单位"], "members"),
    (["甲", "乙"], "other"),
]


@pytest.mark.parametrize(("headings", "kind"), KINDS)
def test_kind(headings: list[str], kind: str) -> None:
    assert kind_of([read_column(heading, LEXICON) for heading in headings]) == kind


def test_header_row() -> None:
    assert is_header(["序号", "重点任务", "牵头单位"], LEXICON)
    assert not is_header(["1", "加强组织领导", "市教育局"], LEXICON)
    assert kind_of([Column("other", "")]) == "other"
