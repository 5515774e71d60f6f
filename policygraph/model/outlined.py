"""The outlined document: masthead, sections, paragraphs, grids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from policygraph.model.document import Document, Passage
from policygraph.model.places import DocumentKind, Issue, Level, Part, Span

Purpose: TypeAlias = Literal[
    "background", "principles", "goals", "tasks", "safeguards", "articles", "review", "departments", "list", "schedule", "other",
]  # fmt: skip
Genre: TypeAlias = Literal[
    "plan", "opinion", "measures", "directive", "call", "event", "statute", "emergency_plan", "approval", "report", "news",
    "explanation", "list", "form", "catalogue", "other",
]  # fmt: skip


#: Genres that may direct somebody to do something; in the others numbered items are conditions, agenda, articles, fields.
DIRECTING: frozenset[Genre] = frozenset({"plan", "opinion", "measures", "directive", "other", "report"})


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered heading and all it governs.

    ``path`` joins the markers from the root, as ``三/（一）/1``. ``span`` runs from the marker to the
    last character before the next heading of the same or an outer level. ``parent`` is a section id.
    ``purpose`` is what the section is for and ``why`` what told; ``named``: the heading is the name of such a part
    (重点任务, 保障措施), not of what is to be done.
    """

    id: str
    path: str
    number: str
    heading: str
    level: int
    parent: str | None
    part: Part
    span: Span
    heading_spans: tuple[Span, ...]
    system: str = ""
    purpose: Purpose = "other"
    why: str = ""
    named: bool = False


ParagraphRole: TypeAlias = Literal["text", "title", "masthead", "signature", "attachment", "caption", "note"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph, joined. ``content`` is the offset in ``passage.text`` where the text after marker and
    run-in heading begins (0 where there is no heading, ``len`` where the paragraph is only a heading).
    ``section`` is the id of the innermost section; ``opens`` is that id again where this paragraph holds
    the section's heading."""

    passage: Passage
    part: Part
    section: str | None = None
    opens: str | None = None
    content: int = 0
    role: ParagraphRole = "text"


ColumnRole: TypeAlias = Literal[
    "number", "group", "task", "measure", "lead", "responsible", "support", "guide", "person", "deadline",
    "indicator", "unit", "baseline", "target", "past", "progress", "attribute", "note", "project", "money", "basis", "other",
]  # fmt: skip
GridKind: TypeAlias = Literal["responsibility", "indicator", "review", "project", "members", "metadata", "other"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its header text (header rows joined), its role and, for values, the year its header names."""

    role: ColumnRole
    heading: str
    year: str | None = None


@dataclass(frozen=True, slots=True)
class GridCell:
    """``inherited``: the text stands in a merged or blank-means-above cell of an earlier row."""

    passage: Passage
    row: int
    col: int
    inherited: bool = False


@dataclass(frozen=True, slots=True)
class GridRow:
    """A data row (one entry a column, None = empty) or a full-width section row (its text in cell 0)."""

    cells: tuple[GridCell | None, ...]
    kind: Literal["data", "section"] = "data"


@dataclass(frozen=True, slots=True)
class Grid:
    """A table understood: header found, repeated headers dropped, continuation pages joined, merges filled.

    ``margin``: for a table without lines, what reading it as one saves per cell against what makes it sure (below 1
    what its cells say is guessed); None where the file shows the table.
    """

    kind: GridKind
    span: Span
    columns: tuple[Column, ...]
    rows: tuple[GridRow, ...]
    part: Part
    section: str | None = None
    title: Passage | None = None
    margin: float | None = None

    @property
    def guessed(self) -> bool:
        return self.margin is not None and self.margin < 1


@dataclass(frozen=True, slots=True)
class Attachment:
    """An attachment the document names, with or without its text in the file."""

    title: str
    span: Span
    present: bool = False


@dataclass(frozen=True, slots=True)
class Masthead:
    """Metadata per GB/T 9704-2012. What the file does not print is None or empty.

    ``evidence`` maps a field name to the spans that say it. Dates are ``YYYY[-MM[-DD]]``.
    """

    id: str
    title: str | None = None
    notice_title: str | None = None
    number: str | None = None
    issuer: tuple[str, ...] = ()
    issued: str | None = None
    published: str | None = None
    effective: str | None = None
    expires: str | None = None
    addressees: tuple[str, ...] = ()
    kind: DocumentKind = "other"
    region: str | None = None
    level: Level | None = None
    attachments: tuple[Attachment, ...] = ()
    disclosure: str | None = None
    baseline_year: str | None = None
    horizon: str | None = None
    evidence: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Clock:
    """What the document says about its own time: the year it was issued, the one year of an annual plan and
    the last year of its title's span. None where the file does not say."""

    issued: str | None = None
    annual: str | None = None
    horizon: str | None = None

    @property
    def past_before(self) -> str:
        return self.issued or self.annual or ""


Convention: TypeAlias = Literal["column", "label", "bracket", "prose", "none"]


@dataclass(frozen=True, slots=True)
class Profile:
    """What the document is, once: ``genre`` is what it does (``Masthead.kind`` the word in its title) and ``why`` what
    told, best first. ``year`` is the year a date without one is meant in. ``convention`` is where owners mostly stand;
    ``language`` is ``zh-Hans`` or ``zh-Hant``."""

    genre: Genre = "other"
    why: str = ""
    confidence: float = 0.0
    year: str | None = None
    clock: Clock = Clock()
    names_owners: bool = False
    convention: Convention = "none"
    language: str = "zh-Hans"


@dataclass(frozen=True, slots=True)
class PolicyDocument:
    document: Document
    masthead: Masthead
    sections: tuple[Section, ...]
    paragraphs: tuple[Paragraph, ...]
    grids: tuple[Grid, ...]
    issues: tuple[Issue, ...] = ()
    profile: Profile = Profile()
