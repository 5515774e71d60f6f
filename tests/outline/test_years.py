"""The years of a document from its masthead."""

from __future__ import annotations

import pytest

from policygraph.model import Clock, Masthead
from policygraph.outline.years import baseline_year, clock_of, horizon, year_of


@pytest.mark.parametrize(
    ("masthead", "expected"),
    [
        (Masthead("d", title="2021年工作要点", issued="2021-02-01", horizon="2021"), Clock("2021", "2021", "2021")),
        (Masthead("d", title="行动计划（2019—2021年）", horizon="2021"), Clock("2019", None, "2021")),
        (Masthead("d", title="“十四五”发展规划", horizon="2025"), Clock("2021", None, "2025")),
        (Masthead("d", title="2030年前碳达峰行动方案", number="国发〔2021〕23号"), Clock("2021", None, None)),
        (Masthead("d", title="实施意见"), Clock(None, None, None)),
    ],
)
def test_the_document_tells_its_own_time(masthead: Masthead, expected: Clock) -> None:
    assert clock_of(masthead) == expected


@pytest.mark.parametrize(
    ("masthead", "year"),
    [
        (Masthead("d", title="2021年重点工作安排", issued="2020-12-30"), "2021"),
        (Masthead("d", title="三年行动计划（2021—2023年）", issued="2020-12-30"), "2020"),
        (Masthead("d", title="关于公布2021年度考核结果的通知", issued="2022-03-01"), "2022"),
        (Masthead("d", title="实施方案", published="2019-05"), "2019"),
        (Masthead("d", title="实施方案", number="某政发〔2018〕3号"), "2018"),
        (Masthead("d"), None),
    ],
)
def test_the_year_a_date_without_one_is_meant_in(masthead: Masthead, year: str | None) -> None:
    assert year_of(masthead, clock_of(masthead), "") == year


def test_without_a_masthead_the_signature_tells() -> None:
    head = Masthead("d", title="实施方案")
    assert year_of(head, clock_of(head), "到2025年建成。\n某市人民政府\n2020年3月1日") == "2020"


def test_horizon_and_baseline_from_the_text() -> None:
    assert horizon("实施意见", ["到2025年，建成平台。", "到2025年，完善机制。到2035年，"]) == "2025"
    assert baseline_year(["比2020年下降18%", "较2020年提高", "比2015年"]) == "2020"
