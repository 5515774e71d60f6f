"""Duties that a date and its subject state in running prose: 2019年6月底前，各省份建立省级信息系统.

In an item without a clause the subject owns the item; elsewhere (各地要于…前报送) the sentence is a task of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from policygraph.extract.clauses import Clause
from policygraph.extract.deadlines import stated_deadline
from policygraph.extract.owners import Group, Owners
from policygraph.extract.places import Places
from policygraph.extract.prose_tasks import CLOSED, Saying, names_a_body, saying_task
from policygraph.extract.responsibilities import OwnerWriter
from policygraph.extract.tasks import Found
from policygraph.identity import Minter
from policygraph.lexicon import Lexicon, keyed_by_hash
from policygraph.marks.listed import listed
from policygraph.model import Body, Paragraph, PolicyDocument, Task
from policygraph.text import fold, sentences

_DATE = (
    r"(?:20\d{2}\s*年\s*)?(?:(?<!\d)(?:1[0-2]|[1-9])\s*月\s*(?:\d{1,2}\s*日|[底末])?|年?\s*[底末])\s*(?:之前|以前|前)"
)
_ANY_DATE = re.compile(_DATE)
_YEARLY = re.compile(r"每年|每月|每季度|逐年")
_COLLECTIVE = re.compile(
    r"(?:各|试点|示范)[^,、的]{0,12}(?:地|地区|省份|省\(区、市\)|部门|单位|城市|政府|管委会|医院|学校|[市州县区旗]{1,4})(?:\(.*\))?$"
)
_WHY = "日期句的主语"


@keyed_by_hash
def _subjects(lexicon: Lexicon) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """(date, then subject; subject, then date). What follows the name shows where it ends."""
    acts = lexicon.alternation("deadlines", "act")
    names = r'(?P<names>[^,;:"“”《》]{2,40}?)'
    after = rf"(?=要|应|须|将|需|于|组织|研究|公布|报送|提交|分别|对本|(?:{acts}))"
    return (
        re.compile(rf"(?:力争|确保)?(?:到|在)?{_DATE},?{names}{after}"),
        re.compile(rf"{names}(?=(?:要|应|须|将|需|于|在|按照|根据|结合|对照)[^。;]*?{_DATE})"),
    )


def dated_tasks(policy: PolicyDocument, lexicon: Lexicon, minter: Minter, so_far: tuple[Task, ...]) -> Found:
    """Owners of items, and tasks of other sentences, that a date and its subject state; none in a statute or in a
    document without any task."""
    if not so_far or any(section.system in CLOSED for section in policy.sections):
        return Found()
    places, owners, year = Places(policy, lexicon), OwnerWriter(policy, minter, lexicon), policy.profile.year
    items = {task.section: task for task in so_far if task.rule == "item_tasks"}
    closed = {task.section for task in so_far} - set(items)
    open_ = [p for p in policy.paragraphs if p.section not in closed and _may_hold(p, places)]
    sayings = [saying for paragraph in open_ for saying in _sayings(paragraph, lexicon)]
    tasks: list[Task] = []
    for saying in sayings:
        section = places.by_id[saying.paragraph.section or ""]
        task = items.get(section.id)
        if task is None:
            task = saying_task(policy, places, minter, saying, section, alone=False)
            due = stated_deadline(saying.paragraph.passage.text[saying.start : saying.end], year, lexicon)
            tasks.append(replace(task, deadline=due, rule="dated_tasks", why=_WHY))
        clause = Clause(saying.start, saying.end, Owners((saying.group,)), "dated_tasks", "inferred", _WHY)
        owners.write(task.id, section.path, saying.paragraph.passage, clause)
    return Found(tuple(tasks), tuple(owners.out), tuple(owners.aliases.values()))


_NO_TASKS = ("background", "principles", "goals", "review", "articles")


def _may_hold(paragraph: Paragraph, places: Places) -> bool:
    """Running text of an item that holds no other items and sets no goals."""
    if paragraph.role != "text" or paragraph.part != "body" or paragraph.section in places.parents:
        return False
    chain = places.chain(paragraph.section)
    return bool(chain) and not any(section.purpose in _NO_TASKS for section in chain)


def _sayings(paragraph: Paragraph, lexicon: Lexicon) -> Iterator[Saying]:
    text = fold(paragraph.passage.text)
    if _ANY_DATE.search(text) is None:
        return
    for low, high in sentences(text, "。！？!?；;"):
        if low < paragraph.content or _YEARLY.search(text, low, high):
            continue
        for pattern in _subjects(lexicon):
            hit = pattern.match(text, low, high)
            mentions = listed(paragraph.passage, *hit.span("names"), lexicon) if hit else ()
            if mentions and all(map(_owns, mentions)):
                yield Saying(paragraph, low, high, Group("responsible", mentions, "word"))
                break


def _owns(mention: Body) -> bool:
    return names_a_body(mention) or bool(_COLLECTIVE.match(fold(mention.text)))
