"""PolicyDocument to Extraction: goals, tasks, indicators, responsibilities, citations.

A rule is a named function in ``RULES``; rules run in the table's order and see what earlier ones found.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

from policygraph.extract.citations import citations
from policygraph.extract.duties import duties_in_prose
from policygraph.extract.goals import goals
from policygraph.extract.grid_indicators import grid_indicators
from policygraph.extract.grid_tasks import grid_tasks
from policygraph.extract.indicators import indicators
from policygraph.extract.item_tasks import item_tasks
from policygraph.extract.responsibilities import unknown_bodies
from policygraph.extract.tasks import Found, clause_tasks
from policygraph.identity import Minter
from policygraph.lexicon import Lexicon
from policygraph.model import Extraction, PolicyDocument

__all__ = ["RULES", "Rule", "extract"]

Rule: TypeAlias = Callable[[Extraction, Lexicon, Minter], Extraction]


def _with(so_far: Extraction, found: Found) -> Extraction:
    return replace(
        so_far,
        tasks=so_far.tasks + found.tasks,
        responsibilities=so_far.responsibilities + found.responsibilities,
        aliases=so_far.aliases + found.aliases,
        traces=so_far.traces + found.traces,
    )


def _clause_tasks(so_far: Extraction, lexicon: Lexicon, minter: Minter) -> Extraction:
    return _with(so_far, clause_tasks(so_far.policy, lexicon, minter))


def _grid_tasks(so_far: Extraction, lexicon: Lexicon, minter: Minter) -> Extraction:
    return _with(so_far, grid_tasks(so_far.policy, lexicon, minter))


def _item_tasks(so_far: Extraction, lexicon: Lexicon, minter: Minter) -> Extraction:
    return replace(so_far, tasks=so_far.tasks + item_tasks(so_far.policy, lexicon, minter, so_far.tasks))


def _grid_indicators(so_far: Extraction, lexicon: Lexicon, minter: Minter) -> Extraction:
    found, owners, traces = grid_indicators(so_far.policy, lexicon, minter)
    return replace(
        so_far,
        indicators=so_far.indicators + found,
        responsibilities=so_far.responsibilities + owners,
        traces=so_far.traces + traces,
    )


def _indicators(so_far: Extraction, lexicon: Lexicon, minter: Minter) -> Extraction:
    found, norms, traces = indicators(so_far.policy, lexicon, minter)
    return replace(
        so_far,
        indicators=so_far.indicators + found,
        norms=so_far.norms + norms,
        traces=so_far.traces + traces,
    )


def _goals(so_far: Extraction, lexicon: Lexicon, minter: Minter) -> Extraction:
    found, traces = goals(so_far.policy, lexicon, minter)
    return replace(so_far, goals=so_far.goals + found, traces=so_far.traces + traces)


def _citations(so_far: Extraction, lexicon: Lexicon, minter: Minter) -> Extraction:
    found, traces = citations(so_far.policy, lexicon, minter)
    return replace(so_far, citations=so_far.citations + found, traces=so_far.traces + traces)


#: The order matters twice: items without owners are asked after clauses and tables, prose after both.
RULES: tuple[tuple[str, Rule], ...] = (
    ("clause_tasks", _clause_tasks),
    ("grid_tasks", _grid_tasks),
    ("item_tasks", _item_tasks),
    ("duties", duties_in_prose),
    ("goals", _goals),
    ("indicators", _indicators),
    ("grid_indicators", _grid_indicators),
    ("citations", _citations),
)


def extract(policy: PolicyDocument, lexicon: Lexicon, rules: tuple[tuple[str, Rule], ...] = RULES) -> Extraction:
    """All facts of a document, each with the rule that found it. Any text gives a value."""
    minter = Minter(policy.masthead.id)
    found = Extraction(policy)
    for _, rule in rules:
        found = rule(found, lexicon, minter)
    return replace(found, issues=(*found.issues, *unknown_bodies(found.responsibilities)))
