"""Indicators of tables, one for each row and target year, and the owners a table names beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from policygraph.extract.grid_rows import (
    CHANGE,
    Row,
    Value,
    joined,
    of_group,
    pair,
    read_values,
    row_head,
    substance_groups,
)
from policygraph.extract.phrases import PLAN_END
from policygraph.extract.places import Places
from policygraph.identity import Minter
from policygraph.lexicon import Lexicon
from policygraph.marks.listed import listed
from policygraph.model import (
    Baseline,
    Clock,
    Column,
    Grid,
    GridCell,
    GridRow,
    Indicator,
    IndicatorKind,
    PolicyDocument,
    Responsibility,
    Role,
    Span,
    Trace,
)
from policygraph.text import fold

_KINDS: tuple[IndicatorKind, ...] = ("约束性", "预期性", "指导性")
_RATES = re.compile(r"年均|增速|增幅|年增长")
_OWNERS: dict[str, Role] = {"lead": "lead", "responsible": "responsible", "support": "support", "guide": "guide"}


def grid_indicators(
    policy: PolicyDocument, lexicon: Lexicon, minter: Minter
) -> tuple[tuple[Indicator, ...], tuple[Responsibility, ...], tuple[Trace, ...]]:
    """Indicators, their owners and traces of every table of indicators; a review table gives a trace only."""
    clock, places = policy.profile.clock, Places(policy, lexicon)
    found: list[Indicator] = []
    owners: list[Responsibility] = []
    traces: list[Trace] = []
    for grid in policy.grids:
        if grid.kind not in ("indicator", "review") or grid.section in places.past:
            continue
        if not read_layout(grid, clock).targets:
            traces.append(Trace((grid.span,), "grid-indicator", "", "对照以往完成情况的表，不是目标"))
        for row, indicator in _read_grid(grid, lexicon, clock, places, minter):
            found.append(indicator)
            traces.append(Trace(indicator.spans, indicator.rule, indicator.id))
            owners += _owners(row, grid.columns, indicator, lexicon, minter)
    return tuple(found), tuple(owners), tuple(traces)


def _read_grid(
    grid: Grid, lexicon: Lexicon, clock: Clock, places: Places, minter: Minter
) -> Iterator[tuple[GridRow, Indicator]]:
    section = ""
    layout = read_layout(grid, clock)
    blocks = substance_groups(grid)
    for row_index, row in enumerate(grid.rows if layout.targets else ()):
        if row.kind == "section":
            section = next((cell.passage.text for cell in row.cells if cell), "")
            continue
        if title := _title_row(row):
            section = title
            continue
        head = row_head(row, grid.columns, section, lexicon)
        if head is None:
            continue
        if blocks.get(row_index):
            head = of_group(head, blocks[row_index], lexicon)
        for index, cell, values in _row_values(row, layout, lexicon):
            heads = pair(head, len(values))
            for head, value in zip(heads, values, strict=True):
                yield row, _indicator(value, head, cell, row, grid, index, layout, places, minter)


def _title_row(row: GridRow) -> str:
    """The text of a row merged over its whole width, which a reader of PDF takes for data."""
    texts = [cell.passage.text for cell in row.cells if cell]
    most = max(texts, key=texts.count, default="")
    rest = [text for text in texts if text != most]
    return most if texts.count(most) > 2 and all(len(text) <= 4 for text in rest) else ""


def _row_values(row: GridRow, layout: Layout, lexicon: Lexicon) -> Iterator[tuple[int, GridCell, list[Value]]]:
    """The target cells of a row; the column of five years' sums speaks only where they say nothing."""
    said = False
    for index in (*layout.targets, *layout.sums):
        cell = row.cells[index] if index < len(row.cells) else None
        if cell is None or (said and index in layout.sums):
            continue
        values = read_values(cell.passage.text, lexicon)
        said = said or any(value.value is not None for value in values)
        yield index, cell, values


@dataclass(frozen=True, slots=True)
class Layout:
    """Which columns hold targets, sums over the plan and baselines, and the year of each."""

    targets: tuple[int, ...]
    sums: tuple[int, ...]
    baseline: int | None
    years: tuple[str | None, ...]
    horizon: str | None


