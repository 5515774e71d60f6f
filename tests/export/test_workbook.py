"""The ledger: frozen, filtered, printable, every cell typed, nothing a formula, ids last."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
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
    assert sheet.freeze_panes == "C2" and sheet.auto_filter.ref == f"A1:V{1 + len(record['tasks'])}"
    assert sheet.merged_cells.ranges == [] or not list(sheet.merged_cells.ranges)
    assert sheet.print_area.endswith(f"$U${1 + len(record['tasks'])}") and sheet.print_title_rows == "$1:$1"
    assert sheet.page_setup.orientation == "landscape"
    assert [rule.type for rule in sheet.data_validations.dataValidation] == ["list"]


def test_no_cell_is_a_formula(samples: ModuleType) -> None:
    for sheet in opened(samples.hostile(), samples.plan()):
        assert all(cell.data_type in {"s", "n", "d"} for row in sheet.iter_rows() for cell in row)


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


def cells(sheet: Any) -> list[dict[str, Any]]:
    head = [cell.value for cell in sheet[1]]
    return [dict(zip(head, row, strict=True)) for row in sheet.iter_rows(min_row=2)]


def test_deadlines_are_dates_and_the_wording_stands_beside_them(samples: ModuleType) -> None:
    rows = cells(opened(samples.scheduled())["台账"])
    assert [row["截止日期"].value for row in rows[:2]] == [datetime(2025, 2, 28), datetime(2025, 3, 31)]
    assert all(row["截止日期"].is_date for row in rows[:5]) and rows[5]["截止日期"].value is None
    assert [row["时限依据"].value for row in rows[:5]] == ["原文", "原文", "原文", "推断", "推断"]
    assert [row["截止日期"].font.italic for row in rows[:5]] == [False, False, False, True, True]
    assert {row["文件期限"].value for row in rows} == {datetime(2027, 12, 31)}


def test_dates_have_the_colour_of_the_day(samples: ModuleType) -> None:
    sheet = opened(samples.scheduled())["台账"]
    head = [cell.value for cell in sheet[1]]
    due, end, state = (
        openpyxl.utils.get_column_letter(head.index(name) + 1) for name in ("截止日期", "文件期限", "状态")
    )
    (area,) = sheet.conditional_formatting
    assert str(area.sqref) == f"{due}2:{due}8"
    tests = [rule.formula[0] for rule in area.rules]
    assert tests == [
        f"AND(ISNUMBER(${due}2),AND(ISNUMBER(${end}2),${end}2<TODAY()))",
        f'AND(ISNUMBER(${due}2),${state}2="已完成")',
        f"AND(ISNUMBER(${due}2),${due}2<TODAY())",
        f"AND(ISNUMBER(${due}2),${due}2<=TODAY()+30)",
        f"AND(ISNUMBER(${due}2),TRUE)",
    ]
    assert all(rule.stopIfTrue for rule in area.rules)


def test_numbers_run_through_all_documents(samples: ModuleType) -> None:
    rows = cells(opened(samples.plan("a"), samples.plan("bb"))["台账"])
    assert [row["序号"].value for row in rows] == list(range(1, 19))
    assert rows[9]["原序号"].value == 1


def test_what_is_to_be_done_and_the_passage_are_not_the_task_again(samples: ModuleType) -> None:
    rows = cells(opened(samples.scheduled())["台账"])
    assert rows[0]["举措"].value == "水务局：出台供水应急预案（2025-04-30）\n建设充电桩并配套监测井。"
    assert rows[0]["依据原文"].value == "1．整治第1处水源……建设充电桩并配套监测井。"
    assert rows[1]["依据原文"].value == "2．整治第2处水源" and rows[1]["举措"].value is None


def test_duties_have_a_sheet_of_their_own(samples: ModuleType) -> None:
    rows = cells(opened(samples.scheduled())["职责"])
    assert [(row["单位"].value, row["职责"].value) for row in rows] == [
        ("水务局", "出台供水应急预案"),
        ("司法局", "审查供水条例草案"),
        ("各区人民政府", "落实属地责任"),
    ]
    assert rows[0]["所在任务"].value == "整治第1处水源" and rows[1]["截止日期"].value == datetime(2025, 5, 20)
