"""Indicators of tables, one for each row and target year, and the owners a table names beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from policygraph.extract.indicators import words_of
from policygraph.extract.names import split_names
from policygraph.extract.phrases import PLAN_END, Clock, clock_of
from policygraph.extract.purposes import Places, places_of
from policygraph.extract.quantities import Quantity, QuantityWords, find_quantities
from policygraph.identity import Minter
from policygraph.lexicon import Lexicon
from policygraph.model import (
    Baseline,
    Column,
    Comparator,
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

_TAIL_BRACKET = re.compile(r"[（(\[]([^（）()\[\]]{1,16})[)）\]]\s*[*①-⑳]*$")
_NOTE_MARK = re.compile(r"[*∗＊①②③④⑤⑥⑦⑧⑨⑩※]+|\[\d\]$|注\d?$|(?<=[率用量积度数例])\d$|[（(][-—/][)）]$")
_NUMBERED = re.compile(r"^\s*(?:其中[:：]?|\d{1,3}(?:[.、．]\s*(?!\d)|\s+(?=[\u4e00-\u9fff]))|[（(]\d{1,2}[)）]|[一二三四五六七八九十]{1,3}、)")
_EMPTY = re.compile(r"^[\s/／\\—\-－–·~～无.…*]*$")
_CUMULATIVE = re.compile(r"^\s*[\[【〔(（]\s*(\d[\d.,]*)\s*([^\[\]【】]{0,6}?)\s*[\]】〕)）]\s*$")
_KINDS: tuple[IndicatorKind, ...] = ("约束性", "预期性", "指导性")
_PART = re.compile(r"([\u4e00-\u9fffA-Za-z（）()0-9.]{1,16}?)[:：]?\s*([≥≤><]?\s*\d+(?:\.\d+)?)(?![\d.])")
_CHANGE = re.compile(r"(累计)?(下降|降低|减少|削减|提高|提升|增长|增加|上升|新增|减排)")
_RATES = re.compile(r"年均|增速|增幅|年增长")
_OWNERS: dict[str, Role] = {"lead": "lead", "responsible": "responsible", "support": "support", "guide": "guide"}
_SUBSTANCE = re.compile(r"(?:氮氧化物|挥发性有机物|化学需氧量|氨氮|二氧化硫|总磷|总氮|颗粒物)(?:[（(][A-Za-z0-9]{2,5}[)）])?$")
_EMISSION = re.compile(r"减排|排放总量|排放量|削减|重点工程")
_TAIL = re.compile(r"(?:发电量|装机(?:容量)?|消费量|产量|产值|增加值|利用量|排放量|减排量|规模|面积|占比|比重)$")
_MEASURED = re.compile(r"(?:装机|容量|率|比例|比重|占比|量|面积|长度|数|值|额|总量|浓度|规模|指数|能耗|减少|降低|下降|提高|增长|水平|能力|收入|强度|排放)(?:[（(].*)?$")


@dataclass(frozen=True, slots=True)
class Value:
    """What a cell says: a number with its sign, or wording (完成省级下达目标) when there is none."""

    value: float | None
    value_max: float | None
    unit: str
    comparator: Comparator
    cumulative: bool
    relative: str | None
    change: str = ""
    part: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """Name, unit and group of one data row, before its values are read."""

    name: str
    unit: str
    group: str
    cells: tuple[GridCell, ...]
    cumulative: bool


def grid_indicators(
    policy: PolicyDocument, lexicon: Lexicon, minter: Minter
) -> tuple[tuple[Indicator, ...], tuple[Responsibility, ...], tuple[Trace, ...]]:
    """Indicators, their owners and traces of every table of indicators; a review table gives a trace only."""
    clock, places = clock_of(policy.masthead), places_of(policy, lexicon)
    words = words_of(lexicon).quantities
    found: list[Indicator] = []
    owners: list[Responsibility] = []
    traces: list[Trace] = []
    for grid in policy.grids:
        if grid.kind not in ("indicator", "review") or grid.section in places.past:
            continue
        if not read_layout(grid, clock).targets:
            traces.append(Trace((grid.span,), "grid-indicator", "", "对照以往完成情况的表，不是目标"))
        for row, indicator in _read_grid(grid, words, clock, places, minter):
            found.append(indicator)
            traces.append(Trace(indicator.spans, indicator.rule, indicator.id))
            owners += _owners(row, grid.columns, indicator, lexicon, minter)
    return tuple(found), tuple(owners), tuple(traces)


def _read_grid(
    grid: Grid, words: QuantityWords, clock: Clock, places: Places, minter: Minter
) -> Iterator[tuple[GridRow, Indicator]]:
    section = ""
    layout = read_layout(grid, clock)
    blocks = _substance_groups(grid)
    for row_index, row in enumerate(grid.rows if layout.targets else ()):
        if row.kind == "section":
            section = next((cell.passage.text for cell in row.cells if cell), "")
            continue
        if title := _title_row(row):
            section = title
            continue
        head = _row_head(row, grid.columns, section, words)
        if head is None:
            continue
        if blocks.get(row_index):
            head = _of_group(head, blocks[row_index], words)
        for index, cell, values in _row_values(row, layout, words):
            heads = _pair(head, len(values))
            for head, value in zip(heads, values, strict=True):
                yield row, _indicator(value, head, cell, row, grid, index, layout, places, minter)


def _title_row(row: GridRow) -> str:
    """The text of a row merged over its whole width, which a reader of PDF takes for data."""
    texts = [cell.passage.text for cell in row.cells if cell]
    most = max(texts, key=texts.count, default="")
    rest = [text for text in texts if text != most]
    return most if texts.count(most) > 2 and all(len(text) <= 4 for text in rest) else ""


def _row_values(
    row: GridRow, layout: Layout, words: QuantityWords
) -> Iterator[tuple[int, GridCell, list[Value]]]:
    """The target cells of a row; the column of five years' sums speaks only where they say nothing."""
    said = False
    for index in (*layout.targets, *layout.sums):
        cell = row.cells[index] if index < len(row.cells) else None
        if cell is None or (said and index in layout.sums):
            continue
        values = read_values(cell.passage.text, words)
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
    stated = [index for index, column in enumerate(grid.columns) if column.role in ("baseline", "past") and years[index]]
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


