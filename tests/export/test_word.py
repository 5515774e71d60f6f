"""The Word table: A4 with the margins of the standard, Chinese fonts, real rows, headers that repeat."""

from __future__ import annotations

import io
from types import ModuleType
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.shared import Mm

from policygraph.export import division_table
from policygraph.export.word import BODY, TITLE


def opened(records: list[dict[str, Any]], organization: str | None = None) -> Any:
    return docx.Document(io.BytesIO(division_table(records, organization)))


def texts(table: Any) -> list[list[str]]:
    return [
        ["".join(node.text or "" for node in cell.iter(qn("w:t"))) for cell in row.findall(qn("w:tc"))]
        for row in table._tbl.findall(qn("w:tr"))
    ]


def test_every_task_with_its_units_under_its_domain(record: dict[str, Any]) -> None:
    rows = texts(opened([record]).tables[0])
    assert rows[0] == ["序号", "重点任务", "牵头单位", "责任、配合单位", "完成时限"]
    assert rows[1] == ["第一领域"]
    assert rows[2] == ["1", "疏浚第1号河道【指标】河道通畅率 ≥95%（2025）", "水务局", "", "2025年底前"]
    assert rows[3] == ["2", "疏浚第2号河道", "", "责任：财政局指导：教育局", ""]
    assert sum(len(row) == 5 for row in rows) == 1 + len(record["tasks"])


def test_the_page_is_that_of_the_standard(record: dict[str, Any]) -> None:
    section = opened([record]).sections[0]
    near = [(section.page_width, 210), (section.page_height, 297), (section.top_margin, 37), (section.left_margin, 28)]
    assert all(abs(have - Mm(want)) < Mm(0.1) for have, want in near)


def test_chinese_fonts_and_a_repeated_header(record: dict[str, Any]) -> None:
    book = opened([record])
    fonts = {node.get(qn("w:eastAsia")) for node in book.element.body.iter(qn("w:rFonts"))}
    assert {TITLE, BODY, "黑体"} <= fonts
    assert len(list(book.tables[0]._tbl.iter(qn("w:tblHeader")))) == 1


def test_one_organisation_sees_its_own(record: dict[str, Any]) -> None:
    key = next(entry["id"] for entry in record["organizations"] if entry["name"] == "财政局")
    rows = [row for row in texts(opened([record], key).tables[0]) if len(row) == 4][1:]
    mine = {fact["subject"] for fact in record["responsibilities"] if fact["organization"] == key}
    assert len(rows) == len(mine)
    assert rows[0][2:4] == ["责任", "教育局"]


def test_hostile_and_empty_documents_make_files(samples: ModuleType) -> None:
    book = opened([samples.hostile(), samples.empty()])
    assert any("没有写明任务分工" in paragraph.text for paragraph in book.paragraphs)


def test_same_records_same_bytes(record: dict[str, Any]) -> None:
    assert division_table([record]) == division_table([record])


def test_every_paragraph_opens_with_its_one_look(record: dict[str, Any]) -> None:
    book = opened([record])
    for root in (book.element.body, book.sections[0].footer._element):
        for paragraph in root.iter(qn("w:p")):
            looks = [at for at, child in enumerate(paragraph) if child.tag == qn("w:pPr")]
            assert looks in ([], [0])
