"""Tables without lines: cases as data, and one table written in six ways."""

from __future__ import annotations

import sys

import pytest
from casefile import cases
from hypothesis import given, settings
from hypothesis import strategies as st
from outline_support import outlined

from policygraph.lexicon import default_lexicon
from policygraph.model import Grid
from policygraph.outline import outline
from policygraph.read import read

CASES = cases("lattice")


def said(grid: Grid) -> list[str]:
    rows = [
        "=" + next(cell.passage.text for cell in row.cells if cell)
        if row.kind == "section"
        else "|".join(("^" if cell.inherited else "") + cell.passage.text if cell else "" for cell in row.cells)
        for row in grid.rows
    ]
    return [" ".join((grid.kind, *(column.role for column in grid.columns))), *rows]


@pytest.mark.parametrize(("title", "text", "expected"), CASES, ids=[case[0] for case in CASES])
def test_case(title: str, text: str, expected: str) -> None:
    (grid,) = outlined(text).grids
    assert said(grid) == expected.split("\n")


@pytest.mark.parametrize(("title", "text", "expected"), CASES, ids=[case[0] for case in CASES])
def test_cells_quote_the_text(title: str, text: str, expected: str) -> None:
    (grid,) = outlined(text).grids
    for cell in (cell for row in grid.rows for cell in row.cells if cell):
        assert "".join(span.quote(text) for span in cell.passage.spans()) == cell.passage.text


PROSE = {
    "header words in a paragraph": "一、指标\n单位\n目标\n按照责任单位要求，做好各项工作。\n任务\n完成",
    "a header without rows": "某市任务分工\n重点任务 牵头单位 完成时限 见附件\n各单位 要 高度 重视 各项 工作\n一、总体要求\n坚持改革。",
    "a single line of tabs": "电话\t传真\t邮编\n完善制度。",
    "two columns of names": "姓名\t职务\n张三\t组长\n李四\t成员",
    "a bar in a sentence": "A | B | C 三类\n甲 | 乙 | 丙",
    "a call": "责任单位和完成时限见下。\n一、申报单位\n本市企业。\n二、申报时限\n2023年5月底前。",
}


@pytest.mark.parametrize("name", PROSE)
def test_prose_is_no_table(name: str) -> None:
    assert not outlined(PROSE[name]).grids


def test_numbers_promise_rows() -> None:
    text = "分工表\n序号\t重点任务\t牵头单位\n1\t推进改革\t市财政局\n2\t健全机制\t市教育局\n5\t完善制度\t市司法局"
    found = [issue for issue in outlined(text).issues if issue.code == "table-rows-missing"]
    assert [(issue.message, issue.spans[0].quote(text)) for issue in found] == [("序号 2 之后缺 3–4", "2")]


def test_the_margin_is_the_confidence() -> None:
    good = "任务分工\n序号\n重点任务\n牵头单位\n1\n推进各项改革。\n市财政局\n2\n健全工作机制。\n市教育局"
    (grid,) = outlined(good).grids
    assert grid.margin is not None and grid.margin > 1 and not grid.guessed
    (lined,) = outlined("序号\t重点任务\t牵头单位\n1\t推进改革\t市财政局\n2\t健全机制\t市教育局").grids
    assert lined.margin is None, "tabs show the table"


# ---- one table, six ways ---------------------------------------------------------------------------

VERBS = ("推进", "完善", "加快", "建立", "健全", "开展")
THINGS = ("网络设施改造", "数据共享交换机制", "河道清淤工程", "绿色工厂培育行动", "统一办事平台")
BODIES = ("市财政局", "市教育局", "市委网信办", "市发展改革委", "市生态环境局", "县卫生健康委", "各区人民政府")
DUE = ("2023年6月底前", "2024年12月", "2025年底前")

row = st.tuples(
    st.builds("{}{}。".format, st.sampled_from(VERBS), st.sampled_from(THINGS)),
    st.sampled_from(BODIES[:-1]),
    st.lists(st.sampled_from(BODIES), min_size=1, max_size=3, unique=True).map("、".join),
    st.sampled_from(DUE),
)
HEAD = ("序号", "重点任务", "牵头单位", "配合单位", "完成时限")


def ways(rows: list[tuple[str, ...]]) -> dict[str, str]:
    table = [HEAD, *rows]
    two = [("序号", "重点", "牵头", "配合", "完成"), ("", "任务", "单位", "单位", "时限"), *rows]
    return {
        "a cell a line": "\n".join(cell for cells in table for cell in cells),
        "led by tabs": "\n\n".join("\n".join("\t" + cell for cell in cells) for cells in table),
        "runs of spaces": "\n".join("  ".join(cells) for cells in table),
        "a row a line": "\n".join("".join(cells) for cells in table),
        "a header over two lines": "\n".join("\t".join(cells) for cells in two),
        "html": "<table>"
        + "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>" for cells in table)
        + "</table>",
    }


@settings(max_examples=12 if sys.platform == "win32" else 30, deadline=None)
@given(st.lists(row, min_size=2, max_size=7))
def test_one_table_written_in_six_ways(drawn: list[tuple[str, ...]]) -> None:
    rows = [(str(number), *cells) for number, cells in enumerate(drawn, 1)]
    expected = ["responsibility number task lead support deadline", *("|".join(cells) for cells in rows)]
    for way, text in ways(rows).items():
        name = "a.html" if way == "html" else "a.txt"
        whole = f"<html><body><p>某市任务分工</p>{text}</body></html>" if way == "html" else f"某市任务分工\n\n{text}\n"
        (grid,) = outline(read(whole.encode(), name), default_lexicon()).grids
        assert said(grid) == expected, way
