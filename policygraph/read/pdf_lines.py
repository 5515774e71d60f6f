"""Lines of a PDF page: its characters grouped by baseline, read left to right.

All boxes are in points with the origin at the top left of the page as shown (page rotation applied).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import median

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium_c  # type: ignore[import-untyped]

from policygraph.read.pdf_chars import Char, Frame, read_chars

#: An empty run of this many ems is printed as a space; Word's own gap between 中文 and digits (0.25 em) is not.
WORD_GAP = 0.45
LATIN_GAP = 0.18
#: Opening marks stand in the right half of their square, and some fonts give only that half as their box.
OPENING_GAP = 0.8
#: A gap this wide separates columns of text: runs are never bridged by it when they form one line.
COLUMN_GAP = 1.6
#: So few characters on a page that a picture fills are a stamp or a page number.
STAMP = 60


@dataclass(frozen=True, slots=True)
class Line:
    """One visual line. ``page`` is 1-based; ``em`` the advance of a Chinese character on it (an estimate where it
    has none); ``chars`` are in reading order, without spaces. ``region``: the column of a page set in columns, else 0."""

    text: str
    page: int
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    em: float
    chars: tuple[Char, ...]
    region: int = 0

    @property
    def leaf(self) -> tuple[int, int]:
        """The page and the column on it: what margins are measured for."""
        return self.page, self.region

    @property
    def bbox(self) -> tuple[float, float, float, float]:
        return (round(self.x0, 1), round(self.top, 1), round(self.x1, 1), round(self.bottom, 1))


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of one page from top to bottom, its size in points, how many characters it has, whether anything else
    is drawn on it and how much of it one picture covers (share). ``trust``: of a page read optically, what the
    recogniser says of its readings (0 to 1). ``region``: of a page that is one column of another.
    ``overlay``: slanted words laid over it, left out. ``garbage``: it was read
    optically because its text layer was no text."""

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]
    count: int
    drawn: bool = False
    covered: float = 0.0
    trust: float | None = None
    region: int = 0
    overlay: str = ""
    garbage: bool = False

    @property
    def leaf(self) -> tuple[int, int]:
        return self.number, self.region

    @property
    def picture(self) -> bool:
        """Not blank, and its text does not cover what is drawn: a scan (with a stamp of text at most), a map."""
        return self.drawn and (self.count == 0 or (self.count < STAMP and self.covered > 0.6)) and self.trust is None


def read_page(page: pdfium.PdfPage, number: int, frame: Frame | None = None) -> Page:
    """The lines of one page, in the order a reader takes them; ``frame`` is turned the way the text stands."""
    frame = frame or Frame(page)
    chars = read_chars(page, frame)
    lines = tuple(line_of_chars(row, number) for row in group_rows(chars))
    drawn = pdfium_c.FPDFPage_CountObjects(page.raw) > 0
    covered = _covered(page) if drawn and len(chars) < STAMP else 0.0
    return Page(number, frame.width, frame.height, lines, len(chars), drawn, covered, overlay=frame.overlay)


def _covered(page: pdfium.PdfPage) -> float:
    """The share of the page that its largest picture takes."""
    wide, tall = page.get_size()
    found = (image.get_bounds() for image in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE]))
    return float(max(((x1 - x0) * (y1 - y0) for x0, y0, x1, y1 in found), default=0.0) / max(1.0, wide * tall))


def group_rows(chars: Sequence[Char]) -> list[list[Char]]:
    """Characters grouped into visual rows from top to bottom, each row sorted from left to right."""
    rows: list[_Row] = []
    for run in _runs(chars):
        fresh = _Row(run)
        for row in reversed(rows[-60:]):
            if row.takes(fresh):
                row.add(fresh)
                break
        else:
            rows.append(fresh)
    rows.sort(key=lambda row: (row.middle, row.x0))
    return [_without_doubles(sorted(row.chars, key=lambda char: char.x0 + char.x1)) for row in rows]


def _runs(chars: Sequence[Char]) -> list[list[Char]]:
    """Neighbours in the file that stand on one baseline and go on to the right."""
    runs: list[list[Char]] = []
    for char in chars:
        if runs and _goes_on(runs[-1][-1], char):
            runs[-1].append(char)
        else:
            runs.append([char])
    return runs


def _goes_on(last: Char, char: Char) -> bool:
    shift = abs((last.top + last.bottom) - (char.top + char.bottom)) / 2
    return shift < 0.45 * min(last.size, char.size) + 0.5 and char.x0 > last.x0 - 0.1 * char.size


