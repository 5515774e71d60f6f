"""Tasks, who is responsible for them, their deadlines and places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from policygraph.evaluate.similarity import match, norm, sim
from policygraph.evaluate.tally import ROLES, Error, Json, Tally, annotated, listed, words


def tasks(gold: Json, record: Json, tally: Tally) -> None:
    """Text ≥ 0.7; under a matched task the same names, roles apart; deadlines to the month; the section."""
    if not annotated(gold, "tasks") or "tasks" not in gold:
        return
    want, found = gold["tasks"], record.get("tasks", [])
    if not want:
        _nobody(record, tally)
        return

    def near(left: Json, right: Json) -> float:
        texts = [left["text"], *listed(left.get("alt_text"))]
        same = bool(left.get("number")) and str(right.get("number")) == left["number"]
        return max(sim(text, right.get("text")) for text in texts) + (0.05 if same else 0)

    pairs = match(want, found, near, 0.7)
    tally.add("tasks", len(pairs), len(found), len(want))
    tally.missed("tasks", [task["text"] for task in want], {i for i, _ in pairs}, [str(task.get("section") or "") for task in want])  # fmt: skip
    tally.extra("tasks", found, {j for _, j in pairs}, words)
    tally.sure("tasks", found, {j for _, j in pairs})
    pair = dict(pairs)
    responsibilities(want, record, pair, tally)
    _deadlines(want, found, pair, tally)
    _places(want, record, pair, tally)


def _nobody(record: Json, tally: Tally) -> None:
    """A document that gives nobody a task: every owned task found is wrong."""
    subjects = {item.get("subject") or item.get("task") for item in record.get("responsibilities", [])}
    tally.add("tasks", 0, sum(task.get("id") in subjects for task in record.get("tasks", [])), 0)
    tally.add("responsibilities", 0, len(record.get("responsibilities", [])), 0)


def responsibilities(want: Sequence[Json], record: Json, pair: Mapping[int, int], tally: Tally) -> None:
    found = record.get("tasks", [])
    owners = _owners(record)
    right = roles = total = 0
    for index, task in enumerate(want):
        units = [(role, name) for role in ROLES for name in task.get(role, [])]
        total += len(units)
        left = list(owners.get(found[pair[index]]["id"], [])) if index in pair else []
        for role, name in sorted(units, key=lambda item: -len(item[1])):
            same = [item for item in left if norm(name) in item[1]]
            hit = next((item for item in same if item[0] == role), same[0] if same else None)
            if hit is None:
                tally.errors.append(Error("responsibilities", "missed", f"{role} {name}", str(task["text"])[:24]))
                continue
            right += 1
            roles += hit[0] == role
            left.remove(hit)
        tally.errors += [Error("responsibilities", "extra", f"{item[0]} {min(item[1] or {''})}", str(task["text"])[:24]) for item in left]  # fmt: skip
    seen = sum(map(len, owners.values()))
    tally.add("responsibilities", right, seen, total)
    tally.add("responsibility-roles", roles, seen, total)
    _names_anywhere(want, owners, total, tally)


def _owners(record: Json) -> dict[str, list[tuple[str, set[str]]]]:
    """Task id -> (role, the folded names it may be called by)."""
    names = {item["id"]: item.get("name") or "" for item in record.get("organizations", [])}
    ids = {task["id"] for task in record.get("tasks", [])}
    out: dict[str, list[tuple[str, set[str]]]] = {}
    for item in record.get("responsibilities", []):
        subject = item.get("subject") or item.get("task")
        if subject in ids:
            who = item.get("organization")
            called = {norm(item.get("mention") or ""), norm(names.get(who, who or ""))} - {""}
            out.setdefault(subject, []).append((item.get("role"), called))
    return out


def _names_anywhere(want: Sequence[Json], owners: Mapping[str, list[tuple[str, set[str]]]], total: int, tally: Tally) -> None:  # fmt: skip
    """The same names whatever the task's text: tells a fault of segmentation from a fault of names."""
    counts = Counter(norm(name) for task in want for role in ROLES for name in task.get(role, []))
    pool = [item[1] for items in owners.values() for item in items]
    size, hits = len(pool), 0
    for name, count in counts.items():
        for _ in range(count):
            hit = next((item for item in pool if name in item), None)
            if hit is not None:
                hits += 1
                pool.remove(hit)
    tally.add("names-in-document", hits, size, total)


def _deadlines(want: Sequence[Json], found: Sequence[Json], pair: Mapping[int, int], tally: Tally) -> None:
    due = [(index, str((task.get("deadline") or {}).get("by") or "")) for index, task in enumerate(want)]
    dated = [(index, by) for index, by in due if by]
    if not dated:
        return
    claimed = sum(1 for task in found if (task.get("deadline") or {}).get("by"))
    right = 0
    for index, by in dated:
        got = str((found[pair[index]].get("deadline") or {}).get("by") or "") if index in pair else ""
        right += got[:7] == by[:7]
        if index in pair and got[:7] != by[:7]:
            tally.errors.append(Error("deadlines", "wrong", f"{by} / {got}", str(want[index]["text"])[:24]))
    tally.add("deadlines", right, claimed, len(dated))


def _places(want: Sequence[Json], record: Json, pair: Mapping[int, int], tally: Tally) -> None:
    placed = [(index, task) for index, task in enumerate(want) if task.get("section")]
    if not placed:
        return
    path = {item["id"]: item.get("path") or "" for item in record.get("sections", [])}
    found, right = record.get("tasks", []), 0
    for index, task in placed:
        if index not in pair:
            continue
        fact = found[pair[index]]
        got = norm(path.get(fact.get("section"), fact.get("section_path") or ""))
        fits = got in {norm(item) for item in [task["section"], *listed(task.get("alt_section"))]}
        right += fits
        if not fits:
            tally.errors.append(
                Error("task-section-link", "wrong", f"{task['section']} / {got}", str(task["text"])[:24])
            )
    tally.add("task-section-link", right, len(placed), len(placed))
