"""Readers' tables to grids: headers, merges, section rows, pages."""

from __future__ import annotations

from outline_support import table_document

from policygraph.lexicon import default_lexicon
from policygraph.model import Block, Document, Grid, Span
from policygraph.outline import outline

LEXICON = default_lexicon()


def grid(document: Document) -> Grid:
    (found,) = outline(document, LEXICON).grids
    return found


def texts(found: Grid) -> list[list[str]]:
    return [[cell.passage.text if cell else "" for cell in row.cells] for row in found.rows]


def test_blank_group_cells_mean_the_one_above() -> None:
    found = grid(table_document([["领域", "重点任务", "责任单位"], ["产业", "甲", "市商务局"], ["", "乙", "市财政局"]]))
    assert found.kind == "responsibility"
    assert texts(found)[1] == ["产业", "乙", "市财政局"]
    assert found.rows[1].cells[0] is not None and found.rows[1].cells[0].inherited


def test_merged_cells_fill_their_rows() -> None:
    found = grid(
        table_document(
            [["重点任务", "具体措施", "责任单位"], ["甲", "子", "市商务局"], ["^", "丑", "^"]],
            {(1, 0): (2, 1), (1, 2): (2, 1)},
        )
    )
    assert texts(found)[1] == ["甲", "丑", "市商务局"]


def test_section_rows() -> None:
    found = grid(
        table_document(
            [
                ["序号", "任务", "牵头单位"],
                ["一、产业发展", "^", "^"],
                ["1", "甲", "市商务局"],
                ["2", "乙", "市财政局"],
            ],
            {(1, 0): (1, 3)},
        )
    )
    assert [row.kind for row in found.rows] == ["section", "data", "data"]


def test_header_of_two_rows() -> None:
    found = grid(
        table_document(
            [["指标", "单位", "目标值", "^"], ["^", "^", "2023年", "2025年"], ["绿化率", "%", "30", "35"]],
            {(0, 0): (2, 1), (0, 1): (2, 1), (0, 2): (1, 2)},
        )
    )
    assert found.kind == "indicator"
    assert [column.year for column in found.columns] == [None, None, "2023", "2025"]
    assert texts(found) == [["绿化率", "%", "30", "35"]]


def test_repeated_header_is_dropped() -> None:
    head = ["序号", "任务", "责任单位"]
    found = grid(table_document([head, ["1", "甲", "市商务局"], head, ["2", "乙", "市财政局"]]))
    assert [row[0] for row in texts(found)] == ["1", "2"]


def test_a_table_goes_on_over_the_page() -> None:
    first = table_document([["序号", "任务", "责任单位"], ["1", "甲", "市商务局"]])
    second = table_document([["2", "乙", "市财政局"]])
    shift = len(first.text)
    moved = [
        type(cell)(cell.row, cell.col, Span(cell.span.start + shift, cell.span.end + shift))
        for cell in second.tables[0].cells
    ]
    span = Span(shift, shift + len(second.text) - 1)
    table = type(second.tables[0])(span, 1, 3, tuple(moved))
    whole = Document(
        first.info,
        first.text + second.text,
        (*first.blocks, Block(span, "table", 1)),
        (*first.tables, table),
    )
    assert [row[1] for row in texts(grid(whole))] == ["甲", "乙"]


def test_what_was_reached_is_a_review() -> None:
    found = grid(table_document([["指标", "单位", "2020年目标", "2020年完成"], ["绿化率", "%", "30", "31"]]))
    assert found.kind == "review"


def test_years_before_a_gap_are_the_baseline() -> None:
    found = grid(table_document([["指标", "2020年", "2025年", "属性"], ["绿化率（%）", "30", "35", "约束性"]]))
    assert [column.role for column in found.columns] == ["indicator", "baseline", "target", "attribute"]


def test_year_by_year_columns_are_targets() -> None:
    found = grid(table_document([["指标", "2023年", "2024年", "2025年"], ["绿化率（%）", "30", "31", "32"]]))
    assert [column.role for column in found.columns[1:]] == ["target", "target", "target"]
