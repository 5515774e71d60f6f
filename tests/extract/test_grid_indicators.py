"""Indicator tables: one indicator for each row and target year, with baseline, kind and owners."""

from __future__ import annotations

import pytest

from policygraph.extract.grid_indicators import grid_indicators
from policygraph.extract.grid_rows import read_values, split_name
from policygraph.identity import Minter
from policygraph.lexicon import default_lexicon
from policygraph.model import (
    Column,
    ColumnRole,
    Document,
    FileInfo,
    Grid,
    GridCell,
    GridKind,
    GridRow,
    Indicator,
    Masthead,
    Passage,
    PolicyDocument,
    Responsibility,
    Span,
)
from policygraph.outline import understood

WORDS = default_lexicon()
HEAD: list[tuple[ColumnRole, str, str | None]] = [
    ("indicator", "指标", None),
    ("baseline", "2020年", "2020"),
    ("target", "2025年", "2025"),
    ("attribute", "属性", None),
    ("lead", "牵头单位", None),
]


def read(
    rows: list[list[str]], head: list[tuple[ColumnRole, str, str | None]] = HEAD, kind: GridKind = "indicator",
    issued: str | None = "2021-06-01",
) -> tuple[tuple[Indicator, ...], tuple[Responsibility, ...]]:  # fmt: skip
    """Rows of cell texts to facts; a row of one text is a section row."""
    text, grid_rows = "", []
    for number, row in enumerate(rows):
        cells: list[GridCell | None] = []
        for col, cell in enumerate(row):
            span = Span(len(text), len(text) + len(cell))
            text += cell + "\n"
            cells.append(GridCell(Passage.of(text, [span]), number, col) if cell else None)
        grid_rows.append(GridRow(tuple(cells), "data" if len(row) > 1 else "section"))
    columns = tuple(Column(role, heading, year) for role, heading, year in head)
    grid = Grid(kind, Span(0, len(text)), columns, tuple(grid_rows), "body")
    document = Document(FileInfo("a", "0", "text/plain"), text, ())
    policy = understood(
        PolicyDocument(document, Masthead("d", title="“十四五”规划", issued=issued), (), (), (grid,)), default_lexicon()
    )
    found, owners, _ = grid_indicators(policy, default_lexicon(), Minter("d"))
    return found, owners


def test_a_row_is_an_indicator_with_baseline_kind_and_owner() -> None:
    (one,), (owner,) = read([["森林覆盖率（%）", "40.1", "≥42", "约束性", "市林业局"]])
    assert (one.name, one.value, one.unit, one.comparator, one.by, one.kind) == (
        "森林覆盖率",
        42.0,
        "%",
        ">=",
        "2025",
        "约束性",
    )
    assert one.baseline is not None and (one.baseline.value, one.baseline.by) == (40.1, "2020")
    assert (owner.subject, owner.mention, owner.role) == (one.id, "市林业局", "lead")


def test_wording_without_a_number_is_a_relative_target_and_a_dash_is_none() -> None:
    found, _ = read([["能耗降低（%）", "13", "完成省级下达目标", "约束性", ""], ["碳排放", "1", "—", "", ""]])
    assert [(item.name, item.value, item.relative) for item in found] == [("能耗降低", None, "完成省级下达目标")]


def test_a_group_completes_a_name_that_measures_nothing() -> None:
    head: list[tuple[ColumnRole, str, str | None]] = [("group", "指标", None), ("indicator", "指标", None), ("target", "2025年", "2025")]  # fmt: skip
    group = "主要污染物重点工程减排量（万吨）"
    found, _ = read([[group, "氮氧化物", "[1.28]"], [group, "化学需氧量", "5.16"]], head)
    assert [(item.name, item.value, item.unit, item.cumulative) for item in found] == [
        ("氮氧化物重点工程减排量", 1.28, "万吨", True),
        ("化学需氧量重点工程减排量", 5.16, "万吨", False),
    ]


def test_two_target_years_are_two_indicators_and_a_past_one_is_the_baseline() -> None:
    head: list[tuple[ColumnRole, str, str | None]] = [
        ("indicator", "指标", None), ("unit", "单位", None), ("target", "2020年", "2020"), ("target", "2025年", "2025"),
        ("target", "2030年", "2030"),
    ]  # fmt: skip
    found, _ = read([["用水量", "亿立方米", "10", "9.5", "9"]], head)
    assert [(item.value, item.by) for item in found] == [(9.5, "2025"), (9.0, "2030")]
    assert all(item.baseline is not None and item.baseline.value == 10 for item in found)


def test_a_review_gives_nothing_but_a_column_of_a_later_year_does() -> None:
    review: list[tuple[ColumnRole, str, str | None]] = [("indicator", "指标", None), ("target", "规划目标", "2020"), ("past", "完成情况", None)]  # fmt: skip
    assert read([["覆盖率（%）", "90", "95"]], review, "review")[0] == ()
    mixed: list[tuple[ColumnRole, str, str | None]] = [("indicator", "指标", None), ("past", "2020年现状", "2020"), ("target", "2025年目标", "2025")]  # fmt: skip
    (one,), _ = read([["覆盖率（%）", "90", "95"]], mixed, "review")
    assert (one.value, one.baseline and one.baseline.value) == (95.0, 90.0)


def test_a_section_row_names_what_bare_rows_measure() -> None:
    head: list[tuple[ColumnRole, str, str | None]] = [("indicator", "指标", None), ("unit", "单位", None), ("target", "2025年", "2025")]  # fmt: skip
    found, _ = read([["可再生能源发电量"], ["风电", "亿千瓦时", "2400"]], head)
    assert [(item.name, item.value, item.unit) for item in found] == [("风电发电量", 2400.0, "亿千瓦时")]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("＞59", (59.0, ">", "", False)),
        ("93左右", (93.0, "~", "", False)),
        ("[17.9]", (17.9, "=", "", True)),
        ("下降18%", (18.0, "=", "%", False)),
        ("5,000", (5000.0, "=", "", False)),
    ],
)
def test_a_cell_is_read(cell: str, expected: tuple[float, str, str, bool]) -> None:
    (value,) = read_values(cell, WORDS)
    assert (value.value, value.comparator, value.unit, value.cumulative) == expected


@pytest.mark.parametrize("cell", ["/", "—", "-", " "])
def test_an_empty_cell_says_nothing(cell: str) -> None:
    assert read_values(cell, WORDS) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.森林覆盖率（%）*", ("森林覆盖率", "%", False)),
        ("细颗粒物（PM2.5）浓度（μg/m³）", ("细颗粒物（PM2.5）浓度", "μg/m3", False)),
        ("减排量（万吨，累计）", ("减排量", "万吨", True)),
        ("生态质量指数（EQI）", ("生态质量指数（EQI）", "", False)),
        ("能源消费总量（亿吨标准煤）", ("能源消费总量", "亿吨标准煤", False)),
    ],
)
def test_the_unit_stands_in_the_name(text: str, expected: tuple[str, str, bool]) -> None:
    assert split_name(text, WORDS) == expected
