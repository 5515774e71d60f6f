"""What the ways to read a name work on, and how they answer: the scene, ids of bodies, the resolution made."""

from __future__ import annotations

from dataclasses import dataclass

from policygraph.identity import digest
from policygraph.model import Confidence, OrganizationKind, Place, Resolution
from policygraph.registry.data import Type, default_registry
from policygraph.registry.names import Named
from policygraph.registry.places import NATION
from policygraph.text import squash


@dataclass(frozen=True, slots=True)
class Scene:
    """The context once its names are read: the document's place, the issuing department, the place carried."""

    place: Place | None
    carried: Place | None = None
    issuer: Resolution | None = None


def body_id(place: Place, kind: str, name: str = "") -> str:
    """``b`` + hash of (region, functional type, sub-unit or own name)."""
    return "b" + digest(place.key, kind, squash(name))


def name_of(place: Place | None) -> str | None:
    """The region a resolution names, None for the nation."""
    return place.name or None if place else None


def answer(item: Type, place: Place | None, named: Named | None, sure: Confidence, why: str = "") -> Resolution:
    """The resolution of a name of this type in this place; a name in no known place has a function and no body."""
    sub, own = (named.sub, named.own) if named else ("", "")
    kind: OrganizationKind = (
        "institution" if named and named.institution else "office" if sub and place != NATION else item.kind
    )
    name, parent = None, None
    if place is None:
        return Resolution("", kind, None, item.function, sub, confidence=sure, why=why)
    key = body_id(place, item.id, sub or own)
    if place == NATION:
        found = next((b for b in default_registry().bodies if b.type == item.id and b.sub == (sub or own)), None)
        name = found.name if found else None
    elif sub:
        parent = body_id(place, item.id)
    elif item.vertical:
        parent = body_id(NATION, item.id, own)
    elif own.endswith(("领导小组办公室", "指挥部办公室", "委员会办公室", "联席会议办公室")):
        parent = body_id(place, item.id, own.removesuffix("办公室"))
    return Resolution("", kind, key, item.function, sub, name_of(place), place.level, parent, name, sure, (), why)
