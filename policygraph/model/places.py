"""Positions in a text, and the closed lists of values that the record contract names."""

from __future__ import annotations

from dataclasses import dataclass
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
    """Where a piece of canonical text stood in the file: 1-based page, box in points (x0, top, x1, bottom).

    ``how`` it was read: ``printed``, ``optical`` (recognised in a picture; ``trust`` is what the recogniser says of the
    page, 0 to 1) or ``aligned`` (a cell of a table that only white space shows).
    """

    page: int | None = None
    bbox: tuple[float, float, float, float] | None = None
    how: Literal["printed", "optical", "aligned"] = "printed"
    trust: float | None = None


@dataclass(frozen=True, slots=True)
class Issue:
    """An oddity of the content. ``code`` is a key of ``policygraph.issues.CODES``."""

    code: str
    message: str
    spans: tuple[Span, ...] = ()
    severity: Severity = "warning"
