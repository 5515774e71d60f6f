"""Bodies as the registry knows them, and what it says of a mention."""

from __future__ import annotations

from dataclasses import dataclass

from policygraph.model.places import Confidence, Level, OrganizationKind


@dataclass(frozen=True, slots=True)
class Place:
    """A region or zone. ``key`` is its code, or what keeps one the table does not hold apart; ``name`` is '' for
    the nation and carries the outer region where several places share a name."""

    key: str
    name: str
    level: Level
    zone: bool = False


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a mention means. ``body`` is the id of the registry's body, None where the mention does not tell or
    names a class; ``candidates`` are the ids it may be, surest first, where it is unsure. ``name`` is a full name
    only where the registry carries one: it is never composed. ``why`` says what was inferred, in Chinese."""

    mention: str
    kind: OrganizationKind
    body: str | None = None
    type: str | None = None
    sub: str = ""
    region: str | None = None
    level: Level | None = None
    parent: str | None = None
    name: str | None = None
    confidence: Confidence = "stated"
    candidates: tuple[str, ...] = ()
    why: str = ""
