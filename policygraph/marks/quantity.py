"""Quantities of a text: numbers with unit and comparator. Whether one is a target is ``stance``'s to say."""

from __future__ import annotations

import re
from dataclasses import dataclass

from policygraph.lexicon import Lexicon, keyed_by_hash
from policygraph.marks import engine
from policygraph.model import Comparator, Quantity
from policygraph.text import fold, parse_numeral

KIND = "quantity"
engine.CLASSES[KIND] = ("size", "count", "share", "money", "time", "ratio", "han", "bare")

_SIGNS: dict[str, Comparator] = {">=": ">=", ">": ">", "<=": "<=", "<": "<", "~": "~", "=": "=", "≥": ">=", "≤": "<="}
_ABOUT = "~"


@dataclass(frozen=True, slots=True)
class _Words:
    grammar: engine.Grammar
    parts: tuple[engine.Row, ...]
    order: dict[str, int]
    cls: dict[str, str]
    sign: dict[str, Comparator]
    span: str  # the comparator whose own sign gives way to one behind the number


@keyed_by_hash
def _words(lexicon: Lexicon) -> _Words:
    grammar = engine.load_grammar(KIND, lexicon)
    rows = tuple(row for row in grammar.rows if row.data.get("cls") != "part")
    parts = tuple(row for row in grammar.rows if row.data.get("cls") == "part")
    sign = dict(_SIGNS)
    for entry in lexicon.entries("quantities", "before", "after", "many"):
        sign[fold(entry.word)] = _SIGNS[entry.extra["sign"]]
    held = set(lexicon.words("quantities", "before")) & set(lexicon.words("quantities", "set"))
    return _Words(
        engine.Grammar(KIND, rows, grammar.tables, grammar.patterns), parts, engine.order_of(rows),
        {fold(entry.word): entry.kind for entry in lexicon.entries("units")}, sign, "".join(held),
    )  # fmt: skip


def quantities(text: str, raw: str, lexicon: Lexicon, cell: bool = False) -> tuple[Quantity, ...]:
    """Every number of a folded line that is no part of a name, in order and disjoint. ``raw`` is the line as written, of
    the same length: a full-width comma divides numbers, and “…” holds slogans. In a ``cell``
    nothing is part of a name.

    >>> from policygraph.lexicon import default_lexicon
    >>> def read(text): return [(q.value, q.unit, q.comparator) for q in quantities(text, text, default_lexicon())]
    >>> read("不低于20万千瓦"), read("5G网络"), read("至少举办5期")
    ([(20.0, '万千瓦', '>=')], [], [(5.0, '期', '>=')])
    """
    words = _words(lexicon)
    seen = _seen(text, raw)
    parts = bytearray(len(text))
    for _, hit in () if cell else engine.readings(seen, words.parts):
        if not hit.groupdict().get("apart"):
            parts[hit.start() : hit.end()] = b"\1" * (hit.end() - hit.start())
    found = engine.readings(seen, words.grammar.rows)
    made = (_quantity(row, hit, words) for row, hit in found)
    kept = engine.longest((item for item in made if item is not None), words.order)[0]
    return tuple(item for item in kept if cell or not (parts[item.digits] or _glued(seen, item, words)))


def _seen(text: str, raw: str) -> str:
    if not any(char in raw for char in "，“”"):
        return text
    return "".join(mark if mark in "，“”" else char for char, mark in zip(text, raw, strict=True))


def _glued(text: str, item: Quantity, words: _Words) -> bool:
    """10.5代, 3大, 5A: a number without unit that goes on as a word."""
    return item.unit in ("", "万", "亿") and bool(words.grammar.patterns["glued"].match(text, item.body))