# ---- the head of a row -----------------------------------------------------------------------------


def _row_head(row: GridRow, columns: tuple[Column, ...], section: str, words: QuantityWords) -> Row | None:
    """The name is the last filled indicator column; earlier ones, group columns and section rows are its group."""
    own = {column.heading for column in columns if column.role == "indicator"}
    cells = [(cell, column) for cell, column in zip(row.cells, columns, strict=False) if cell]
    names = _distinct([cell for cell, column in cells if column.role == "indicator"
                       or (column.role == "group" and column.heading in own)])  # fmt: skip
    groups = _distinct([cell for cell, column in cells if column.role == "group" and column.heading not in own])
    if not names:
        names, groups = groups[-1:], groups[:-1]
    if not names:
        return None
    name, unit, cumulative = split_name(names[-1].passage.text, words)
    nested = len(names) > 1
    above = names[-2].passage.text if nested else groups[-1].passage.text if groups else section
    group, group_unit, _ = split_name(above, words) if above else ("", "", False)
    stated = next((cell.passage.text for cell, column in cells if column.role == "unit"), "")
    stated = "" if _EMPTY.match(stated) else clean_unit(stated)
    if not name:
        return None
    if _joins(group, group_unit, name, unit, nested):
        held = names[-2:] if nested else names[-1:]
        return Row(_joined(group, name), stated or unit or group_unit, group, tuple(held), cumulative)
    if not groups and section and not _measures(name) and (tail := _TAIL.search(group)):
        name += tail.group()  # 风电 under the section row 可再生能源发电装机
    return Row(name, stated or unit, group, (names[-1],), cumulative)


