"""Paragraphs that set no targets: of a document or section that does not plan, notes, rows read as text, lists."""

from __future__ import annotations

import re

from policygraph.extract.places import Places
from policygraph.model import DIRECTING, Genre, Paragraph, PolicyDocument
from policygraph.text import fold

#: Genres that plan; in the others (a rule, a call for applications, a report) a number is a norm, a quota or a result
#: unless a deadline stands beside it.
_PLANS: frozenset[Genre] = frozenset({"plan", "opinion", "measures"})
SOFT = "非规划类文件或规章条文，且未说明期限"


def settled(paragraph: Paragraph, places: Places, policy: PolicyDocument) -> str:
    """Why a paragraph sets no targets by itself, or an empty string. ``SOFT`` gives way to a stated deadline."""
    if paragraph.section in places.past:
        return "回顾或现状章节"
    if paragraph.section is None and paragraph.part == "body" and policy.masthead.kind == "规划" and policy.sections:
        return SOFT  # the preface of a plan tells what there is
    genre, section = policy.profile.genre, paragraph.section
    plans = genre in _PLANS or section in places.goals or (genre in DIRECTING and section in places.tasks)
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
