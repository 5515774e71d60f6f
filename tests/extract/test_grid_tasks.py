"""Responsibility tables: which cell is the task, who owns it, and what is no task."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest
from extract_support import owners_of
from openpyxl import Workbook

from policygraph.extract import extract
from policygraph.lexicon import default_lexicon
from policygraph.model import (
    Column,
    ColumnRole,
    Document,
    Extraction,
    FileInfo,
    Grid,
    GridCell,
    GridKind,
    GridRow,
    Masthead,
    Passage,
    PolicyDocument,
    Span,
)
from policygraph.outline import understood
from policygraph.pipeline import parse_bytes

Row = Sequence[str | None]


def table(
    roles: Sequence[ColumnRole],
    rows: Sequence[Row],
    kind: GridKind = "responsibility",
    note: str = "",
    margin: float | None = None,
) -> Extraction:
    """An extraction of one grid. A cell "^" is inherited from the row above; a row of one cell is a section row."""
    text, grid_rows = "", []
    above: dict[int, Passage] = {}
    for number, row in enumerate(rows):
        cells: list[GridCell | None] = []
        for col, word in enumerate(row):
            if word == "^":
                cells.append(GridCell(above[col], number, col, inherited=True))
                continue
            if word is None:
                cells.append(None)
                continue
            text += word + "\n"
            above[col] = Passage.of(text, [Span(len(text) - len(word) - 1, len(text) - 1)])
            cells.append(GridCell(above[col], number, col))
        grid_rows.append(GridRow(tuple(cells), "section" if len(row) == 1 else "data"))
    text += note
    columns = tuple(Column(role, role) for role in roles)
    grid = Grid(kind, Span(0, len(text)), columns, tuple(grid_rows), "annex", margin=margin)
    document = Document(FileInfo("case.txt", "0" * 64, "text/plain"), text, ())
    masthead = Masthead("d0", title="2022年任务分工", issued="2022-01-01")
    return extract(
        understood(PolicyDocument(document, masthead, (), (), (grid,)), default_lexicon()), default_lexicon()
    )


def test_each_row_is_a_task() -> None:
    found = table(
        ("task", "lead", "support"),
        [("1．推进工业升级", "市工信局", "市财政局、市教育局"), ("2．推进农业升级", "市农业农村局", None)],
    )
    assert owners_of(found) == [
        ("推进工业升级", ["lead 市工信局", "support 市财政局", "support 市教育局"]),
        ("推进农业升级", ["lead 市农业农村局"]),
    ]
    assert [task.number for task in found.tasks] == ["1", "2"]


def test_the_number_column_numbers_the_task() -> None:
    found = table(("number", "task", "responsible"), [("★1", "推进工业升级", "市工信局")])
    assert [(task.number, task.text) for task in found.tasks] == [("1", "推进工业升级")]


def test_grouping_columns_are_domain_and_area() -> None:
    found = table(
        ("group", "group", "task", "lead"),
        [("一、绿色生产", "（一）工业", "1．实施改造", "市工信局"), ("^", "^", "2．推广技术", "市科技局")],
    )
    assert [(task.domain, task.area, task.text) for task in found.tasks] == [
        ("绿色生产", "工业", "实施改造"),
        ("绿色生产", "工业", "推广技术"),
    ]


def test_a_section_row_is_the_domain() -> None:
    found = table(("task", "lead"), [("一、绿色生产",), ("实施改造", "市工信局")])
    assert [(task.domain, task.text) for task in found.tasks] == [("绿色生产", "实施改造")]


def test_measures_with_units_of_their_own_are_the_tasks() -> None:
    found = table(
        ("task", "measure", "responsible"), [("绿色生产", "实施改造", "市工信局"), ("^", "推广技术", "市科技局")]
    )
    assert [(task.domain, task.text) for task in found.tasks] == [("绿色生产", "实施改造"), ("绿色生产", "推广技术")]


def test_measures_under_one_owner_are_one_task() -> None:
    found = table(("task", "measure", "responsible"), [("绿色生产", "实施改造", "市工信局"), ("^", "推广技术", "^")])
    assert owners_of(found) == [("绿色生产", ["responsible 市工信局"])]


def test_the_deadline_column() -> None:
    found = table(
        ("task", "lead", "deadline"),
        [
            ("实施改造", "市工信局", "6月底前"),
            ("推广技术", "市科技局", "长期坚持"),
            ("编制目录", "市教育局", "按省要求"),
        ],
    )
    assert [(task.deadline.text, task.deadline.by) for task in found.tasks if task.deadline] == [
        ("6月底前", "2022-06"),
        ("长期坚持", None),
        ("按省要求", None),
    ]


def test_a_merged_owner_cell_owns_every_row() -> None:
    found = table(("task", "lead"), [("实施改造", "市工信局"), ("推广技术", "^")])
    assert owners_of(found) == [("实施改造", ["lead 市工信局"]), ("推广技术", ["lead 市工信局"])]


def test_role_words_and_labels_inside_a_cell() -> None:
    found = table(
        ("task", "responsible"),
        [("实施改造", "市工信局牵头，市财政局、市教育局配合"), ("推广技术", "牵头单位：市科技局；配合单位：市教育局")],
    )
    assert owners_of(found) == [
        ("实施改造", ["lead 市工信局", "support 市财政局", "support 市教育局"]),
        ("推广技术", ["lead 市科技局", "support 市教育局"]),
    ]


def test_a_marked_name_leads_where_the_note_says_so() -> None:
    found = table(
        ("task", "responsible"),
        [("实施改造", "市财政局、△市工信局")],
        note="注：责任单位两个以上的，标“△”的为牵头单位\n",
    )
    assert owners_of(found) == [("实施改造", ["lead 市工信局", "responsible 市财政局"])]


def test_a_leader_that_is_a_person_is_no_organisation() -> None:
    assert owners_of(table(("task", "person", "lead"), [("实施改造", "张某某", "市工信局")])) == [
        ("实施改造", ["lead 市工信局"])
    ]


@pytest.mark.parametrize("kind", ["project", "members", "review", "metadata", "other", "indicator"])
def test_other_tables_hold_no_tasks(kind: GridKind) -> None:
    assert table(("project", "lead"), [("某某产业园", "市工信局")], kind).tasks == ()


def test_every_owner_stands_in_its_cell() -> None:
    found = table(("task", "lead"), [("实施改造", "市工信局、市财政局")])
    text = found.policy.document.text
    assert [(item.cell, item.spans[0].quote(text)) for item in found.responsibilities] == [
        ((0, 1), "市工信局"),
        ((0, 1), "市财政局"),
    ]


def test_a_band_gives_its_owner_to_every_row_that_names_none() -> None:
    found = table(
        ("task", "lead"),
        [
            ("一、河道治理（市水务局牵头）",),
            ("开展河道清淤", None),
            ("（一）沿河",),
            ("整治排口", "市生态环境局"),
            ("清理河岸", None),
            ("二、保洁",),
            ("加强日常保洁", None),
            ("市城管局",),
            ("更新设施", None),
        ],
    )
    assert owners_of(found) == [
        ("开展河道清淤", ["lead 市水务局"]),
        ("整治排口", ["lead 市生态环境局"]),
        ("清理河岸", ["lead 市水务局"]),
        ("加强日常保洁", []),
        ("更新设施", ["responsible 市城管局"]),
    ]
    assert [task.domain for task in found.tasks][:2] == ["河道治理", "沿河"]


def test_a_numbered_list_beside_its_department_is_as_many_tasks() -> None:
    found = table(("responsible", "task"), [("市水务局", "1.开展河道清淤；2.修复岸线。"), ("市城管局", "加强保洁")])
    assert owners_of(found) == [
        ("开展河道清淤", ["responsible 市水务局"]),
        ("修复岸线", ["responsible 市水务局"]),
        ("加强保洁", ["responsible 市城管局"]),
    ]


def test_what_a_table_without_lines_says_may_be_guessed() -> None:
    """Its margin below 1: the columns were told by the words."""
    found = table(("task", "lead"), [("推进工业升级", "市工信局")], margin=0.6)
    assert [item.confidence for item in (*found.tasks, *found.responsibilities)] == ["guessed", "guessed"]


@pytest.mark.parametrize(
    ("names", "owners"), [(("市林业局", "市水务局"), ["市林业局", "市水务局"]), (("一季度", "二季度"), [])]
)
def test_a_sheet_named_after_a_body_is_its_table(names: tuple[str, str], owners: list[str]) -> None:
    """Without a column of owners the body whose name stands above the table owns the rows, and only those."""
    book, buffer = Workbook(), io.BytesIO()
    book.remove(book.worksheets[0])
    for name, task in zip(names, ("开展义务植树", "开展河道清淤"), strict=True):
        sheet = book.create_sheet(name)
        for row in (["序号", "工作任务", "完成时限"], ["1", task, "2031年底"], ["2", task + "验收", "2032年底"]):
            sheet.append(row)
    book.save(buffer)
    facts = parse_bytes(buffer.getvalue(), "a.xlsx")
    assert len(facts.tasks) == 4
    assert [item.mention for item in facts.responsibilities] == [name for name in owners for _ in range(2)]