def _substance_groups(grid: Grid) -> dict[int, GridCell]:
    """Rows of one pollutant each, side by side: the cell that says what is measured (重点工程减排量) stands beside one
    of them when the file does not show the merge; it is the group of all."""
    columns = [index for index, column in enumerate(grid.columns) if column.role in ("indicator", "group")]
    runs: list[list[int]] = []
    for index, row in enumerate(grid.rows):
        texts = [cell.passage.text for at in columns if at < len(row.cells) and (cell := row.cells[at])]
        if any(_SUBSTANCE.match(re.sub(r"\s", "", text)) for text in texts):
            if runs and runs[-1][-1] == index - 1:
                runs[-1].append(index)
            else:
                runs.append([index])
    out: dict[int, GridCell] = {}
    for run in runs:
        cells = [cell for index in run for at in columns if at < len(grid.rows[index].cells)
                 and (cell := grid.rows[index].cells[at]) and _EMISSION.search(cell.passage.text)]  # fmt: skip
        if len(run) > 1 and cells and not any(_SUBSTANCE.match(cell.passage.text) and _EMISSION.search(cell.passage.text)
                                              for cell in cells):  # fmt: skip
            own = [cell for cell in cells if not cell.inherited] or cells
            out.update(dict.fromkeys(run, own[0]))
    return out


def _of_group(head: Row, group: GridCell, words: QuantityWords) -> Row:
    found = _SUBSTANCE.search(head.name)
    if not found or (head.name.startswith(found.group()) and _EMISSION.search(head.name)):
        return head
    name, unit, cumulative = split_name(group.passage.text, words)
    cells = (*((group,) if group not in head.cells else ()), head.cells[-1])
    return Row(_joined(name, found.group()), unit or head.unit, name, cells, cumulative or head.cumulative)


def _pair(head: Row, count: int) -> list[Row]:
    """湿地保有量/湿地保护率 | 万亩/% | 1665/52: two quantities in one row; 动/植物种数保护率 stays one name."""
    names, units = head.name.split("/"), head.unit.split("/")
    if count != 2 or len(names) != 2:
        return [head] * count
    units = units if len(units) == 2 else [head.unit, head.unit]
    if not all(_measures(name) for name in names):
        return [head] * count
    return [replace(head, name=name, unit=unit) for name, unit in zip(names, units, strict=True)]


def _distinct(cells: list[GridCell]) -> list[GridCell]:
    """A cell merged over columns counts once."""
    return [cell for index, cell in enumerate(cells) if index == 0 or cell.passage != cells[index - 1].passage]


def _measures(name: str) -> bool:
    """The name says what is measured: 排放总量, but not 化学需氧量, which is only a substance."""
    return bool(_MEASURED.search(name)) and not _SUBSTANCE.fullmatch(name)


def _joins(group: str, group_unit: str, name: str, unit: str, nested: bool) -> bool:
    """氮氧化物 under 主要污染物重点工程减排量（万吨）: the name alone measures nothing, the group does; or the other
    way round under one header (氮氧化物 | 重点工程任务排放总量减少)."""
    if not group or group in name:
        return False
    if _measures(name):
        return nested and not _measures(group) and len(group) <= 12
    return bool(_measures(group)) and not unit and (bool(group_unit) or nested)


def _joined(group: str, name: str) -> str:
    """氮氧化物 + 主要污染物重点工程减排量 → 氮氧化物重点工程减排量."""
    if _measures(name):
        return group + name
    for word in ("主要污染物", "主要水污染物", "主要大气污染物", "污染物"):
        if group.startswith(word):
            return name + group[len(word) :]
    return name + group if len(group) <= 8 else group + name


def split_name(text: str, words: QuantityWords) -> tuple[str, str, bool]:
    """(name, unit in its bracket, cumulative): 森林覆盖率（%） → 森林覆盖率, %.

    A bracket that is no unit stays: 细颗粒物（PM2.5）浓度.
    """
    name = re.sub(r"\s+", "", _NOTE_MARK.sub("", _NUMBERED.sub("", text.strip())))
    unit, cumulative = "", False
    for _ in range(3):
        found = _TAIL_BRACKET.search(name)
        if not found:
            break
        inside = fold(found.group(1))
        pieces = [piece for piece in re.split(r"[,、;]", inside) if piece]
        if any("累计" in piece or "五年" in piece for piece in pieces):
            cumulative = True
            unit = unit or next((clean_unit(piece) for piece in pieces if is_unit(piece, words)), "")
        elif is_unit(inside, words) and not unit:
            unit = clean_unit(found.group(1))
        elif not re.match(r"(?:以.{1,8}(?:计|为)|按.{1,10}|当年|不变价|可比价)", inside):
            break
        name = name[: found.start()]
    return name.strip("、,，:： "), unit, cumulative or "累计" in name


