"""Sentence by sentence: which rule answered, and why the others gave nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from policygraph.model import Indicator, Linked, Paragraph, Span
from policygraph.text import line_of, sentences

_NUMBER = re.compile(r"\d")
_ORGANIZATION = re.compile(r"[\u4e00-\u9fff](?:局|委|厅|办|部|院|中心|政府|公司|集团|管委会)(?![\u4e00-\u9fff])")


@dataclass(frozen=True, slots=True)
class Answer:
    """One fact or refusal that touches a sentence."""

    kind: str
    rule: str
    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Explained:
    """One sentence with its section path and what was found on it; ``silent`` where a number or an organisation
    stands in it and nothing was found or refused."""

    path: str
    text: str
    span: Span
    answers: tuple[Answer, ...]
    silent: bool


def unanswered(linked: Linked) -> Iterator[str]:
    """The verdict of the account and, line by line, what was not answered."""
    account = linked.coverage
    if account is None:
        return
    yield f"{account.verdict}  {'；'.join(account.why)}".rstrip()
    for item in account.unanswered:
        line = f"{line_of(linked.policy.document.text, item.where[0].start)}: " if item.where else ""
        yield f"    {line}{item.severity}[{item.code}] {item.what}"


def explain(linked: Linked, path: str | None = None) -> Iterator[Explained]:
    """Explain every sentence of the document, or of one section and what it contains (``三/（一）/1``)."""
    paths = {section.id: section.path for section in linked.policy.sections}
    notes = sorted(_notes(linked), key=lambda pair: pair[0])
    for paragraph in linked.policy.paragraphs:
        where = paths.get(paragraph.section or "", "")
        if path is not None and where != path and not where.startswith(path + "/"):
            continue
        yield from _paragraph(paragraph, where, notes)
    for grid in linked.policy.grids:
        where = paths.get(grid.section or "", "")
        if path is not None and where != path and not where.startswith(path + "/"):
            continue
        for row in grid.rows:
            cells = [cell for cell in row.cells if cell is not None and not cell.inherited and cell.passage.runs]
            if cells:
                span = Span(cells[0].passage.start, cells[-1].passage.end)
                text = " | ".join(cell.passage.text for cell in cells)
                yield _explained(where, text, span, notes)


def _paragraph(paragraph: Paragraph, where: str, notes: list[tuple[Span, Answer]]) -> Iterator[Explained]:
    text = paragraph.passage.text
    for start, end in sentences(text):
        spans = paragraph.passage.spans(start, end)
        if spans:
            yield _explained(where, text[start:end], Span(spans[0].start, spans[-1].end), notes)


def _explained(where: str, text: str, span: Span, notes: list[tuple[Span, Answer]]) -> Explained:
    answers = tuple(dict.fromkeys(answer for at, answer in notes if at.overlaps(span)))
    facts = [answer for answer in answers if answer.kind not in ("section", "genre")]
    silent = not facts and bool(_NUMBER.search(text) or _ORGANIZATION.search(text))
    return Explained(where, text, span, answers, silent)


def _notes(linked: Linked) -> Iterator[tuple[Span, Answer]]:
    for spans, answer in _answers(linked):
        for span in spans:
            yield span, answer


def _answers(linked: Linked) -> Iterator[tuple[tuple[Span, ...], Answer]]:
    policy = linked.policy
    yield (
        policy.masthead.evidence.get("title", ()),
        Answer("genre", "profile", policy.profile.genre, policy.profile.why),
    )
    for section in policy.sections:
        yield section.heading_spans, Answer("section", "purpose", section.purpose, section.why)
    for goal in linked.goals:
        yield goal.spans, Answer("goal", goal.rule, goal.text, goal.why)
    for item in linked.indicators:
        yield item.spans, Answer("indicator", item.rule, _quantity(item), item.why)
    for task in linked.tasks:
        yield task.spans, Answer("task", task.rule, task.text, task.why)
    for owner in linked.responsibilities:
        yield owner.spans, Answer("responsibility", owner.rule, f"{owner.mention}（{owner.role}）", owner.why)
    for citation in linked.citations:
        yield citation.spans, Answer("citation", citation.rule, citation.title or citation.number or "", citation.why)
    for trace in linked.traces:
        if not trace.outcome:
            yield trace.spans, Answer("refused", trace.rule, "", trace.note)


def _quantity(item: Indicator) -> str:
    value = item.relative if item.value is None else f"{item.comparator}{item.value:g}{item.unit}"
    return " ".join(part for part in (item.name, value, item.by) if part)
