"""A family laid out: what each member makes of its root's items and targets, and two documents side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from policygraph.issues import ReadError
from policygraph.model import Cascade, Dropped, Member, Pair, TargetVerdict, Unit
from policygraph.relate.citations import resolve
from policygraph.relate.family import Family, families, member
from policygraph.relate.pairs import align
from policygraph.relate.targets import aims_of, verdicts
from policygraph.relate.units import Record, units_of


def cascade(records: Sequence[Record], wanted: str = "") -> Cascade:
    """The cascade of a family: the one of that id, else the largest of the records. ReadError ``no-family``."""
    found = families(records, resolve(records))
    chosen = [item for item in found if not wanted or item.id == wanted or any(m.id == wanted for m in item.members)]
    if not chosen:
        raise ReadError("no-family", "没有找到相互关联的文件（须有两份以上依据或主题相同的文件）")
    return lay_out(max(chosen, key=lambda item: len(item.members)), records)


def lay_out(family: Family, records: Sequence[Record]) -> Cascade:
    """Every member against the root: pairs, what is dropped (and whether the parent dropped it too), what is new."""
    by_id = {record["document"]["id"]: record for record in records}
    root, *rest = family.members
    upper = units_of(by_id[root.id])
    pairs: list[Pair] = []
    dropped: list[Dropped] = []
    new: list[Unit] = []
    targets: list[TargetVerdict] = []
    gone: dict[str, set[Unit]] = {}
    for item in rest:
        record = by_id[item.id]
        lower = units_of(record)
        found = align(upper, lower)
        pairs += found
        held, used = {pair.upper for pair in found}, {pair.lower for pair in found}
        gone[item.id] = {unit for unit in upper if unit not in held}
        above = gone.get(item.parent or "", set())
        dropped += [
            Dropped(item.id, unit, "inherited" if unit in above else "own") for unit in upper if unit not in held
        ]
        new += [unit for unit in lower if unit not in used]
        targets += verdicts(item.id, aims_of(by_id[root.id]), aims_of(record), (root.region, item.region))
    return Cascade(family.id, family.topic, family.members, upper, tuple(pairs), tuple(dropped), tuple(new),
                   tuple(targets))  # fmt: skip


def side_by_side(left: Record, right: Record) -> Cascade:
    """Two documents, versions of one or of two places, as a cascade of two."""
    one, two = member(left), member(right)
    if one.id == two.id:  # two versions of one document
        one, two = replace(one, id=one.id + "-a"), replace(two, id=two.id + "-b")
        left, right = _renamed(left, one), _renamed(right, two)
    return lay_out(Family("", one.title, (one, replace(two, parent=one.id))), (left, right))


def _renamed(record: Record, item: Member) -> Record:
    return {**record, "document": {**record["document"], "id": item.id}}
