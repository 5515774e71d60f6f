"""Workbooks in the XML of Excel 2003."""

from __future__ import annotations

import pytest

from policygraph.issues import ReadError
from policygraph.read import read

SPACE = "urn:schemas-microsoft-com:office:spreadsheet"
HEAD = f'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook xmlns="{SPACE}" xmlns:ss="{SPACE}">'
STYLES = (
    '<Styles><Style ss:ID="s1"><NumberFormat ss:Format="0%"/></Style>'
    '<Style ss:ID="s2"><Font ss:StrikeThrough="1"/></Style></Styles>'
)


def cell(text: str, kind: str = "String", more: str = "") -> str:
    return f'<Cell {more}><Data ss:Type="{kind}">{text}</Data></Cell>'


def book(*rows: str, columns: str = "") -> bytes:
    table = f'<Worksheet ss:Name="分工"><Table>{columns}{"".join(rows)}</Table></Worksheet>'
    return f"{HEAD}{STYLES}{table}</Workbook>".encode()


def row(*cells: str, more: str = "") -> str:
    return f"<Row {more}>{''.join(cells)}</Row>"


def test_values_merges_and_what_is_withdrawn() -> None:
    data = book(
        row(cell("植树分工", more='ss:MergeAcross="3"')),
        row(cell("任务"), cell("单位"), cell("比例"), cell("期限"), cell("旧单位")),
        row(cell("植树", more='ss:MergeDown="1"'), cell("林业局"), cell("0.95", "Number", 'ss:StyleID="s1"'), cell("2031-06-30T00:00:00.000", "DateTime"), cell("农业局")),
        row(cell("水务局", more='ss:Index="2"'), cell("3", "Number")),
        row(cell("停办", more='ss:StyleID="s2"')),
        row(cell("暗行"), more='ss:Hidden="1"'),
        columns='<Column ss:Index="5" ss:Hidden="1"/>',
    )  # fmt: skip
    document = read(data, "a.xls")
    assert document.text == "植树分工\n任务\t单位\t比例\t期限\n植树\t林业局\t95%\t2031-06-30\n水务局\t3\t"
    assert [(item.row, item.rowspan) for item in document.tables[0].cells if item.rowspan > 1] == [(1, 2)]
    assert all(word in document.issues[0].message for word in ("农业局", "停办", "暗行"))


def test_refused_under_another_name() -> None:
    with pytest.raises(ReadError) as caught:
        read(book(row(cell("任务"))), "a.docx")
    assert caught.value.code == "type-mismatch"
