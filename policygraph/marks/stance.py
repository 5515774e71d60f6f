"""The stance of a figure in its clause: a target, or a condition, a limit, a quota, a tariff, the past, a mere count.

Every figure of the prose is decided here and nowhere else. A cue is a row of ``ontology/grammar/stance.toml`` and takes a
figure for good (its precision is 1 on what was read); figures that no cue takes are weighed by ``[stance]`` of
``ontology/weights.toml``: a key there is a set of flags that must hold together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias, cast

from policygraph.lexicon import Lexicon, keyed_by_hash
from policygraph.marks import engine
from policygraph.marks import quantity as _quantity  # announces the classes of quantities
from policygraph.model import Quantity

__all__ = ["FigureStance", "Ruling", "cue", "features", "flagged", "line_of", "made", "weighed"]

FigureStance: TypeAlias = Literal["target", "past", "condition", "limit", "quota", "tariff", "none"]
Stage: TypeAlias = Literal["token", "figure"]
_KIND = _quantity.KIND
_FRONT, _BEHIND, _SENTENCE = 160, 120, 600  # characters


@dataclass(frozen=True, slots=True)
class Ruling:
    """The stance of a figure, the row or weighing that gave it, and why in words."""

    stance: FigureStance
    rule: str
    note: str


@dataclass(frozen=True, slots=True)
class Condition:
    """Flags that must hold and flags that must not."""

    holds: frozenset[str]
    fails: frozenset[str]

    @classmethod
    def of(cls, text: str) -> Condition:
        words = text.split()
        return cls(
            frozenset(word for word in words if word[0] != "!"), frozenset(word[1:] for word in words if word[0] == "!")
        )

    def met(self, has: Callable[[str], bool]) -> bool:
        return all(map(has, self.holds)) and not any(map(has, self.fails))


@dataclass(frozen=True, slots=True)
class _Words:
    grammar: engine.Grammar
    when: Mapping[str, tuple[Condition, ...]]
    stages: Mapping[str, tuple[engine.Row, ...]]
    weights: tuple[tuple[str, Condition, float], ...]


@keyed_by_hash
def _words(lexicon: Lexicon) -> _Words:
    grammar = engine.load_grammar("stance", lexicon)
    when = {row.name: tuple(map(Condition.of, row.data.get("when", "").split("|"))) for row in grammar.rows}
    stages = {
        stage: tuple(row for row in grammar.rows if row.data.get("stage", "figure") == stage)
        for stage in ("token", "figure")
    }
    return _Words(
        grammar,
        when,
        stages,
        tuple((key, Condition.of(key), value) for key, value in lexicon.weights["stance"].items()),
    )


def line_of(sentence: str, front: str, quantity: Quantity, behind: str, noun: str = "") -> str:
    """What a cue reads: SENTENCE ⏎ front <quantity>unit ⇥ behind ⇥ noun; a runaway sentence only as far as it matters."""
    front = front if len(front) <= _FRONT else "…" + front[-_FRONT:]
    sentence, behind, noun = sentence[:_SENTENCE], behind[:_BEHIND], noun[-_FRONT:]
    return f"{sentence}\n{front}{engine.token(_KIND, quantity.cls)}{quantity.unit}\t{behind}\t{noun}"


def flagged(line: str, flags: frozenset[str], lexicon: Lexicon) -> Callable[[str], bool]:
    """Asks whether a flag holds: one that was computed, or a pattern of the grammar over the line."""
    patterns, known = _words(lexicon).grammar.patterns, dict.fromkeys(flags, True)

    def has(name: str) -> bool:
        if name not in known:
            known[name] = name in patterns and bool(patterns[name].search(line))
        return known[name]

    return has


def cue(line: str, has: Callable[[str], bool], lexicon: Lexicon, stage: Stage) -> Ruling | None:
    """The first row that takes the figure."""
    words = _words(lexicon)
    for row in words.stages[stage]:
        if any(condition.met(has) for condition in words.when[row.name]) and row.pattern.search(line):
            return Ruling(cast("FigureStance", row.data["stance"]), row.name, row.data["note"])
    return None


def made(line: str, lexicon: Lexicon) -> str:
    """建设年产值300亿元的磁性材料产业集群: the thing whose size is the aim, or an empty string."""
    found = _words(lexicon).grammar.patterns["made-size"].search(line)
    return found["made"] if found else ""


def features(has: Callable[[str], bool], lexicon: Lexicon) -> Iterator[tuple[str, float]]:
    """The features of the table that hold, with their weights."""
    return ((name, weight) for name, condition, weight in _words(lexicon).weights if condition.met(has))


def weighed(has: Callable[[str], bool], lexicon: Lexicon) -> Ruling | None:
    """None for a target; else why nothing sets the figure, with what spoke for and against it."""
    found = tuple(features(has, lexicon))
    if sum(weight for _, weight in found) > 0:
        return None
    table = _words(lexicon).grammar.tables["weighed"]
    said = "；".join(f"{name} {weight:+g}" for name, weight in found)
    return Ruling("none", table["name"], f"{table['note']}（{said}）")
