"""Files inside files: what a page or a Word file holds as a part (altChunk, an embedded workbook, a picture), read by the
reader of its own kind and given back as paragraphs and tables; what cannot be read is named.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from io import BytesIO

from policygraph.issues import ReadError
from policygraph.model import Document
from policygraph.read.base import Builder, CellText, simple_cell

_DEEPEST = 3
#: Pictures smaller than this (in pixels, either way) are marks and lines, not pages.
_WIDE, _TALL = 240, 80
_PICTURES = 20  # read optically in one file
_depth: ContextVar[int] = ContextVar("depth", default=0)
_seen: ContextVar[int] = ContextVar("seen", default=0)


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph, or what a soft line break leaves of it."""

    text: str
    level: int | None = None
    linked: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: cells with their places, rows, columns."""

    cells: tuple[CellText, ...]
    rows: int
    cols: int


@dataclass(frozen=True, slots=True)
class Remark:
    """An issue at the place where it stands in the flow; ``withdrawn``: the message is words that set nothing."""

    code: str
    message: str


Item = Line | Grid | Remark


def append(builder: Builder, item: Item) -> None:
    """Write one item of a flow; a remark stands at the last block before it."""
    if isinstance(item, Line):
        builder.paragraph(item.text, item.level)
    elif isinstance(item, Grid):
        builder.table(item.cells, item.rows, item.cols)
    elif item.code == "withdrawn-text":
        builder.withdrawn(item.message, builder.at)
    else:
        builder.issue(item.code, item.message, builder.since(builder.at))


def read_inside(data: bytes, name: str, what: str) -> Iterator[Item]:
    """The content of a file inside another, ``what`` it is called in an issue, or one remark that it was not read."""
    from policygraph.read import read

    if _depth.get() >= _DEEPEST:
        yield Remark("unread-part", f"{what}嵌套过深，未读取")
        return
    token = _depth.set(_depth.get() + 1)
    try:
        found = read(data, name)
    except ReadError as error:
        yield Remark("unread-part", f"{what}未读取：{error.message}")
        return
    finally:
        _depth.reset(token)
    yield from _items(found)


def _items(document: Document) -> Iterator[Item]:
    for block in document.blocks:
        if block.table is None:
            yield Line(block.span.quote(document.text), block.heading_level)
            continue
        table = document.tables[block.table]
        cells = [
            simple_cell(cell.row, cell.col, cell.span.quote(document.text), cell.rowspan, cell.colspan)
            for cell in table.cells
        ]
        yield Grid(tuple(cells), table.rows, table.cols)
    for issue in document.issues:
        yield Remark(issue.code, issue.message.partition("：")[2] if issue.code == "withdrawn-text" else issue.message)


def read_picture(data: bytes, where: str) -> Iterator[Item]:
    """The words in a picture large enough to hold some, with the optional OCR; without it a remark with the place."""
    from policygraph.read import scan

    if not _is_page(data):
        return
    if not scan.available():
        yield Remark("picture-unread", f"{where}的图片未读取：识别图片需要 pip install 'policygraph[ocr]'")
        return
    _seen.set(_seen.get() + 1)
    if _seen.get() > _PICTURES:
        yield Remark("picture-unread", f"{where}的图片未读取：一个文件最多识别 {_PICTURES} 幅")
        return
    found = [item for item in read_inside(data, "picture", where) if not isinstance(item, Remark)]
    yield from found
    if found:
        yield Remark("picture-read", f"{where}的文字由图片识别得来，可能有错")


def begin() -> None:
    """A new file: its pictures are counted from none."""
    if not _depth.get():
        _seen.set(0)


def _is_page(data: bytes) -> bool:
    from PIL import Image

    try:
        with Image.open(BytesIO(data)) as image:
            return image.width >= _WIDE and image.height >= _TALL
    except Exception:  # what Pillow does not know (EMF, WMF) is no scan
        return False
