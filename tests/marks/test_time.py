"""What a time says: bounds, precision and sense, for the project's own cases and the sentences that were once misread."""

from __future__ import annotations

import pytest

from policygraph.lexicon import default_lexicon
from policygraph.marks.time import bounds, in_sequence, times
from policygraph.model import Bounds, Time
from policygraph.text import fold


def read(text: str) -> tuple[Time, ...]:
    return in_sequence(times(fold(text), default_lexicon()))


def due(text: str) -> Bounds:
    return bounds(read(text)[0], 2022, "2022-03-01")


@pytest.mark.parametrize(
    ("text", "by", "since", "until", "precision"),
    [
        ("2023年10月31日前，整治点位达到200个", "2023-10-31", None, "2023-10-31", "day"),
        ("2023年四季度前开放数据集100个", "2023-12", None, "2023-12-31", "quarter"),
        ("二〇二五年底前建成统一平台", "2025", None, "2025-12-31", "year"),
        ("明年6月底前", "2023-06", None, "2023-06-30", "month"),
        ("印发后30日内", "2022-03-31", None, "2022-03-31", "day"),
        ("每季度末报送", None, None, None, "year"),
        ("2021—2025年", "2025", "2021-01-01", "2025-12-31", "year"),
        ("“十四五”期间", "2025", None, "2025-12-31", "plan"),
        ("2024年6月上旬", "2024-06", "2024-06-01", "2024-06-10", "month"),
        ("2024/9/30", "2024-09-30", "2024-09-30", "2024-09-30", "day"),
        ("2022年起", None, "2022-01-01", None, "year"),
        ("2024年2月底前", "2024-02", None, "2024-02-29", "month"),
    ],
)
def test_bounds(text: str, by: str | None, since: str | None, until: str | None, precision: str) -> None:
    found = due(text)
    assert (found.by, found.since, found.until, found.precision) == (by, since, until, precision)


@pytest.mark.parametrize(
    ("text", "sense"),
    [
        ("到2025年", "until"), ("比2020年下降", "base"), ("2020年以来", "past"), ("自2022年1月起施行", "since"),
        ("每年3月底前", "yearly"), ("长期坚持", "open"), ("2024年", "point"), ("截至2021年底", "past"), ("从2022年起", "since"),
    ],
)  # fmt: skip
def test_senses(text: str, sense: str) -> None:
    assert read(text)[0].sense == sense


@pytest.mark.parametrize("text", ["", "12个月", "第3条", "5.5个百分点", "2030平方米", "国发〔2021〕4号"])
def test_no_time(text: str) -> None:
    assert read(text) == ()


def test_a_month_takes_the_year_before_it() -> None:
    assert [bounds(item, 2022).by for item in read("2023年5月底前试点，9月底前推广")] == ["2023-05", "2023-09"]
    assert [bounds(item, 2022).by for item in read("比2020年下降，9月底前推广")] == [None, "2022-09"]


def test_a_day_that_the_month_does_not_have_ends_it() -> None:
    assert due("2023年2月30日前").until == "2023-02-28"
