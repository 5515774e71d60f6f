"""Gold against records: strict and relaxed precision, recall and F1 for each kind of fact.

``evaluate`` measures one record; ``total`` adds documents up; ``gains`` sets a run against a saved baseline;
``hash_gold`` and ``resolve_gold`` keep gold without the text it was read from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from policygraph.evaluate.categories import MEASURES, Measure
from policygraph.evaluate.hashed import hash_gold, resolve_gold
from policygraph.evaluate.tally import Error, Score, Tally

__all__ = ["Error", "Evaluation", "Score", "evaluate", "gains", "hash_gold", "resolve_gold", "total"]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Scores by category, errors with their place, how often each class of confidence was right (by kind of fact
    and class), and the strings of hashed gold the text no longer holds."""

    scores: Mapping[str, Score]
    errors: tuple[Error, ...] = ()
    confidence: Mapping[tuple[str, str], Score] | None = None
    unresolved: tuple[str, ...] = ()


def evaluate(
    gold: Mapping[str, Any], record: Mapping[str, Any], measures: tuple[Measure, ...] = MEASURES
) -> Evaluation:
    """Measure one record against one gold, in clear or hashed. An empty record is a run that failed."""
    plain, lost = resolve_gold(gold, record.get("text") or "")
    tally = Tally()
    for measure in measures:
        measure(plain, record, tally)
    return Evaluation(tally.scores, tuple(tally.errors), tally.confidence, lost)


def total(evaluations: Iterable[Evaluation]) -> Evaluation:
    """Micro-averaged: counts added up over documents."""
    scores: dict[str, Score] = {}
    confidence: dict[tuple[str, str], Score] = {}
    errors: list[Error] = []
    lost: list[str] = []
    for one in evaluations:
        for name, score in one.scores.items():
            scores[name] = scores.get(name, Score()) + score
        for key, score in (one.confidence or {}).items():
            confidence[key] = confidence.get(key, Score()) + score
        errors += one.errors
        lost += one.unresolved
    return Evaluation(scores, tuple(errors), confidence, tuple(lost))


def gains(now: Mapping[str, Score], before: Mapping[str, Score]) -> dict[str, float]:
    """Category -> change of F1 against the baseline; a category only one side has counts from or to zero."""
    names = [*now, *(name for name in before if name not in now)]
    none = Score(0, 1, 1)
    return {name: round(now.get(name, none).f1 - before.get(name, none).f1, 6) for name in names}
