"""One measure for each kind of fact: gold and record in, counts and errors out. ``MEASURES`` is their table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from policygraph.evaluate.duties import duties, genre
from policygraph.evaluate.owners import tasks
from policygraph.evaluate.similarity import match, norm, sim
from policygraph.evaluate.tally import Error, Json, Tally, annotated, listed, number, words

# ---- the measures ----------------------------------------------------------------------------------


def metadata(gold: Json, record: Json, tally: Tally) -> None:
    """Field by field; a value claimed where the file prints none is an error."""
    want, got = gold.get("document") or {}, record.get("document") or {}
    keys = ("title", "notice_title", "number", "issuer", "issued", "addressees", "attachments")
    fields = [key for key in keys if want.get(key)]
    right = [key for key in fields if _same_field(key, want, got)]
    invented = [
        key for key in ("number", "issued", "issuer", "addressees") if key in want and not want[key] and got.get(key)
    ]
    claimed = [key for key in fields if got.get(key)]
    tally.add("metadata", len(right), len(claimed) + len(invented), len(fields))
    for key in [key for key in fields if key not in right] + invented:
        kind = "extra" if key in invented else "wrong" if got.get(key) else "missed"
        tally.errors.append(Error("metadata", kind, f"{want.get(key)!r} / {got.get(key)!r}", key))


def _same_field(key: str, want: Json, got: Json) -> bool:
    left, right = want[key], got.get(key)
    if isinstance(left, list):
        return sorted(map(norm, left)) == sorted(norm(words(item)) for item in listed(right))
    return norm(left) == norm(right) or (key == "title" and norm(right) in map(norm, want.get("alt_titles", [])))


def citations(gold: Json, record: Json, tally: Tally) -> None:
    """Title or number ≥ 0.85; the forwarded document is none."""
    document = gold.get("document") or {}
    if not (annotated(gold, "tasks") and annotated(gold, "sections") and "cites" in document):
        return
    facts = {}
    for fact in record.get("citations", []):
        if fact.get("relation") != "forwards":
            facts[norm(fact.get("title") or fact.get("number") or "")] = fact
    found = list(facts.values())
    free = [*document.get("cites_optional", []), document.get("title") or ""]
    want = list(document["cites"])
    _with_optional("citations", want, free, found, _cited, lambda g, f: sim(g, _cited(f)), 0.85, tally)


def _cited(fact: Json) -> str:
    return str(fact.get("title") or fact.get("number") or "")


def _with_optional(
    category: str, want: list[Any], free: list[Any], found: Sequence[Json], name: Callable[[Json], str],
    score: Callable[[Any, Json], float], threshold: float, tally: Tally, show: Callable[[Any], str] = str,
) -> None:  # fmt: skip
    """Optional gold may be found or not: it costs nothing either way."""
    pairs = match(want + free, found, score, threshold)
    hits = [pair for pair in pairs if pair[0] < len(want)]
    tally.add(category, len(hits), len(found) - len(pairs) + len(hits), len(want))
    tally.missed(category, [show(item) for item in want], {i for i, _ in hits})
    tally.extra(category, found, {j for _, j in pairs}, name)
    tally.sure(category, found, {j for _, j in pairs})


def sections(gold: Json, record: Json, tally: Tally) -> None:
    """Same path, heading ≥ 0.8; only the body."""
    if not gold.get("sections"):
        return
    found = [item for item in record.get("sections", []) if (item.get("part") or "body") == "body"]
    want, free = [list(map(_path_heading, gold.get(key, []))) for key in ("sections", "sections_optional")]

    def near(left: tuple[str, str], right: Json) -> float:
        if left[0] != norm(right.get("path") or ""):
            return 0.0
        heading = right.get("heading") or ""
        return sim(left[1], heading) if left[1] or heading else 1.0

    _with_optional("sections", want, free, found, _path_and_heading, near, 0.8, tally, " ".join)


def _path_and_heading(fact: Json) -> str:
    return f"{fact.get('path')} {fact.get('heading')}"


def _path_heading(value: Any) -> tuple[str, str]:
    path, _, heading = words(value).partition(" ")
    return norm(path), heading


def goals(gold: Json, record: Json, tally: Tally) -> None:
    """Text ≥ 0.7."""
    if not annotated(gold, "goals") or "goals" not in gold:
        return
    want, free = [list(map(words, gold.get(key, []))) for key in ("goals", "goals_optional")]
    found = record.get("goals", [])
    _with_optional("goals", want, free, found, words, lambda g, f: sim(g, f.get("text") or ""), 0.7, tally)


# ---- indicators ------------------------------------------------------------------------------------


def magnitude(value: float, unit: str) -> tuple[float, str]:
    """5万件 and 50000件 are one fact: a leading 万 or 亿 of the unit goes into the value."""
    unit = norm(unit)
    for word, factor in (("万亿", 1e12), ("亿", 1e8), ("万", 1e4)):
        if unit.startswith(word):
            return value * factor, unit[len(word) :]
    return value, unit


def _values(gold: Json) -> Iterator[tuple[Any, Any]]:
    yield gold.get("value"), gold.get("unit")
    for item in gold.get("alt_values", []):
        if isinstance(item, Mapping):
            yield item["value"], item.get("unit")
        elif isinstance(item, list):
            yield item[0], item[1]
        else:
            yield item, gold.get("unit")


def value_ok(gold: Json, fact: Json) -> bool:
    got = magnitude(number(fact.get("value")) or 0.0, fact.get("unit") or "")
    for value, unit in _values(gold):
        plain = number(value)
        if plain is None:
            continue
        want = magnitude(plain, unit or "")
        if want[1] == got[1] and abs(want[0] - got[0]) <= 1e-6 * max(1, abs(want[0])):
            return True
    return False


def by_ok(gold: Json, fact: Json) -> bool:
    return _year(fact.get("by")) in [_year(gold.get("by")), *map(_year, listed(gold.get("alt_by")))]


def _year(value: object) -> str:
    return str(value or "")[:4]


def comparator_ok(gold: Json, fact: Json) -> bool:
    return fact.get("comparator") in [gold.get("comparator"), *gold.get("alt_comparators", [])]


def indicator_score(gold: Json, fact: Json) -> float:
    """0 unless value and unit agree and the name is near; year, comparator and place decide between equals."""
    if number(fact.get("value")) is None or not value_ok(gold, fact):
        return 0.0
    name = max(sim(name, fact.get("name")) for name in [gold["name"], *gold.get("alt_names", [])])
    if name < 0.55:
        return 0.0
    place = norm(gold.get("section") or "") == norm(fact.get("section_path") or "")
    return name + 0.5 * by_ok(gold, fact) + 0.25 * comparator_ok(gold, fact) + 0.1 * place


def indicators(gold: Json, record: Json, tally: Tally) -> None:
    """Relaxed and strict; of a document whose tables alone were annotated the recall of those."""
    tables = "indicators-table" in (gold.get("parts") or [])
    if not (annotated(gold, "indicators") or tables):
        return
    want = [item for item in gold.get("indicators", []) if number(item.get("value")) is not None]
    found = [item for item in record.get("indicators", []) if number(item.get("value")) is not None]
    pairs = match(want, found, indicator_score, 0.55)
    must = [(i, j) for i, j in pairs if not want[i].get("optional")]
    strict = [(i, j) for i, j in must if by_ok(want[i], found[j]) and comparator_ok(want[i], found[j])]
    total = sum(not item.get("optional") for item in want)
    seen = total if tables else len(found) - len(pairs) + len(must)
    name = "indicator-tables" if tables else "indicators"
    tally.add(name, len(must), seen, total)
    tally.add(f"{name}-strict", len(strict), seen, total)
    optional = {i for i, item in enumerate(want) if item.get("optional")}
    tally.missed(name, list(map(_quantity, want)), {i for i, _ in pairs} | optional, [item.get("section") or "" for item in want])  # fmt: skip
    if not tables:
        tally.extra(name, found, {j for _, j in pairs}, _quantity)
        tally.sure(name, found, {j for _, j in strict} | {j for i, j in pairs if i in optional})
    for i, j in must:
        if (i, j) not in strict:
            tally.errors.append(Error(f"{name}-strict", "wrong", f"{_quantity(want[i])} / {_quantity(found[j])}", found[j].get("section_path") or ""))  # fmt: skip
    _owner(gold, record, want, found, pairs, tally)


def _quantity(item: Json) -> str:
    return f"{item.get('name')} {item.get('comparator')} {item.get('value')} {item.get('unit')} ({item.get('by')})"


def _owner(
    gold: Json,
    record: Json,
    want: Sequence[Json],
    found: Sequence[Json],
    pairs: Sequence[tuple[int, int]],
    tally: Tally,
) -> None:
    """The task an indicator belongs to, by its number."""
    numbers = [task.get("number") for task in gold.get("tasks", [])]
    owned = sum(1 for item in want if item.get("task"))
    if not owned or len(set(numbers)) != len(numbers):
        return
    number_of = {task["id"]: str(task.get("number")) for task in record.get("tasks", [])}
    good = sum(number_of.get(found[j].get("task")) == want[i]["task"] for i, j in pairs if want[i].get("task"))
    tally.add("indicator-owner", good, owned, owned)


# ---- grounding -------------------------------------------------------------------------------------


def grounding(gold: Json, record: Json, tally: Tally) -> None:
    """Every fact has a span whose text is its quote, short enough, and holding what it claims."""
    text = record.get("text") or ""
    total = good = 0
    for kind in ("goals", "indicators", "tasks", "responsibilities", "citations"):
        for fact in record.get(kind, []):
            total += 1
            fits = _grounded(kind, fact, text)
            good += fits
            if not fits:
                tally.errors.append(
                    Error("grounding", "wrong", f"{kind} {fact.get('id')}", fact.get("section_path") or "")
                )
    if total:
        tally.add("grounding", good, total, total)


def _grounded(kind: str, fact: Json, text: str) -> bool:
    spans = fact.get("spans") or []
    quotes = [text[span["start"] : span["end"]] for span in spans]
    if not spans or sum(map(len, quotes)) > 1500:
        return False
    if not all(
        quote and norm(quote) == norm(span.get("quote") or "") for quote, span in zip(quotes, spans, strict=True)
    ):
        return False
    joined = norm("".join(quotes))
    if kind == "responsibilities":
        return norm(fact.get("mention") or "") in joined
    if kind == "indicators" and number(fact.get("value")) is not None:
        return any(char.isdigit() or char in "一二三四五六七八九十两百千翻倍半" for char in joined)
    return True


Measure: TypeAlias = Callable[[Json, Json, Tally], None]

MEASURES: tuple[Measure, ...] = (metadata, citations, sections, goals, indicators, tasks, genre, duties, grounding)
