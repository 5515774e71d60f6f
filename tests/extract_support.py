"""Text to an extraction, and an extraction as short lists that a test can compare."""

from __future__ import annotations

from policygraph.extract import extract
from policygraph.lexicon import default_lexicon
from policygraph.model import Extraction, Task
from policygraph.outline import outline
from policygraph.read import read


def parse(text: str) -> Extraction:
    """The extraction of a text document."""
    lexicon = default_lexicon()
    return extract(outline(read(text.encode(), "case.txt"), lexicon), lexicon)


def owners_of(found: Extraction) -> list[tuple[str, list[str]]]:
    """(task text, ["role mention", ...]) in order."""
    return [
        (task.text, [f"{item.role} {item.mention}" for item in found.responsibilities if item.subject == task.id])
        for task in found.tasks
    ]


def shown(found: Extraction) -> list[str]:
    """One line a task (number | text | deadline | parent) and, indented, one line an owner."""
    texts = {task.id: task.text for task in found.tasks}
    out: list[str] = []
    for task in found.tasks:
        out.append(_line(task, texts))
        out += [f"  {item.role} {item.mention}" for item in found.responsibilities if item.subject == task.id]
    return out


def shown_duties(found: Extraction) -> list[str]:
    """One line a duty (* modality | text | date), one line an actor."""
    out: list[str] = []
    for duty in found.duties:
        due = f" | {duty.due.text} = {duty.due.bounds.by or duty.due.bounds.recurrence or '-'}" if duty.due else ""
        out.append(f"* {duty.modality} | {duty.text}{due}")
        out += [f"  {item.role} {item.mention}" for item in found.responsibilities if item.subject == duty.id]
    return out


def _line(task: Task, texts: dict[str, str]) -> str:
    due = f" | {task.deadline.text} = {task.deadline.by or '-'}" if task.deadline else ""
    parent = f" | in {texts[task.parent]}" if task.parent else ""
    return f"{task.number or '-'} | {task.text}{due}{parent}"
