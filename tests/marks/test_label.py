"""Labels, role words, and the rules a document states once, with what they do to later clauses."""

from __future__ import annotations

import pytest
from extract_support import owners_of, parse

from policygraph.lexicon import default_lexicon
from policygraph.marks.label import closing_role, declarations, is_declaration, labels, opening_role
from policygraph.text import fold

LEXICON = default_lexicon()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("排在第一位的为牵头单位，下同", "first"),
        ("列首位的为牵头单位", "first"),
        ("责任单位中排名第一的单位为牵头单位", "first"),
        ("第一责任单位为牵头单位", "first"),
        ("列第一位者为牵头部门或单位", "first"),
        ("两省市列首位的为牵头单位", "first"),
        ("逗号前为牵头单位，下同", "comma"),
        ("责任单位两个以上的，带“△”的为牵头单位", "marked"),
        ("以下均需各市人民政府落实，不再列出", "once"),
        ("各项工作均需县人民政府组织，以下不再列出", "once"),
    ],
)
def test_declared(text: str, kind: str) -> None:
    assert [rule.cls for rule in declarations(text, LEXICON)] == [kind]


@pytest.mark.parametrize("text", ["市发展改革委牵头", "坚持把节能放在首位", "第一时间牵头处置", "各项工作均已完成"])
def test_not_declared(text: str) -> None:
    assert declarations(text, LEXICON) == []


@pytest.mark.parametrize(
    ("item", "is_one"), [("下同", True), ("以下简称各市", True), ("各市政府", False), ("市教育局", False)]
)
def test_items_of_a_list_that_are_remarks(item: str, is_one: bool) -> None:
    assert is_declaration(item, LEXICON) is is_one


PLAN = """某市实施方案
一、重点任务
（一）建设数据平台。建成统一平台。（责任单位：市大数据局、市财政局{rule}）
（二）推进数据共享。推动归集。（责任单位：市教育局、市民政局）
"""


def test_the_first_of_every_later_list_leads() -> None:
    found = parse(PLAN.format(rule="，列首位的为牵头单位，下同"))
    assert owners_of(found) == [
        ("建设数据平台", ["lead 市大数据局", "responsible 市财政局"]),
        ("推进数据共享", ["lead 市教育局", "responsible 市民政局"]),
    ]
    assert {item.confidence for item in found.responsibilities if item.role == "lead"} == {"inferred"}


def test_all_before_the_first_comma_lead() -> None:
    text = (
        PLAN.format(rule="，市公安局；逗号前为牵头单位，下同")
        + "（三）强化保障。健全制度。（责任单位：市司法局，市公安局）\n"
    )
    assert [roles for _, roles in owners_of(parse(text))] == [
        ["lead 市大数据局", "lead 市财政局", "responsible 市公安局"],
        ["responsible 市教育局", "responsible 市民政局"],
        ["lead 市司法局", "responsible 市公安局"],
    ]


def test_without_the_rule_nobody_leads() -> None:
    assert owners_of(parse(PLAN.format(rule="")))[0] == (
        "建设数据平台",
        ["responsible 市大数据局", "responsible 市财政局"],
    )


def test_the_rule_does_not_reach_back() -> None:
    text = (
        PLAN.format(rule="")
        + "（三）强化安全保障。健全制度。（责任单位：市公安局、市司法局，排在第一位的为牵头单位，下同）\n"
    )
    assert [roles[0].split()[0] for _, roles in owners_of(parse(text))] == ["responsible", "responsible", "lead"]


def test_a_note_holds_for_the_whole_document() -> None:
    text = PLAN.format(rule="") + "注：责任单位中排在第一位的为牵头单位。\n"
    assert [roles[0].split()[0] for _, roles in owners_of(parse(text))] == ["lead", "lead"]


def test_owners_stated_once_count_where_they_are_written() -> None:
    text = PLAN.format(rule="。各项工作均需各县人民政府落实，以下不再列出")
    assert owners_of(parse(text)) == [
        ("建设数据平台", ["responsible 市大数据局", "responsible 市财政局", "responsible 各县人民政府"]),
        ("推进数据共享", ["responsible 市教育局", "responsible 市民政局"]),
    ]


def test_a_clause_with_its_own_leader_is_left_alone() -> None:
    text = (
        PLAN.format(rule="，列首位的为牵头单位，下同")
        + "（三）强化安全保障。健全制度。（责任单位：市司法局，市公安局牵头）\n"
    )
    roles = dict(owners_of(parse(text)))["强化安全保障"]
    assert "lead 市公安局" in " ".join(roles) or "lead 市司法局" in " ".join(roles)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("推进单位：市水利局", [("responsible", "推进单位")]),
        (
            "牵头单位：甲局；配合单位：乙局，完成时限：6月",
            [("lead", "牵头单位"), ("support", "配合单位"), ("deadline", "完成时限")],
        ),
        ("责任人：张某某，主体单位：甲局", [("person", "责任人"), ("responsible", "主体单位")]),
        ("双牵头单位：甲局、乙局", [("lead", "双牵头单位")]),
        ("申报单位：某某公司，各有关单位：", []),
    ],
)
def test_labels(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(label.cls, label.data["label"]) for label in labels(fold(text), 0, len(text), LEXICON)] == expected


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("市教育局牵头", (4, "lead")),
        ("市教育局等按职责分工负责", (4, "responsible")),
        ("市教育局起草", (4, "responsible")),
        ("市教育局按职责分工", (4, "")),
        ("市审计局审核", (4, "guide")),
        ("市教育局", None),
    ],
)
def test_role_words_at_the_end(item: str, expected: tuple[int, str] | None) -> None:
    mark = closing_role(item, LEXICON)
    assert (mark and (mark.start, mark.cls)) == expected


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("商务部牵头解决一批突出问题", "牵头"),
        ("2013年12月底前商务部会同财政部负责制定办法", "负责"),
        ("提出实施方案", None),
    ],
)
def test_role_words_before_an_act(item: str, expected: str | None) -> None:
    mark = opening_role(item, LEXICON)
    assert (mark and item[mark.start : mark.end]) == expected
