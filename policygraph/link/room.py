"""The order in which links are made, visible as one table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeAlias

from policygraph.link.annex import align_annex
from policygraph.link.body import Body, read_body
from policygraph.link.doubt import doubted
from policygraph.link.dues import duties_of_tasks, with_dues
from policygraph.link.indicators import same_quantities, tie
from policygraph.link.organizations import resolve
from policygraph.link.owners import with_owners
from policygraph.link.tasks import same_tasks
from policygraph.model import Alias, Extraction, Linked


@dataclass(frozen=True, slots=True)
class Context:
    """What a linker may look at besides the facts."""

    body: Body
    aliases: tuple[Alias, ...]


Linker: TypeAlias = Callable[[Linked, Context], Linked]


def annex_rows(linked: Linked, context: Context) -> Linked:
    """Each annex row to the passage of the body that states it."""
    tasks, links = align_annex(linked.tasks, context.body)
    return replace(linked, tasks=tasks, links=(*linked.links, *links))


def repeated_tasks(linked: Linked, context: Context) -> Linked:
    """A task named both in the body and in the annex: both count, linked."""
    return replace(linked, links=(*linked.links, *same_tasks(linked.tasks)))


def places_of_indicators(linked: Linked, context: Context) -> Linked:
    """Each indicator to the task and goal in whose passage it stands."""
    indicators, goals = tie(linked.indicators, linked.tasks, linked.goals, linked.policy.sections)
    return replace(linked, indicators=indicators, goals=goals)


def repeated_indicators(linked: Linked, context: Context) -> Linked:
    """The same quantity in several places."""
    indicators, links = same_quantities(linked.indicators)
    return replace(linked, indicators=indicators, links=(*linked.links, *links))


def organizations(linked: Linked, context: Context) -> Linked:
    """Each mention to an organisation of its region."""
    items, found = resolve(linked.responsibilities, context.aliases, linked.policy.masthead)
    return replace(linked, responsibilities=items, organizations=found)


def duties(linked: Linked, context: Context) -> Linked:
    """Each duty to its task."""
    return duties_of_tasks(linked)


def derive(linked: Linked) -> Linked:
    """What follows from all facts and links, so that nobody derives it again: owners of indicators, and when a fact
    is due. Asked again where a human decision has changed a fact."""
    return with_dues(with_owners(linked))


def doubts(linked: Linked, context: Context) -> Linked:
    """What stands on a doubtful layout is guessed."""
    return doubted(linked)


def derived(linked: Linked, context: Context) -> Linked:
    """``derive`` as the last linker."""
    return derive(linked)


LINKERS: tuple[Linker, ...] = (
    annex_rows,
    repeated_tasks,
    places_of_indicators,
    repeated_indicators,
    duties,
    organizations,
    doubts,
    derived,
)


def link(extraction: Extraction, linkers: tuple[Linker, ...] = LINKERS) -> Linked:
    """Run the linkers in order over the facts of one document."""
    linked = Linked(
        policy=extraction.policy,
        goals=extraction.goals,
        indicators=extraction.indicators,
        tasks=extraction.tasks,
        responsibilities=extraction.responsibilities,
        citations=extraction.citations,
        organizations=(),
        links=(),
        duties=extraction.duties,
        norms=extraction.norms,
        traces=extraction.traces,
        issues=extraction.issues,
    )
    context = Context(read_body(extraction.policy), extraction.aliases)
    for linker in linkers:
        linked = linker(linked, context)
    return linked
