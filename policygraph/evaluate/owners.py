"""Tasks, who is responsible for them, their deadlines and places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from policygraph.evaluate.duties import until
from policygraph.evaluate.similarity import match, norm, sim
from policygraph.evaluate.tally import ROLES, Error, Json, Tally, annotated, listed, words


def tasks(gold: Json, record: Json, tally: Tally) -> None:
    """Text ≥ 0.7; under a matched task the same names, roles apart; deadlines to the month; the section."""
    if not annotated(gold, "tasks") or "tasks" not in gold:
        return
    want = gold["tasks"]
    if not want:
        _nobody(gold, record, tally)
        return
    found, pairs = _paired(gold, record)
    tally.add("tasks", len(pairs), len(found), len(want))
    tally.missed("tasks", [task["text"] for task in want], {i for i, _ in pairs}, [str(task.get("section") or "") for task in want])  # fmt: skip
    tally.extra("tasks", found, {j for _, j in pairs}, words)
    tally.sure("tasks", found, {j for _, j in pairs})
    pair = dict(pairs)
    _responsibilities(want, found, _owners(record, found, bool(gold.get("prose_owners"))), pair, tally)
    _deadlines(want, found, pair, tally)
    _places(want, record, found, pair, tally)


def _paired(gold: Json, record: Json) -> tuple[list[Json], list[tuple[int, int]]]:
    """The tasks that count and which of them answers which of the gold. Where owners stand in prose
    (``prose_owners``) a duty outside every task is one too; what only an optional task answers counts neither way."""
    want = [*gold["tasks"], *({"text": item} if isinstance(item, str) else item for item in gold.get("tasks_optional", []))]  # fmt: skip
    found = list(record.get("tasks", []))
    if gold.get("prose_owners"):
        found += [
            {**duty, "deadline": {"by": until(duty)}} for duty in record.get("duties", []) if not duty.get("task")
        ]

    def near(left: Json, right: Json) -> float:
        texts = [left["text"], *listed(left.get("alt_text"))]
        same = bool(left.get("number")) and str(right.get("number")) == left["number"]
        return max(sim(text, right.get("text")) for text in texts) + (0.05 if same else 0)

    pairs = match(want, found, near, 0.7)
    spared = {j for i, j in pairs if i >= len(gold["tasks"])}
    kept = [j for j in range(len(found)) if j not in spared]
    return [found[j] for j in kept], [(i, kept.index(j)) for i, j in pairs if j not in spared]


def _nobody(gold: Json, record: Json, tally: Tally) -> None:
    """A document that gives nobody a task: every owned task found is wrong, and where gold says so every task."""
    duties = {duty["id"] for duty in record.get("duties", [])}
    subjects = [item.get("subject") or item.get("task") for item in record.get("responsibilities", [])]
    wrong = sum(task.get("id") in subjects or bool(gold.get("nobody")) for task in record.get("tasks", []))
    tally.add("tasks", 0, wrong, 0)
    tally.add("responsibilities", 0, sum(subject not in duties for subject in subjects), 0)


Owners: TypeAlias = "Mapping[str, list[tuple[str, set[str]]]]"


def _responsibilities(want: Sequence[Json], found: Sequence[Json], owners: Owners, pair: Mapping[int, int], tally: Tally) -> None:  # fmt: skip
    right = roles = total = spare = 0
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
        free = {norm(words(name)) for name in listed(task.get("owners_optional"))}
        spare += sum(bool(item[1] & free) for item in left)
        left = [item for item in left if not item[1] & free]
        tally.errors += [Error("responsibilities", "extra", f"{item[0]} {min(item[1] or {''})}", str(task["text"])[:24]) for item in left]  # fmt: skip
    seen = sum(map(len, owners.values())) - spare
    tally.add("responsibilities", right, seen, total)
    tally.add("responsibility-roles", roles, seen, total)
    _names_anywhere(want, owners, total, tally)


def _owners(record: Json, found: Sequence[Json], prose: bool) -> dict[str, list[tuple[str, set[str]]]]:
    """Task id -> (role, the folded names it may be called by). In ``prose`` the owner of a duty owns the task it
    stands in."""
    names = {item["id"]: item.get("name") or "" for item in record.get("organizations", [])}
    ids = {task["id"] for task in found}
    within = {duty["id"]: duty["task"] for duty in record.get("duties", []) if prose and duty.get("task")}
    out: dict[str, list[tuple[str, set[str]]]] = {}
    for item in record.get("responsibilities", []):
        subject = item.get("subject") or item.get("task")
        subject = within.get(subject, subject)
        if subject in ids:
            who = item.get("organization")
            called = {norm(item.get("mention") or ""), norm(names.get(who, who or ""))} - {""}
            out.setdefault(subject, []).append((item.get("role"), called))
    return out


def _names_anywhere(want: Sequence[Json], owners: Owners, total: int, tally: Tally) -> None:  # fmt: skip
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


def _places(want: Sequence[Json], record: Json, found: Sequence[Json], pair: Mapping[int, int], tally: Tally) -> None:
    placed = [(index, task) for index, task in enumerate(want) if task.get("section")]
    if not placed:
        return
    path = {item["id"]: item.get("path") or "" for item in record.get("sections", [])}
    right = 0
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
