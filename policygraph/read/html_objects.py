"""What stands in a page and is not its text: words struck out, pictures, frames; and the parts of a web archive."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator, Mapping
from email import message_from_bytes
from pathlib import PurePosixPath
from typing import TypeAlias
from urllib.parse import unquote_to_bytes, urlsplit

from policygraph.read.embedded import Item, Remark, read_inside, read_picture
from policygraph.read.html_page import Element, tag

#: what a page calls a picture -> its bytes
Pictures: TypeAlias = Mapping[str, bytes]
_STRUCK = re.compile(r"text-decoration[^;]*line-through|mso-hide\s*:\s*all", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)", re.IGNORECASE)
_FRAMES = frozenset(["iframe", "frame", "object", "embed"])
_DOCUMENT = re.compile(r"\.(?:s?html?|pdf|docx?|xlsx?|ofd|wps|aspx?|jsp|php)(?:$|[?#])", re.IGNORECASE)
# Icons of attachments, codes to scan, banners: pictures of a site, not of a document.
_ORNAMENT = re.compile(
    r"icon|ico[_\d.]|^(?:word|excel|pdf|docx?|xlsx?|rar|zip|head|top|foot)\d*\.|logo|qr|ewm|erweima|banner|share|print|button|btn|blank|space|line|dot|wx|weixin|\.gif",
    re.IGNORECASE,
)
_LINES = frozenset(["p", "a", "span", "li", "font", "b", "strong"])
_SMALL = 100  # pixels


def unpacked(data: bytes) -> tuple[bytes, Pictures]:
    """The page, and of a web archive (Word's 单个文件网页, also under .doc) the first page in it and its pictures."""
    if not data.startswith(b"MIME-Version:"):
        return data, {}
    page, pictures = b"", dict[str, bytes]()
    for part in message_from_bytes(data).walk():
        payload = part.get_payload(decode=True)
        if not isinstance(payload, bytes):
            continue
        if part.get_content_type() == "text/html":
            page = page or payload
        elif part.get_content_maintype() == "image":
            pictures[_name(str(part.get("Content-Location", "")))] = payload
            pictures["cid:" + str(part.get("Content-ID", "")).strip("<>")] = payload
    return page, pictures


def is_aside(element: Element) -> bool:
    """Whether what is under the element is no text of the page."""
    name = tag(element)
    if name in ("del", "s", "strike", "img") or name in _FRAMES:
        return True
    style = element.get("style", "")
    return bool(style) and (
        _STRUCK.search(style) is not None or (name in ("tr", "td", "th") and _HIDDEN.search(style) is not None)
    )


def beside(element: Element, pictures: Pictures) -> Iterator[Item]:
    """What to say or read of such an element."""
    name = tag(element)
    if name == "img":
        yield from _picture(element, pictures)
    elif name in _FRAMES:
        yield from _frame(element)
    elif words := "".join(map(str, element.itertext())).strip():
        yield Remark("withdrawn-text", " ".join(words.split()))


def _picture(element: Element, pictures: Pictures) -> Iterator[Item]:
    source = element.get("src", "").strip()
    if not source or any(_small(element.get(side)) for side in ("width", "height")) or _within_words(element):
        return
    data = _inline(source) or pictures.get(source if source.startswith("cid:") else _name(source))
    where = element.get("alt", "").strip() or (_name(source) if not source.startswith("data:") else "")
    if data is not None:
        yield from read_picture(data, f"网页中{where}")
    elif not _ORNAMENT.search(source.rpartition("/")[2]):
        yield Remark("picture-unread", f"图片未随网页，未读取：{where[:80]}")


def _within_words(element: Element) -> bool:
    """A picture in a line of words is a mark; one that shows a page or a table stands alone."""
    parent = element.getparent()
    return parent is not None and tag(parent) in _LINES and any(str(text).strip() for text in parent.itertext())


def _frame(element: Element) -> Iterator[Item]:
    inner, source = element.get("srcdoc", ""), element.get("src") or element.get("data") or ""
    if inner:
        yield from read_inside(inner.encode(), "frame.html", "网页中的框架")
    elif _DOCUMENT.search(source):
        yield Remark("unread-part", f"网页中的框架未读取：{source[:120]}")


def framed(root: Element) -> str:
    """The addresses of the frames a page without text is made of."""
    found = (element.get("src") or "" for element in root.iter("frame", "iframe"))
    return "、".join(source[:120] for source in found if source)


def _inline(source: str) -> bytes | None:
    """The bytes of a ``data:`` address."""
    if not source.startswith("data:image"):
        return None
    head, _, body = source.partition(",")
    try:
        return base64.b64decode(body, validate=False) if head.endswith(";base64") else unquote_to_bytes(body)
    except (binascii.Error, ValueError):
        return b""


def _small(length: str | None) -> bool:
    digits = (length or "").strip().removesuffix("px")
    return digits.isascii() and digits.isdigit() and int(digits) < _SMALL


def _name(source: str) -> str:
    return PurePosixPath(urlsplit(source.replace("\\", "/")).path).name
