"""The marker a browser draws before the items of a numbered list; it is not in the page's text."""

from __future__ import annotations

import re

from policygraph.read.html_page import Element, tag
from policygraph.read.numerals import chinese, letters, roman

_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([a-z-]+)", re.IGNORECASE)
# A list written with its own numbers has its style's numbers switched off in the sheet we do not have.
_NUMBERED = re.compile(r"^\s*[（(〔【]?(?:[0-9０-９]+|[一二三四五六七八九十百]+|[①-⑳])[）)〕】．.、，章节条\s]")


def marker(item: Element) -> str:
    """``1. `` for an item of an ``ol``, ``一、`` for ideographic styles, nothing for bullets."""
    parent = item.getparent()
    if parent is None or tag(parent) != "ol" or _NUMBERED.match("".join(map(str, item.itertext()))[:40]):
        return ""
    named = _STYLE.search(f"{parent.get('style', '')};{item.get('style', '')}")
    style = named[1].lower() if named else parent.get("type", "1")
    return _format(style, _value(parent, item))


def _value(parent: Element, item: Element) -> int:
    value = _int(parent.get("start"), 1) - 1
    for child in parent.iterchildren("li"):
        value = _int(child.get("value"), value + 1)
        if child is item:
            break
    return value


def _int(raw: str | None, default: int) -> int:
    text = (raw or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else default


def _format(style: str, value: int) -> str:
    if style in ("none", "disc", "circle", "square"):
        return ""
    if style in ("cjk-ideographic", "simp-chinese-informal", "trad-chinese-informal", "cjk-decimal"):
        return f"{chinese(value)}、"
    if style in ("a", "lower-alpha", "lower-latin"):
        return f"{letters(value)}. "
    if style in ("A", "upper-alpha", "upper-latin"):
        return f"{letters(value).upper()}. "
    if style in ("i", "I", "lower-roman", "upper-roman"):
        number = roman(value)
        return f"{number.lower() if style in ('i', 'lower-roman') else number}. "
    return f"{value}. "
