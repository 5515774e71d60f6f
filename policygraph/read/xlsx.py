"""Excel files, as annex tables often come. Values by openpyxl, streaming; merges and what is hidden from the XML, since
openpyxl would fill a hostile merge of seventeen billion cells one by one. Formulas are looked at where a value is missing.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree

from policygraph.issues import ReadError
from policygraph.model import Document, Source
from policygraph.read.formula import Unknown, Value, column, evaluate
from policygraph.read.sheet import At, Sheet, document_of, shown
from policygraph.read.zipguard import Package, open_package

_RANGE = re.compile(r"^([A-Z]{1,3})([0-9]{1,7})(?::([A-Z]{1,3})([0-9]{1,7}))?$")
_VALUELESS = re.compile(rb"<f\b[^>]*(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>")
_DEPTH = 50  # formulas that refer to formulas
_DAMAGED = (
    KeyError, ValueError, TypeError, AttributeError, IndexError, zipfile.BadZipFile, SyntaxError
)  # fmt: skip


def read_xlsx(source: Source) -> Document:
    """Every visible sheet: rows of one cell at its head and foot are paragraphs, what is between is a table.

    Raises ``ReadError``: too-large, dtd-forbidden, encrypted, malformed, no-text.
    """
    return document_of(source.info, sheets_of(source.data))


def sheets_of(data: bytes) -> list[Sheet]:
    """The sheets of a workbook, also of one that lies inside another file. Raises as ``read_xlsx``."""
    package = open_package(data)
    try:
        book = _book(data, package, values=True)
        struck = _struck_styles(book)
        sheets = [_sheet(each, package, struck) for each in book.worksheets]
        if any(sheet.uncomputed for sheet in sheets):
            _compute(sheets, _book(data, package, values=False))
    except _DAMAGED as error:
        raise ReadError("malformed", f"Excel 文件已损坏（{type(error).__name__}）") from error
    return sheets


def _book(data: bytes, package: Package, values: bool) -> Any:
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    strings = "xl/sharedStrings.xml"
    rich = values and package.has(strings) and b"<strike" in package.read(strings)
    try:
        return openpyxl.load_workbook(
            io.BytesIO(data), read_only=True, data_only=values, keep_links=False, rich_text=rich
        )
    except InvalidFileException as error:
        raise ValueError(str(error)) from error


def _struck_styles(book: Any) -> frozenset[int]:
    """Cell styles whose font is struck through."""
    return frozenset(index for index, style in enumerate(book._cell_styles) if book._fonts[style.fontId].strike)


def _sheet(worksheet: Any, package: Package, struck: frozenset[int]) -> Sheet:
    sheet = Sheet(str(worksheet.title), concealed=worksheet.sheet_state != "visible")
    path = str(getattr(worksheet, "_worksheet_path", ""))
    inline = _shape(sheet, package.read(path) if package.has(path) else b"")
    worksheet.reset_dimensions()
    for row in worksheet.iter_rows():
        for cell in row:
            if cell.value is None:
                continue
            at = cell.row - 1, cell.column - 1
            if isinstance(cell.value, list):
                text = _rich(sheet, at, [(str(run), _is_struck(run)) for run in cell.value])
            elif at in inline:
                text = _rich(sheet, at, inline[at])
            else:
                text = shown(cell.value, cell.number_format)
            sheet.put(*at, text)
            if cell._style_id in struck:
                sheet.struck[at] = text
    return sheet


def _is_struck(run: Any) -> bool:
    return bool(getattr(getattr(run, "font", None), "strike", False))


def _rich(sheet: Sheet, at: At, runs: list[tuple[str, bool]]) -> str:
    """The words of a cell with runs of their own fonts; those struck out are left out."""
    gone = "".join(text for text, struck in runs if struck).strip()
    if gone:
        sheet.struck[at] = gone
    return "".join(text for text, struck in runs if not struck).strip()


def _shape(sheet: Sheet, data: bytes) -> dict[At, list[tuple[str, bool]]]:
    """Merged ranges, hidden rows and columns of a worksheet part; cells with a formula and no value. Returns the runs of
    cells that hold their text themselves and strike some of it: (text, struck)."""
    valueless, struck = _VALUELESS.search(data) is not None, b"<strike" in data
    inline: dict[At, list[tuple[str, bool]]] = {}
    tags = ["{*}mergeCell", "{*}row", "{*}col"]
    for _, node in etree.iterparse(io.BytesIO(data), tag=tags, resolve_entities=False, load_dtd=False, no_network=True):
        name = etree.QName(node).localname
        hidden = node.get("hidden") in ("1", "true")
        if name == "row":
            if hidden and (node.get("r") or "").isdigit():
                sheet.hidden.add(int(node.get("r", "1")) - 1)
            if valueless:
                sheet.uncomputed += [at for cell in node if (at := _without_value(cell)) is not None]
            if struck:
                inline.update(_inline(node))
            node.clear()
        elif name == "col" and hidden:
            first, last = int(node.get("min", "1")), int(node.get("max", "1"))
            sheet.hidden_columns.update(range(first - 1, min(last, first + 1000)))
        elif match := _RANGE.match(node.get("ref", "")):
            row, col = int(match[2]) - 1, column(match[1])
            last_row, last_col = int(match[4] or match[2]) - 1, column(match[3] or match[1])
            sheet.merges[row, col] = (max(1, last_row - row + 1), max(1, last_col - col + 1))

    return inline


def _inline(row: etree._Element) -> Iterator[tuple[At, list[tuple[str, bool]]]]:
    for cell in row.iterchildren("{*}c"):
        match = _RANGE.match(cell.get("r", ""))
        runs = [(run.findtext("{*}t") or "", _strikes(run)) for run in cell.iterfind("{*}is/{*}r")]
        if match is not None and any(gone for _, gone in runs):
            yield (int(match[2]) - 1, column(match[1])), runs


def _strikes(run: etree._Element) -> bool:
    mark = run.find("{*}rPr/{*}strike")
    return mark is not None and mark.get("val", "1") in ("1", "true")


def _without_value(cell: etree._Element) -> At | None:
    match = _RANGE.match(cell.get("r", ""))
    if match is None or cell.find("{*}f") is None or (cell.findtext("{*}v") or "").strip():
        return None
    return int(match[2]) - 1, column(match[1])


def _compute(sheets: list[Sheet], book: Any) -> None:
    """Fill in what formulas without a stored value come to; the others stay named in ``uncomputed``."""
    cells = {
        str(each.title): {
            (cell.row - 1, cell.column - 1): cell for row in each.iter_rows() for cell in row if cell.value
        }
        for each in book.worksheets
    }

    def value(name: str, at: At, depth: int) -> Value | None:
        cell = cells.get(name, {}).get(at)
        if cell is None:
            return None
        if isinstance(cell.value, bool) or not isinstance(cell.value, int | float | str):
            raise Unknown(str(cell.value))
        if not (isinstance(cell.value, str) and cell.value.startswith("=")):
            return cell.value if isinstance(cell.value, str) else float(cell.value)
        if depth > _DEPTH:
            raise Unknown(cell.value)
        return evaluate(cell.value, lambda other, row, col: value(other or name, (row, col), depth + 1), at)

    for sheet in sheets:
        missing = []
        for at in sheet.uncomputed:
            try:
                found = value(sheet.name, at, 0)
                sheet.put(*at, shown(found if found is not None else "", cells[sheet.name][at].number_format))
            except (Unknown, KeyError):
                missing.append(at)
        sheet.uncomputed = missing
