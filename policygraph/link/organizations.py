"""Names to organisations: issuers, addressees and those who owe duties, through the one resolver of the registry.

An organisation is a region and a name as written. Within one document names of one body are one organisation, called
by the longest of them; between documents only ``resolved``, the registry's body, identifies.
No name is ever composed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from policygraph.identity import organization_id
from policygraph.model import Alias, Masthead, Organization, OrganizationKind, Resolution, Responsibility
from policygraph.registry import Context
from policygraph.registry import resolve as resolve_name
from policygraph.text import fold


@dataclass(slots=True)
class _Group:
    """The names of one organisation in order of mention, the first resolution of each, and the kind it was read as."""

    names: dict[str, Resolution]
    kind: OrganizationKind


def resolve(
    items: Sequence[Responsibility], aliases: Sequence[Alias], head: Masthead
) -> tuple[tuple[Responsibility, ...], tuple[Organization, ...]]:
    """Fill ``Responsibility.organization``; return the organisations in order of first mention, owners first."""
    declared = {fold(alias.alias): alias.name for alias in aliases}
    groups: dict[str, _Group] = {}
    keys: list[str] = []
    for name, kind, said in _mentions(items, head):
        main = declared.get(fold(name), name)
        told = said if main == name else resolve_name(main, _context(head))
        if len(keys) >= len(items):  # a head's names stay as printed; ``resolved`` says that they owe something
            key = next((one for one, group in groups.items() if main in group.names), "head:" + main)
            groups.setdefault(key, _Group({main: told}, kind))
            keys.append(key)
            continue
        key = told.body if told.body and not told.candidates else organization_id(told.region or head.region, main)
        group = groups.setdefault(key, _Group({}, kind))
        group.names.setdefault(main, told)
        group.names.setdefault(name, said)
        keys.append(key)
    made = {key: _organization(group, declared, head) for key, group in groups.items()}
    owners = tuple(
        replace(item, organization=made[key].id) for item, key in zip(items, keys[: len(items)], strict=True)
    )
    return owners, tuple({item.id: item for item in made.values()}.values())


def _context(head: Masthead, before: tuple[str, ...] = ()) -> Context:
    return Context(head.region, head.level, head.issuer[0] if head.issuer else None, before)


def _mentions(items: Sequence[Responsibility], head: Masthead) -> Iterator[tuple[str, OrganizationKind, Resolution]]:
    """Every name with what it means where it stands: owners by their lists, then issuers and addressees."""
    before: tuple[str, ...] = ()
    subject = ""
    for item in items:
        if item.subject != subject:
            subject, before = item.subject, ()
        name = item.mention.strip()
        yield name, item.kind, resolve_name(name, _context(head, before))
        before = (*before, name)
    for names in (head.issuer, head.addressees):
        for at, name in enumerate(names):
            yield name, "other", resolve_name(name, Context(head.region, head.level, before=tuple(names[:at])))


def _organization(group: _Group, declared: Mapping[str, str], head: Masthead) -> Organization:
    """One organisation of its names, called by the longest that is no declared alias."""
    own = [name for name in group.names if fold(name) not in declared] or list(group.names)
    name = max(own, key=len)
    said = group.names[name]
    region = said.region if said.type or said.body else said.region or head.region
    return Organization(
        id=organization_id(region, name),
        name=name,
        region=region,
        level=said.level,
        kind=said.kind if said.type else group.kind,
        aliases=tuple(sorted(set(group.names) - {name})),
        type=said.type,
        parent=said.parent,
        resolved=None if said.candidates else said.body,
        candidates=said.candidates,
    )
