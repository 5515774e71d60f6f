"""Web pages, and Word or WPS files that are web pages in disguise."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from policygraph.issues import ReadError
from policygraph.model import Document, Source
from policygraph.read import embedded
from policygraph.read.base import Builder, Piece, with_lost
from policygraph.read.decode import decode
from policygraph.read.grid import Slot, place
from policygraph.read.html_list import marker
from policygraph.read.html_objects import Pictures, beside, framed, is_aside, unpacked
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


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands in the flow and is no text of it: struck words, pictures, frames."""

    item: embedded.Item
    inside: bool


Item = Line | Grid | Beside


def read_html(source: Source) -> Document:
    """The policy in a page, with its info table and without the site around it.

    Raises ``ReadError``: binary, no-text.
    """
    data, pictures = unpacked(source.data)
    text = _text(data)
    root = parse(text)
    builder = Builder(source.info)
    embedded.begin()
    for item in select(flow(_pruned(root), pictures), _named(root)) if root is not None else ():
        append(builder, item)
    if builder.empty:  # the parser gives up below some depth of nesting
        for line in untagged(text).split("\n"):
            builder.paragraph(clean(line))
    if builder.empty:
        frames = framed(root) if root is not None else ""
        raise ReadError("no-text", f"网页的正文在框架里，请另存框架中的页面：{frames}" if frames else "网页中没有文字")
    return with_lost(builder.build())


def _text(data: bytes) -> str:
    declared = _DECLARED.search(data[:4096])
    return decode(data, declared[1].decode("ascii") if declared else None)


def append(builder: Builder, item: Item) -> None:
    if isinstance(item, Line):
        builder.paragraph(item.text, item.level)
    elif isinstance(item, Beside):
        embedded.append(builder, item.item)
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
    kept = [item for item in kept if not isinstance(item, Line) or len(item.text) > 240 or not _NOISE.match(item.text)]
    return kept if any(not isinstance(item, Beside) for item in kept) else items


def _kept(item: Item, before: bool, said: str, named: str) -> bool:
    if isinstance(item, Beside):
        return False
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


def flow(root: Element, pictures: Pictures | None = None) -> list[Item]:
    """Paragraphs and tables in reading order; layout tables dissolve into the flow. ``pictures`` came with the page."""
    weights = weigh(root)
    heart = main(root, weights)
    return list(_Flow(root, heart, pictures or {}).items())


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

    def __init__(self, root: Element, heart: Element | None = None, pictures: Pictures | None = None) -> None:
        self._root, self._heart, self._pictures = root, heart, pictures or {}
        self._later: list[embedded.Item] = []
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
                rows = tuple(_rows(element, self._later, self._pictures))
                self._out.append(Grid(rows, self._inside))
                self._aside()
                walker.skip_subtree()
            elif element is not self._root and is_aside(element):
                self._later += beside(element, self._pictures)
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
        self._aside()

    def _aside(self) -> None:
        self._out += [Beside(item, self._inside) for item in self._later]
        self._later.clear()


# ---- tables ----------------------------------------------------------------------------------------


def _rows(table: Element, aside: list[embedded.Item], pictures: Pictures) -> Iterator[tuple[Slot, ...]]:
    """The rows as slots; what their cells hold beside text goes to ``aside``."""

    def slot(cell: Element, wide: int) -> Slot:
        items = list(_Flow(cell, None, pictures).items())
        aside.extend(item.item for item in items if isinstance(item, Beside))
        lines = tuple(Piece(item.text) for item in items if isinstance(item, Line))
        return Slot(lines, _number(cell.get("rowspan"), 0), wide)

    for caption in table.iter("caption"):
        yield (slot(caption, _columns(table)),)
    for row in table.iter("tr"):
        if is_aside(row):
            aside.extend(beside(row, pictures))
        elif slots := tuple(slot(cell, _number(cell.get("colspan"), 1)) for cell in row if tag(cell) in ("td", "th")):
            yield slots


def _columns(table: Element) -> int:
    return max((sum(1 for cell in row if tag(cell) in ("td", "th")) for row in table.iter("tr")), default=1)


def _number(raw: str | None, least: int) -> int:
    digits = (raw or "1").strip()
    return max(least, int(digits)) if digits.isascii() and digits.isdigit() and len(digits) < 6 else 1
