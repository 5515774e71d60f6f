"""OpenDocument spreadsheets, straight from their XML: it keeps each cell's text as shown, dates and percentages included."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from policygraph.model import Document, Source
from policygraph.read.sheet import MAX_CELLS, Sheet, document_of
from policygraph.read.zipguard import open_package

_ROWS = frozenset(["table-row-group", "table-header-rows", "table-rows"])
_COLUMNS = frozenset(["table-column-group", "table-header-columns", "table-columns"])
_FAR = 1 << 20  # rows and columns a sheet may have
_Element = etree._Element


def read_ods(source: Source) -> Document:
    """Raises ``ReadError``: too-large, dtd-forbidden, encrypted, malformed, no-text."""
    root = open_package(source.data).xml("content.xml")
    struck = frozenset(
        _get(style, "name")
        for style in root.iter("{*}style")
        if any(_get(each, "text-line-through-style", "none") != "none" for each in style.iter("{*}text-properties"))
    )
    concealed = frozenset(
        _get(style, "name")
        for style in root.iter("{*}style")
        if any(_get(each, "display") == "false" for each in style.iter("{*}table-properties"))
    )
    return document_of(source.info, [_sheet(table, struck, concealed) for table in root.iter("{*}table")])


def _sheet(table: _Element, struck: frozenset[str], concealed: frozenset[str]) -> Sheet:
    sheet = Sheet(_get(table, "name"), concealed=_get(table, "style-name") in concealed)
    col = 0
    for column in _within(table, "table-column", _COLUMNS):
        many = _count(column, "number-columns-repeated")
        if _get(column, "visibility") in ("collapse", "filter"):
            sheet.hidden_columns.update(range(col, min(col + many, col + 1000)))
        col += many
    row = 0
    for line in _within(table, "table-row", _ROWS):
        many = _count(line, "number-rows-repeated")
        filled = _row(sheet, line, row, struck)
        hidden = _get(line, "visibility") in ("collapse", "filter")
        for copy in range(row, row + many) if filled else ():
            if copy > row:
                _row(sheet, line, copy, struck)
            if hidden:
                sheet.hidden.add(copy)
        row += many
        if row > _FAR:
            break
    return sheet


def _row(sheet: Sheet, line: _Element, row: int, struck: frozenset[str]) -> bool:
    """Put the cells of one row; False when it has none that says anything."""
    col, filled = 0, False
    for cell in line.iterchildren("{*}table-cell", "{*}covered-table-cell"):
        many = min(_count(cell, "number-columns-repeated"), _FAR)
        kept, gone = _words(cell, struck)
        covered = str(cell.tag).endswith("covered-table-cell")
        if (kept or gone) and not covered:
            filled = True
            if _get(cell, "style-name") in struck:
                kept, gone = gone or kept, gone or kept
            for each in range(col, col + min(many, MAX_CELLS)):
                sheet.put(row, each, kept)
                if gone:
                    sheet.struck[row, each] = gone
        tall, wide = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
        if (tall, wide) != (1, 1):
            sheet.merges[row, col] = (tall, wide)
        col += many
    return filled


def _words(cell: _Element, struck: frozenset[str]) -> tuple[str, str]:
    """The lines of a cell as shown, and the words in it that are struck out."""
    kept, gone = list[str](), list[str]()
    for paragraph in cell.iterchildren("{*}p"):
        line = ""
        for part, style in _runs(paragraph, ""):
            if style in struck:
                gone.append(part)
            else:
                line += part
        kept.append(line.strip())
    return "\n".join(kept).strip(), "".join(gone).strip()


def _runs(node: _Element, style: str) -> Iterator[tuple[str, str]]:
    if node.text:
        yield node.text, style
    for child in node:
        name = etree.QName(child).localname if isinstance(child.tag, str) else ""
        if name in ("span", "a"):
            yield from _runs(child, _get(child, "style-name") or style)
        elif name in ("line-break", "s", "tab"):
            yield "\n" if name == "line-break" else " " * min(_count(child, "c"), 100), style
        if child.tail:
            yield child.tail, style


def _within(node: _Element, name: str, groups: frozenset[str]) -> Iterator[_Element]:
    for child in node:
        found = etree.QName(child).localname if isinstance(child.tag, str) else ""
        if found == name:
            yield child
        elif found in groups:
            yield from _within(child, name, groups)


def _get(node: _Element, name: str, default: str = "") -> str:
    """An attribute by its local name: the namespaces of OpenDocument do not collide here."""
    return next((str(value) for key, value in node.attrib.items() if str(key).endswith("}" + name)), default)


def _count(node: _Element, name: str) -> int:
    raw = _get(node, name, "1")
    return max(1, int(raw)) if raw.isascii() and raw.isdigit() and len(raw) < 9 else 1