def read_layout(grid: Grid, clock: Clock) -> Layout:
    """A year before the document's own is a review whatever its header says; a table called a review still sets
    targets in a column of a later year (2020年现状 | 2025年规划目标)."""
    years = tuple(_column_year(column) for column in grid.columns)
    now = clock.past_before
    targets = [index for index, column in enumerate(grid.columns) if column.role == "target"
               and not _RATES.search(column.heading) and not (now and years[index] and str(years[index]) < now)]  # fmt: skip
    stated = [
        index for index, column in enumerate(grid.columns) if column.role in ("baseline", "past") and years[index]
    ]
    older = [index for index, column in enumerate(grid.columns) if column.role == "target" and index not in targets]
    if not now and not stated and len(targets) > 1 and (years[targets[0]] or "").endswith(("0", "5")):
        older, targets = targets[:1], targets[1:]  # an undated file: the first of two plan years is where it starts
    if grid.kind == "review":
        targets = [index for index in targets if now and (years[index] or "") > now]
    sums = [index for index, column in enumerate(grid.columns)
            if column.role in ("progress", "other", "target") and "累计" in column.heading and index not in targets]  # fmt: skip
    base = (stated or older)[-1] if stated or older else None
    dated = [year for index in targets if (year := years[index])]
    return Layout(tuple(targets), tuple(sums), base, years, dated[-1] if dated else clock.horizon)


def _column_year(column: Column) -> str | None:
    if column.year:
        return column.year
    plan = re.search(r"十[二三四五六]五", column.heading)
    return PLAN_END[plan.group()] if plan else None


# ---- facts -----------------------------------------------------------------------------------------


def _indicator(
    value: Value, head: Row, cell: GridCell, row: GridRow, grid: Grid, index: int, layout: Layout, places: Places,
    minter: Minter,
) -> Indicator:  # fmt: skip
    path = places.path(grid.section)
    year = layout.years[index]
    by = year or layout.horizon
    name = _named(head, value)
    spans = _spans([*head.cells, cell])
    return Indicator(
        id=minter.mint("indicator", path, f"{name}|{value.value}|{value.relative}|{by}|{cell.row}"),
        name=name, value=value.value, value_max=value.value_max, unit=value.unit or head.unit,
        comparator=value.comparator, by=by, section=grid.section, section_path=path, spans=spans, rule="grid-indicator",
        confidence="guessed" if grid.guessed else "stated" if year else "inferred",
        why="表格没有框线，各列由文字推断" if grid.guessed else "" if year else "年份取自题名或同表其他列",
        baseline=_baseline(row, layout), kind=_kind(row, grid.columns), relative=value.relative,
        cumulative=value.cumulative or head.cumulative or "累计" in grid.columns[index].heading,
        cell=(cell.row, cell.col),
    )  # fmt: skip


def _named(head: Row, value: Value) -> str:
    name = joined(head.name, value.part) if value.part else head.name
    if value.change and not CHANGE.search(name):
        return name + value.change
    return name


def _spans(cells: list[GridCell]) -> tuple[Span, ...]:
    seen: list[Span] = []
    for cell in cells:
        seen += [span for span in cell.passage.spans() if span not in seen]
    return tuple(seen)


def _baseline(row: GridRow, layout: Layout) -> Baseline | None:
    index = layout.baseline
    if index is None:
        return None
    cell = row.cells[index] if index < len(row.cells) else None
    number = re.search(r"\d+(?:\.\d+)?(?![\d.]*年)", fold(cell.passage.text).replace(",", "")) if cell else None
    return Baseline(float(number.group()[:20]) if number else None, layout.years[index])


def _kind(row: GridRow, columns: tuple[Column, ...]) -> IndicatorKind | None:
    for cell, column in zip(row.cells, columns, strict=False):
        if cell and column.role == "attribute":
            text = re.sub(r"\s", "", cell.passage.text)
            return next((kind for kind in _KINDS if kind[:2] in text), None)
    return None


def _owners(
    row: GridRow, columns: tuple[Column, ...], indicator: Indicator, lexicon: Lexicon, minter: Minter
) -> Iterator[Responsibility]:
    for cell, column in zip(row.cells, columns, strict=False):
        role = _OWNERS.get(column.role)
        if cell is None or role is None:
            continue
        for order, mention in enumerate(listed(cell.passage, 0, len(cell.passage.text), lexicon), 1):
            own = mention.role or role
            yield Responsibility(
                minter.mint("responsibility", indicator.section_path, f"{indicator.id}|{mention.text}|{own}"),
                indicator.id, mention.text, own, order, mention.spans(cell.passage), "grid-owner",
                scope=mention.scope, kind=mention.organization, cell=(cell.row, cell.col),
            )  # fmt: skip
