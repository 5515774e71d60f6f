"""Automatic numbering: the marker Word shows before a paragraph and keeps nowhere in its text.

Follows ECMA-376 part 1, 17.9. Counters belong to the abstract definition; numbering instances that share it
count on together unless they carry a ``startOverride``, which acts once, where the instance first appears.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from policygraph.read import numerals
from policygraph.read.docx_parts import Element, attribute, child, children, flag, number, value

LEVELS = 9
_PLACE = re.compile(r"%([1-9])")


def _plain(number: int) -> str:
    return str(number)


def _zero(number: int) -> str:
    return f"{number:02d}"


def _counting(number: int) -> str:
    """chineseCounting, japaneseCounting: 十 二十一 in words to 99, digit by digit from a hundred on."""
    return numerals.chinese(number) if number < 100 else numerals.digitwise(number)


def _run(first: int, last: int, start: int) -> Callable[[int], str]:
    """One glyph a value, from ``start`` on; plain digits outside."""
    return lambda number: chr(start + number - first) if first <= number <= last else str(number)


#: ``w:numFmt`` -> the text of a value. What is not here counts in plain digits.
FORMATS: Mapping[str, Callable[[int], str]] = {
    "decimal": _plain,
    "none": lambda _: "",
    "bullet": lambda _: "",
    "decimalZero": _zero,
    "decimalHalfWidth": _plain,
    "decimalFullWidth": numerals.full_width,
    "decimalFullWidth2": numerals.full_width,
    "decimalEnclosedCircle": numerals.circled,
    "decimalEnclosedCircleChinese": numerals.circled,
    "decimalEnclosedParen": _run(1, 20, 0x2474),
    "decimalEnclosedFullstop": _run(1, 20, 0x2488),
    "ideographEnclosedCircle": _run(1, 10, 0x3220),
    "chineseCounting": _counting,
    "japaneseCounting": _counting,
    "taiwaneseCounting": _counting,
    "chineseCountingThousand": numerals.chinese,
    "taiwaneseCountingThousand": numerals.chinese,
    "koreanCounting": numerals.chinese,
    "chineseLegalSimplified": numerals.legal,
    "japaneseLegal": numerals.legal,
    "ideographLegalTraditional": numerals.legal,
    "ideographDigital": numerals.digitwise,
    "japaneseDigitalTenThousand": numerals.digitwise,
    "taiwaneseDigital": numerals.digitwise,
    "ideographTraditional": numerals.stem,
    "ideographZodiac": numerals.branch,
    "ideographZodiacTraditional": lambda number: numerals.stem(number) + numerals.branch(number),
    "upperLetter": lambda number: numerals.letters(number).upper(),
    "lowerLetter": numerals.letters,
    "upperRoman": numerals.roman,
    "lowerRoman": lambda number: numerals.roman(number).lower(),
    "numberInDash": lambda number: f"- {number} -",
}


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a definition. ``restart`` is Word's ``lvlRestart``: 0 never, n after level n, None after any."""

    start: int = 0
    format: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False
    suffix: str = "tab"
    style: str | None = None


@dataclass(slots=True)
class Count:
    """The running state of one abstract definition."""

    values: list[int | None] = field(default_factory=lambda: [None] * LEVELS)


@dataclass(frozen=True, slots=True)
class Instance:
    """A ``w:num``: its definition's id, its levels with overrides laid over them, its start overrides."""

    abstract: str
    levels: Mapping[int, Level]
    starts: Mapping[int, int]


