"""Tasks of running text: each responsibility clause closes the passage before it.

Without a single owner in the document, the deepest numbered items of its tasks part are the tasks.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from policygraph.extract.clauses import Refusal
from policygraph.extract.deadlines import own_deadline
from policygraph.extract.headings import heading_is_title, without_marker
from policygraph.extract.places import Places
from policygraph.extract.responsibilities import OwnerWriter, limited
from policygraph.extract.walk import Draft, Stretch, Walk
from policygraph.identity import Minter
from policygraph.lexicon import Lexicon
from policygraph.model import (
    Alias,
    Deadline,
    Paragraph,
    PolicyDocument,
    Responsibility,
    Section,
    Span,
    Task,
    Trace,
)
from policygraph.text import sentences


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule of tasks returns."""

    tasks: tuple[Task, ...] = ()
    responsibilities: tuple[Responsibility, ...] = ()
    aliases: tuple[Alias, ...] = ()
    traces: tuple[Trace, ...] = ()


def clause_tasks(policy: PolicyDocument, lexicon: Lexicon, minter: Minter) -> Found:
    """Tasks that responsibility clauses close, with their owners; none in a page that only explains a policy."""
    if policy.profile.genre == "explanation":
        return Found()
    walk = Walk(policy, lexicon)
    for paragraph in policy.paragraphs:
        walk.read(paragraph)
    builder = Builder(policy, lexicon, minter, walk.drafts)
    return builder.build(walk.refusals)


# ---- drafts to facts -------------------------------------------------------------------------------


class Builder:
    """Turns drafts into tasks and responsibilities, in text order."""

    def __init__(self, policy: PolicyDocument, lexicon: Lexicon, minter: Minter, drafts: list[Draft]) -> None:
        self.policy = policy
        self.lexicon = lexicon
        self.minter = minter
        self.drafts = drafts
        self.places = Places(policy, lexicon)
        self.year = policy.profile.year
        self.owners = OwnerWriter(policy, minter, lexicon)
        self.tasks: list[Task] = []
        self.several: Counter[str | None] = Counter()  # paragraphs with clauses, by section
        self.heads: dict[str, str] = {}  # section id -> task that takes its heading

    def build(self, refusals: Iterable[tuple[Paragraph, Refusal]]) -> Found:
        self.drafts = [draft for draft in self.drafts if not self._is_team(draft)]
        counts = Counter(draft.section for draft in self.drafts)
        closing = {(draft.section, draft.stretches[-1].paragraph.passage.start) for draft in self.drafts}
        self.several = Counter(section for section, _ in closing)
        for draft in self.drafts:
            self._draft(draft, counts[draft.section])
        tasks = tuple(self._with_parent(task) for task in self.tasks)
        traces = tuple(Trace(p.passage.spans(r.start, r.end), r.rule, "", r.note) for p, r in refusals)
        return Found(tasks, tuple(self.owners.out), tuple(self.owners.aliases.values()), traces)

    def _is_team(self, draft: Draft) -> bool:
        """二、应用支撑小组 with its 牵头处室 and 配合处室 lists the members of a team."""
        section = self.places.by_id.get(draft.section or "")
        return section is not None and bool(_TEAM.fullmatch(without_marker(section.heading)))

    def _draft(self, draft: Draft, count: int) -> None:
        section = self.places.by_id.get(draft.section or "")
        headed = section is not None and self._takes_heading(draft, section)
        text, spans = self._title(draft, section if headed else None)
        if not spans:
            return
        domain, area = self.places.domain_area(draft.section, own=headed)
        path = self.places.path(draft.section)
        rule = draft.clauses[-1][1].rule
        clause = next((c for _, c in draft.clauses if c.confidence != "stated"), None)
        task = Task(
            id=self.minter.mint("task", path, text),
            number=section.number if section is not None and headed and count == 1 else None,
            text=text,
            part=draft.stretches[0].paragraph.part,
            domain=domain,
            area=area,
            section=draft.section,
            section_path=path,
            home=path,
            spans=limited(spans),
            passage=tuple(span for stretch in draft.stretches for span in stretch.spans()),
            rule=rule,
            confidence=clause.confidence if clause else "stated",
            why=clause.why if clause else "",
            deadline=_deadline(draft) or self._said(text, draft),
            measures=tuple(_measures(draft, spans, self.policy.document.text)),
        )
        self.tasks.append(task)
        if headed and section is not None:
            self.heads[section.id] = task.id
        for paragraph, closing in draft.clauses:
            self.owners.write(task.id, path, paragraph.passage, closing)

    def _said(self, text: str, draft: Draft) -> Deadline | None:
        """A date in the task's own words: 2022年底前组建…平台, …并于8月20日前报送."""
        words = "\n".join(stretch.text for stretch in draft.stretches)
        return own_deadline(text, words, self.year, self.lexicon)

    def _takes_heading(self, draft: Draft, section: Section) -> bool:
        """The first passage of an item takes its heading, unless the heading names a whole part (重点任务)."""
        if not draft.first or not section.heading.strip():
            return False
        if self.places.is_container(section) and not self._one_item(draft, section):
            return False
        if not any(_holds_heading(stretch, section) for stretch in draft.stretches):
            return False
        return not (len(draft.stretches) > 1 and self.several[draft.section] > 1 and _own_item(draft.stretches[1]))

    def _one_item(self, draft: Draft, section: Section) -> bool:
        """5. 强化监督保障。把…纳入考核。（区政府办公室）: of a list of one level, its text in the heading's own
        paragraph, the last item is an item even if it is called as parts are."""
        if (
            section.id in self.places.parents
            or (section.named and section.purpose == "tasks")
            or section.system == "一、"
        ):
            return False
        return len(draft.stretches) == 1 and 0 < draft.stretches[0].paragraph.content < draft.stretches[0].end

    def _title(self, draft: Draft, section: Section | None) -> tuple[str, tuple[Span, ...]]:
        if section is not None and heading_is_title(section, self.policy.document.text):
            own = _clip(section, draft)
            if own is not None:
                return own
        stretch = self._opening(draft, section)
        start, end = first_sentence(stretch)
        return without_marker(stretch.paragraph.passage.text[start:end]), stretch.paragraph.passage.spans(start, end)

    def _opening(self, draft: Draft, section: Section | None) -> Stretch:
        """The stretch whose first sentence names the task; a part's bare heading is passed over."""
        for stretch in draft.stretches:
            paragraph = stretch.paragraph
            if section is None and paragraph.opens and stretch.start == 0:
                if paragraph.content >= len(paragraph.passage.text.rstrip()) and len(draft.stretches) > 1:
                    continue
                if paragraph.content < stretch.end and self.places.is_container(self.places.by_id.get(paragraph.opens)):
                    return Stretch(paragraph, paragraph.content, stretch.end)
            return stretch
        return draft.stretches[0]

    def _with_parent(self, task: Task) -> Task:
        for section in self.places.chain(task.section)[::-1]:
            head = self.heads.get(section.id)
            if head is not None and head != task.id and section.id != task.section:
                return replace(task, parent=head)
        return task


