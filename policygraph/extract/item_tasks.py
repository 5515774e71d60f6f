"""Tasks of a document that names nobody: the deepest numbered items of its tasks part."""

from __future__ import annotations

import re
from dataclasses import replace

from policygraph.extract.deadlines import stated_deadline, year_of
from policygraph.extract.standing import Places, heading_is_title, without_marker
from policygraph.extract.tasks import first_sentence
from policygraph.extract.walk import Stretch
from policygraph.identity import Minter
from policygraph.lexicon import Lexicon
from policygraph.model import Deadline, Paragraph, PolicyDocument, Section, Span, Task
from policygraph.text import fold

#: What a title names last decides: 标准化行动方案 is a plan, 实施方案编制指南 is not.
_GENRE = re.compile(
    r"(?P<no>条例|细则|规定|批复|答复|复函|的函|报告|决定|规则|办法|公告|通告|指南|指引|攻略|章程|解读|问答|标准|目录|新闻|名单|预案|公报)"
    r"|(?P<yes>方案|计划|规划|意见|措施|要点|行动|通知|安排|任务|政策|清单|纲要|工程|举措|工作)"
)
_SURE = re.compile(r"方案|计划|规划|意见|措施|要点|行动|任务|纲要|举措")  # a plan even where its items have one level


_CHAPTER = 500  # characters; an item of a plan that has more is many tasks in one

#: A document that names owners for fewer of its items than one in this many is read as one that names nobody.
_FEW = 12


def item_tasks(
    policy: PolicyDocument, lexicon: Lexicon, minter: Minter, owned: tuple[Task, ...] = ()
) -> tuple[Task, ...]:
    """One task for each leaf section of the tasks part; none in statutes, replies, reports and news, and none
    where the document names owners (``owned``), save a single one among many items."""
    title = policy.masthead.title or policy.masthead.notice_title or ""
    last = list(_GENRE.finditer(fold(title)))[-1:]
    if not last or last[0]["no"] or any(section.system == "条" for section in policy.sections):
        return ()
    if _is_news(policy, lexicon):
        return ()
    places = Places(policy, lexicon)
    plans = places.plans()
    flat = bool(_SURE.search(title))
    leaves = [leaf for plan in plans for leaf in _leaves(places, plan, flat, owned, len(plans) > 1)]
    taken = {task.section for task in owned}
    leaves = [section for section in leaves if section.id not in taken]
    opening = {paragraph.opens: paragraph for paragraph in policy.paragraphs if paragraph.opens}
    year = year_of(policy)
    tasks = [_task(policy, places, minter, section, opening.get(section.id)) for section in leaves]
    return tuple(replace(task, deadline=_due(policy, task, year, lexicon)) for task in tasks)


def _due(policy: PolicyDocument, task: Task, year: str | None, lexicon: Lexicon) -> Deadline | None:
    """The last date in the item's own paragraphs by which its work is done; in a chapter it is one measure's."""
    words = "\n".join(item.passage.text for item in policy.paragraphs if item.section == task.section)
    return stated_deadline(words, year, lexicon) if len(words) <= _CHAPTER else None


def _leaves(
    places: Places, plan: set[str], flat: bool, owned: tuple[Task, ...], several: bool
) -> list[Section]:  # fmt: skip
    """The items of one plan. Of several plans in a file each is asked by itself, if it says where its tasks are."""
    leaves = places.tasks_leaves(plan, flat)
    here = [task for task in owned if task.part != "body" or not several or places.outermost(task.section) in plan]
    if len(here) * _FEW > len(leaves) or (several and owned and not places.names_tasks(plan)):
        return []
    return leaves


def _task(
    policy: PolicyDocument, places: Places, minter: Minter, section: Section, paragraph: Paragraph | None
) -> Task:
    text, spans = _title(policy, section, paragraph)
    domain, area = places.domain_area(section.id, own=True)
    inside = tuple(
        span for item in policy.paragraphs if item.section == section.id for span in item.passage.spans()
    )  # fmt: skip
    return Task(
        id=minter.mint("task", section.path, text),
        number=section.number,
        text=text,
        part=section.part,
        domain=domain,
        area=area,
        section=section.id,
        section_path=section.path,
        home=section.path,
        spans=spans,
        passage=inside or spans,
        rule="item_tasks",
        confidence="inferred",
        why="文件未写责任单位，取任务部分最深一级编号",
    )


def _title(policy: PolicyDocument, section: Section, paragraph: Paragraph | None) -> tuple[str, tuple[Span, ...]]:
    if paragraph is None or heading_is_title(section, policy.document.text):
        return without_marker(section.heading), section.heading_spans
    start, end = first_sentence(Stretch(paragraph, 0, len(paragraph.passage.text)))
    return without_marker(paragraph.passage.text[start:end]), paragraph.passage.spans(start, end)


def _is_news(policy: PolicyDocument, lexicon: Lexicon) -> bool:
    """A report about a policy under the policy's own title: 日前，省政府印发…; it has no number of its own."""
    if policy.masthead.number or policy.masthead.addressees:
        return False
    opening = "".join(item.passage.text for item in policy.paragraphs[:12])[:600]
    if "全文如下" in opening:  # 近日，中共中央办公厅印发了《…》，全文如下: the policy itself, as the agency sent it out
        return False
    return any(word in opening for word in lexicon.words("taskparts", "news"))