class Numbering:
    """The definitions of a file and the counters of one walk through it."""

    def __init__(self, numbering: Element | None, styles: Element | None = None) -> None:
        abstracts = {attribute(node, "abstractNumId") or "": node for node in children(numbering, "abstractNum")}
        linked = {value(node, "styleLink"): node for node in abstracts.values() if value(node, "styleLink")}
        self._instances: dict[str, Instance] = {}
        for node in children(numbering, "num"):
            name, abstract = attribute(node, "numId"), value(node, "abstractNumId") or ""
            definition = abstracts.get(abstract)
            target = linked.get(value(definition, "numStyleLink"))
            if name is not None and definition is not None:
                self._instances[name] = _instance(node, abstract, definition if target is None else target)
        self._counts: dict[str, Count] = {}
        self._started: set[tuple[str, int]] = set()

    def level_of_style(self, num: str, style: str | None) -> int:
        """The level of ``num`` tied to a paragraph style, else the first."""
        levels = self._instances[num].levels if num in self._instances else {}
        return next((index for index, level in levels.items() if style is not None and level.style == style), 0)

    def marker(self, num: str | None, index: int) -> str:
        """Count one paragraph and return what Word shows before it, with the gap where there is one."""
        instance = self._instances.get(num or "")
        level = instance.levels.get(index) if instance else None
        if instance is None or level is None or num is None:
            return ""
        values = self._advance(num, instance, index)
        if level.format == "bullet":
            return _bullet(level)
        text = _PLACE.sub(lambda match: _value(instance, values, int(match[1]) - 1, level.legal), level.text)
        return text + _gap(text, level.suffix)

    def _advance(self, num: str, instance: Instance, index: int) -> list[int | None]:
        values = self._counts.setdefault(instance.abstract, Count()).values
        level = instance.levels[index]
        forced = instance.starts.get(index)
        if forced is not None and (num, index) not in self._started:
            values[index] = forced
        else:
            current = values[index]
            values[index] = (level.start if forced is None else forced) if current is None else current + 1
        self._started.add((num, index))
        for deeper in range(index + 1, LEVELS):
            restart = instance.levels[deeper].restart if deeper in instance.levels else None
            if restart is None or index < restart:
                values[deeper] = None
        for upper in range(index):
            if values[upper] is None and upper in instance.levels:
                values[upper] = instance.levels[upper].start
        return values


def _instance(node: Element, abstract: str, definition: Element) -> Instance:
    levels = dict(_levels(definition))
    starts: dict[int, int] = {}
    for override in children(node, "lvlOverride"):
        index = _index(override)
        start = number(override, "startOverride")
        if start is not None:
            starts[index] = start
        for nested in children(override, "lvl"):
            levels[index] = _level(nested)
    return Instance(abstract, levels, starts)


def _levels(definition: Element) -> list[tuple[int, Level]]:
    return [(_index(node), _level(node)) for node in children(definition, "lvl")]


def _index(node: Element) -> int:
    raw = attribute(node, "ilvl") or "0"
    return min(int(raw), LEVELS - 1) if raw.isascii() and raw.isdigit() and len(raw) < 4 else 0


def _level(node: Element) -> Level:
    text = "" if attribute(child(node, "lvlText"), "null") in ("1", "true") else value(node, "lvlText") or ""
    level = Level(
        start=number(node, "start") or 0,
        format=_format(node),
        text=text[:80],
        restart=number(node, "lvlRestart"),
        legal=flag(node, "isLgl"),
        suffix=value(node, "suff") or "tab",
        style=value(node, "pStyle"),
    )
    return replace(level, start=max(level.start, 0))


def _format(node: Element) -> str:
    """A custom format (01, 002 …) stands in a choice of alternatives with a plain fallback."""
    direct = value(node, "numFmt")
    fallback = next((value(each, "Fallback", "numFmt") for each in children(node, "AlternateContent")), None)
    return direct or fallback or "decimal"


def _value(instance: Instance, values: list[int | None], index: int, legal: bool) -> str:
    level, current = instance.levels.get(index), values[index]
    if level is None or current is None:
        return ""
    return str(current) if legal else FORMATS.get(level.format, _plain)(current)


def _bullet(level: Level) -> str:
    """Dashes (—— before principles and targets) belong to the wording; dots, squares and the private glyphs of
    symbol fonts are ornament and mean nothing outside their font."""
    text = level.text.strip()
    return text if len(text) > 1 and set(text) <= set("—–―-") else ""


def _gap(text: str, suffix: str) -> str:
    """A tab or space after the marker counts after digits and letters (1. 加快) and after 第一条; 一、 and （一） carry
    their own."""
    if suffix == "nothing" or not text:
        return ""
    return " " if text[-1].isascii() or text[-1].isalnum() else ""
