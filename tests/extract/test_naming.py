"""Names of quantities."""

from __future__ import annotations

import pytest

from policygraph.extract.naming import merged, name_words, noun_name, read_subject, split_list, tidy
from policygraph.lexicon import default_lexicon

WORDS = name_words(default_lexicon())


@pytest.mark.parametrize(
    ("front", "name", "scope"),
    [
        ("全市森林覆盖率力争达到", "森林覆盖率", "全市"),
        ("培育省级龙头企业", "省级龙头企业", None),
        ("新增绿色工厂等", "新增绿色工厂", None),
        ("可再生能源发电装机达到", "可再生能源发电装机", None),
        ("第三产业增加值占", "第三产业增加值占比", None),
        ("集装箱联运量同比增长", "集装箱联运量同比增长", None),
        ("保护修复森林古道", "森林古道", None),
    ],
)
def test_what_is_no_name_is_left_off(front: str, name: str, scope: str | None) -> None:
    subject = read_subject(front, WORDS)
    assert (noun_name(subject, WORDS, share=False), subject.scope) == (name, scope)


def test_the_region_of_the_document_is_a_scope() -> None:
    assert read_subject("某某市森林覆盖率达到", WORDS, "某某市").scope == "某某市"


@pytest.mark.parametrize(
    ("text", "count", "expected"),
    [
        ("单位能耗、人均用水量", 2, ["单位能耗", "人均用水量"]),
        ("绿色防控覆盖率和统防统治覆盖率", 2, ["绿色防控覆盖率", "统防统治覆盖率"]),
        ("城市、县城污水处理率", 2, ["城市污水处理率", "县城污水处理率"]),
        ("公交车、出租车占比", 2, ["公交车占比", "出租车占比"]),
        ("氮氧化物、化学需氧量排放总量", 2, ["氮氧化物排放总量", "化学需氧量排放总量"]),
        ("大、小型矿山建设率", 2, ["大型矿山建设率", "小型矿山建设率"]),
        ("甲(一、二类)比例、乙比例", 2, ["甲(一、二类)比例", "乙比例"]),
        ("单位能耗", 2, []),
        ("国考、省考断面水质比例", None, []),
    ],
)
def test_a_list_is_divided(text: str, count: int | None, expected: list[str]) -> None:
    assert split_list(text, count, WORDS) == expected


def test_edges_and_overlaps() -> None:
    assert tidy("“两品一标”认证产品等") == "“两品一标”认证产品"
    assert tidy('两品一标"产品') == "两品一标产品"
    assert merged("园林废弃物资源化利用", "利用率") == "园林废弃物资源化利用率"
