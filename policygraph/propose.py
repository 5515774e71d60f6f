"""Proposals for people to review: words the lexicon may lack, sentences an unlinked annex row may stand on.

jieba reads here and nowhere near the facts: what it proposes becomes a rule or a link only when somebody writes a
lexicon entry or a decision. The same documents give the same proposals in the same order.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from policygraph.lexicon import Lexicon
from policygraph.link.body import Sentence, read_body
from policygraph.model import Linked, Task
from policygraph.text import fold
from policygraph.words import tokens

_AFTER_NUMBER = re.compile(r"(?:达到|建成|新增|培育|超过|完成)[^，。；\d]{0,16}?(\d+(?:\.\d+)?)([\u4e00-\u9fff]{1,6})")
_CALENDAR = {"年", "月", "日"}
_HAN = re.compile(r"[\u4e00-\u9fff]{2,}")


@dataclass(frozen=True, slots=True)
class Proposal:
    """One candidate: ``table`` names the lexicon file it would go to, ``count`` how often it was seen."""

    table: str
    word: str
    count: int
    example: str


@dataclass(frozen=True, slots=True)
class Alignment:
    """A sentence offered for an annex row that found none; ``shared`` are the words both have."""

    task: Task
    sentence: Sentence
    shared: tuple[str, ...]


def propose_words(documents: Iterable[Linked], lexicon: Lexicon) -> list[Proposal]:
    """Candidates over some documents, most frequent first."""
    counts: Counter[tuple[str, str]] = Counter()
    examples: dict[tuple[str, str], str] = {}
    for linked in documents:
        for table, word, example in (*_endings(linked), *_units(linked, lexicon)):
            counts[table, word] += 1
            examples.setdefault((table, word), example)
    ranked = sorted(counts, key=lambda key: (-counts[key], key))
    return [Proposal(table, word, counts[table, word], examples[table, word]) for table, word in ranked]


def _endings(linked: Linked) -> Iterator[tuple[str, str, str]]:
    """Last words of names taken for owners though their ending is not known as that of an organisation."""
    for owner in linked.responsibilities:
        words = tokens(fold(owner.mention)) if owner.kind == "other" else []
        if words and _HAN.fullmatch(words[-1]):
            yield "organizations", words[-1], owner.mention


def _units(linked: Linked, lexicon: Lexicon) -> Iterator[tuple[str, str, str]]:
    """Words that follow a number a document sets, and are in no table of units."""
    known = {fold(word) for word in lexicon.words("units")}
    text = fold(linked.policy.document.text)
    for found in _AFTER_NUMBER.finditer(text):
        unit = found.group(2).lstrip("余多万亿")  # 54.58万人 counts 人
        first = next(iter(tokens(unit)), "")
        if first and not unit.startswith(tuple(known | _CALENDAR)):
            yield "units", first, found.group()


def propose_alignments(linked: Linked, most: int = 3) -> list[Alignment]:
    """For each annex task without a passage in the body, the sentences that share most words with it."""
    rows = [task for task in linked.tasks if task.part == "annex" and not task.body_spans]
    if not rows:
        return []
    said = [(sentence, set(_words(sentence.text))) for sentence in read_body(linked.policy).sentences]
    out: list[Alignment] = []
    for task in rows:
        wanted = _words(task.text)
        scored = [(len([word for word in wanted if word in has]), sentence, has) for sentence, has in said]
        best = sorted((item for item in scored if item[0] >= 2), key=lambda item: (-item[0], item[1].index))[:most]
        out += [Alignment(task, sentence, tuple(word for word in wanted if word in has)) for _, sentence, has in best]
    return out


def _words(text: str) -> list[str]:
    return [word for word in dict.fromkeys(tokens(fold(text))) if _HAN.fullmatch(word)]
