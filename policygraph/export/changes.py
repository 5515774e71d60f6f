"""An edited ledger read back: what people changed, as decisions in the form of ``decide`` (plain dictionaries).

Rows are found by the id in their last column, so they may be sorted, filtered, or moved. A deleted row says nothing:
people delete rows to send a part of the ledger, not to deny a task.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from policygraph.export.rows import VERDICTS, Fact, Record, by_role, deadline_text, reported

#: column of the ledger -> role of the record
ROLE_COLUMNS = {"牵头单位": "lead", "责任单位": "responsible", "配合单位": "support", "指导单位": "guide"}
PROGRESS_COLUMNS = {"状态": "status", "进展": "progress"}
_NAMES = re.compile(r"[、，,；;\s]+")
_DATE = re.compile(r"(\d{4})年(?:(\d{1,2})月(?:(\d{1,2})日)?)?|(\d{4})-(\d{1,2})(?:-(\d{1,2}))?")


@dataclass(frozen=True, slots=True)
class Changes:
    """``decisions`` in row order; ``unknown`` are ids of rows no record has (an older version of a document)."""

    decisions: tuple[dict[str, str], ...]
    unknown: tuple[str, ...]


def ledger_changes(data: bytes, records: Sequence[Record]) -> Changes:
    """Compare the 台账 and 核查 sheets of a workbook with the records it was made from. ValueError when it is no ledger."""
    tasks = {task["id"]: (record, task) for record in records for task in record["tasks"]}
    found = {item["key"]: item for record in records for item in record["findings"]}
    decisions: list[dict[str, str]] = []
    unknown: list[str] = []
    book = _open(data)
    for row in _rows(book, "台账"):
        if row["编号"] in tasks:
            decisions += _changes(*tasks[row["编号"]], row)
        elif row["编号"]:
            unknown.append(row["编号"])
    for row in _rows(book, "核查") if "核查" in book.sheetnames else ():
        if row["编号"] in found:
            decisions += _verdict(found[row["编号"]], row)
        elif row["编号"]:
            unknown.append(row["编号"])
    return Changes(tuple(decisions), tuple(unknown))


def _open(data: bytes) -> Any:
    import openpyxl

    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except Exception as error:  # openpyxl raises whatever its zip, XML and key look-ups raise
        raise ValueError(f"不是 Excel 工作簿：{error}") from None
    if "台账" not in book.sheetnames:
        raise ValueError("工作簿里没有“台账”表")
    return book


def _rows(book: Any, name: str) -> Iterator[dict[str, str]]:
    """Rows of a sheet as column name -> text; every one has 编号."""
    rows = book[name].iter_rows(values_only=True)
    head = [_text(cell) for cell in next(rows, ())]
    if "编号" not in head:
        raise ValueError(f"“{name}”表没有“编号”列")
    for cells in rows:
        yield {"编号": "", **dict(zip(head, map(_text, cells), strict=False))}


def _verdict(item: Fact, row: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """A finding confirmed or dismissed in its row; an opinion in other words is a confirmation with that note."""
    opinion, note = row.get("处理意见", ""), row.get("备注", "")
    before = item.get("decision") or {}
    if (opinion, note) == (VERDICTS.get(before.get("action", ""), ""), before.get("note", "")) or not opinion + note:
        return
    action = "dismiss" if opinion.startswith(("不成立", "不采纳", "否")) else "confirm"
    words = "" if opinion in VERDICTS.values() else opinion
    yield _decision(item["key"], action, str(item["message"])[:60], note="；".join(filter(None, (words, note))))


def _decision(target: str, action: str, about: str, **more: str) -> dict[str, str]:
    filled = {key: value for key, value in more.items() if value}
    return {"target": target, "action": action, **filled, "about": about}


def _text(cell: Any) -> str:
    """A cell as people read it. Spreadsheets turn 2025-12-31 into a date and 3 into 3.0."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _changes(record: Record, task: Fact, row: Mapping[str, str]) -> Iterator[dict[str, str]]:
    about = str(task["text"])[:60]
    for column, role in ROLE_COLUMNS.items():
        if column in row:
            yield from _owners(record, task, role, row[column], about)
    wanted = row.get("完成时限", "")
    if wanted != deadline_text(task):
        value = f"{wanted}|{due(wanted)}" if wanted else ""
        yield {"target": task["id"], "action": "correct", "field": "deadline", "value": value, "about": about}
    for column, name in PROGRESS_COLUMNS.items():
        if row.get(column) and row[column] != reported(record, task["id"], name):
            yield {"target": task["id"], "action": "progress", "field": name, "value": row[column], "about": about}


def _owners(record: Record, task: Fact, role: str, cell: str, about: str) -> Iterator[dict[str, str]]:
    wanted = [name for name in _NAMES.split(cell) if name]
    have = by_role(record, task["id"])[role]
    if "、".join(have) == cell:  # a name may itself hold a space or a comma
        return
    names = {entry["id"]: entry["name"] for entry in record["organizations"]}
    for fact in record["responsibilities"]:
        name = names.get(fact["organization"], fact["mention"])
        if fact["subject"] == task["id"] and fact["role"] == role and name not in wanted:
            yield {"target": fact["id"], "action": "dismiss", "about": f"{about} · {name}"}
    for name in dict.fromkeys(wanted):
        if name not in have:
            yield {"target": task["id"], "action": "add", "field": role, "value": name, "about": about}


def due(text: str) -> str:
    """The date a deadline names, as exact as it is, or nothing.

    >>> due("2025年底前"), due("2025年6月底前"), due("2025-12-31"), due("长期")
    ('2025', '2025-06', '2025-12-31', '')
    """
    found = _DATE.search(text)
    if found is None:
        return ""
    year, *rest = [part for part in found.groups() if part]
    return "-".join([year, *(part.zfill(2) for part in rest)])
