"""Annex rows to the body: the heading of a group of rows to a section, each row to the sentence that states it.

Rows and sentences usually run in the same order, so the rows of one group are aligned by the best
order-preserving assignment; a row that finds nothing that way takes its best sentence anywhere, as a guess.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TypeAlias

from policygraph.link.body import Body, Sentence
from policygraph.link.similarity import alike, coverage, opening
from policygraph.model import Link, Span, Task

SURE = 0.72  # a row's words nearly all in order at the opening of a clause
LIKELY = 0.5
ROWS = frozenset({"grid_tasks"})  # rules whose tasks are rows of a table, under the group their cells name
SHARED = 0.3  # the price of two rows on one sentence
FAR = 0.62  # outside the group's own section more is asked


_Step: TypeAlias = "tuple[int | None, int]"


@dataclass(frozen=True, slots=True)
class Match:
    sentence: Sentence
    score: float
    near: bool  # found in the section that the row's group names


def align_annex(tasks: Sequence[Task], body: Body) -> tuple[tuple[Task, ...], tuple[Link, ...]]:
    """Fill ``section``, ``body_spans`` and ``measures`` of annex tasks; return all tasks in order, and the links."""
    rows = [task for task in tasks if task.part == "annex"]
    if not rows or not body.sentences:
        return tuple(tasks), ()
    links: list[Link] = []
    matches: dict[str, Match] = {}
    grouped: dict[str, Task] = {}  # rows that no sentence states, under a group that the body has as a heading
    for _, group in groupby(rows, key=lambda task: (task.domain, task.area)):
        members = list(group)
        section, link = _section_of(members[0], body)
        if link is not None:
            links.append(link)
        found = _align(members, body, section)
        matches.update(found)
        if link is not None and link.confidence == "stated":
            left = [task for task in members if task.id not in found and task.rule in ROWS]
            grouped.update({task.id: _under(task, link.right, body) for task in left})
    placed = {task.id: _place(task, matches[task.id], body) for task in rows if task.id in matches}
    placed = _with_measures(placed, matches, body)
    links += [_link(task, matches[task.id]) for task in placed.values() if task.section]
    placed.update(grouped)
    return tuple(placed.get(task.id, task) for task in tasks), tuple(links)


def _under(task: Task, section: str, body: Body) -> Task:
    """In the section its group names, where no sentence says it."""
    return replace(task, section=section, section_path=body.sections[section].path)


def _section_of(row: Task, body: Body) -> tuple[str | None, Link | None]:
    """The body section that a row's group heading abridges (（一）工业绿色升级 = 1．加快工业绿色升级)."""
    best, found = 0.0, None
    for section in body.sections.values():
        score = _heading_score(row, section.heading, body, section.parent)
        if score > best + 1e-9:
            best, found = score, section
    if found is None or best < 0.75:
        return None, None
    name = row.area or row.domain or ""
    certain = alike(name, found.heading) >= 0.99
    reason = (
        f"附件分组“{name}”与正文标题“{found.heading}”一致"
        if certain
        else f"附件分组“{name}”对应正文标题“{found.heading}”"
    )
    link = Link("area_of", row.id, found.id, min(best, 1.0), reason, "stated" if certain else "inferred")
    return found.id, link


def _heading_score(row: Task, heading: str, body: Body, parent: str | None) -> float:
    """Likeness of the group's name to a heading, helped by the outer group's likeness to the outer heading."""
    name = row.area or row.domain
    if not name or not heading:
        return 0.0
    score = 0.7 * coverage(name, heading) + 0.3 * alike(name, heading)
    outer = body.sections.get(parent or "")
    if row.area and row.domain and outer is not None:
        score = 0.9 * score + 0.1 * coverage(row.domain, outer.heading)
    return score


def _align(rows: Sequence[Task], body: Body, section: str | None) -> dict[str, Match]:
    found: dict[str, Match] = {}
    if section is not None:
        candidates = body.under(section)
        scores = [[opening(row.text, item.clauses) for item in candidates] for row in rows]
        for row, chances, place in zip(rows, scores, in_order(scores), strict=True):
            if place is not None and chances[place] >= _asked(row, LIKELY):
                found[row.id] = Match(candidates[place], chances[place], True)
    for row in rows:
        if row.id not in found:
            match = _anywhere(row, body)
            if match is not None:
                found[row.id] = match
    return found


def _asked(row: Task, least: float) -> float:
    """A task in a numbered item of an annex that is a text of its own stands there already: it leaves it only for a
    sentence in the same words."""
    return SURE if row.section and row.cell is None else least


def _anywhere(row: Task, body: Body) -> Match | None:
    best: Match | None = None
    for item in body.index.nearest(row.text):
        score = opening(row.text, item.clauses)
        if score >= _asked(row, FAR) and (best is None or score > best.score):
            best = Match(item, score, False)
    return best


def in_order(scores: Sequence[Sequence[float]]) -> list[int | None]:
    """Choose for each row a column so that columns never step back and the sum of scores is greatest.

    ``None`` where a row is best left out. Staying on a column costs a little, so that rows spread.

    >>> in_order([[0.9, 0.1], [0.8, 0.7]])
    [0, 1]
    """
    if not scores or not scores[0]:
        return [None] * len(scores)
    best = [0.0] * (len(scores[0]) + 1)  # best[bound]: greatest sum so far with every chosen column < bound
    steps: list[list[_Step]] = []
    for row in scores:
        best, step = _extend(best, row)
        steps.append(step)
    out: list[int | None] = []
    bound = len(scores[0])
    for step in reversed(steps):
        column, bound = step[bound]
        out.append(column)
    return out[::-1]


def _extend(best: list[float], row: Sequence[float]) -> tuple[list[float], list[_Step]]:
    """One row of the assignment: for every bound, the best sum, the column chosen and the bound left before."""
    sums: list[float] = [best[0]]
    steps: list[_Step] = [(None, 0)]
    for bound in range(1, len(best)):
        total = best[bound]
        step: _Step = (None, bound)
        if sums[bound - 1] > total:
            total, step = sums[bound - 1], steps[bound - 1]
        gain = row[bound - 1]
        if gain >= LIKELY:
            for left, price in ((bound - 1, 0.0), (bound, SHARED)):
                if best[left] + gain - price > total:
                    total, step = best[left] + gain - price, (bound - 1, left)
        sums.append(total)
        steps.append(step)
    return sums, steps


def _place(task: Task, match: Match, body: Body) -> Task:
    section = body.sections.get(match.sentence.section or "")
    return replace(
        task,
        section=section.id if section else task.section,
        section_path=section.path if section else task.section_path,
        body_spans=match.sentence.spans,
    )


def _with_measures(placed: dict[str, Task], matches: dict[str, Match], body: Body) -> dict[str, Task]:
    """Sentences after a task's passage, up to the next task's passage in the same section, are its measures."""
    taken = {match.sentence.index for match in matches.values()}
    out: dict[str, Task] = {}
    for key, task in placed.items():
        at = matches[key].sentence.index + 1
        spans: list[Span] = []
        while at < len(body.sentences) and at not in taken and body.sentences[at].section == task.section:
            spans.extend(body.sentences[at].spans)
            at += 1
        out[key] = replace(task, measures=tuple(spans))
    return out


def _link(task: Task, match: Match) -> Link:
    if match.near and match.score >= SURE:
        return Link("annex_of", task.id, task.section or "", match.score, "附件条目的用语依次见于该句", "inferred")
    where = "同一分组内" if match.near else "分组之外"
    return Link("annex_of", task.id, task.section or "", match.score, f"{where}最相近的一句，用语不尽相同", "guessed")
