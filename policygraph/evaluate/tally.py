"""Counts, errors and the tally of one document."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

Json: TypeAlias = Mapping[str, Any]
ROLES = ("lead", "responsible", "support", "guide")


@dataclass(frozen=True, slots=True)
class Score:
    """Right facts, facts the record has, facts the gold has."""

    right: int = 0
    found: int = 0
    gold: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(self.right + other.right, self.found + other.found, self.gold + other.gold)

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else float(self.gold == 0)

    @property
    def recall(self) -> float:
        return self.right / self.gold if self.gold else float(self.found == 0)

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Error:
    """``kind`` is missed, extra or wrong; ``where`` a section path or a field, ``at`` the offset in the text."""

    category: str
    kind: str
    text: str
    where: str = ""
    at: int | None = None


@dataclass
class Tally:
    """What the measures of one document add up."""

    scores: dict[str, Score] = field(default_factory=dict)
    errors: list[Error] = field(default_factory=list)
    confidence: dict[tuple[str, str], Score] = field(default_factory=dict)

    def add(self, category: str, right: int, found: int, gold: int) -> None:
        self.scores[category] = Score(right, found, gold)

    def sure(self, kind: str, facts: Sequence[Json], right: set[int]) -> None:
        """How often each class of confidence is right."""
        for index, fact in enumerate(facts):
            if "confidence" not in fact:
                continue
            key = (kind, str(fact["confidence"]))
            self.confidence[key] = self.confidence.get(key, Score()) + Score(int(index in right), 1, 1)

    def missed(self, category: str, texts: Sequence[str], right: set[int], where: Sequence[str] = ()) -> None:
        for index, text in enumerate(texts):
            if index not in right:
                self.errors.append(Error(category, "missed", text, where[index] if where else ""))

    def extra(self, category: str, facts: Sequence[Json], right: set[int], name: Callable[[Json], str]) -> None:
        for index, fact in enumerate(facts):
            if index not in right:
                spans = fact.get("spans") or [{}]
                place = fact.get("section_path") or fact.get("path") or ""
                self.errors.append(Error(category, "extra", name(fact), place, spans[0].get("start")))


def listed(value: Any) -> list[Any]:
    return [value] if isinstance(value, str) else list(value or [])


def words(value: Any) -> str:
    return value if isinstance(value, str) else str(value.get("text") or value.get("heading") or "")


def number(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def annotated(gold: Json, part: str) -> bool:
    """The gold covers this kind of fact completely."""
    parts = gold.get("parts")
    return parts is None or part in parts
