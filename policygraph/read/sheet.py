"""What every kind of spreadsheet becomes: sheets of shown texts, then paragraphs and tables.

Rows of one cell at the head and foot of a sheet are paragraphs, what is between is a table. The name of a sheet stands
before its table where it says something: one sheet a department is a common ledger.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from policygraph.issues import ReadError
from policygraph.model import Document, FileInfo
from policygraph.read.base import Builder, CellText, simple_cell

MAX_CELLS = 500_000
At = tuple[int, int]
_PERCENT = re.compile(r"^0(?:\.(0+))?%")
_YEARS = re.compile(r'[yY]{2,4}"?年')
_UNNAMED = re.compile(r"(?:sheet|工作表)\s*\d*(?:\s*\(\d+\))?", re.IGNORECASE)
_DATED = re.compile(r"(?:19|20)\d\d\s*(?:年|[-./]\s*\d)")
_EPOCH = datetime.date(1899, 12, 30)
_SERIALS = range(36526, 73051)  # the years 2000 to 2099 as Excel counts days
_SHOWN = 12


@dataclass(slots=True)
class Sheet:
    """Texts by 0-based (row, column); merges as (row, column) -> (rows, columns); rows and columns nobody sees, cells
    that are struck out (also partly: their struck words), and those whose formula has no value."""

    name: str = ""
    texts: dict[At, str] = field(default_factory=dict)
    merges: dict[At, At] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    struck: dict[At, str] = field(default_factory=dict)
    uncomputed: list[At] = field(default_factory=list)
    concealed: bool = False

    def put(self, row: int, col: int, text: str) -> None:
        """A cell's text. Raises ``ReadError`` too-large."""
        if text:
            self.texts[row, col] = text
            if len(self.texts) > MAX_CELLS:
                raise ReadError("too-large", f"表格超过 {MAX_CELLS} 个单元格")


def document_of(info: FileInfo, sheets: Sequence[Sheet]) -> Document:
    """Every visible sheet in order. Raises ``ReadError`` no-text."""
    builder = Builder(info)
    append_sheets(builder, sheets)
    if builder.empty:
        raise ReadError("no-text", "表格文件中没有文字")
    return builder.build()


def append_sheets(builder: Builder, sheets: Sequence[Sheet]) -> None:
    """What the sheets show, and an issue for each kind of thing they do not."""
    filled = [sheet for sheet in sheets if sheet.texts and not sheet.concealed]
    for sheet in filled:
        _dates(sheet)
        withdrawn = _withdraw(sheet)
        before = builder.at
        name = _caption(sheet, len(filled) > 1)
        for rows in _runs(sheet):
            name = _append(builder, sheet, rows, name)
        builder.withdrawn(_listed(withdrawn, sheet), before)
        if sheet.uncomputed:
            cells = "、".join(address(at) for at in sheet.uncomputed[:_SHOWN])
            more = f"等 {len(sheet.uncomputed)} 处" if len(sheet.uncomputed) > _SHOWN else ""
            message = f"工作表“{sheet.name}”的公式没有存下结果，也无法由文件算出：{cells}{more}"
            builder.issue("formula-unread", message, builder.since(before))
    for sheet in sheets:
        if sheet.concealed and sheet.texts:
            builder.withdrawn(f"隐藏的工作表“{sheet.name}”（{len(sheet.texts)} 个单元格）", 0)


def address(at: At) -> str:
    """A cell's name as Excel shows it.

    >>> address((4, 27))
    'AB5'
    """
    letters, left = "", at[1] + 1
    while left:
        left, digit = divmod(left - 1, 26)
        letters = chr(65 + digit) + letters
    return f"{letters}{at[0] + 1}"


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


def _dates(sheet: Sheet) -> None:
    """A bare number of five digits in a column of dates is the day Excel counts by that number."""
    suspects = [at for at, text in sheet.texts.items() if len(text) == 5 and text.isdecimal() and int(text) in _SERIALS]
    if not suspects:
        return
    columns = {col for (_, col), text in sheet.texts.items() if _DATED.match(text)}
    for at in suspects:
        if at[1] in columns:
            sheet.texts[at] = f"{_EPOCH + datetime.timedelta(int(sheet.texts[at])):%Y-%m-%d}"


# ---- what is withdrawn -----------------------------------------------------------------------------


def _withdraw(sheet: Sheet) -> dict[At, str]:
    """Take hidden and struck words out of the texts; rows that only held such are as hidden."""
    taken: dict[At, str] = {}
    for at in [at for at in sheet.merges if at[0] in sheet.hidden or at[1] in sheet.hidden_columns]:
        _uncover(sheet, at)
    for at in list(sheet.texts):
        if at[0] in sheet.hidden or at[1] in sheet.hidden_columns or sheet.struck.get(at) == sheet.texts[at]:
            taken[at] = sheet.texts.pop(at)
    taken.update({at: words for at, words in sheet.struck.items() if at not in taken and words})
    left = {row for row, _ in sheet.texts}
    sheet.hidden.update(row for row, _ in taken if row not in left)
    return taken


