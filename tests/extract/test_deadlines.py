"""Wordings of time to dates (tests/cases/deadlines.txt), and which phrase of a clause is nothing but a time."""

from __future__ import annotations

import pytest
from casefile import cases
from hypothesis import given
from hypothesis import strategies as st

from policygraph.extract.deadlines import is_deadline, read_deadline, stated_deadline
from policygraph.lexicon import Entry, default_lexicon

LEXICON = default_lexicon()


@pytest.mark.parametrize(("title", "text", "expected"), cases("deadlines"), ids=lambda value: value[:30])
def test_cases(title: str, text: str, expected: str) -> None:
    found = read_deadline(text, "2022", LEXICON)
    assert found is not None
    assert (found.by or "-") == expected


@pytest.mark.parametrize("entry", LEXICON.entries("deadlines", "open"), ids=lambda entry: entry.word)
def test_open_words_set_no_date(entry: Entry) -> None:
    found = read_deadline(entry.word, "2022", LEXICON)
    assert found is not None and found.by is None and found.text == entry.word


@pytest.mark.parametrize("text", ["市水利局", "按照职责分工", "", "第3批"])
def test_what_says_nothing_of_time(text: str) -> None:
    assert read_deadline(text, "2022", LEXICON) is None


def test_a_month_without_any_year_is_no_date() -> None:
    assert read_deadline("6月底前", None, LEXICON) is None


@pytest.mark.parametrize(
    "text", ["12月底前完成", "持续推进", "2022年四季度", "2025年底前基本建成", "6月底完成并持续推进", "长期"]
)
def test_phrases_that_are_only_a_time(text: str) -> None:
    assert is_deadline(text, LEXICON)


@pytest.mark.parametrize(
    "text", ["市水利局", "2022年重点项目办", "12345热线", "十四五规划编制专班", "全年无休服务中心"]
)
def test_phrases_that_are_not(text: str) -> None:
    assert not is_deadline(text, LEXICON)


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("推动归集，2023年底前建成统一平台，持续完善。", "2023"),
        ("2023年年底前，在乡镇、社区布局一批服务站点。", "2023"),
        ("2022年底前启动试点，2024年底前基本形成联动机制。", "2024"),
        ("5月底前完成试点，9月底前全面推广。", "2022-09"),
        ("6月底前完成自查。2023年起，每年1月底前完成上述工作。", "2022-06"),
        ("年底前印发实施细则。", "2022"),
        ("2025年底前，建成加油站20座。", None),
        ("2025年底前，清洁取暖率提高到80%以上。", None),
        ("2025年底前，每年培育一批骨干企业。", None),
        ("每年2月底前完成考核。", None),
        ("到2025年，形成完备的体系。", None),
        ("推进2030年前碳达峰行动。", None),
        ("2025年底前，具备条件的园区全部实施改造。", None),
    ],
)
def test_a_date_inside_the_sentence_by_which_an_act_is_done(text: str, by: str | None) -> None:
    found = stated_deadline(text, "2022", LEXICON)
    assert (found.by if found else None) == by


@pytest.mark.parametrize("entry", LEXICON.entries("deadlines", "act"), ids=lambda entry: entry.word)
def test_what_is_done_by_the_end_of_a_year(entry: Entry) -> None:
    found = stated_deadline(entry.example, None, LEXICON)
    assert found is not None and (found.text, found.by) == ("2022年底前", "2022")


@given(st.text(alphabet="0123456789年月日底前末季度一二十〇四五“”—-持续推进内今、. ", max_size=40))
def test_any_wording_gives_a_well_formed_date_or_none(text: str) -> None:
    found = read_deadline(text, "2022", LEXICON)
    assert found is None or found.by is None or (len(found.by) in {4, 7, 10} and found.by[:2].isdigit())
