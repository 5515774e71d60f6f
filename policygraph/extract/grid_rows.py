"""A row of an indicator table: its name, unit and group, and what its cells say."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from policygraph.lexicon import Lexicon
from policygraph.marks.quantity import quantities, unit_at
from policygraph.model import Column, Comparator, Grid, GridCell, GridRow, Quantity
from policygraph.text import fold

_TAIL_BRACKET = re.compile(r"[（(\[]([^（）()\[\]]{1,16})[)）\]]\s*[*①-⑳]*$")
_NOTE_MARK = re.compile(r"[*∗＊①②③④⑤⑥⑦⑧⑨⑩※]+|\[\d\]$|注\d?$|(?<=[率用量积度数例])\d$|[（(][-—/][)）]$")
_NUMBERED = re.compile(
    r"^\s*(?:其中[:：]?|\d{1,3}(?:[.、．]\s*(?!\d)|\s+(?=[\u4e00-\u9fff]))|[（(]\d{1,2}[)）]|[一二三四五六七八九十]{1,3}、)"
)
_EMPTY = re.compile(r"^[\s/／\\—\-－–·~～无.…*]*$")
_CUMULATIVE = re.compile(r"^\s*[\[【〔(（]\s*(\d[\d.,]*)\s*([^\[\]【】]{0,6}?)\s*[\]】〕)）]\s*$")
_PART = re.compile(r"([\u4e00-\u9fffA-Za-z（）()0-9.]{1,16}?)[:：]?\s*([≥≤><]?\s*\d+(?:\.\d+)?)(?![\d.])")
CHANGE = re.compile(r"(累计)?(下降|降低|减少|削减|提高|提升|增长|增加|上升|新增|减排)")
_SUBSTANCE = re.compile(
    r"(?:氮氧化物|挥发性有机物|化学需氧量|氨氮|二氧化硫|总磷|总氮|颗粒物)(?:[（(][A-Za-z0-9]{2,5}[)）])?$"
)
_EMISSION = re.compile(r"减排|排放总量|排放量|削减|重点工程")
_TAIL = re.compile(r"(?:发电量|装机(?:容量)?|消费量|产量|产值|增加值|利用量|排放量|减排量|规模|面积|占比|比重)$")
_MEASURED = re.compile(
    r"(?:装机|容量|率|比例|比重|占比|量|面积|长度|数|值|额|总量|浓度|规模|指数|能耗|减少|降低|下降|提高|增长|水平|能力|收入|强度|排放)(?:[（(].*)?$"
)


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


# ---- the head of a row -----------------------------------------------------------------------------


def row_head(row: GridRow, columns: tuple[Column, ...], section: str, lexicon: Lexicon) -> Row | None:
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
    name, unit, cumulative = split_name(names[-1].passage.text, lexicon)
    nested = len(names) > 1
    above = names[-2].passage.text if nested else groups[-1].passage.text if groups else section
    group, group_unit, _ = split_name(above, lexicon) if above else ("", "", False)
    stated = next((cell.passage.text for cell, column in cells if column.role == "unit"), "")
    stated = "" if _EMPTY.match(stated) else clean_unit(stated)
    if not name:
        return None
    if _joins(group, group_unit, name, unit, nested):
        held = names[-2:] if nested else names[-1:]
        return Row(joined(group, name), stated or unit or group_unit, group, tuple(held), cumulative)
    if not groups and section and not _measures(name) and (tail := _TAIL.search(group)):
        name += tail.group()  # 风电 under the section row 可再生能源发电装机
    return Row(name, stated or unit, group, (names[-1],), cumulative)


def substance_groups(grid: Grid) -> dict[int, GridCell]:
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


def of_group(head: Row, group: GridCell, lexicon: Lexicon) -> Row:
    found = _SUBSTANCE.search(head.name)
    if not found or (head.name.startswith(found.group()) and _EMISSION.search(head.name)):
        return head
    name, unit, cumulative = split_name(group.passage.text, lexicon)
    cells = (*((group,) if group not in head.cells else ()), head.cells[-1])
    return Row(joined(name, found.group()), unit or head.unit, name, cells, cumulative or head.cumulative)


def pair(head: Row, count: int) -> list[Row]:
    """湿地保有量/湿地保护率 | 万亩/% | 1665/52: two quantities in one row; 动/植物种数保护率 stays one name."""
    names, units = head.name.split("/"), head.unit.split("/")
    if count == len(units) == 2 and len(names) == 1 and units[0][-1:] != units[1][-1:]:
        return [replace(head, unit=unit) for unit in units]  # 储能规模 | 万千瓦/万千瓦时 | 200/400
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


def joined(group: str, name: str) -> str:
    """氮氧化物 + 主要污染物重点工程减排量 → 氮氧化物重点工程减排量."""
    if _measures(name):
        return group + name
    for word in ("主要污染物", "主要水污染物", "主要大气污染物", "污染物"):
        if group.startswith(word):
            return name + group[len(word) :]
    return name + group if len(group) <= 8 else group + name


def split_name(text: str, lexicon: Lexicon) -> tuple[str, str, bool]:
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
            unit = unit or next((clean_unit(piece) for piece in pieces if is_unit(piece, lexicon)), "")
        elif is_unit(inside, lexicon) and not unit:
            unit = clean_unit(found.group(1))
        elif not re.match(r"(?:以.{1,8}(?:计|为)|按.{1,10}|当年|不变价|可比价)", inside):
            break
        name = name[: found.start()]
    return name.strip("、,，:： "), unit, cumulative or "累计" in name


def is_unit(text: str, lexicon: Lexicon) -> bool:
    """Nothing but a unit, with a magnitude and a divisor at most: 万吨, 吨标准煤/万元, μg/m³, 年."""
    core = re.sub(r"(?:百万|千万|万亿|亿|万|千(?!克|米|瓦)|百|每|当年价)", "", clean_unit(text))
    parts = core.split("/")
    return (bool(parts) and all(part == "" or unit_at(part, lexicon) == part for part in parts)) or "%" in core  # fmt: skip


def clean_unit(text: str) -> str:
    """As written, without spaces; ³ and ² as digits, full-width signs folded."""
    text = re.sub(r"\s+", "", fold(text)).strip("()[]:、,")
    return text.replace("³", "3").replace("²", "2").replace("单位:", "")


# ---- the value of a cell ---------------------------------------------------------------------------


def read_values(text: str, lexicon: Lexicon) -> list[Value]:
    """The target or targets of a cell; an empty list for /, — and the like."""
    plain = re.sub(r"\s+", " ", fold(text)).strip()
    if _EMPTY.match(plain):
        return []
    if boxed := _CUMULATIVE.match(plain):
        return [Value(float(boxed.group(1).replace(",", "")), None, clean_unit(boxed.group(2)), "=", True, None)]
    parts = _parts(plain, lexicon)
    if parts:
        return parts
    numbers = [item for item in quantities(plain.replace(" ", ""), plain.replace(" ", ""), lexicon, cell=True)
               if item.cls != "han"]  # fmt: skip
    numbers = [
        item for item in numbers if not re.fullmatch(r"(?:19|20)\d\d", str(int(item.value))) or item.unit != "年"
    ]
    if not numbers:
        return [Value(None, None, "", "=", False, plain.replace(" ", ""))]
    if re.match(r"[≥≤><]?[\d.]+/[≥≤><]?[\d.]+\D*$", plain):
        return [_value(item, plain) for item in numbers[:2]]
    return [_value(numbers[0], plain)]


def _value(item: Quantity, text: str) -> Value:
    change = CHANGE.search(text[: text.find(str(item.value).rstrip("0").rstrip(".")[:3])][-6:])
    cumulative = "累计" in text or bool(re.search(r"\[\s*\d", text))
    return Value(
        item.value, item.value_max, item.unit, item.comparator, cumulative, None, change.group(2) if change else ""
    )


def _parts(text: str, lexicon: Lexicon) -> list[Value]:
    """氮氧化物 1.28 挥发性有机物 0.83: several substances in one cell, each with its value."""
    found = [match for match in _PART.finditer(text) if not CHANGE.search(match.group(1))]
    names = [re.sub(r"^[、,;\s]+", "", match.group(1)) for match in found]
    if len(found) < 2 or any(
        re.fullmatch(r"[\d.()]+|以上|左右|达到?|到|至", name) or unit_at(name, lexicon) for name in names
    ):
        return []
    out = []
    for match, name in zip(found, names, strict=True):
        number = quantities(match.group(2).replace(" ", ""), match.group(2).replace(" ", ""), lexicon, cell=True)[0]
        out.append(replace(_value(number, ""), part=name))
    return out
