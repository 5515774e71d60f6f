"""The information table of a government page printed by a browser: labels and values in columns, no ruling lines.

索引号 主题分类 / 发文机关 成文日期 / 标题 … : two pairs a row as a rule, a long value wrapped around the height of its label.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from policygraph.read.pdf_chars import Char
from policygraph.read.pdf_lines import Line, Page, group_rows, line_of_chars
from policygraph.read.pdf_tables import RawCell, RawTable, boundaries
from policygraph.text import fold

#: So many different labels make a table.
LEAST = 4

_LABEL = re.compile(
    r"索引号|标题|名称|文号|主题词|主题分类|公文种类|组配分类|发文(?:机关|单位|字号|日期)|发布(?:机构|机关|日期|单位)|"
    r"成文日期|印发日期|生成日期|公开日期|生效日期|实施日期|施行日期|失效日期|废止日期|有效性|时效性?|来源"
)


@dataclass(frozen=True, slots=True)
class _Label:
    """A label with its colon: the line it stands on, its characters, their middle height."""

    line: int
    chars: tuple[Char, ...]

    @property
    def x0(self) -> float:
        return self.chars[0].x0

    @property
    def middle(self) -> float:
        return (self.chars[0].top + self.chars[0].bottom) / 2


def find_info(page: Page) -> tuple[RawTable | None, Page]:
    """The information table of a page, None when there is none, and the page without it."""
    labels = _together([label for index, line in enumerate(page.lines) for label in _labels(index, line)])
    sides = _sides(labels)
    if not sides or len({_word(label) for label in labels}) < LEAST:
        return None, page
    first, last = _reach(page, labels, sides)
    rows = [label for label in labels if abs(label.x0 - sides[0]) < 6]
    taken = page.lines[first : last + 1]
    if len(rows) < 2 or any(_prose(line) for line in taken):
        return None, page
    table = _table(page, taken, rows, labels, sides)
    return table, replace(page, lines=page.lines[:first] + page.lines[last + 1 :])


def _word(label: _Label) -> str:
    return "".join(char.text for char in label.chars)


def _prose(line: Line) -> bool:
    return len(line.chars) > 30 and line.text.endswith(("，", "。"))


def _labels(index: int, line: Line) -> Iterator[_Label]:
    """Labels at the head of a line or behind a gap, each with a colon."""
    if "：" not in line.text and ":" not in line.text:
        return
    said = fold("".join(char.text for char in line.chars))
    for match in re.finditer(f"(?:{_LABEL.pattern}):", said):
        chars = line.chars[match.start() : match.end()]
        before = line.chars[match.start() - 1] if match.start() else None
        if before is None or chars[0].x0 - before.x1 > 0.4 * line.em:
            yield _Label(index, chars)


def _together(labels: list[_Label]) -> list[_Label]:
    """The first labels with no more than a wrapped value between them; a 来源： far below is another matter."""
    for at, (above, below) in enumerate(pairwise(labels), 1):
        if below.middle - above.middle > 7 * above.chars[0].size:
            return labels[:at] if at >= LEAST else _together(labels[at:])
    return labels


def _sides(labels: Sequence[_Label]) -> list[float]:
    """Where labels begin: one column of them or two, each with two labels at least."""
    places = boundaries([round(label.x0 / 6) * 6.0 for label in labels])
    often = [min(label.x0 for label in labels if abs(label.x0 - x) < 9) for x in places]
    kept = [x for x in often if sum(abs(label.x0 - x) < 9 for label in labels) >= 2]
    return kept if 1 <= len(kept) <= 2 else []


def _reach(page: Page, labels: Sequence[_Label], sides: Sequence[float]) -> tuple[int, int]:
    """First and last line: values reach above and below the height of their label."""
    first, last = min(label.line for label in labels), max(label.line for label in labels)
    value = min(label.chars[-1].x1 for label in labels) - 2
    while first > 0 and _wraps(page.lines[first - 1], page.lines[first], value):
        first -= 1
    while last + 1 < len(page.lines) and _wraps(page.lines[last + 1], page.lines[last], value):
        last += 1
    return first, last


def _wraps(line: Line, beside: Line, value: float) -> bool:
    return line.x0 >= value and abs(line.top - beside.top) < 1.3 * line.em and abs(line.em - beside.em) < 1


def _table(
    page: Page, lines: Sequence[Line], rows: Sequence[_Label], labels: Sequence[_Label], sides: Sequence[float]
) -> RawTable:
    xs = [x for side in sides for x in (side, _values(labels, side))]
    xs.append(max(line.x1 for line in lines) + 1)
    tops = [(a.middle + b.middle) / 2 for a, b in pairwise(rows)]
    cells: dict[tuple[int, int], list[Char]] = {}
    for char in (char for line in lines for char in line.chars):
        middle = (char.top + char.bottom) / 2
        col = max(0, sum(char.x0 >= x - 1 for x in xs[:-1]) - 1)
        cells.setdefault((sum(middle > top for top in tops), col), []).append(char)
    low, high = min(line.top for line in lines), max(line.bottom for line in lines)
    ys = [low, *tops, high]
    made = tuple(
        RawCell(row, col, 1, 1, _lines(chars, page.number), (xs[col], ys[row], xs[col + 1], ys[row + 1]))
        for (row, col), chars in sorted(cells.items())
    )
    return RawTable(page.number, (xs[0], low, xs[-1], high), tuple(xs), len(rows), made)


def _values(labels: Sequence[_Label], side: float) -> float:
    return max(label.chars[-1].x1 for label in labels if abs(label.x0 - side) < 9) - 1


def _lines(chars: list[Char], number: int) -> tuple[Line, ...]:
    return tuple(line_of_chars(row, number) for row in group_rows(chars))
