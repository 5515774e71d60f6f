"""Markers in, paths out: two lists side by side."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policygraph.outline.markers import SYSTEMS, Marker, read_marker
from policygraph.outline.tree import arrange

CASES = {
    "the standard order": (
        "一、 （一） 1. 2. （二） 1. 二、 （一）",
        "一 一/（一） 一/（一）/1 一/（一）/2 一/（二） 一/（二）/1 二 二/（一）",
    ),
    "numbers that run on over 一、": ("一、 （一） （二） 二、 （三）", "一 一/（一） 一/（二） 二 二/（三）"),
    "a level left out": ("三、 1. 2. 四、 1.", "三 三/1 三/2 四 四/1"),
    "（一） before any 一、": ("（一） 1. 一、 （一）", "（一） （一）/1 一 一/（一）"),
    "chapters": ("第一章 第一节 一、 第二节", "第一章 第一章/第一节 第一章/第一节/一 第一章/第二节"),
    "（一） inside 1.": ("1. （一） （二） 2. （一）", "1 1/（一） 1/（二） 2 2/（一）"),
    "a 专栏 with a list of its own": (
        "（一） 1. 2. 专栏1 1. 2. （二）",
        "（一） （一）/1 （一）/2 （一）/2/专栏1 （一）/2/专栏1/1 （一）/2/专栏1/2 （二）",
    ),
    "the outer list goes on after a 专栏": (
        "（一） 专栏1 （一） （二） （二）",
        "（一） （一）/专栏1 （一）/专栏1/（一） （一）/专栏1/（二） （二）",
    ),
    "decimals above plain numbers": (
        "第一章 1.1 1. 2. 1.2 1.",
        "第一章 第一章/1.1 第一章/1.1/1 第一章/1.1/2 第一章/1.2 第一章/1.2/1",
    ),
    "two plans in one file": ("一、 （一） 一、 （一）", "一 一/（一） 一 一/（一）"),
}


def marker(label: str) -> Marker:
    found = read_marker(label + "目的")
    assert found is not None
    return found


@pytest.mark.parametrize("name", CASES)
def test_paths(name: str) -> None:
    given_labels, expected = CASES[name]
    assert [node.path for node in arrange([marker(label) for label in given_labels.split()])] == expected.split()


MARKERS = st.builds(Marker, st.sampled_from(SYSTEMS), st.integers(1, 4), st.just("x"), st.just(1))


@settings(max_examples=60, deadline=None)
@given(st.lists(MARKERS, max_size=40))
def test_a_tree_comes_of_any_markers(markers: list[Marker]) -> None:
    nodes = arrange(markers)
    assert len(nodes) == len(markers)
    for at, node in enumerate(nodes):
        assert node.parent is None or node.parent < at
        assert node.level == (1 if node.parent is None else nodes[node.parent].level + 1)
