"""Verdicts on targets."""

from __future__ import annotations

from dataclasses import replace

import pytest
from relate_support import Record

from policygraph.model import Aim
from policygraph.relate.cascade import cascade
from policygraph.relate.targets import verdicts

RATE = Aim("u", "i1", "秸秆综合利用率", "秸秆综合利用率达到86%以上", "一", 86, "%", ">=", "2025", figure=True)
ENERGY = Aim(
    "u", "i2", "单位GDP能耗下降", "单位GDP能耗比2020年下降13.5%", "一", 13.5, "%", "=", "2025", "2020", figure=True
)
COUNT = Aim("u", "i3", "绿色工厂", "建成绿色工厂100家", "一", 100, "家", "=", "2025", figure=True)
WORDS = Aim("u", "g1", "服务体系初步形成", "服务体系初步形成", "一", by="2025")


@pytest.mark.parametrize(
    ("upper", "lower", "verdict"),
    [
        (RATE, replace(RATE, value=90), "raised"),
        (RATE, replace(RATE, value=80), "lowered"),
        (RATE, replace(RATE), "same"),
        (RATE, replace(RATE, by="2027"), "later"),
        (RATE, replace(RATE, value=None, quote="提高秸秆综合利用率"), "vaguer"),
        (RATE, replace(RATE, value=None, quote="秸秆综合利用率完成国家下达目标"), "same"),
        (replace(RATE, comparator="<="), replace(RATE, value=80, comparator="<="), "raised"),
        (ENERGY, replace(ENERGY, since="2015"), "incomparable"),
        (COUNT, replace(COUNT, value=5), "incomparable"),
        (COUNT, replace(COUNT, name="新增高标准农田", unit="万亩"), "missing"),
        (WORDS, replace(WORDS, name="服务体系基本形成"), "raised"),
        (WORDS, replace(WORDS, name="服务体系初步形成"), "same"),
    ],
)
def test_a_target_and_its_counterpart(upper: Aim, lower: Aim, verdict: str) -> None:
    found = verdicts("d", [upper], [replace(lower, id="x", document="d")], (None, "江苏省"))
    assert found[0].verdict == verdict, found[0].why


def test_a_figure_the_upper_document_does_not_have_is_new() -> None:
    assert [item.verdict for item in verdicts("d", [], [RATE])] == ["new"]


def test_targets_are_discovered_in_records(family: list[Record]) -> None:
    found = cascade(family)
    province = found.documents[1].id
    told = {item.upper.name: item.verdict for item in found.targets if item.document == province and item.upper}
    assert told == {
        "农机装备水平显著提高": "lowered",
        "农机社会化服务体系初步形成": "raised",
        "农作物耕种收综合机械化率": "raised",
        "农机产品质量达到国际先进水平": "missing",
    }


def test_a_quantity_set_twice_meets_itself_twice() -> None:
    twice = [RATE, replace(RATE, id="i9", value=90)]
    found = verdicts("d", twice, [replace(aim, document="d") for aim in twice])
    assert [item.verdict for item in found] == ["same", "same"]
