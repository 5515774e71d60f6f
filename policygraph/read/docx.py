"""Word files (OOXML): body order of paragraphs and tables, automatic numbering written out, all by lxml trees."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from policygraph.issues import ReadError
from policygraph.model import Document, Source
from policygraph.read.base import Builder, Piece
from policygraph.read.docx_numbering import Numbering
from policygraph.read.docx_objects import beside, objects_in
from policygraph.read.docx_parts import Element, Parts, attribute, child, children, local, number, open_parts, value
from policygraph.read.docx_styles import Style, Styles, outline_level
from policygraph.read.docx_table import is_frame, read_table, shown, within
from policygraph.read.docx_text import Fields, deleted_mark, read_runs, words_under
from policygraph.read.embedded import Grid, Item, Line, Remark, append, begin
from policygraph.text import squash

_MENU = 5  # paragraphs of nothing but links, one after another
_COPY = 400  # characters a paragraph must repeat from the text before it to be a copy of the page
_EDGE = " \t\u00a0\u3000"
_WRAPPERS = frozenset(["sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"])


def read_docx(source: Source) -> Document:
    """Text as printed: numbering written out, insertions kept, deletions and hidden text left out, notes at the end.

    Raises ``ReadError``: too-large, dtd-forbidden, encrypted, malformed, no-text.
    """
    parts = open_parts(source.data)
    body = child(parts.document, "body")
    if body is None:
        raise ReadError("malformed", "Word 文件没有正文部件")
    walk = Walk(parts)
    builder = Builder(source.info)
    begin()
    for item in without_site([*walk.items(body), *walk.notes(parts)]):
        append(builder, item)
    if builder.empty:
        raise ReadError("no-text", "Word 文件中没有文字")
    for remark in beside(parts, builder.said):
        append(builder, remark)
    return builder.build()


def without_site(items: list[Item]) -> list[Item]:
    """A web page kept as a Word file brings its menus, runs of paragraphs that are nothing but links, and the copy of
    the article it hides for reading aloud: one paragraph with all the text again. Attachments are links that stay.
    """
    menu: set[int] = set()
    for linked, run in groupby(range(len(items)), lambda at: isinstance(items[at], Line) and items[at].linked):  # type: ignore[union-attr]
        places = list(run)
        if linked and len(places) >= _MENU:
            menu.update(places)
    kept = [item for at, item in enumerate(items) if at not in menu]
    return _without_copy(kept) or items


def _without_copy(items: list[Item]) -> list[Item]:
    """Only a paragraph longer than any prose is worth comparing."""
    if not any(isinstance(item, Line) and len(item.text) >= 2 * _COPY for item in items):
        return items
    said, out = "", list[Item]()
    for item in items:
        plain = squash(item.text) if isinstance(item, Line) else ""
        middle = len(plain) // 2
        if len(plain) < 2 * _COPY or plain[middle : middle + _COPY] not in said:
            out.append(item)
        said += plain
    return out


class Walk:
    """One pass through the body in document order; the numbering counts as it goes."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._remarks: list[Remark] = []
        self._styles = Styles(parts.styles)
        self._numbering = Numbering(parts.numbering, parts.styles)
        self._fields = Fields()
        self._carried = ""
        self._noted: list[tuple[str, str]] = []

    def items(self, container: Element) -> Iterator[Item]:
        for node in container:
            name = local(node)
            if name == "p":
                yield from self._paragraph(node)
            elif name == "tbl":
                yield from self._table(node)
            elif name == "AlternateContent":
                yield from self._alternative(node)
            elif name == "altChunk":
                yield from objects_in([node], self._parts)
            elif name in _WRAPPERS:
                yield from self.items(node)

    def notes(self, parts: Parts) -> Iterator[Item]:
        """The notes referred to, in order, after the text: within it they would break sentences apart."""
        roots = {"footnote": parts.footnotes, "endnote": parts.endnotes}
        bodies = {(kind, attribute(node, "id")): node for kind, root in roots.items() for node in children(root, kind)}
        for index, key in enumerate(list(dict.fromkeys(self._noted)), 1):
            node = bodies.get(key)
            said = "".join(item.text for item in self.items(node) if isinstance(item, Line)) if node is not None else ""
            yield Line(f"[{index}] {said}" if said else "")

    def _alternative(self, node: Element) -> Iterator[Item]:
        for branch in node:
            found = list(self.items(branch))
            if found:
                yield from found
                return

    def _paragraph(self, node: Element) -> Iterator[Item]:
        said = read_runs(node, self._fields)
        self._noted.extend(said.notes)
        if deleted_mark(node):
            self._carried += said.text
        else:
            marker, level = self._properties(child(node, "pPr"))
            text, self._carried = self._carried + said.text, ""
            lines = (line.strip(_EDGE) for line in text.strip(_EDGE + "\n").split("\n"))
            linked = said.linked > 0 and said.linked >= len("".join(text.split())) and "附件" not in text
            gone = "".join(said.withdrawn)
            yield from (
                Line(marker + line if not at else line, level, linked)
                for at, line in enumerate(lines)
                if line or (marker and not at and not gone)
            )
            if any(map(str.isalnum, gone)):
                yield Remark("withdrawn-text", gone)
        for box in said.boxes:
            yield from self.items(box)
        yield from objects_in(said.objects, self._parts)

    def _properties(self, properties: Element | None) -> tuple[str, int | None]:
        """The marker to write out and the outline level."""
        style = self._styles.get(value(properties, "pStyle"))
        level = outline_level(properties)
        return self._marker(child(properties, "numPr"), style), style.level if level is None else level

    def _marker(self, direct: Element | None, style: Style) -> str:
        """Direct numbering wins over the style's; id 0 switches numbering off."""
        num = value(direct, "numId") or style.num
        if num is None or num == "0":
            return ""
        level = number(direct, "ilvl")
        if level is None and value(direct, "numId") is None:
            level = style.ilvl if style.ilvl is not None else self._numbering.level_of_style(num, style.id)
        return self._numbering.marker(num, level or 0)

    def _table(self, node: Element) -> Iterator[Item]:
        if is_frame(node):
            for row in within(node, "tr"):
                for cell in within(row, "tc") if shown(row) else ():
                    yield from self.items(cell)
        else:
            yield read_table(node, self._lines)
        gone = "".join(words_under(row) for row in within(node, "tr") if not shown(row))
        if any(map(str.isalnum, gone)):
            yield Remark("withdrawn-text", gone)
        yield from self._remarks
        self._remarks.clear()

    def _lines(self, cell: Element) -> tuple[Piece, ...]:
        """The lines of a cell; a table inside it gives one line a row."""
        out: list[Piece] = []
        for item in self.items(cell):
            if isinstance(item, Remark):
                self._remarks.append(item)
            else:
                out.extend([Piece(item.text)] if isinstance(item, Line) else _flat(item))
        return tuple(out)


def _flat(table: Grid) -> Iterator[Piece]:
    for row in range(table.rows):
        texts = ("".join(piece.text for piece in cell.lines) for cell in table.cells if cell.row == row)
        yield Piece(" ".join(text for text in texts if text))
