"""Lines to chunks: the ways a table's cells come apart when it is saved as text.

A way cuts a stretch of lines into chunks and says what it knows of each: whether it begins a printed line, whether
anything parts it from the chunk before, and the column it is printed in where tabs, bars or a full row of cells show
it. Which column a chunk belongs to is left to ``lattice``.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from policygraph.lexicon import Lexicon, alternation, keyed_by_hash
from policygraph.marks.body import endings
from policygraph.model import Span
from policygraph.outline.columns import vocabulary
from policygraph.outline.markers import read_marker
from policygraph.text import fold, trim


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the document: trimmed span and its text, the whole line's span, and whether it was indented.
    ``parted``: empty lines stand before it."""

    span: Span
    text: str
    whole: Span
    indented: bool
    parted: bool


@dataclass(frozen=True, slots=True)
class Chunk:
    """A cell or a piece of one. ``line`` is the index of its line, ``place`` the column it is printed in where the
    layout shows it; ``fresh`` begins a printed row, ``glued`` follows its neighbour without anything between;
    ``free``: a cell a line, so rows may begin anywhere; ``broken``: a name that the next chunk, its ``rest``, ends."""

    span: Span
    text: str
    line: int
    place: int | None = None
    fresh: bool = False
    glued: bool = False
    free: bool = False
    broken: bool = False
    rest: bool = False


Way: TypeAlias = Callable[[str, Sequence[Line], int, int, int, Lexicon], list[Chunk]]


def lines_of(text: str) -> list[Line]:
    """Every line that holds a character or a tab."""
    out: list[Line] = []
    at = 0
    parted = False
    for raw in text.split("\n"):
        low, high = trim(text, at, at + len(raw))
        if low < high or "\t" in raw:
            out.append(Line(Span(low, high), text[low:high], Span(at, at + len(raw)), low - at >= 2, parted))
            parted = False
        else:
            parted = True
        at += len(raw) + 1
    return out


def cells_of(text: str, line: Line) -> list[Span]:
    """The cells of a line by tabs or bars, empty ones too; else by white space."""
    bars = line.text.startswith("|") and line.text.endswith("|") and len(line.text) > 2
    if not bars and "\t" not in text[line.whole.start : line.whole.end]:
        return [Span(line.span.start + m.start(), line.span.start + m.end()) for m in _WORD.finditer(line.text)]
    low, high = (line.span.start + 1, line.span.end - 1) if bars else (line.whole.start, line.whole.end)
    out: list[Span] = []
    for part in text[low:high].split("|" if bars else "\t"):
        out.append(Span(*trim(text, low, low + len(part))))
        low += len(part) + 1
    while not bars and len(out) > 1 and not len(out[-1]):
        out.pop()
    return out


_WORD = re.compile(r"[^ \u3000\t]+")
_RULE = re.compile(r"[|:\- ]{3,}")


def is_rule(line: Line) -> bool:
    """|---|:--|: the line under the header of a Markdown table."""
    return _RULE.fullmatch(line.text) is not None


def is_parted(text: str, line: Line) -> bool:
    """Tabs or bars stand between its cells."""
    raw = text[line.whole.start : line.whole.end]
    return "\t" in raw[1:].rstrip() or (line.text.startswith("|") and line.text.endswith("|"))


def is_led(text: str, line: Line) -> bool:
    """One cell, led by a tab."""
    raw = text[line.whole.start : line.whole.end]
    return raw.startswith("\t") and "\t" not in raw.strip()


# ---- the ways --------------------------------------------------------------------------------------


def cell_a_line(text: str, lines: Sequence[Line], start: int, end: int, width: int, lexicon: Lexicon) -> list[Chunk]:
    """Every line is a chunk; 二、 alone in its line goes with the line below, a section row broken in its cell."""
    out: list[Chunk] = []
    for at in range(start, end):
        line = lines[at]
        above = read_marker(out[-1].text) if out and len(out[-1].text) <= 4 else None
        if above and above.system == "一、" and above.end >= len(out[-1].text.strip()):
            span = Span(out[-1].span.start, line.span.end)
            out[-1] = Chunk(span, out[-1].text + fold(line.text), at, free=True)
        elif line.text:
            cells = cells_of(text, line)
            several = len(cells) > 1 and all(_FIGURE.fullmatch(fold(cell.quote(text))) for cell in cells)
            out += [Chunk(cell, fold(cell.quote(text)), at, free=True) for cell in (cells if several else [line.span])]
    return out


_FIGURE = re.compile(r"[≥≤<>=约±-]{0,2}\d[\d.,]*[^\d\s]{0,3}")


def led_cells(text: str, lines: Sequence[Line], start: int, end: int, width: int, lexicon: Lexicon) -> list[Chunk]:
    """Cells led by tabs, a row between empty lines; a line without tab goes on with the cell above."""
    out: list[Chunk] = []
    place = 0
    for at in range(start, end):
        line = lines[at]
        if is_led(text, line):
            fresh = at == start or (line.parted and is_led(text, lines[at - 1])) or _row_ended(text, lines, at)
            place = 0 if fresh else place + 1
            out.append(Chunk(line.span, fold(line.text), at, place, fresh))
        elif line.text:
            out.append(Chunk(line.span, fold(line.text), at, place, False, True))
    return out


def _row_ended(text: str, lines: Sequence[Line], at: int) -> bool:
    """The line above goes on with a cell (a name broken in its cell) and empty lines stand before this one."""
    return lines[at].parted and not is_led(text, lines[at - 1])


