"""Rows: what belongs together stands together, whatever the file."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from policygraph.export import files
from policygraph.export.rows import (
    due_words,
    findings,
    indicators,
    last_day,
    organizations,
    owner_names,
    sheets,
    target_text,
)

ITEM: dict[str, Any] = {
    "name": "率",
    "value": 1.5,
    "value_max": None,
    "unit": "%",
    "comparator": ">=",
    "by": "2025",
    "relative": None,
}


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({}, "率 ≥1.5%（2025）"),
        ({"comparator": "=", "by": None}, "率 1.5%"),
        ({"comparator": "range", "value": 1, "value_max": 3}, "率 1～3%（2025）"),
        ({"value": None, "relative": "完成上级下达目标"}, "率 完成上级下达目标（2025）"),
        ({"comparator": "~", "value": 1234567}, "率 约1234567%（2025）"),
    ],
)
def test_a_target_in_words(change: dict[str, Any], text: str) -> None:
    assert target_text(ITEM | change) == text


def test_an_indicator_is_owned_by_its_task(record: dict[str, Any]) -> None:
    assert owner_names(record, record["indicators"][0]) == ["水务局"]
    assert [row[11] for row in indicators([record]).rows] == ["水务局", "无人负责", "无人负责"]


def test_organisations_by_load(record: dict[str, Any]) -> None:
    rows = {row[0]: row for row in organizations([record]).rows}
    assert rows["财政局"][1:7] == (0, 0, 1, 3, 0, 4)
    assert next(iter(rows)) == "教育局"


def test_findings_carry_their_key_and_what_was_decided(record: dict[str, Any]) -> None:
    (row,) = findings([record]).rows
    assert row[-1] == record["findings"][0]["key"] and row[3:5] == ("", "")
    record["findings"][0]["decision"] = {"action": "dismiss", "note": "另文规定"}
    assert findings([record]).rows[0][3:5] == ("不成立", "另文规定")


def test_every_row_is_as_wide_as_its_sheet(record: dict[str, Any]) -> None:
    for sheet in sheets([record, record]):
        assert all(len(row) == len(sheet.columns) for row in sheet.rows)


def test_files_have_plain_names(record: dict[str, Any]) -> None:
    names = [name for name, _ in files([record])]
    assert names[:2] == ["files/ledger.xlsx", "files/responsibilities.docx"] and all(name.isascii() for name in names)


def test_one_count_of_what_nobody_owns() -> None:
    """Ledger, record and SPARQL count the same indicators without an owner."""
    from policygraph.graph.check import query
    from policygraph.graph.questions import questions
    from policygraph.pipeline import parse_bytes, record_of, statements_of

    asked = next(item for item in questions() if item.name == "indicators-unowned")
    for path in sorted((Path(__file__).parents[2] / "corpus").glob("*.txt")):
        linked = parse_bytes(path.read_bytes(), path.name)
        made = record_of(linked)
        recorded = sum(not item["owners"] for item in made["indicators"])
        told = sum(row[11] == "无人负责" for row in indicators([made]).rows)
        found = len([item for item in made["findings"] if item["code"] == "indicator-unowned"])
        assert len(query(statements_of(linked), asked.text).rows) == recorded == told == found


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (None, ""),
        (("2025-12-31", "inherited", "year"), "2025年底前（推断）"),
        (("2025-06-30", "own", "month"), "2025年6月底前"),
        (("2025-05-20", "duty", "day"), "2025年5月20日前"),
        (("2025-12-31", "own", "plan"), "2025年底前"),
    ],
)
def test_a_date_in_words(samples: ModuleType, due: Any, words: str) -> None:
    assert due_words({"deadline": None, "due": due and samples.due(*due)}) == words


@pytest.mark.parametrize(
    ("change", "last"),
    [
        ({"horizon": "2027"}, "2027-12-31"),
        ({"expires": "2026-03-31"}, "2026-03-31"),
        ({"expires": "2026-02"}, "2026-02-28"),
        ({"profile": {"annual": "2022"}}, "2022-12-31"),
        ({}, "None"),
    ],
)
def test_the_last_day_of_a_document(record: dict[str, Any], change: dict[str, Any], last: str) -> None:
    assert str(last_day({"document": change})) == last


def test_a_bureau_with_only_duties_is_in_the_list(samples: ModuleType) -> None:
    sheet = organizations([samples.scheduled()])
    rows = {row[0]: dict(zip((column.name for column in sheet.columns), row, strict=True)) for row in sheet.rows}
    assert (rows["司法局"]["任务合计"], rows["司法局"]["职责"], rows["水务局"]["职责"]) == (0, 1, 1)
