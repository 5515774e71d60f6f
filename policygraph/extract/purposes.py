"""What a section is for: goals, a review of the past, articles of a statute. Asked once for a document."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from policygraph.extract.phrases import PLAN_END
from policygraph.lexicon import Lexicon
from policygraph.model import Masthead, Paragraph, PolicyDocument, Section
from policygraph.text import fold

_ENUM = re.compile(r"^[\s\d.、．()（）一二三四五六七八九十]*")


@dataclass(frozen=True)
class Places:
    """Sections by id, and the ids under a heading of goals or of a review (their subsections included)."""

    sections: Mapping[str, Section]
    goals: frozenset[str]
    past: frozenset[str]
    articles: frozenset[str]

    mixed: frozenset[str]
    years: Mapping[str, str]

    def path(self, section: str | None) -> str:
        found = self.sections.get(section or "")
        return found.path if found else ""


def goal_heading(heading: str, lexicon: Lexicon) -> bool:
    """A heading of goals: 二、主要目标, （三）发展目标, 总体要求和主要目标 — not 落实目标责任.

    The word stands at the end, alone or before 任务, 指标 or a bracket.
    """
    text = re.sub(r"[\s:。]", "", fold(heading))
    words = lexicon.alternation("goals", "section")
    if len(text) > 24 or re.match(
        r"(?:落实|强化|分解|加强|细化|严格|压实|明确|完善|健全|考核|坚持|锚定|科学|合理)", text
    ):
        return False
    if re.search(r"(?:确定|制定|设定|实现|完成|围绕|对标|瞄准|达成|有序)[^,]{0,8}目标$", text):
        return False  # 科学合理确定有序达峰目标 is a task
    return bool(re.search(rf"(?:{words})(?:任务|指标|要求|和?主要任务|和?指标体系)?(?:\([^()]*\))?$", text))


def past_heading(heading: str, lexicon: Lexicon) -> bool:
    """A heading of a review: 发展基础, 面临形势, “十三五”完成情况 — not 夯实发展基础."""
    text = re.split("[,;]", re.sub(r"[\s:。]", "", fold(heading)))[-1]  # 聚焦两个重点，夯实数字经济发展基础
    if re.match(rf"(?:{lexicon.alternation('quantities', 'forward-heading')})", text) or len(text) > 30:
        return False
    words = lexicon.alternation("quantities", "past-section")
    return bool(re.search(rf"(?:{words})(?:分析|和|与|及|、|$)|(?:{words})$", text))


def places_of(policy: PolicyDocument, lexicon: Lexicon) -> Places:
    """Walk the section tree; a parent stands before its children."""
    sections = {section.id: section for section in policy.sections}
    named = {section.id for section in policy.sections if goal_heading(section.heading, lexicon)}
    if not named:  # one part without a part of its own for goals: 一、总体要求 … 到2027年，…
        named = {section.id for section in policy.sections if _is_whole(section)}
    divided = {section.parent for section in policy.sections if section.id in named}
    goals: set[str] = set()
    past: set[str] = set()
    articles: set[str] = set()
    for section in policy.sections:
        both = section.id in named and section.parent in named  # （三）原则和目标 under 重要意义和工作目标
        if (section.parent in past and not both) or past_heading(section.heading, lexicon):
            past.add(section.id)
        elif section.id in named or (section.parent in goals and _goes_on(section, sections, divided)):
            goals.add(section.id)
        if section.parent in articles or re.fullmatch(r"第.{1,5}条", section.number):
            articles.add(section.id)
    years = {section.id: year for section in policy.sections if (year := _heading_year(section.heading))}
    for section in policy.sections:
        if section.id not in years and section.parent in years:
            years[section.id] = years[section.parent]
    mixed = frozenset(key for key in goals if _GUIDING.search(sections[key].heading))
    return Places(sections, frozenset(goals), frozenset(past), frozenset(articles), mixed, years)


def _is_whole(section: Section) -> bool:
    heading = re.sub(r"[\s:。]", "", section.heading)
    return section.parent is None and section.part == "body" and bool(_WHOLE.fullmatch(heading))


_WHOLE = re.compile(r"总体要求|总体思路|总体部署|指导思想|总体要求和基本原则")
_GUIDING = re.compile(
    r"指导思想|基本原则|工作原则|原则|总体思路|发展思路|思路|总体要求|指导方针|战略定位|定位|理念|依据|范围|总则"
)


def _goes_on(section: Section, sections: Mapping[str, Section], divided: set[str | None]) -> bool:
    """A subsection of a section of goals is one too, unless its siblings carry that name (指导思想 beside 主要目标) or
    the section is 目标任务, which holds goals in its own paragraphs and tasks below."""
    parent = sections[section.parent or section.id]
    return section.parent not in divided and not _GUIDING.search(section.heading) and not _with_tasks(parent)


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


#: Kinds and title words of documents that plan; in the others (a rule, a call for applications, a report) a number
#: is a norm, a quota or a result unless a deadline stands beside it.
_PLANS = ("行动方案", "实施方案", "行动计划", "工作方案", "规划", "意见", "要点", "任务分工", "措施")
_PLAN_TITLE = re.compile(r"计划|规划|方案|要点|行动|意见|措施|安排|纲要|分工|清单|工程|目标|若干政策|政策措施")
_YEARS_WORK = re.compile(r"20\d\d年(?!度)[^,，]{0,40}(?:建设|改革|工作|转型|发展)")  # 关于2020年深化改革工作的通知
_CALL = re.compile(r"申报|征集|评定|遴选|认定|招生|招聘|申请|申领|报名|复核|推荐")
SOFT = "非规划类文件或规章条文，且未说明期限"


def settled(paragraph: Paragraph, places: Places, masthead: Masthead) -> str:
    """Why a paragraph sets no targets by itself, or an empty string. ``SOFT`` gives way to a stated deadline."""
    if paragraph.section in places.past:
        return "回顾或现状章节"
    if paragraph.section is None and paragraph.part == "body" and masthead.kind == "规划" and places.sections:
        return SOFT  # the preface of a plan tells what there is
    # A notice may carry several texts, a policy of grants first and the plan of action behind it.
    title = f"{masthead.title or ''} {masthead.notice_title or ''}"
    plans = masthead.kind in _PLANS or bool(_PLAN_TITLE.search(title)) or paragraph.section in places.goals
    plans = plans or (not _CALL.search(title) and bool(_YEARS_WORK.search(title) or places.goals))
    return "" if plans and paragraph.section not in places.articles else SOFT


_NOTE = re.compile(r"(?:注|备注|说明|数据来源|资料来源)[:：]|[*※]|(?:带|标)?[\"“]?[*※]|(?:附?表|图|专栏)[ ]?\d")


def is_note(paragraph: Paragraph) -> bool:
    """注：…, *某指标是指…, 表1 某指标体系: what stands beside a table, not in the prose."""
    return bool(_NOTE.match(fold(paragraph.passage.text[:20]).strip()))


_CAPTION = re.compile(r"[^,。;:]{0,60}(?:指标|指标体系|分解表|汇总表|目标表|一览表|指标表)$")
_ROW = re.compile(r"[^,。;]{0,60}?\d[\d. /]{5,}$|[\d年、 ]+$")


def is_row(paragraph: Paragraph) -> bool:
    """A caption without number, or a row of a table that was read as text (电子信息产业亿元125170235315430)."""
    text = fold(paragraph.passage.text[:90]).strip()
    return len(text) <= 80 and bool(_CAPTION.match(text) or _ROW.match(text))


_LISTS = re.compile(r"项目(?:表|清单|库|汇总|一览|名单|计划表)|名单|名词解释|申报|推荐表|评分|样表|模板|准入标准|目录")


def lists(paragraph: Paragraph, so_far: bool) -> bool:
    """In an annex that lists projects, members or terms (附件 某某项目表): the sizes there are the projects' own."""
    if paragraph.part != "annex":
        return False
    if paragraph.role not in ("caption", "title") or re.match(r"表[ ]?\d", paragraph.passage.text):
        return so_far
    found = bool(_LISTS.search(paragraph.passage.text))
    return found if paragraph.role == "caption" else so_far or found


def is_digits(paragraph: Paragraph) -> bool:
    """A row of a table whose figures ran together."""
    return is_row(paragraph) and bool(re.search(r"\d{5}[\d.]*$", paragraph.passage.text))
