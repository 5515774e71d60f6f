"""Markers in, systems out: two lists side by side."""

from __future__ import annotations

import pytest

from policygraph.outline.markers import read_marker

READ = [
    ("第一编　总则", "编", 1, "第一编"),
    ("第三章 重点任务", "章", 3, "第三章"),
    ("第八章规划实施保障", "章", 8, "第八章"),
    ("第二节　空间布局", "节", 2, "第二节"),
    ("第十二条　本办法自公布之日起施行", "条", 12, "第十二条"),
    ("一、总体要求", "一、", 1, "一"),
    ("二十一、组织实施", "一、", 21, "二十一"),
    ("三．保障措施", "一、", 3, "三"),
    ("（一）指导思想", "（一）", 1, "（一）"),
    ("(十五)促进农业发展", "（一）", 15, "(十五)"),
    ("1．加快工业绿色升级", "1.", 1, "1"),
    ("１、推进节能", "1.", 1, "1"),
    ("10.推进农作物秸秆综合利用", "1.", 10, "10"),
    ("3.5G网络建设", "1.", 3, "3"),
    ("2.2025年前完成改造", "1.", 2, "2"),
    ("1.1 编制目的", "1.1", 1, "1.1"),
    ("2.1.3 办公室职责", "1.1.1", 3, "2.1.3"),
    ("（3）建设平台", "（1）", 3, "（3）"),
    ("4）其他事项", "1）", 4, "4）"),
    ("②排查隐患", "①", 2, "②"),
    ("㈢提升类改造", "（一）", 3, "（三）"),
    ("⑵建设托育设施", "（1）", 2, "（2）"),
    ("⒊修缮公共部位", "1.", 3, "3"),
    ("专栏2 重点工程", "专栏", 2, "专栏2"),
    ("专 栏 3：清洁能源工程", "专栏", 3, "专栏3"),
]

NOT_READ = [
    "1.1万吨/日污水处理厂",
    "1.5倍以上",
    "2021年底前完成",
    "一是加强领导",
    "一二三产业融合发展",
    "100家企业",
    "3.14",
    "第一章的规定",
    "第五条规定的情形",
    "一、二、三产业",
    "（含）以上",
    "（市发展改革委负责）",
    "",
]


@pytest.mark.parametrize(("text", "system", "ordinal", "label"), READ)
def test_marker_is_read(text: str, system: str, ordinal: int, label: str) -> None:
    marker = read_marker(text)
    assert marker is not None
    assert (marker.system, marker.ordinal, marker.label) == (system, ordinal, label)


@pytest.mark.parametrize("text", NOT_READ)
def test_words_are_no_marker(text: str) -> None:
    assert read_marker(text) is None


def test_marker_ends_where_the_words_begin() -> None:
    marker = read_marker("第一章　总　则")
    assert marker is not None
    assert "第一章　总　则"[marker.end :] == "总　则"
