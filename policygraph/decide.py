"""Human decisions: read, replay over the facts, list the orphans.

Decisions live in one small file beside the corpus (``decisions.json``), keyed by fact ids, which come from content.
They are replayed at every build, so they survive re-ingestion; one whose fact vanished is listed as orphaned and
never dropped. A decision changes the value the views show, never the quote. The file only grows: one
that is withdrawn, or decided otherwise, stays in it before the later entry that ended it, so that who took it back,
when and why can be read there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Literal, TypeAlias, cast

from policygraph.identity import digest, organization_id
from policygraph.issues import PolicygraphError
from policygraph.model import (
    ROLES,
    Comparator,
    Deadline,
    Finding,
    Indicator,
    Link,
    Linked,
    Organization,
    Responsibility,
)
from policygraph.model import Role as RoleName
from policygraph.text import squash

SCHEMA = "policygraph/decisions/1"
Action: TypeAlias = Literal["confirm", "dismiss", "correct", "add", "progress", "same-body", "other-body", "withdraw"]
ACTIONS: tuple[Action, ...] = (
    "confirm", "dismiss", "correct", "add", "progress", "same-body", "other-body", "withdraw",
)  # fmt: skip
WITHDRAW: Action = "withdraw"
FINDING = "f"  # what keys of findings begin with


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision about one fact, link or finding.

    ``target`` is a fact id, ``link_key``, ``finding_key`` or, for ``same-body`` and ``other-body``, the id of an
    organisation (region and name, so it holds in every document that has it): ``value`` is the id of the body it is,
    or that it is not. ``field`` names what is corrected, added or reported:
    ``organization``, ``role``, ``deadline``, ``value``, ``unit``, ``by``, ``comparator``, ``task``, ``section``,
    ``status``, ``progress``. ``about`` repeats the words decided on, for people who read the file. A withdrawal
    names the earlier decision by its target, field, value and, as ``withdraws``, its action; the note is its own.
    """

    target: str
    action: Action
    field: str = ""
    value: str = ""
    note: str = ""
    author: str = ""
    date: str = ""
    about: str = ""
    withdraws: Action | Literal[""] = ""


@dataclass(frozen=True, slots=True)
class Decided:
    """The facts after replay, and what became of each decision."""

    linked: Linked
    applied: tuple[Decision, ...]
    orphaned: tuple[Decision, ...]


def link_key(link: Link) -> str:
    return f"{link.kind}:{link.left}:{link.right}"


def finding_key(finding: Finding) -> str:
    """Stable over re-ingestion as long as the facts it is about are there."""
    return FINDING + digest(finding.code, *finding.facts)


# ---- the file --------------------------------------------------------------------------------------


def load_decisions(path: Path) -> tuple[Decision, ...]:
    """Decisions of a file, none if it does not exist. PolicygraphError ``decisions-malformed`` names the entry."""
    if not path.is_file():
        return ()
    try:
        return parse_decisions(path.read_text("utf-8-sig"))
    except PolicygraphError as error:
        raise PolicygraphError(error.code, f"{path.name}: {error.message}") from None


def parse_decisions(text: str) -> tuple[Decision, ...]:
    try:
        data = json.loads(text)
    except ValueError as error:
        raise PolicygraphError("decisions-malformed", f"不是 JSON：{error}") from None
    rows = data.get("decisions") if isinstance(data, dict) else None
    if not isinstance(rows, list) or data.get("schema") != SCHEMA:
        raise PolicygraphError("decisions-malformed", f"缺少 schema “{SCHEMA}” 或 decisions 列表")
    return tuple(_decision(row, index) for index, row in enumerate(rows, 1))


def _decision(row: object, index: int) -> Decision:
    known = set(Decision.__dataclass_fields__)
    fields = row if isinstance(row, dict) else {}
    values = {key: value for key, value in fields.items() if key in known and isinstance(value, str)}
    if not values.get("target") or values.get("action") not in ACTIONS:
        raise PolicygraphError("decisions-malformed", f"第 {index} 条缺少 target，或 action 不是 {'、'.join(ACTIONS)}")
    if (values["action"] == WITHDRAW) != (values.get("withdraws", "") in _WITHDRAWN):
        said = f"第 {index} 条：撤回（withdraw）须以 withdraws 写明所撤回的 action，其他决定没有这一项"
        raise PolicygraphError("decisions-malformed", said)
    return Decision(**cast(dict[str, Any], values))


_WITHDRAWN = tuple(action for action in ACTIONS if action != WITHDRAW)  # a withdrawal is answered by deciding anew


def dump_decisions(decisions: Iterable[Decision]) -> str:
    """The file's text: one field a line, so that it can be read, compared and merged by hand."""
    rows = [{key: value for key, value in asdict(item).items() if value} for item in decisions]
    return json.dumps({"schema": SCHEMA, "decisions": rows}, ensure_ascii=False, indent=1) + "\n"


