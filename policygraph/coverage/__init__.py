"""The account of a document: what its marks promise against what was answered, and a verdict.

Made after ``link``; what is expected comes from the look of the document alone (``seen``), never from the rules that find
facts, else the account would audit itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Protocol

from policygraph.coverage.judged import judge
from policygraph.coverage.seen import Look, Seen, annexes
from policygraph.coverage.spans import Places
from policygraph.issues import CODES, make_issue
from policygraph.lexicon import Lexicon
from policygraph.model import Asked, Count, Coverage, Linked, Severity, Span, Task, Unanswered

__all__ = ["account", "accounted"]

KINDS: tuple[Asked, ...] = ("items", "owners", "figures", "dates", "tables", "rows", "annexes", "pictures")
#: issues of the readers that say something was not read
UNREAD = ("picture-unread", "page-no-text", "unread-part", "garbled-text", "damaged-bytes", "doubtful-table", "table-rows-missing", "formula-unread")  # fmt: skip


def accounted(linked: Linked, lexicon: Lexicon) -> Linked:
    """The document with its account, and an issue for everything unanswered that no issue speaks of yet."""
    coverage = account(linked, lexicon)
    said = {issue.code for issue in (*linked.policy.issues, *linked.issues)}
    fresh = tuple(
        replace(make_issue(item.code, item.what, item.where), severity=item.severity)
        for item in coverage.unanswered
        if item.code not in said or item.code.startswith("unanswered-")
    )
    return replace(linked, coverage=coverage, issues=(*linked.issues, *fresh))


def account(linked: Linked, lexicon: Lexicon) -> Coverage:
    """Counts, what was not answered in order of text, and the verdict."""
    answers = Answers(linked)
    seen = [(item, answers.to(item)) for item in Look(linked.policy, lexicon).seen()]
    counts = {kind: Count(0, 0) for kind in KINDS}
    missing: list[Unanswered] = []
    for item, answered in seen:
        counts[item.kind] = _more(counts[item.kind], answered)
        if not answered:
            code = f"unanswered-{item.kind}"
            missing.append(Unanswered(code, item.what, (item.span,), CODES[code][0]))
    for title, span, found in annexes(linked.policy, lexicon):
        counts["annexes"] = _more(counts["annexes"], found)
        if not found:
            missing.append(Unanswered("annex-missing", f"附件“{title}”未随文", (span,), "warning"))
    for unread in _unread(linked):
        counts["pictures"] = _more(counts["pictures"], False)
        missing.append(unread)
    missing.sort(key=lambda item: (_RANK[item.severity], item.where[0].start if item.where else -1))
    return judge(linked, counts, tuple(missing), lexicon)


_RANK: dict[Severity, int] = {"error": 0, "warning": 1, "info": 2}


def _more(count: Count, answered: bool) -> Count:
    return Count(count.expected + 1, count.answered + answered)


def _unread(linked: Linked) -> Iterator[Unanswered]:
    for issue in linked.policy.issues:
        if issue.code in UNREAD:
            yield Unanswered(issue.code, issue.message, issue.spans, issue.severity)


class Answers:
    """Where facts of each kind stand."""

    def __init__(self, linked: Linked) -> None:
        owners = _spans(linked.responsibilities)
        aims = (*_spans(linked.indicators), *_spans(linked.duties))
        self._work = Places((*_work(linked.tasks), *aims, *owners))
        self._of = {
            "owners": Places(owners),
            "figures": Places((*_spans(linked.indicators), *_spans(linked.norms))),
            "dates": Places((*_dated(linked), *aims, *_spans(linked.goals))),
        }

    def to(self, item: Seen) -> bool:
        """Whether facts speak of it: half of the names a list holds, one fact of anything else."""
        found = self._of.get(item.kind, self._work).touching(item.span)
        return not item.lost and found > 0 and (item.kind != "owners" or 2 * found >= item.names)


class _Fact(Protocol):
    @property
    def spans(self) -> tuple[Span, ...]: ...


def _spans(facts: Iterable[_Fact]) -> tuple[Span, ...]:
    return tuple(span for fact in facts for span in fact.spans)


def _work(tasks: Iterable[Task]) -> Iterator[Span]:
    for task in tasks:
        yield from (*task.spans, *task.passage, *task.body_spans)


def _dated(linked: Linked) -> Iterator[Span]:
    """Dates of tasks, and measures: a date in a measure is its milestone."""
    for task in linked.tasks:
        yield from (*(task.deadline.spans if task.deadline else ()), *task.measures)
    dues = (*(task.due for task in linked.tasks), *(i.due for i in linked.indicators))
    for due in dues:
        yield from due.spans if due is not None else ()
