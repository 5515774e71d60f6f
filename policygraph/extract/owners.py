"""The inside of a clause: labels, role words after names, deadlines → who in which role, and by when.

The same reading serves brackets （责任单位：A、B）, label lines 牵头单位：A, sentences 由A牵头，B配合, and cells.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from policygraph.extract.deadlines import is_deadline, read_deadline
from policygraph.extract.declarations import Declaration, declarations, is_declaration
from policygraph.extract.endings import is_organization
from policygraph.extract.names import Mention, Piece, folded, matched, split_names, split_top, trim
from policygraph.lexicon import Lexicon, alternation, keyed_by_hash
from policygraph.model import ROLES, Deadline, Passage, Role
from policygraph.text import fold


@dataclass(frozen=True, slots=True)
class Group:
    """Names that share a role. ``said`` is what gave it: label, word, or default where nothing did."""

    role: Role
    mentions: tuple[Mention, ...]
    said: str


@dataclass(frozen=True, slots=True)
class Owners:
    """What one clause says. ``labels`` are the label words found, folded; ``odd`` counts names that end as no
    organisation does."""

    groups: tuple[Group, ...] = ()
    deadline: Deadline | None = None
    deadline_at: Piece | None = None
    labels: tuple[str, ...] = ()
    declared: tuple[Declaration, ...] = ()

    @property
    def mentions(self) -> tuple[Mention, ...]:
        return tuple(mention for group in self.groups for mention in group.mentions)

    @property
    def said(self) -> set[str]:
        return {group.said for group in self.groups}


@dataclass(frozen=True, slots=True)
class Label:
    start: int
    end: int
    word: str
    role: Role | None
    kind: str  # role, deadline, person, other


@dataclass(frozen=True, slots=True)
class RoleWords:
    """The patterns built from ``roles.toml``."""

    label: re.Pattern[str]
    heads: str
    stem_role: dict[str, Role]
    free: frozenset[str]  # stems whose label may lack its colon
    after: re.Pattern[str]
    middle: re.Pattern[str]
    word_role: dict[str, Role]


@keyed_by_hash
def role_words(lexicon: Lexicon) -> RoleWords:
    """The compiled patterns of a lexicon, kept by the hash of its data."""

    def words(*kinds: str) -> str:
        return alternation(tuple(fold(word) for word in lexicon.words("roles", *kinds)))

    stem_role: dict[str, Role] = {fold(w): role for role in ROLES for w in lexicon.words("roles", role)}
    word_role: dict[str, Role] = {fold(w): role for role in ROLES for w in lexicon.words("roles", f"{role}-word")}
    stem, head = words(*ROLES), words("head")
    deadline, other = lexicon.alternation("deadlines", "label"), words("other-label")
    label = (
        rf"(?P<stem>{stem})(?:[(及和与/、]?(?P<stem2>{stem})\)?)?(?P<person>{words('person-head')})?(?P<head>{head})?"
        rf"(?P<colon>\s*[:：]|为(?!牵头|主办))?|(?P<deadline>{deadline})\s*[:：为]|(?P<other>{other})\s*[:：]|(?P<human>负责人|责任人|联系人)\s*[:：]"
    )
    duty = r"(?:(?:按照?|根据|依据|依照|依|结合)?(?:各自|本)?(?:部门)?(?:的)?(?:职责|职能|责任|分工|工作职责|任务)(?:职责|职能)?(?:范围)?(?:分工|权限|要求|范围内)?)"
    how = r"(?:分别|共同|具体|联合|协同|统一|各自|认真|统筹|一并|依法|分级|抓好|做好|予以)"
    roles = words("lead-word", "responsible-word", "support-word", "guide-word")
    tail = words("tail-word")
    as_role = rf"(?:为|作为|是)(?P<as>{stem})(?:{head})"
    phrase = (
        rf"(?P<etc>等)?(?:{duty}{how}?(?P<bare>)|{how})?(?:(?P<word>{roles})(?:{how})?(?:{tail})?(?:{tail})?|{as_role})"
    )
    return RoleWords(
        label=re.compile(label),
        heads=head,
        stem_role=stem_role,
        free=frozenset(fold(entry.word) for entry in lexicon.entries("roles", *ROLES) if entry.extra.get("free")),
        after=re.compile(rf"(?:{phrase}|(?P<duty>{duty}))$"),
        middle=re.compile(rf"(?:牵头负责|负责牵头|牵头|负责|配合)(?={_NAME_START})"),
        word_role=word_role,
    )


_NAME_START = r"(?:省|市|县|区|各|国家|自治区|州)[\u4e00-\u9fff]{1,14}(?:局|委|厅|办|部门|单位|政府|公司|中心)"


def read_owners(
    passage: Passage, start: int, end: int, lexicon: Lexicon, default: Role = "responsible", year: str | None = None
) -> Owners:
    """Read ``passage.text[start:end]``, the inside of a clause or a cell whose column gives ``default``."""
    text, declared = _without_declarations(folded(passage), start, end)
    labels = find_labels(text, start, end, lexicon)
    reading = _Reading(passage, text, lexicon, year)
    first = labels[0].start if labels else end
    reading.segment(start, first, None, default)
    if labels:
        reading.keep_known()  # （金额：…；支持单位：…）: what stands before the first label must be names
    for index, label in enumerate(labels):
        stop = labels[index + 1].start if index + 1 < len(labels) else end
        reading.segment(label.end, stop, label, default)
    reading.once(declared)
    return reading.result(labels, declared)


def _without_declarations(text: str, start: int, end: int) -> tuple[str, tuple[Declaration, ...]]:
    """The text with every declared rule blanked out (offsets kept), and the rules."""
    if "牵头" not in text[start:end] and "不再" not in text[start:end]:
        return text, ()
    found = tuple(rule.shifted(start) for rule in declarations(text[start:end]))
    for rule in found:
        text = text[: rule.start] + ";" * (rule.end - rule.start) + text[rule.end :]
    return text, found


def find_labels(text: str, start: int, end: int, lexicon: Lexicon) -> list[Label]:
    """Labels of a folded stretch: 责任单位：, 完成时限：, 牵头领导：; without a colon only after a separator."""
    words = role_words(lexicon)
    out: list[Label] = []
    for hit in words.label.finditer(text, start, end):
        if not _begins(text, start, hit.start()):
            continue
        label = _label(hit, words)
        if label is not None and not (out and label.start < out[-1].end):
            out.append(label)
    return out


def _begins(text: str, start: int, at: int) -> bool:
    """A label stands first, or after a separator, a bracket, a space or a number."""
    if at > start and text[at - 1] == " ":
        return True
    return at == start or text[at - 1] in ";,，；。、([〔【\n)]/|."


def _label(hit: re.Match[str], words: RoleWords) -> Label | None:
    start, end = hit.span()
    if hit["deadline"]:
        return Label(start, end, hit["deadline"], None, "deadline")
    if hit["other"] or hit["human"]:
        return Label(start, end, hit["other"] or hit["human"], None, "other" if hit["other"] else "person")
    if hit["person"] and hit["colon"]:
        return Label(start, end, hit.group().rstrip(":： "), None, "person")
    if not hit["colon"] and (hit["person"] or not hit["head"] or not _free(hit, words)):
        return None
    roles = [words.stem_role[stem] for stem in (hit["stem"], hit["stem2"]) if stem]
    role = "lead" if "lead" in roles else roles[0]
    return Label(start, end, hit.group().rstrip(":： 为"), role, "role")


def _free(hit: re.Match[str], words: RoleWords) -> bool:
    """配合单位县直有关部门: a label that lost its colon, with a name right after it."""
    after = hit.string[hit.end() : hit.end() + 1]
    return hit["stem"] in words.free and bool(after) and after not in "、,;，；。)]〕】/ "


def _stem(item: str, hit: re.Match[str]) -> str:
    """What stands before a role word; a role word alone is no doubtful name."""
    return item[: hit.start()] or "各部门"


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

    def result(self, labels: list[Label], declared: tuple[Declaration, ...]) -> Owners:
        return Owners(
            tuple(group for group in self.groups if group.mentions),
            self.deadline,
            self.deadline_at,
            tuple(label.word for label in labels),
            declared,
        )

    def segment(self, start: int, end: int, label: Label | None, default: Role) -> None:
        """The stretch after one label (or before the first)."""
        start, end = trim(self.text, start, end, extra=",;，；、。:：")
        start, end = self._unwrap(start, end)
        if start >= end or (label and label.kind in {"person", "other"}):
            return
        if label and label.kind == "deadline":
            self._due(start, end)
            return
        role = label.role if label and label.role else default
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
            if is_declaration(item):
                continue
            if is_deadline(item, self.lexicon):
                self._due(low, high)
                continue
            hit = role_words(self.lexicon).after.search(item)
            if hit is None or (
                is_organization(item, self.lexicon) and not is_organization(_stem(item, hit), self.lexicon)
            ):
                waiting.append((low, high))  # 市政协办, 市协作办 end like a role word
                continue
            waiting.append((low, low + hit.start()))
            given = self._role_of(hit, role)
            before, waiting = self._apart(waiting, given, said)
            self._close(before, role, said)
            self._close(waiting, given, "word")
            waiting = []
        self._close(waiting, role, said)

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

    def _role_of(self, hit: re.Match[str], role: Role) -> Role:
        words = role_words(self.lexicon)
        if hit["as"]:
            return words.stem_role[hit["as"]]
        if "牵头" in hit.group() or "主办" in hit.group():
            return "lead"
        if hit["word"]:
            return words.word_role[hit["word"]]
        return "responsible" if role == "lead" else role

    def _items(self, start: int, end: int) -> list[Piece]:
        """Top-level items; A牵头B配合 without a comma is cut after the role word."""
        out: list[Piece] = []
        for low, high in split_top(self.text, start, end):
            at = low
            for hit in role_words(self.lexicon).middle.finditer(self.text, low, high):
                out.append((at, hit.end()))
                at = hit.end()
            if at < high:
                out.append(trim(self.text, at, high))
        return out

    def _close(self, waiting: list[Piece], role: Role, said: str) -> None:
        mentions: list[Mention] = []
        for low, high in self._joined(waiting):
            mentions += split_names(self.passage, low, high, self.lexicon)
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
