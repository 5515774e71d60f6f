"""Tables whose axes are turned: departments as columns, cards, labels in the cells."""

from __future__ import annotations

from dataclasses import replace

from outline_support import table_document

from policygraph.lexicon import default_lexicon
from policygraph.model import Block, Document, Grid, Origin, Span
from policygraph.outline import outline
from policygraph.outline.turned import straighten

LEXICON = default_lexicon()


def grid(document: Document) -> Grid:
    (found,) = outline(document, LEXICON).grids
    return found


def texts(found: Grid) -> list[list[str]]:
    return [[cell.passage.text if cell else "" for cell in row.cells] for row in found.rows]


def roles(found: Grid) -> list[str]:
    return [column.role for column in found.columns]


MATRIX = [
    ["序号", "工作任务", "市水务局", "市财政局", "市城管局"],
    ["1", "开展河道清淤", "▲", "△", ""],
    ["2", "整治沿河排口", "", "△", "▲"],
]


def test_departments_as_columns() -> None:
    found = grid(table_document(MATRIX))
    assert found.kind == "responsibility" and roles(found) == ["number", "task", "lead", "support"]
    assert texts(found) == [
        ["1", "开展河道清淤", "市水务局", "市财政局"],
        ["2", "整治沿河排口", "市城管局", "市财政局"],
    ]


def test_two_departments_of_one_mark_quote_their_heads() -> None:
    document = table_document([MATRIX[0], ["1", "开展河道清淤", "▲", "△", "△"]])
    cell = grid(document).rows[0].cells[3]
    assert cell is not None and cell.passage.text == "市财政局、市城管局"
    assert [span.quote(document.text) for span in cell.passage.spans()] == ["市财政局", "市城管局"]


def test_the_legend_says_what_a_mark_means() -> None:
    document = table_document(MATRIX)
    note = "注：△为牵头单位，▲为配合单位"
    whole = replace(
        document,
        text=f"{document.text}\n{note}",
        blocks=(*document.blocks, Block(Span(len(document.text) + 1, len(document.text) + 1 + len(note)))),
    )
    assert [row[2:] for row in texts(grid(whole))] == [["市财政局", "市水务局"], ["市财政局", "市城管局"]]


def test_bodies_over_words_are_no_matrix() -> None:
    assert "lead" not in roles(grid(table_document([["序号", "市水务局", "市财政局"], ["1", "清淤", "拨付资金"]])))


CARD = [
    ["任务名称", "开展河道清淤"],
    ["牵头单位", "市水务局"],
    ["完成时限", "2024年6月底"],
    ["工作目标", "清淤12条河道"],
]


def test_one_card_a_task() -> None:
    found = grid(table_document([*CARD, ["任务名称", "整治排口"], ["牵头单位", "市环保局"]]))
    assert roles(found) == ["task", "lead", "deadline", "measure"]
    assert texts(found) == [
        ["开展河道清淤", "市水务局", "2024年6月底", "清淤12条河道"],
        ["整治排口", "市环保局", "", ""],
    ]


def test_labels_side_by_side_in_a_card() -> None:
    found = grid(
        table_document(
            [["任务名称", "开展河道清淤", "^", "^"], ["牵头单位", "市水务局", "完成时限", "2024年"]], {(0, 1): (1, 3)}
        )
    )
    assert texts(found) == [["开展河道清淤", "市水务局", "2024年"]]


def test_labels_in_the_cells_without_a_header() -> None:
    rows = [
        ["1.开展河道清淤，2024年底前完成。", "责任单位：市水务局"],
        ["2.加强日常保洁。", "责任单位：市城管局、市财政局"],
    ]
    found = grid(table_document(rows))
    assert found.kind == "responsibility" and roles(found) == ["task", "responsible"] and texts(found) == rows


def test_a_plain_table_is_left_alone() -> None:
    found = grid(table_document([["任务", "责任单位"], ["甲", "市商务局"]]))
    assert texts(found) == [["甲", "市商务局"]]
    assert straighten((), "", LEXICON) is None


def test_a_merged_owner_goes_on_over_the_page() -> None:
    """The rest of a merged cell is empty on the next page; an empty cell on the same page means nobody."""
    rows = [["任务", "牵头单位"], ["甲", "市水务局"], ["乙", "^"], ["丙", ""], ["丁", "^"]]
    document = table_document(rows, {(1, 1): (2, 1), (3, 1): (2, 1)})
    at = document.text.index("丙")
    paged = replace(document, origins=((Span(0, at), Origin(1, None)), (Span(at, len(document.text)), Origin(2, None))))
    assert [row[1] for row in texts(grid(paged))] == ["市水务局"] * 4
    assert [row[1] for row in texts(grid(document))] == ["市水务局", "市水务局", "", ""]


def test_who_assesses_is_no_owner() -> None:
    found = grid(table_document([["任务", "责任单位", "考核单位"], ["甲", "市商务局", "市考核办"]]))
    assert roles(found) == ["task", "responsible", "note"]


def test_name_content_and_unit() -> None:
    found = grid(table_document([["名称", "内容", "责任单位"], ["数据平台", "建设统一平台，归集数据。", "市数据局"]]))
    assert found.kind == "responsibility" and roles(found) == ["task", "measure", "responsible"]


def test_a_list_of_approvals_holds_no_tasks() -> None:
    found = grid(
        table_document([["序号", "项目名称", "主办单位", "处理决定"], ["1", "先进集体评选", "市教育局", "取消"]])
    )
    assert found.kind == "other"
