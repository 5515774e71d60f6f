"""A record to its units of work: numbered items with their whole passage, and rows of tables that stand alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from statistics import median
from typing import Any, TypeAlias

from policygraph.model import OwnerShown, Unit
from policygraph.text import squash

Record: TypeAlias = dict[str, Any]
Json: TypeAlias = Mapping[str, Any]

WORKING = frozenset({"tasks", "safeguards", "departments", "schedule"})
_SHORT = 60  # characters: where the deepest items are shorter than this, the level above them is compared


def units_of(record: Record) -> tuple[Unit, ...]:
    """The units of one document in text order: its items of work, then the rows no item holds."""
    sections = {item["id"]: item for item in record["sections"]}
    tasks: dict[str | None, list[Json]] = defaultdict(list)
    owners = _owners(record)
    chosen = _items(record)
    inside = {key: _ancestor(key, chosen, sections) for key in sections}
    annexed = {link["left"] for link in record["links"] if link["kind"] in ("annex_of", "same_task")}
    rows: list[Json] = []
    for task in record["tasks"]:
        home = inside.get(task["section"])
        whole = home is not None and not any(span.get("cell") for span in task["spans"])
        if whole:
            tasks[home].append(task)
        elif task["id"] not in annexed:
            rows.append(task)
    items = [_item(record, sections, key, tasks[key], owners) for key in chosen]
    return (*(unit for unit in items if unit.text), *(_row(record, task, owners) for task in rows))


def _items(record: Record) -> list[str]:
    """The sections that are items: the deepest ones of work, or one level higher where those are mere lines."""
    work = [item for item in record["sections"] if item.get("purpose", "tasks") in WORKING]
    parents = {item["parent"] for item in work}
    leaves = [item for item in work if item["id"] not in parents]
    if len(leaves) > 2 and median(item["end"] - item["start"] for item in leaves) < _SHORT:
        above = {item["parent"] for item in leaves}
        known = {item["id"]: item for item in work}
        lifted = [item for item in leaves if known.get(item["parent"], {"level": 1})["level"] < 2]
        keep = {item["id"] for item in lifted} | {key for key in above if key in known and known[key]["level"] >= 2}
        return [item["id"] for item in work if item["id"] in keep]
    return [item["id"] for item in leaves]


def _ancestor(key: str, chosen: Sequence[str], sections: Mapping[str, Json]) -> str | None:
    at: str | None = key
    while at is not None and at not in chosen:
        at = sections[at]["parent"] if at in sections else None
    return at


def _item(
    record: Record,
    sections: Mapping[str, Json],
    key: str,
    tasks: Sequence[Json],
    owners: Mapping[str, tuple[OwnerShown, ...]],
) -> Unit:
    section = sections[key]
    chapter = sections[section["parent"]]["heading"] or "" if section["parent"] in sections else ""
    text = record["text"][section["start"] : section["end"]]
    heading = section["heading"] or (tasks[0]["text"] if tasks else "")
    at = text.find(section["heading"][:8]) if section["heading"] else -1
    body = text[at:] if 0 <= at < 20 else text
    due = next((task["due"]["due_until"] for task in tasks if task.get("due")), None)
    named = dict.fromkeys(owner for task in tasks for owner in owners.get(task["id"], ()))
    joined = "".join(body.split("\n"))
    return Unit(record["document"]["id"], section["path"], heading, joined if squash(joined) else "",
                tuple(task["id"] for task in tasks), tuple(named), False, due, chapter, key)  # fmt: skip


def _row(record: Record, task: Json, owners: Mapping[str, tuple[OwnerShown, ...]]) -> Unit:
    spans = (*task["spans"], *task["measures"], *task["body_spans"])
    pieces = dict.fromkeys(span["quote"].replace("\n", "") for span in spans)
    kept = [piece for piece in pieces if not any(piece != other and piece in other for other in pieces)]
    due = (task.get("due") or {}).get("due_until")
    return Unit(record["document"]["id"], task["section_path"] or "", task["text"], "。".join(kept),
                (task["id"],), owners.get(task["id"], ()), True, due, task["area"] or task["domain"] or "", task["id"])  # fmt: skip


def _owners(record: Record) -> dict[str, tuple[OwnerShown, ...]]:
    """The owners of every task, those of its duties among them, in the order of the text."""
    bodies = {item["id"]: item for item in record["organizations"]}
    task_of = {duty["id"]: duty["task"] for duty in record.get("duties", []) if duty["task"]}
    found: dict[str, list[OwnerShown]] = defaultdict(list)
    for row in record["responsibilities"]:
        subject = task_of.get(row["subject"], row["subject"])
        body = bodies.get(row["organization"], {})
        found[subject].append(OwnerShown(row["mention"], body.get("type"), row["role"]))
    return {key: tuple(dict.fromkeys(value)) for key, value in found.items()}


def by_type(owners: Iterable[OwnerShown], role: str = "") -> tuple[str, ...]:
    """The functional types of owners, each once; of one role where it is given."""
    return tuple(dict.fromkeys(item.type for item in owners if item.type and role in ("", item.role)))
