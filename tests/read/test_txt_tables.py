"""Tables written as text with one row a line."""

from __future__ import annotations

import pytest

from policygraph.model import Document
from policygraph.read import read


def document(text: str) -> Document:
    return read(text.encode(), "a.txt")


def cells(said: Document) -> list[tuple[int, int, int, int, str]]:
    return [
        (cell.row, cell.col, cell.rowspan, cell.colspan, cell.span.quote(said.text))
        for table in said.tables
        for cell in table.cells
    ]


def test_rows_of_tabs() -> None:
    text = "任务表\n序号\t任务\t单位\n1\t完善制度\t市科技局\n2\t加强监管\t市水务局\n说明"
    said = document(text)
    assert said.text == text, "the file stays its own canonical text"
    assert [block.kind for block in said.blocks] == ["paragraph", "table", "paragraph"]
    assert cells(said)[3:6] == [(1, 0, 1, 1, "1"), (1, 1, 1, 1, "完善制度"), (1, 2, 1, 1, "市科技局")]


def test_rows_of_bars() -> None:
    said = document(
        "| 序号 | 任务 | 单位 |\n| --- | :---: | --- |\n| 1 | 完善制度 | 市科技局 |\n| 2 | 监管 | 市水务局 |"
    )
    assert said.tables[0].rows == 3
    assert [words for *_, words in cells(said)] == [
        *("序号", "任务", "单位"),
        *("1", "完善制度", "市科技局"),
        *("2", "监管", "市水务局"),
    ]


def test_gaps_of_merged_cells() -> None:
    said = document(
        "序号\t领域\t举措\t单位\n1\t能源\t发展风电\t市发展改革委\n2\t\t发展光伏\t\n3\t水利\t改造管网\t市水务局"
    )
    found = cells(said)
    assert (1, 1, 2, 1, "能源") in found, "a gap in a leading column is the cell above"
    assert (2, 3, 1, 1, "") in found, "a gap in a later one is empty"


def test_header_of_two_lines() -> None:
    said = document(
        "指标\t单位\t目标值\t\t性质\n\t\t2020年\t2025年\n森林覆盖率\t%\t30\t35\t约束性\n绿地率\t%\t31\t36\t预期性"
    )
    assert cells(said)[:6] == [
        *((0, 0, 2, 1, "指标"), (0, 1, 2, 1, "单位"), (0, 2, 1, 2, "目标值"), (0, 4, 2, 1, "性质")),
        *((1, 2, 1, 1, "2020年"), (1, 3, 1, 1, "2025年")),
    ]


def test_section_row() -> None:
    said = document("序号\t任务\t单位\n一、产业\n1\t完善制度\t市科技局\n二、能源\n2\t监管\t市水务局")
    assert [cell[:4] for cell in cells(said) if cell[4].endswith(("产业", "能源"))] == [(1, 0, 1, 3), (3, 0, 1, 3)]


#: what is no table of rows
PROSE = {
    "one cell a line": "\t序号\n\t任务\n\t单位\n\t1\n\t完善制度\n\t市科技局",
    "a single line of tabs": "电话\t传真\t邮编\n完善制度。",
    "two columns": "姓名\t职务\n张三\t组长\n李四\t成员",
    "a bar in a sentence": "A | B | C 三类\n甲 | 乙 | 丙",
}


@pytest.mark.parametrize("name", PROSE)
def test_no_table(name: str) -> None:
    assert not document(PROSE[name]).tables
