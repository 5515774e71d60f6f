"""The round trip: a ledger that was edited in a spreadsheet comes back as decisions."""

from __future__ import annotations

import io
from datetime import datetime
from types import ModuleType
from typing import Any

import openpyxl
import pytest

from policygraph.decide import ACTIONS, Decision
from policygraph.export import ledger_changes, workbook


def edited(record: dict[str, Any], *edits: tuple[int, str, Any]) -> bytes:
    """The ledger with ``(row, column name, value)`` written into it, saved by another program."""
    book = openpyxl.load_workbook(io.BytesIO(workbook([record])))
    sheet = book["台账"]
    head = [cell.value for cell in sheet[1]]
    for row, column, value in edits:
        sheet.cell(row, head.index(column) + 1).value = value
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_an_untouched_ledger_says_nothing(record: dict[str, Any], samples: ModuleType) -> None:
    assert ledger_changes(workbook([record]), [record]).decisions == ()
    assert ledger_changes(workbook([samples.empty()]), [record]).decisions == ()


def test_an_owner_replaced_is_one_dismissed_and_one_added(record: dict[str, Any]) -> None:
    found = ledger_changes(edited(record, (2, "牵头单位", "住建局、水利局")), [record]).decisions
    old = next(fact["id"] for fact in record["responsibilities"] if fact["subject"] == "ta1")
    assert [(item["target"], item["action"], item.get("field"), item.get("value")) for item in found] == [
        (old, "dismiss", None, None),
        ("ta1", "add", "lead", "住建局"),
        ("ta1", "add", "lead", "水利局"),
    ]
    assert all(Decision(**item).action in ACTIONS for item in found)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("2026年6月底前", "2026年6月底前|2026-06"),
        (datetime(2026, 6, 30), "2026-06-30|2026-06-30"),
        ("长期坚持", "长期坚持|"),
    ],
)
def test_a_deadline_is_corrected(record: dict[str, Any], value: Any, written: str) -> None:
    (item,) = ledger_changes(edited(record, (3, "完成时限", value)), [record]).decisions
    assert (item["target"], item["action"], item["field"], item["value"]) == ("ta2", "correct", "deadline", written)


def test_a_deadline_may_be_removed(record: dict[str, Any]) -> None:
    (item,) = ledger_changes(edited(record, (2, "完成时限", None)), [record]).decisions
    assert (item["field"], item["value"]) == ("deadline", "")


def test_status_and_progress_are_reported(record: dict[str, Any]) -> None:
    found = ledger_changes(edited(record, (4, "状态", "进行中"), (4, "进展", "已完成招标")), [record]).decisions
    assert [(item["action"], item["field"], item["value"]) for item in found] == [
        ("progress", "status", "进行中"),
        ("progress", "progress", "已完成招标"),
    ]


def test_a_row_of_another_version_is_named(record: dict[str, Any]) -> None:
    found = ledger_changes(edited(record, (2, "编号", "t-gone")), [record])
    assert found.unknown == ("t-gone",) and found.decisions == ()


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04broken", b"plain text"])
def test_no_ledger_is_refused(data: bytes, record: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="Excel"):
        ledger_changes(data, [record])


def judged(record: dict[str, Any], opinion: str, note: str = "") -> list[tuple[str | None, ...]]:
    book = openpyxl.load_workbook(io.BytesIO(workbook([record])))
    sheet = book["核查"]
    head = [cell.value for cell in sheet[1]]
    sheet.cell(2, head.index("处理意见") + 1).value = opinion
    sheet.cell(2, head.index("备注") + 1).value = note
    target = io.BytesIO()
    book.save(target)
    found = ledger_changes(target.getvalue(), [record]).decisions
    return [(item["target"], item["action"], item.get("note")) for item in found]


@pytest.mark.parametrize(
    ("opinion", "note", "action", "said"),
    [
        ("不成立", "由省级考核", "dismiss", "由省级考核"),
        ("确认", "", "confirm", None),
        ("请水务局补充", "6月前", "confirm", "请水务局补充；6月前"),
    ],
)
def test_a_finding_is_judged_by_its_key(
    record: dict[str, Any], opinion: str, note: str, action: str, said: str | None
) -> None:
    assert judged(record, opinion, note) == [(record["findings"][0]["key"], action, said)]


def test_a_verdict_already_in_force_is_not_decided_again(record: dict[str, Any]) -> None:
    record["findings"][0]["decision"] = {"action": "dismiss", "note": "由省级考核"}
    assert ledger_changes(workbook([record]), [record]).decisions == ()


def test_progress_already_reported_is_not_reported_again(record: dict[str, Any]) -> None:
    record["decisions"] = [{"target": "ta1", "action": "progress", "field": "status", "value": "进行中"}]
    assert ledger_changes(workbook([record]), [record]).decisions == ()
    (item,) = ledger_changes(edited(record, (2, "状态", "已完成")), [record]).decisions
    assert item["value"] == "已完成"
