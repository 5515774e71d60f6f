"""Tasks of a document that names nobody: the deepest numbered items of its tasks part."""

from __future__ import annotations

from dataclasses import replace

from policygraph.extract.deadlines import own_deadline
from policygraph.extract.headings import heading_is_title, without_marker
from policygraph.extract.places import Places
from policygraph.extract.tasks import first_sentence
from policygraph.extract.walk import Stretch
from policygraph.identity import Minter
from policygraph.lexicon import Lexicon
from policygraph.model import Deadline, Genre, Paragraph, PolicyDocument, Section, Span, Task

#: A document that names owners for fewer of its items than one in this many is read as one that names nobody.
_FEW = 12

#: Genres whose items are tasks even where they have one level.
_FLAT: frozenset[Genre] = frozenset({"plan", "opinion", "measures"})


#: What a section above a task is for: 目标任务 holds goals of its own and tasks below.
_HOLDS_TASKS = ("tasks", "goals")


def item_tasks(
    policy: PolicyDocument, lexicon: Lexicon, minter: Minter, owned: tuple[Task, ...] = ()
) -> tuple[Task, ...]:
    """One task for each leaf of the sections whose purpose is tasks; where the document names owners (``owned``), only
    in chapters that name none, and in a plan where hardly an item has one."""
    places = Places(policy, lexicon)
    plans = _plans(places)
    leaves = [leaf for plan in plans for leaf in _leaves(places, plan, owned, len(plans) > 1)]
    taken = {task.section for task in owned}
    leaves = [section for section in leaves if section.id not in taken]
    opening = {paragraph.opens: paragraph for paragraph in policy.paragraphs if paragraph.opens}
    year = policy.profile.year
    tasks = [_task(policy, places, minter, section, opening.get(section.id)) for section in leaves]
    return tuple(replace(task, deadline=_due(policy, task, year, lexicon)) for task in tasks)


def _plans(places: Places) -> list[set[str]]:
    """The outermost sections of the body, a set for each plan: several in one file number afresh."""
    out: list[set[str]] = []
    paths: set[str] = set()
    for section in places.outer.get("body", ()):
        if not out or section.path in paths:
            out.append(set())
            paths = set()
        out[-1].add(section.id)
        paths.add(section.path)
    return out


def _due(policy: PolicyDocument, task: Task, year: str | None, lexicon: Lexicon) -> Deadline | None:
    """The date of the item's only sentence."""
    words = "\n".join(item.passage.text for item in policy.paragraphs if item.section == task.section)
    return own_deadline(task.text, words, year, lexicon)


def _leaves(places: Places, plan: set[str], owned: tuple[Task, ...], several: bool) -> list[Section]:
    """The items of one plan. Of several plans in a file each is asked by itself."""
    leaves = tasks_leaves(places, plan)
    here = [task for task in owned if task.part != "body" or not several or places.outermost(task.section) in plan]
    if len(here) * _FEW <= len(leaves):
        return leaves
    if any(task.part != "body" for task in here):  # a table of tasks in the annex answers for the whole body
        return []
    owning = {places.outermost(task.section) for task in here}
    return [leaf for leaf in leaves if places.outermost(leaf.id) not in owning]


def tasks_leaves(places: Places, plan: set[str]) -> list[Section]:
    """The deepest numbered items of a plan's chapters of tasks. Items of one level only are some in a document that
    directs and has no deeper ones."""
    chapters = {key for key in plan if places.by_id[key].purpose in _HOLDS_TASKS}
    flat = places.policy.profile.genre in _FLAT and not any(key in places.parents for key in chapters)
    body = [section for section in places.policy.sections if section.part == "body"]
    return [section for section in body if _is_leaf_task(section, places, chapters, 1 if flat else 2)]


def _is_leaf_task(section: Section, places: Places, chapters: set[str], depth: int) -> bool:
    if section.id in places.parents or section.purpose != "tasks" or not section.heading.strip():
        return False
    chain = places.chain(section.id)
    return chain[0].id in chapters and len(chain) >= depth and all(item.purpose in _HOLDS_TASKS for item in chain)


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