def is_unit(text: str, words: QuantityWords) -> bool:
    """Nothing but a unit, with a magnitude and a divisor at most: 万吨, 吨标准煤/万元, μg/m³, 年."""
    core = re.sub(r"(?:百万|千万|万亿|亿|万|千(?!克|米|瓦)|百|每|当年价)", "", clean_unit(text))
    parts = core.split("/")
    return bool(parts) and all(part == "" or words.unit.fullmatch(part) or part in words.unit_class for part in parts) or "%" in core  # fmt: skip


def clean_unit(text: str) -> str:
    """As written, without spaces; ³ and ² as digits, full-width signs folded."""
    text = re.sub(r"\s+", "", fold(text)).strip("()[]:、,")
    return text.replace("³", "3").replace("²", "2").replace("单位:", "")


# ---- the value of a cell ---------------------------------------------------------------------------


def read_values(text: str, words: QuantityWords) -> list[Value]:
    """The target or targets of a cell; an empty list for /, — and the like."""
    plain = re.sub(r"\s+", " ", fold(text)).strip()
    if _EMPTY.match(plain):
        return []
    if boxed := _CUMULATIVE.match(plain):
        return [Value(float(boxed.group(1).replace(",", "")), None, clean_unit(boxed.group(2)), "=", True, None)]
    parts = _parts(plain, words)
    if parts:
        return parts
    numbers = [item for item in find_quantities(plain.replace(" ", ""), plain.replace(" ", ""), words)
               if item.unit_class != "han"]  # fmt: skip
    numbers = [item for item in numbers if not re.fullmatch(r"(?:19|20)\d\d", str(int(item.value))) or item.unit != "年"]
    if not numbers:
        return [Value(None, None, "", "=", False, plain.replace(" ", ""))]
    if re.match(r"[≥≤><]?[\d.]+/[≥≤><]?[\d.]+\D*$", plain):
        return [_value(item, plain) for item in numbers[:2]]
    return [_value(numbers[0], plain)]


def _value(item: Quantity, text: str) -> Value:
    change = _CHANGE.search(text[: text.find(str(item.value).rstrip("0").rstrip(".")[:3])][-6:])
    cumulative = "累计" in text or bool(re.search(r"\[\s*\d", text))
    return Value(item.value, item.value_max, item.unit, item.comparator, cumulative, None, change.group(2) if change else "")


def _parts(text: str, words: QuantityWords) -> list[Value]:
    """氮氧化物 1.28 挥发性有机物 0.83: several substances in one cell, each with its value."""
    found = [match for match in _PART.finditer(text) if not _CHANGE.search(match.group(1))]
    names = [re.sub(r"^[、,;\s]+", "", match.group(1)) for match in found]
    if len(found) < 2 or any(re.fullmatch(r"[\d.()]+|以上|左右|达到?|到|至", name) or words.unit.match(name) for name in names):
        return []
    out = []
    for match, name in zip(found, names, strict=True):
        number = find_quantities(match.group(2).replace(" ", ""), match.group(2).replace(" ", ""), words)[0]
        out.append(replace(_value(number, ""), part=name))
    return out


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
        confidence="stated" if year else "inferred", why="" if year else "年份取自题名或同表其他列",
        baseline=_baseline(row, layout), kind=_kind(row, grid.columns), relative=value.relative,
        cumulative=value.cumulative or head.cumulative or "累计" in grid.columns[index].heading,
        cell=(cell.row, cell.col),
    )  # fmt: skip


def _named(head: Row, value: Value) -> str:
    name = _joined(head.name, value.part) if value.part else head.name
    if value.change and not _CHANGE.search(name):
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
        for order, mention in enumerate(split_names(cell.passage, 0, len(cell.passage.text), lexicon), 1):
            own = mention.role or role
            yield Responsibility(
                minter.mint("responsibility", indicator.section_path, f"{indicator.id}|{mention.text}|{own}"),
                indicator.id, mention.text, own, order, mention.spans(cell.passage), "grid-owner",
                scope=mention.scope, kind=mention.kind, cell=(cell.row, cell.col),
            )  # fmt: skip
