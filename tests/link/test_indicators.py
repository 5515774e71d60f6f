"""Indicators to tasks, goals and to the same quantity elsewhere; gold of the Changzhou document."""

from __future__ import annotations

from dataclasses import replace

import pytest

from policygraph.link import indicators
from policygraph.link.indicators import same_quantities, tie
from policygraph.model import Goal, Indicator, Linked, Section, Span, Task


def indicator(key: str, name: str, at: int, unit: str = "%", by: str = "2025", section: str = "s1") -> Indicator:
    return Indicator(key, name, 90.0, unit, ">=", by, section, "一", (Span(at, at + 5),), "rule")


def task(key: str, start: int, end: int) -> Task:
    spans = (Span(start, end),)
    return Task(key, None, "任务", "body", None, None, "s1", "一", "一", spans, spans, "rule")


SECTIONS = (
    Section("s1", "一", "一", "任务", 1, None, "body", Span(0, 400), ()),
    Section("s2", "一/（一）", "（一）", "细目", 2, "s1", "body", Span(120, 400), ()),
)


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("秸秆综合利用率", "10"),
        ("粪污资源化利用率", "11"),
        ("高新技术产业产值占园区工业总产值比例", "5"),
        ("城市再生水利用率", "41"),
        ("可再生能源发电装机", "49"),
        ("集装箱公铁水联运量同比增长", "27"),
    ],
)
def test_an_indicator_belongs_to_the_task_whose_passage_holds_it(changzhou: Linked, name: str, number: str) -> None:
    found = next(item for item in changzhou.indicators if item.name == name)
    assert next(task.number for task in changzhou.tasks if task.id == found.task) == number


def test_goal_indicators_know_their_goal_and_no_task(changzhou: Linked) -> None:
    found = [item for item in changzhou.indicators if item.section_path == "二"]
    assert len(found) == 6
    assert all(item.goal and item.task is None for item in found)
    shared = [goal for goal in changzhou.goals if len(goal.indicators) == 3]
    assert [goal.text.endswith("均达到100%") for goal in shared] == [True]


def test_the_same_quantity_in_goals_and_tasks_is_linked(changzhou: Linked) -> None:
    names = {item.id: (item.name, item.section_path) for item in changzhou.indicators}
    pairs = [(names[item.left], names[item.right]) for item in changzhou.links if item.kind == "same_indicator"]
    assert pairs == [(("生活垃圾分类设施覆盖率", "二"), ("生活垃圾分类设施覆盖率", "三/（三）/2"))]


def test_the_shortest_passage_wins() -> None:
    tied, _ = tie([indicator("i1", "甲率", 50)], [task("outer", 0, 100), task("inner", 40, 60)], [])
    assert tied[0].task == "inner"


def test_outside_every_passage_there_is_no_task() -> None:
    tied, _ = tie([indicator("i1", "甲率", 150, section="s9")], [task("t1", 0, 100)], [])
    assert tied[0].task is None


def test_targets_in_a_paragraph_of_their_own_belong_to_the_only_task_of_the_item() -> None:
    tied, _ = tie([indicator("i1", "甲率", 150)], [task("t1", 0, 100)], [], SECTIONS)
    assert tied[0].task == "t1"
    below, _ = tie([indicator("i1", "甲率", 150, section="s2")], [task("t1", 0, 100)], [], SECTIONS)
    assert below[0].task == "t1"


def test_among_several_tasks_of_an_item_none_is_guessed() -> None:
    tied, _ = tie([indicator("i1", "甲率", 150)], [task("t1", 0, 50), task("t2", 50, 100)], [], SECTIONS)
    assert tied[0].task is None


def test_a_goal_collects_its_indicators() -> None:
    goal = Goal("g1", "甲率达到90%", "2025", "s1", "一", (Span(0, 30),), "rule")
    tied, goals = tie([indicator("i1", "甲率", 5), indicator("i2", "乙率", 40)], [], [goal])
    assert [item.goal for item in tied] == ["g1", None]
    assert goals[0].indicators == ("i1",)


def same(*items: Indicator) -> tuple[list[str], list[tuple[str, str]]]:
    """(concepts, pairs that are linked)."""
    found, links = same_quantities(items)
    return [item.concept for item in found], [(link.left, link.right) for link in links]


def test_two_target_years_of_one_row_are_one_concept_and_no_repetition() -> None:
    first = indicator("i1", "甲率", 0, by="2025")
    concepts, links = same(first, replace(first, id="i2", by="2030", spans=(Span(9, 12),)))
    assert concepts[0] == concepts[1] and links == []


def test_units_tell_quantities_apart() -> None:
    concepts, links = same(indicator("i1", "植树面积", 0, "亩"), indicator("i2", "植树面积", 50, "%", section="s2"))
    assert concepts[0] != concepts[1] and links == []


def test_a_change_and_a_scope_are_quantities_of_their_own() -> None:
    level = indicator("i1", "森林覆盖率", 0, "%")
    others = (replace(level, id="i2", since="2020", section="s2"), replace(level, id="i3", scope="全区", section="s3"))
    assert len(set(same(level, *others)[0])) == 3


def test_a_similar_name_is_a_guess() -> None:
    places = [indicator("i1", "城市生活垃圾回收利用率", 0), indicator("i2", "生活垃圾回收利用率", 50, section="s2")]
    found, links = same_quantities(places)
    assert [item.confidence for item in links] == ["guessed"] and found[0].concept == found[1].concept


def test_every_further_place_is_linked_to_the_first_only() -> None:
    places = [indicator(f"i{n}", "植树面积", 10 * n, "亩", section=f"s{n}") for n in range(400)]
    concepts, links = same(*places)
    assert len(set(concepts)) == 1
    assert links == [("i0", f"i{n}") for n in range(1, 400)]


def test_the_work_grows_with_the_number_of_indicators(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    real = indicators.alike
    monkeypatch.setattr(indicators, "alike", lambda a, b: asked.append(1) or real(a, b))

    def work(count: int) -> int:
        asked.clear()
        same_quantities([indicator(f"i{n}", f"第{n}类产品合格率", 10 * n, "%", section=f"s{n}") for n in range(count)])
        return len(asked)

    assert work(2000) <= 2000 * (indicators.NEAR + 1)
