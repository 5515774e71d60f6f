"""Quantities of prose: cases as data, one paragraph each, with what they set and why the others set nothing."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policygraph.extract.indicators import indicators, read_paragraph
from policygraph.extract.reading import words_of
from policygraph.identity import Minter
from policygraph.lexicon import default_lexicon
from policygraph.model import (
    Block,
    Clock,
    Column,
    Document,
    FileInfo,
    Grid,
    GridCell,
    GridRow,
    Linked,
    Masthead,
    Paragraph,
    Passage,
    PolicyDocument,
    Section,
    Span,
)
from policygraph.outline import understood

CASES = Path(__file__).parent.parent / "cases" / "indicators.txt"
CLOCK = Clock("2021", None, "2025")


def cases() -> list[tuple[str, list[str], list[str]]]:
    """(paragraph, what it sets, rules that refuse) in file order."""
    out: list[tuple[str, list[str], list[str]]] = []
    for line in CASES.read_text("utf-8").splitlines():
        if line.startswith("= "):
            out[-1][1].append(line[2:])
        elif line.startswith("x "):
            out[-1][2].append(line[2:])
        elif line and not line.startswith("#"):
            out.append((line, [], []))
    return out


def passage(text: str) -> Paragraph:
    return Paragraph(Passage.of(text, [Span(0, len(text))]), "body")


def said(name: str, comparator: str, value: float, unit: str, by: str | None) -> str:
    return f"{name} | {comparator} {value:g} {unit}".rstrip() + f" | {by or '-'}"


@pytest.mark.parametrize(
    ("text", "sets", "refuses"), cases(), ids=lambda value: value[:24] if isinstance(value, str) else ""
)
def test_a_paragraph_sets_what_its_case_says(text: str, sets: list[str], refuses: list[str]) -> None:
    reader = read_paragraph(passage(text), words_of(default_lexicon()), CLOCK)
    found = [said(d.name, d.quantity.comparator, d.quantity.value, d.quantity.unit, d.by) for d in reader.drafts]
    assert found == sets
    assert [rule for _, _, rule, _ in sorted(reader.refused)] == refuses


def policy(text: str, heading: str = "重点任务", **masthead: object) -> PolicyDocument:
    """One section with one paragraph."""
    section = Section("s1", "二", "二", heading, 1, None, "body", Span(0, len(text)), (Span(0, 0),))
    document = Document(FileInfo("a.txt", "0", "text/plain"), text, (Block(Span(0, len(text))),))
    head = Masthead("d1", **{"title": "发展规划", "kind": "规划", "issued": "2021-03-01", **masthead})  # type: ignore[arg-type]
    paragraph = Paragraph(Passage.of(text, [Span(0, len(text))]), "body", "s1")
    return understood(PolicyDocument(document, head, (section,), (paragraph,), ()), default_lexicon())


def found_in(document: PolicyDocument) -> list[tuple[str, float | None, str | None, str]]:
    out, _, _ = indicators(document, default_lexicon(), Minter("d1"))
    return [(item.name, item.value, item.by, item.confidence) for item in out]


def test_a_review_sets_nothing() -> None:
    assert found_in(policy("森林覆盖率达到40%。", "发展基础")) == []
    assert found_in(policy("森林覆盖率达到40%。", "夯实发展基础")) == [("森林覆盖率", 40.0, None, "stated")]


def test_a_document_that_plans_nothing_needs_a_deadline() -> None:
    rule = {"title": "资金管理办法", "kind": "办法"}
    assert found_in(policy("配套比例不低于30%。", **rule)) == []
    assert found_in(policy("到2025年，覆盖率达到30%。", **rule)) == [("覆盖率", 30.0, "2025", "stated")]


def test_the_year_of_an_annual_plan_and_of_a_section_of_goals_is_inferred() -> None:
    annual = {"title": "2021年工作要点", "kind": "要点"}
    assert found_in(policy("新增企业30家。", **annual)) == [("新增企业", 30.0, "2021", "inferred")]
    plan = {"title": "行动计划（2021—2023年）", "kind": "行动计划"}
    assert found_in(policy("覆盖率达到30%。", "主要目标", **plan)) == [("覆盖率", 30.0, "2023", "inferred")]
    assert found_in(policy("覆盖率达到30%。", "重点任务", **plan)) == [("覆盖率", 30.0, None, "stated")]


def test_a_sentence_without_figures_sets_the_year_of_what_stands_under_it() -> None:
    base = policy("到2022年，创新体系基本形成。\n融合指数达到88。", "发展目标", title="发展规划（2020—2025年）")
    first, second = Passage.of(base.document.text, [Span(0, 16)]), Passage.of(base.document.text, [Span(17, 26)])
    both = replace(base, paragraphs=(Paragraph(first, "body", "s1"), Paragraph(second, "body", "s1")))
    assert [(name, by) for name, _, by, _ in found_in(both)] == [("融合指数", "2022")]


def test_conditions_limits_quotas_and_tariffs_are_norms() -> None:
    text = "对年综合能耗超过1万吨标准煤的企业开展审核，资源税减征50%，每年认定不多于30家示范企业。覆盖率达到40%。"
    found, norms, _ = indicators(policy(text), default_lexicon(), Minter("d1"))
    assert [(item.kind, item.value, item.unit) for item in norms] == [
        ("condition", 1.0, "万吨标准煤"), ("tariff", 50.0, "%"), ("quota", 30.0, "家"),
    ]  # fmt: skip
    assert [item.name for item in found] == ["覆盖率"]
    assert all(item.why and item.spans and item.section == "s1" for item in norms)


def test_the_changzhou_document_sets_twenty(changzhou: Linked) -> None:
    numeric = [item for item in changzhou.indicators if item.value is not None]
    assert len(numeric) == 20
    text = changzhou.policy.document.text
    assert all(any(char.isdigit() for span in item.spans for char in span.quote(text)) for item in numeric)


def test_the_cells_of_a_task_table_are_read_under_the_year_of_their_column() -> None:
    cell = "建成示范校100所以上"
    text = cell + "\n市教育局"
    first = GridCell(Passage.of(text, [Span(0, len(cell))]), 1, 0)
    second = GridCell(Passage.of(text, [Span(len(cell) + 1, len(text))]), 1, 1)
    columns = (Column("measure", "2021年工作任务", "2021"), Column("responsible", "责任单位"))
    grid = Grid("responsibility", Span(0, len(text)), columns, (GridRow((first, second)),), "annex")
    base = policy(text)
    out, _, _ = indicators(replace(base, paragraphs=(), grids=(grid,)), default_lexicon(), Minter("d1"))
    assert [(item.name, item.value, item.by, item.cell) for item in out] == [("示范校", 100.0, "2021", (1, 0))]
    project = replace(grid, kind="project")
    assert indicators(replace(base, paragraphs=(), grids=(project,)), default_lexicon(), Minter("d1"))[0] == ()


@given(st.text(alphabet="到2025年，。、达%以上家新增比下降（）“”的和1.-万", max_size=120))
def test_any_text_gives_a_value_and_spans_inside_it(text: str) -> None:
    out, _, traces = indicators(policy(text), default_lexicon(), Minter("d1"))
    for item in out:
        assert item.name or item.value is not None
        assert item.spans
        assert all(0 <= span.start < span.end <= len(text) for span in item.spans)
    assert all(0 <= span.start <= span.end <= len(text) for trace in traces for span in trace.spans)


@pytest.mark.parametrize("unit", ["1", "1,", "达到35%、", "到2025年", "（其中", "“1", "等9种", "新增1家、"])
def test_a_flood_on_one_line_ends(unit: str) -> None:
    """A guard against patterns that never end, not a measure of speed."""
    start = time.monotonic()
    found_in(policy(unit * (40_000 // len(unit))))
    assert time.monotonic() - start < 60
