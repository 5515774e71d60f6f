"""What a Word file holds beside its paragraphs: struck words, files and pictures in it, headers, comments, page layout."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from openpyxl import Workbook
from PIL import Image

from policygraph.model import Document
from policygraph.read import read, scan


def made(build: Callable[[Any], None]) -> Document:
    file = docx.Document()
    build(file)
    buffer = io.BytesIO()
    file.save(buffer)
    return read(buffer.getvalue(), "a.docx")


def codes(document: Document) -> list[tuple[str, str, str]]:
    """Code, message, and the words at its place."""
    return [
        (issue.code, issue.message, issue.spans[0].quote(document.text)) for issue in document.issues if issue.spans
    ]


def embed(file: Any, name: str, data: bytes, kind: str) -> str:
    part = Part(PackURI(f"/word/{name}"), "application/octet-stream", data, file.part.package)
    return str(file.part.relate_to(part, kind))


def chunk(file: Any, name: str, data: bytes) -> None:
    key = embed(file, name, data, RELATIONSHIP_TYPE.A_F_CHUNK)
    file.element.body.append(parse_xml(f'<w:altChunk {nsdecls("w", "r")} r:id="{key}"/>'))


def test_struck_runs_and_paragraphs() -> None:
    def build(file: Any) -> None:
        line = file.add_paragraph("（一）植树。（")
        line.add_run("农业局").font.strike = True
        line.add_run("林业局牵头）")
        file.add_paragraph().add_run("（二）停办事项。").font.double_strike = True

    document = made(build)
    assert document.text == "（一）植树。（林业局牵头）"
    assert [(message.rpartition("：")[2], at) for _, message, at in codes(document)] == [
        ("农业局", document.text), ("（二）停办事项。", document.text),
    ]  # fmt: skip


def test_struck_words_in_a_table_and_hidden_row() -> None:
    def build(file: Any) -> None:
        table = file.add_table(3, 2)
        for row, words in zip(table.rows, (("任务", "单位"), ("停办", "甲局"), ("植树", "林业局")), strict=True):
            for cell, text in zip(row.cells, words, strict=True):
                cell.text = text
        table.rows[1]._tr.get_or_add_trPr().append(parse_xml(f"<w:hidden {nsdecls('w')}/>"))
        table.cell(2, 1).paragraphs[0].add_run("农业局").font.strike = True

    document = made(build)
    assert document.text == "任务\t单位\n植树\t林业局"
    assert [(code, message.rpartition("：")[2]) for code, message, _ in codes(document)] == [
        ("withdrawn-text", "停办甲局"), ("withdrawn-text", "农业局"),
    ]  # fmt: skip


def test_page_joined_as_a_chunk() -> None:
    def build(file: Any) -> None:
        file.add_paragraph("一、植树。")
        chunk(file, "afchunk.html", "<p>二、清淤。</p><table><tr><td>任务</td><td>单位</td></tr></table>".encode())
        chunk(file, "afchunk2.bin", b"\x00\x01\x02\x03" * 9)

    document = made(build)
    assert document.text == "一、植树。\n二、清淤。\n任务\t单位"
    assert len(document.tables) == 1
    assert [code for code, _, _ in codes(document)] == ["unread-part"]


def test_embedded_workbook_stands_where_it_is_shown() -> None:
    book, buffer = Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    sheet.append(["任务", "单位"])
    sheet.append(["植树", "林业局"])
    book.save(buffer)

    def build(file: Any) -> None:
        file.add_paragraph("附件1")
        key = embed(file, "embeddings/book.xlsx", buffer.getvalue(), RELATIONSHIP_TYPE.PACKAGE)
        office = 'xmlns:o="urn:schemas-microsoft-com:office:office"'
        ole = f'<w:object {nsdecls("w", "r")} {office}><o:OLEObject Type="Embed" ProgID="Excel.Sheet.12" r:id="{key}"/></w:object>'
        file.add_paragraph().add_run()._r.append(parse_xml(ole))
        file.add_paragraph("以上为分工。")

    document = made(build)
    assert document.text == "附件1\n任务\t单位\n植树\t林业局\n以上为分工。"
    assert not document.issues


def picture(wide: int, tall: int) -> io.BytesIO:
    buffer = io.BytesIO()
    Image.new("RGB", (wide, tall), "white").save(buffer, "PNG")
    buffer.seek(0)
    return buffer


def test_pictures_are_named_where_ocr_is_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "available", lambda: False)

    def build(file: Any) -> None:
        file.add_paragraph("附件2")
        file.add_picture(picture(20, 20))
        file.add_picture(picture(800, 300))

    document = made(build)
    assert [(code, at) for code, _, at in codes(document)] == [("picture-unread", "附件2")]


def test_pictures_are_read_where_ocr_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    corners = [(10.0, 10.0), (200.0, 10.0), (200.0, 40.0), (10.0, 40.0)]
    monkeypatch.setattr(scan, "available", lambda: True)
    monkeypatch.setattr(scan, "_recognise", lambda pixels: [(corners, "植树由林业局牵头", 0.99)])

    def build(file: Any) -> None:
        file.add_paragraph("附件2")
        file.add_picture(picture(800, 300))

    document = made(build)
    assert document.text == "附件2\n植树由林业局牵头"
    assert [(code, at) for code, _, at in codes(document)] == [("picture-read", "植树由林业局牵头")]


def test_headers_and_comments_are_named() -> None:
    def build(file: Any) -> None:
        file.add_paragraph("一、植树。")
        file.sections[0].header.paragraphs[0].text = "内部资料 注意保存"
        file.sections[0].footer.paragraphs[0].text = "一、植树。"

    assert [(code, message) for code, message, _ in codes(made(build))] == [
        ("unread-part", "页眉页脚的文字未读取：内部资料 注意保存")
    ]


LINES = ["一、目标", "到明年完成植树。", "二、任务", "（一）植树。", "（二）清淤。", "三、保障"]


@pytest.mark.parametrize(("beside", "laid_out"), [("首页 > 公开", True), ("数据" * 60, False)])
def test_a_table_that_lays_out_the_page(beside: str, laid_out: bool) -> None:
    """Whole sections in one cell are text, and a table within them is one; a cell of many lines among others is data."""

    def build(file: Any) -> None:
        cells = file.add_table(1, 2).rows[0].cells
        cells[0].text = beside
        for line in LINES:
            cells[1].add_paragraph(line)
        inner = cells[1].add_table(1, 2)
        inner.cell(0, 0).text, inner.cell(0, 1).text = "任务", "单位"

    document = made(build)
    assert ("\n".join(LINES) + "\n任务\t单位" in document.text) == laid_out
    assert [table.cols for table in document.tables] == [2]
    assert ("\t" in document.text.split("\n")[0]) != laid_out
