"""What moved between the two sides of a pair: owners, roles, dates, wording."""

from __future__ import annotations

from dataclasses import dataclass

from policygraph.model import OwnerShown, Pair
from policygraph.text import squash


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs. ``what``: owner, role, due, heading, text; a side that has none is empty."""

    what: str
    upper: str
    lower: str


def differences(pair: Pair) -> tuple[Change, ...]:
    """The changes of a pair, owners by functional type where the registry knows it, else by name. Where one side names
    nobody at all, that is a manner of the document, and no change of owners is told."""
    out = (
        [Change("heading", pair.upper.heading, pair.lower.heading)]
        if _moved(pair.upper.heading, pair.lower.heading)
        else []
    )
    if _moved(pair.upper.text, pair.lower.text):
        out.append(Change("text", pair.upper.text, pair.lower.text))
    if pair.upper.owners and pair.lower.owners:
        out += _owners(pair.upper.owners, pair.lower.owners)
    if pair.upper.due and pair.lower.due and pair.upper.due != pair.lower.due:
        out.append(Change("due", pair.upper.due, pair.lower.due))
    return tuple(out)


def _moved(left: str, right: str) -> bool:
    return squash(left) != squash(right)


def _owners(upper: tuple[OwnerShown, ...], lower: tuple[OwnerShown, ...]) -> list[Change]:
    one, two = ({item.type or squash(item.name): item for item in side} for side in (upper, lower))
    out = [Change("owner", item.name, "") for key, item in one.items() if key not in two]
    out += [Change("owner", "", item.name) for key, item in two.items() if key not in one]
    both = [(item, two[key]) for key, item in one.items() if key in two]
    out += [Change("role", f"{a.name} {a.role}", f"{b.name} {b.role}") for a, b in both if a.role != b.role]
    return out
