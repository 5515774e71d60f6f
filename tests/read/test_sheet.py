"""What spreadsheets share: captions, serial dates, labelled rows, merges over what is hidden."""

from __future__ import annotations

from policygraph.model import Document, FileInfo
from policygraph.read.sheet import Sheet, document_of

INFO = FileInfo("a.xlsx", "0", "x")


def grid(*rows: list[str], name: str = "") -> Sheet:
    sheet = Sheet(name)
    for row, values in enumerate(rows):
        for col, value in enumerate(values):
            sheet.put(row, col, value)
    return sheet


def shape(document: Document) -> list[tuple[int, int, int, int, str]]:
    cells = document.tables[0].cells
    return [(cell.row, cell.col, cell.rowspan, cell.colspan, cell.span.quote(document.text)) for cell in cells]


def test_names_of_sheets_stand_before_their_tables() -> None:
    head = ["任务", "期限"]
    sheets = [
        grid(head, ["植树", "3月"], name="林业局"), grid(head, ["清淤", "4月"], name="Sheet2"),
        grid(["水务局任务表"], head, ["排涝", "5月"], name="水务局"),
    ]  # fmt: skip
    lines = document_of(INFO, sheets).text.split("\n")
    assert lines == [
        "林业局",
        "任务\t期限",
        "植树\t3月",
        "任务\t期限",
        "清淤\t4月",
        "水务局任务表",
        "任务\t期限",
        "排涝\t5月",
    ]
    assert document_of(INFO, sheets).blocks[0].heading_level == 1
    assert document_of(INFO, sheets[:1]).text.startswith("任务")


def test_serial_number_in_a_column_of_dates() -> None:
    sheet = grid(["任务", "期限", "投资"], ["甲", "2031-06-30", "48000"], ["乙", "48029", "48029"])
    assert document_of(INFO, [sheet]).text.split("\n")[2] == "乙\t2031-06-30\t48029"


def test_labelled_values_at_the_head_are_paragraphs() -> None:
    sheet = grid(["填报单位：甲局", "", "", "", "", "日期：3月"], ["序", "任", "单", "期", "进", "备"], list("123456"))
    kinds = [block.kind for block in document_of(INFO, [sheet]).blocks]
    assert kinds == ["paragraph", "paragraph", "table"]


def test_hidden_columns_leave_the_grid() -> None:
    sheet = grid(["责任", "", "", "期限"], ["牵头", "原牵头", "配合", ""], ["甲", "乙", "丙", "3月"])
    sheet.merges = {(0, 0): (1, 3), (0, 3): (2, 1)}
    sheet.hidden_columns = {1}
    document = document_of(INFO, [sheet])
    assert shape(document) == [
        (0, 0, 1, 2, "责任"), (0, 2, 2, 1, "期限"), (1, 0, 1, 1, "牵头"), (1, 1, 1, 1, "配合"),
        (2, 0, 1, 1, "甲"), (2, 1, 1, 1, "丙"), (2, 2, 1, 1, "3月"),
    ]  # fmt: skip
    assert "乙" in document.issues[0].message


def test_merged_cell_whose_first_row_is_hidden() -> None:
    sheet = grid(["任务", "单位"], ["撤销", "甲局"], ["植树", ""], ["清淤", ""])
    sheet.merges = {(1, 1): (3, 1)}
    sheet.hidden = {1}
    assert shape(document_of(INFO, [sheet]))[2:] == [(1, 0, 1, 1, "植树"), (1, 1, 2, 1, "甲局"), (2, 0, 1, 1, "清淤")]


def test_partly_struck_cell() -> None:
    sheet = grid(["任务", "单位"], ["植树", "林业局"])
    sheet.struck = {(1, 1): "原农业局"}
    document = document_of(INFO, [sheet])
    assert "林业局" in document.text and "原农业局" in document.issues[0].message


def test_formulas_without_a_value_are_named() -> None:
    sheet = grid(["任务", "单位"], ["植树", ""])
    sheet.uncomputed = [(1, 1), (3, 27)]
    issue = document_of(INFO, [sheet]).issues[0]
    assert issue.code == "formula-unread" and issue.message.endswith("B2、AB4")
