"""The marker Word shows, for every kind of automatic numbering."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from lxml import etree

from policygraph.read import load, numerals, read
from policygraph.read.docx_numbering import FORMATS, Numbering

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
Word = Callable[..., bytes]


def definitions(levels: str, *instances: str) -> str:
    nums = "".join(
        f'<w:num w:numId="{n}"><w:abstractNumId w:val="0"/>{x}</w:num>' for n, x in enumerate(instances or ("",), 1)
    )
    return f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>{nums}'


def test_every_case(numbering_cases: ModuleType) -> None:
    for case in numbering_cases.CASES:
        root = etree.fromstring(f"<w:numbering {W}>{definitions(''.join(case.levels), *case.instances)}</w:numbering>")
        numbering = Numbering(root)
        found = [numbering.marker(str(which + 1), level) for which, level, _ in case.shown]
        assert found == [marker for _, _, marker in case.shown], case.title


def test_a_rendered_file_shows_them(documents: Path, numbering_cases: ModuleType) -> None:
    source = load(documents / "numbering.docx")
    expected = []
    for case in numbering_cases.CASES:
        expected += [case.title, *(f"{marker}工作内容" for _, _, marker in case.shown)]
    assert read(source.data, source.info.name).text.split("\n") == expected


LEVEL = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>{}<w:lvlText w:val="%1、"/></w:lvl>'
NUM = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{}"/></w:numPr>'


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def test_numbering_in_a_style(word: Word) -> None:
    styles = (
        f'<w:style w:type="paragraph" w:styleId="h"><w:pPr>{NUM.format(1)}</w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="i"><w:basedOn w:val="h"/></w:style>'
    )
    body = (
        paragraph("甲", '<w:pStyle w:val="h"/>')
        + paragraph("乙", '<w:pStyle w:val="i"/>')
        + paragraph("丙", '<w:pStyle w:val="h"/>' + NUM.format(0))
        + paragraph("丁", '<w:pStyle w:val="h"/>')
    )
    document = read(word(body, styles=styles, numbering=definitions(LEVEL.format(""))), "a.docx")
    assert document.text.split("\n") == ["一、甲", "二、乙", "丙", "三、丁"]


def test_level_tied_to_a_style(word: Word) -> None:
    levels = (
        LEVEL.format("")
        + '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:pStyle w:val="k"/><w:lvlText w:val="（%2）"/></w:lvl>'
    )
    styles = (
        '<w:style w:type="paragraph" w:styleId="k"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    body = paragraph("甲", NUM.format(1)) + paragraph("乙", '<w:pStyle w:val="k"/>')
    assert read(word(body, styles=styles, numbering=definitions(levels)), "a.docx").text.split("\n") == [
        "一、甲",
        "（1）乙",
    ]


def test_numbering_counts_in_document_order_through_tables(word: Word) -> None:
    cell = f"<w:tc>{paragraph('', NUM.format(1))}</w:tc>"
    row = f"<w:tr>{cell}<w:tc>{paragraph('任务')}</w:tc></w:tr>"
    body = paragraph("甲", NUM.format(1)) + f"<w:tbl>{row * 2}</w:tbl>" + paragraph("乙", NUM.format(1))
    document = read(word(body, numbering=definitions(LEVEL.format(""))), "a.docx")
    assert document.text.split("\n") == ["一、甲", "二、\t任务", "三、\t任务", "四、乙"]


@pytest.mark.parametrize("name", sorted(FORMATS))
@pytest.mark.parametrize("value", [0, 1, 10, 11, 20, 21, 99, 100, 110, 10_001, 999_999_999])
def test_every_format_writes_every_value(name: str, value: int) -> None:
    text = FORMATS[name](value)
    assert isinstance(text, str)
    assert text or name in ("none", "bullet") or value == 0


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "零"),
        (10, "十"),
        (15, "十五"),
        (20, "二十"),
        (101, "一百零一"),
        (110, "一百一十"),
        (1001, "一千零一"),
        (12_003, "一万二千零三"),
    ],
)
def test_chinese(value: int, text: str) -> None:
    assert numerals.chinese(value) == text


def test_undefined_numbering_is_silent(word: Word) -> None:
    assert read(word(paragraph("甲", NUM.format(7))), "a.docx").text == "甲"