class _Row:
    """A row while it grows: its vertical extent is that of its longest run (sub- and superscripts do not move it)."""

    def __init__(self, run: list[Char]) -> None:
        self.chars = run
        self.longest = len(run)
        self.top = _middle([char.top for char in run])
        self.bottom = _middle([char.bottom for char in run])
        self.x0 = min(char.x0 for char in run)

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    def takes(self, other: _Row) -> bool:
        shared = min(self.bottom, other.bottom) - max(self.top, other.top)
        if shared <= 0:
            return False
        small, large = sorted((self.bottom - self.top, other.bottom - other.top))
        enough = 0.55 if small > 0.8 * large else 0.2  # sub- and superscripts hang over the edge of their line
        return small > 0 and shared > enough * small

    def add(self, other: _Row) -> None:
        if other.longest > self.longest:
            self.longest, self.top, self.bottom, self.x0 = other.longest, other.top, other.bottom, other.x0
        self.chars = self.chars + other.chars


def _middle(values: list[float]) -> float:
    """The median; of a run of one size simply its value."""
    return values[0] if values[0] == values[-1] == values[len(values) // 2] else median(values)


def _without_doubles(row: list[Char]) -> list[Char]:
    """Bold printed by setting a character twice, a hair apart, is one character."""
    out: list[Char] = []
    for char in row:
        if not out or char.x0 - out[-1].x0 >= 0.25 * char.size:
            out.append(char)
            continue
        if not any(_twice(other, char) for other in out[-3:]):
            out.append(char)
    return out


def _twice(first: Char, second: Char) -> bool:
    """One over the other; the narrow letters of http stand side by side."""
    shift = abs(first.x0 - second.x0)
    over = shift < 0.25 * second.size and shift < 0.5 * max(1.0, second.x1 - second.x0)
    return over and first.text == second.text and abs(first.top - second.top) < 2


def line_of_chars(row: Sequence[Char], number: int) -> Line:
    """A line from the characters of a row, spaces where a gap is wide enough to be one."""
    size = _middle([char.size for char in row])
    wide = [char.x1 - char.x0 for char in row if "一" <= char.text <= "龥"]
    return Line(
        text_of(row),
        number,
        min(char.x0 for char in row),
        _middle([char.top for char in row]),
        max(char.x1 for char in row),
        _middle([char.bottom for char in row]),
        size,
        median(wide) if wide else size * 0.85,
        tuple(row),
    )


_WIDE = dict(zip(".,:;()?!«»", "。，：；（）？！《》", strict=True))


def _widened(row: Sequence[Char]) -> Sequence[Char]:
    """Fonts that name their full-width marks after ASCII: a comma as wide as a Chinese character is ，."""
    if not any(char.text in _WIDE for char in row):
        return row
    wide = [char.x1 - char.x0 for char in row if "一" <= char.text <= "龥"]
    em = median(wide) if wide else 0.0
    out: list[Char] = []
    for at, char in enumerate(row):
        if char.text in _WIDE and char.x1 - char.x0 > 0.85 * em > 0:
            before, after = row[at - 1].text if at else "", row[at + 1].text if at + 1 < len(row) else ""
            point = char.text == "." and before.isdigit() and (after.isdigit() or _leads(row[:at]))
            char = char._replace(text="．" if point else _WIDE[char.text])
        out.append(char)
    return out


def _leads(chars: Sequence[Char]) -> bool:
    """Only digits so far: a full stop behind them closes an item's number (１．), no sentence."""
    return len(chars) < 3 and all(char.text.isdigit() for char in chars)


def text_of(row: Sequence[Char]) -> str:
    """The characters of one row as text."""
    parts: list[str] = []
    last: Char | None = None
    for char in _widened(row):
        if last is not None and _spaced(last, char):
            parts.append(" ")
        parts.append(char.text)
        last = char
    return clean("".join(parts))


def _spaced(last: Char, char: Char) -> bool:
    gap = char.x0 - last.x1
    em = max(last.size, char.size) * 0.9
    if last.text.isascii() and char.text.isascii() and last.text.isalnum() and char.text.isalnum():
        return gap > LATIN_GAP * em
    half = char.text in "《〈“‘「『（【〔" and last.text not in "章节编篇" and not last.text.isdigit()
    return gap > (OPENING_GAP if half else WORD_GAP) * em


def clean(text: str) -> str:
    """Compatibility radicals of broken fonts stay (``text.fold`` knows them); only decomposed accents are composed."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def slice_line(line: Line, chars: Iterable[Char]) -> Line:
    """The same line with only some of its characters."""
    return replace(line_of_chars(list(chars), line.page), region=line.region)
