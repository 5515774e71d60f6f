"""Headings and cells without their numbering, and whether a heading is a title of its own."""

from __future__ import annotations

import re

from policygraph.model import Section
from policygraph.text import fold

_NUMBERING = re.compile(
    r"^[\s—\-–●■◆★•·]*(?:第[一二三四五六七八九十百零〇\d]{1,5}[编章节条篇部分]{1,2}|[(（][一二三四五六七八九十百\d]{1,4}[)）]"
    r"|[一二三四五六七八九十百]{1,4}[、.．]|\d{1,3}[.．](?=(?:19|20)\d\d\s*年)|\d{1,3}(?:[.．]\d{1,2}){1,3}|\d{1,3}[、.．)）](?!\d)|[①-⑳]|专栏\s*\d{0,2}"
    r"|[一二三四五六七八九十]{1,2}(?:是|要)(?=.))[\s:：]*"
)
_BULLETS = " 　—-–●■◆★•·"
_DECIMAL = re.compile(r"\s*\d+[.．](?!(?:19|20)\d\d\s*年)\d")  # 1.2022年底前… is the first item, 1.5万吨 an amount


def without_marker(text: str) -> str:
    """A heading or cell without its numbering.

    >>> without_marker("（一）工业绿色升级"), without_marker("3．全面推行清洁生产"), without_marker("1.5万吨")
    ('工业绿色升级', '全面推行清洁生产', '1.5万吨')
    >>> without_marker("1.2022年底前建成平台")
    '2022年底前建成平台'
    """
    hit = _NUMBERING.match(text)
    if hit is None or not text[hit.end() :].strip() or _DECIMAL.match(text):
        return text.strip().lstrip(_BULLETS)
    return text[hit.end() :].strip()


def marker_of(text: str) -> str | None:
    """The number a cell begins with, without its punctuation: 3．… → 3, （一）… → （一）.

    >>> marker_of("（一）工业绿色升级"), marker_of("3．全面推行清洁生产"), marker_of("推行清洁生产")
    ('（一）', '3', None)
    """
    hit = _NUMBERING.match(text)
    if hit is None or not text[hit.end() :].strip() or _DECIMAL.match(text):
        return None
    return hit.group().strip().rstrip("、.．:： ") or None


def heading_is_title(section: Section, document_text: str) -> bool:
    """Whether the heading is a title of its own: a stop or the line's end follows, not a comma."""
    if not section.heading_spans:
        return False
    end = section.heading_spans[-1].end
    return fold(document_text[end : end + 1]) not in {",", "、", "和", "的"}
