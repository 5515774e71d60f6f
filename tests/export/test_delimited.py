"""CSV: a mark for Excel, names of the record, cells that cannot become formulas."""

from __future__ import annotations

import csv
import io
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policygraph.export import tables
from policygraph.export.delimited import TABLES
from policygraph.export.safe import csv_text


def read(data: bytes) -> list[dict[str, str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_a_row_a_fact(record: dict[str, Any]) -> None:
    files = dict(tables([record]))
    for kind in TABLES:
        rows = read(files[f"{kind}.csv"])
        assert [row["id"] for row in rows] == [fact["id"] for fact in record[kind]]
        assert {row["document"] for row in rows} == {record["document"]["id"]}


def test_values_are_those_of_the_record(record: dict[str, Any]) -> None:
    files = dict(tables([record]))
    task = read(files["tasks.csv"])[0]
    assert (task["deadline_by"], task["body_quote"], task["page"]) == ("2025-12", "疏浚𠮷河河道，清理沿岸堆放物。", "1")
    assert read(files["responsibilities.csv"])[0]["organization_name"] == "水务局"
    assert read(files["indicators.csv"])[0]["value"] == "95.0"


def test_no_cell_starts_like_a_formula(samples: ModuleType) -> None:
    for _, data in tables([samples.hostile()]):
        for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")):
            assert not [cell for cell in row if cell[:1] in "=+-@\t\r＝＋－＠" and cell]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"),
        ("＝1", "'＝1"),
        ("@a", "'@a"),
        ("-5.2", "-5.2"),
        ("-a", "'-a"),
        ("\tx", "'\tx"),
        ("普通", "普通"),
        ("", ""),
    ],
)
def test_cells_that_look_like_formulas_are_told_apart(text: str, written: str) -> None:
    assert csv_text(text) == written


@given(st.text())
def test_neutralising_only_ever_adds_an_apostrophe(text: str) -> None:
    assert csv_text(text) in {text, "'" + text}
