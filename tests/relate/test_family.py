"""Families across levels, versions and copies."""

from __future__ import annotations

from relate_support import PROVINCE, Record, parsed

from policygraph.relate.citations import resolve
from policygraph.relate.family import families, repeated


def test_the_family_goes_from_the_nation_to_the_city(family: list[Record]) -> None:
    [found] = families(family, resolve(family))
    assert found.topic == "建立现代农机服务体系"
    assert [item.region for item in found.members] == [None, "江苏省", "常州市"]
    assert [item.parent for item in found.members] == [None, found.members[0].id, found.members[1].id]


def test_the_order_of_the_files_changes_nothing(family: list[Record]) -> None:
    turned = family[::-1]
    assert families(turned, resolve(turned)) == families(family, resolve(family))


def test_a_law_that_is_everybodys_basis_makes_no_family(family: list[Record]) -> None:
    law = parsed("中华人民共和国农业机械化促进法\n第一章 总则\n第一条 为了鼓励使用农业机械，制定本法。\n", "law.txt")
    waste = parsed(
        "常州市生活垃圾处理办法\n根据《中华人民共和国农业机械化促进法》，制定本办法。\n第一条 垃圾分类投放。\n",
        "waste.txt",
    )
    records = [*family, law, waste]
    [found] = families(records, resolve(records))
    assert waste["document"]["id"] not in {item.id for item in found.members}


def test_a_second_version_is_told_and_an_equal_text_is_a_copy(family: list[Record]) -> None:
    draft = parsed(
        PROVINCE.replace("苏政发〔2021〕55号\n", "").replace("（八）发展海上渔业装备", "（八）发展渔业"), "draft.txt"
    )
    twin = parsed(PROVINCE.replace("苏政发〔2021〕55号\n", ""), "twin.txt")
    kinds = {item.kind for item in repeated([family[1], twin])}
    assert kinds == {"copy"}
    assert [item.why for item in repeated([family[1], draft])] == ["题名与发文机关相同"]
