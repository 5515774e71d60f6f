"""The inside of a clause: labels, bodies, role words, steps and deadlines → who in which role, and by when.

The same reading serves brackets （责任单位：A、B）, label lines 牵头单位：A, sentences 由A牵头，B配合, and cells.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from policygraph.extract.deadlines import is_deadline, read_deadline
from policygraph.lexicon import Lexicon
from policygraph.marks.body import bodies, is_body
from policygraph.marks.bracket import Piece, folded, matched, split_top, trim
from policygraph.marks.label import closing_role, declarations, is_declaration, labels, opening_role, roles_between
from policygraph.marks.listed import is_act, listed
from policygraph.model import ROLES, Body, Deadline, Declaration, Mark, Passage, Role
from policygraph.text import fold


@dataclass(frozen=True, slots=True)
class Group:
    """Names that share a role. ``said`` is what gave it: label, word, or default where nothing did."""

    role: Role
    mentions: tuple[Body, ...]
    said: str


@dataclass(frozen=True, slots=True)
class Owners:
    """What one clause says. ``labels`` are the label words found, folded; ``steps`` counts items that do something and
    name nobody."""

    groups: tuple[Group, ...] = ()
    deadline: Deadline | None = None
    deadline_at: Piece | None = None
    labels: tuple[str, ...] = ()
    declared: tuple[Declaration, ...] = ()
    steps: int = 0

    @property
    def mentions(self) -> tuple[Body, ...]:
        return tuple(mention for group in self.groups for mention in group.mentions)

    @property
    def said(self) -> set[str]:
        return {group.said for group in self.groups}


def read_owners(
    passage: Passage, start: int, end: int, lexicon: Lexicon, default: Role = "responsible", year: str | None = None
) -> Owners:
    """Read ``passage.text[start:end]``, the inside of a clause or a cell whose column gives ``default``."""
    text = folded(passage)
    declared = tuple(declarations(text, lexicon, start, end))
    for rule in declared:
        text = text[: rule.start] + ";" * (rule.end - rule.start) + text[rule.end :]
    found = labels(text, start, end, lexicon)
    reading = _Reading(passage, text, lexicon, year)
    reading.segment(start, found[0].start if found else end, None, default)
    if found:
        reading.keep_known()  # （金额：…；支持单位：…）: what stands before the first label must be names
    for label, stop in zip(found, (*(label.start for label in found[1:]), end), strict=False):
        reading.segment(label.end, stop, label, default)
    reading.once(declared)
    groups = tuple(group for group in reading.groups if group.mentions)
    return Owners(
        groups, reading.deadline, reading.deadline_at, tuple(label.data["label"] for label in found), declared,
        reading.steps,
    )  # fmt: skip


@dataclass
class _Reading:
    """Groups and the deadline collected while a clause is read from left to right."""

    passage: Passage
    text: str
    lexicon: Lexicon
    year: str | None
    groups: list[Group] = field(default_factory=list)
    deadline: Deadline | None = None
    deadline_at: Piece | None = None
    steps: int = 0

    def keep_known(self) -> None:
        self.groups = [group for group in self.groups if all(mention.known for mention in group.mentions)]

    def once(self, declared: tuple[Declaration, ...]) -> None:
        """以下均需各市人民政府落实，不再列出 counts here, for names the clause does not list anyway."""
        there = {fold(mention.text) for group in self.groups for mention in group.mentions}
        for rule in declared:
            if rule.names is None:
                continue
            inner = _Reading(self.passage, folded(self.passage), self.lexicon, self.year)
            inner.segment(*rule.names, None, "responsible")
            mentions = tuple(mention for group in inner.groups for mention in group.mentions)
            new = tuple(mention for mention in mentions if fold(mention.text) not in there)
            self.groups.append(Group("responsible", new, "word"))

    def segment(self, start: int, end: int, label: Mark | None, default: Role) -> None:
        """The stretch after one label (or before the first)."""
        start, end = self._unwrap(*trim(self.text, start, end, extra=",;，；、。:："))
        cls = label.cls if label else default
        if start >= end or cls in ("person", "other"):
            return
        if cls == "deadline":
            self._due(start, end)
            return
        role = next(role for role in ROLES if role == cls)
        self._roles(start, end, role, "label" if label else "default")

    def _unwrap(self, start: int, end: int) -> Piece:
        """Drop an opening bracket before a nested label's stretch that closes after it, and one-sided ones."""
        while end > start and self.text[end - 1] in ")]〕】" and end - 1 not in matched(self.text, start, end).values():
            end -= 1
        while end > start and self.text[end - 1] in "([〔【":
            end -= 1
        return trim(self.text, start, end, extra=",;，；、。")

    def _due(self, start: int, end: int) -> None:
        found = read_deadline(self.passage.text[start:end], self.year, self.lexicon)
        if found is not None and (self.deadline is None or self.deadline.by is None):
            self.deadline, self.deadline_at = found, (start, end)

    def _roles(self, start: int, end: int, role: Role, said: str) -> None:
        """A牵头，B、C配合: names wait until a role word closes them; what is left takes the label's role."""
        waiting: list[Piece] = []
        for low, high in self._items(start, end):
            item = self.text[low:high]
            if is_declaration(item, self.lexicon):
                continue
            if is_deadline(item, self.lexicon):
                self._due(low, high)
                continue
            hit = self._role_word(item)
            if (hit is None or hit.row == "body-role-act") and not is_body(item, self.lexicon):
                self._due(low, high)  # a step and its date: 6月底前提出方案
            if hit is None:
                waiting.append((low, high))
                continue
            waiting.append((low, low + hit.start))
            given = self._role_of(hit, role)
            before, waiting = self._apart(waiting, given, said)
            self._close(before, role, said)
            self._close(waiting, given, "word")
            waiting = []
        self._close(waiting, role, said)

    def _role_word(self, item: str) -> Mark | None:
        """The role words that close an item, or those between its body and what the body does (A牵头解决一批问题)."""
        hit = closing_role(item, self.lexicon)
        if hit is not None:
            name = item[: hit.start]
            # 市政协办, 市协作办 end like a role word
            whole = is_body(item, self.lexicon) and name and not is_body(name, self.lexicon)
            return None if whole else hit
        return None if is_body(item, self.lexicon) else opening_role(item, self.lexicon)

    def _role_of(self, hit: Mark, role: Role) -> Role:
        given: Role | None = next((name for name in ROLES if name == hit.cls), None)
        return given or ("responsible" if role == "lead" else role)

    def _apart(self, waiting: list[Piece], given: Role, said: str) -> tuple[list[Piece], list[Piece]]:
        """责任单位：A、B，C配合: a role word reaches back to the last ；, and to the last ， where the names before it
        have a role already (the label's) or a leader is missing. A牵头；B、C，D配合: all three help."""
        led = any(group.role == "lead" and group.said == "word" for group in self.groups)
        stops = ";；" if said != "label" and (given != "support" or led) else ";；,，"
        for index in range(len(waiting) - 1, 0, -1):
            between = self.text[waiting[index - 1][1] : waiting[index][0]]
            if any(char in stops for char in between):
                return waiting[:index], waiting[index:]
        return [], waiting

    def _items(self, start: int, end: int) -> list[Piece]:
        """Top-level items; A牵头B配合 without a comma is cut after the role word."""
        starts = {body.start + start for body in bodies(self.text[start:end], self.lexicon)}
        out: list[Piece] = []
        for low, high in split_top(self.text, start, end):
            at = low
            for cut in roles_between(self.text, low, high, self.lexicon):
                if cut in starts and at < cut:
                    out.append((at, cut))
                    at = cut
            if at < high:
                out.append(trim(self.text, at, high))
        return out

    def _close(self, waiting: list[Piece], role: Role, said: str) -> None:
        mentions: list[Body] = []
        for low, high in self._joined(waiting):
            found = listed(self.passage, low, high, self.lexicon)
            named = [body for body in found if not is_act(body, self.lexicon)]
            self.steps += len(found) - len(named)
            mentions += named
        plain = tuple(mention for mention in mentions if mention.role is None)
        for given in ROLES:
            own = tuple(mention for mention in mentions if mention.role == given)
            if own:
                self.groups.append(Group(given, own, "word"))
        if plain:
            self.groups.append(Group(role, plain, said))

    def _joined(self, waiting: list[Piece]) -> list[Piece]:
        """Neighbouring items as one stretch again, so that 各区、市政府 can be seen as one name."""
        out: list[Piece] = []
        for low, high in waiting:
            if out and not self.passage.text[out[-1][1] : low].strip("、,;，；　 "):
                out[-1] = (out[-1][0], high)
            elif low < high:
                out.append((low, high))
        return out
