"""Web pages, and Word or WPS files that are web pages in disguise."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes

from lxml import etree

from policygraph.issues import ReadError
from policygraph.model import Document, Source
from policygraph.read.base import Builder, Piece, with_lost
from policygraph.read.decode import decode
from policygraph.read.grid import Slot, place
from policygraph.read.html_list import marker
from policygraph.read.html_page import Element, body, is_layout, main, parse, prune, tag, untagged, weigh

_DECLARED = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,20})""", re.IGNORECASE)
_BLOCK = frozenset(
    [
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dir", "div", "dl",
        "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
        "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td",
        "tfoot", "th", "thead", "tr", "ul"
    ]
)  # fmt: skip
_LEVEL = {f"h{level}": level for level in range(1, 7)}
_SPACE = re.compile(r"[ \t\n\r\f]+")
_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
_EDGE = " \t\n\r\f\u00a0\u3000"
# Lines of a page outside its main element that say what the document is: 索 引 号： 发文字号： 发布日期： 来源：
_LABEL = re.compile(
    r"^[【\[]?\s*(?:索\s*引\s*号|主题分类|组配分类|发文(?:机关|单位|字号|日期|时间)|发布(?:机构|机关|日期|时间|单位)|成文日期|印发日期|生成日期|公开日期|"
    r"标\s*题|名\s*称|文\s*号|主\s*题\s*词|(?:信息|文章|稿件)?来\s*源|生效日期|实施日期|施行日期|失效日期|废止日期|有\s*效\s*性|时\s*效|"
    r"公开(?:方式|形式|类别|属性))\s*[】\]]?\s*[:：]"
)
# Whole lines the site adds within the main element: 【字体：大 中 小】, 打印本页, 扫一扫在手机打开当前页.
_NOISE = re.compile(
    r"^[【\[（(\s]*(?:(?:您|你|现在|当前|所在){1,4}的?位置\s*[:：>].{0,200}|首页\s*[>＞»].{0,200}|扫一扫.{0,30}|扫描二维码.{0,30}|"
    r"分享(?:到|至).{0,30}|[上下]一[篇页条]\s*[:：].{0,80}|(?:浏览|阅读|点击|访问)(?:次数|数|率|量)\s*[:：]?\s*[-0-9次\s]*|保护视力色.{0,30}|相关附件|"
    r".{0,80}(?:ICP备\s*[0-9]{6}|公网安备|网站标识码|版权所有(?![者人])).{0,100}|"
    r"(?=.{0,12}(?:打印|关闭|收藏|下载|纠错|分享|复制|返回|繁体|无障碍|字[体号]|大\s*中\s*小))"
    r"(?:(?:打印|关闭|收藏|下载|纠错|分享|复制链接|返回(?:顶部|首页)|繁体版?|无障碍)(?:本页|此页|本文|文章|窗口|文件)?|字[体号]|[大中小特]|"
    r"[\s:：|｜/【】\[\]+＋A\-]){1,20})[】\]）)\s]*$"
)


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph of the flow: its text, the level of its heading element, whether it stands in the main part."""

    text: str
    level: int | None
    inside: bool


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of the flow."""

    rows: tuple[tuple[Slot, ...], ...]
    inside: bool


Item = Line | Grid


def read_html(source: Source) -> Document:
    """The policy in a page, with its info table and without the site around it.

    Raises ``ReadError``: binary, no-text.
    """
    text = _text(source.data)
    root = parse(text)
    builder = Builder(source.info)
    for item in select(flow(_pruned(root)), _named(root)) if root is not None else ():
        append(builder, item)
    if builder.empty:  # the parser gives up below some depth of nesting
        for line in untagged(text).split("\n"):
            builder.paragraph(clean(line))
    if builder.empty:
        raise ReadError("no-text", "网页中没有文字")
    return with_lost(builder.build())


def _text(data: bytes) -> str:
    """The page's source; of a web archive (Word's 单个文件网页, also under .doc) the first page in it."""
    if data.startswith(b"MIME-Version:"):
        parts = [part for part in message_from_bytes(data).walk() if part.get_content_type() == "text/html"]
        payload = parts[0].get_payload(decode=True) if parts else b""
        data = payload if isinstance(payload, bytes) else b""
    declared = _DECLARED.search(data[:4096])
    return decode(data, declared[1].decode("ascii") if declared else None)


def append(builder: Builder, item: Item) -> None:
    if isinstance(item, Line):
        builder.paragraph(item.text, item.level)
    else:
        builder.table(*place(item.rows))


def _pruned(root: Element) -> Element:
    top = body(root)
    prune(top)
    return top


def _named(root: Element) -> str:
    """What the page itself calls its article, in its metadata."""
    for element in root.iter("meta"):
        if element.get("name", "").lower() in ("articletitle", "og:title"):
            return clean(element.get("content", ""))
    return ""


# ---- selection -------------------------------------------------------------------------------------


