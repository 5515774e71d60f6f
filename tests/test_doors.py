"""Law 7, many doors, one document: the same content in every format gives the same outline and the same facts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import pytest

from policygraph.model import Linked
from policygraph.pipeline import parse_bytes
from policygraph.text import squash

DOCUMENTS = Path(__file__).parent / "documents"
NAMES = ("notice", "plan", "layout", "breaks")
KINDS = ("html", "doc", "pdf", "ofd", "txt")
Facts = list[tuple[object, ...]]


@cache
def parsed(name: str, kind: str) -> Linked:
    file = f"{name}.{kind}"
    return parse_bytes((DOCUMENTS / file).read_bytes(), file)


def sections(linked: Linked) -> Facts:
    return [(section.path, squash(section.heading), section.part) for section in linked.policy.sections]


def goals(linked: Linked) -> Facts:
    return [(squash(goal.text), goal.by, goal.section_path) for goal in linked.goals]


def indicators(linked: Linked) -> Facts:
    return [
        (squash(fact.name), fact.value, fact.unit, fact.comparator, fact.by, fact.kind, fact.cell)
        for fact in linked.indicators
    ]


def tasks(linked: Linked) -> Facts:
    return [
        (
            task.number,
            squash(task.text),
            squash(task.domain or ""),
            squash(task.area or ""),
            task.home,
            task.deadline and task.deadline.by,
        )
        for task in linked.tasks
    ]


def responsibilities(linked: Linked) -> Facts:
    """Each with the words of what it is about: ids may differ between formats, words may not."""
    said = {task.id: squash(task.text) for task in linked.tasks} | {
        fact.id: squash(fact.name) for fact in linked.indicators
    }
    return [(said.get(fact.subject), fact.mention, fact.role, fact.order) for fact in linked.responsibilities]


def masthead(linked: Linked) -> Facts:
    head = linked.policy.masthead
    return [
        (squash(head.title or ""), squash(head.notice_title or ""), head.number, head.issuer, head.issued),
        (head.addressees, head.kind, tuple(squash(item.title) for item in head.attachments)),
    ]


ASPECTS: Mapping[str, Callable[[Linked], Facts]] = {
    "masthead": masthead,
    "sections": sections,
    "goals": goals,
    "indicators": indicators,
    "tasks": tasks,
    "responsibilities": responsibilities,
}

#: What a format cannot say, with the reason. Everything else must be equal.
KNOWN: Mapping[tuple[str, str, str], str] = {}


@pytest.mark.parametrize("aspect", ASPECTS)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", NAMES)
def test_same_as_the_word_file(name: str, kind: str, aspect: str) -> None:
    expected, found = (ASPECTS[aspect](parsed(name, each)) for each in ("docx", kind))
    missing, extra = Counter(expected) - Counter(found), Counter(found) - Counter(expected)
    same = not missing and not extra
    if (name, kind, aspect) in KNOWN:
        assert not same, f"{KNOWN[name, kind, aspect]}: no longer so, take it off the list"
    else:
        assert same, f"missing {list(missing)[:3]}, extra {list(extra)[:3]}"
        assert found == expected


def test_the_word_files_hold_what_they_were_made_to_show() -> None:
    counts = {name: [len(facts(parsed(name, "docx"))) for facts in ASPECTS.values()] for name in NAMES}
    assert all(count for name in NAMES for count in counts[name][1:]), counts
