"""Duties: sentences that tell a named body, a class of bodies or a group to do something; and what a document does."""

from __future__ import annotations

from typing import Any

from policygraph.evaluate.similarity import match, norm, sim
from policygraph.evaluate.tally import Error, Json, Tally, annotated, listed, words


def genre(gold: Json, record: Json, tally: Tally) -> None:
    """One of the genres the gold allows."""
    want = gold.get("document") or {}
    if not want.get("genre"):
        return
    got = (record.get("document") or {}).get("genre")
    got = got.get("value") if isinstance(got, dict) else got
    right = got in [want["genre"], *listed(want.get("alt_genre"))]
    tally.add("genre", int(right), 1, 1)
    if not right:
        tally.errors.append(Error("genre", "wrong", f"{want['genre']} / {got}", "genre"))


def duties(gold: Json, record: Json, tally: Tally) -> None:
    """Text ≥ 0.6, or one within the other, and at least half of the actors by name. Of the right ones: the same set of
    names with roles, the same date. Optional ones count neither way."""
    if "duties" not in gold or not annotated(gold, "duties"):
        return
    want = [item for item in gold["duties"] if not item.get("optional")]
    free = [item for item in gold["duties"] if item.get("optional")]
    found = record.get("duties", [])
    actors = _actors(record)

    def near(left: Json, right: Json) -> float:
        wanted, got = left.get("actors") or [], [names for _, names in actors.get(right["id"], [])]
        hits = sum(any(_names(actor) & names for names in got) for actor in wanted)
        return _same_words(left, right) if 2 * hits >= len(wanted) else 0.0

    pairs = match(want + free, found, near, 0.6)
    hits = [(i, j) for i, j in pairs if i < len(want)]
    tally.add("duties", len(hits), len(found) - len(pairs) + len(hits), len(want))
    tally.missed("duties", list(map(words, want)), {i for i, _ in hits})
    tally.extra("duties", found, {j for _, j in pairs}, words)
    tally.sure("duties", found, {j for _, j in pairs})
    roles = sum(_same_actors(want[i], actors.get(found[j]["id"], [])) for i, j in hits)
    tally.add("duty-roles", roles, len(found) - len(pairs) + len(hits), len(want))
    _dates(want, found, hits, tally)


def _same_words(left: Json, right: Json) -> float:
    text = right.get("text") or ""
    best = max(sim(each, text) for each in [left["text"], *listed(left.get("alt_text"))])
    whole, part = norm(left["text"]), norm(text)
    return max(best, 0.8) if len(part) >= 8 and (part in whole or whole in part) else best


def _names(actor: Any) -> set[str]:
    return {norm(name) for name in [actor["name"], *listed(actor.get("alt_names"))]}


def _actors(record: Json) -> dict[str, list[tuple[str, set[str]]]]:
    """Subject id -> (role, the folded names it may be called by)."""
    names = {item["id"]: item.get("name") or "" for item in record.get("organizations", [])}
    out: dict[str, list[tuple[str, set[str]]]] = {}
    for item in record.get("responsibilities", []):
        called = {norm(item.get("mention") or ""), norm(names.get(item.get("organization"), ""))} - {""}
        out.setdefault(str(item.get("subject")), []).append((str(item.get("role")), called))
    return out


def _same_actors(duty: Json, got: list[tuple[str, set[str]]]) -> bool:
    wanted = duty.get("actors") or []
    return len(wanted) == len(got) and all(
        any(role == actor["role"] and _names(actor) & names for role, names in got) for actor in wanted
    )


def until(duty: Json) -> str:
    """The last day of a duty, to the month."""
    return str((duty.get("due") or {}).get("due_until") or "")[:7]


def _dates(want: list[Json], found: list[Json], hits: list[tuple[int, int]], tally: Tally) -> None:
    due = [str((duty.get("due") or {}).get("by") or "")[:7] for duty in want]
    if any(due):
        right = sum(bool(due[i]) and until(found[j])[: len(due[i])] == due[i] for i, j in hits)
        tally.add("duty-dates", right, sum(bool(until(duty)) for duty in found), sum(map(bool, due)))
