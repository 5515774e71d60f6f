"""Excel files: what the sheet shows, as paragraphs and tables."""

from __future__ import annotations

import datetime
import io
import zipfile
from typing import Any

import pytest
import xlsxwriter
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from policygraph.issues import ReadError
from policygraph.model import Document
from policygraph.read import read
from policygraph.read.sheet import shown


def book(*rows: list[Any], merges: tuple[str, ...] = (), hidden: tuple[int, ...] = ()) -> bytes:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for area in merges:
        sheet.merge_cells(area)
    for row in hidden:
        sheet.row_dimensions[row].hidden = True
    secret = workbook.create_sheet("隐藏")
    secret.append(["不可见"])
    secret.sheet_state = "hidden"
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def cells(document: Document) -> list[tuple[int, int, int, int, str]]:
    table = document.tables[0]
    return [(cell.row, cell.col, cell.rowspan, cell.colspan, cell.span.quote(document.text)) for cell in table.cells]


def test_title_table_note() -> None:
    data = book(
        ["附件1"], ["重点任务分工表", None, None], ["序号", "任务", "牵头单位"], [1, "甲", "乙局\n丙局"], [2, None, "丁局"],
        ["注：按职责分工负责"], merges=("A2:C2", "B4:B5", "A6:C6"),
    )  # fmt: skip
    document = read(data, "附件.xlsx")
    assert [block.kind for block in document.blocks] == ["paragraph", "paragraph", "table", "paragraph"]
    assert document.text.split("\n")[:2] == ["附件1", "重点任务分工表"]
    assert cells(document) == [
        (0, 0, 1, 1, "序号"), (0, 1, 1, 1, "任务"), (0, 2, 1, 1, "牵头单位"),
        (1, 0, 1, 1, "1"), (1, 1, 2, 1, "甲"), (1, 2, 1, 1, "乙局\n丙局"),
        (2, 0, 1, 1, "2"), (2, 2, 1, 1, "丁局"),
    ]  # fmt: skip


def test_section_rows_empty_cells_hidden_rows() -> None:
    data = book(
        ["任务", "单位"], ["一、产业", None], ["甲", None], ["密", "密"], ["乙", "局"], merges=("A2:B2",), hidden=(4,)
    )
    assert cells(read(data, "a.xlsx")) == [
        (0, 0, 1, 1, "任务"), (0, 1, 1, 1, "单位"), (1, 0, 1, 2, "一、产业"), (2, 0, 1, 1, "甲"), (2, 1, 1, 1, ""),
        (3, 0, 1, 1, "乙"), (3, 1, 1, 1, "局"),
    ]  # fmt: skip


def test_blank_row_parts_two_tables() -> None:
    document = read(book(["甲", "乙"], ["1", "2"], [], ["丙", "丁"], ["3", "4"]), "a.xlsx")
    assert len(document.tables) == 2


@pytest.mark.parametrize(
    ("value", "style", "text"),
    [
        (0.355, "0%", "36%"), (0.355, "0.0%", "35.5%"), (3.0, "General", "3"), (1.05, "General", "1.05"), (0.1 + 0.2, "General", "0.3"),
        (True, "General", "TRUE"), (datetime.datetime(2025, 6, 30), "yyyy-mm-dd", "2025-06-30"), ("=1+1", "@", "=1+1"),
        (datetime.datetime(2025, 6, 1), 'yyyy"年"m"月"', "2025年6月"), (1.5e-7, "General", "1.5e-07"),
    ],
)  # fmt: skip
def test_shown(value: object, style: str, text: str) -> None:
    assert shown(value, style) == text


def test_hostile_merge_costs_nothing() -> None:
    """A merge over the whole sheet names seventeen billion cells."""
    good = zipfile.ZipFile(io.BytesIO(book(["甲", "乙"], ["丙", "丁"], merges=("A1:A2",))))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in good.namelist():
            archive.writestr(name, good.read(name).replace(b'ref="A1:A2"', b'ref="A1:XFD1048576"'))
    assert read(buffer.getvalue(), "a.xlsx").text == "甲"


def test_empty_and_damaged(pack: Any) -> None:
    with pytest.raises(ReadError) as caught:
        read(book(), "a.xlsx")
    assert caught.value.code == "no-text"
    with pytest.raises(ReadError) as caught:
        read(pack({"xl/workbook.xml": "<x/>"}), "a.xlsx")
    assert caught.value.code == "malformed"


def test_formulas_without_stored_values() -> None:
    """Programs write workbooks without calculating them: what is simple is computed, the rest is named."""
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in (["序号", "任务", "单位"], [1, "植树", "=局!A1"], ["=A2+1", "清淤", '=VLOOKUP("a",A1:B2,1)']):
        sheet.append(row)
    workbook.create_sheet("局").append(["林业局"])
    buffer = io.BytesIO()
    workbook.save(buffer)
    document = read(buffer.getvalue(), "a.xlsx")
    assert "1\t植树\t林业局\n2\t清淤\t" in document.text
    assert [(issue.code, issue.message[-3:]) for issue in document.issues] == [("formula-unread", "：C3")]


def test_struck_runs_of_a_cell() -> None:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.append(["任务", "单位"])
    sheet.append(["植树", CellRichText(TextBlock(InlineFont(strike=True), "农业局"), "林业局")])
    buffer = io.BytesIO()
    workbook.save(buffer)
    assert_struck(buffer.getvalue())


def test_struck_runs_among_the_shared_strings() -> None:
    """As Excel writes them; openpyxl writes them into the cell."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, ["任务", "单位"])
        sheet.write(1, 0, "植树")
        sheet.write_rich_string(1, 1, workbook.add_format({"font_strikeout": True}), "农业局", "林业局")
    assert_struck(buffer.getvalue())


def assert_struck(data: bytes) -> None:
    document = read(data, "a.xlsx")
    assert document.text == "任务\t单位\n植树\t林业局"
    assert "农业局" in document.issues[0].message
