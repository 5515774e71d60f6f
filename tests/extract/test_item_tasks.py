"""Numbered items as tasks: of chapters that are for tasks, in whatever genre; never of calls, agendas, articles."""

from __future__ import annotations

import pytest
from extract_support import parse

ITEMS = "（一）{}甲平台。编制目录。\n（二）{}乙平台。完善机制。"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("某市行动方案\n一、重点任务\n" + ITEMS.format("加快建设", "推进建设"), 2),
        ("关于加快数字发展的决定\n一、夯实数字基础\n" + ITEMS.format("加快建设", "推进建设"), 2),
        ("关于组织申报项目的通知\n一、申报条件\n" + ITEMS.format("申报单位拥有", "项目依托"), 0),
        ("关于举办研讨会的通知\n一、会议议程\n" + ITEMS.format("嘉宾演讲", "主持介绍"), 0),
        ("某市管理办法\n第一条 单位应当建设平台。\n第二条 不得关闭平台。", 0),
        ("某市行动方案\n一、保障措施\n" + ITEMS.format("加快建设", "推进建设"), 0),
    ],
    ids=["plan", "decision", "call", "event", "statute", "safeguards"],
)
def test_items_are_tasks_where_the_section_is_for_tasks(text: str, count: int) -> None:
    found = [task for task in parse(text).tasks if task.rule == "item_tasks"]
    assert len(found) == count
    assert all(task.confidence == "inferred" and task.why for task in found)
