"""A figure in its clause: what stands around it, the flags a stance is decided by, and the norm it sets if no target."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import get_args

from policygraph.extract import naming
from policygraph.extract.asides import SOFT
from policygraph.extract.naming import Subject
from policygraph.extract.phrases import Mark
from policygraph.extract.reading import Limit, Reader
from policygraph.marks import stance
from policygraph.model import NormKind, Quantity

_EDGE = "、,的 "
_FEW, _SOME = 12, 20


@dataclass(frozen=True, slots=True)
class Candidate:
    """A quantity with what stands around it. ``front`` is the text of its segment before it, ``behind`` after it;
    ``mark`` the time phrase that governs it; ``settled``: the section or document sets no targets."""

    quantity: Quantity
    front: str
    behind: str
    clause: str
    sentence: str
    subject: Subject
    mark: Mark | None
    more: bool
    settled: str
    named_by_rule: bool
    continues: bool = False
    line: str = field(default="", compare=False)

    def judged(self, reader: Reader) -> stance.Ruling | None:
        """Why the figure is no target, or None."""
        has = self.flags(reader)
        return stance.cue(self.line, has, reader.words.lexicon, "figure") or stance.weighed(has, reader.words.lexicon)

    def flags(self, reader: Reader) -> Callable[[str], bool]:
        """What holds of the figure, by name."""
        subject, quantity = self.subject, self.quantity
        deadline = self.mark is not None and self.mark.kind == "target" and self.mark.fixed
        listed = self.front[-120:].rpartition(",")[2].count("、") + 1
        held = {
            "bias": True,
            "sets": subject.sets,
            "changes": subject.changes,
            "acts": subject.acts,
            "each": subject.each,
            "noun": bool(subject.noun),
            "behind": bool(self.behind.strip(_EDGE)),
            "named": self.named_by_rule,
            "continues": self.continues,
            "deadline": deadline,
            "dated": self.mark is not None and self.mark.kind in ("target", "plain"),
            "past": self.mark is not None and self.mark.kind == "past",
            "settled": bool(self.settled) and not (self.settled == SOFT and deadline),
            "counts-list": 2 <= listed == quantity.value,
        }
        found = {name for name, holds in held.items() if holds} | _of_number(quantity, self.more)
        return stance.flagged(self.line, frozenset(found), reader.words.lexicon)


def _of_number(quantity: Quantity, more: bool) -> set[str]:
    held = {
        "before": quantity.before,
        "after": quantity.after,
        "above": quantity.after and quantity.comparator == ">=",
        "about": quantity.comparator == "~",
        "limit": quantity.comparator in ("<=", "<"),
        "few": quantity.value <= _FEW,
        "some": quantity.value <= _SOME,
        "more": more,
    }
    return {name for name, holds in held.items() if holds}


def only_limits(reader: Reader, front: str, quantity: Quantity, behind: str, more: bool) -> stance.Ruling | None:
    """Whether a figure only says which bodies are meant (35蒸吨以下锅炉): asked before the clause is divided."""
    line = stance.line_of("", front, quantity, behind)
    acts = {"acts"} if reader.words.names.action_end.search(front.rstrip("约近了")) else set()
    has = stance.flagged(line, frozenset(acts | _of_number(quantity, more)), reader.words.lexicon)
    return stance.cue(line, has, reader.words.lexicon, "token")


def norm(reader: Reader, quantity: Quantity, ruling: stance.Ruling, start: int, end: int) -> None:
    """Keep a condition, limit, quota or tariff as a norm, named by its own share of the clause."""
    if ruling.stance not in get_args(NormKind):
        return
    text = reader.line.raw
    low, high = max(start, quantity.start - 60), min(end, quantity.end + 40)
    name = naming.tidy(naming.read_subject(reader.line.text[low : quantity.start], reader.words.names).noun)
    name = name if len(name) > 1 else naming.tidy(text[low : quantity.start] + text[quantity.end : high])
    if name:
        kind = next(kind for kind in get_args(NormKind) if kind == ruling.stance)
        reader.limits.append(Limit(kind, name, quantity, low, high, ruling.rule, ruling.note))
