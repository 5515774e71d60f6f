"""Excel files: what the sheet shows, as paragraphs and tables."""

from __future__ import annotations

import datetime
import io
import zipfile
from typing import Any

import pytest
from openpyxl import Workbook

from policygraph.issues import ReadError
from policygraph.model import Document
from policygraph.read import read
from policygraph.read.xlsx import shown


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
