"""PDF: the front of its modules. Text and geometry by pypdfium2, ruled tables by pdfplumber's algorithm."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import pypdfium2 as pdfium  # type: ignore[import-untyped]

from policygraph.issues import ReadError
from policygraph.model import Document, Origin, Source, Span
from policygraph.read import scan
from policygraph.read.base import Builder, Piece
from policygraph.read.inside import announce_pages
from policygraph.read.pdf_aligned import find_aligned
from policygraph.read.pdf_chars import Frame
from policygraph.read.pdf_columns import in_columns
from policygraph.read.pdf_furniture import strip_furniture
from policygraph.read.pdf_info import find_info
from policygraph.read.pdf_joined import cell_texts, join_tables
from policygraph.read.pdf_layout import measure
from policygraph.read.pdf_lines import Line, Page, read_page
from policygraph.read.pdf_paragraphs import paragraphs
from policygraph.read.pdf_rulings import Edge, read_edges
from policygraph.read.pdf_tables import RawTable, find_tables, ruled_bands
from policygraph.read.pdf_verdict import garbled

PAGE_LIMIT = 2000
_LATIN = re.compile(r"[A-Za-z]$")
_UNMAPPED = re.compile("[\ufffd\ue000-\uf8ff\U000f0000-\U0010ffff]")
_BOX = re.compile(r"(?:专栏|专题|表|附表|图) ?[\d一二三四五六七八九十]")
_CONTINUED = re.compile(r"[(（]?续(?:表|上表|前表)?\s?\d*[)）]?|.{0,30}[(（]续(?:表|\d)?[)）]")


class JoiningBuilder(Builder):
    """Lines of a paragraph or cell are written without a break: nothing between Chinese, a space in Latin."""

    def _lines(self, pieces: Sequence[Piece]) -> Span:
        start, last = self.at, ""
        for piece in pieces:
            if _LATIN.search(last) and piece.text[:1].isascii() and piece.text[:1].isalpha():
                self._write(" ")
            super()._lines((piece,))
            last = piece.text
        return Span(start, self.at)


def read_pdf(source: Source) -> Document:
    """The canonical text of a PDF, one line a paragraph, a page and a box (points) for each visual line.

    Raises ``ReadError``: encrypted, page-limit, no-text, malformed.
    """
    file = open_pdf(source.data)
    announce_pages(len(file))
    try:
        read = _with_scans(file, [_read(file[index], index + 1) for index in range(len(file))])
    finally:
        file.close()
    return assemble(source, [page for page, _ in read], {page.number: edges for page, edges in read})


Read = tuple[Page, list[Edge]]


def _read(page: pdfium.PdfPage, number: int) -> Read:
    try:
        frame = Frame(page)
        return read_page(page, number, frame), read_edges(page, frame)
    finally:
        page.close()


def _with_scans(file: pdfium.PdfDocument, read: list[Read]) -> list[Read]:
    """Pages whose text layer does not cover what is drawn, or is garbage, by OCR where that is installed; the others,
    and all without it, as they are."""
    unread = [page.number for page, _ in read if page.picture or garbled(page)]
    if not unread or not scan.available():
        return read
    announce_pages(len(read) + scan.PAGES_WORTH * len(unread))
    whole = len(unread) == len(read)
    seen = {number: scan.read_scanned(file[number - 1], number) for number in unread}
    return [_better(one, seen[one[0].number], whole) if one[0].number in seen else one for one in read]


def _better(layer: Read, seen: Read, whole: bool) -> Read:
    """What was seen of a page, unless it is a map or a photograph among pages of text."""
    if not layer[0].picture:
        return replace(seen[0], garbage=True), seen[1]
    return seen if whole or ruled_bands(seen[1]) or _prose(seen[0]) else layer


def _prose(page: Page) -> bool:
    """Half of the characters stand in lines of text: the scattered names of a map among pages of text do not count."""
    long = sum(len(line.chars) for line in page.lines if len(line.chars) >= 20)
    return long > 0.5 * sum(len(line.chars) for line in page.lines)


def open_pdf(data: bytes) -> pdfium.PdfDocument:
    """Open within the page limit; a file that needs a user password is refused, an owner password is not asked."""
    try:
        file = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise ReadError("encrypted", "PDF 已加密，需要打开密码") from error
        raise ReadError("malformed", "PDF 文件损坏，无法打开") from error
    if len(file) > PAGE_LIMIT:
        count = len(file)
        file.close()
        raise ReadError("page-limit", f"PDF 有 {count} 页，超过 {PAGE_LIMIT} 页的上限")
    return file


def assemble(source: Source, pages: list[Page], edges: dict[int, list[Edge]]) -> Document:
    """The document of these pages and their ruling lines (by page number). Raises ``ReadError`` no-text."""
    if not _readable(pages):
        raise ReadError("no-text", "PDF 没有文字层（可能是扫描件）：请安装 OCR 支持（policygraph[ocr]）后重试")
    builder = JoiningBuilder(source.info)
    _verdicts(builder, pages)
    ruled = {number: ruled_bands(found) for number, found in edges.items()}
    items, prose = arrange(strip_furniture(pages, ruled), edges)
    layout = measure(prose)
    for item in items:
        if isinstance(item, RawTable):
            _table(builder, item)
            continue
        for group in paragraphs(item, layout):
            builder.paragraph([Piece(line.text, Origin(line.page, line.bbox)) for line in group])
    return _marked(builder.build(len(pages)), {page.number: page.trust for page in pages if page.trust is not None})


def _table(builder: Builder, table: RawTable) -> None:
    """A table; one without rules is marked, and one whose rows cannot be told apart is left out, and that is said."""
    if table.doubtful:
        words = " ".join(cell.text for cell in table.cells)[:400]
        builder.issue("table-unread", f"第 {table.page} 页的表格没有框线，行列不可靠，未读取：{words}")
        return
    cells = cell_texts(table)
    if table.aligned:
        cells = [replace(cell, lines=tuple(_aligned(piece) for piece in cell.lines)) for cell in cells]
    builder.table(cells, table.rows, table.cols)


def _aligned(piece: Piece) -> Piece:
    return replace(piece, origin=replace(piece.origin, how="aligned")) if piece.origin else piece


def _marked(document: Document, trust: dict[int, float]) -> Document:
    """With what was read optically marked so at its place."""
    if not trust:
        return document
    origins = tuple(
        (span, replace(origin, how="optical", trust=trust[origin.page]) if origin.page in trust else origin)
        for span, origin in document.origins
    )
    return replace(document, origins=origins)


def _readable(pages: Sequence[Page]) -> bool:
    """Some text, and most of it characters: fonts without a map to Unicode give private or replacement ones."""
    text = "".join(line.text for page in pages for line in page.lines)
    return bool(text) and len(_UNMAPPED.findall(text)) < 0.5 * len(text)


def arrange(pages: Sequence[Page], edges: dict[int, list[Edge]]) -> tuple[list[RawTable | list[Line]], list[Page]]:
    """Runs of lines and tables in reading order, tables over several pages joined; and the pages without tables."""
    items: list[RawTable | list[Line]] = []
    prose: list[Page] = []
    before: set[str] = set()
    for page in pages:
        page, before = _without_repeat(page, before), {line.text for line in page.lines}
        last = items[-1] if items else None
        open_table = last if isinstance(last, RawTable) and last.page == page.number - 1 else None
        tables, rest = find_tables(page, edges.get(page.number, []), open_table)
        info, rest = find_info(rest)
        rest = in_columns(rest)
        aligned, rest = find_aligned(rest, edges.get(page.number, []), open_table)
        found = [*tables, *aligned, *([info] if info else [])]
        tables = sorted(found, key=lambda table: table.box[1])
        prose.append(rest)
        for item in _in_order(tables, rest):
            _append(items, item)
    return items, prose


def _without_repeat(page: Page, before: set[str]) -> Page:
    """Without the title of a framed box (专栏3 …) that the page prints again because the box goes on."""
    if page.lines and page.lines[0].text in before and _BOX.match(page.lines[0].text):
        return replace(page, lines=page.lines[1:])
    return page


def _in_order(tables: list[RawTable], page: Page) -> Iterator[RawTable | list[Line]]:
    lines = list(page.lines)
    for table in tables:
        above = [line for line in lines if line.top + line.bottom < table.box[1] + table.box[3]]
        if above:
            yield above
        yield table
        lines = [line for line in lines if line.top + line.bottom >= table.box[1] + table.box[3]]
    if lines:
        yield lines


def _append(items: list[RawTable | list[Line]], item: RawTable | list[Line]) -> None:
    if isinstance(item, list):
        if items and isinstance(items[-1], list):
            items[-1].extend(item)
        else:
            items.append(list(item))
        return
    joined = _continued(items, item)
    if joined is None:
        items.append(item)
    else:
        items.append(joined)


def _continued(items: list[RawTable | list[Line]], table: RawTable) -> RawTable | None:
    """The table that ended the page before with this one behind it; a line 续表 between them is dropped."""
    between: list[Line] = []
    at = len(items) - 1
    if at >= 0 and isinstance(items[at], list):
        between = items[at]  # type: ignore[assignment]
        at -= 1
    before = items[at] if at >= 0 else None
    if not isinstance(before, RawTable) or table.page != before.page + 1:
        return None
    if between and not (len(between) == 1 and _CONTINUED.fullmatch(between[0].text.strip())):
        return None
    joined = join_tables(before, table)
    if joined is not None:
        del items[at:]
    return joined


def _verdicts(builder: Builder, pages: Sequence[Page]) -> None:
    """What was found of the pages before anything is read in them."""
    empty = _numbers(page for page in pages if page.picture)
    if empty:
        builder.issue("page-no-text", f"第 {empty} 页没有文字层")
    seen = _numbers(page for page in pages if page.trust is not None)
    if seen:
        builder.issue("picture-read", f"第 {seen} 页的文字由图片识别得来，可能有错")
    bad = _numbers(page for page in pages if page.garbage or (page.trust is None and garbled(page)))
    if bad:
        need = "，已按图片识别" if scan.available() else "：按图片识别需要 pip install 'policygraph[ocr]'"
        builder.issue("garbled-text", f"第 {bad} 页的文字层是乱码{need}")
    over = _numbers(page for page in pages if page.overlay)
    if over:
        words = next(page.overlay for page in pages if page.overlay)
        builder.issue("overlay-dropped", f"第 {over} 页斜置的文字（水印）未读取：{words[:60]}")


def _numbers(pages: Iterable[Page]) -> str:
    return "、".join(str(page.number) for page in pages)