_TEAM = re.compile(
    r"(?!成立|组建|建立|设立|健全|完善|加强|发挥|组织|做好)[^，。；：]{2,16}(?:小组|专班|工作组|专项组|协调组|保障组|宣传组|督查组)"
)
_ORDINAL = re.compile(r"[一二三四五六七八九十]{1,2}(?:是|要)|[—–-]{1,2}|[①-⑳●■◆★]")


def _own_item(stretch: Stretch) -> bool:
    """A paragraph under a heading that is an item itself: 一是推进…, or a short title and then its text."""
    text = stretch.text
    if _ORDINAL.match(text):
        return True
    parts = sentences(text)
    return len(parts) > 1 and parts[0][1] - parts[0][0] <= 26


def _holds_heading(stretch: Stretch, section: Section) -> bool:
    return stretch.paragraph.opens == section.id and stretch.start <= _heading_start(stretch, section)


def _heading_start(stretch: Stretch, section: Section) -> int:
    """Offset in the paragraph where the section's heading begins."""
    if not section.heading_spans:
        return 0
    at = section.heading_spans[0].start
    for low, doc, length in stretch.paragraph.passage.runs:
        if doc <= at < doc + length:
            return low + at - doc
    return 0


def _clip(section: Section, draft: Draft) -> tuple[str, tuple[Span, ...]] | None:
    """The heading, without a clause that stands inside it."""
    inside = [span for paragraph, clause in draft.clauses for span in paragraph.passage.spans(clause.start, clause.end)]
    if not any(span.overlaps(part) for span in inside for part in section.heading_spans):
        return without_marker(section.heading), section.heading_spans
    return None


def first_sentence(stretch: Stretch) -> tuple[int, int]:
    """Offsets of the first sentence of a stretch, without its stop."""
    text = stretch.paragraph.passage.text
    found = sentences(stretch.text)
    start, end = found[0] if found else (0, len(stretch.text))
    start, end = stretch.start + start, stretch.start + end
    while end > start and text[end - 1] in "。；;！!，,、：: 　":
        end -= 1
    return start, end


def _measures(draft: Draft, title: tuple[Span, ...], text: str) -> Iterator[Span]:
    """The sentences of the passage besides the one that names the task; one broken by a line is one span, one
    broken by a page and its furniture is several."""
    for stretch in draft.stretches:
        passage = stretch.paragraph.passage
        for low, high in sentences(stretch.text):
            pieces = passage.spans(stretch.start + low, stretch.start + high)
            if any(piece.overlaps(own) for piece in pieces for own in title):
                continue
            if pieces and not any(text[a.end : b.start].strip() for a, b in pairwise(pieces)):
                yield Span(pieces[0].start, pieces[-1].end)
            else:
                yield from pieces


def _deadline(draft: Draft) -> Deadline | None:
    found = [clause.owners.deadline for _, clause in draft.clauses if clause.owners.deadline is not None]
    dated = [deadline for deadline in found if deadline.by is not None]
    return next(iter(dated or found), None)
