"""Paragraphs in order, clauses as they come: which stretch of text each responsibility clause closes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from policygraph.extract.clauses import Clause, Refusal, continued_list, find_clauses
from policygraph.extract.places import Places
from policygraph.lexicon import Lexicon
from policygraph.model import Paragraph, PolicyDocument, Section, Span


@dataclass(frozen=True, slots=True)
class Stretch:
    """``paragraph.passage.text[start:end]``."""

    paragraph: Paragraph
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.paragraph.passage.text[self.start : self.end]

    def spans(self) -> tuple[Span, ...]:
        return self.paragraph.passage.spans(self.start, self.end)


@dataclass
class Draft:
    """A task while clauses are collected: its stretches, and the clauses that close it with their paragraphs."""

    section: str | None
    stretches: list[Stretch]
    clauses: list[tuple[Paragraph, Clause]]
    first: bool  # nothing of its section was closed before


_PUNCTUATION = " 　\t。；;，,、:：.．·"
_OWNING = re.compile(r"[^，。；、]{2,16}(?:牵头|负责|配合)|责任(?:单位|部门)")
_MEANINGFUL = re.compile(r"[\u4e00-\u9fffA-Za-z]")


class Walk:
    """Reads paragraphs in order and closes a draft at each clause."""

    def __init__(self, policy: PolicyDocument, lexicon: Lexicon) -> None:
        self.policy = policy
        self.lexicon = lexicon
        self.year = policy.profile.year
        self.drafts: list[Draft] = []
        self.refusals: list[tuple[Paragraph, Refusal]] = []
        self.waiting: list[Stretch] = []
        self.pending: list[tuple[Paragraph, Clause]] = []
        self.section: str | None = None
        self.closed: set[str | None] = set()
        self.boxes = _boxes(policy.sections)
        self.places = Places(policy, lexicon)
        self.kept: dict[str | None, list[Stretch]] = {}  # what stood in each section, closed or not
        self.last: Clause | None = None  # the clause the paragraph before ended with

    def read(self, paragraph: Paragraph) -> None:
        if paragraph.role not in {"text", "note"}:
            return
        clauses, refusals = find_clauses(paragraph.passage, self.lexicon, self.year)
        if not clauses and not paragraph.opens and (more := self._goes_on(paragraph)):
            clauses = [more]
        if paragraph.role == "note" and not clauses:  # （此件公开发布）; （责任单位：A） on its own line looks alike
            return
        boxed = paragraph.section in self.boxes
        section = self.boxes.get(paragraph.section, paragraph.section)
        if section != self.section or paragraph.opens or boxed:
            self._enter(section)
        if boxed and not clauses:
            return
        self.refusals += [(paragraph, refusal) for refusal in refusals]
        at = 0
        for clause in clauses:
            self._wait(paragraph, at, clause.start)
            self._close(paragraph, clause)
            at = clause.end
        self._wait(paragraph, at, len(paragraph.passage.text))
        self.last = clauses[-1] if clauses and not self.waiting else None

    def _goes_on(self, paragraph: Paragraph) -> Clause | None:
        """责任单位：市发展改革委、市科技局⏎各县区人民政府: the list of a label line, broken over two lines."""
        if self.last is None or paragraph.section != self.section or not self.drafts:
            return None
        return continued_list(paragraph.passage, self.last, self.lexicon, self.year)

    def _enter(self, section: str | None) -> None:
        for stretch in self.waiting:
            hit = _OWNING.search(stretch.text)
            if hit:
                note = Refusal(
                    stretch.start + hit.start(),
                    stretch.start + hit.end(),
                    "clause_tasks",
                    "行文提到职责，但没有以责任条款结束",
                )
                self.refusals.append((stretch.paragraph, note))
        self.section = section
        self.waiting, self.pending = [], []

    def _wait(self, paragraph: Paragraph, start: int, end: int) -> None:
        text = paragraph.passage.text
        while start < end and text[start] in _PUNCTUATION:
            start += 1
        if start < end and _MEANINGFUL.search(text, start, end):
            self.waiting.append(Stretch(paragraph, start, end))
            self.kept.setdefault(self.section, []).append(self.waiting[-1])

    def _close(self, paragraph: Paragraph, clause: Clause) -> None:
        if not self.waiting:
            self._join_last(paragraph, clause)
            return
        if not clause.owners.mentions:
            self.pending.append((paragraph, clause))
            return
        raised = self._raised(paragraph, clause)
        home = raised.id if raised else self.section
        waiting = self._under(raised) if raised else self.waiting
        first = home not in self.closed
        self.closed.update((home, self.section))
        draft = Draft(home, waiting, [*self.pending, (paragraph, clause)], first)
        self.drafts.append(draft)
        self.waiting, self.pending = [], []

    def _raised(self, paragraph: Paragraph, clause: Clause) -> Section | None:
        """（一）… 1．…； 2．…； 责任单位：A: a line of its own after the last of several sub-items, none of which has
        an owner, is said of the item they belong to."""
        here = self.places.by_id.get(self.section or "")
        above = self.places.by_id.get(here.parent or "") if here else None
        if here is None or above is None or paragraph.opens or paragraph.passage.text[: clause.start].strip():
            return None
        items = self.places.children.get(above.id, [])
        alone = len(items) < 2 or items[-1] is not here or here.id in self.places.parents
        closed = above.id in self.closed or any(item.id in self.closed for item in items)
        return None if alone or closed or self.places.is_container(above) else above

    def _under(self, section: Section) -> list[Stretch]:
        items = [section, *self.places.children.get(section.id, [])]
        return [stretch for item in items for stretch in self.kept.get(item.id, [])]

    def _join_last(self, paragraph: Paragraph, clause: Clause) -> None:
        """Clauses side by side, or label lines one under another, belong to one task."""
        if self.drafts and self.section in (self.drafts[-1].section, self.drafts[-1].stretches[-1].paragraph.section):
            self.drafts[-1].clauses.append((paragraph, clause))
            return
        note = Refusal(clause.start, clause.end, clause.rule, "责任条款之前没有任务文字")
        self.refusals.append((paragraph, note))


def _boxes(sections: tuple[Section, ...]) -> dict[str | None, str | None]:
    """Sections of a box (专栏4) → the section the box interrupts. Where a box ends is not printed: a paragraph with
    a clause after it is body text again, and closes only itself."""
    out: dict[str | None, str | None] = {}
    for section in sections:
        if section.parent in out:
            out[section.id] = out[section.parent]
        elif section.number.startswith("专栏"):
            out[section.id] = section.parent
    return out
