"""What a section is for: goals, a review of the past, articles of a statute. Asked once for a document."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from policygraph.extract.phrases import PLAN_END
from policygraph.lexicon import Lexicon
from policygraph.model import Paragraph, PolicyDocument, Section
from policygraph.text import fold

_ENUM = re.compile(r"^[\s\d.、．()（）一二三四五六七八九十]*")


@dataclass(frozen=True)
class Places:
    """Sections by id, and the ids under a heading of goals or of a review (their subsections included)."""

    sections: Mapping[str, Section]
    goals: frozenset[str]
    past: frozenset[str]
    articles: frozenset[str]

    years: Mapping[str, str]

    def path(self, section: str | None) -> str:
        return self.sections[section].path if section in self.sections else ""


def goal_heading(heading: str, lexicon: Lexicon) -> bool:
    """A heading of goals: 二、主要目标, （三）发展目标, 总体要求和主要目标 — not 落实目标责任.

    The word stands at the end, alone or before 任务, 指标 or a bracket.
    """
    text = re.sub(r"[\s:。]", "", fold(heading))
    words = lexicon.alternation("goals", "section")
    if len(text) > 24 or re.match(r"(?:落实|强化|分解|加强|细化|严格|压实|明确|完善|健全|考核|坚持|锚定)", text):
        return False
    return bool(re.search(rf"(?:{words})(?:任务|指标|要求|和?主要任务|和?指标体系)?(?:\([^()]*\))?$", text))


def past_heading(heading: str, lexicon: Lexicon) -> bool:
    """A heading of a review: 发展基础, 面临形势, “十三五”完成情况 — not 夯实发展基础."""
    text = re.sub(r"[\s:。]", "", fold(heading))
    if re.match(rf"(?:{lexicon.alternation('quantities', 'forward-heading')})", text) or len(text) > 30:
        return False
    words = lexicon.alternation("quantities", "past-section")
    return bool(re.search(rf"(?:{words})(?:分析|和|与|及|、|$)|(?:{words})$", text))


def places_of(policy: PolicyDocument, lexicon: Lexicon) -> Places:
    """Walk the section tree; a parent stands before its children."""
    sections = {section.id: section for section in policy.sections}
    goals: set[str] = set()
    past: set[str] = set()
    articles: set[str] = set()
    for section in policy.sections:
        if section.parent in past or past_heading(section.heading, lexicon):
            past.add(section.id)
        elif goal_heading(section.heading, lexicon) or (section.parent in goals and not _with_tasks(sections[section.parent])):
            goals.add(section.id)
        if section.system == "条" or section.parent in articles or re.fullmatch(r"第.{1,5}条", section.number):
            articles.add(section.id)
    years = {section.id: year for section in policy.sections if (year := _heading_year(section.heading))}
    for section in policy.sections:
        if section.id not in years and section.parent in years:
            years[section.id] = years[section.parent]
    return Places(sections, frozenset(goals), frozenset(past), frozenset(articles), years)


def _with_tasks(section: Section) -> bool:
    """目标任务 holds goals in its own paragraphs and tasks in its subsections."""
    return "任务" in section.heading


def _heading_year(heading: str) -> str | None:
    """The year a heading sets for what stands under it: （一）2025年目标, “十四五”主要目标, 到2025年发展目标."""
    text = re.sub(r"\s", "", fold(heading))
    if len(text) > 24:
        return None
    if found := re.search(r"(?:20\d\d(?:-|—|~|至))?(20\d\d)年", text):
        return found.group(1)
    plan = re.search(r"十[二三四五六]五", text)
    return PLAN_END[plan.group()] if plan else None


def settled(paragraph: Paragraph, places: Places, kind: str) -> str:
    """Why a paragraph sets no targets by itself, or an empty string."""
    if paragraph.section in places.past:
        return "回顾或现状章节"
    if paragraph.section in places.articles and (kind in ("办法", "other") or paragraph.section in places.articles):
        return "规章条文"
    return ""
