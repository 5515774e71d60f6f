"""Characters: folding that keeps length, Chinese numerals and dates, joining, sentences, display width.

Matching runs on ``fold(text)``; because folding is one character to one character, an offset in the folded
text is an offset in the text. NFKC does not have that property (``㎡`` becomes two characters), so a
translation table is used instead.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from policygraph.model import Passage, Span

# ---- folding ---------------------------------------------------------------------------------------


def _fold_table() -> dict[int, int]:
    table: dict[int, int] = {}
    for code in range(0xFF01, 0xFF5F):  # full-width ASCII
        table[code] = code - 0xFEE0
    for char in "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t":
        table[ord(char)] = ord(" ")
    for code in (*range(0x2F00, 0x2FD6), *range(0x2E80, 0x2EF4)):  # Kangxi radicals and supplement
        plain = unicodedata.normalize("NFKC", chr(code))
        if len(plain) == 1:
            table[code] = ord(plain)
    for code in range(0xF900, 0xFAFF):  # compatibility ideographs
        plain = unicodedata.normalize("NFKC", chr(code))
        if len(plain) == 1:
            table[code] = ord(plain)
    pairs = {
        "﹝": "〔", "﹞": "〕", "﹙": "(", "﹚": ")", "⺠": "民", "⻅": "见", "⻓": "长", "⻔": "门", "⻋": "车", "⻚": "页",
        "⻩": "黄", "⻬": "齐", "⻛": "风", "⻰": "龙", "﹐": ",", "﹑": "、", "﹒": ".", "﹔": ";", "﹕": ":", "﹪": "%",
        "︰": ":", "‐": "-", "‑": "-", "‒": "-", "–": "-", "−": "-", "﹣": "-", "·": "·", "•": "·", "‧": "·", "∙": "·",
        "○": "〇", "◯": "〇", "“": '"', "”": '"', "„": '"', "〝": '"', "〞": '"', "‘": "'", "’": "'", "｡": "。", "､": "、",
        "％": "%", "‰": "‰", "〜": "~", "∼": "~", "︿": "^",
    }  # fmt: skip
    table.update({ord(raw): ord(plain) for raw, plain in pairs.items()})
    simple = _simplified()
    return _private(table) | simple | {code: simple.get(plain, plain) for code, plain in table.items()}


def _private(table: dict[int, int]) -> dict[int, int]:
    """Punctuation of GBK whose two bytes some programs took for a code point: U+A3AC is the comma A3 AC."""
    out: dict[int, int] = {}
    for high in range(0xA1, 0xA4):
        for low in range(0xA1, 0xFF):
            char = bytes((high, low)).decode("gbk", "ignore")
            if len(char) == 1:
                out[high << 8 | low] = table.get(ord(char), ord(char))
    return out


def _simplified() -> dict[int, int]:
    """Traditional and variant characters that simplified texts do not use, from ``ontology/traditional.csv``."""
    for folder in (Path(__file__).parent, Path(__file__).parent.parent):
        path = folder / "ontology" / "traditional.csv"
        if path.is_file():
            return {ord(line[0]): ord(line[2]) for line in path.read_text("utf-8").split("\n")[1:] if line}
    return {}


def _whole(table: dict[int, int | None]) -> list[int | None]:
    """The table with an entry for every character of the basic plane: ``translate`` takes half the time where no
    look-up fails. Characters beyond it have no entry and stay."""
    return [table.get(code, code) for code in range(0x10000)]


_FOLDED: dict[int, int | None] = dict(_fold_table())
_DROPPED = "，。、；：:,;．.“”\"'‘’《》〈〉（）()[]【】〔〕" + "".join(
    chr(code) for code in range(0x3001) if chr(code).isspace()
)
#: folding and dropping in one pass: squash is asked tens of thousands of times for one document
_SQUASHED = {code: None if to is None or chr(to) in _DROPPED else to for code, to in _FOLDED.items()}
_SQUASHED.update({ord(char): None for char in _DROPPED})
_FOLD, _SQUASH = _whole(_FOLDED), _whole(_SQUASHED)


def fold(text: str) -> str:
    """Full-width ASCII to half-width, odd spaces to a space, radicals and traditional characters to the simplified ones;
    ``len`` is kept.

    >>> fold("（責任單位：Ａ）")
    '(责任单位:A)'
    """
    return _fold_short(text) if len(text) < _SHORT else _fold_long(text)


def squash(text: str) -> str:
    """For comparing, never for offsets: folded, without spaces and punctuation.

    >>> squash("秸秆、综合 利用率。")
    '秸秆综合利用率'
    """
    return _squash_short(text) if len(text) < _SHORT else text.translate(_SQUASH)


#: rules ask for the same paragraph again and again; of longer texts only the last few are kept
_SHORT = 2048


@lru_cache(maxsize=8)
def _fold_long(text: str) -> str:
    return text.translate(_FOLD)


@lru_cache(maxsize=8192)
def _fold_short(text: str) -> str:
    return text.translate(_FOLD)


@lru_cache(maxsize=8192)
def _squash_short(text: str) -> str:
    return text.translate(_SQUASH)


# ---- numerals --------------------------------------------------------------------------------------

_DIGITS = {char: value for value, chars in enumerate(("〇零○", "一壹", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")) for char in chars}  # fmt: skip
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
NUMERAL = "〇零一二三四五六七八九十百千两"


def parse_numeral(text: str) -> int | None:
    """A Chinese or ASCII integer below one hundred million, None when it is neither.

    >>> parse_numeral("二十五"), parse_numeral("十"), parse_numeral("一百零三"), parse_numeral("二〇二五"), parse_numeral("12")
    (25, 10, 103, 2025, 12)
    """
    text = fold(text).strip()
    if not text or len(text) > 16:
        return None
    if text.isascii():
        return int(text) if text.isdigit() else None
    if all(char in _DIGITS for char in text):
        return int("".join(str(_DIGITS[char]) for char in text))
    high, sep, low = text.partition("万")
    if sep:
        top, rest = parse_numeral(high), parse_numeral(low) if low else 0
        return None if top is None or rest is None else top * 10_000 + rest
    total, digit = 0, 0
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _UNITS:
            total += (digit or (1 if _UNITS[char] == 10 else 0)) * _UNITS[char]
            digit = 0
        else:
            return None
    return total + digit


# ---- joining ---------------------------------------------------------------------------------------

_LATIN_END = re.compile(r"[A-Za-z]$")
_LATIN_START = re.compile(r"^[A-Za-z]")


def join_pieces(text: str, spans: list[Span] | tuple[Span, ...]) -> Passage:
    """Join pieces of one paragraph or cell as the language does: nothing between Chinese characters, one
    space between two Latin words. White space at the edges of every piece is left out.

    >>> text = "经发局、\\n\\n生态环境局"
    >>> join_pieces(text, [Span(0, 4), Span(6, 11)]).text
    '经发局、生态环境局'
    """
    parts: list[str] = []
    runs: list[tuple[int, int, int]] = []
    at = 0
    for span in spans:
        start, end = trim(text, span.start, span.end)
        if start >= end:
            continue
        piece = text[start:end]
        if parts and _LATIN_END.search(parts[-1]) and _LATIN_START.search(piece):
            parts.append(" ")
            at += 1
        parts.append(piece)
        runs.append((at, start, end - start))
        at += end - start
    return Passage("".join(parts), tuple(runs))


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Shrink ``[start, end)`` past white space at both ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def lines(text: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
    """Spans of the non-empty lines of ``text[start:end]``, trimmed."""
    stop = len(text) if end is None else end
    at = start
    while at < stop:
        cut = text.find("\n", at, stop)
        cut = stop if cut < 0 else cut
        low, high = trim(text, at, cut)
        if low < high:
            yield Span(low, high)
        at = cut + 1


# ---- sentences -------------------------------------------------------------------------------------

_CLOSERS = "”’」』）)】〕]》\"'"


def sentences(text: str, stops: str = "。！？!?") -> list[tuple[int, int]]:
    """``(start, end)`` of each sentence of a passage's text, its stop and closing quotes included.

    A stop inside brackets （…） does not end a sentence; an unclosed bracket closes at its 400th character.
    """
    return list(_sentences(text, stops))


_OPENERS, _ENDERS = "（(〔[【《", "）)〕]】》"


@lru_cache(maxsize=8)
def _marks(stops: str) -> re.Pattern[str]:
    return re.compile("[" + re.escape(_OPENERS + _ENDERS + stops) + "]")


@lru_cache(maxsize=2048)
def _sentences(text: str, stops: str) -> tuple[tuple[int, int], ...]:
    cuts: list[int] = []
    depth = opened = end = 0
    for found in _marks(stops).finditer(text):
        char, at = found.group(), found.start()
        if char in _OPENERS:
            depth, opened = depth + 1, at
        elif char in _ENDERS:
            depth = max(0, depth - 1)
        elif at >= end and (depth == 0 or at - opened > 400):
            depth, end = 0, at + 1
            while end < len(text) and text[end] in _CLOSERS:
                end += 1
            cuts.append(end)
    pairs = zip([0, *cuts], [*cuts, len(text)], strict=True)
    return tuple(pair for pair in (trim(text, a, b) for a, b in pairs) if pair[0] < pair[1])


# ---- lines and carets ------------------------------------------------------------------------------


def line_of(text: str, offset: int) -> int:
    """1-based line number of an offset."""
    return text.count("\n", 0, offset) + 1


def line_span(text: str, offset: int) -> Span:
    """The line an offset stands in, without its line break."""
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    return Span(start, len(text) if end < 0 else end)


def width(text: str) -> int:
    """Columns a terminal needs: East Asian wide and full-width characters take two.

    >>> width("a责任")
    5
    """
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )


def caret_line(row: str, start: int, end: int, limit: int = 60) -> tuple[str, str]:
    """The part of a line around ``[start, end)`` and a line of carets under it, aligned by display width."""
    low = max(0, start - limit // 3)
    high = min(len(row), max(end, low + limit))
    shown = row[low:high].replace("\t", " ")
    pad = width(row[low:start])
    marks = max(1, width(row[start : min(end, high)]))
    return ("    " + shown, "    " + " " * pad + "^" * marks)


# ---- characters that are not seen ------------------------------------------------------------------

#: Controls, and what turns the direction of writing or has no width: a name that holds one reads as another.
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def shown(text: str) -> str:
    """The text as a label: one visible mark for each unseen character, so offsets stay true. Quotes stay as they are.

    >>> shown("市\\u202e局\\x00\\x1b[")
    '市�局␀␛['
    """
    return UNSEEN.sub(lambda match: chr(0x2400 + ord(match[0])) if match[0] < " " else "\ufffd", text)