def _uncover(sheet: Sheet, at: At) -> None:
    """A merged cell shows its text in those of its rows and columns that are not hidden."""
    tall, wide = sheet.merges.pop(at)
    row = next((row for row in range(at[0], at[0] + min(tall, 10_000)) if row not in sheet.hidden), None)
    col = next((col for col in range(at[1], at[1] + min(wide, 1000)) if col not in sheet.hidden_columns), None)
    if row is None or col is None or at not in sheet.texts:
        return
    sheet.merges[row, col] = (tall - (row - at[0]), wide - (col - at[1]))
    sheet.texts[row, col] = sheet.texts.pop(at)


def _listed(withdrawn: dict[At, str], sheet: Sheet) -> str:
    if not withdrawn:
        return ""
    cells = "；".join(f"{address(at)} {words}" for at, words in sorted(withdrawn.items())[:_SHOWN])
    more = f"；等 {len(withdrawn)} 格" if len(withdrawn) > _SHOWN else ""
    return f"工作表“{sheet.name}” {cells}{more}"


# ---- layout ----------------------------------------------------------------------------------------


def _caption(sheet: Sheet, several: bool) -> str:
    """The name of a sheet where somebody gave it one, and it is not the only sheet."""
    named = sheet.name.strip()
    said = any(named in text for (row, _), text in sheet.texts.items() if row < 3)
    return named if several and not said and not _UNNAMED.fullmatch(named) else ""


def _runs(sheet: Sheet) -> Iterator[list[int]]:
    """Filled rows in runs; a blank row ends a run unless a merged cell reaches over it."""
    filled = sorted({row for row, _ in sheet.texts})
    tall: dict[int, int] = {}
    for row, col in sheet.merges.keys() & sheet.texts.keys():
        tall[row] = max(tall.get(row, 1), sheet.merges[row, col][0])
    run: list[int] = []
    reach = -1
    for row in filled:
        if run and row > reach + 1 and not set(range(reach + 1, min(row, reach + 50))) <= sheet.hidden:
            yield run
            run = []
        run.append(row)
        reach = max(reach, row, row + min(tall.get(row, 1), len(filled)) - 1)
    if run:
        yield run


def _append(builder: Builder, sheet: Sheet, rows: list[int], name: str) -> str:
    """One run; returns the name of the sheet while it still waits for a table to stand before."""
    cells = _cells(sheet, rows)
    first, last = _table_rows(cells, len(rows))
    for cell in cells:
        if cell.row < first:
            builder.paragraph([*cell.lines])
    inner = [cell for cell in cells if first <= cell.row <= last]
    if inner and name:
        builder.paragraph(name, 1)
        name = ""
    left = min((cell.col for cell in inner), default=0)
    moved = [CellText(cell.row - first, cell.col - left, cell.lines, cell.rowspan, cell.colspan) for cell in inner]
    builder.table(moved, last - first + 1, max((cell.col + cell.colspan for cell in moved), default=0))
    for cell in cells:
        if cell.row > last:
            builder.paragraph([*cell.lines])
    return name


def _table_rows(cells: Sequence[CellText], rows: int) -> tuple[int, int]:
    """First and last row of the table. At its head a row of a few labelled values (填报单位：… 填报日期：…) is none."""
    width, labelled = [0] * rows, [True] * rows
    for cell in cells:
        if cell.filled:
            labelled[cell.row] &= "：" in cell.lines[0].text
            for row in range(cell.row, min(cell.row + cell.rowspan, rows)):
                width[row] += 1
    most = max(width, default=0)
    wide = [row for row, count in enumerate(width) if count > 1]
    while wide and width[wide[0]] * 3 <= most and labelled[wide[0]]:
        wide = wide[1:]
    return (wide[0], wide[-1]) if wide else (rows, rows)


def _cells(sheet: Sheet, rows: list[int]) -> list[CellText]:
    """The filled cells of the rows and, so that a column keeps its cells, the empty ones between them."""
    index = {row: at for at, row in enumerate(rows)}
    span = {at: size for at, size in sheet.merges.items() if at[0] in index}
    covered = set(_covered(span, rows))
    columns = sorted({col for row, col in sheet.texts if row in index})
    out = []
    for row, at in index.items():
        for place, col in enumerate(columns):
            if (row, col) not in covered:
                tall, wide = span.get((row, col), (1, 1))
                text = sheet.texts.get((row, col), "")
                tall = sum(1 for other in rows[at : at + tall] if other < row + tall)
                wide = sum(1 for other in columns[place : place + wide] if other < col + wide)
                out.append(simple_cell(at, place, text, tall, wide))
    return out


def _covered(merges: dict[At, At], rows: Iterable[int]) -> Iterator[At]:
    """Positions inside a merge other than its corner, among the rows there are."""
    known = set(rows)
    for (row, col), (tall, wide) in merges.items():
        for other in known & set(range(row, min(row + tall, max(known) + 1))):
            for each in range(col, col + min(wide, 1000)):
                if (other, each) != (row, col):
                    yield other, each
