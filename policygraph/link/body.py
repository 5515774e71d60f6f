"""The sentences of the body, each with its section: what annex rows are aligned with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from policygraph.link.similarity import Clauses
from policygraph.model import Paragraph, PolicyDocument, Section, Span
from policygraph.text import sentences, squash


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a body paragraph; ``index`` counts them in reading order."""

    index: int
    text: str
    spans: tuple[Span, ...]
    section: str | None
    clauses: Clauses


@dataclass(frozen=True)
class Body:
    """Sentences and sections of part ``body``, with lookups."""

    sentences: tuple[Sentence, ...]
    sections: dict[str, Section]

    @cached_property
    def index(self) -> Index:
        """Every sentence by its character pairs; built when a row finds nothing in its own section."""
        return Index(self.sentences)

    def under(self, section: str) -> list[Sentence]:
        """Sentences of a section and of all it contains."""
        outer = self.sections[section].span
        return [item for item in self.sentences if item.spans and outer.start <= item.spans[0].start < outer.end]


def read_body(policy: PolicyDocument) -> Body:
    """Split every text paragraph of the body into sentences. A heading counts as a sentence of its section: a row
    often repeats the heading of the item that states it (1．完善网络基础设施。). A review of what was done, principles
    and aims say no task, however like its words."""
    sections = {section.id: section for section in policy.sections if section.part == "body"}
    aims = {section.id for section in sections.values() if section.purpose in _AIMS}
    out: list[Sentence] = []
    for paragraph in policy.paragraphs:
        if paragraph.part == "body" and paragraph.role == "text" and paragraph.section not in aims:
            opened = sections.get(paragraph.opens or "")
            if opened is not None and opened.heading and opened.heading_spans:
                out.append(_sentence(len(out), opened.heading, opened.heading_spans, opened.id))
            out.extend(_sentences(paragraph, len(out)))
    return Body(tuple(out), sections)


#: Purposes of sections that say no task.
_AIMS = frozenset({"goals", "principles", "background", "review"})


def _sentences(paragraph: Paragraph, index: int) -> Iterator[Sentence]:
    """The sentences of a paragraph after its run-in heading."""
    text = paragraph.passage.text
    for start, end in sentences(text):
        start = max(start, paragraph.content)
        spans = paragraph.passage.spans(start, end) if start < end else ()
        if spans:
            yield _sentence(index, text[start:end], spans, paragraph.section)
            index += 1


def _sentence(index: int, text: str, spans: tuple[Span, ...], section: str | None) -> Sentence:
    return Sentence(index, text, spans, section, Clauses.of(text))


class Index:
    """Character pairs to sentences: narrows a row to the few sentences worth comparing, in linear time."""

    def __init__(self, items: Iterable[Sentence]) -> None:
        self._items = list(items)
        self._places: dict[str, list[int]] = defaultdict(list)
        for place, item in enumerate(self._items):
            for pair in _pairs(item.text):
                self._places[pair].append(place)

    def nearest(self, text: str, most: int = 24) -> list[Sentence]:
        """The sentences that share most character pairs with ``text``; pairs found nearly everywhere are ignored."""
        votes: dict[int, int] = defaultdict(int)
        for pair in _pairs(text):
            places = self._places.get(pair, ())
            if len(places) > 200:
                continue
            for place in places:
                votes[place] += 1
        ranked = sorted(votes, key=lambda place: (-votes[place], place))[:most]
        return [self._items[place] for place in sorted(ranked)]


def _pairs(text: str) -> set[str]:
    plain = squash(text)
    return {left + right for left, right in pairwise(plain)}
