"""Every word of the masthead's lexicon does its work on its own example; the tests of a single line."""

from __future__ import annotations

import pytest

from policygraph.lexicon import Entry, default_lexicon
from policygraph.outline.lines import is_date_line, is_number_line
from policygraph.outline.regions import region_of
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


@pytest.mark.parametrize("entry", LEXICON.entries("masthead", "organ"), ids=lambda entry: entry.word)
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
