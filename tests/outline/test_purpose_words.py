"""What headings say of their sections."""

from __future__ import annotations

import pytest

from policygraph.lexicon import default_lexicon
from policygraph.outline.purpose_words import headings_of

WORDS = headings_of(default_lexicon())


@pytest.mark.parametrize(
    "heading", ["主要目标", "（三）发展目标", "总体要求和主要目标", "目标任务", "推进工作的原则和目标"]
)
def test_headings_of_goals(heading: str) -> None:
    assert "goals" in WORDS.purposes(heading)


@pytest.mark.parametrize("heading", ["落实目标责任", "重点任务", "强化目标考核", "科学合理确定有序达峰目标", ""])
def test_headings_that_name_no_goals(heading: str) -> None:
    assert "goals" not in WORDS.purposes(heading)


@pytest.mark.parametrize("heading", ["发展基础", "面临形势", "“十三五”完成情况", "现状与形势"])
def test_headings_of_a_review(heading: str) -> None:
    assert "review" in WORDS.purposes(heading)


@pytest.mark.parametrize(
    "heading", ["夯实发展基础", "加强基础设施建设", "主要目标", "持续改善作业基础条件", "加快补齐生产短板"]
)
def test_headings_of_no_review(heading: str) -> None:
    assert "review" not in WORDS.purposes(heading)


def test_what_begins_as_a_task() -> None:
    assert WORDS.acts("加快工业绿色升级") and WORDS.acts("（一）大力发展循环经济".removeprefix("（一）"))
    assert not WORDS.acts("发展基础") and not WORDS.acts("加强组织领导") and not WORDS.acts("申报条件")


def test_safeguards_may_begin_as_a_task_does() -> None:
    assert WORDS.purposes("切实加强组织领导") == {"safeguards": "exact"} or "safeguards" in WORDS.purposes(
        "切实加强组织领导"
    )
    assert WORDS.purposes("强化要素保障") == {"safeguards": "ends"}
