"""Decisions are replayed, survive an edit elsewhere, and are never dropped."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import CHANGZHOU

from policygraph.decide import (
    Decision,
    apply,
    dump_decisions,
    link_key,
    load_decisions,
    parse_decisions,
    standing,
    with_new,
)
from policygraph.issues import PolicygraphError
from policygraph.model import Linked
from policygraph.pipeline import parse_bytes


def owner_names(linked: Linked, subject: str) -> list[tuple[str, str]]:
    names = {item.id: item.name for item in linked.organizations}
    return [
        (names[owner.organization or ""], owner.role) for owner in linked.responsibilities if owner.subject == subject
    ]


def test_an_owner_is_corrected_and_the_quote_stays(changzhou: Linked) -> None:
    first = changzhou.responsibilities[0]
    decided = apply(
        changzhou, [Decision(first.id, "correct", "organization", "发展改革局", author="甲", date="2024-05-01")]
    )
    fact = decided.linked.responsibilities[0]
    assert ("发展改革局", "lead") in owner_names(decided.linked, first.subject)
    assert (fact.mention, fact.spans) == (first.mention, first.spans)
    assert fact.rule == "decision" and "甲" in fact.why


def test_a_role_is_corrected(changzhou: Linked) -> None:
    first = changzhou.responsibilities[0]
    decided = apply(changzhou, [Decision(first.id, "correct", "role", "support")])
    assert decided.linked.responsibilities[0].role == "support"


def test_an_owner_is_added_and_a_task_dismissed(changzhou: Linked) -> None:
    task = changzhou.tasks[0]
    added = apply(changzhou, [Decision(task.id, "add", "support", "教育局")]).linked
    assert ("教育局", "support") in owner_names(added, task.id)
    gone = apply(changzhou, [Decision(task.id, "dismiss")]).linked
    assert task.id not in {item.id for item in gone.tasks} | {owner.subject for owner in gone.responsibilities}


def test_deadline_and_section_of_a_task(changzhou: Linked) -> None:
    task = changzhou.tasks[0]
    changed = apply(
        changzhou,
        [
            Decision(task.id, "correct", "deadline", "2024年6月底前|2024-06"),
            Decision(task.id, "correct", "section", "二"),
        ],
    ).linked.tasks[0]
    assert changed.deadline is not None and changed.deadline.by == "2024-06"
    assert changed.section_path == "二"


@pytest.mark.parametrize(
    ("field", "value", "attribute", "expected"),
    [
        ("value", "90", "value", 90.0),
        ("unit", "家", "unit", "家"),
        ("by", "2030", "by", "2030"),
        ("comparator", ">", "comparator", ">"),
    ],
)
def test_an_indicator_is_corrected(changzhou: Linked, field: str, value: str, attribute: str, expected: object) -> None:
    fact = changzhou.indicators[0]
    decided = apply(changzhou, [Decision(fact.id, "correct", field, value)])
    assert getattr(decided.linked.indicators[0], attribute) == expected
    assert decided.orphaned == ()


def test_what_makes_no_sense_is_listed_and_changes_nothing(changzhou: Linked) -> None:
    bad = [
        Decision("t0000000000000000", "dismiss"),
        Decision(changzhou.indicators[0].id, "correct", "value", "许多"),
        Decision(changzhou.tasks[0].id, "correct", "section", "没有这一节"),
    ]
    decided = apply(changzhou, bad)
    assert decided.orphaned == tuple(bad)
    assert decided.linked == changzhou


def test_a_doubtful_link_is_dismissed_or_confirmed(changzhou: Linked) -> None:
    link = changzhou.links[0]
    gone = apply(changzhou, [Decision(link_key(link), "dismiss")]).linked
    assert link not in gone.links and len(gone.links) == len(changzhou.links) - 1
    sure = apply(changzhou, [Decision(link_key(link), "confirm", note="核对过")]).linked
    assert sure.links[0].confidence == "stated" and "核对过" in sure.links[0].reason


def test_decisions_survive_an_edit_elsewhere(changzhou: Linked) -> None:
    target = changzhou.responsibilities[-1]
    decisions = [Decision(target.id, "correct", "role", "support")]
    text = CHANGZHOU.read_text("utf-8").replace("切实履行部门职责", "认真履行职责")
    again = apply(parse_bytes(text.encode("utf-8"), "edited.txt"), decisions)
    assert again.orphaned == ()
    assert again.linked.responsibilities[-1].role == "support"


def test_the_file_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    items = (Decision("t1", "dismiss", note="重复", about="推进农业节水"), Decision("r1", "correct", "role", "lead"))
    path = tmp_path / "decisions.json"
    path.write_text(dump_decisions(items), "utf-8")
    assert load_decisions(path) == items
    assert load_decisions(tmp_path / "none.json") == ()


@pytest.mark.parametrize(
    "text",
    [
        "", "[]", '{"schema":"policygraph/decisions/1","decisions":[{"target":"t1"}]}', '{"decisions":[]}',
        '{"schema":"policygraph/decisions/1","decisions":[{"target":"t1","action":"withdraw"}]}',
        '{"schema":"policygraph/decisions/1","decisions":[{"target":"t1","action":"withdraw","withdraws":"withdraw"}]}',
        '{"schema":"policygraph/decisions/1","decisions":[{"target":"t1","action":"dismiss","withdraws":"confirm"}]}',
    ],
)  # fmt: skip
def test_a_malformed_file_is_refused(text: str) -> None:
    with pytest.raises(PolicygraphError):
        parse_decisions(text)


# ---- taking back -----------------------------------------------------------------------------------

ROLE = Decision("r1", "correct", "role", "lead")
OTHER = Decision("r1", "correct", "role", "support")
ADDED = Decision("t1", "add", "lead", "甲局")


def back(item: Decision) -> Decision:
    return Decision(item.target, "withdraw", item.field, item.value, note="看错了", withdraws=item.action)


@pytest.mark.parametrize(
    ("entries", "in_force", "idle"),
    [
        ([ROLE], [ROLE], []),
        ([ROLE, back(ROLE)], [], []),
        ([ROLE, back(ROLE), ROLE], [ROLE], []),
        ([ROLE, OTHER, back(OTHER)], [], []),  # the older correction does not come back
        ([ROLE, OTHER, back(ROLE)], [OTHER], []),
        ([ADDED, ROLE, back(ROLE)], [ADDED], []),
        ([ADDED, back(ADDED)], [], []),
        ([back(ROLE)], [], [back(ROLE)]),
        ([ROLE, back(ROLE), back(ROLE)], [], [back(ROLE)]),
        ([ROLE, ROLE, back(ROLE)], [], []),
    ],
)
def test_what_is_in_force(entries: list[Decision], in_force: list[Decision], idle: list[Decision]) -> None:
    found = standing(entries)
    assert (list(found.in_force), list(found.idle)) == (in_force, idle)


def test_the_file_keeps_what_was_withdrawn_and_not_what_was_corrected_anew() -> None:
    assert with_new([ROLE], [OTHER]) == [OTHER]
    assert with_new([ROLE, back(ROLE)], [OTHER]) == [ROLE, back(ROLE), OTHER]
    assert with_new([ROLE], [ROLE]) == [ROLE]
    assert with_new([ADDED], [Decision("t1", "add", "lead", "乙局")]) == [ADDED, Decision("t1", "add", "lead", "乙局")]


def test_what_was_extracted_comes_back(changzhou: Linked) -> None:
    first = changzhou.responsibilities[0]
    gone = Decision(first.id, "dismiss")
    decided = apply(changzhou, [gone, back(gone)])
    assert decided.linked == changzhou and decided.applied == decided.orphaned == ()


def test_a_withdrawal_is_read_back_as_it_was_written() -> None:
    assert parse_decisions(dump_decisions([ROLE, back(ROLE)])) == (ROLE, back(ROLE))
