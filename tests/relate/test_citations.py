"""Citations find their document, or leave a stub that the document fills when it comes."""

from __future__ import annotations

import pytest
from relate_support import Record

from policygraph.relate.citations import known, resolve, stub
from policygraph.relate.titles import parse_title


def test_a_citation_finds_its_document_by_number_and_the_law_stays_a_stub(family: list[Record]) -> None:
    nation, province, city = (record["document"]["id"] for record in family)
    found = [(item.document, item.target, item.how, item.relation) for item in resolve(family)]
    law = stub("中华人民共和国农业机械化促进法", None)
    assert found == [
        (province, nation, "number", "basis"),
        (province, law, "stub", "basis"),
        (city, province, "number", "basis"),
    ]


def test_without_a_number_the_title_is_enough_and_another_number_is_another_document(family: list[Record]) -> None:
    nation, province, _ = family
    plain = [{**item, "number": None} for item in province["citations"]]
    other = [{**item, "number": "国发〔2010〕1号"} for item in province["citations"]]
    how = {"title": plain, "stub": other}
    for said, citations in how.items():
        assert resolve([nation, {**province, "citations": citations}])[0].how == said


def test_a_document_that_arrives_fills_its_stub(family: list[Record]) -> None:
    nation, province, _ = family
    before = resolve([province])[0]
    after = resolve([province, nation])[0]
    assert before.target == stub(None, known(nation).number)
    assert after.target == nation["document"]["id"]


@pytest.mark.parametrize(
    ("title", "core", "topic", "region"),
    [
        ("关于印发《某某发展规划（试行）》的通知", "某某发展规划", "某某发展", None),
        ("江苏省人民政府关于加快某某发展的实施意见", "加快某某发展实施意见", "某某发展", "江苏省"),
        ("国务院办公厅关于转发商务部关于推进某某工作意见的通知", "推进某某工作意见", "某某工作", None),
        ("常州市某某产业三年行动计划（2021-2023年）", "常州市某某产业三年行动计划2021-2023".replace("年", ""), "某某产业", "常州市"),
    ],
)  # fmt: skip
def test_a_title_taken_apart(title: str, core: str, topic: str, region: str | None) -> None:
    made = parse_title(title)
    assert (made.core, made.topic, made.region) == (core, topic, region)


def test_a_plan_of_one_place_is_not_that_of_another(family: list[Record]) -> None:
    nation, province, city = family
    other = {**city["citations"][0], "title": "浙江省人民政府关于加快建立现代农机服务体系的实施意见", "number": None}
    assert resolve([nation, province, {**city, "citations": [other]}])[-1].how == "stub"


def test_what_explains_a_document_is_not_it(family: list[Record]) -> None:
    nation, province, _ = family
    told = {
        **nation,
        "document": {**nation["document"], "number": None, "title": "解读《关于加快建立现代农机服务体系的指导意见》"},
    }
    plain = [{**item, "number": None} for item in province["citations"]]
    assert resolve([told, {**province, "citations": plain}])[0].how == "stub"


@pytest.mark.parametrize(
    ("citing", "how"),
    [("常州市", "title"), ("江苏省", "title"), ("浙江省", "stub"), (None, "stub")],
)
def test_without_a_place_a_title_means_that_of_the_place_or_around_it(
    family: list[Record], citing: str, how: str
) -> None:
    _, province, city = family
    named = {
        **province,
        "document": {**province["document"], "title": "江苏省某某产业振兴行动计划", "number": None, "issuer": []},
    }
    item = {**city["citations"][0], "title": "某某产业振兴行动计划", "number": None}
    asking = {**city, "document": {**city["document"], "region": citing, "level": None if citing else "national"}}
    assert resolve([named, {**asking, "citations": [item]}])[-1].how == how
