"""Times of a text and what they bound: 2022年6月底前, 四季度, “十四五”末, 每季度末, 印发后30日内.

A ``Time`` is what is written; ``bounds`` says what it means in a document of a given year. What a year governs is decided
by whoever asks (a task, an indicator), never here.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, cast

from policygraph.lexicon import Lexicon, keyed_by_hash
from policygraph.marks import engine
from policygraph.model import Bounds, Time
from policygraph.text import parse_numeral

if TYPE_CHECKING:
    from policygraph.model import Precision, TimeSense

engine.CLASSES["time"] = ("until", "point", "since", "base", "yearly", "open", "past")


@dataclass(frozen=True, slots=True)
class _Words:
    grammar: engine.Grammar
    lead: Mapping[str, str]
    tail: Mapping[str, str]
    ahead: Mapping[str, str]
    plan: Mapping[str, str]
    part: Mapping[str, str]
    third: Mapping[str, str]
    comparing: re.Pattern[str]
    kept: dict[str, tuple[tuple[Time, ...], tuple[Time, ...]]] = field(default_factory=dict)


@keyed_by_hash
def _words(lexicon: Lexicon) -> _Words:
    grammar = engine.load_grammar("time", lexicon)
    lead, tail, ahead, plan, part, third = (
        grammar.tables[name] for name in ("lead", "tail", "ahead", "plan", "part", "third")
    )
    comparing = re.compile("|".join(map(re.escape, grammar.tables["comparing"])))
    return _Words(grammar, lead, tail, ahead, plan, part, third, comparing)


def times(text: str, lexicon: Lexicon) -> tuple[Time, ...]:
    """The times of a folded text, disjoint and in order.

    >>> from policygraph.lexicon import default_lexicon
    >>> [(t.year, t.month, t.sense) for t in times("到2025年,建成平台;2022年6月底前完成", default_lexicon())]
    [(2025, None, 'until'), (2022, 6, 'until')]
    """
    return _read(text, _words(lexicon))[0]


def contest(text: str, lexicon: Lexicon) -> tuple[tuple[Time, ...], tuple[Time, ...]]:
    """(times, readings that lost), for ``explain``."""
    return _read(text, _words(lexicon))


_MOST = 4096  # texts whose times are kept: deadlines, goals, figures and duties ask for the same paragraphs


def _read(text: str, words: _Words) -> tuple[tuple[Time, ...], tuple[Time, ...]]:
    kept = words.kept
    if text not in kept:
        if len(kept) > _MOST:
            kept.clear()
        kept[text] = engine.read_marks(text, words.grammar, lambda row, hit: _time(row, hit, words))
    return kept[text]


def _time(row: engine.Row, hit: re.Match[str], words: _Words) -> Time | None:
    said = {**engine.groups(hit), "text": hit.group()}
    lead, tail = said.get("lead", ""), said.get("tail", "").strip()
    sense = _sense(row, said, words)
    plan = words.plan.get(said.get("plan", ""))
    if "plan" in said and plan is None:
        return None
    month = _number(said, "month") or _number(words.part, said.get("part", "").removeprefix("第"))
    day = _number(said, "day") or (_number(words.third, said["part"]) if said.get("part") in words.third else None)
    exact = "day" if "day" in said else "month" if month else "year"
    precision = row.data.get("precision", exact)
    fixed = words.tail.get(tail) == "until" or words.lead.get(lead) == "until"
    if sense == "point" and words.comparing.match(hit.string, hit.end()):
        sense = "base"  # 在2020年基础上, 2020年水平
    return Time(
        hit.start(), hit.end(), "time", row.name, sense, said,
        year=int(plan) if plan else _year(said), month=month, day=day, precision=cast("Precision", precision),
        sense=cast("TimeSense", sense), ahead=_number(words.ahead, said.get("ahead", "")), first=_number(said, "first"),
        other=_number(words.plan, said["other"]) if plan and "other" in said else _number(said, "other"),
        days=_days(said), fixed=fixed,
    )  # fmt: skip


def _sense(row: engine.Row, said: Mapping[str, str], words: _Words) -> str:
    if "every" in said:
        return "yearly"
    if row.name == "open":
        return "open"
    if "days" in said:
        return "until"
    lead, tail = words.lead.get(said.get("lead", "")), words.tail.get(said.get("tail", "").strip())
    if lead == "base" and tail == "since":
        return "since"
    if lead in ("base", "past") or tail in ("since", "past"):
        return str(lead if lead in ("base", "past") else tail)
    return lead or tail or "point"


def _year(said: Mapping[str, str]) -> int | None:
    """24年12月 is of this century."""
    short = _number(said, "short")
    return _number(said, "year") if short is None else 2000 + short


def _number(said: Mapping[str, str], key: str) -> int | None:
    return parse_numeral(said[key]) if said.get(key) else None


_PER = {"工作日": 1, "月": 30, "个月": 30, "年": 365}  # a bound for sorting; the wording itself is kept


def _days(said: Mapping[str, str]) -> int | None:
    count = _number(said, "days")
    return None if count is None else count * _PER.get(said.get("per", ""), 1)


# ---- what a time bounds -----------------------------------------------------------------------------------


def bounds(time: Time, year: int | None, issued: str | None = None) -> Bounds:
    """What a time says in a document of ``year`` (for what leaves its year out) issued on ``issued``.

    >>> from policygraph.lexicon import default_lexicon
    >>> def due(text): return bounds(times(text, default_lexicon())[0], 2022, "2022-03-01")
    >>> [due(t).by for t in ("2023年6月底前", "四季度", "明年6月底前", "二〇二五年底前", "每季度末")]
    ['2023-06', '2022-12', '2023-06', '2025', None]
    >>> due("印发后30日内").until, due("2023年6月底前").until, due("每季度末").recurrence
    ('2022-03-31', '2023-06-30', '每季度末')
    """
    if time.sense in ("yearly", "open"):
        return Bounds(None, None, None, time.precision, time.data["text"] if time.sense == "yearly" else None)
    if time.days is not None:
        return _after(time.days, issued)
    at = time.year if time.year is not None else None if year is None else year + (time.ahead or 0)
    if at is None:
        return Bounds(None, None, None, time.precision)
    by, last = _exact(at, time)
    first = _first(at, time)
    if time.sense in ("since", "past", "base"):
        return Bounds(None, first, None, time.precision)
    return Bounds(by, first if time.sense == "point" or time.first else None, last, time.precision)


def _exact(year: int, time: Time) -> tuple[str, str]:
    """(as exact as the text, last day)."""
    if time.month is None or not 1 <= time.month <= 12:
        return f"{year}", f"{year}-12-31"
    last = monthrange(year, time.month)[1]
    month = f"{year}-{time.month:02d}"
    if time.day is None:
        return month, f"{month}-{last:02d}"
    day = f"{month}-{min(time.day, last):02d}"
    return (day if time.precision == "day" else month), day


def _first(year: int, time: Time) -> str:
    months = {"quarter": 2, "half": 5}.get(time.precision, 0)
    if time.first is not None:
        return f"{time.first}-01-01"
    if time.precision == "plan":
        return f"{year - 4}-01-01"
    if time.month is None:
        return f"{year}-01-01"
    return f"{year}-{max(1, time.month - months):02d}-{time.day if time.day and time.precision == 'day' else 1:02d}"


def _after(days: int, issued: str | None) -> Bounds:
    try:
        until = (date.fromisoformat(issued) + timedelta(days=days)).isoformat() if issued else None
    except ValueError:
        until = None
    return Bounds(until, None, until, "day")


def in_sequence(found: Iterable[Time]) -> tuple[Time, ...]:
    """Times of one wording, each without a year taking that of the one before it (2023年5月底前…，9月底前…)."""
    out: list[Time] = []
    year: int | None = None
    for time in found:
        if time.year is None and time.ahead is None and time.month is not None and year is not None:
            time = replace(time, year=year)
        year = time.year if time.year is not None and time.sense != "base" else year
        out.append(time)
    return tuple(out)