def _quantity(row: engine.Row, hit: re.Match[str], words: _Words) -> Quantity | None:
    said = engine.groups(hit)
    if row.name in ("number", "range"):
        return _number(row, hit, said, words)
    digits, unit, cls, value = hit.start(), "", "ratio", 0.0
    if "han" in said:
        count = parse_numeral(said["han"]) or 0
        if count < 2:  # 一个 and 一批 count nothing
            return None
        value, unit, cls = float(count), said["unit"], "han"
    elif "below" in said:
        below, above = parse_numeral(said["below"]) or 100, parse_numeral(said["above"]) or 0
        whole = below == 100
        value, unit, cls = (float(above), "%", "share") if whole else (round(above / below, 4), "", "ratio")
    elif "times" in said:
        digits, value, unit = hit.start("times"), float(parse_numeral(said["times"]) or 1), "倍"
    else:
        value, unit = float(2 ** (parse_numeral(said.get("doubles", "")) or 1)), "倍"
    body = hit.start("after") if "after" in said else hit.end()
    after = said.get("after", "")
    return Quantity(
        digits, hit.end(), KIND, row.name, cls, said, digits=digits, body=body, value=value, unit=unit,
        comparator=words.sign[after] if after else "=", before=hit.group() if row.name == "doubling" else "", after=after,
    )  # fmt: skip


def _number(row: engine.Row, hit: re.Match[str], said: dict[str, str], words: _Words) -> Quantity | None:
    text, digits = hit.string, hit.start()
    if digits and (text[digits - 1].isdigit() or (text[digits - 1] == "." and text[digits - 2 : digits - 1].isdigit())):
        return None
    low = text[max(0, digits - 14) : digits]
    if "to" in said and words.grammar.patterns["change"].search(low):
        return None
    value = float(said["value"].replace(",", "")[:30])
    high = float(said["high"].replace(",", "")[:30]) if "high" in said else None
    unit, name, per = _unit(said, "")
    if high is not None and ((ending := _unit(said, "_high"))[1] or not name):
        unit, name, per = ending
    cls = words.cls.get(name, "bare")
    if per and cls in ("count", "time"):
        cls = "size"
    if each := words.grammar.patterns["each"].search(low):
        unit, cls = f"{unit}/{each['each']}", "size"
    found = words.grammar.patterns["before"].search(low[-6:])
    before, after = found.group() if found else "", said.get("after", "")
    start = digits - len(before or (each.group() if each else ""))
    sign = _sign(before, after, said.get("many") or said.get("more") or "", words)
    if not before and not after and (ahead := words.grammar.patterns["before_verb"].search(low)):
        sign = words.sign[ahead["before"]]
    if high is not None and high > value:
        sign = "range"
    else:
        high = None
    return Quantity(
        start, hit.end(), KIND, row.name, cls, said, digits=digits, body=_body(hit), value=value, value_max=high,
        unit=unit, comparator=sign, before=before, after=after,
    )  # fmt: skip


def _unit(said: dict[str, str], end: str) -> tuple[str, str, str]:
    """(unit as written, without 余/多; its name alone; what it is divided by)."""
    size, name, per = said.get("size" + end, ""), said.get("unit" + end, ""), said.get("per" + end, "")
    return size + name + per, name, per


def _body(hit: re.Match[str]) -> int:
    """Where number and unit end."""
    ends = [hit.end(name) for name, value in hit.groupdict().items() if value is not None and name != "after"]
    return max(ends)


def _sign(before: str, after: str, many: str, words: _Words) -> Comparator:
    if after and before == words.span:
        return words.sign[after]
    if before and after:
        return words.sign[after] if words.sign[before] == _ABOUT else words.sign[before]
    word = before or after or many
    return words.sign[word] if word else "="


def unit_at(text: str, lexicon: Lexicon) -> str:
    """The unit a folded text begins with, as long as it goes; an empty string without one.

    >>> from policygraph.lexicon import default_lexicon
    >>> unit_at("千瓦时", default_lexicon()), unit_at("企业", default_lexicon())
    ('千瓦时', '')
    """
    known = _words(lexicon).cls
    return next((text[:size] for size in range(min(len(text), _LONGEST), 0, -1) if text[:size] in known), "")


_LONGEST = 16  # characters of a unit
