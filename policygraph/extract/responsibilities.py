"""Groups of owners to responsibilities, under the rules the document declares once (第一位为牵头，下同)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from policygraph.extract.clauses import Clause
from policygraph.extract.owners import Group, Owners
from policygraph.identity import Minter
from policygraph.issues import make_issue
from policygraph.lexicon import Lexicon
from policygraph.marks.bracket import folded
from policygraph.marks.label import declarations
from policygraph.marks.listed import alias_of
from policygraph.model import Alias, Body, Confidence, Issue, Passage, PolicyDocument, Responsibility, Role, Span
from policygraph.text import fold

UNKNOWN = "名称不以常见的单位后缀结尾"


def unknown_bodies(found: Iterable[Responsibility]) -> tuple[Issue, ...]:
    """One issue for each owner whose name reads as no body, where it first stands."""
    first: dict[str, Responsibility] = {}
    for item in found:
        if item.why == UNKNOWN:
            first.setdefault(item.mention, item)
    return tuple(
        make_issue("unknown-body", f"责任单位名称不能确认：{name}", item.spans) for name, item in first.items()
    )


class OwnerWriter:
    """Writes responsibilities in text order; one organisation counts once for a subject and role."""

    def __init__(self, policy: PolicyDocument, minter: Minter, lexicon: Lexicon) -> None:
        self.minter, self.lexicon = minter, lexicon
        self.out: list[Responsibility] = []
        self.aliases: dict[tuple[str, str], Alias] = {}
        self.rules = Declared.of(policy, lexicon)
        self.done: dict[str, Subject] = {}

    def write(
        self, subject: str, path: str, passage: Passage, clause: Clause, cell: tuple[int, int] | None = None
    ) -> None:
        """All owners a clause names for a subject. ``cell`` is (row, column) of the names in a table."""
        state = self.done.setdefault(subject, Subject())
        for group in self.rules.apply(clause.owners, passage):
            for mention in group.mentions:
                order = state.place(group.role, fold(mention.text))
                if order:
                    self._one(subject, path, passage, clause, group, mention, order, cell)

    def _one(
        self, subject: str, path: str, passage: Passage, clause: Clause, group: Group, mention: Body,
        order: int, cell: tuple[int, int] | None,
    ) -> None:  # fmt: skip
        spans = mention.spans(passage)
        if not spans:
            return
        confidence, why = _confidence(clause, group, mention)
        self.out.append(
            Responsibility(
                id=self.minter.mint("responsibility", path, f"{subject}\x1f{group.role}\x1f{mention.text}"),
                subject=subject,
                mention=mention.text,
                role=group.role,
                order=order,
                spans=spans,
                rule=clause.rule,
                confidence=confidence,
                why=why,
                scope=mention.scope,
                kind=mention.organization,
                cell=cell,
            )
        )
        named = alias_of(mention, self.lexicon)
        if named:
            self.aliases.setdefault(named, Alias(named[0], named[1], spans))


@dataclass
class Subject:
    """What was written for one subject: names by role, and how many."""

    names: set[tuple[Role, str]] = field(default_factory=set)
    counts: dict[Role, int] = field(default_factory=dict)

    def place(self, role: Role, name: str) -> int:
        """The 1-based place of a new name in its role's list, 0 for one already there."""
        if (role, name) in self.names:
            return 0
        self.names.add((role, name))
        self.counts[role] = self.counts.get(role, 0) + 1
        return self.counts[role]


def _confidence(clause: Clause, group: Group, mention: Body) -> tuple[Confidence, str]:
    if group.said == "declared":
        return "inferred", "文件声明：列首位的为牵头单位"
    if not mention.known:
        return "guessed", UNKNOWN
    if group.said == "default" and clause.confidence == "stated":
        return "inferred", "条款没有写明角色，按责任单位处理"
    return clause.confidence, clause.why


@dataclass
class Declared:
    """Rules the document states once: from where the first of a list leads, or all before its first comma, and which
    mark makes a leader."""

    first_from: int | None = None
    comma_from: int | None = None
    marks: str = ""

    @staticmethod
    def of(policy: PolicyDocument, lexicon: Lexicon) -> Declared:
        rules = Declared()
        text = policy.document.text
        for rule in declarations(text, lexicon):
            if rule.cls == "first" and rules.first_from is None:
                rules.first_from = _reach(text, rule.start)
            elif rule.cls == "comma" and rules.comma_from is None:
                rules.comma_from = _reach(text, rule.start)
            elif rule.cls == "marked":
                rules.marks += rule.sign
        return rules

    def apply(self, owners: Owners, passage: Passage) -> tuple[Group, ...]:
        """The groups with leaders drawn out of lists that have none."""
        if any(group.role == "lead" for group in owners.groups) or not owners.groups:
            return owners.groups
        head = owners.groups[0]
        leaders = self._leaders(head.mentions, passage) if head.role == "responsible" else ()
        if not leaders:
            return owners.groups
        rest = tuple(mention for mention in head.mentions if mention not in leaders)
        return (Group("lead", leaders, "declared"), Group("responsible", rest, head.said), *owners.groups[1:])

    def _leaders(self, listed: tuple[Body, ...], passage: Passage) -> tuple[Body, ...]:
        marked = tuple(body for body in listed if body.marked) if self.marks else ()
        if marked:
            return marked
        if self.comma_from is not None and passage.start >= self.comma_from:
            text = folded(passage)
            cut = next((at for at, body in enumerate(listed[:-1], 1) if text[body.end] in ",;，；"), 0)
            return listed[:cut]
        return listed[:1] if self.first_from is not None and passage.start >= self.first_from else ()


def _reach(text: str, at: int) -> int:
    """A rule inside a clause, or one that says 下同, holds from its line on; one stated by itself (a note under the
    table, a sentence of the last part) holds for the whole document."""
    line = text.rfind("\n", 0, at) + 1
    stop = text.find("\n", at)
    inside = fold(text[max(line, at - 400) : at])
    if inside.count("(") > inside.count(")") or inside.count("[") > inside.count("]"):
        return line
    return line if "下同" in text[at : at + 60 if stop < 0 else min(stop, at + 60)] else 0


def limited(spans: tuple[Span, ...], most: int = 1400) -> tuple[Span, ...]:
    """Evidence is short: the spans as far as ``most`` characters."""
    out: list[Span] = []
    for span in spans:
        if most <= 0:
            break
        out.append(Span(span.start, min(span.end, span.start + most)))
        most -= len(span)
    return tuple(out)
