"""Every word of the masthead's lexicon does its work on its own example; the tests of a single line."""

from __future__ import annotations

import pytest

from policygraph.lexicon import Entry, default_lexicon
from policygraph.outline.lines import is_date_line, is_number_line
from policygraph.outline.regions import level_of, region_of
from policygraph.outline.words import (
    LABEL_KINDS,
    is_addressee,
    is_furniture,
    is_note,
    is_organ,
    is_title_line,
    words_of,
)
from policygraph.text import fold

LEXICON = default_lexicon()
WORDS = words_of(LEXICON)


@pytest.mark.parametrize("entry", LEXICON.entries("parts", "genre", "plan", "kind"), ids=lambda entry: entry.word)
def test_ends_a_title(entry: Entry) -> None:
    assert WORDS.title.search(fold(entry.example))


@pytest.mark.parametrize("entry", LEXICON.entries("parts", "carry"), ids=lambda entry: entry.word)
def test_carries_a_plan(entry: Entry) -> None:
    found = WORDS.carrier.search(fold(entry.example))
    assert found and found.group(1) == "绿色发展方案"


@pytest.mark.parametrize("entry", LEXICON.entries("masthead", *LABEL_KINDS), ids=lambda entry: entry.word)
def test_labels_a_field(entry: Entry) -> None:
    found = WORDS.label.match(fold(entry.example))
    assert found and WORDS.labels[found.group(1)] == entry.kind


@pytest.mark.parametrize(
    "entry",
    [
        entry
        for entry in LEXICON.entries("organizations", "department", "office", "government", "institution")
        if not entry.extra.get("loose")
    ],
    ids=lambda entry: entry.word,
)
def test_ends_the_name_of_a_body(entry: Entry) -> None:
    assert is_organ(entry.example, WORDS)


@pytest.mark.parametrize(
    "entry", LEXICON.entries("masthead", "furniture", "furniture_start"), ids=lambda entry: entry.word
)
def test_is_furniture(entry: Entry) -> None:
    assert is_furniture(entry.example, WORDS)


@pytest.mark.parametrize("entry", LEXICON.entries("masthead", "province"), ids=lambda entry: entry.word)
def test_is_a_province(entry: Entry) -> None:
    assert region_of((entry.example,), None, LEXICON) == entry.extra["full"]


def test_labels_look_through_spaces() -> None:
    assert WORDS.label.match(fold("索 引 号：0001")) and WORDS.label.match(fold("标　　题： 关于"))
    assert not WORDS.label.match("本标题：")


def test_lines() -> None:
    assert is_number_line("（某政发〔2019〕29号）") and not is_number_line("根据某政发〔2019〕29号文件")
    assert is_date_line("（2020年12月）") and not is_date_line("2020年12月底前完成")
    assert is_note("（此件公开发布）") and not is_note("（2020年12月）")
    assert is_title_line("某市绿色发展方案") and not is_title_line("（一）总体要求") and not is_title_line("推进节能。")


def test_addressee() -> None:
    assert is_addressee("各县（市、区）人民政府，市直各部门：", WORDS)
    assert not is_addressee("各位代表：", WORDS)
    assert not is_addressee("提出以下意见：", WORDS)
    assert not is_addressee("（一）各部门：", WORDS)


@pytest.mark.parametrize(
    ("issuer", "region", "level"),
    [
        ("成都市人民政府", "成都市", "city"),  # ends like 都市, 盐城市 like 城市, 本溪市 begins like 本市
        ("盐城市人民政府办公室", "盐城市", "city"),
        ("本溪市工业和信息化局", "本溪市", "city"),
        ("全椒县人民政府", "全椒县", "county"),
        ("江苏省盐城市人民政府", "江苏省盐城市", "city"),
        ("中共成都市委宣传部", "成都市", "city"),
        ("共青团海南省委", "海南省", "province"),
        ("国家税务总局浙江省税务局", "浙江省", "province"),
        ("国家税务总局办公厅", None, "national"),
        ("工业和信息化部中小企业局", None, "national"),
        ("宁波市推进国家自主创新示范区建设工作领导小组办公室", "宁波市", "city"),
        ("上海市公安局浦东新区分局", "上海市", "province"),
        ("防城区人民政府", "防城区", "county"),
    ],
)
def test_the_region_of_an_issuer(issuer: str, region: str | None, level: str) -> None:
    found = region_of((issuer,), None, LEXICON)
    assert (found, level_of(found, (issuer,), LEXICON)) == (region, level)


@pytest.mark.parametrize(
    ("title", "region"),
    [
        ("乙市丙区促进社区经济发展实施细则", "乙市丙区"),
        ("智慧城市建设行动计划", None),
        ("大都市圈发展规划", None),
        ("城市更新实施方案", None),
        ("全市水利工作要点", None),
        ("成都市水利发展规划", "成都市"),
    ],
)
def test_the_region_a_title_begins_with(title: str, region: str | None) -> None:
    assert region_of((), title, LEXICON) == region
