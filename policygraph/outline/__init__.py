"""Document to PolicyDocument: masthead, section tree, parts, paragraphs joined, tables understood."""

from __future__ import annotations

from dataclasses import replace

from policygraph.lexicon import Lexicon
from policygraph.model import Document, PolicyDocument
from policygraph.outline.lattice import find_tables
from policygraph.outline.loosen import loosen
from policygraph.outline.masthead import read_masthead
from policygraph.outline.paragraphs import gather
from policygraph.outline.parts import lay_out
from policygraph.outline.problems import find_problems
from policygraph.outline.profile import read_profile
from policygraph.outline.purpose import with_purposes
from policygraph.outline.sections import build
from policygraph.outline.tables import place_grids, read_tables
from policygraph.outline.words import words_of

__all__ = ["outline", "understood"]


def outline(document: Document, lexicon: Lexicon) -> PolicyDocument:
    """The outline of any document; oddities become issues, nothing is raised."""
    flattened, doubts = find_tables(document, lexicon)
    pieces = loosen(gather(document, [raw.span for raw in flattened]), words_of(lexicon))
    tables = read_tables(document, pieces, flattened, lexicon)
    layout = lay_out(pieces, lexicon, tables.labels)
    masthead = read_masthead(document, pieces, layout, lexicon)
    sections, paragraphs, places = build(masthead.id, pieces, layout)
    grids = place_grids(tables, pieces, layout, places, masthead)
    issues = (*document.issues, *doubts, *find_problems(sections, masthead, pieces))
    return understood(PolicyDocument(document, masthead, sections, paragraphs, grids, issues), lexicon)


def understood(policy: PolicyDocument, lexicon: Lexicon) -> PolicyDocument:
    """The document with its profile and the purpose of each section."""
    text = policy.document.text
    profile = read_profile(policy.masthead, policy.sections, policy.paragraphs, policy.grids, text, lexicon)
    sections = with_purposes(policy.sections, policy.paragraphs, profile.genre, lexicon)
    return replace(policy, profile=profile, sections=sections)
