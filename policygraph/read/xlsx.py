"""Excel files, as annex tables often come. Values by openpyxl, streaming; merges and hidden rows from the XML, since
openpyxl would fill a hostile merge of seventeen billion cells one by one.
"""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from policygraph.issues import ReadError
from policygraph.model import Document, Source
from policygraph.read.base import Builder, CellText, simple_cell
from policygraph.read.zipguard import Package, open_package

MAX_CELLS = 500_000
_RANGE = re.compile(r"^([A-Z]{1,3})([0-9]{1,7})(?::([A-Z]{1,3})([0-9]{1,7}))?$")
_PERCENT = re.compile(r"^0(?:\.(0+))?%")
_YEARS = re.compile(r'[yY]{2,4}"?年')


@dataclass(slots=True)
class Sheet:
    """Texts by 0-based (row, column); merges as (row, column) -> (rows, columns); rows nobody sees."""

    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    merges: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)


def read_xlsx(source: Source) -> Document:
    """Every visible sheet: rows of one cell at its head and foot are paragraphs, what is between is a table.

    Raises ``ReadError``: too-large, dtd-forbidden, encrypted, malformed, no-text.
    """
    package = open_package(source.data)
    builder = Builder(source.info)
    for sheet in _sheets(source.data, package):
        for rows in _runs(sheet):
            _append(builder, sheet, rows)
    if builder.empty:
        raise ReadError("no-text", "表格文件中没有文字")
    return builder.build()


def _sheets(data: bytes, package: Package) -> list[Sheet]:
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        return [_sheet(sheet, package) for sheet in visible]
    except (
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        IndexError,
        zipfile.BadZipFile,
        SyntaxError,
        InvalidFileException,
    ) as error:
        raise ReadError("malformed", f"Excel 文件已损坏（{type(error).__name__}）") from error


def _sheet(worksheet: Any, package: Package) -> Sheet:
    sheet = Sheet()
    path = str(getattr(worksheet, "_worksheet_path", ""))
    _shape(sheet, package.read(path) if package.has(path) else b"")
    worksheet.reset_dimensions()
    for row in worksheet.iter_rows():
        for cell in row:
            if cell.value is not None and (text := shown(cell.value, cell.number_format)):
                sheet.texts[cell.row - 1, cell.column - 1] = text
        if len(sheet.texts) > MAX_CELLS:
            raise ReadError("too-large", f"表格超过 {MAX_CELLS} 个单元格")
    return sheet


def _shape(sheet: Sheet, data: bytes) -> None:
    """Merged ranges and hidden rows of a worksheet part."""
    tags = ("{*}mergeCell", "{*}row")
    for _, node in etree.iterparse(io.BytesIO(data), tag=tags, resolve_entities=False, load_dtd=False, no_network=True):
        if str(node.tag).endswith("}row"):
            if node.get("hidden") in ("1", "true") and (node.get("r") or "").isdigit():
                sheet.hidden.add(int(node.get("r", "1")) - 1)
            node.clear()
        elif match := _RANGE.match(node.get("ref", "")):
            row, col = int(match[2]) - 1, _column(match[1])
            last_row, last_col = int(match[4] or match[2]) - 1, _column(match[3] or match[1])
            sheet.merges[row, col] = (max(1, last_row - row + 1), max(1, last_col - col + 1))


def _column(letters: str) -> int:
    value = 0
    for letter in letters:
        value = value * 26 + ord(letter) - 64
    return value - 1


# ---- what a cell shows -----------------------------------------------------------------------------


def shown(value: object, style: str) -> str:
    """A value as its cell shows it, as far as policies use formats: percentages, dates, plain numbers.

    >>> shown(0.35, "0%"), shown(0.1 + 0.2, "General"), shown(12.0, "General")
    ('35%', '0.3', '12')
    """
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        percent = _PERCENT.match(style or "")
        return f"{value * 100:.{len(percent[1] or '')}f}%" if percent else f"{value:.12g}"
    if isinstance(value, datetime.datetime | datetime.date):
        return _date(value, style or "")
    return str(value).strip()


def _date(value: datetime.date, style: str) -> str:
    day = "d" in style.lower().replace("[red]", "")
    if _YEARS.search(style):
        return f"{value.year}年{value.month}月" + (f"{value.day}日" if day else "")
    return f"{value:%Y-%m-%d}" if day or not style else f"{value:%Y-%m}"


# ---- layout ----------------------------------------------------------------------------------------


def _runs(sheet: Sheet) -> Iterator[list[int]]:
    """Filled rows in runs; a blank row ends a run unless a merged cell reaches over it."""
    filled = sorted({row for row, _ in sheet.texts} - sheet.hidden)
    run: list[int] = []
    reach = -1
    for row in filled:
        if run and row > reach + 1 and not set(range(reach + 1, min(row, reach + 50))) <= sheet.hidden:
            yield run
            run = []
        run.append(row)
        tall = (sheet.merges.get(at, (1, 1))[0] for at in sheet.texts if at[0] == row) if sheet.merges else ()
        reach = max(reach, row, row + min(max(tall, default=1), len(filled)) - 1)
    if run:
        yield run


def _append(builder: Builder, sheet: Sheet, rows: list[int]) -> None:
    cells = _cells(sheet, rows)
    width = [
        sum(1 for cell in cells if cell.row <= row < cell.row + cell.rowspan and cell.filled)
        for row in range(len(rows))
    ]
    wide = [row for row, count in enumerate(width) if count > 1]
    first, last = (wide[0], wide[-1]) if wide else (len(rows), len(rows))
    for cell in cells:
        if cell.row < first:
            builder.paragraph([*cell.lines])
    inner = [cell for cell in cells if first <= cell.row <= last]
    left = min((cell.col for cell in inner), default=0)
    moved = [CellText(cell.row - first, cell.col - left, cell.lines, cell.rowspan, cell.colspan) for cell in inner]
    builder.table(moved, last - first + 1, max((cell.col + cell.colspan for cell in moved), default=0))
    for cell in cells:
        if cell.row > last:
            builder.paragraph([*cell.lines])


def _cells(sheet: Sheet, rows: list[int]) -> list[CellText]:
    """The filled cells of the rows and, so that a column keeps its cells, the empty ones between them."""
    index = {row: at for at, row in enumerate(rows)}
    span = {at: size for at, size in sheet.merges.items() if at[0] in index}
    covered = set(_covered(span, rows))
    columns = sorted({col for row, col in sheet.texts if row in index})
    out = []
    for row, at in index.items():
        for col in columns:
            if (row, col) not in covered:
                tall, wide = span.get((row, col), (1, 1))
                text = sheet.texts.get((row, col), "")
                tall = sum(1 for other in rows[at : at + tall] if other < row + tall)
                out.append(simple_cell(at, col, text, tall, min(wide, columns[-1] - col + 1)))
    return out


def _covered(merges: dict[tuple[int, int], tuple[int, int]], rows: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Positions inside a merge other than its corner, among the rows there are."""
    known = set(rows)
    for (row, col), (tall, wide) in merges.items():
        for other in known & set(range(row, min(row + tall, max(known) + 1))):
            for each in range(col, col + min(wide, 1000)):
                if (other, each) != (row, col):
                    yield other, each
