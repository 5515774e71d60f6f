"""Whole documents to masthead and sections; the laws of the room over generated text."""

from __future__ import annotations

from pathlib import Path

import pytest
from casefile import cases
from hypothesis import given
from hypothesis import strategies as st
from outline_support import document, outlined

from policygraph.lexicon import default_lexicon
from policygraph.model import PolicyDocument
from policygraph.outline import outline

FIELDS = (
    "title",
    "notice_title",
    "number",
    "issuer",
    "issued",
    "published",
    "addressees",
    "attachments",
    "kind",
    "region",
    "level",
    "horizon",
    "baseline_year",
    "disclosure",
)


def said(policy: PolicyDocument) -> list[str]:
    """The fields that are set and the sections, a line each."""
    head = policy.masthead
    out: list[str] = []
    for name in FIELDS:
        value = getattr(head, name)
        if name == "attachments":
            value = tuple(item.title for item in value)
        shown = "|".join(value) if isinstance(value, tuple) else value
        if shown and shown != "other":
            out.append(f"{name} {shown}")
    return out + [f"{section.part} {section.path} {section.heading}" for section in policy.sections]


CASES = cases("outline")


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_document(text: str, expected: str) -> None:
    assert sorted(said(outlined(text))) == sorted(expected.split("\n"))


def test_a_paragraph_cut_in_two_is_one() -> None:
    text = CASES[6][1]
    joined = [paragraph.passage.text for paragraph in outlined(text).paragraphs]
    assert any("单位地区生产总值能耗持续下降" in one for one in joined)


def test_a_heading_and_the_next_paragraph_stay_two() -> None:
    policy = outlined("一、推进节能，优化结构\n加快产业转型，推动绿色发展。")
    assert policy.paragraphs[0].passage.text == "一、推进节能，优化结构"


def test_content_begins_after_the_run_in_heading() -> None:
    policy = outlined("（一）推进节能。加快实施改造。")
    (paragraph,) = policy.paragraphs
    assert paragraph.passage.text[paragraph.content :] == "加快实施改造。"
    assert paragraph.opens == paragraph.section == policy.sections[0].id


def test_a_footnote_opens_no_section() -> None:
    assert [section.path for section in outlined("一、目标\n①以2019年数据计算。\n二、任务").sections] == ["一", "二"]


def test_rows_of_a_table_read_as_text_open_none() -> None:
    policy = outlined("一、目标\n1.森林覆盖率（%） 50.1 51.0 约束性\n二、任务")
    assert [section.path for section in policy.sections] == ["一", "二"]


def test_a_skipped_number_is_an_issue() -> None:
    assert "numbering-gap" in [issue.code for issue in outlined("一、甲\n二、乙\n五、丙").issues]
    assert "numbering-gap" not in [issue.code for issue in outlined("一、甲\n（一）乙\n二、丙\n（二）丁").issues]


def test_a_named_annex_without_text_is_an_issue() -> None:
    text = "某市绿色发展方案\n一、目标\n二、任务\n附件：任务分工表\n某市人民政府\n2022年1月1日"
    assert "annex-missing" in [issue.code for issue in outlined(text).issues]


# ---- the Changzhou document ------------------------------------------------------------------------

CHANGZHOU = Path(__file__).parent.parent.parent / "corpus" / "常开委办〔2022〕83号.txt"


def test_changzhou() -> None:
    policy = outlined(CHANGZHOU.read_text("utf-8"))
    head = policy.masthead
    assert head.title == "常州国家高新区（新北区）加快推动绿色低碳循环发展专项行动方案"
    assert head.number == "常开委办〔2022〕83号"
    assert head.addressees[1:3] == ("各镇人民政府", "街道办事处")
    assert [item.title for item in head.attachments] == ["重点任务责任分工"]
    assert len(policy.sections) == 29
    assert {section.part for section in policy.sections} == {"body"}
    (grid,) = policy.grids
    assert (grid.kind, grid.part, len(grid.rows)) == ("responsibility", "annex", 59)


# ---- laws ------------------------------------------------------------------------------------------

WORDS = st.sampled_from(
    ["一、", "（一）", "1.", "1．", "第一章", "专栏1", "①", "附件", "附件1：", "目录", "某市人民政府", "2022年1月1日", "各县：",
     "关于印发", "方案", "的通知", "《", "》", "（", "）", "。", "，", "\n", "\t", "　　", "序号\n", "指标\n", "2025年\n", "责任单位\n", "10%",
     "市教育局", "加快推进绿色发展", " "]
)  # fmt: skip
TEXTS = st.lists(WORDS, max_size=60).map("".join)


@given(TEXTS)
def test_any_text_has_an_outline(text: str) -> None:
    policy = outline(document(text), default_lexicon())
    by_id = {section.id: section for section in policy.sections}
    assert len(by_id) == len(policy.sections)
    for section in policy.sections:
        assert section.path.split("/")[-1] == section.number
        assert "".join(span.quote(text) for span in section.heading_spans).strip() == section.heading
        if section.parent:
            assert by_id[section.parent].span.contains(section.span)
            assert section.level == by_id[section.parent].level + 1
    for paragraph in policy.paragraphs:
        assert "".join(span.quote(text) for span in paragraph.passage.spans()) == paragraph.passage.text.replace("", "")


@given(TEXTS)
def test_siblings_are_disjoint_and_in_order(text: str) -> None:
    last: dict[str | None, int] = {}
    for section in outlined(text).sections:
        assert section.span.start >= last.get(section.parent, 0)
        last[section.parent] = section.span.end


@given(st.text(max_size=200))
def test_any_characters_have_an_outline(text: str) -> None:
    assert outlined(text).document.text == text


@given(TEXTS)
def test_every_span_lies_in_the_text(text: str) -> None:
    policy = outlined(text)
    spans = [span for spans in policy.masthead.evidence.values() for span in spans]
    spans += [item.span for item in policy.masthead.attachments] + [grid.span for grid in policy.grids]
    assert all(0 <= span.start <= span.end <= len(text) for span in spans)
