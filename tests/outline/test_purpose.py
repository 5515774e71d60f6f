"""Sections and what they are for: by their content, whatever they are called."""

from __future__ import annotations

import pytest
from casefile import cases
from outline_support import outlined

from policygraph.lexicon import default_lexicon
from policygraph.outline.purpose import contributions, decide
from policygraph.outline.purpose_words import PURPOSES


@pytest.mark.parametrize(("title", "text", "expected"), cases("purposes"))
def test_each_section_has_the_purpose_of_its_case(title: str, text: str, expected: str) -> None:
    said = [f"{section.path} {section.purpose}" for section in outlined(text).sections]
    assert said == expected.splitlines()


def test_every_section_says_why() -> None:
    policy = outlined("某市行动方案\n一、主要目标\n到2025年，建成平台。\n二、重点任务\n（一）加快建设平台。编制目录。")
    assert all(section.why for section in policy.sections)
    assert [section.named for section in policy.sections] == [True, True, False]


def test_a_weight_for_all_yields_to_one_for_a_purpose() -> None:
    weights = {"exact": 2.0, "goals:exact": 3.0, "tasks:acts": 1.0, "other:bias": 0.5}
    assert dict(contributions("goals", {"exact=goals": 1.0}, weights)) == {"exact=goals": 3.0}
    assert dict(contributions("tasks", {"exact=goals": 1.0, "acts": 0.5}, weights)) == {"acts": 0.5}
    assert decide({"exact=review": 1.0}, weights)[0] == "review"
    assert decide({}, weights) == ("other", "bias +0.5")


def test_every_weight_is_of_a_purpose_there_is() -> None:
    keys = default_lexicon().weights["purpose"]
    assert {key.partition(":")[0] for key in keys if ":" in key} <= set(PURPOSES)
