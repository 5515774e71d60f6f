"""Markdown as converters write it: headings, emphasis, pipe tables, and tables, line breaks and formulas in other tongues.

Every line of the source stays a paragraph of its own: writers who number their lines leave no blank ones between.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from policygraph.issues import ReadError
from policygraph.model import Document, Source
from policygraph.read.base import Builder, Piece, with_lost
from policygraph.read.decode import decode
from policygraph.read.embedded import Item, Line, Remark, append
from policygraph.read.grid import Slot, place
from policygraph.read.html import append as append_html
from policygraph.read.html import flow
from policygraph.read.html_page import parse

if TYPE_CHECKING:
    from markdown_it.token import Token

_TABLE = re.compile(r"(<table\b.*?</table\s*>)", re.IGNORECASE | re.DOTALL)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_STRUCK = re.compile(r"<(/?)(?:del|s|strike)\b[^>]*>", re.IGNORECASE)
# $98\%$, $\mathrm{km}^{2}$: converters take numbers with units for formulas.
_FORMULA = re.compile(r"\$([^$\n]{1,60})\$")
_COMMAND = re.compile(r"\\(?:mathrm|text|mathbf|rm|left|right|,|;|!| )\s*")
_NAMED = {"\\sim": "～", "\\times": "×", "\\geq": "≥", "\\leq": "≤", "\\ge": "≥", "\\le": "≤", "^{\\circ}": "°"}


def read_md(source: Source) -> Document:
    """Raises ``ReadError``: binary, no-text."""
    builder = Builder(source.info)
    for part in _TABLE.split(decode(source.data)):
        if _TABLE.match(part):
            _append_html(builder, part)
        else:
            _append_markdown(builder, part)
    if builder.empty:
        raise ReadError("no-text", "文件中没有文字")
    return with_lost(builder.build())


def _append_html(builder: Builder, text: str) -> None:
    root = parse(text)
    for item in flow(root) if root is not None else ():
        append_html(builder, item)


def _append_markdown(builder: Builder, text: str) -> None:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"]).disable(["code", "lheading", "entity"])
    tokens = parser.parse(_FORMULA.sub(_plain, text))
    at, level, marker = 0, None, ""
    while at < len(tokens):
        token = tokens[at]
        if token.type == "table_open":
            end = next(index for index in range(at, len(tokens)) if tokens[index].type == "table_close")
            _append_table(builder, tokens[at:end])
            at = end
        elif token.type == "heading_open":
            level = int(token.tag[1:])
        elif token.type == "heading_close":
            level = None
        elif token.type == "list_item_open":
            marker = f"{token.info}{token.markup} " if token.info else ""
        elif token.type == "html_block":
            _append_html(builder, token.content)
        elif token.type == "fence":
            for line in token.content.split("\n"):
                builder.paragraph(line.strip())
        elif token.type == "inline":
            for item in _items(token.children or (), level):
                if isinstance(item, Line) and marker:
                    item, marker = Line(marker + item.text, item.level), ""
                append(builder, item)
        at += 1


def _plain(match: re.Match[str]) -> str:
    """A formula that is only a number, a range or a unit, as a person would write it; others as they are."""
    text = match[1]
    for name, sign in _NAMED.items():
        text = text.replace(name, sign)
    text = _COMMAND.sub("", text).replace("\\%", "%").replace("{", "").replace("}", "")
    text = "".join(text.split()).replace("^2", "²").replace("^3", "³")
    return match[0] if "\\" in text or "_" in text or "^" in text else text


def _items(tokens: Sequence[Token], level: int | None = None) -> Iterator[Item]:
    """The lines of inline content, then what it strikes out and the pictures it shows."""
    lines, gone, struck = [""], list[str](), False
    pictures = []
    for token in tokens:
        mark = _STRUCK.fullmatch(token.content) if token.type == "html_inline" else None
        if token.type in ("s_open", "s_close") or mark:
            struck = token.type == "s_open" if mark is None else not mark[1]
        elif token.type in ("text", "code_inline") and struck:
            gone.append(token.content)
        elif token.type in ("text", "code_inline", "text_special"):
            lines[-1] += token.content
        elif token.type in ("softbreak", "hardbreak") or (token.type == "html_inline" and _BREAK.match(token.content)):
            lines.append("")
        elif token.type == "image":
            pictures.append(token.content or str(token.attrs.get("src", "")))
    yield from (Line(line.strip(), level) for line in lines if line.strip())
    if gone:
        yield Remark("withdrawn-text", "".join(gone))
    for name in pictures:
        yield Remark("picture-unread", f"图片不在文件中，未读取：{name[:80]}")


def _append_table(builder: Builder, tokens: Iterable[Token]) -> None:
    rows: list[list[Slot]] = []
    remarks: list[Item] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            found = list(_items(token.children or ()))
            rows[-1].append(Slot(tuple(Piece(item.text) for item in found if isinstance(item, Line))))
            remarks += [item for item in found if isinstance(item, Remark)]
    builder.table(*place(rows))
    for remark in remarks:
        append(builder, remark)
