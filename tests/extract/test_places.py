"""The section tree as rules ask it."""

from __future__ import annotations

from outline_support import outlined

from policygraph.extract.places import Places
from policygraph.lexicon import default_lexicon

POLICY = outlined(
    "某市行动方案\n一、总体要求和主要目标\n到2025年，建成平台。\n二、重点任务\n（一）2023年重点\n1.加快建设平台。编制目录。\n2.推进共享。"
)
PLACES = Places(POLICY, default_lexicon())
BY_PATH = {section.path: section.id for section in POLICY.sections}


def test_ancestors_and_the_headings_above_a_task() -> None:
    item = BY_PATH["二/（一）/1"]
    assert [section.path for section in PLACES.chain(item)] == ["二", "二/（一）", "二/（一）/1"]
    assert PLACES.domain_area(item, own=True) == ("重点任务", "2023年重点")
    assert PLACES.outermost(item) == BY_PATH["二"] and PLACES.path(None) == ""


def test_purposes_as_sets() -> None:
    assert PLACES.goals == PLACES.mixed == {BY_PATH["一"]}
    assert BY_PATH["二/（一）/2"] in PLACES.tasks and not PLACES.past
    assert PLACES.years[BY_PATH["二/（一）/1"]] == "2023"


def test_a_container_is_the_name_of_a_part() -> None:
    assert PLACES.is_container(PLACES.by_id[BY_PATH["二"]]) and PLACES.is_container(None)
    assert not PLACES.is_container(PLACES.by_id[BY_PATH["二/（一）/1"]])