def with_decisions(
    findings: Sequence[Finding], decisions: Sequence[Decision]
) -> tuple[tuple[Finding, ...], tuple[Decision, ...]]:
    """Findings with what was decided on them, and the decisions that were about one of them."""
    about = {finding_key(item): item for item in findings}
    used = tuple(item for item in decisions if item.target in about)
    last = {item.target: item for item in used}
    out = tuple(
        replace(item, decision=last[key].action, note=last[key].note) if key in last else item
        for key, item in ((finding_key(item), item) for item in findings)
    )
    return out, used


# ---- what is in force ------------------------------------------------------------------------------


def endings(decisions: Sequence[Decision]) -> tuple[int | None, ...]:
    """For each entry the place of the later one that ended it, None while it stands.

    Read in file order. A decision takes the place of the one in force about the same; a withdrawal ends the one it
    names, and then what was extracted is back, not an older decision. One that names nothing in force does nothing.
    """
    ends: list[int | None] = [None] * len(decisions)
    stands: dict[tuple[str, str, str], int] = {}
    for at, item in enumerate(decisions):
        before = stands.get(_about(item))
        if item.action == WITHDRAW and (before is None or not _names(item, decisions[before])):
            continue
        if before is not None:
            ends[before] = at
        if item.action == WITHDRAW:
            del stands[_about(item)]
        else:
            stands[_about(item)] = at
    return tuple(ends)


def _about(item: Decision) -> tuple[str, str, str]:
    """What can be decided one way only: a field of a fact. Additions stand beside each other, each by its value."""
    return item.target, item.field, f"+{item.value}" if "add" in (item.action, item.withdraws) else ""


def _names(withdrawal: Decision, item: Decision) -> bool:
    return (withdrawal.withdraws, withdrawal.value) == (item.action, item.value)


def in_force(decisions: Sequence[Decision]) -> tuple[Decision, ...]:
    """The decisions that neither a later one nor a withdrawal has ended, in file order."""
    ends = zip(decisions, endings(decisions), strict=True)
    return tuple(item for item, end in ends if end is None and item.action != WITHDRAW)


def idle(decisions: Sequence[Decision]) -> tuple[Decision, ...]:
    """Withdrawals that found nothing in force to withdraw."""
    busy = set(endings(decisions))
    return tuple(item for at, item in enumerate(decisions) if item.action == WITHDRAW and at not in busy)


def listed(decisions: Sequence[Decision]) -> list[dict[str, Any]]:
    """The file as the pages take it: its fields, and as ``ended`` the place of the entry that ended it."""
    return [
        {**{key: value for key, value in asdict(item).items() if value}, **({"ended": end} if end else {})}
        for item, end in zip(decisions, endings(decisions), strict=True)
    ]


# ---- replay ----------------------------------------------------------------------------------------


def apply(linked: Linked, decisions: Sequence[Decision]) -> Decided:
    """Replay what is in force, in file order."""
    applied: list[Decision] = []
    orphaned: list[Decision] = []
    for item in in_force(decisions):
        changed = _apply_one(linked, item)
        if changed is None:
            orphaned.append(item)
        else:
            linked = changed
            applied.append(item)
    return Decided(linked, tuple(applied), tuple(orphaned))


def _apply_one(linked: Linked, item: Decision) -> Linked | None:
    """The facts after one decision; None where its target is not there (or a finding: the caller knows those)."""
    for step in STEPS:
        changed = step(linked, item)
        if changed is not None:
            return changed
    return None


def _on_responsibility(linked: Linked, item: Decision) -> Linked | None:
    index = next((at for at, fact in enumerate(linked.responsibilities) if fact.id == item.target), None)
    if index is None:
        return None
    rest = list(linked.responsibilities)
    if item.action == "dismiss":
        del rest[index]
        return replace(linked, responsibilities=tuple(rest))
    if item.action != "correct":
        return linked
    fact = replace(rest[index], rule="decision", confidence="stated", why=_why(item))
    if item.field == "role" and item.value in ROLES:
        rest[index] = replace(fact, role=item.value)
        return replace(linked, responsibilities=tuple(rest))
    if item.field == "organization" and item.value:
        linked, key = _with_organization(linked, item.value)
        rest[index] = replace(fact, organization=key)
        return replace(linked, responsibilities=tuple(rest))
    return None


def _on_task(linked: Linked, item: Decision) -> Linked | None:
    index = next((at for at, task in enumerate(linked.tasks) if task.id == item.target), None)
    if index is None:
        return None
    tasks = list(linked.tasks)
    if item.action == "dismiss":
        del tasks[index]
        owners = tuple(owner for owner in linked.responsibilities if owner.subject != item.target)
        return replace(linked, tasks=tuple(tasks), responsibilities=owners)
    if item.action == "add" and item.field in ROLES and item.value:
        return _add_owner(linked, item)
    if item.action != "correct":
        return linked
    if item.field == "deadline":
        text, _, by = item.value.partition("|")
        tasks[index] = replace(
            tasks[index], deadline=Deadline(text, by or None) if text or by else None, why=_why(item)
        )
    elif item.field == "section":
        section = next((found for found in linked.policy.sections if item.value in (found.id, found.path)), None)
        if section is None:
            return None
        tasks[index] = replace(tasks[index], section=section.id, section_path=section.path, why=_why(item))
    else:
        return None
    return replace(linked, tasks=tuple(tasks))


