"""One document's facts to statements: the writers in their order, as one visible table."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from policygraph.graph import documents, facts
from policygraph.graph.organizations import organizations
from policygraph.graph.sheet import Sheet
from policygraph.graph.terms import DEFAULT
from policygraph.lexicon import default_lexicon
from policygraph.model import Linked, Statement

Writer: TypeAlias = Callable[[Sheet], None]

WRITERS: tuple[Writer, ...] = (
    documents.work,
    documents.text_and_file,
    documents.run,
    documents.attachments,
    documents.sections,
    facts.goals,
    facts.tasks,
    facts.duties,
    facts.indicators,
    facts.norms,
    facts.responsibilities,
    organizations,
    documents.citations,
    facts.links,
)


def statements(
    linked: Linked, base: str = DEFAULT, *, rules: str | None = None, writers: tuple[Writer, ...] = WRITERS
) -> tuple[Statement, ...]:
    """All statements of one document, each once, in the order of the document.

    ``rules`` is the hash of the rule set that found the facts; by default that of the shipped lexicon.
    Every statement is in the document's own named graph, save who the organisations are.
    """
    sheet = Sheet(linked, base, default_lexicon().sha256 if rules is None else rules)
    for write in writers:
        write(sheet)
    return sheet.statements()
