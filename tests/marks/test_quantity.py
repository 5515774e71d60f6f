"""Numbers with unit and comparator."""

from __future__ import annotations

import csv

import pytest

from policygraph.lexicon import default_lexicon, ontology_dir
from policygraph.marks.quantity import quantities
from policygraph.text import fold


def read(text: str, cell: bool = False) -> list[tuple[float, float | None, str, str]]:
    folded = fold(text)
    return [(q.value, q.value_max, q.unit, q.comparator) for q in quantities(folded, text, default_lexicon(), cell)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20万千瓦以上", [(20, None, "万千瓦", ">=")]),
        ("1.05吨/万元", [(1.05, None, "吨/万元", "=")]),
        ("5,000家", [(5000, None, "家", "=")]),
        ("达到5，300个", [(5, None, "", "="), (300, None, "个", "=")]),
        ("2-3个", [(2, 3, "个", "range")]),
        ("10%—15%", [(10, 15, "%", "range")]),
        ("100多家", [(100, None, "家", ">")]),
        ("约20%", [(20, None, "%", "~")]),
        ("控制在10亿吨以内", [(10, None, "亿吨", "<=")]),
        ("控制在34%左右", [(34, None, "%", "~")]),
        ("不低于50%", [(50, None, "%", ">=")]),
        ("提高10个百分点", [(10, None, "个百分点", "=")]),
        ("三分之二以上", [(0.6667, None, "", ">=")]),
        ("百分之二十", [(20, None, "%", "=")]),
        ("翻两番", [(4, None, "倍", "=")]),
        ("1亿元", [(1, None, "亿元", "=")]),
        ("6吨/月·平方公里", [(6, None, "吨/月·平方公里", "=")]),
        ("5G网络", []),
        ("60人论坛", []),
        ("至少举办5期培训", [(5, None, "期", ">=")]),
        ("每月200-400万立方米", [(200, 400, "万立方米", "range")]),
        ("3分别", [(3, None, "", "=")]),
        ("没有数字", []),
    ],
)
def test_a_number_is_read_with_unit_and_sign(text: str, expected: list[tuple[float, float | None, str, str]]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize("entry", default_lexicon().entries("units"), ids=lambda entry: entry.word)
def test_each_unit_works_on_its_own_example(entry) -> None:  # type: ignore[no-untyped-def]
    assert read(entry.example, cell=True)[0][2] == entry.word.replace("（", "(").replace("）", ")")


@pytest.mark.parametrize(
    "entry", default_lexicon().entries("quantities", "before", "after", "many"), ids=lambda e: e.word
)
def test_each_comparator_works_on_its_own_example(entry) -> None:  # type: ignore[no-untyped-def]
    if any(char.isdigit() for char in entry.example):
        assert read(entry.example)[0][3] == entry.extra["sign"]


def test_the_table_of_units_and_the_lexicon_name_the_same_units() -> None:
    with (ontology_dir() / "units.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert {row["unit"] for row in rows} == set(default_lexicon().words("units"))
    assert all(row["qudt_iri"] == "" or row["qudt_iri"].startswith("http://qudt.org/vocab/unit/") for row in rows)
