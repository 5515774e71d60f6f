"""The Excel ledger: every cell written as a string, a number or a date, never as what its text looks like."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from policygraph.export.rows import STATES, VERDICTS, Cell, Column, Record, Sheet, sheets
from policygraph.export.safe import EPOCH, xml_text
from policygraph.text import width as display_width

ROW_LIMIT = 300  # points; Excel allows 409, a row taller than half a page cannot be read
CELL_LIMIT = 32_767  # characters; Excel cuts silently, so what is cut says so
_CUT = "…（超出单元格上限，余下见原文）"
_FONT = {
    "font_name": "微软雅黑",
    "font_size": 10,
    "valign": "top",
    "text_wrap": True,
    "border": 1,
    "border_color": "#B0B7BE",
}
_FORMATS: dict[str, dict[str, Any]] = {
    "head": {**_FONT, "bold": True, "bg_color": "#0B3A5B", "font_color": "#FFFFFF", "valign": "vcenter"},
    "text": _FONT,
    "again": {**_FONT, "font_color": "#767676"},
    "number": {**_FONT, "align": "center"},
    "date": {**_FONT, "align": "center", "num_format": "yyyy-mm-dd"},
    "read": {**_FONT, "align": "center", "num_format": "yyyy-mm-dd", "italic": True},
    "input": {**_FONT, "bg_color": "#FFFBE6"},
    "id": {**_FONT, "font_size": 8, "font_color": "#767676", "text_wrap": False},
}
#: Colours of a due date by the day the file is opened; the first test that holds counts.
_LIGHTS: tuple[tuple[str, dict[str, str]], ...] = (
    ("AND(ISNUMBER({end}),{end}<TODAY())", {"bg_color": "#E3E6E9", "font_color": "#505C68"}),  # the document is over
    ('{state}="已完成"', {"bg_color": "#D5EFD9", "font_color": "#1B5E20"}),
    ("{due}<TODAY()", {"bg_color": "#F8CFCB", "font_color": "#8B1A10"}),
    ("{due}<=TODAY()+30", {"bg_color": "#FFE7AE", "font_color": "#6B4700"}),
    ("TRUE", {"bg_color": "#D5EFD9", "font_color": "#1B5E20"}),
)
A3, A4 = 8, 9  # paper; the wide sheets are printed on A3, as ledgers are
_INPUT = {"状态", "进展", "处理意见", "备注"}  # columns people fill in
CHOICES = {"状态": STATES, "处理意见": tuple(VERDICTS.values())}
_REPEATING = {"领域", "分领域", "文件"}  # a value equal to the one above is written pale instead of merged


def workbook(records: Sequence[Record]) -> bytes:
    """An ``.xlsx`` with the sheets of ``rows.sheets``. Same records, same bytes."""
    return book(sheets(records), "督办台账")


def book(pages: Sequence[Sheet], title: str) -> bytes:
    """An ``.xlsx`` of sheets. The last column of a sheet is left off the printed page."""
    import xlsxwriter  # type: ignore[import-untyped]

    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    made = xlsxwriter.Workbook(target, options)
    made.set_properties({"title": title, "created": datetime(*EPOCH)})
    formats = {name: made.add_format(look) for name, look in _FORMATS.items()}
    for sheet in pages:
        page = made.add_worksheet(sheet.name)
        _write(page, sheet, formats)
        _lights(page, sheet, [(test, made.add_format(look)) for test, look in _LIGHTS])
    made.close()
    return target.getvalue()


def _write(page: Any, sheet: Sheet, formats: Mapping[str, Any]) -> None:
    widths = [_width(sheet, col) for col in range(len(sheet.columns))]
    for col, column in enumerate(sheet.columns):
        page.set_column(col, col, widths[col])
        page.write_string(0, col, column.name, formats["head"])
    page.set_row(0, 15 * _lines([column.name for column in sheet.columns], widths) + 6)
    for row, cells in enumerate(sheet.rows, 1):
        page.set_row(row, min(14 * _lines(cells[:-1], widths) + 4, ROW_LIMIT))
        above = sheet.rows[row - 2] if row > 1 else None
        for col, (column, cell) in enumerate(zip(sheet.columns, cells, strict=True)):
            look = _look(column, cell, above[col] if above else None)
            read = column.name == _LIT["due"] and look == "date" and "推断" in cells
            _cell(page, row, col, cell, formats["read" if read else look])
    _frame(page, sheet)


def _width(sheet: Sheet, col: int) -> float:
    """A column nobody has anything for is narrow: it waits to be filled in, and leaves the paper to the others."""
    column = sheet.columns[col]
    empty = not any(row[col] not in (None, "") for row in sheet.rows)
    return min(column.width, 9) if empty and column.name not in _INPUT else column.width


def _lines(cells: Sequence[Cell], widths: Sequence[float]) -> int:
    """Lines of the tallest cell. Written, because LibreOffice and WPS leave a row without a height at one line."""
    return max((_cell_lines(str(cell), width) for cell, width in zip(cells, widths, strict=False) if cell), default=1)


def _cell_lines(text: str, width: float) -> int:
    return sum(max(1, -(-display_width(line) // max(1, int(width)))) for line in text.split("\n"))


def _look(column: Column, cell: Cell, above: Cell) -> str:
    if column.name == "编号":
        return "id"
    if column.name in _INPUT:
        return "input"
    if isinstance(cell, int | float):
        return "number"
    if isinstance(cell, date):
        return "date"
    return "again" if cell and cell == above and column.name in _REPEATING else "text"


def _cell(page: Any, row: int, col: int, cell: Cell, look: Any) -> None:
    if cell is None or cell == "":
        page.write_blank(row, col, None, look)
    elif isinstance(cell, int | float):
        page.write_number(row, col, cell, look)
    elif isinstance(cell, date):
        page.write_datetime(row, col, cell, look)
    else:
        page.write_string(row, col, shorten(xml_text(cell)), look)


def _lights(page: Any, sheet: Sheet, lights: Sequence[tuple[str, Any]]) -> None:
    """Red, amber and green on 截止日期, worked out by the spreadsheet from today, the status and the document's last day."""
    from xlsxwriter.utility import xl_col_to_name  # type: ignore[import-untyped]

    names = [column.name for column in sheet.columns]
    if "截止日期" not in names or not sheet.rows:
        return
    at = names.index("截止日期")
    place = {key: f"${xl_col_to_name(names.index(name))}2" for key, name in _LIT.items() if name in names}
    for test, look in lights:
        rule = f"=AND(ISNUMBER({{due}}),{test})".format(**{"state": '""'} | place)
        page.conditional_format(
            1, at, len(sheet.rows), at, {"type": "formula", "criteria": rule, "format": look, "stop_if_true": True}
        )


