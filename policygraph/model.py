"""Every value that crosses a room boundary: frozen, slotted, without behaviour beyond looking at itself.

The chain is ``Source -> Document -> PolicyDocument -> Extraction -> Linked -> tuple[Statement, ...]``.
Offsets are code points of ``Document.text``; spans are half-open. A value never refers back to an
earlier stage's mutable state, so any of them can be pickled to a worker process or compared by value.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Confidence: TypeAlias = Literal["stated", "inferred", "guessed"]
Severity: TypeAlias = Literal["error", "warning", "info"]
Role: TypeAlias = Literal["lead", "responsible", "support", "guide"]
Comparator: TypeAlias = Literal[">=", ">", "<=", "<", "=", "~", "range"]
Part: TypeAlias = Literal["notice", "body", "annex"]
Relation: TypeAlias = Literal["basis", "implements", "forwards", "repeals", "amends", "cites"]
OrganizationKind: TypeAlias = Literal[
    "department", "office", "collective", "government", "enterprise", "institution", "other"
]
Level: TypeAlias = Literal["national", "province", "city", "county", "township"]
DocumentKind: TypeAlias = Literal[
    "行动方案", "实施方案", "行动计划", "工作方案", "规划", "意见", "办法", "通知", "要点", "任务分工", "措施", "other"
]
IndicatorKind: TypeAlias = Literal["约束性", "预期性", "指导性"]

ROLES: tuple[Role, ...] = ("lead", "responsible", "support", "guide")


# ---- positions -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range ``[start, end)`` of code points of ``Document.text``."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def contains(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end

    def quote(self, text: str) -> str:
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a piece of canonical text stood in the file: 1-based page, box in points (x0, top, x1, bottom)."""

    page: int | None = None
    bbox: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Issue:
    """An oddity of the content. ``code`` is a key of ``policygraph.issues.CODES``."""

    code: str
    message: str
    spans: tuple[Span, ...] = ()
    severity: Severity = "warning"


# ---- bytes and canonical text ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FileInfo:
    """What is known of a file without its bytes. ``sha256`` identifies the version, not the document."""

    name: str
    sha256: str
    media_type: str
    pages: int | None = None


