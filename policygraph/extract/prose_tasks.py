"""Tasks whose owner stands only in running prose: 市大数据局负责…的组织协调工作.

Asked only of documents that name owners elsewhere too, and of items that no clause closes: where a document names
nobody, such a sentence (省发展改革委要发挥牵头抓总作用) is administration, not a task, save under 明确部门职责分工.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from policygraph.extract.clauses import Clause
from policygraph.extract.deadlines import stated_deadline
from policygraph.extract.headings import heading_is_title, without_marker
from policygraph.extract.owners import Group, Owners
from policygraph.extract.places import Places
from policygraph.extract.responsibilities import OwnerWriter
from policygraph.extract.tasks import Found
from policygraph.identity import Minter
from policygraph.lexicon import Lexicon
from policygraph.marks.listed import listed
from policygraph.model import Body, Paragraph, PolicyDocument, Role, Section, Task
from policygraph.text import fold, sentences

_SUBJECT = re.compile(
    r"(?P<by>由)?(?P<names>[^,，。；;：:\"“”()]{2,60}?)(?:每年|统一|具体)?(?:(?P<lead>牵头)|(?P<responsible>负责(?!人|制|任))|(?P<support>协同|配合))(?=\S{4})"
)
_ASSIGNS = re.compile(r"职责分工|责任分工|部门职责")
CLOSED = {"条"}  # articles of a statute give competences, not tasks
_WHY = "责任单位只在行文中出现"


@dataclass(frozen=True, slots=True)
class Saying:
    """One sentence ``paragraph.passage.text[start:end]`` that gives a task to the organisations it begins with."""

    paragraph: Paragraph
    start: int
    end: int
    group: Group


def prose_tasks(policy: PolicyDocument, lexicon: Lexicon, minter: Minter, owned: tuple[Task, ...]) -> Found:
    """Tasks of sentences that begin with their owner, in items without a clause of their own."""
    taken = {task.section for task in owned if task.rule != "item_tasks"}
    asked = {section.id for section in policy.sections if taken or _ASSIGNS.search(section.heading)}
    if not owned or any(section.system in CLOSED for section in policy.sections):
        return Found()
    sayings = [
        saying
        for paragraph in policy.paragraphs
        if paragraph.role == "text" and paragraph.part == "body" and paragraph.section in asked - taken
        for saying in _sayings(paragraph, lexicon)
    ]
    counts = Counter(saying.paragraph.section for saying in sayings)
    places, owners = Places(policy, lexicon), OwnerWriter(policy, minter, lexicon)
    tasks: list[Task] = []
    year = policy.profile.year
    for saying in sayings:
        section = places.by_id[saying.paragraph.section or ""]
        alone = counts[section.id] == 1 and not _ASSIGNS.search(section.heading)
        task = saying_task(policy, places, minter, saying, section, alone)
        due = stated_deadline(saying.paragraph.passage.text[saying.start : saying.end], year, lexicon)
        tasks.append(replace(task, deadline=due))
        owners_of = Owners((saying.group,))
        clause = Clause(saying.start, saying.end, owners_of, "prose_tasks", "inferred", _WHY)
        owners.write(task.id, section.path, saying.paragraph.passage, clause)
    return Found(tuple(tasks), tuple(owners.out), tuple(owners.aliases.values()))


def _sayings(paragraph: Paragraph, lexicon: Lexicon) -> Iterator[Saying]:
    text = fold(paragraph.passage.text)
    for low, high in sentences(text, "。！？!?；;"):
        if low < paragraph.content:
            continue
        hit = _SUBJECT.match(text, low, high)
        if hit is None:
            continue
        mentions = listed(paragraph.passage, *hit.span("names"), lexicon)
        if mentions and all(map(names_a_body, mentions)):
            role: Role = "lead" if hit["lead"] else "responsible" if hit["responsible"] else "support"
            yield Saying(paragraph, low, high, Group(role, mentions, "word"))


_BODY = re.compile(r"(?:局|厅|委|办|部|办公室|委员会|政府|管委会|中心|处)(?:\(.*\))?$")
_NO_BODY = re.compile(
    r"^(?:完善|建立|健全|推进|推动|加强|强化|成立|组建|发挥|坚持|实行|落实|形成|明确)|领导小组|专班|部门$|全部$|干部$"
)


def names_a_body(mention: Body) -> bool:
    """A body of its own: not 各部门, not a 领导小组 that the same item sets up, not the object of a verb."""
    name = fold(mention.text)
    if mention.organization not in {"department", "office", "government", "institution"} or len(name) > 16:
        return False
    return mention.known and bool(_BODY.search(name)) and not _NO_BODY.search(name)


def saying_task(
    policy: PolicyDocument, places: Places, minter: Minter, saying: Saying, section: Section, alone: bool
) -> Task:
    """The task a sentence states; it takes its item's heading where it is the only one there (``alone``)."""
    passage = saying.paragraph.passage
    end = saying.end
    while end > saying.start and passage.text[end - 1] in "。；;！!":
        end -= 1
    titled = alone and heading_is_title(section, policy.document.text) and not places.is_container(section)
    spans = section.heading_spans if titled else passage.spans(saying.start, end)
    text = without_marker(section.heading) if titled else passage.text[saying.start : end]
    domain, area = places.domain_area(section.id, own=titled)
    return Task(
        id=minter.mint("task", section.path, text),
        number=section.number if titled else None,
        text=text,
        part=saying.paragraph.part,
        domain=domain,
        area=area,
        section=section.id,
        section_path=section.path,
        home=section.path,
        spans=spans,
        passage=passage.spans(saying.start, saying.end),
        rule="prose_tasks",
        confidence="inferred",
        why=_WHY,
    )
