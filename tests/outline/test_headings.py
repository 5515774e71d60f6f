"""Which words after a marker are the title."""

from __future__ import annotations

import pytest

from policygraph.outline.headings import read_heading
from policygraph.outline.markers import read_marker

CASES = [
    ("1．加快工业绿色升级。加快实施重点行业改造。", "加快工业绿色升级", "加快实施重点行业改造。"),
    ("（一）推动生产环节绿色低碳循环发展", "推动生产环节绿色低碳循环发展", ""),
    ("一、指导思想：", "指导思想", ""),
    ("2.实施化肥农药减量增效行动（责任单位：农业农村局）", "实施化肥农药减量增效行动", "（责任单位：农业农村局）"),
    ("（二）主要目标。到2025年，秸秆综合利用率达到95%。", "主要目标", "到2025年，秸秆综合利用率达到95%。"),
    (
        "3．持续推进生活垃圾分类，促进垃圾减量化、资源化，全区基本建成生活垃圾处理系统，设施覆盖率达到百分之百并保持。",
        "持续推进生活垃圾分类",
        "持续推进生活垃圾分类，促进垃圾减量化、资源化，全区基本建成生活垃圾处理系统，设施覆盖率达到百分之百并保持。",
    ),
    ("专栏1：重点工程", "重点工程", ""),
    ("（一）在校学生：个人缴费每人413元。", "在校学生", "个人缴费每人413元。"),
    ("（一）展览时间：2019年9月6日-8日", "展览时间", "2019年9月6日-8日"),
    ("（1）第一阶段：基础建设期（2019-2020年）", "第一阶段：基础建设期（2019-2020年）", ""),
    ("4．创建“绿岛”（一期。二期）试点。开展建设。", "创建“绿岛”（一期。二期）试点", "开展建设。"),
]


@pytest.mark.parametrize(("text", "title", "rest"), CASES)
def test_heading(text: str, title: str, rest: str) -> None:
    marker = read_marker(text)
    assert marker is not None
    heading = read_heading(text, marker.end)
    assert text[heading.start : heading.end] == title
    assert text[heading.content :] == rest
