"""Decisions are replayed, survive an edit elsewhere, and are never dropped."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import CHANGZHOU
from hypothesis import given
from hypothesis import strategies as st

from policygraph.decide import (
    Decision,
    apply,
    dump_decisions,
    endings,
    idle,
    in_force,
    link_key,
    listed,
    load_decisions,
    parse_decisions,
)
from policygraph.identity import organization_id
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
    tasks = {task.id for task in changzhou.tasks}
    at, target = [pair for pair in enumerate(changzhou.responsibilities) if pair[1].subject in tasks][-1]
    decisions = [Decision(target.id, "correct", "role", "support")]
    text = CHANGZHOU.read_text("utf-8").replace("切实履行部门职责", "认真履行职责")
    again = apply(parse_bytes(text.encode("utf-8"), "edited.txt"), decisions)
    assert again.orphaned == ()
    assert again.linked.responsibilities[at].role == "support"


def test_the_file_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    items = (Decision("t1", "dismiss", note="重复", about="推进农业节水"), Decision("r1", "correct", "role", "lead"))
    path = tmp_path / "decisions.json"
    path.write_text(dump_decisions(items), "utf-8")
    assert load_decisions(path) == items
    assert load_decisions(tmp_path / "none.json") == ()


def file_of(entry: str) -> str:
    return f'{{"schema":"policygraph/decisions/1","decisions":[{entry}]}}'


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"decisions":[]}',
        file_of('{"target":"t1"}'),
        file_of('{"target":"t1","action":"withdraw"}'),
        file_of('{"target":"t1","action":"withdraw","withdraws":"withdraw"}'),
        file_of('{"target":"t1","action":"dismiss","withdraws":"confirm"}'),
    ],
)
def test_a_malformed_file_is_refused(text: str) -> None:
    with pytest.raises(PolicygraphError):
        parse_decisions(text)


# ---- what is in force ------------------------------------------------------------------------------


def taken_back(item: Decision, **more: str) -> Decision:
    return Decision(item.target, "withdraw", item.field, item.value, withdraws=item.action, **more)


ROLE = Decision("r1", "correct", "role", "lead")
OTHER = Decision("r1", "correct", "role", "support")
ADDED = Decision("t1", "add", "lead", "甲局")


@pytest.mark.parametrize(
    ("entries", "force", "nothing"),
    [
        ([ROLE], [ROLE], []),
        ([ROLE, taken_back(ROLE)], [], []),
        ([ROLE, taken_back(ROLE), ROLE], [ROLE], []),
        ([ROLE, OTHER, taken_back(OTHER)], [], []),  # the older correction does not come back
        ([ROLE, OTHER, taken_back(ROLE)], [OTHER], [taken_back(ROLE)]),  # it was no longer in force
        ([ADDED, ROLE, taken_back(ROLE)], [ADDED], []),
        ([ADDED, taken_back(ADDED)], [], []),
        ([taken_back(ROLE)], [], [taken_back(ROLE)]),
        ([ROLE, taken_back(ROLE), taken_back(ROLE)], [], [taken_back(ROLE)]),
        ([ROLE, ROLE, taken_back(ROLE)], [], []),
    ],
)
def test_what_is_in_force(entries: list[Decision], force: list[Decision], nothing: list[Decision]) -> None:
    assert (list(in_force(entries)), list(idle(entries))) == (force, nothing)


def test_what_was_withdrawn_is_as_extracted_and_its_history_stays(changzhou: Linked) -> None:
    owner, task, link = changzhou.responsibilities[0], changzhou.tasks[3], changzhou.links[0]
    decisions = [
        Decision(owner.id, "correct", "organization", "发展改革局"),
        Decision(task.id, "add", "support", "教育局"),
        Decision(task.id, "correct", "deadline", "2024年6月底前|2024-06"),
        Decision(changzhou.tasks[5].id, "dismiss"),
        Decision(changzhou.indicators[0].id, "correct", "value", "90"),
        Decision(link_key(link), "dismiss"),
    ]
    assert apply(changzhou, decisions).linked != changzhou
    file = (*decisions, *(taken_back(item, author="乙", date="2024-06-01", note="记错") for item in decisions))
    decided = apply(changzhou, file)
    assert (decided.linked, decided.applied, decided.orphaned) == (changzhou, (), ())
    again = parse_decisions(dump_decisions(file))
    assert again == file and (again[-1].author, again[-1].date, again[-1].note) == ("乙", "2024-06-01", "记错")


def test_a_withdrawal_brings_back_the_text_and_not_an_older_correction(changzhou: Linked) -> None:
    owner = changzhou.responsibilities[0]
    first, second = (Decision(owner.id, "correct", "organization", name) for name in ("发展改革局", "教育局"))
    assert apply(changzhou, [first, second]).applied == (second,)
    assert apply(changzhou, [first, second, taken_back(second)]).linked == changzhou
    late = [first, second, taken_back(first)]  # somebody had an older page before them
    assert (in_force(late), idle(late)) == ((second,), (late[2],))


def test_what_is_decided_after_a_withdrawal_stands(changzhou: Linked) -> None:
    dismissed = Decision(changzhou.tasks[0].id, "dismiss")
    file = [dismissed, taken_back(dismissed), dismissed]
    assert endings(file) == (1, None, None)
    assert in_force(file) == (dismissed,)
    assert changzhou.tasks[0] not in apply(changzhou, file).linked.tasks


def test_a_withdrawal_of_nothing_does_nothing_and_is_told(changzhou: Linked) -> None:
    made = Decision(changzhou.tasks[0].id, "add", "support", "教育局")
    other = taken_back(Decision(changzhou.tasks[0].id, "add", "support", "财政局"))
    twice = [made, taken_back(made), taken_back(made), other]
    assert idle(twice) == (taken_back(made), other)
    assert apply(changzhou, [*twice, made]).applied == (made,)


def test_additions_stand_beside_each_other_and_each_once(changzhou: Linked) -> None:
    task = changzhou.tasks[0]
    one, two = (Decision(task.id, "add", "support", name) for name in ("教育局", "体育局"))
    names = [name for name, _ in owner_names(apply(changzhou, [one, two, one]).linked, task.id)]
    assert (names.count("教育局"), names.count("体育局")) == (1, 1)
    names = [name for name, _ in owner_names(apply(changzhou, [one, two, taken_back(one)]).linked, task.id)]
    assert (names.count("教育局"), names.count("体育局")) == (0, 1)


def test_the_last_word_on_a_link_counts(changzhou: Linked) -> None:
    key = link_key(changzhou.links[0])
    decided = apply(changzhou, [Decision(key, "dismiss"), Decision(key, "confirm")])
    assert decided.linked.links[0].confidence == "stated" and decided.orphaned == ()


def test_the_pages_are_told_what_ended_an_entry() -> None:
    first, second = Decision("t1", "progress", "status", "进行中"), Decision("t1", "progress", "status", "已完成")
    entries = listed([first, second, taken_back(second)])
    assert [entry.get("ended") for entry in entries] == [1, 2, None]
    assert entries[0] == {"target": "t1", "action": "progress", "field": "status", "value": "进行中", "ended": 1}


SOME = st.builds(
    Decision,
    st.sampled_from(["t1", "t2"]),
    st.sampled_from(["confirm", "dismiss", "correct", "add", "progress"]),
    st.sampled_from(["", "lead"]),
    st.sampled_from(["", "甲", "乙"]),
)


@given(st.lists(st.one_of(SOME, SOME.map(taken_back)), max_size=12))
def test_everything_in_force_can_be_withdrawn(file: list[Decision]) -> None:
    ends = endings(file)
    assert all(end is None or end > at for at, end in enumerate(ends))
    assert not any(item.action == "withdraw" and end is not None for item, end in zip(file, ends, strict=True))
    stands = in_force(file)
    after = [*file, *map(taken_back, stands)]
    assert in_force(after) == () and idle(after) == idle(file)
    assert in_force(stands) == stands  # nothing in force ends anything else


def test_names_are_said_to_be_one_body_or_another(changzhou: Linked) -> None:
    one, two = changzhou.organizations[:2]
    merged = apply(changzhou, [Decision(one.id, "same-body", value=two.resolved or "")]).linked
    assert merged.organizations[0].resolved == two.resolved
    split = apply(merged, [Decision(one.id, "other-body", value=two.resolved or "")]).linked
    assert split.organizations[0].resolved not in (one.resolved, two.resolved, None)
    assert apply(changzhou, [Decision(one.id, "same-body", value="财政局")]).orphaned
    assert apply(changzhou, [Decision("o0", "other-body")]).orphaned


def test_a_name_merged_by_the_registry_is_taken_out_again() -> None:
    text = (
        "某市行动方案\n一、主要任务\n1．建设项目库。（责任单位：市发改委）\n2．完善制度。（责任单位：市发展改革委）\n"
    )
    linked = parse_bytes(text.encode(), "a.txt")
    whole = next(item for item in linked.organizations if item.aliases)
    target = organization_id(whole.region, whole.aliases[0])
    split = apply(linked, [Decision(target, "other-body")]).linked
    names = {item.name: item.resolved for item in split.organizations}
    assert set(names) == {"市发改委", "市发展改革委"} and len(set(names.values())) == 2
    assert {owner.organization for owner in split.responsibilities} == {item.id for item in split.organizations}
