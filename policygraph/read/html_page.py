"""A web page: which of its elements are the document and which are the site around it.

Two ideas, no list of sites. Furniture is dropped by element, by the words in class and id, and by the density
of links, but never when it holds a good part of the page's text. The main element is the smallest one that
still holds nearly all text outside links; outside it only titles and metadata lines are kept.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TypeAlias

from lxml import etree

from policygraph.read.grid import holds_sections

Element: TypeAlias = etree._Element
Weights: TypeAlias = dict[Element, int]

_SILENT = frozenset(
    [
        "script", "style", "noscript", "template", "head", "applet", "svg", "canvas",
        "audio", "video", "select", "option", "button", "input", "textarea", "map", "link", "meta", "math", "datalist",
        "dialog"
    ]
)  # fmt: skip
_FRAME = frozenset(["nav", "footer", "aside", "form"])
_WORDS = frozenset(
    [
        "nav", "navbar", "navigation", "mainnav", "subnav", "menu", "breadcrumb", "breadcrumbs", "crumb", "crumbs",
        "share", "sharebox", "bdsharebuttonbox", "bshare", "social", "print", "footer", "foot", "copyright", "sidebar",
        "toolbar", "search", "searchbox", "login", "logout", "pagination", "pager", "related", "relate", "recommend",
        "qrcode", "ewm", "erweima", "fontsize", "zihao", "ziti", "jiucuo", "banner", "weizhi", "dqwz", "modal", "popup",
        "audio", "advert", "ads", "wza", "langs", "language", "breadnav", "crumbnav", "footnav", "topnav", "topbar",
        "hotnews"
    ]
)  # fmt: skip
_WORD = re.compile(r"[a-z]+")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_ATTACHED = re.compile(r"附\s*件|\.(?:docx?|pdf|xlsx?|wps|ofd|zip|rar)\b", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CELLS = frozenset(["tr", "td", "th"])  # hidden parts of a table are said to be so, not dropped
_MOST = 0.85


def parse(text: str) -> Element | None:
    """The tree of a page. The bytes handed over are UTF-8 whatever the page declares; no network, no entities."""
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True)
    root = etree.fromstring(text.replace("\x00", "\ufffd").encode(), parser)
    return root if isinstance(root, etree._Element) else None


def untagged(text: str) -> str:
    """What is left without tags, scripts and styles, a line break for each tag; by search, not by backtracking."""
    out: list[str] = []
    at = 0
    while at < len(text):
        start = text.find("<", at)
        out.append(text[at : start if start >= 0 else len(text)])
        name = text[start + 1 : start + 7].lower() if start >= 0 else ""
        closer = next((f"</{word}" for word in ("script", "style") if name.startswith(word)), ">")
        end = text.find(closer, start) if start >= 0 else -1
        end = text.find(">", end) if end >= 0 else -1
        if end < 0:
            break
        at = end + 1
    return unescape("\n".join(out))


def body(root: Element) -> Element:
    found = root.find(".//body")
    return root if found is None else found


def tag(element: Element) -> str:
    name = element.tag
    return name.rsplit(":", 1)[-1].lower() if isinstance(name, str) else ""


def prune(root: Element) -> None:
    """Remove what shows no text, then hidden elements, then furniture, each with its weight as a guard."""
    _drop([element for element in root.iter() if tag(element) in _SILENT])
    weights = weigh(root)
    total = weights[root]
    _drop(
        [
            element
            for element in root.iter()
            if _hidden(element) and tag(element) not in _CELLS and weights[element] * 2 < total
        ]
    )
    _drop([element for element in root.iter() if _furniture(element, weights, total)])


def weigh(root: Element) -> Weights:
    """Characters outside links under each element. By events, not recursion: pages nest hundreds deep."""
    weights: Weights = {}
    stack, linked = [0], 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            linked += tag(element) == "a"
            stack.append(0 if linked else _length(element.text))
            continue
        linked -= tag(element) == "a"
        weights[element] = stack.pop()
        stack[-1] += weights[element] + (0 if linked else _length(element.tail))
    return weights


def main(root: Element, weights: Weights) -> Element:
    """The smallest element holding nearly all the text; never inside a paragraph, a list or a real table."""
    at = root
    while True:
        heavy = next((child for child in at if weights.get(child, 0) > _MOST * weights[at]), None)
        if heavy is None or tag(heavy) not in _CONTAINERS or (tag(heavy) == "table" and not is_layout(heavy)):
            return at
        at = heavy


_CONTAINERS = frozenset(
    [
        "html", "body", "div", "section", "article", "main", "center", "table", "tbody", "tr", "td", "font", "span",
        "form", "header", "dl", "dd"
    ]
)  # fmt: skip
_BLOCKS = frozenset(["p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "br"])


def is_layout(table: Element) -> bool:
    """Tables that place things on the page: with tables in their cells, of one column, one row of whole texts, or with
    whole sections in one cell."""
    if next(table.iter("table"), None) is not table or sum(1 for _ in table.iter("table")) > 1:
        return True
    rows = [[cell for cell in row if tag(cell) in ("td", "th")] for row in table.iter("tr")]
    if max((len(row) for row in rows), default=0) <= 1:
        return True
    if len([row for row in rows if row]) == 1 and any(_is_text(cell) for row in rows for cell in row):
        return True
    return holds_sections("\n".join(map(str, cell.itertext())).split("\n") for row in rows for cell in row)


def _is_text(cell: Element) -> bool:
    return (
        sum(1 for child in cell.iter() if tag(child) in _BLOCKS) >= 5
        and _length("".join(map(str, cell.itertext()))) > 300
    )


def _length(text: str | None) -> int:
    return len("".join(text.split())) if text else 0


def _hidden(element: Element) -> bool:
    return _HIDDEN.search(element.get("style", "")) is not None or element.get("hidden") is not None


def _furniture(element: Element, weights: Weights, total: int) -> bool:
    weight = weights.get(element, 0)
    if weight * 5 > total or tag(element) in ("html", "body"):
        return False
    if tag(element) in _FRAME:
        return True
    names = _CAMEL.sub(" ", f"{element.get('class', '')} {element.get('id', '')}").lower()
    return not _WORDS.isdisjoint(_WORD.findall(names)) or (
        tag(element) in ("ul", "div", "dl") and _link_list(element, weight)
    )


def _link_list(element: Element, weight: int) -> bool:
    """A run of links with hardly a word between them, attachments excepted."""
    links = [_length("".join(map(str, link.itertext()))) for link in element.iter("a")]
    return (
        len(links) >= 5 and sum(links) > 4 * weight and _ATTACHED.search("".join(map(str, element.itertext()))) is None
    )


def _drop(elements: list[Element]) -> None:
    """Take elements out of the tree; the text behind each stays."""
    for element in elements:
        parent = element.getparent()
        if parent is None:
            continue
        before = element.getprevious()
        if before is None:
            parent.text = _storable((parent.text or "") + (element.tail or ""))
        else:
            before.tail = _storable((before.tail or "") + (element.tail or ""))
        element.tail = None
        parent.remove(element)


def _storable(text: str) -> str:
    """Pages hold control characters that the tree read but refuses to take back."""
    return _CONTROL.sub("\ufffd", text)
