"""Goals clause by clause."""

from __future__ import annotations

import pytest
from extract_support import parse

from policygraph.extract.goals import goals
from policygraph.identity import Minter
from policygraph.lexicon import default_lexicon
from policygraph.model import (
    Block,
    Document,
    FileInfo,
    Linked,
    Masthead,
    Paragraph,
    Passage,
    PolicyDocument,
    Section,
    Span,
)
from policygraph.outline import understood


def read(*texts: str, heading: str = "主要目标") -> list[tuple[str | None, str]]:
    """Paragraphs of one section to (by, text)."""
    whole = "\n".join(texts)
    paragraphs, at = [], 0
    for text in texts:
        paragraphs.append(Paragraph(Passage.of(whole, [Span(at, at + len(text))]), "body", "s1"))
        at += len(text) + 1
    section = Section("s1", "二", "二", heading, 1, None, "body", Span(0, len(whole)), (Span(0, 0),))
    document = Document(FileInfo("a.txt", "0", "text/plain"), whole, (Block(Span(0, len(whole))),))
    masthead = Masthead("d1", title="实施方案", issued="2021-01-01")
    policy = understood(PolicyDocument(document, masthead, (section,), tuple(paragraphs), ()), default_lexicon())
    found, _ = goals(policy, default_lexicon(), Minter("d1"))
    return [(goal.by, goal.text) for goal in found]


CASES: list[tuple[str, list[tuple[str | None, str]]]] = [
    ("到2025年，产业结构明显优化，绿色产业比重显著提升。", [("2025", "产业结构明显优化"), ("2025", "绿色产业比重显著提升")]),
    ("到2025年，体系初步形成；到2035年，格局全面建成。", [("2025", "体系初步形成"), ("2035", "格局全面建成")]),
    ("到2025年，覆盖率、达标率、处置率均达到100%。", [("2025", "覆盖率、达标率、处置率均达到100%")]),
    ("到2025年，主要目标如下：", []),
    ("围绕碳达峰目标，经过五年努力，绿色转型成效明显。", [(None, "绿色转型成效明显")]),
    ("——创新能力更强。到2025年，研发经费占比达到3%。", [("2025", "研发经费占比达到3%")]),
    ("总体目标：到2025年，规模达到100亿元（其中软件30亿元）。", [("2025", "规模达到100亿元（其中软件30亿元）")]),
    ("顺应数字化浪潮，着力实施八大行动，发展水平明显提高。到2025年，规模翻番。", [(None, "发展水平明显提高"), ("2025", "规模翻番")]),
    ("第一阶段：试点突破期。到2025年，通过3年努力，体系初步形成。", [("2025", "体系初步形成")]),
    ("到2025年，软件企业100家以上，其中亿元企业40家以上。", [("2025", "软件企业100家以上，其中亿元企业40家以上")]),
    ("到2025年，将我市建设成为国际知名的新材料基地，国内领先的新能源基地。", [("2025", "将我市建设成为国际知名的新材料基地，国内领先的新能源基地")]),
    ("到2025年，建成“最多跑一次&quot;示范市，再现“天苍苍、野茫茫，风吹草低见牛羊”的美景。", [("2025", "建成“最多跑一次”示范市"), ("2025", "再现“天苍苍、野茫茫，风吹草低见牛羊”的美景")]),
    ("展望二〇三五年，生态环境根本好转。", [("2035", "生态环境根本好转")]),
    ("某市“十四五”规划主要指标", []),
    ("注：“*”表示特色指标，比例按新口径计算。", []),
    ("电子信息产业亿元125170235315430", []),
    ("到2025年，在管理方式上由分散管理转向统一管理，在全市启动服务评价。", [("2025", "在管理方式上由分散管理转向统一管理"), ("2025", "在全市启动服务评价")]),
    ("到2025年，在养老、托育等重点领域形成可推广的经验，在改革中。", [("2025", "在养老、托育等重点领域形成可推广的经验")]),
    ("到2025年，服务业对就业的贡献明显提高，达到60%以上。", [("2025", "服务业对就业的贡献明显提高，达到60%以上")]),
    ("到2025年，覆盖率达到50%，达到90%的占三成。", [("2025", "覆盖率达到50%"), ("2025", "达到90%的占三成")]),
    ("再用三到五年时间，机制更加完善。", [(None, "机制更加完善")]),
    ("到2025年，通过贯标认证的企业达30家以上，机制更加完善。", [("2025", "通过贯标认证的企业达30家以上"), ("2025", "机制更加完善")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES, ids=lambda value: value[:20] if isinstance(value, str) else "")
def test_each_clause_with_an_outcome_is_a_goal(text: str, expected: list[tuple[str | None, str]]) -> None:
    assert read(text) == expected


def test_the_year_governs_the_paragraphs_under_it() -> None:
    assert read("到2025年，实现以下目标：", "——产业做强。规模显著扩大。") == [("2025", "规模显著扩大")]


def test_other_sections_state_no_goals() -> None:
    assert read("到2025年，体系初步形成。", heading="重点任务") == []
    assert read("工作目标：到2025年，体系初步形成。", heading="总体要求") == [("2025", "体系初步形成")]


def test_goals_beside_a_review_in_one_part() -> None:
    text = "某市实施意见\n一、重要意义和工作目标\n（一）发展现状。体系初步形成。\n（二）工作目标。到2025年，体系更加完善。\n二、重点任务\n（一）推进共享。编制目录。"
    assert [goal.text for goal in parse(text).goals] == ["体系更加完善"]


def test_a_document_without_a_part_for_goals_states_them_in_its_general_part() -> None:
    text = "某市行动计划\n一、总体要求\n坚持统筹推进，着力提升水平。到2027年，平台基本建成，服务更加便捷。\n{}二、重点任务\n（一）推进共享。编制目录。"
    assert [goal.text for goal in parse(text.format("")).goals] == ["平台基本建成", "服务更加便捷"]
    assert [goal.text for goal in parse(text.format("（一）主要目标。到2027年，体系建成。\n")).goals] == ["体系建成"]


def test_the_changzhou_goals(changzhou: Linked) -> None:
    texts = [goal.text for goal in changzhou.goals]
    assert len(texts) == 12
    assert texts[-1] == "长江大保护工作走在全国前列"
