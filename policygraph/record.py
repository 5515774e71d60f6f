"""``Linked`` to the JSON record, the project's public data contract, and back to nothing: it is a projection.

The keys, their order and their closed lists of values are those of docs/record.md and of the JSON Schema beside
this module (``record.schema.json``), which the tests check against every record they make.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from importlib import resources
from typing import Any, TypeAlias

from policygraph.decide import Decision, finding_key
from policygraph.model import (
    Citation,
    Coverage,
    Deadline,
    Document,
    Due,
    Duty,
    Finding,
    Goal,
    Indicator,
    Issue,
    Linked,
    Masthead,
    Norm,
    Organization,
    Profile,
    Responsibility,
    Section,
    Span,
    Task,
)

SCHEMA = "policygraph/record/2"

Json: TypeAlias = dict[str, Any]
Record: TypeAlias = dict[str, Any]


def schema() -> Json:
    """The JSON Schema (2020-12) of a record."""
    text = resources.files("policygraph").joinpath("record.schema.json").read_text("utf-8")
    loaded: Json = json.loads(text)
    return loaded


def dumps(record: Record, *, indent: int | None = 1) -> str:
    """The record as JSON text: UTF-8 characters, keys in contract order, ``\\n`` at the end."""
    return json.dumps(record, ensure_ascii=False, indent=indent, allow_nan=False) + "\n"


def to_record(linked: Linked, findings: Iterable[Finding] = (), decisions: Iterable[Decision] = ()) -> Record:
    """The record of one document. Pure: the same values give the same dictionary in the same order.

    ``decisions`` are the human decisions that were applied to it.
    """
    policy = linked.policy
    document = policy.document
    put = _Writer(document)
    return {
        "schema": SCHEMA,
        "source": {
            "name": document.info.name,
            "sha256": document.info.sha256,
            "media_type": document.info.media_type,
            "pages": document.info.pages,
        },
        "parts": [asdict(part) for part in document.parts],
        "text": document.text,
        "document": put.masthead(policy.masthead, policy.profile),
        "sections": [put.section(section) for section in policy.sections],
        "goals": [put.goal(goal) for goal in linked.goals],
        "indicators": [put.indicator(indicator) for indicator in linked.indicators],
        "norms": [put.norm(item) for item in linked.norms],
        "tasks": [put.task(task) for task in linked.tasks],
        "duties": [put.duty(item) for item in linked.duties],
        "responsibilities": [put.responsibility(item) for item in linked.responsibilities],
        "organizations": [_organization(item) for item in linked.organizations],
        "citations": [put.citation(item) for item in linked.citations],
        "links": [
            {
                "kind": link.kind,
                "left": link.left,
                "right": link.right,
                "score": round(link.score, 4),
                "reason": link.reason,
                "confidence": link.confidence,
            }
            for link in linked.links
        ],
        "findings": [_finding(item) for item in findings],
        "issues": [put.issue(item) for item in (*policy.issues, *linked.issues)],
        "coverage": put.coverage(linked.coverage),
        "decisions": [{key: value for key, value in asdict(item).items() if value} for item in decisions],
    }


class _Writer:
    """Knows the document, so that every span is written with its quote and place."""

    def __init__(self, document: Document) -> None:
        self._text = document.text
        self._document = document

    def spans(self, spans: Sequence[Span], cell: tuple[int, int] | None = None) -> list[Json]:
        out = []
        for span in spans:
            item: Json = {"start": span.start, "end": span.end, "quote": span.quote(self._text)}
            origin = self._document.origin(span)
            if origin is not None and origin.page is not None:
                item["page"] = origin.page
            if origin is not None and origin.bbox is not None:
                item["bbox"] = [round(edge, 1) for edge in origin.bbox]
            if cell is not None:
                item["cell"] = list(cell)
            out.append(item)
        return out

    def masthead(self, head: Masthead, profile: Profile) -> Json:
        return {
            "id": head.id,
            "title": head.title,
            "notice_title": head.notice_title,
            "number": head.number,
            "issuer": list(head.issuer),
            "issued": head.issued,
            "published": head.published,
            "effective": head.effective,
            "expires": head.expires,
            "addressees": list(head.addressees),
            "kind": head.kind,
            "region": head.region,
            "level": head.level,
            "attachments": [item.title for item in head.attachments],
            "disclosure": head.disclosure,
            "baseline_year": head.baseline_year,
            "horizon": head.horizon,
            "genre": {"value": profile.genre, "why": profile.why, "confidence": profile.confidence},
            "profile": {
                "names_owners": profile.names_owners,
                "convention": profile.convention,
                "year": profile.year,
                "annual": profile.clock.annual,
            },
            "language": profile.language,
            "evidence": {key: self.spans(head.evidence[key]) for key in sorted(head.evidence)},
        }

    def section(self, section: Section) -> Json:
        return {
            "id": section.id,
            "path": section.path,
            "number": section.number,
            "heading": section.heading,
            "level": section.level,
            "parent": section.parent,
            "part": section.part,
            "purpose": section.purpose,
            "start": section.span.start,
            "end": section.span.end,
        }

    def goal(self, goal: Goal) -> Json:
        return {
            "id": goal.id,
            "text": goal.text,
            "by": goal.by,
            "section": goal.section,
            "section_path": goal.section_path,
            "indicators": list(goal.indicators),
            "spans": self.spans(goal.spans),
            **_how(goal),
        }

    def indicator(self, item: Indicator) -> Json:
        baseline = item.baseline
        return {
            "id": item.id,
            "name": item.name,
            "value": _number(item.value),
            "value_max": _number(item.value_max),
            "unit": item.unit,
            "comparator": item.comparator,
            "by": item.by,
            "from": item.since,
            "baseline": None if baseline is None else {"value": _number(baseline.value), "by": baseline.by},
            "kind": item.kind,
            "scope": item.scope,
            "relative": item.relative,
            "cumulative": item.cumulative,
            "section": item.section,
            "section_path": item.section_path,
            "task": item.task,
            "goal": item.goal,
            "subject": item.subject,
            "concept": item.concept,
            "due": self.due(item.due),
            "owners": [asdict(owner) for owner in item.owners],
            "spans": self.spans(item.spans, item.cell),
            **_how(item),
        }

    def norm(self, item: Norm) -> Json:
        return {
            "id": item.id,
            "kind": item.kind,
            "name": item.name,
            "value": _number(item.value),
            "unit": item.unit,
            "comparator": item.comparator,
            "section": item.section,
            "section_path": item.section_path,
            "spans": self.spans(item.spans, item.cell),
            **_how(item),
        }

    def due(self, due: Due | None) -> Json | None:
        """When a fact is due: bounds as days, ``source`` says whether the text states it or it is inherited."""
        if due is None:
            return None
        return {
            "text": due.text,
            "due_from": due.bounds.since,
            "due_until": due.bounds.until,
            "precision": due.bounds.precision,
            "recurrence": due.bounds.recurrence,
            "source": due.source,
            "spans": self.spans(due.spans),
        }

    def duty(self, item: Duty) -> Json:
        return {
            "id": item.id,
            "task": item.task,
            "section": item.section,
            "section_path": item.section_path,
            "text": item.text,
            "modality": item.modality,
            "act": self.spans(item.act),
            "due": self.due(item.due),
            "spans": self.spans(item.spans, item.cell),
            **_how(item),
        }

    def task(self, task: Task) -> Json:
        return {
            "id": task.id,
            "number": task.number,
            "text": task.text,
            "part": task.part,
            "domain": task.domain,
            "area": task.area,
            "parent": task.parent,
            "section": task.section,
            "section_path": task.section_path,
            "deadline": _deadline(task.deadline),
            "due": self.due(task.due),
            "measures": self.spans(task.measures),
            "body_spans": self.spans(task.body_spans),
            "spans": self.spans(task.spans, task.cell),
            **_how(task),
        }

    def responsibility(self, item: Responsibility) -> Json:
        return {
            "id": item.id,
            "subject": item.subject,
            "organization": item.organization,
            "mention": item.mention,
            "role": item.role,
            "order": item.order,
            "scope": item.scope,
            "spans": self.spans(item.spans, item.cell),
            **_how(item),
        }

    def citation(self, item: Citation) -> Json:
        return {
            "id": item.id,
            "title": item.title,
            "number": item.number,
            "relation": item.relation,
            "target": item.target,
            "spans": self.spans(item.spans),
            **_how(item),
        }

    def coverage(self, item: Coverage | None) -> Json | None:
        """The account; None where nobody made it."""
        if item is None:
            return None
        return {
            "verdict": item.verdict,
            "why": list(item.why),
            "counts": {kind: asdict(count) for kind, count in item.counts.items()},
            "unanswered": [
                {"code": one.code, "what": one.what, "where": self.spans(one.where), "severity": one.severity}
                for one in item.unanswered
            ],
        }

    def issue(self, item: Issue) -> Json:
        return {
            "code": item.code,
            "severity": item.severity,
            "message": item.message,
            "spans": self.spans(item.spans),
        }


def _how(fact: Goal | Indicator | Norm | Task | Duty | Responsibility | Citation) -> Json:
    """The rule that found the fact, how sure it is, and why unless the text says it."""
    out: Json = {"rule": fact.rule, "confidence": fact.confidence}
    if fact.why:
        out["why"] = fact.why
    return out


def _finding(item: Finding) -> Json:
    out: Json = {
        "key": finding_key(item),
        "code": item.code,
        "severity": item.severity,
        "message": item.message,
        "facts": list(item.facts),
    }
    if item.decision:
        out["decision"] = {"action": item.decision, "note": item.note}
    return out


def _deadline(deadline: Deadline | None) -> Json | None:
    return None if deadline is None else {"text": deadline.text, "by": deadline.by}


def _organization(item: Organization) -> Json:
    return {
        "id": item.id,
        "name": item.name,
        "aliases": list(item.aliases),
        "region": item.region,
        "level": item.level,
        "kind": item.kind,
        "type": item.type,
        "parent": item.parent,
        "resolved": item.resolved,
        "candidates": list(item.candidates),
    }


def _number(value: float | None) -> float | int | None:
    """Whole numbers are written without a decimal point."""
    return int(value) if value is not None and value == int(value) and abs(value) < 1e15 else value