def parted_cells(text: str, lines: Sequence[Line], start: int, end: int, width: int, lexicon: Lexicon) -> list[Chunk]:
    """A row a line, its cells between tabs or bars: each knows its column."""
    out: list[Chunk] = []
    for at in range(start, end):
        if is_rule(lines[at]):
            continue
        cells = cells_of(text, lines[at])
        several = is_parted(text, lines[at]) or len(cells) > 1
        fresh = True
        for place, cell in enumerate(cells):
            if len(cell):
                out.append(Chunk(cell, fold(cell.quote(text)), at, place if several else None, fresh))
                fresh = False
    return out


def spaced_cells(text: str, lines: Sequence[Line], start: int, end: int, width: int, lexicon: Lexicon) -> list[Chunk]:
    """A row a line, white space between its cells; a line with as many as there are columns shows their places."""
    out: list[Chunk] = []
    for at in range(start, end):
        cells = cells_of(text, lines[at])
        full = len(cells) == width
        for place, cell in enumerate(cells):
            out.append(Chunk(cell, fold(cell.quote(text)), at, place if full else None, place == 0))
    return out


def run_together(text: str, lines: Sequence[Line], start: int, end: int, width: int, lexicon: Lexicon) -> list[Chunk]:
    """A row a line, nothing between its cells: cut where words change their kind."""
    out: list[Chunk] = []
    for at in range(start, end):
        folded = fold(lines[at].text)
        base = lines[at].span.start
        cuts = sorted({0, len(folded), *_cuts(text, lines[at], folded, lexicon)})
        fresh = True
        for low, high in itertools.pairwise(cuts):
            span = Span(*trim(text, base + low, base + high))
            if len(span):
                out.append(Chunk(span, fold(span.quote(text)), at, None, fresh, not fresh))
                fresh = False
    return out


_LEAD = re.compile(r"\d{1,3}(?!\d|[年月日%])[.、 ]?(?=\D)")
_DUE = re.compile(
    r"(?:20\d{2}年(?:度|[上下]半年|第?[一二三四]季度)?(?:年?底|末|\d{1,2}月)?|(?<![\d年])(?:1[0-2]|[1-9])月)"
    r"(?:\d{1,2}日|[底末]|[上中下]旬)?(?:之?前)?(?:完成)?|(?<!\d)20\d\d[-–—]20\d\d年?(?!\d)|(?:持续|长期)(?:推进|坚持)"
)


def _cuts(text: str, line: Line, folded: str, lexicon: Lexicon) -> list[int]:
    lead = _LEAD.match(folded)
    first = lead.end() if lead else 0
    out = [first, *(found.end() for found in re.finditer(" +", folded))]
    for found in _DUE.finditer(folded, first):
        out += found.span()
    for found in body_run(lexicon).finditer(folded, first):
        out += found.span()
    if first:
        out.append(_known_heading(text, folded, first, line))
    return out


def _known_heading(text: str, folded: str, at: int, line: Line) -> int:
    """Where the cell of a group ends that the body has as a heading: 优化升级服务|配合上级做好… after （一）优化升级服务。"""
    known = _headings(text)
    for size in range(min(24, len(folded) - at - 4), 3, -1):
        if known.get(folded[at : at + size], line.span.start) < line.span.start:
            return at + size
    return at


@lru_cache(maxsize=2)
def _headings(text: str) -> dict[str, int]:
    """What follows a marker up to a full stop or the end of its line, with its first place."""
    out: dict[str, int] = {}
    for found in re.finditer(r"[)、.]\s?(?=([^。\n]{4,24})[。\n])", fold(text)):
        out.setdefault(found.group(1), found.start())
    return out


@keyed_by_hash
def body_run(lexicon: Lexicon) -> re.Pattern[str]:
    """A list of bodies inside running text; where one follows another without a mark between them a list ends."""
    head = lexicon.alternation("roles", "head")
    ending = f"{alternation(endings(lexicon))}|{head}"
    letter = r"(?:[^、,;。:\s\d()]|\([市州区县]{1,3}\))"
    opens = "(?:[市省县区州各]|相关|有关)[一-鿿]"
    behind = rf"(?:{ending})(?:\([^()]{{1,24}}\))?(?:等(?:(?:相关|有关)?(?:{head}))?)?(?=[、,;。\s]|20\d\d|\d{{1,2}}[.、月]|{opens}|$)"
    first = rf"(?:(?<![城都])(?={opens})(?![市省县区州][与和]){letter}{{1,16}}?|(?<=[。月底前]){letter}{{1,10}}?)"
    return re.compile(rf"{first}{behind}(?:[、,;]{letter}{{1,16}}?{behind})*")


_AND = ("及", "和", "与", "或", "/")

# ---- the header --------------------------------------------------------------------------------------


def split_header(line: str, lexicon: Lexicon, strict: bool = False) -> list[tuple[int, int]]:
    """The header words of a line that is nothing but header words, longest first; a word nobody knows goes with the
    one it stands before when it is short (场景/|任务名称), unless ``strict``. Empty where the line says anything else."""
    words = vocabulary(lexicon).next_word
    out: list[tuple[int, int]] = []
    at = known = 0
    while at < len(line):
        found = words.search(line, at)
        if found is None:
            return []
        gap = line[at : found.start()].strip()
        if len(gap) > 4 or (gap and (strict or not out)):
            return []
        if gap in _AND and gap:  # 年度重点任务及工作目标 is one header
            out[-1] = (out[-1][0], at := found.end())
            continue
        known += not gap
        out.append((at + len(line[at : found.start()]) - len(line[at : found.start()].lstrip()), found.end()))
        at = found.end()
    return out if known * 2 > len(out) else []
