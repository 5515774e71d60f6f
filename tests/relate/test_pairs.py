"""Upper items and lower ones: same, narrower, broader, dropped, inherited, new."""

from __future__ import annotations

import pytest
from relate_support import Record

from policygraph.model import Cascade, Unit
from policygraph.relate.cascade import cascade, side_by_side
from policygraph.relate.pairs import align
from policygraph.relate.told import told
from policygraph.relate.units import by_type, units_of


@pytest.fixture(scope="module")
def found(family: list[Record]) -> Cascade:
    return cascade(family)


def test_units_are_items_with_their_whole_passage_and_owners(family: list[Record]) -> None:
    units = units_of(family[1])
    assert [unit.heading for unit in units][:2] == ["加快农机研发制造", "推进老旧农机报废更新"]
    assert "关键零部件攻关" in units[0].text
    assert by_type(units[0].owners) == ("industry-information", "agriculture-rural")


def test_every_upper_item_is_taken_up_split_or_dropped(found: Cascade) -> None:
    names = {item.id: item.region for item in found.documents}
    pairs = {(names[p.lower.document], p.upper.heading, p.lower.heading): p.relation for p in found.pairs}
    assert pairs["江苏省", "加快农机研发制造", "加快农机研发制造"] == "same"
    assert pairs["江苏省", "发展智能农机", "推广导航辅助驾驶"] == "narrower"
    assert pairs["江苏省", "发展智能农机", "建设无人农场"] == "narrower"
    holes = [(names[item.document], item.upper.heading, item.hole) for item in found.dropped]
    assert holes == [
        ("江苏省", "加强机耕道路建设", "own"),
        ("江苏省", "扩大国际交流", "own"),
        ("常州市", "健全农机维修体系", "own"),
        ("常州市", "加强机耕道路建设", "inherited"),
        ("常州市", "扩大国际交流", "inherited"),
    ]
    assert [unit.heading for unit in found.new] == ["发展海上渔业装备"]


def test_two_items_put_into_one_are_broader() -> None:
    one = Unit("u", "一", "建设垃圾收集站点", "建设垃圾收集站点。布局社区收集站点，配备密闭运输车辆，公布清运时间。")
    two = Unit("u", "二", "治理黑臭水体", "治理黑臭水体。排查沿河排口，清除河道底泥，恢复水生植物。")
    both = Unit(
        "l", "一", "改善村庄面貌", "改善村庄面貌。排查沿河排口，清除河道底泥。布局社区收集站点，配备密闭运输车辆。"
    )
    other = Unit("l", "二", "发展乡村旅游", "发展乡村旅游。培育民宿集群，打造精品线路。")
    relations = {(p.upper.section, p.lower.section): p.relation for p in align([one, two], [both, other])}
    assert set(relations) == {("一", "一"), ("二", "一")}
    assert "broader" in relations.values()


def test_nothing_pairs_with_nothing() -> None:
    assert align([], [Unit("l", "一", "甲", "甲。")]) == ()


def test_two_versions_side_by_side_tell_owners_that_moved(family: list[Record]) -> None:
    from relate_support import PROVINCE, parsed

    second = parsed(PROVINCE.replace("省农业农村厅、省财政厅", "省农业农村厅、省商务厅"), "second.txt")
    said = told(side_by_side(family[1], second))
    changes = [change for pair in said["pairs"] for change in pair["changes"]]
    assert changes == [
        {"what": "owner", "upper": "省财政厅", "lower": ""},
        {"what": "owner", "upper": "", "lower": "省商务厅"},
    ]
    assert (said["dropped"], said["new"]) == ([], [])
