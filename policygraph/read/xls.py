"""Old Excel files (.xls, .et) by xlrd, which knows number formats, hidden rows and struck fonts; binary workbooks (.xlsb) by
calamine, which knows their values only.
"""

from __future__ import annotations

import datetime
import io
from typing import Any

from policygraph.issues import ReadError
from policygraph.model import Document, Source
from policygraph.read.sheet import Sheet, document_of, shown
from policygraph.read.zipguard import open_package


def read_xls(source: Source) -> Document:
    """Raises ``ReadError``: encrypted, malformed, too-large, no-text."""
    import xlrd  # type: ignore[import-untyped]

    try:
        with io.StringIO() as log:  # it prints what it finds odd
            book = xlrd.open_workbook(file_contents=source.data, formatting_info=True, logfile=log)
        return document_of(source.info, [_old(book, sheet) for sheet in book.sheets()])
    except xlrd.XLRDError as error:
        raise _refusal(str(error)) from error


def _refusal(words: str) -> ReadError:
    if "encrypted" in words.lower() or "password" in words.lower():
        return ReadError("encrypted", "文件已加密，请先取消密码")
    return ReadError("malformed", "旧版 Excel 文件已损坏")


def _old(book: Any, given: Any) -> Sheet:
    sheet = Sheet(given.name, concealed=bool(given.visibility))
    sheet.merges = {(top, left): (low - top, right - left) for top, low, left, right in given.merged_cells}
    sheet.hidden = {row for row, info in given.rowinfo_map.items() if info.hidden or info.height == 0}
    sheet.hidden_columns = {col for col, info in given.colinfo_map.items() if info.hidden}
    for row in range(given.nrows):
        for col, cell in enumerate(given.row(row)):
            font, style = _look(book, cell.xf_index)
            text = shown(_value(book, cell), style)
            sheet.put(row, col, text)
            if text and font is not None and font.struck_out:
                sheet.struck[row, col] = text
    return sheet


def _look(book: Any, xf: int | None) -> tuple[Any, str]:
    """The font and the number format of a cell."""
    if xf is None or not 0 <= xf < len(book.xf_list):
        return None, ""
    known = book.xf_list[xf]
    style = book.format_map.get(known.format_key)
    return book.font_list[known.font_index], style.format_str if style is not None else ""


def _value(book: Any, cell: Any) -> object:
    from xlrd import XL_CELL_BOOLEAN, XL_CELL_DATE, XL_CELL_ERROR, XL_CELL_NUMBER, XL_CELL_TEXT
    from xlrd.xldate import XLDateError, xldate_as_datetime  # type: ignore[import-untyped]

    if cell.ctype == XL_CELL_DATE:
        try:
            return xldate_as_datetime(cell.value, book.datemode)
        except (XLDateError, OverflowError, ValueError):
            return float(cell.value)
    if cell.ctype == XL_CELL_BOOLEAN:
        return bool(cell.value)
    return "" if cell.ctype == XL_CELL_ERROR else cell.value if cell.ctype in (XL_CELL_TEXT, XL_CELL_NUMBER) else ""


def read_xlsb(source: Source) -> Document:
    """Raises ``ReadError``: too-large, encrypted, malformed, no-text."""
    import python_calamine as calamine

    open_package(source.data)
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(source.data))
        sheets = [_binary(book, each) for each in book.sheets_metadata]
    except calamine.PasswordError as error:
        raise ReadError("encrypted", "文件已加密，请先取消密码") from error
    except calamine.CalamineError as error:
        raise ReadError("malformed", "Excel 二进制工作簿已损坏") from error
    return document_of(source.info, sheets)


def _binary(book: Any, meta: Any) -> Sheet:
    sheet = Sheet(meta.name, concealed=str(meta.visible) != "SheetVisibleEnum.Visible")
    if str(meta.typ) != "SheetTypeEnum.WorkSheet":
        return sheet
    given = book.get_sheet_by_name(meta.name)
    for (top, left), (low, right) in given.merged_cell_ranges or ():
        sheet.merges[top, left] = (low - top + 1, right - left + 1)
    for row, values in enumerate(given.iter_rows()):
        for col, value in enumerate(values):
            sheet.put(row, col, shown(str(value) if isinstance(value, datetime.timedelta) else value, ""))
    return sheet