def select(items: list[Item], named: str = "") -> list[Item]:
    """The main part, and before it titles and metadata; everything when that leaves nothing."""
    first = next((index for index, item in enumerate(items) if item.inside), 0)
    said = "".join(item.text for item in items if isinstance(item, Line) and item.inside)[:2000]
    kept = [item for index, item in enumerate(items) if item.inside or _kept(item, index < first, said, named)]
    kept = [item for item in kept if isinstance(item, Grid) or len(item.text) > 240 or not _NOISE.match(item.text)]
    return kept or items


def _kept(item: Item, before: bool, said: str, named: str) -> bool:
    if isinstance(item, Grid):
        return _is_info(item)
    if _LABEL.match(item.text):
        return True
    title = item.level in (1, 2) or (bool(named) and item.text == named)
    return before and title and len(item.text) >= 6 and item.text not in said


def _is_info(grid: Grid) -> bool:
    texts = (slot.lines[0].text for row in grid.rows for slot in row if slot.lines)
    return sum(_LABEL.match(text) is not None for text in texts) >= 2


# ---- flow ------------------------------------------------------------------------------------------


def flow(root: Element) -> list[Item]:
    """Paragraphs and tables in reading order; layout tables dissolve into the flow."""
    weights = weigh(root)
    heart = main(root, weights)
    return list(_Flow(root, heart).items())


def clean(text: str) -> str:
    """White space as a browser shows it, save that a source line break between two Chinese characters is nothing."""
    return _SPACE.sub(_gap, text).strip(_EDGE)


def _gap(match: re.Match[str]) -> str:
    text, start, end = match.string, match.start(), match.end()
    broken = "\n" in match[0] or "\r" in match[0]
    if broken and start > 0 and end < len(text) and _WIDE.match(text[start - 1]) and _WIDE.match(text[end]):
        return ""
    return " "


class _Flow:
    """One walk over a tree; text gathers until a block element or a line break ends the paragraph."""

    def __init__(self, root: Element, heart: Element | None = None) -> None:
        self._root, self._heart = root, heart
        self._inside = heart is None
        self._pending: list[str] = []
        self._out: list[Item] = []
        self._levels: list[int] = []
        self._pre = 0

    def items(self) -> Iterator[Item]:
        walker = etree.iterwalk(self._root, events=("start", "end"))
        for event, element in walker:
            if event == "end":
                self._end(element)
            elif tag(element) == "table" and element is not self._root and not self._dissolves(element):
                self._break()
                self._out.append(Grid(tuple(_rows(element)), self._inside))
                walker.skip_subtree()
            else:
                self._start(element)
        self._break()
        yield from self._out

    def _dissolves(self, table: Element) -> bool:
        return is_layout(table) or (
            not self._inside and self._heart is not None and any(node is self._heart for node in table.iter())
        )

    def _start(self, element: Element) -> None:
        name = tag(element)
        if name in _BLOCK or name == "br":
            self._break()
        if element is self._heart:
            self._inside = True
        if name in _LEVEL:
            self._levels.append(_LEVEL[name])
        self._pre += name in ("pre", "plaintext", "xmp")
        if name == "li":
            self._pending.append(marker(element))
        if name != "table" or element is self._root or self._dissolves(element):
            self._say(element.text)

    def _end(self, element: Element) -> None:
        name = tag(element)
        if name in _BLOCK:
            self._break()
        if name in _LEVEL and self._levels:
            self._levels.pop()
        self._pre -= name in ("pre", "plaintext", "xmp")
        if element is self._heart:
            self._inside = False
        if element is not self._root:
            self._say(element.tail)

    def _say(self, text: str | None) -> None:
        if not text:
            return
        if not self._pre:
            self._pending.append(text)
            return
        for index, line in enumerate(text.split("\n")):
            if index:
                self._break()
            self._pending.append(line)

    def _break(self) -> None:
        text = clean("".join(self._pending))
        self._pending.clear()
        if text:
            self._out.append(Line(text, self._levels[-1] if self._levels else None, self._inside))


# ---- tables ----------------------------------------------------------------------------------------


def _rows(table: Element) -> Iterator[tuple[Slot, ...]]:
    for caption in table.iter("caption"):
        yield (Slot(_lines(caption), 1, _columns(table)),)
    for row in table.iter("tr"):
        slots = tuple(_slot(cell) for cell in row if tag(cell) in ("td", "th"))
        if slots:
            yield slots


def _columns(table: Element) -> int:
    return max((sum(1 for cell in row if tag(cell) in ("td", "th")) for row in table.iter("tr")), default=1)


def _slot(cell: Element) -> Slot:
    return Slot(_lines(cell), _number(cell.get("rowspan"), 0), _number(cell.get("colspan"), 1))


def _number(raw: str | None, least: int) -> int:
    digits = (raw or "1").strip()
    return max(least, int(digits)) if digits.isascii() and digits.isdigit() and len(digits) < 6 else 1


def _lines(cell: Element) -> tuple[Piece, ...]:
    return tuple(Piece(item.text) for item in _Flow(cell).items() if isinstance(item, Line))
