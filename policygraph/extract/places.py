"""The section tree, indexed: where a fact stands, and what the outline says its section is for."""

from __future__ import annotations

import re

from policygraph.extract.headings import without_marker
from policygraph.extract.phrases import PLAN_END
from policygraph.lexicon import Lexicon
from policygraph.model import PolicyDocument, Section
from policygraph.text import fold

_LONG = 30  # paragraphs; no plan states its goals in more
_FOR_NOBODY = frozenset({"review", "background"})  # what is told there is not set as a target


class Places:
    """Sections by id, their children, and the ids of sections of goals, of the past and of articles; ``mixed`` are
    sections of goals that speak of the line of work too, ``years`` the year a heading sets for what stands under it."""

    def __init__(self, policy: PolicyDocument, lexicon: Lexicon) -> None:
        self.policy = policy
        self.by_id = {section.id: section for section in policy.sections}
        self.children: dict[str, list[Section]] = {}
        self.outer: dict[str, list[Section]] = {}  # outermost sections of each part
        for section in policy.sections:
            if section.parent is None:
                self.outer.setdefault(section.part, []).append(section)
            else:
                self.children.setdefault(section.parent, []).append(section)
        self.parents = {
            section.parent for section in policy.sections if section.parent and not section.number.startswith("专栏")
        }
        self.goals = frozenset(section.id for section in policy.sections if section.purpose == "goals")
        self.tasks = frozenset(section.id for section in policy.sections if section.purpose == "tasks")
        self.past = frozenset(section.id for section in policy.sections if section.purpose in _FOR_NOBODY)
        self.articles = frozenset(section.id for section in policy.sections if section.purpose == "articles")
        runs_away = self._runs_away(policy)
        guiding = re.compile(lexicon.alternation("purposes", "guiding"))
        self.mixed = frozenset(key for key in self.goals if runs_away or guiding.search(self.by_id[key].heading))
        self.years = self._years()

    def _runs_away(self, policy: PolicyDocument) -> bool:
        """Sections of goals that hold most of a long document without tasks: a heading behind them was lost, and only
        what names a deadline or the goals themselves is one."""
        body = [paragraph for paragraph in policy.paragraphs if paragraph.part == "body" and paragraph.role == "text"]
        held = sum(paragraph.section in self.goals for paragraph in body)
        return not self.tasks and held > _LONG and held * 2 > len(body)

    def _years(self) -> dict[str, str]:
        out: dict[str, str] = {}
        for section in self.policy.sections:  # a parent stands before its children
            year = _heading_year(section.heading) or out.get(section.parent or "")
            if year:
                out[section.id] = year
        return out

    def relabelled(self, before: str | None, now: str | None) -> bool:
        """Whether a heading between two places sets another year: “十四五”总体目标 ends the reach of 展望2035年."""
        return before != now and self.years.get(now or "") not in (None, self.years.get(before or ""))

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

    def outermost(self, section: str | None) -> str | None:
        """The id of the outermost section a section stands in."""
        chain = self.chain(section)
        return chain[0].id if chain else None

    def domain_area(self, section: str | None, own: bool) -> tuple[str | None, str | None]:
        """Headings of the outermost and the second level above a task; ``own`` where the section's heading is
        the task itself."""
        chain = self.chain(section)
        above = chain[:-1] if own else chain
        names = [without_marker(item.heading) or None for item in above]
        return (names[0] if names else None), (names[1] if len(names) > 1 else None)

    def is_container(self, section: Section | None) -> bool:
        """重点任务, 保障措施, 总体要求: the name of a part, not of a task."""
        if section is None:
            return True
        return section.parent is None and (section.named or section.purpose not in ("tasks", "other"))


def _heading_year(heading: str) -> str | None:
    """The year a heading sets for what stands under it: （一）2025年目标, “十四五”主要目标, 到2025年发展目标."""
    text = re.sub(r"\s", "", fold(heading))
    if len(text) > 24:
        return None
    if found := re.search(r"(?:20\d\d(?:-|—|~|至))?(20\d\d)年", text):
        return found.group(1)
    plan = re.search(r"十[二三四五六]五", text)
    return PLAN_END[plan.group()] if plan else None
