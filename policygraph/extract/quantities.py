"""Numbers with their unit and comparator, wherever they stand. Whether one is a target is decided elsewhere."""

from __future__ import annotations

import re
from dataclasses import dataclass

from policygraph.lexicon import Lexicon, alternation
from policygraph.model import Comparator
from policygraph.text import parse_numeral

#: 5,000 and 1.05; a full-width comma is a pause, not a separator, and is told apart in the raw text.
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_GROUPS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)")
_MAGNITUDE = re.compile(r"万亿|百万|千万|百亿|千亿|亿|万|千(?!米|克|瓦|伏|卡)|百(?!分)")
_RANGE = re.compile(r"(?:-{1,2}|—{1,2}|~|至|到|－)(?=\d)")
_FRACTION = re.compile(r"([二三四五六七八九十百])分之([一二三四五六七八九十百]{1,4})")
_DOUBLING = re.compile(r"翻(?:了)?([一两二三])番|翻番")
_TIMES = re.compile(r"(?:增长|提高|增加|扩大|提升|翻)(?:了)?([一两二三四五])倍")
_HAN = re.compile(r"[一二三四五六七八九十百千两]{1,6}(?=[家个座所项条处支名])")

SIGNS: dict[str, Comparator] = {">=": ">=", ">": ">", "<=": "<=", "<": "<", "~": "~"}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a line: ``start`` includes a comparator before it, ``end`` one behind it; ``digits`` is where
    the number itself begins, ``body`` where number and unit end."""

    start: int
    digits: int
    body: int
    end: int
    value: float
    value_max: float | None
    unit: str
    unit_class: str
    comparator: Comparator
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class QuantityWords:
    """The compiled words of ``quantities.toml`` and ``units.toml``."""

    unit: re.Pattern[str]
    divisor: re.Pattern[str]
    unit_class: dict[str, str]
    before: re.Pattern[str]
    after: re.Pattern[str]
    many: re.Pattern[str]
    sign: dict[str, Comparator]


def quantity_words(lexicon: Lexicon) -> QuantityWords:
    """Compile the unit and comparator words once for a lexicon."""
    units = lexicon.entries("units")
    names = alternation(tuple(entry.word.replace("（", "(").replace("）", ")") for entry in units))
    sign: dict[str, Comparator] = {}
    for entry in lexicon.entries("quantities", "before", "after", "many"):
        sign[entry.word.replace("（", "(").replace("）", ")")] = SIGNS[entry.extra["sign"]]
    after = alternation(
        tuple(word.replace("（", "(").replace("）", ")") for word in lexicon.words("quantities", "after"))
    )
    return QuantityWords(
        re.compile(names),
        re.compile(f"(?:{names}|月|周|季度|标准)(?:[·/](?:{names}|月|周))?"),
        {entry.word.replace("（", "(").replace("）", ")"): entry.kind for entry in units},
        re.compile(f"(?:{lexicon.alternation('quantities', 'before')}|≥|≤|＞|＜|>=|<=|>|<|=)$"),
        re.compile(f"(?:之?间)?的?({after})"),
        re.compile(lexicon.alternation("quantities", "many")),
        sign | {"≥": ">=", "≤": "<=", ">": ">", "<": "<", ">=": ">=", "<=": "<=", "=": "="},
    )


def find_quantities(text: str, raw: str, words: QuantityWords) -> list[Quantity]:
    """Every number of a folded line, in order, as far as it can be read: ranges as one, fractions and 翻番 too."""
    out: list[Quantity] = []
    at = 0
    while match := _NUMBER.search(text, at):
        quantity = _read_number(text, raw, match.start(), words)
        out.append(quantity)
        at = max(quantity.end, match.end())
    out += [_fraction(match, text, words) for match in _FRACTION.finditer(text)]
    out += [_doubling(match) for match in _DOUBLING.finditer(text)]
    out += [_times(match) for match in _TIMES.finditer(text)]
    out += [item for match in _HAN.finditer(text) if (item := _han(text, match, words)) is not None]
    return _disjoint(sorted(out, key=lambda item: (item.start, -item.end)))


def _disjoint(items: list[Quantity]) -> list[Quantity]:
    kept: list[Quantity] = []
    for item in items:
        if not kept or item.digits >= kept[-1].end:
            kept.append(item)
    return kept


def _read_number(text: str, raw: str, start: int, words: QuantityWords) -> Quantity:
    value, at = _value(text, raw, start)
    unit, kind, stop, many = _unit(text, at, words)
    high: float | None = None
    ranged = _RANGE.match(text, stop)
    if ranged and _is_range(text, start, ranged.group()):
        high, at = _value(text, raw, ranged.end())
        unit2, kind2, stop, many = _unit(text, at, words)
        unit, kind = (unit2, kind2) if unit2 or not unit else (unit, kind)
    before = words.before.search(text, max(0, start - 6), start)
    after = words.after.match(text, stop)
    word_before = before.group() if before else ""
    word_after = after.group(1) if after else ""
    if word_before == "控制在" and not word_after and high is None:
        word_after = ""
    sign = _comparator(word_before, word_after, many, words)
    if high is not None and high > value:
        sign = "range"
    else:
        high = None
    return Quantity(
        before.start() if before else start, start, stop, after.end() if after else stop,
        value, high, unit, kind, sign, word_before, word_after,
    )  # fmt: skip


def _is_range(text: str, start: int, joint: str) -> bool:
    """由4%到6% is a change, not a range."""
    return joint not in "至到" or not re.search(r"[从由][^,;。]{0,12}$", text[max(0, start - 14) : start])


def _value(text: str, raw: str, start: int) -> tuple[float, int]:
    grouped = _GROUPS.match(text, start)
    if grouped and "，" not in raw[start : grouped.end()]:
        return float(grouped.group().replace(",", "")), grouped.end()
    match = _NUMBER.match(text, start)
    assert match is not None
    return float(match.group()[:30]), match.end()


def _unit(text: str, at: int, words: QuantityWords) -> tuple[str, str, int, str]:
    """(unit as written without 余/多, class, end, the word 余/多): 100多家, 10余万人, 1.05吨/万元."""
    many = ""
    parts: list[str] = []
    for _ in range(2):
        if loose := words.many.match(text, at):
            many, at = loose.group(), loose.end()
        if not parts and (size := _MAGNITUDE.match(text, at)):
            parts.append(size.group())
            at = size.end()
    unit = words.unit.match(text, at)
    if unit is None or _cut_word(text, unit.group(), unit.end()):
        return "".join(parts), "", at, many
    parts.append(unit.group())
    at = unit.end()
    kind = words.unit_class[unit.group()]
    if text[at : at + 1] == "/":
        below = re.compile(r"(?:百|千|万|亿)*").match(text, at + 1)
        divisor = words.divisor.match(text, below.end() if below else at + 1)
        if divisor:
            parts.append(text[at : divisor.end()])
            at = divisor.end()
            kind = "size" if kind in ("count", "time") else kind
    return "".join(parts), kind, at, many


def _cut_word(text: str, unit: str, end: int) -> bool:
    """A unit that is only the head of a word: 5G网络 is none of 5 G; 3分别, 10部门."""
    following = text[end : end + 1]
    if unit[-1].isascii() and unit[-1].isalnum():
        return (following.isascii() and following.isalnum()) or (unit == "G" and following not in "带以的,。;)")
    return (unit == "分" and following in ("别", "之", "为", "类", "级")) or (
        unit == "部" and following in ("门", "分")
    )


def _comparator(before: str, after: str, many: str, words: QuantityWords) -> Comparator:
    if after and before == "控制在":
        return words.sign[after]
    if before and after:
        return words.sign[after] if words.sign[before] == "~" else words.sign[before]
    word = before or after or many
    return words.sign[word] if word else "="


def _fraction(match: re.Match[str], text: str, words: QuantityWords) -> Quantity:
    """三分之二 → 0.6667; 百分之二十 → 20 %."""
    below, above = parse_numeral(match.group(1)) or 1, parse_numeral(match.group(2)) or 0
    after = words.after.match(text, match.end())
    sign = words.sign[after.group(1)] if after else "="
    end = after.end() if after else match.end()
    whole = match.group(1) == "百"
    value, unit, kind = (float(above), "%", "share") if whole else (round(above / below, 4), "", "ratio")
    return Quantity(match.start(), match.start(), match.end(), end, value, None, unit, kind, sign,
                    after=after.group(1) if after else "")  # fmt: skip


def _doubling(match: re.Match[str]) -> Quantity:
    """翻番 and 翻一番 are 2 倍, 翻两番 4 倍."""
    times = parse_numeral(match.group(1)) if match.group(1) else 1
    value = float(2 ** (times or 1))
    return Quantity(match.start(), match.start(), match.end(), match.end(), value, None, "倍", "ratio", "=", "翻")


def _times(match: re.Match[str]) -> Quantity:
    """增长一倍 is 1 倍."""
    at, end = match.start(1), match.end()
    return Quantity(at, at, end, end, float(parse_numeral(match.group(1)) or 1), None, "倍", "ratio", "=")


def _han(text: str, match: re.Match[str], words: QuantityWords) -> Quantity | None:
    """两个, 一百家: a numeral before a counting word; 一个 and 一批 count nothing."""
    value = parse_numeral(match.group())
    if value is None or value < 2:
        return None
    unit = text[match.end()]
    after = words.after.match(text, match.end() + 1)
    sign = words.sign[after.group(1)] if after else "="
    end = after.end() if after else match.end() + 1
    return Quantity(match.start(), match.start(), match.end() + 1, end, float(value), None, unit, "han", sign)
