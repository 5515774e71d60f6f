"""Running headers, footers and page numbers: lines that belong to the paper, not to the text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import takewhile

from policygraph.read.pdf_lines import Line, Page, slice_line
from policygraph.text import fold

#: At most this many lines at the head and at the foot of a page can be furniture.
EDGE = 4
#: Head and foot reach this far into the page (share of its height).
ZONE = 0.14

_DASHES = "-—–－─ー_~·•|*"
_NUMBER = re.compile(
    rf"[{_DASHES}]{{0,4}} ?(?:第 ?)?(\d{{1,4}}|[ivxIVXⅠ-Ⅻ](?: ?[ivxIVX]){{0,5}})(?: ?页)? ?[{_DASHES}]{{0,4}}"
)
_DASHED = re.compile(r"[-—–－─]{1,3} ?(\d{1,3}) ?[-—–－─]{1,3}")
_BARE = re.compile(r"[-—–－─ ]{1,4}")  # the second dash of a page number, slipped to a line of its own
_INLINE = re.compile(r"(?: [-—–－─]{1,3} ?\d{1,3} ?[-—–－─]{1,3}$)|(?:^[-—–－─]{1,3} ?\d{1,3} ?[-—–－─]{1,3} )")
_OF = re.compile(r"(?:第 ?)?(\d{1,4}) ?页?[ ,，/／]{0,2}(?:共|of|/|／) ?\d{1,4} ?页?", re.IGNORECASE)
_URL = re.compile(r"(?:https?://|www\.|file:///)\S+(?: \d{1,4} ?/ ?\d{1,4})?")
_PRINTED = re.compile(r"\d{2,4}[/-]\d{1,2}[/-]\d{1,4},? (?:[上下]午 ?)?\d{1,2}:\d{2}(?::\d{2})?(?: ?[AP]M)?\b.*")


Bands = Sequence[tuple[float, float]]
_NO_BANDS: Mapping[int, Bands] = {}


def strip_furniture(pages: Sequence[Page], ruled: Mapping[int, Bands] = _NO_BANDS) -> list[Page]:
    """The pages without their headers, footers and page numbers.

    ``ruled``: by page number, from where to where (points) it is ruled as a table. The head of a long table comes
    again on every page at one height, and is no running header.
    """
    free = [replace(page, lines=_outside(page, ruled.get(page.number, ()))) for page in pages]
    repeated = _repeated(free)
    numbered = _number_places(free)
    return [replace(page, lines=_kept(page, repeated, numbered, ruled.get(page.number, ()))) for page in pages]


def _outside(page: Page, bands: Bands) -> tuple[Line, ...]:
    return tuple(line for line in page.lines if not _ruled(line, bands)) if bands else page.lines


def _ruled(line: Line, bands: Bands) -> bool:
    return any(top < (line.top + line.bottom) / 2 < bottom for top, bottom in bands)


def _kept(page: Page, repeated: set[tuple[str, int]], numbered: set[int], bands: Bands) -> tuple[Line, ...]:
    drop: set[int] = set()
    for indexes in (range(len(page.lines)), range(len(page.lines) - 1, -1, -1)):
        free = list(takewhile(lambda index: not _ruled(page.lines[index], bands), list(indexes)[:EDGE]))
        _walk(page, free, repeated, numbered, drop)
    for index, line in enumerate(page.lines):
        if _DASHED.fullmatch(fold(line.text).strip()):  # －2－ alone on its line is a page number wherever it stands
            drop.add(index)
    return tuple(_without_inline(line) for index, line in enumerate(page.lines) if index not in drop)


def _without_inline(line: Line) -> Line:
    """A page number such as —8— that stands on the height of a line of text, a gap away from it."""
    match = _INLINE.search(fold(line.text))
    if match is None:
        return line
    size = len(re.sub(r"\s", "", match[0]))
    kept = line.chars[:-size] if match.start() else line.chars[size:]
    return slice_line(line, kept) if kept else line


def _walk(page: Page, indexes: list[int], repeated: set[tuple[str, int]], numbered: set[int], drop: set[int]) -> None:
    """From the edge inwards, stop at the first line that is text."""
    for index in indexes:
        line = page.lines[index]
        if not (_in_zone(line, page) and (is_mark(line.text) or _known(line, page, repeated, numbered))):
            return
        drop.add(index)


def _known(line: Line, page: Page, repeated: set[tuple[str, int]], numbered: set[int]) -> bool:
    if (_shape(line.text), _place(line, page)) in repeated or _BARE.fullmatch(fold(line.text)):
        return True
    return page_number(line.text) is not None and _place(line, page) in numbered


def is_mark(text: str) -> bool:
    """A line that is a page number with dashes, 第3页 共9页, a URL or a browser's print stamp.

    >>> is_mark("－2－"), is_mark("第 3 页 共 9 页"), is_mark("2022年3月"), is_mark("3")
    (True, True, False, False)
    """
    plain = fold(text).strip()
    return any(pattern.fullmatch(plain) for pattern in (_DASHED, _OF, _URL, _PRINTED))


def page_number(text: str) -> str | None:
    """The number of a line that is nothing but a number, roman ones included."""
    match = _NUMBER.fullmatch(fold(text).strip()) or _OF.fullmatch(fold(text).strip())
    return match[1] if match else None


def _in_zone(line: Line, page: Page) -> bool:
    return line.bottom < ZONE * page.height or line.top > (1 - ZONE) * page.height


def _place(line: Line, page: Page) -> int:
    """Which strip of the page, about 9 points high, counted from the nearer edge (pages may differ in size)."""
    middle = (line.top + line.bottom) / 2
    return round(middle / 9) if middle < page.height / 2 else -1 - round((page.height - middle) / 9)


def _shape(text: str) -> str:
    """The text with its numbers blanked: 第一章 12 and 第一章 13 are one header."""
    return re.sub(r"\d+|\s+", "#", fold(text))


def _edges(page: Page) -> list[Line]:
    lines = page.lines
    picked = lines if len(lines) <= 2 * EDGE else (*lines[:EDGE], *lines[-EDGE:])
    return [line for line in picked if _in_zone(line, page)]


def _repeated(pages: Sequence[Page]) -> set[tuple[str, int]]:
    """Shapes at one height on three pages or more, and on a fifth of them at least."""
    seen: dict[tuple[str, int], set[int]] = defaultdict(set)
    for page in pages:
        for line in _edges(page):
            seen[_shape(line.text), _place(line, page)].add(page.number)
    least = max(3, len(pages) // 20)
    return {key for key, where in seen.items() if len(where) >= least and len(key[0]) > 1}


def _number_places(pages: Sequence[Page]) -> set[int]:
    """Strips where bare numbers stand as the last or first line on most pages that have a line there."""
    places: dict[int, set[int]] = defaultdict(set)
    for page in pages:
        if not page.lines:
            continue
        for line in (page.lines[0], page.lines[-1]):
            if _in_zone(line, page) and page_number(line.text):
                places[_place(line, page)].add(page.number)
    counted = {place: where for place, where in places.items() if len(where) >= 2}
    near = {place + shift for place in counted for shift in (-1, 0, 1)}
    return near if counted else {place for place in places if len(pages) <= 2}
