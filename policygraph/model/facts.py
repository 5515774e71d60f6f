"""Facts, and the links between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from policygraph.model.coverage import Coverage
from policygraph.model.marks import Bounds
from policygraph.model.outlined import PolicyDocument
from policygraph.model.places import (
    Comparator,
    Confidence,
    IndicatorKind,
    Issue,
    Level,
    OrganizationKind,
    Part,
    Relation,
    Role,
    Span,
)

DueSource: TypeAlias = Literal["label", "column", "own", "duty", "inherited"]
Modality: TypeAlias = Literal["must", "should", "encourage", "explore", "may", "forbid"]
NormKind: TypeAlias = Literal["condition", "limit", "quota", "tariff"]
OwnedHow: TypeAlias = Literal["own", "task", "duty", "same_indicator"]


@dataclass(frozen=True, slots=True)
class Deadline:
    """``text`` is the wording; ``by`` is ``YYYY[-MM[-DD]]`` or None (持续推进, 每年); ``bounds`` what it means in days."""

    text: str
    by: str | None
    bounds: Bounds | None = None
    source: DueSource = "own"
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Due:
    """When a task, duty or indicator is due: the wording, its bounds in days, and where it is said. ``inherited`` comes
    from the heading, the indicator or the plan's horizon and is a reading, not a statement."""

    text: str
    bounds: Bounds
    source: DueSource
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class IndicatorOwner:
    """Who answers for an indicator and how that is known: by its own ``responsibility`` or by that of its task, of a
    duty, or of the same indicator in another place."""

    organization: str
    role: Role
    how: OwnedHow
    responsibility: str


@dataclass(frozen=True, slots=True)
class Duty:
    """A sentence or clause that tells a body to do something; its actors are responsibilities with this subject.
    ``act`` is the stretch that says what is to be done. ``task`` is filled by ``link``."""

    id: str
    text: str
    modality: Modality
    section: str | None
    section_path: str
    spans: tuple[Span, ...]
    act: tuple[Span, ...]
    rule: str
    confidence: Confidence = "stated"
    why: str = ""
    due: Due | None = None
    task: str | None = None
    cell: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Norm:
    """A figure that is no target: a condition, a limit, a quota, a tariff."""

    id: str
    kind: NormKind
    name: str
    value: float | None
    unit: str
    comparator: Comparator
    section: str | None
    section_path: str
    spans: tuple[Span, ...]
    rule: str
    confidence: Confidence = "stated"
    why: str = ""
    cell: tuple[int, int] | None = None


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
    subject: str | None = None  # what is measured, where the name leaves it to the heading or the sentence before
    concept: str = ""  # filled by ``link``: the same for every place that sets the same quantity
    due: Due | None = None  # filled by ``link``
    owners: tuple[IndicatorOwner, ...] = ()  # filled by ``link``


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
    due: Due | None = None  # filled by ``link``: the deadline, else what its duties, indicators or plan say


@dataclass(frozen=True, slots=True)
class Responsibility:
    """One subject, organisation and role. ``subject`` is a task, duty or indicator id. ``mention`` is the name as
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
    duties: tuple[Duty, ...] = ()
    norms: tuple[Norm, ...] = ()
    aliases: tuple[Alias, ...] = ()
    traces: tuple[Trace, ...] = ()
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True)
class Organization:
    """A body as one document names it. ``type`` is its function; ``resolved`` the registry's body, which alone
    identifies it between documents, None where unsure (then ``candidates``); ``parent`` the body it is part of."""

    id: str
    name: str
    region: str | None
    level: Level | None
    kind: OrganizationKind
    aliases: tuple[str, ...] = ()
    type: str | None = None
    parent: str | None = None
    resolved: str | None = None
    candidates: tuple[str, ...] = ()


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
    duties: tuple[Duty, ...] = ()
    norms: tuple[Norm, ...] = ()
    traces: tuple[Trace, ...] = ()
    issues: tuple[Issue, ...] = ()
    coverage: Coverage | None = None  # filled by ``coverage``