_LIT = {"due": "截止日期", "end": "文件期限", "state": "状态"}


def shorten(text: str) -> str:
    """Text as Excel can hold it, counted in UTF-16 units as Excel counts."""
    if len(text.encode("utf-16-le")) // 2 <= CELL_LIMIT:
        return text
    return text[: (CELL_LIMIT - len(_CUT)) // 2] + _CUT


def _frame(page: Any, sheet: Sheet) -> None:
    last, width = len(sheet.rows), len(sheet.columns) - 1
    page.freeze_panes(1, 2 if sheet.name in {"台账", "指标"} else 1)
    if last:
        page.autofilter(0, 0, last, width)
    page.set_landscape()
    page.set_paper(A3 if width > 9 else A4)
    page.set_margins(0.4, 0.4, 0.7, 0.6)
    page.set_header(f'&C&"黑体"&14{"督办台账" if sheet.name == "台账" else sheet.name}')
    page.repeat_rows(0)
    page.print_area(0, 0, max(last, 1), max(width - 1, 0))  # without the ids
    page.fit_to_pages(1, 0)
    page.set_footer("&C第 &P 页 共 &N 页")
    for col, column in enumerate(sheet.columns):
        if column.name in CHOICES and last:
            choice = {"validate": "list", "source": list(CHOICES[column.name]), "ignore_blank": True}
            page.data_validation(1, col, last, col, choice | {"show_error": False})  # other words are welcome
