"""Duties: sentences of running text that tell a body to do something, as facts with their actors and dates.

An item that says only one sentence, and names nobody otherwise, is owned by the actors of that sentence; every other
sentence is a duty of its own (inside the task in whose passage it stands, once linked), so that the owner or date of one
measure is never shown as that of the whole item.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from policygraph.extract.headings import without_marker
from policygraph.extract.places import Places
from policygraph.identity import Minter
from policygraph.lexicon import Lexicon
from policygraph.marks.duty import Said, duties, heading_actors
from policygraph.marks.time import bounds
from policygraph.model import (
    Body,
    Deadline,
    Due,
    Duty,
    Extraction,
    Paragraph,
    Passage,
    Responsibility,
    Role,
    Span,
    Task,
    Trace,
)
from policygraph.text import fold, sentences

_STOPS = "。！？!?；;"
_WHY = "单位是行文中句子的主语"


def duties_in_prose(so_far: Extraction, lexicon: Lexicon, minter: Minter) -> Extraction:
    """The duties of a document, beside what clauses and tables have already said."""
    return _Finder(so_far, lexicon, minter).found()


@dataclass(frozen=True, slots=True)
class _Place:
    """A duty with where it was read, and the passage that names its actors."""

    paragraph: Paragraph
    said: Said
    named: Passage

    def spans(self, body: Body) -> tuple[Span, ...]:
        return body.spans(self.named) or self.named.spans(body.start, body.end)


class _Finder:
    def __init__(self, so_far: Extraction, lexicon: Lexicon, minter: Minter) -> None:
        self.so_far, self.lexicon, self.minter = so_far, lexicon, minter
        self.places = Places(so_far.policy, lexicon)
        year = so_far.policy.profile.year
        self.year = int(year) if year else None
        self.taken = {span for item in so_far.responsibilities for span in item.spans}
        self.silent = self.places.goals | self.places.past  # what is told there obliges nobody
        self.headings: dict[str | None, tuple[Passage, tuple[Body, ...]]] = {}
        self.out: list[Duty] = []
        self.owners: list[Responsibility] = []
        self.traces: list[Trace] = []

    def found(self) -> Extraction:
        said = [place for paragraph in self.so_far.policy.paragraphs for place in self._read(paragraph)]
        alone = _alone(self.so_far)
        tasks = {task.section: task for task in self.so_far.tasks if task.section in alone}
        per_section = Counter(place.paragraph.section for place in said)
        changed: dict[str, Task] = {}
        for place in said:
            task = tasks.get(place.paragraph.section)
            if task is not None and per_section[task.section] == 1 and place.said.modality == "must":
                changed[task.id] = self._own(task, place)
            else:
                self._duty(place)
        return replace(
            self.so_far,
            tasks=tuple(changed.get(task.id, task) for task in self.so_far.tasks),
            duties=(*self.so_far.duties, *self.out),
            responsibilities=(*self.so_far.responsibilities, *self.owners),
            traces=(*self.so_far.traces, *self.traces),
        )

    def _read(self, paragraph: Paragraph) -> Iterator[_Place]:
        section = paragraph.section
        if paragraph.role != "text" or paragraph.part == "notice" or section in self.silent:
            return
        text = fold(paragraph.passage.text)
        if section not in self.headings:
            self.headings[section] = self._heading(section)
        heading, actors = self.headings[section]
        for said in duties(text, sentences(text, _STOPS), self.lexicon, actors):
            place = _Place(paragraph, said, heading if said.row == "under" else paragraph.passage)
            if not any(span in self.taken for _, body in said.actors for span in place.spans(body)):
                yield place

    def _heading(self, section: str | None) -> tuple[Passage, tuple[Body, ...]]:
        """The heading of a section, and the bodies it names if it names nothing else."""
        found = self.places.by_id.get(section or "")
        passage = Passage.of(self.so_far.policy.document.text, found.heading_spans if found else ())
        plain = without_marker(passage.text)
        passage = passage.slice(passage.text.find(plain))
        return passage, heading_actors(fold(passage.text), self.lexicon) if plain else ()

    def _own(self, task: Task, place: _Place) -> Task:
        """The item's only sentence: its actors own the item, its date is the item's."""
        self._write(task.id, task.section_path, place)
        due = self._due(place)
        if task.deadline is not None or due is None or due.bounds.by is None:
            return task
        return replace(task, deadline=Deadline(due.text, due.bounds.by, due.bounds, "own", due.spans))

    def _duty(self, place: _Place) -> None:
        passage, said = place.paragraph.passage, place.said
        path = self.places.path(place.paragraph.section)
        text = passage.text[said.start : said.end]
        spans = passage.spans(said.start, said.end)
        duty = Duty(
            id=self.minter.mint("uduty", path, text), text=text, modality=said.modality,
            section=place.paragraph.section, section_path=path, spans=spans, act=passage.spans(*said.act),
            rule=f"duty-{said.row}", confidence="inferred", why=_WHY, due=self._due(place),
        )  # fmt: skip
        self.out.append(duty)
        self.traces.append(Trace(spans, duty.rule, duty.id))
        self._write(duty.id, path, place)

    def _due(self, place: _Place) -> Due | None:
        time, passage = place.said.time, place.paragraph.passage
        if time is None:
            return None
        issued = self.so_far.policy.masthead.issued
        due = bounds(time, self.year, issued if issued and len(issued) == len("2020-01-01") else None)
        start = time.start + len(time.data.get("lead", ""))
        return Due(passage.text[start : time.end], due, "own", passage.spans(start, time.end))

    def _write(self, subject: str, path: str, place: _Place) -> None:
        order: Counter[Role] = Counter()
        for role, body in place.said.actors:
            spans = place.spans(body)
            if not spans:
                continue
            order[role] += 1
            name = "".join(span.quote(self.so_far.policy.document.text) for span in spans)
            self.owners.append(
                Responsibility(
                    id=self.minter.mint("responsibility", path, f"{subject}\x1f{role}\x1f{name}"), subject=subject,
                    mention="".join(name.split()), role=role, order=order[role], spans=spans, rule=f"duty-{place.said.row}",
                    confidence="inferred", why=_WHY, scope=body.scope, kind=body.organization,
                )
            )  # fmt: skip


def _alone(so_far: Extraction) -> set[str | None]:
    """Sections of ownerless items that say one sentence besides their heading."""
    owned = {item.subject for item in so_far.responsibilities}
    items = {task.section for task in so_far.tasks if task.id not in owned and task.part == "body"}
    count: Counter[str | None] = Counter()
    for paragraph in so_far.policy.paragraphs:
        if paragraph.section in items:
            text = paragraph.passage.text
            count[paragraph.section] += sum(1 for _, high in sentences(text, _STOPS) if high > paragraph.content)
    return {section for section in items if count[section] <= 1}
