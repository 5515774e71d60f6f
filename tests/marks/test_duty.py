"""Who a sentence tells to do what: actors with roles, the act, how strongly, and by when."""

from __future__ import annotations

import pytest

from policygraph.lexicon import default_lexicon
from policygraph.marks.duty import duties, heading_actors
from policygraph.text import fold, sentences


def told(text: str) -> list[tuple[str, list[str], str]]:
    """(modality, ["role body"], act) of each duty."""
    folded = fold(text)
    found = duties(folded, sentences(folded, "。；"), default_lexicon())
    return [
        (said.modality, [f"{role} {body.text}" for role, body in said.actors], folded[slice(*said.act)])
        for said in found
    ]


@pytest.mark.parametrize(
    ("text", "modality", "actors", "act"),
    [
        ("由市发展改革委会同市财政局制定方案。", "must", ["lead 市发展改革委", "responsible 市财政局"], "会同市财政局制定方案"),
        ("各市要制定本市总体实施方案。", "must", ["responsible 各市"], "制定本市总体实施方案"),
        ("2022年6月底前，各县（区）建成转运体系。", "must", ["responsible 各县(区)"], "建成转运体系"),
        ("市财政局：做好资金保障。", "must", ["responsible 市财政局"], "做好资金保障"),
        ("在市政府统一领导下，市大数据局负责建设平台。", "must", ["responsible 市大数据局", "guide 市政府"], "负责建设平台"),
        ("市住建局负责建设，市财政局、市城管局配合。", "must", ["responsible 市住建局", "support 市财政局", "support 市城管局"],
         "负责建设,市财政局、市城管局配合"),
        ("鼓励各地开展试点。", "encourage", ["responsible 各地"], "开展试点"),
        ("各级各部门要高度重视，加强组织领导。", "should", ["responsible 各级各部门"], "要高度重视,加强组织领导"),
        ("餐饮服务单位不得经营野生动物菜肴。", "forbid", ["responsible 餐饮服务单位"], "不得经营野生动物菜肴"),
    ],
)  # fmt: skip
def test_duties(text: str, modality: str, actors: list[str], act: str) -> None:
    assert told(text) == [(modality, actors, act)]


@pytest.mark.parametrize(
    "text",
    [
        "经市政府同意，现将方案印发给你们。", "报市发展改革委备案。", "市发展改革委印发的通知已经废止。",
        "鼓励企业建设平台。", "市政府已建成平台三个。", "推进平台建设。", "",
    ],
)  # fmt: skip
def test_no_duty(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("heading", "bodies"),
    [
        ("市水务局", ["市水务局"]),
        ("市发展改革委、市财政局主要职责", ["市发展改革委", "市财政局"]),
        ("综合处", ["综合处"]),
        ("加强领导", []),
    ],
)
def test_a_heading_that_is_nothing_but_bodies(heading: str, bodies: list[str]) -> None:
    assert [body.text for body in heading_actors(heading, default_lexicon())] == bodies
