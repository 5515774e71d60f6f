"""What several documents say together: units of work, the pairs between them, targets and their verdicts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from policygraph.model.places import Confidence

PairRelation = Literal["same", "narrower", "broader", "partial"]
Standing = Literal["raised", "lowered", "same", "missing", "new", "later", "vaguer", "incomparable"]


@dataclass(frozen=True, slots=True)
class OwnerShown:
    """An owner of a unit: the name as written, its functional type where the registry knows it, its role."""

    name: str
    type: str | None
    role: str


@dataclass(frozen=True, slots=True)
class Unit:
    """A piece of work of a document: a numbered item with its whole passage, or a row of a table. ``tasks`` are the
    ids of the tasks in it (none where the document gives it to nobody), ``text`` the whole passage, ``chapter`` the heading above its own,
    ``id`` that of its section or, of a row, of its task."""

    document: str
    section: str
    heading: str
    text: str
    tasks: tuple[str, ...] = ()
    owners: tuple[OwnerShown, ...] = ()
    row: bool = False
    due: str | None = None
    chapter: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """An upper item and the lower one that takes it up. ``relation`` is the lower's place: narrower carries a part."""

    upper: Unit
    lower: Unit
    relation: PairRelation
    score: float
    rule: str
    confidence: Confidence
    why: str = ""


@dataclass(frozen=True, slots=True)
class Aim:
    """A target: an indicator with its figure, or the words of a goal (``value`` None). ``quote`` is the passage."""

    document: str
    id: str
    name: str
    quote: str
    section: str
    value: float | None = None
    unit: str = ""
    comparator: str = ""
    by: str | None = None
    since: str | None = None
    scope: str | None = None
    figure: bool = False


@dataclass(frozen=True, slots=True)
class TargetVerdict:
    """How a member stands to an upper target. ``upper`` None is a new target, ``lower`` None a missing one."""

    document: str
    upper: Aim | None
    lower: Aim | None
    verdict: Standing
    why: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """A document of a family. ``parent`` is the id of the document it carries out, None for the root."""

    id: str
    file: str
    title: str
    level: str | None
    region: str | None
    parent: str | None = None
    number: str | None = None


@dataclass(frozen=True, slots=True)
class Dropped:
    """An upper item without counterpart in a member. ``hole`` says whose: own, or inherited from the parent between."""

    document: str
    upper: Unit
    hole: Literal["own", "inherited"] = "own"


@dataclass(frozen=True, slots=True)
class Cascade:
    """A family laid out against its root: ``units`` of the root in order, what each member makes of them."""

    family: str
    topic: str
    documents: tuple[Member, ...]
    units: tuple[Unit, ...]
    pairs: tuple[Pair, ...]
    dropped: tuple[Dropped, ...]
    new: tuple[Unit, ...]
    targets: tuple[TargetVerdict, ...]


@dataclass(frozen=True, slots=True)
class Cited:
    """One citation: who cites, what is said, the document meant or the stub that stands for it."""

    document: str
    citation: str
    title: str | None
    number: str | None
    relation: str
    target: str
    how: str  # number | title | stub
    confidence: Confidence
    quote: str = ""
