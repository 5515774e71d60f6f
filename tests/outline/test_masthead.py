"""Numbers, dates, bodies, regions and years as a masthead prints them."""

from __future__ import annotations

import pytest

from policygraph.lexicon import default_lexicon
from policygraph.marks.listed import names as listed_names
from policygraph.outline.masthead import split_bodies
from policygraph.outline.numbers import read_date, read_number
from policygraph.outline.regions import level_of, region_of
from policygraph.outline.years import baseline_year, horizon

LEXICON = default_lexicon()

NUMBERS = [
    ("国办函〔2026〕65号", "国办函〔2026〕65号"),
    ("黑环办发[2021]119 号", "黑环办发〔2021〕119号"),
    ("（丽政发〔2019〕29号）", "丽政发〔2019〕29号"),
    ("国办发明电〔2018〕15号", "国办发明电〔2018〕15号"),
    ("某部函﹝2020﹞第24号", "某部函〔2020〕24号"),
    ("2022年6月30日", None),
]


@pytest.mark.parametrize(("text", "number"), NUMBERS)
def test_number(text: str, number: str | None) -> None:
    found = read_number(text)
    assert (found[0] if found else None) == number


DATES = [
    ("2022年6月30日", "2022-06-30"),
    ("2026年 4月 20\u00a0日", "2026-04-20"),
    ("二○一八年十二月三日", "2018-12-03"),
    ("（2020年12月）", "2020-12"),
    ("2020-09-24", "2020-09-24"),
    ("2022年13月", None),
    ("每年", None),
]


@pytest.mark.parametrize(("text", "date"), DATES)
def test_date(text: str, date: str | None) -> None:
    found = read_date(text)
    assert (found[0] if found else None) == date


NAMES = [
    ("滨开区管委会，各镇人民政府、街道办事处", ("滨开区管委会", "各镇人民政府", "街道办事处")),
    (
        "各省、自治区、直辖市人民政府，国务院各部委、各直属机构",
        ("各省、自治区、直辖市人民政府", "国务院各部委", "各直属机构"),
    ),
    ("各县（市、区）人民政府，市直各委、办、局", ("各县（市、区）人民政府", "市直各委、办、局")),
    ("某甲省、某乙省人民政府，教育部、财政部", ("某甲省、某乙省人民政府", "教育部", "财政部")),
]


@pytest.mark.parametrize(("text", "names"), NAMES)
def test_addressees(text: str, names: tuple[str, ...]) -> None:
    assert listed_names(text, LEXICON) == names


BODIES = [
    ("财 政 部", ("财政部",)),
    ("中共中央 国务院", ("中共中央", "国务院")),
    ("中共中央国务院", ("中共中央", "国务院")),
    ("某市教育局　某市财政局", ("某市教育局", "某市财政局")),
    ("", ()),
]


@pytest.mark.parametrize(("text", "names"), BODIES)
def test_bodies(text: str, names: tuple[str, ...]) -> None:
    assert split_bodies(text) == names


REGIONS = [
    (("浙江省人民政府办公厅",), None, "浙江省", "province"),
    (("内蒙古自治区人民政府",), None, "内蒙古自治区", "province"),
    (("上海市发展和改革委员会",), None, "上海市", "province"),
    (("福州市人民政府",), None, "福州市", "city"),
    (("甘南藏族自治州人民政府办公室",), None, "甘南藏族自治州", "city"),
    (("桂林市象山区人民政府办公室",), None, "桂林市象山区", "county"),
    (("某市某县某镇人民政府",), None, "某市某县", "township"),
    (("国务院办公厅",), None, None, "national"),
    (("教育部", "财政部"), None, None, "national"),
    ((), "广西数字经济发展行动计划", "广西壮族自治区", "province"),
    ((), "智慧城市发展行动计划", None, None),
    ((), "关于加快发展的意见", None, None),
]


@pytest.mark.parametrize(("issuer", "title", "region", "level"), REGIONS)
def test_region(issuer: tuple[str, ...], title: str | None, region: str | None, level: str | None) -> None:
    found = region_of(issuer, title, LEXICON)
    assert (found, level_of(found, issuer, LEXICON)) == (region, level)


YEARS = [
    ("数字经济三年行动计划（2018—2020年）", [], "2020"),
    ("“十四五”规划", [], "2025"),
    ("“十五五”规划", [], "2030"),
    ("2022年工作要点", ["到2025年，实现目标"], "2022"),
    ("行动方案", ["到2025年，甲；到2030年，乙", "到2025年，丙"], "2025"),
    ("行动方案", ["持续推进"], None),
]


@pytest.mark.parametrize(("title", "body", "year"), YEARS)
def test_horizon(title: str, body: list[str], year: str | None) -> None:
    assert horizon(title, body) == year


def test_baseline_year() -> None:
    assert baseline_year(["单位能耗比2020年下降13.5%", "较2020年提高"]) == "2020"
    assert baseline_year(["持续下降"]) is None
