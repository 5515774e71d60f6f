"""Where a task stands: its domain and area, and whether its section belongs to the document's tasks part."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from policygraph.lexicon import Lexicon, keyed_by_hash
from policygraph.model import PolicyDocument, Section
from policygraph.text import fold, squash

_NUMBERING = re.compile(
    r"^[\s—\-–●■◆★•·]*(?:第[一二三四五六七八九十百零〇\d]{1,5}[编章节条篇部分]{1,2}|[(（][一二三四五六七八九十百\d]{1,4}[)）]"
    r"|[一二三四五六七八九十百]{1,4}[、.．]|\d{1,3}[.．](?=(?:19|20)\d\d\s*年)|\d{1,3}(?:[.．]\d{1,2}){1,3}|\d{1,3}[、.．)）](?!\d)|[①-⑳]|专栏\s*\d{0,2}"
    r"|[一二三四五六七八九十]{1,2}(?:是|要)(?=.))[\s:：]*"
)
_BULLETS = " 　—-–●■◆★•·"
_ADMINISTRATION = re.compile(
    r"(?:加强|强化|切实|完善|健全|抓好).{0,10}(?:领导|组织|保障|实施)$"
)  # 加强学校美育工作领导
_MEASURES = re.compile(r"(?:考核|评价|监测)?指标(?:体系)?")  # what is measured, not what is done
_DIRECTION = re.compile(r"方向$|发展重点$")
_SUBSTANTIAL = {"container", "tasks"}
_DECIMAL = re.compile(r"\s*\d+[.．](?!(?:19|20)\d\d\s*年)\d")  # 1.2022年底前… is the first item, 1.5万吨 an amount


_EXPLAINS = re.compile(
    r"(?:解读|问答|答记者问|图解|发布会)(?:之?[一二三四五六七八九十\d]{0,2}|材料|说明|稿|实录)?[)）》】]?$|^[【\[]?(?:一图|图解|解读)"
)


def explains(title: str) -> bool:
    """A page about a policy, not the policy: 《…方案》解读, 政策问答.

    >>> explains("《乙市节水方案》解读"), explains("关于做好政策解读工作的意见")
    (True, False)
    """
    return bool(_EXPLAINS.search(title.strip()))


def without_marker(text: str) -> str:
    """A heading or cell without its numbering.

    >>> without_marker("（一）工业绿色升级"), without_marker("3．全面推行清洁生产"), without_marker("1.5万吨")
    ('工业绿色升级', '全面推行清洁生产', '1.5万吨')
    >>> without_marker("1.2022年底前建成平台")
    '2022年底前建成平台'
    """
    hit = _NUMBERING.match(text)
    if hit is None or not text[hit.end() :].strip() or _DECIMAL.match(text):
        return text.strip().lstrip(_BULLETS)
    return text[hit.end() :].strip()


def marker_of(text: str) -> str | None:
    """The number a cell begins with, without its punctuation: 3．… → 3, （一）… → （一）.

    >>> marker_of("（一）工业绿色升级"), marker_of("3．全面推行清洁生产"), marker_of("推行清洁生产")
    ('（一）', '3', None)
    """
    hit = _NUMBERING.match(text)
    if hit is None or not text[hit.end() :].strip() or _DECIMAL.match(text):
        return None
    return hit.group().strip().rstrip("、.．:： ") or None


@keyed_by_hash
def _part_words(lexicon: Lexicon) -> Mapping[str, tuple[str, ...]]:
    """The names of parts of a document by what the part is for, squashed."""
    kinds = ("container", "before", "after")
    return {kind: tuple(squash(word) for word in lexicon.words("taskparts", kind)) for kind in kinds}


@dataclass
class Places:
    """The section tree, indexed, with the words that tell its parts."""

    policy: PolicyDocument
    lexicon: Lexicon
    by_id: dict[str, Section] = field(default_factory=dict)
    parents: set[str] = field(default_factory=set)
    children: dict[str, list[Section]] = field(default_factory=dict)
    outer: dict[str, list[Section]] = field(default_factory=dict)  # outermost sections of each part
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    roles: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for section in self.policy.sections:
            self.by_id[section.id] = section
            if section.parent is None:
                self.outer.setdefault(section.part, []).append(section)
            else:
                self.children.setdefault(section.parent, []).append(section)
            if section.parent and not section.number.startswith("专栏"):
                self.parents.add(section.parent)
        self.words = _part_words(self.lexicon)

    def chain(self, section: str | None) -> list[Section]:
        """The section and its ancestors, outermost first."""
        out: list[Section] = []
        current = self.by_id.get(section or "")
        while current is not None and len(out) < 20:
            out.append(current)
            current = self.by_id.get(current.parent or "")
        return out[::-1]

    def path(self, section: str | None) -> str:
        found = self.by_id.get(section or "")
        return found.path if found else ""

    def domain_area(self, section: str | None, own: bool) -> tuple[str | None, str | None]:
        """Headings of the outermost and the second level above a task; ``own`` where the section's heading is
        the task itself."""
        chain = self.chain(section)
        above = chain[:-1] if own else chain
        names = [without_marker(item.heading) or None for item in above]
        return (names[0] if names else None), (names[1] if len(names) > 1 else None)

    def is_container(self, section: Section | None) -> bool:
        """重点任务, 保障措施, 总体要求: the name of a part, not of a task."""
        return section is None or ("/" not in section.path and self.role(section) != "tasks")

    def role(self, section: Section) -> str:
        """What an outermost section is: before (aims), container (重点任务), after (safeguards), else tasks."""
        found = self.roles.get(section.id)
        if found is None:
            found = self.roles[section.id] = self._role(section)
        return found

    def _role(self, section: Section) -> str:
        name = squash(section.heading)
        if name in self.words["container"]:
            return "container"
        if _MEASURES.fullmatch(name) or (section.parent is None and self._reviews(section, name)):
            return "before"
        for kind in ("before", "after"):
            words = self.words[kind]
            if name in words or any(word in name and len(name) <= len(word) + 6 for word in words if len(word) > 2):
                return kind
        if any(name.endswith(word) and word.endswith("任务") for word in self.words["container"]):
            return "container"
        if section.parent is not None:
            return "tasks"
        return "after" if self._administers(section, name) else "tasks"

    def _reviews(self, section: Section, name: str) -> bool:
        """One of the first three parts that speaks of 形势, 目标 in its own name or its items'."""
        if section not in self.outer[section.part][:3]:
            return False
        items = [squash(item.heading) for item in self.children.get(section.id, ())]
        words = self.words["before"]
        if any(item.endswith(word) for item in (name, *items) for word in words):
            return True
        return any(word in item and len(item) <= len(word) + 6 for item in items for word in words if len(word) > 2)

    def _administers(self, section: Section, name: str) -> bool:
        """The last part of a document, or one called 加强…领导, whose items are 加强组织领导 and its like."""
        items = [squash(item.heading) for item in self.children.get(section.id, ())]
        last = self.outer[section.part][-1] is section
        if _ADMINISTRATION.fullmatch(name):
            return True
        return last and any(item in self.words["after"] for item in items)

    def plans(self) -> list[set[str]]:
        """The outermost sections of the body, a set for each plan: several in one file number afresh."""
        out: list[set[str]] = []
        paths: set[str] = set()
        for section in self.outer.get("body", ()):
            if not out or section.path in paths:
                out.append(set())
                paths = set()
            out[-1].add(section.id)
            paths.add(section.path)
        return out

    def outermost(self, section: str | None) -> str | None:
        """The id of the outermost section a section stands in."""
        chain = self.chain(section)
        return chain[0].id if chain else None

    def names_tasks(self, plan: set[str]) -> bool:
        """Whether a part of the plan calls itself 重点任务."""
        return any(self.role(self.by_id[section]) == "container" for section in plan)

    def tasks_leaves(self, plan: set[str], flat: bool = True) -> list[Section]:
        """The deepest numbered items of a plan's tasks part; where a part calls itself 重点任务, only its items. A
        document with one level of items only has them where ``flat``."""
        whole = [section for section in self.policy.sections if section.part == "body"]
        body = [section for section in whole if self.outermost(section.id) in plan]
        named = {section.id for section in body if section.parent is None and self.role(section) == "container"}
        # Beside 重点任务 a part called 重点方向 says where to go, not what to do.
        named = {item for item in named if not _DIRECTION.search(self.by_id[item].heading)} or named
        substantial = [section for section in body if section.parent is None and self.role(section) in _SUBSTANTIAL]
        depth = 1 if flat and not any(section.id in self.parents for section in substantial) else 2
        return [section for section in body if self._is_leaf_task(section, named, depth)]

    def _is_leaf_task(self, section: Section, named: set[str], depth: int) -> bool:
        if section.id in self.parents or not section.heading.strip():
            return False
        chain = self.chain(section.id)
        if any(item.number.startswith("专栏") for item in chain):  # a box of projects or figures
            return False
        # 健全社会保障体系 under 主要任务 is a task, 四、保障措施 is none.
        outside = {"before"} if chain[0].id in named else {"before", "after"}
        if len(chain) < depth or any(self.role(item) in outside for item in chain):
            return False
        return not named or chain[0].id in named


def heading_is_title(section: Section, document_text: str) -> bool:
    """Whether the heading is a title of its own: a stop or the line's end follows, not a comma."""
    if not section.heading_spans:
        return False
    end = section.heading_spans[-1].end
    return fold(document_text[end : end + 1]) not in {",", "、", "和", "的"}