@dataclass(frozen=True, slots=True)
class Source:
    info: FileInfo
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph or one table of the canonical text, in reading order.

    ``heading_level`` is what the file's own styles say (1 = outermost), a hint and never a fact.
    ``table`` indexes ``Document.tables`` for blocks of kind ``table``.
    """

    span: Span
    kind: Literal["paragraph", "table"] = "paragraph"
    table: int | None = None
    heading_level: int | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table: 0-based position, extent in rows and columns, its text as a span."""

    row: int
    col: int
    span: Span
    rowspan: int = 1
    colspan: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table as the reader saw it. A merged cell appears once, with its extent."""

    span: Span
    rows: int
    cols: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """One canonical text; blocks, tables, cells and origins are spans into it.

    Blocks are disjoint, in order, and separated by line breaks. Readers put every line of a paragraph
    that the layout proves to be one into one block; what only the language can join is left to ``outline``.
    ``origins`` are sorted by span and disjoint; text without a known place has none.
    """

    info: FileInfo
    text: str
    blocks: tuple[Block, ...]
    tables: tuple[Table, ...] = ()
    origins: tuple[tuple[Span, Origin], ...] = ()
    issues: tuple[Issue, ...] = ()


# ---- passages: text joined for matching, mapped back to the canonical text -------------------------


@dataclass(frozen=True, slots=True)
class Passage:
    """Text as a reader would say it, line breaks and page furniture left out, mapped to the document.

    ``runs`` are ``(start in passage, start in document, length)``, in order. A character in no run was
    supplied by joining (a space between two Latin words) and belongs to no span.
    """

    text: str
    runs: tuple[tuple[int, int, int], ...]

    @staticmethod
    def of(document_text: str, spans: Iterable[Span], glue: str = "") -> Passage:
        """Join the characters of ``spans`` in order, ``glue`` between neighbours."""
        parts: list[str] = []
        runs: list[tuple[int, int, int]] = []
        at = 0
        for span in spans:
            if span.start >= span.end:
                continue
            if parts and glue:
                parts.append(glue)
                at += len(glue)
            parts.append(document_text[span.start : span.end])
            runs.append((at, span.start, span.end - span.start))
            at += span.end - span.start
        return Passage("".join(parts), tuple(runs))

    def spans(self, start: int = 0, end: int | None = None) -> tuple[Span, ...]:
        """The document spans of ``text[start:end]``, adjacent pieces merged."""
        stop = len(self.text) if end is None else end
        out: list[Span] = []
        for at, doc, length in self.runs:
            low, high = max(start, at), min(stop, at + length)
            if low >= high:
                continue
            piece = Span(doc + low - at, doc + high - at)
            if out and out[-1].end == piece.start:
                out[-1] = Span(out[-1].start, piece.end)
            else:
                out.append(piece)
        return tuple(out)

    def slice(self, start: int, end: int | None = None) -> Passage:
        """The part ``text[start:end]`` as a passage of its own."""
        stop = len(self.text) if end is None else end
        runs: list[tuple[int, int, int]] = []
        for at, doc, length in self.runs:
            low, high = max(start, at), min(stop, at + length)
            if low < high:
                runs.append((low - start, doc + low - at, high - low))
        return Passage(self.text[start:stop], tuple(runs))

    @property
    def start(self) -> int:
        """First document offset, -1 for an empty passage."""
        return self.runs[0][1] if self.runs else -1

    @property
    def end(self) -> int:
        return self.runs[-1][1] + self.runs[-1][2] if self.runs else -1


# ---- the outlined document -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered heading and all it governs.

    ``path`` joins the markers from the root, as ``三/（一）/1``. ``span`` runs from the marker to the
    last character before the next heading of the same or an outer level. ``parent`` is a section id.
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
    "indicator", "unit", "baseline", "target", "past", "progress", "attribute", "note", "project", "money", "other",
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
    """A table understood: header found, repeated headers dropped, continuation pages joined, merges filled."""

    kind: GridKind
    span: Span
    columns: tuple[Column, ...]
    rows: tuple[GridRow, ...]
    part: Part
    section: str | None = None
    title: Passage | None = None


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
class PolicyDocument:
    document: Document
    masthead: Masthead
    sections: tuple[Section, ...]
    paragraphs: tuple[Paragraph, ...]
    grids: tuple[Grid, ...]
    issues: tuple[Issue, ...] = ()


# ---- facts -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Deadline:
    """``text`` is the wording; ``by`` is ``YYYY[-MM[-DD]]`` or None (持续推进, 每年)."""

    text: str
    by: str | None


@dataclass(frozen=True, slots=True)
class Baseline:
    value: float | None
    by: str | None


@dataclass(frozen=True, slots=True)
class Goal:
    """``text`` is the joined quote; ``section`` a section id; ``why`` the reason unless ``stated``."""

    id: str
    text: str
    by: str | None
    section: str | None
    section_path: str
    spans: tuple[Span, ...]
    rule: str
    confidence: Confidence = "stated"
    why: str = ""
    indicators: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Indicator:
    """A quantity the document sets for the future. ``cell`` is (row, column) of its value in a table."""

    id: str
    name: str
    value: float | None
    unit: str
    comparator: Comparator
    by: str | None
    section: str | None
    section_path: str
    spans: tuple[Span, ...]
    rule: str
    confidence: Confidence = "stated"
    why: str = ""
    value_max: float | None = None
    since: str | None = None  # the record's ``from``: base year of a change (比2020年下降)
    baseline: Baseline | None = None
    kind: IndicatorKind | None = None
    scope: str | None = None
    relative: str | None = None
    cumulative: bool = False
    task: str | None = None
    goal: str | None = None
    cell: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """The unit of work somebody owns. ``section`` is where it stands; for an annex row, once linked, the body
    section that states it (``body_spans``). ``home`` keeps the path where the fact itself stands."""

    id: str
    number: str | None
    text: str
    part: Part
    domain: str | None
    area: str | None
    section: str | None
    section_path: str
    home: str
    spans: tuple[Span, ...]
    passage: tuple[Span, ...]  # the whole text the task covers, without its responsibility clause
    rule: str
    confidence: Confidence = "stated"
    why: str = ""
    parent: str | None = None
    deadline: Deadline | None = None
    measures: tuple[Span, ...] = ()
    body_spans: tuple[Span, ...] = ()
    cell: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Responsibility:
    """One subject, organisation and role. ``subject`` is a task or indicator id. ``mention`` is the name as
    written, joined; ``organization`` is filled by ``link``. ``order`` is the 1-based place in its list."""

    id: str
    subject: str
    mention: str
    role: Role
    order: int
    spans: tuple[Span, ...]
    rule: str
    confidence: Confidence = "stated"
    why: str = ""
    scope: str | None = None
    organization: str | None = None
    kind: OrganizationKind = "other"
    cell: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    id: str
    title: str | None
    number: str | None
    relation: Relation
    spans: tuple[Span, ...]
    rule: str
    confidence: Confidence = "stated"
    why: str = ""
    target: str | None = None


@dataclass(frozen=True, slots=True)
class Alias:
    """The text itself declares another name: 市委改革办（市跑改办）."""

    name: str
    alias: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """What a rule did with a stretch of text, for ``explain``: ``outcome`` is a fact id or '' when refused,
    with the reason in ``note``."""

    spans: tuple[Span, ...]
    rule: str
    outcome: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Extraction:
    policy: PolicyDocument
    goals: tuple[Goal, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    tasks: tuple[Task, ...] = ()
    responsibilities: tuple[Responsibility, ...] = ()
    citations: tuple[Citation, ...] = ()
    aliases: tuple[Alias, ...] = ()
    traces: tuple[Trace, ...] = ()
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True)
class Organization:
    id: str
    name: str
    region: str | None
    level: Level | None
    kind: OrganizationKind
    aliases: tuple[str, ...] = ()


LinkKind: TypeAlias = Literal["annex_of", "same_task", "same_indicator", "indicator_of", "goal_of", "area_of"]


@dataclass(frozen=True, slots=True)
class Link:
    """``left`` and ``right`` are fact or section ids; ``score`` in [0, 1]; ``reason`` says why, in Chinese."""

    kind: LinkKind
    left: str
    right: str
    score: float
    reason: str
    confidence: Confidence = "stated"


@dataclass(frozen=True, slots=True)
class Linked:
    """The extraction with its references filled in: tasks tied to the body, indicators to tasks and goals,
    mentions to organisations."""

    policy: PolicyDocument
    goals: tuple[Goal, ...]
    indicators: tuple[Indicator, ...]
    tasks: tuple[Task, ...]
    responsibilities: tuple[Responsibility, ...]
    citations: tuple[Citation, ...]
    organizations: tuple[Organization, ...]
    links: tuple[Link, ...]
    traces: tuple[Trace, ...] = ()
    issues: tuple[Issue, ...] = ()


# ---- the graph -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, order=True)
class Literal_:
    """An RDF literal: lexical form, datatype IRI ('' = xsd:string) or language tag."""

    value: str
    datatype: str = ""
    language: str = ""


Term: TypeAlias = "str | Literal_"  # a plain str is an IRI


@dataclass(frozen=True, slots=True)
class Statement:
    """One quad. ``subject``, ``predicate`` and ``graph`` are IRIs; ``evidence`` is the fact id that says it."""

    subject: str
    predicate: str
    object: Term
    graph: str
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """A gap or conflict of the policy itself, found by a query of ``ontology/queries/findings``.

    ``decision`` is what a person said of it (``confirm`` or ``dismiss``, '' for nothing yet), ``note`` why.
    """

    code: str
    severity: Severity
    message: str
    facts: tuple[str, ...] = ()
    decision: str = ""
    note: str = ""
