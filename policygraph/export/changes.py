"""An edited ledger read back: what people changed, as decisions in the form of ``decide`` (plain dictionaries).

Rows are found by the id in their last column, so they may be sorted, filtered, or moved. A deleted row says nothing:
people delete rows to send a part of the ledger, not to deny a task. A cell that says again what the text says withdraws
what was decided about it; a status, progress or opinion that was emptied says nothing.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from policygraph.export.rows import VERDICTS, Fact, Record, deadline_text, due_date, owners_of, reported

#: column of the ledger -> role of the record
ROLE_COLUMNS = {"牵头单位": "lead", "责任单位": "responsible", "配合单位": "support", "指导单位": "guide"}
PROGRESS_COLUMNS = {"状态": "status", "进展": "progress"}
_NAMES = re.compile(r"[、，,；;\s]+")
_NOBODY: Record = {"responsibilities": (), "organizations": ()}
_DATE = re.compile(r"(\d{4})年(?:(\d{1,2})月(?:(\d{1,2})日)?)?|(\d{4})-(\d{1,2})(?:-(\d{1,2}))?")


@dataclass(frozen=True, slots=True)
class Changes:
    """``decisions`` in row order; ``unknown`` are ids of rows no record has (an older version of a document)."""

    decisions: tuple[dict[str, str], ...]
    unknown: tuple[str, ...]


def ledger_changes(data: bytes, records: Sequence[Record], extracted: Sequence[Record] = ()) -> Changes:
    """Compare the 台账 and 核查 sheets of a workbook with the records it was made from; ``extracted`` are those of the same
    documents before anybody decided. ValueError when it is no ledger."""
    said = {task["id"]: (record, task) for record in extracted for task in record["tasks"]}
    tasks = {
        task["id"]: Row(record, task, *said.get(task["id"], (_NOBODY, None)))
        for record in records
        for task in record["tasks"]
    }
    found = {item["key"]: item for record in records for item in record["findings"]}
    decisions: list[dict[str, str]] = []
    unknown: list[str] = []
    book = _open(data)
    for row in _rows(book, "台账"):
        if row["编号"] in tasks:
            decisions += _changes(tasks[row["编号"]], row)
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


@dataclass(frozen=True, slots=True)
class Row:
    """What a row was made from, and what the text says of the same task: the record before anybody decided."""

    record: Record
    task: Fact
    before: Record
    said: Fact | None

    @property
    def about(self) -> str:
        return str(self.task["text"])[:60]

    def made(self, target: str) -> Iterator[Fact]:
        """What is in force about a fact."""
        return (item for item in self.record.get("decisions", ()) if item["target"] == target)


def _changes(row: Row, cells: Mapping[str, str]) -> Iterator[dict[str, str]]:
    yield from _owners(row, cells)
    yield from _deadline(row, _wording(row.task, cells))
    key = row.task["id"]
    for column, name in PROGRESS_COLUMNS.items():
        if cells.get(column) and cells[column] != reported(row.record, key, name):
            yield _decision(key, "progress", row.about, field=name, value=cells[column])


def _withdrawal(item: Fact, about: str) -> dict[str, str]:
    again = {"field": item.get("field", ""), "value": item.get("value", "")}
    return _decision(item["target"], "withdraw", about, **again, withdraws=item["action"])


def _wording(task: Fact, cells: Mapping[str, str]) -> str:
    """The deadline a row asks for: its wording, or the day where only 截止日期 was written anew."""
    said = cells.get("完成时限", deadline_text(task))
    day, have = cells.get("截止日期", ""), due_date(task)
    changed = day and day != (have.isoformat() if have else "")
    return day if changed and said == deadline_text(task) else said


def _deadline(row: Row, wanted: str) -> Iterator[dict[str, str]]:
    key, about = row.task["id"], row.about
    if wanted == deadline_text(row.task):
        return
    made = [item for item in row.made(key) if item.get("field") == "deadline"]
    if made and row.said is not None and wanted == deadline_text(row.said):
        yield from (_withdrawal(item, about) for item in made)
        return
    value = f"{wanted}|{due(wanted)}" if wanted else ""
    yield {"target": key, "action": "correct", "field": "deadline", "value": value, "about": about}


Owner = tuple[str, str]  # role, name


def _owners(row: Row, cells: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """What undoes earlier decisions first; then, role by role, who goes and who comes."""
    key, about = row.task["id"], row.about
    have, said = owners_of(row.record, key), owners_of(row.before, key)
    wanted = _wanted(have, said, cells)
    for fact, made in _made(row, have, said).items():
        now, then = have.get(fact), said.get(fact)
        gone = now is not None and now not in wanted
        back = then in wanted and then not in have.values()
        if (gone and then is None) or (back and (gone or now is None)):
            yield from (_withdrawal(item, f"{about} · {(now or then or ('', ''))[1]}") for item in made)
            have.pop(fact, None)
            have |= {fact: then} if then is not None else {}
    for role in ROLE_COLUMNS.values():
        for fact, owner in have.items():
            if owner[0] == role and owner not in wanted:
                yield _decision(fact, "dismiss", f"{about} · {owner[1]}")
        for name in [name for at, name in wanted if at == role and (role, name) not in have.values()]:
            yield _decision(key, "add", about, field=role, value=name)


def _wanted(have: Mapping[str, Owner], said: Mapping[str, Owner], cells: Mapping[str, str]) -> list[Owner]:
    """The owners that the cells name. A cell that is as it was made, or as the text has it, names those it was made of:
    a name may itself hold a space or a comma. So does a cell that is not there."""
    wanted: list[Owner] = []
    for column, role in ROLE_COLUMNS.items():
        known = [[name for at, name in owners.values() if at == role] for owners in (have, said)]
        cell = cells.get(column, "、".join(known[0]))
        split = [name for name in _NAMES.split(cell) if name]
        names = next((names for names in known if "、".join(names) == cell), split)
        wanted += [(role, name) for name in dict.fromkeys(names)]
    return wanted


def _made(row: Row, have: Mapping[str, Owner], said: Mapping[str, Owner]) -> dict[str, list[Fact]]:
    """Id of an owner -> the decisions in force that added it, made it what it is, or dismissed it."""
    made = {fact: list(row.made(fact)) for fact in {**said, **have}}
    mentions = {item["id"]: item["mention"] for item in row.record["responsibilities"]}
    for fact in have.keys() - said.keys():
        added = [
            item
            for item in row.made(row.task["id"])
            if item["action"] == "add" and (item["field"], item["value"]) == (have[fact][0], mentions[fact])
        ]
        made[fact] = [*added, *made[fact]] if added else []
    return {fact: items for fact, items in made.items() if items}


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