def _on_indicator(linked: Linked, item: Decision) -> Linked | None:
    index = next((at for at, found in enumerate(linked.indicators) if found.id == item.target), None)
    if index is None:
        return None
    items = list(linked.indicators)
    if item.action == "dismiss":
        del items[index]
    elif item.action == "correct":
        changed = _correct_indicator(items[index], item)
        if changed is None:
            return None
        items[index] = replace(changed, rule="decision", confidence="stated", why=_why(item))
    return replace(linked, indicators=tuple(items))


def _correct_indicator(fact: Indicator, item: Decision) -> Indicator | None:
    if item.field == "value":
        try:
            return replace(fact, value=float(item.value))
        except ValueError:
            return None
    if item.field == "unit":
        return replace(fact, unit=item.value)
    if item.field == "by":
        return replace(fact, by=item.value or None)
    if item.field == "task":
        return replace(fact, task=item.value or None)
    if item.field == "comparator" and item.value in (">=", ">", "<=", "<", "=", "~", "range"):
        return replace(fact, comparator=cast(Comparator, item.value))
    return None


def _on_link(linked: Linked, item: Decision) -> Linked | None:
    if not any(link_key(link) == item.target for link in linked.links):
        return None
    if item.action == "dismiss":
        return replace(linked, links=tuple(link for link in linked.links if link_key(link) != item.target))
    sure = tuple(
        replace(link, confidence="stated", reason=_why(item)) if link_key(link) == item.target else link
        for link in linked.links
    )
    return replace(linked, links=sure)


def _on_organization(linked: Linked, item: Decision) -> Linked | None:
    """``same-body``: the organisation is the body ``value``. ``other-body``: it is none the registry took it for,
    but one of its own. A name that was merged into a longer one is found by the id it would have alone."""
    index = next((at for at, found in enumerate(linked.organizations) if item.target in _ids(found)), None)
    if index is None or item.action not in ("same-body", "other-body"):
        return None
    if item.action == "same-body" and not _BODY.fullmatch(item.value):
        return None
    body = item.value if item.action == "same-body" else "b" + digest("decision", item.target)
    found = linked.organizations[index]
    parts = [replace(found, resolved=body, candidates=(), parent=None if item.action == "other-body" else found.parent)]
    if item.target != found.id:  # one of the names it goes by, taken out of it
        name = next(alias for alias in found.aliases if organization_id(found.region, alias) == item.target)
        rest = replace(found, aliases=tuple(alias for alias in found.aliases if alias != name))
        parts = [rest, replace(parts[0], id=item.target, name=name, aliases=())]
    organizations = (*linked.organizations[:index], *parts, *linked.organizations[index + 1 :])
    owners = tuple(
        replace(owner, organization=item.target)
        if len(parts) > 1 and owner.organization == found.id and squash(owner.mention) == squash(parts[1].name)
        else owner
        for owner in linked.responsibilities
    )
    return replace(linked, organizations=organizations, responsibilities=owners)


_BODY = re.compile("b[0-9a-f]{16}")


def _ids(item: Organization) -> tuple[str, ...]:
    return (item.id, *(organization_id(item.region, alias) for alias in item.aliases))


STEPS: tuple[Callable[[Linked, Decision], Linked | None], ...] = (
    _on_organization, _on_responsibility, _on_task, _on_indicator, _on_link,
)  # fmt: skip


def _add_owner(linked: Linked, item: Decision) -> Linked:
    linked, key = _with_organization(linked, item.value)
    task = next(task for task in linked.tasks if task.id == item.target)
    order = 1 + sum(owner.subject == item.target and owner.role == item.field for owner in linked.responsibilities)
    owner = Responsibility(
        id="r" + digest("decision", item.target, item.field, item.value),
        subject=item.target,
        mention=item.value,
        role=cast(RoleName, item.field),
        order=order,
        spans=task.spans,
        rule="decision",
        why=_why(item),
        organization=key,
    )
    return replace(linked, responsibilities=(*linked.responsibilities, owner))


def _with_organization(linked: Linked, name: str) -> tuple[Linked, str]:
    """The id of the organisation of that name in this document's region, added where it is new."""
    for known in linked.organizations:
        if name in (known.name, *known.aliases):
            return linked, known.id
    head = linked.policy.masthead
    fresh = Organization(organization_id(head.region, name), name, head.region, head.level, "other")
    return replace(linked, organizations=(*linked.organizations, fresh)), fresh.id


def _why(item: Decision) -> str:
    who = "，".join(part for part in (item.author, item.date) if part)
    return f"人工决定{f'（{who}）' if who else ''}{f'：{item.note}' if item.note else ''}"
