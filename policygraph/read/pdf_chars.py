"""Characters of a PDF page with their boxes, from pypdfium2.

All boxes are in points with the origin at the top left of the page as shown (page rotation applied).
"""

from __future__ import annotations

import ctypes
from math import pi
from typing import NamedTuple

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium_c  # type: ignore[import-untyped]

#: Radians: text turned by more than this (5 degrees) from the axes is laid over the page.
_SLANT = 0.087


class Char(NamedTuple):
    """One character and its box; ``size`` is the height of its font's em, ``order`` its place in the file."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float


class Frame:
    """From PDF space (origin bottom left, before rotation) to the page as shown (origin top left). ``overlay``: the
    slanted words that were left out of its characters."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        self.rotation = page.get_rotation() // 90
        self.left, self.low, self.right, self.high = _visible(page)
        self.overlay = ""

    @property
    def width(self) -> float:
        return self.high - self.low if self.rotation % 2 else self.right - self.left

    @property
    def height(self) -> float:
        return self.right - self.left if self.rotation % 2 else self.high - self.low

    def follow(self, handle: object, count: int) -> None:
        """Turn the page so that most of its text stands upright: wide tables are often set sideways."""
        places = [at for at in range(0, count, max(1, count // 24)) if pdfium_c.FPDFText_GetUnicode(handle, at) > 0x20]
        turns = [round(-2 * pdfium_c.FPDFText_GetCharAngle(handle, at) / pi) % 4 for at in places]
        if turns and turns.count(most := max(set(turns), key=turns.count)) > 0.6 * len(turns):
            self.rotation = most

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """``(x0, top, x1, bottom)`` of a box given in PDF space."""
        if self.rotation == 0:
            return (left - self.left, self.high - top, right - self.left, self.high - bottom)
        if self.rotation == 1:
            return (bottom - self.low, left - self.left, top - self.low, right - self.left)
        if self.rotation == 2:
            return (self.right - right, bottom - self.low, self.right - left, top - self.low)
        return (self.high - top, self.right - right, self.high - bottom, self.right - left)


def _visible(page: pdfium.PdfPage) -> tuple[float, float, float, float]:
    left, low, right, high = page.get_cropbox()
    if right - left > 1 and high - low > 1:
        return left, low, right, high
    wide, tall = page.get_size()
    return 0.0, 0.0, wide, tall


# ---- characters ------------------------------------------------------------------------------------


def read_chars(page: pdfium.PdfPage, frame: Frame) -> list[Char]:
    """The visible characters of a page in the order of the file; spaces, controls and far-off ones left out."""
    textpage = page.get_textpage()
    try:
        count = textpage.count_chars()
        frame.follow(textpage.raw, count)
        slanted = _slanted(textpage.raw, count)
        frame.overlay = "".join(chr(pdfium_c.FPDFText_GetUnicode(textpage.raw, at)) for at in sorted(slanted)[:60])
        return _levelled(_chars(textpage.raw, frame, count, slanted))
    finally:
        textpage.close()


def _slanted(handle: object, count: int) -> frozenset[int]:
    """Characters set off the axes of the page, where most are not: a watermark laid over the text."""
    angle = pdfium_c.FPDFText_GetCharAngle
    turns = (max(0.0, angle(handle, at)) % (pi / 2) for at in range(count))  # -1: a glyph that has none
    found = frozenset(at for at, turn in enumerate(turns) if _SLANT < turn < pi / 2 - _SLANT)
    return found if len(found) < 0.5 * count else frozenset()


def _chars(handle: object, frame: Frame, count: int, left_out: frozenset[int]) -> list[Char]:
    rect = pdfium_c.FS_RECTF()
    pointer = ctypes.byref(rect)
    get_box, get_code = pdfium_c.FPDFText_GetLooseCharBox, pdfium_c.FPDFText_GetUnicode
    out: list[Char] = []
    high = 0
    for index in range(count):
        code = get_code(handle, index)
        if code <= 0x20 or code in _SPACES or index in left_out:
            continue
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
        high = 0
        if not get_box(handle, index, pointer):
            continue
        x0, top, x1, bottom = frame.box(rect.left, rect.bottom, rect.right, rect.top)
        if x1 < 0 or x0 > frame.width or bottom < 0 or top > frame.height:
            continue
        _push(out, Char(_FOUNDER.get(code) or chr(code), x0, top, x1, bottom, abs(bottom - top)))
    return out


def _levelled(chars: list[Char]) -> list[Char]:
    """Fonts of full-width digits may claim boxes twice as high as they are wide: those get the height of a square, or
    digits set close together would pass for one set twice (１１ for １), and lines would run together."""
    tall: dict[int, float] = {}
    for char in chars:
        if "\uff01" <= char.text <= "\uff5a" and char.size > 1.7 * (char.x1 - char.x0) > 0:
            tall[round(char.size)] = 1.17 * (char.x1 - char.x0)
    return [_lowered(char, tall.get(round(char.size))) for char in chars] if tall else chars


def _lowered(char: Char, high: float | None) -> Char:
    if high is None or "一" <= char.text <= "龥":
        return char
    middle = (char.top + char.bottom) / 2
    return char._replace(top=middle - high / 2, bottom=middle + high / 2, size=high)


def _push(out: list[Char], char: Char) -> None:
    """One glyph that stands for two dashes (——) is told twice with its whole box: each gets its half."""
    if char.text in "—─" and out and out[-1] == char and char.x1 - char.x0 > 1.1 * char.size:
        middle = (char.x0 + char.x1) / 2
        out[-1], char = char._replace(x1=middle), char._replace(x0=middle)
    out.append(char)


#: Founder's typesetting system prints its decimal point and middle dot with private characters of plane 16.
_FOUNDER = {0x1001B0: ".", 0x100170: "·"}
_SPACES = frozenset({0x7F, 0xA0, 0xAD, 0x200B, 0x200C, 0x200D, 0x2028, 0x2029, 0x3000, 0xFEFF, 0xFFFE, 0xFFFF})
_SPACES |= frozenset(range(0x80, 0xA0)) | frozenset(range(0x2000, 0x200B))
