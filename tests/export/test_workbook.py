"""The ledger: frozen, filtered, printable, every cell typed, nothing a formula, ids last."""

from __future__ import annotations

import io
import zipfile
from types import ModuleType
from typing import Any

import openpyxl
import pytest

from policygraph.export import workbook
from policygraph.export.workbook import CELL_LIMIT, shorten


def opened(*records: dict[str, Any]) -> Any:
    return openpyxl.load_workbook(io.BytesIO(workbook(records)))


def test_one_sheet_a_question(record: dict[str, Any]) -> None:
    assert opened(record).sheetnames == ["台账", "单位汇总", "指标", "核查", "文件"]


def test_a_row_a_task_with_its_id_last(record: dict[str, Any]) -> None:
    sheet = opened(record)["台账"]
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert [row[-1] for row in rows] == [task["id"] for task in record["tasks"]]
    head = [cell.value for cell in sheet[1]]
    first = dict(zip(head, rows[0], strict=True))
    assert first["序号"] == 1 and first["牵头单位"] == "水务局" and first["完成时限"] == "2025年底前"
    assert first["依据原文"] == "疏浚𠮷河河道，清理沿岸堆放物。" and first["指标"] == "河道通畅率 ≥95%（2025）"
    assert rows[1][head.index("指导单位")] == "教育局"
    assert sheet.column_dimensions[openpyxl.utils.get_column_letter(len(head))].width < 8


def test_it_is_ready_for_the_office(record: dict[str, Any]) -> None:
    sheet = opened(record)["台账"]
    assert sheet.freeze_panes == "C2" and sheet.auto_filter.ref == f"A1:Q{1 + len(record['tasks'])}"
    assert sheet.merged_cells.ranges == [] or not list(sheet.merged_cells.ranges)
    assert sheet.print_area.endswith(f"$P${1 + len(record['tasks'])}") and sheet.print_title_rows == "$1:$1"
    assert sheet.page_setup.orientation == "landscape"
    assert [rule.type for rule in sheet.data_validations.dataValidation] == ["list"]


def test_no_cell_is_a_formula(samples: ModuleType) -> None:
    for sheet in opened(samples.hostile(), samples.plan()):
        assert all(cell.data_type in {"s", "n"} for row in sheet.iter_rows() for cell in row)


def test_same_records_same_bytes(record: dict[str, Any]) -> None:
    first = workbook([record])
    assert first == workbook([record])
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}


@pytest.mark.parametrize("text", ["字" * 40_000, "𠮷" * 20_000])
def test_a_long_cell_says_that_it_was_cut(text: str) -> None:
    short = shorten(text)
    assert len(short.encode("utf-16-le")) // 2 <= CELL_LIMIT and short.endswith("余下见原文）")
    assert shorten("短") == "短"


def test_nothing_to_write_is_still_a_workbook(samples: ModuleType) -> None:
    assert opened(samples.empty())["台账"].max_row == 1
