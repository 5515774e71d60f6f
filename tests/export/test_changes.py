"""The round trip: a ledger that was edited in a spreadsheet comes back as decisions."""

from __future__ import annotations

import copy
import io
from dataclasses import asdict
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


def test_a_day_written_anew_is_the_deadline(samples: ModuleType) -> None:
    record = samples.scheduled()
    assert ledger_changes(workbook([record]), [record]).decisions == ()
    (item,) = ledger_changes(edited(record, (8, "截止日期", datetime(2026, 6, 30))), [record]).decisions
    assert (item["target"], item["field"], item["value"]) == ("ts7", "deadline", "2026-06-30|2026-06-30")
    (item,) = ledger_changes(edited(record, (2, "截止日期", datetime(2026, 6, 30))), [record]).decisions
    assert item["target"] == "ts1"


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


# ---- going back to what the text says --------------------------------------------------------------

Said = tuple[str, str, str, str, str]


def decided(record: dict[str, Any], *decisions: Decision) -> dict[str, Any]:
    """The record as it is after decisions on the owners and deadlines of its first task, by hand."""
    after = copy.deepcopy(record)
    after["decisions"] = [{key: value for key, value in asdict(item).items() if value} for item in decisions]
    for item in decisions:
        owners = after["responsibilities"]
        fact = next((fact for fact in owners if fact["id"] == item.target), None)
        if item.action == "dismiss":
            owners.remove(fact)
        elif item.action == "add":
            new = {"id": f"r-{item.value}", "subject": item.target, "organization": None, "mention": item.value}
            owners.append({**new, "role": item.field, "order": 9, "spans": [], "rule": "decision"})
        elif item.field == "organization":
            entry = {"id": f"o-{item.value}", "name": item.value, "aliases": [], "region": "甲市"}
            after["organizations"].append(entry | {"level": "city", "kind": "department"})
            fact["organization"] = entry["id"]
        elif item.field == "role":
            fact["role"] = item.value
        else:
            task = next(task for task in after["tasks"] if task["id"] == item.target)
            task["deadline"] = {"text": item.value.partition("|")[0], "by": None}
    return after


def said(after: dict[str, Any], record: dict[str, Any], *edits: tuple[int, str, Any]) -> list[Said]:
    found = ledger_changes(edited(after, *edits), [after], [record]).decisions
    assert all(item["about"] for item in found)
    return [
        (item["target"], item["action"], item.get("withdraws", ""), item.get("field", ""), item.get("value", ""))
        for item in found
    ]


def owner(record: dict[str, Any], task: str = "ta1") -> str:
    return str(next(fact["id"] for fact in record["responsibilities"] if fact["subject"] == task))


def test_an_owner_that_is_again_what_the_text_says_withdraws_the_correction(record: dict[str, Any]) -> None:
    made = Decision(owner(record), "correct", "organization", "住建局")
    after = decided(record, made)
    assert said(after, record) == []
    back = [(made.target, "withdraw", "correct", "organization", "住建局")]
    assert said(after, record, (2, "牵头单位", "水务局")) == back
    assert said(after, record, (2, "牵头单位", "水利局")) == [  # another one: it is decided anew
        (made.target, "dismiss", "", "", ""),
        ("ta1", "add", "", "lead", "水利局"),
    ]
    assert said(after, record, (2, "牵头单位", "住建局、水务局")) == [("ta1", "add", "", "lead", "水务局")]


def test_an_owner_replaced_in_an_earlier_ledger_comes_back_whole(record: dict[str, Any]) -> None:
    gone, new = Decision(owner(record), "dismiss"), Decision("ta1", "add", "lead", "住建局")
    assert said(decided(record, gone, new), record, (2, "牵头单位", "水务局")) == [
        (gone.target, "withdraw", "dismiss", "", ""),
        ("ta1", "withdraw", "add", "lead", "住建局"),
    ]
    assert said(decided(record, gone, new), record, (2, "牵头单位", "")) == [
        ("ta1", "withdraw", "add", "lead", "住建局")
    ]


def test_a_role_that_is_again_what_the_text_says_withdraws_the_correction(record: dict[str, Any]) -> None:
    made = Decision(owner(record), "correct", "role", "support")
    back = said(decided(record, made), record, (2, "牵头单位", "水务局"), (2, "配合单位", ""))
    assert back == [(made.target, "withdraw", "correct", "role", "support")]


def test_a_deadline_that_is_again_what_the_text_says_withdraws_the_correction(record: dict[str, Any]) -> None:
    made = Decision("ta1", "correct", "deadline", "2026年|2026")
    back = [("ta1", "withdraw", "correct", "deadline", "2026年|2026")]
    assert said(decided(record, made), record, (2, "完成时限", "2025年底前")) == back
    none = Decision("ta2", "correct", "deadline", "2026年|2026")  # the text names none
    assert said(decided(record, none), record, (3, "完成时限", None))[0][1:3] == ("withdraw", "correct")


def test_an_emptied_status_says_nothing(record: dict[str, Any]) -> None:
    record["decisions"] = [{"target": "ta1", "action": "progress", "field": "status", "value": "进行中"}]
    assert ledger_changes(edited(record, (2, "状态", None)), [record], [record]).decisions == ()
