"""Cited documents."""

from __future__ import annotations

import pytest

from policygraph.extract.citations import citations, find_citations
from policygraph.identity import Minter
from policygraph.lexicon import default_lexicon
from policygraph.model import Attachment, Block, Document, FileInfo, Masthead, Paragraph, Passage, PolicyDocument, Span

CASES: list[tuple[str, list[tuple[str | None, str | None, str]]]] = [
    ("根据《关于绿色发展的意见》（国发〔2021〕4 号），制定本方案。", [("关于绿色发展的意见", "国发〔2021〕4号", "basis")]),
    ("按照国发[2021]4号要求", [(None, "国发〔2021〕4号", "basis")]),
    ("贯彻落实《甲规划》《乙纲要》和《丙意见》", [("甲规划", None, "basis"), ("乙纲要", None, "basis"), ("丙意见", None, "basis")]),
    ("《资金管理办法》（财建〔2015〕1号）同时废止。", [("资金管理办法", "财建〔2015〕1号", "repeals")]),
    ("加快修订《节能条例》。", [("节能条例", None, "amends")]),
    ("制定《碳达峰实施方案》印发实施。", [("碳达峰实施方案", None, "cites")]),
    ("现将《省政府关于绿色发展的意见》转发给你们", [("省政府关于绿色发展的意见", None, "forwards")]),
    ("《关于印发〈行动方案〉的通知》", [("关于印发〈行动方案〉的通知", None, "cites")]),
    ("依据《租赁住房办法》（某某建设部令第11号）", [("租赁住房办法", "某某建设部令第11号", "basis")]),
    ("没有引用，只有12345号线。", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES, ids=lambda value: value[:18] if isinstance(value, str) else "")
def test_title_number_and_relation(text: str, expected: list[tuple[str | None, str | None, str]]) -> None:
    assert [(item.title, item.number, item.relation) for item in find_citations(text, default_lexicon())] == expected


def test_the_plan_itself_and_short_names_are_none() -> None:
    text = "现将《某市行动方案》印发给你们。为落实《省意见与办法汇编》，依据《方案》，再次依据《省意见与办法汇编》，制定《某市行动方案》。"
    document = Document(FileInfo("a.txt", "0", "text/plain"), text, (Block(Span(0, len(text))),))
    policy = PolicyDocument(document, Masthead("d", title="某市行动方案"), (), (Paragraph(Passage.of(text, [Span(0, len(text))]), "body"),), ())  # fmt: skip
    found, traces = citations(policy, default_lexicon(), Minter("d"))
    assert [item.title for item in found] == ["省意见与办法汇编"]
    assert {trace.note for trace in traces if not trace.outcome} == {"本文件自身", "文内简称"}
    assert all(item.title in "".join(span.quote(text) for span in item.spans) for item in found if item.title)


def names_cited(text: str, masthead: Masthead) -> list[str | None]:
    document = Document(FileInfo("a.txt", "0", "text/plain"), text, (Block(Span(0, len(text))),))
    paragraph = Paragraph(Passage.of(text, [Span(0, len(text))]), "body")
    found, _ = citations(PolicyDocument(document, masthead, (), (paragraph,), ()), default_lexicon(), Minter("d"))
    return [item.title for item in found]


def test_all_plans_of_a_notice_and_its_attachments_are_its_own() -> None:
    notice = "某县关于印发某县数字社会行动计划(2018—2020年)、某县数字经济行动计划(2018—2020年)的通知"
    masthead = Masthead(
        "d", title="某县数字社会行动计划（2018—2020年）", notice_title=notice,
        attachments=(Attachment("推荐信息汇总表", Span(0, 1), False),),
    )  # fmt: skip
    text = "《某县数字社会行动计划（2018—2020年）》《某县数字经济行动计划（2018—2020年）》已经同意。填写《推荐信息汇总表》。"
    assert names_cited(text, masthead) == []


def test_a_number_of_its_own_tells_another_document_of_nearly_the_same_name() -> None:
    masthead = Masthead("d", title="某市公共租赁住房管理办法", number="某府〔2024〕13号")
    assert names_cited("依据《公共租赁住房管理办法》（某部令第11号）", masthead) == ["公共租赁住房管理办法"]
    assert names_cited("现将《公共租赁住房管理办法》印发给你们", masthead) == []
