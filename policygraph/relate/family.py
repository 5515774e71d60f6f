"""Versions, copies, families: which documents are one, and which carry out one another across levels."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from policygraph.identity import digest
from policygraph.model import Cited, Member
from policygraph.registry.places import default_places
from policygraph.relate.citations import Known, known
from policygraph.relate.similar import bigrams, dice
from policygraph.relate.units import Record
from policygraph.text import squash

LEVELS = ("national", "province", "city", "county", "township")
_TOPIC = 5  # characters: a shorter topic is no bond
_NEAR = 0.6  # topics of a document and its basis
_COPY = 0.97


@dataclass(frozen=True, slots=True)
class Again:
    """Two documents of a set that are one: the same text, or another version of it."""

    left: str
    right: str
    kind: Literal["copy", "version"]
    why: str


def repeated(records: Sequence[Record]) -> tuple[Again, ...]:
    """Pairs of records that are one document: the same number and issuer, or title core and issuer."""
    groups: dict[tuple[str, str], list[Record]] = defaultdict(list)
    for record in records:
        own = known(record)
        keys = {("number", own.number)} if own.number else set()
        keys |= {(title.core, own.issuer or (own.region or "")) for title in own.titles if len(title.core) >= 6}
        for key in sorted(keys):
            groups[key].append(record)
    out: dict[tuple[str, str], Again] = {}
    for (name, _), found in sorted(groups.items()):
        for one, two in itertools.pairwise(found):
            pair = (one["document"]["id"], two["document"]["id"])
            if pair[0] != pair[1] and not _apart(one, two):
                alike = dice(bigrams(one["text"]), bigrams(two["text"]))
                kind: Literal["copy", "version"] = "copy" if alike >= _COPY else "version"
                out.setdefault(pair, Again(*pair, kind, "文号相同" if name == "number" else "题名与发文机关相同"))
    return tuple(out.values())


def _apart(one: Record, two: Record) -> bool:
    """Different numbers of one title are different documents unless one is a draft of the other."""
    left, right = (squash(item["document"]["number"] or "") for item in (one, two))
    return bool(left and right and left != right)


@dataclass(frozen=True, slots=True)
class Family:
    """Documents that carry out one another, the upper ones first."""

    id: str
    topic: str
    members: tuple[Member, ...]


def families(records: Sequence[Record], cited: Iterable[Cited]) -> tuple[Family, ...]:
    """Families of two or more: closure over bases of a like topic, and over equal topics."""
    names = {record["document"]["id"]: known(record) for record in records}
    parent = {key: key for key in names}

    def root(key: str) -> str:
        while parent[key] != key:
            key = parent[key]
        return key

    topics: dict[str, str] = {}
    for key, own in names.items():
        for topic in _topics(own):
            parent[root(key)] = root(topics.setdefault(topic, key))
    for item in cited:
        if item.target in names and item.relation in ("basis", "implements", "forwards") and _bound(item, names):
            parent[root(item.document)] = root(item.target)
    groups: dict[str, list[Record]] = defaultdict(list)
    for record in {item["document"]["id"]: item for item in records}.values():
        groups[root(record["document"]["id"])].append(record)
    links = defaultdict(set)
    for item in cited:
        links[item.document].add(item.target)
    made = [_family(group, links) for group in groups.values() if len(group) > 1]
    return tuple(sorted(made, key=lambda family: family.id))


def _topics(own: Known) -> set[str]:
    return {title.topic for title in own.titles if len(title.topic) >= _TOPIC}


def _bound(item: Cited, names: dict[str, Known]) -> bool:
    """A law everybody names as a basis makes no family; a plan about the same does."""
    left, right = _topics(names[item.document]), _topics(names[item.target])
    return any(one in two or two in one or dice(bigrams(one), bigrams(two)) >= _NEAR for one in left for two in right)


def _family(group: Sequence[Record], links: dict[str, set[str]]) -> Family:
    members = sorted((member(record) for record in group), key=_rank)
    placed = tuple(replace(item, parent=_parent(item, members[:at], links)) for at, item in enumerate(members))
    first = next(record for record in group if record["document"]["id"] == members[0].id)
    topic = next(iter(sorted(_topics(known(first)), key=lambda word: (len(word), word))), members[0].title)
    return Family("f" + digest("family", members[0].id), topic, placed)


def member(record: Record) -> Member:
    """A record as a member of a family, without its parent."""
    head = record["document"]
    return Member(head["id"], record["source"]["name"], head["title"] or record["source"]["name"], head["level"],
                  head["region"], None, head["number"])  # fmt: skip


def _rank(item: Member) -> tuple[int, str, str]:
    level = LEVELS.index(item.level) if item.level in LEVELS else len(LEVELS)
    place = default_places().of(item.region, None) if item.region else None
    return level, place.key if place else "", item.id


def _parent(item: Member, above: Sequence[Member], links: dict[str, set[str]]) -> str | None:
    """The member of the nearest region around it; among several the one it cites; else one it cites, else the first."""
    place = default_places().of(item.region, None) if item.region else None
    around = [region.code for region in default_places().outer(place)[1:]] if place else []
    higher = [other for other in above if _rank(other)[0] < _rank(item)[0]] or [
        other for other in above if other.id in links[item.id]
    ]
    for code in around:
        own = [other for other in higher if other.region and _rank(other)[1] == code]
        if own:
            return next((other.id for other in own if other.id in links[item.id]), own[0].id)
    cited = [other.id for other in higher if other.id in links[item.id]]
    national = [other.id for other in higher if other.level == "national"]
    return next(iter(cited or national), higher[0].id if higher and not item.region else None)
