"""Workbooks in the XML that Excel 2003 wrote and many systems still export under .xls."""

from __future__ import annotations

import contextlib

from lxml import etree

from policygraph.model import Document, Source
from policygraph.read.sheet import Sheet, document_of, shown
from policygraph.read.zipguard import parse_xml


def read_xml2003(source: Source) -> Document:
    """Raises ``ReadError``: dtd-forbidden, malformed, too-large, no-text."""
    root = parse_xml(source.data.lstrip())
    formats = {_get(style, "ID"): style.find("{*}NumberFormat") for style in root.iter("{*}Style")}
    percent = {name for name, node in formats.items() if node is not None and "%" in _get(node, "Format", "Percent")}
    struck = {
        _get(style, "ID")
        for style in root.iter("{*}Style")
        if any(_get(font, "StrikeThrough") == "1" for font in style.iter("{*}Font"))
    }
    return document_of(source.info, [_sheet(each, percent, struck) for each in root.iter("{*}Worksheet")])


def _sheet(node: etree._Element, percent: set[str], struck: set[str]) -> Sheet:
    concealed = any((each.text or "").startswith("SheetHidden") for each in node.iter("{*}Visible"))
    sheet = Sheet(_get(node, "Name"), concealed=concealed)
    col = 0
    for column in node.iterfind("{*}Table/{*}Column"):
        col = _number(column, "Index", col + 1)
        last = col + _number(column, "Span", 0)
        if _get(column, "Hidden") == "1":
            sheet.hidden_columns.update(range(col - 1, min(last, col + 1000)))
        col = last
    row = 0
    for line in node.iterfind("{*}Table/{*}Row"):
        row = _number(line, "Index", row + 1)
        if _get(line, "Hidden") == "1":
            sheet.hidden.add(row - 1)
        col = 0
        for cell in line.iterfind("{*}Cell"):
            col = _number(cell, "Index", col + 1)
            _cell(sheet, cell, row - 1, col - 1, percent, struck)
            col += _number(cell, "MergeAcross", 0)
    return sheet


def _cell(sheet: Sheet, cell: etree._Element, row: int, col: int, percent: set[str], struck: set[str]) -> None:
    tall, wide = _number(cell, "MergeDown", 0) + 1, _number(cell, "MergeAcross", 0) + 1
    if (tall, wide) != (1, 1):
        sheet.merges[row, col] = (tall, wide)
    data = cell.find("{*}Data")
    if data is None:
        return
    text, kind, style = "".join(map(str, data.itertext())).strip(), _get(data, "Type"), _get(cell, "StyleID")
    if kind == "DateTime":
        text = text[:10]
    elif kind == "Number":
        with contextlib.suppress(ValueError):
            text = shown(float(text), "0%" if style in percent else "")
    sheet.put(row, col, text)
    if style in struck and text:
        sheet.struck[row, col] = text


def _get(node: etree._Element, name: str, default: str = "") -> str:
    return next((str(value) for key, value in node.attrib.items() if str(key).endswith("}" + name)), default)


def _number(node: etree._Element, name: str, default: int) -> int:
    raw = _get(node, name)
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 8 else default
