"""Targets of an upper document beside those of a member: raised, lowered, same, missing, new, later, vaguer.

A figure is compared only with a figure of the same quantity, base and kind; words by the grades of
``ontology/lexicon/relate.toml``. What a member leaves to be set from above (完成国家下达目标) is not missing.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from functools import lru_cache

from policygraph.lexicon import Lexicon, alternation, default_lexicon
from policygraph.model import Aim, Standing, TargetVerdict
from policygraph.registry.places import default_places
from policygraph.relate.similar import bigrams, dice
from policygraph.relate.units import Json, Record
from policygraph.text import fold, squash

_SCALES = ("place", "state", "built", "degree")  # the scale that says most first
_LARGE = {"万": 1e4, "亿": 1e8, "万亿": 1e12}
_RATE = re.compile("[%‰/]|百分点|^$")


def aims_of(record: Record) -> tuple[Aim, ...]:
    """The targets of a document in text order: figures, and the goals in words. A goal with a figure is both."""
    found = [(_at(item), _figure(record, item)) for item in record["indicators"]]
    found += [(_at(item), _worded(record, item)) for item in record["goals"]]
    return tuple(aim for _, aim in sorted(found, key=lambda pair: (pair[0], not pair[1].figure)))


def _at(item: Json) -> int:
    return min((int(span["start"]) for span in item["spans"]), default=0)


def _quote(item: Json) -> str:
    return "".join(span["quote"].replace("\n", "") for span in item["spans"])


def _figure(record: Record, item: Json) -> Aim:
    return Aim(record["document"]["id"], item["id"], item["name"], _quote(item), item["section_path"] or "",
               item["value"], item["unit"] or "", item["comparator"] or "", item["by"], item["from"], item["scope"],
               figure=True)  # fmt: skip


def _worded(record: Record, item: Json) -> Aim:
    covered = "goal" if item["indicators"] else ""
    return Aim(record["document"]["id"], item["id"], item["text"], _quote(item), item["section_path"] or "",
               by=item["by"], comparator=covered)  # fmt: skip


def verdicts(
    document: str, upper: Sequence[Aim], lower: Sequence[Aim], regions: tuple[str | None, str | None] = (None, None)
) -> tuple[TargetVerdict, ...]:
    """A verdict for every upper target, in order, then the figures of the lower document alone. ``regions`` are those of the
    two documents: totals of different places are not compared."""
    weight = default_lexicon().weights["relate"]
    names = _names(regions)
    asked = [aim for aim in upper if aim.figure or aim.comparator != "goal"]  # else its figure speaks
    likes = {aim.id: {other.id: _alike(aim, other, names) for other in lower} for aim in asked}
    taken = {found.id for aim in asked if (found := _counterpart(aim, lower, likes[aim.id], weight, same_year=True))}
    used: set[str] = set()
    out = []
    for aim in asked:
        free = [other for other in lower if other.by == aim.by or other.id not in taken]
        found = _counterpart(aim, free, likes[aim.id], weight, used)
        if found is None:
            out.append(TargetVerdict(document, aim, None, "missing", "没有对应目标" if lower else "文件没有写明目标"))
            continue
        used.add(found.id)
        standing, why = _compared(aim, found, regions)
        out.append(TargetVerdict(document, aim, found, standing, why))
    fresh = (aim for aim in lower if aim.figure and aim.id not in used)
    return (*out, *(TargetVerdict(document, None, aim, "new", "上级文件没有这一指标") for aim in fresh))


def _counterpart(
    aim: Aim, lower: Sequence[Aim], likes: Mapping[str, float], weight: Mapping[str, float],
    used: Container[str] = (), same_year: bool = False,
) -> Aim | None:  # fmt: skip
    """The target that is about the same, of the same year before others, of two alike the one nobody has yet."""
    least = weight["figure"] if aim.figure else weight["aim"]
    near = []
    for index, other in enumerate(lower):
        same, like = aim.by == other.by, likes[other.id]
        if aim.figure and other.figure and _kind(aim.unit) != _kind(other.unit):
            continue
        if like >= least and (same or not same_year) and (same or aim.by is None or like >= weight["other_year"]):
            kin = like + (0.05 if other.figure == aim.figure else 0)
            near.append((same, kin, other.id not in used, other.value == aim.value, -index, other))
    return max(near, key=lambda row: row[:5])[5] if near else None


def _names(regions: tuple[str | None, str | None]) -> str:
    """A pattern of how the places of the two documents are called."""
    known = [name for name, items in default_places().short.items() for item in items if item.name in regions]
    return alternation((*(name for name in regions if name), *known))


@lru_cache(maxsize=8192)
def _subject(text: str, names: str) -> frozenset[str]:
    """What a target is about: its words without grades, places and figures."""
    lexicon = default_lexicon()
    words = lexicon.alternation("relate", "grade", "scope", "aim-verb")
    return bigrams(re.sub(rf"\d[\d.,%]*|{words}|{names}", "", fold(text)))


def _alike(left: Aim, right: Aim, names: str) -> float:
    one, two = _subject(left.name, names), _subject(right.name, names)
    shared = len(one & two)
    inside = 0.85 * shared / len(one) if len(one) >= 4 else 0.0
    return max(dice(one, two), inside)


def _kind(unit: str) -> str:
    """A unit without its 万 or 亿."""
    return re.sub("^(?:万亿|万|亿)(?=.)", "", squash(unit))


def _size(aim: Aim) -> float | None:
    large = re.match("万亿|万|亿", aim.unit)
    return None if aim.value is None else aim.value * (_LARGE[large.group()] if large else 1.0)


def _compared(upper: Aim, lower: Aim, regions: tuple[str | None, str | None]) -> tuple[Standing, str]:
    lexicon = default_lexicon()
    if upper.by and lower.by and lower.by[:4] > upper.by[:4]:
        return "later", f"{upper.by} → {lower.by}"
    delegated = re.search(lexicon.alternation("relate", "delegated"), fold(lower.quote))
    if upper.figure and lower.value is None:
        return ("same", f"由上级下达：{delegated.group()}") if delegated else ("vaguer", "没有数值")
    if upper.figure:
        return _figures(upper, lower, regions)
    if delegated:
        return "same", f"由上级下达：{delegated.group()}"
    return _graded(upper.name, lower.name, lexicon)


def _figures(upper: Aim, lower: Aim, regions: tuple[str | None, str | None]) -> tuple[Standing, str]:
    one, two = _size(upper), _size(lower)
    if one is None or two is None:
        return ("raised", "有了数值") if two is not None else ("same", "均无数值")
    if upper.since != lower.since and upper.since and lower.since:
        return "incomparable", f"基期不同：{upper.since} / {lower.since}"
    if regions[0] != regions[1] and not _RATE.search(squash(upper.unit)):
        return "incomparable", "不同地区的总量"
    said = f"{upper.value:g}{upper.unit} → {lower.value:g}{lower.unit}"
    if one == two:
        return "same", said
    less = "<" in upper.comparator or "<" in lower.comparator
    return ("raised" if (two < one) == less else "lowered"), said


def _graded(upper: str, lower: str, lexicon: Lexicon) -> tuple[Standing, str]:
    """The first scale on which the two stand apart; of several things in one lower goal the one that is meant."""
    if not re.search("[、,，]", upper):
        lower = max(re.split("[、,，]", lower), key=lambda part: dice(bigrams(part), bigrams(upper)))
    for scale in _SCALES:
        one, two = _grade(upper, scale, lexicon), _grade(lower, scale, lexicon)
        if one and two and one[1] != two[1]:
            return ("raised" if two[1] > one[1] else "lowered"), f"{one[0]} → {two[0]}"
        if one and two and scale == "state":
            break
    return "same", "表述一致"


def _grade(text: str, scale: str, lexicon: Lexicon) -> tuple[str, int] | None:
    entries = [entry for entry in lexicon.entries("relate", "grade") if entry.extra["scale"] == scale]
    found = [(text.rfind(entry.word), len(entry.word), entry) for entry in entries if entry.word in text]
    if not found:
        return None
    best = max(found, key=lambda row: (row[0] + row[1], row[1]))[2]
    return best.word, int(best.extra["rank"])
