"""The verdict: what of the unanswered makes a document amber or red."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from policygraph.coverage.seen import OWNER_COLUMNS, directs, numbered_lines, patterns
from policygraph.issues import CODES
from policygraph.lexicon import Lexicon
from policygraph.marks.bracket import folded
from policygraph.model import Asked, Count, Coverage, Grid, Linked, Unanswered, Verdict
from policygraph.text import fold

_ITEMS, _GOALS = 10, 200
#: kind -> (share that must be answered, least number that must be missing) for green
_GREEN: dict[Asked, tuple[float, int]] = {
    "items": (0.9, 2), "owners": (0.9, 2), "tables": (1.0, 1), "rows": (0.95, 1),
}  # fmt: skip
_SAID: dict[Asked, str] = {
    "items": "任务条目", "owners": "责任单位", "figures": "数值", "dates": "时间", "tables": "表格", "rows": "表格行",
    "annexes": "附件", "pictures": "图片等",
}  # fmt: skip
#: what a reader could not take in, or took for one that is several: never green, whatever was answered of the rest
_NEVER_GREEN = (
    "several-documents", "picture-unread", "table-unread", "formula-unread", "garbled-text", "damaged-bytes",
)  # fmt: skip


def judge(linked: Linked, counts: Mapping[Asked, Count], missing: tuple[Unanswered, ...], lexicon: Lexicon) -> Coverage:
    """Counts and the unanswered with their verdict and its reasons."""
    red = tuple(_red(linked, missing, lexicon))
    why = red or tuple(_amber(linked, counts, missing, lexicon))
    verdict: Verdict = "red" if red else "amber" if why else "green"
    return Coverage(verdict, counts, missing, why)


def _red(linked: Linked, missing: tuple[Unanswered, ...], lexicon: Lexicon) -> Iterator[str]:
    text = linked.policy.document.text
    silent = not linked.tasks and not linked.duties
    if silent and directs(linked.policy) and (items := numbered_lines(text, lexicon)) >= _ITEMS:
        yield f"有 {items} 个编号条目，却没有任务和要求"
    if len(linked.goals) >= _GOALS and not linked.tasks:
        yield f"有 {len(linked.goals)} 条目标，却没有任务"
    for grid in linked.policy.grids:
        yield from _short(linked, grid, lexicon)
    pages = linked.policy.document.info.pages or 1
    unread = sum(item.code == "page-no-text" for item in missing)
    if unread * 2 >= max(2, pages):
        yield f"{pages} 页中 {unread} 页读不出文字"
    damaged = sum(span.end - span.start for item in missing if item.code == "garbled-text" for span in item.where)
    if damaged * 10 > len(text):
        yield "文字大半不可靠"


def _short(linked: Linked, grid: Grid, lexicon: Lexicon) -> Iterator[str]:
    """A table of a division of labour that promises more rows than were read."""
    title = folded(grid.title) if grid.title else ""
    roles = {column.role for column in grid.columns}
    division = patterns(lexicon)["division"].search(title) is not None
    if not division and not (roles & OWNER_COLUMNS and roles & {"task", "measure"}):
        return
    at = next((index for index, column in enumerate(grid.columns) if column.role == "number"), None)
    cells = [row.cells[at] for row in grid.rows] if at is not None else []
    numbers = {
        int(text) for cell in cells if cell is not None and (text := fold(cell.passage.text).strip(" .、")).isdecimal()
    }
    read = sum(grid.span.overlaps(span) for task in linked.tasks for span in task.spans[:1])
    if numbers and max(numbers) < 1000 and read < min(max(numbers), len(numbers) + 20) * 0.9 and min(numbers) == 1:
        yield f"表格序号到 {max(numbers)}，只读出 {read} 项任务"


def _amber(
    linked: Linked, counts: Mapping[Asked, Count], missing: tuple[Unanswered, ...], lexicon: Lexicon
) -> Iterator[str]:
    for kind, (share, least) in _GREEN.items():
        count = counts[kind]
        lost = count.expected - count.answered
        if lost >= least and count.answered < share * count.expected:
            yield f"{_SAID[kind]} {count.expected} 处中 {lost} 处没有读出"
    work = patterns(lexicon)["work"]
    for item in missing if directs(linked.policy) else ():
        if item.code == "annex-missing" and work.search(fold(item.what)):
            yield item.what
    for code in _NEVER_GREEN:
        if found := sum(issue.code == code for issue in linked.policy.issues):
            yield f"{found} 处：{CODES[code][1]}"
    if directs(linked.policy):
        for code, said in (
            ("page-no-text", "页没有文字"),
            ("table-rows-missing", "处表格缺行"),
            ("doubtful-table", "处疑似表格按文字处理"),
        ):
            if found := sum(one.code == code for one in missing):
                yield f"{found} {said}"
