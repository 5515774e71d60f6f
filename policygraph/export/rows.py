"""Records as rows: what the workbook, the CSV files and the Word table all show.

Pure data, no file format. A cell is a string, a number, a date or None. The last column of a row is the id of its fact, so
that an edited ledger can be read back.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from policygraph.graph.questions import finding_queries

Record: TypeAlias = Mapping[str, Any]
Fact: TypeAlias = Mapping[str, Any]
Cell: TypeAlias = str | int | float | date | None

ROLE_NAMES = {"lead": "牵头", "responsible": "责任", "support": "配合", "guide": "指导"}
SEVERITIES = {"error": "错误", "warning": "需关注", "info": "提示"}
DUE_SOURCES = {
    "label": "原文标注", "column": "表格栏", "own": "原文", "duty": "任务内节点", "inherited": "推断",
}  # fmt: skip
MODALITIES = {"must": "", "should": "应当", "encourage": "鼓励", "explore": "探索", "may": "可以", "forbid": "不得"}
STATES = ("未启动", "进行中", "已完成", "滞后", "调整")
_SIGNS = {">=": "≥", ">": ">", "<=": "≤", "<": "<", "=": "", "~": "约"}


@dataclass(frozen=True, slots=True)
class Column:
    """``width`` is in characters of the workbook's default font."""

    name: str
    width: int


@dataclass(frozen=True, slots=True)
class Sheet:
    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


def sheets(records: Sequence[Record]) -> tuple[Sheet, ...]:
    """One sheet a question: 台账 (tasks), 职责 where there are any, 单位汇总, 指标, 核查, 文件."""
    own = (duties(records),) if any(record["duties"] for record in records) else ()
    return ledger(records), *own, organizations(records), indicators(records), findings(records), documents(records)


def ledger(records: Sequence[Record]) -> Sheet:
    """督办台账, one row a task, numbered through. Group cells are not merged: a filter on merged cells shows only their
    first row. 完成时限 is the wording, 截止日期 the day it means, 时限依据 who says so; 文件期限 is the last day of the document."""
    guided = any(fact["role"] == "guide" for record in records for fact in record["responsibilities"])
    columns = [Column("序号", 6), Column("任务", 30), Column("原序号", 7), Column("领域", 12), Column("分领域", 12)]
    columns += [Column("牵头单位", 14)]
    columns += [Column("责任单位", 14), Column("配合单位", 14), *([Column("指导单位", 14)] if guided else [])]
    columns += [Column("完成时限", 12), Column("截止日期", 11), Column("时限依据", 9), Column("举措", 34)]
    columns += [Column("指标", 20), Column("依据原文", 42), Column("页码", 6), Column("状态", 9), Column("进展", 20)]
    columns += [Column("文件", 14), Column("文件期限", 11), Column("读取", 6), Column("编号", 5)]
    tasks = [(record, task) for record in records for task in record["tasks"]]
    rows = [_ledger_row(at, record, task, guided) for at, (record, task) in enumerate(tasks, 1)]
    return Sheet("台账", tuple(columns), tuple(rows))


def _ledger_row(at: int, record: Record, task: Fact, guided: bool) -> tuple[Cell, ...]:
    owners = {role: "、".join(names) for role, names in by_role(record, task["id"]).items()}
    spans = task["body_spans"] or task["spans"]
    return (
        at, task["text"], _number(task["number"]), task["domain"], task["area"],
        owners["lead"], owners["responsible"], owners["support"], *([owners["guide"]] if guided else []),
        deadline_text(task), due_date(task), due_source(task), measures(record, task),
        "；".join(map(target_text, indicators_of(record, task["id"]))), passage(record, task),
        next((span["page"] for span in spans if span.get("page")), None),
        reported(record, task["id"], "status"), reported(record, task["id"], "progress"), document_name(record), last_day(record),
        _read(record)[:1], task["id"],
    )  # fmt: skip


def duties(records: Sequence[Record]) -> Sheet:
    """What sentences tell bodies to do, one row a duty."""
    columns = _columns(
        "序号:6 职责:60 单位:26 程度:8 完成时限:14 截止日期:11 所在任务:30 依据原文:44 页码:6 文件:18 文件期限:11 编号:5"
    )
    every = [(record, duty) for record in records for duty in record["duties"]]
    return Sheet("职责", columns, tuple(_duty_row(at, record, duty) for at, (record, duty) in enumerate(every, 1)))


def _duty_row(at: int, record: Record, duty: Fact) -> tuple[Cell, ...]:
    task = next((task["text"] for task in record["tasks"] if task["id"] == duty["task"]), None)
    page = next((span["page"] for span in duty["spans"] if span.get("page")), None)
    wording = duty["due"]["text"] if duty["due"] else None
    return (
        at, duty["text"], actors(record, duty["id"]), MODALITIES.get(duty["modality"], ""), wording, due_date(duty), task,
        around(record, duty["spans"]), page, document_name(record), last_day(record), duty["id"],
    )  # fmt: skip


def _read(record: Record) -> str:
    """绿, or 黄 or 红 and what was not read."""
    account = record.get("coverage")
    return f"{COVERAGE[account['verdict']]} {'；'.join(account['why'])}".strip() if account else ""


def organizations(records: Sequence[Record]) -> Sheet:
    """One row an organisation: how many tasks it leads, answers for, supports, guides; its duties and indicators."""
    columns = _columns(
        "单位:26 牵头:8 其中列第一位:13 责任:8 配合:8 指导:8 任务合计:10 职责:8 指标:8 别名:24 地区:22 编号:5"
    )
    names = {entry["id"]: entry for record in records for entry in record["organizations"]}
    owing = {fact["organization"] for record in records for fact in record["responsibilities"]}
    rows = [_organization_row(entry, records) for entry in names.values() if entry["id"] in owing]
    rows.sort(key=lambda row: (-_count(row[1]), -_count(row[6]), str(row[0]), str(row[-1])))
    return Sheet("单位汇总", columns, tuple(rows))


def _count(cell: Cell) -> int:
    return cell if isinstance(cell, int) else 0


def _organization_row(entry: Fact, records: Sequence[Record]) -> tuple[Cell, ...]:
    facts = [fact for record in records for fact in record["responsibilities"] if fact["organization"] == entry["id"]]
    known = {item["id"] for record in records for item in record["tasks"]}
    steps = {item["id"] for record in records for item in record["duties"]}
    subjects = {fact["subject"] for fact in facts}
    tasks = [fact for fact in facts if fact["subject"] in known]
    count = {role: len({fact["subject"] for fact in tasks if fact["role"] == role}) for role in ROLE_NAMES}
    first = sum(fact["role"] == "lead" and fact["order"] == 1 for fact in tasks)
    owned = sum(
        any(owner["organization"] == entry["id"] for owner in item["owners"])
        for record in records
        for item in record["indicators"]
    )
    return (
        entry["name"], count["lead"], first, count["responsible"], count["support"], count["guide"],
        len(subjects & known), len(subjects & steps), owned, "、".join(entry["aliases"]), entry["region"], entry["id"],
    )  # fmt: skip


def indicators(records: Sequence[Record]) -> Sheet:
    columns = _columns(
        "指标:40 比较:6 目标值:10 上限:8 单位:10 年份:10 相对要求:16 范围:10 属性:10 基期值:9 基期:8 责任单位:24 "
        "所在任务:30 章节:12 依据原文:50 确定程度:10 文件:18 编号:5"
    )
    rows = [_indicator_row(record, item) for record in records for item in record["indicators"]]
    return Sheet("指标", columns, tuple(rows))


def _indicator_row(record: Record, item: Fact) -> tuple[Cell, ...]:
    task = next((task["text"] for task in record["tasks"] if task["id"] == item["task"]), None)
    baseline = item["baseline"] or {"value": None, "by": None}
    sign = "至" if item["comparator"] == "range" else _SIGNS.get(item["comparator"], "") or "＝"
    return (
        item["name"], sign if item["value"] is not None else None, item["value"], item["value_max"], item["unit"],
        item["by"], item["relative"], item["scope"], item["kind"], baseline["value"], baseline["by"],
        "、".join(owner_names(record, item)) or "无人负责", task, item["section_path"], quote(item["spans"]),
        {"stated": "原文写明", "inferred": "推断", "guessed": "存疑"}.get(item["confidence"], ""), document_name(record), item["id"],
    )  # fmt: skip


COVERAGE = {"green": "绿", "amber": "黄", "red": "红"}
VERDICTS = {"confirm": "确认", "dismiss": "不成立"}


def findings(records: Sequence[Record]) -> Sheet:
    """Findings about the policy, worst first, named by their key. The handling columns are for people."""
    columns = _columns("程度:8 类别:20 说明:70 处理意见:12 备注:30 文件:18 编号:5")
    order = list(SEVERITIES)
    found = [(record, item) for record in records for item in record["findings"]]
    found.sort(key=lambda pair: order.index(pair[1]["severity"]))
    titles = {query.name: query.header["title-zh"] for query in finding_queries()}
    return Sheet("核查", columns, tuple(_finding_row(record, item, titles) for record, item in found))


def _finding_row(record: Record, item: Fact, titles: Mapping[str, str]) -> tuple[Cell, ...]:
    made = item.get("decision") or {}
    return (
        SEVERITIES[item["severity"]], titles.get(item["code"], item["code"]), item["message"],
        VERDICTS.get(made.get("action", ""), ""), made.get("note", ""), document_name(record), item["key"],
    )  # fmt: skip


def documents(records: Sequence[Record]) -> Sheet:
    columns = _columns(
        "标题:60 文号:22 发文机关:34 成文日期:12 文种:10 任务:8 指标:8 核查:8 读取:40 来源文件:30 SHA-256:20 编号:5"
    )
    rows = []
    for record in records:
        meta, source = record["document"], record["source"]
        counts = [len(record[kind]) for kind in ("tasks", "indicators", "findings")]
        issuer = "、".join(meta["issuer"])
        rows.append(
            (
                meta["title"],
                meta["number"],
                issuer,
                meta["issued"],
                meta["kind"],
                *counts,
                _read(record),
                source["name"],
                source["sha256"],
                meta["id"],
            )
        )
    return Sheet("文件", columns, tuple(rows))


def _columns(words: str) -> tuple[Column, ...]:
    """``名称:宽`` separated by spaces."""
    pairs = (word.rsplit(":", 1) for word in words.split())
    return tuple(Column(name, int(width)) for name, width in pairs)


# ---- pieces ----------------------------------------------------------------------------------------


def owners_of(record: Record, subject: str) -> dict[str, tuple[str, str]]:
    """Id of a responsibility for a task or indicator -> its role and the name of its organisation, in order."""
    names = {entry["id"]: entry["name"] for entry in record["organizations"]}
    return {
        fact["id"]: (fact["role"], names.get(fact["organization"], fact["mention"]))
        for fact in sorted(record["responsibilities"], key=lambda fact: fact["order"])
        if fact["subject"] == subject
    }


def by_role(record: Record, subject: str) -> dict[str, list[str]]:
    """Names of the organisations of a task or indicator by role, in order."""
    out: dict[str, list[str]] = {role: [] for role in ROLE_NAMES}
    for role, name in owners_of(record, subject).values():
        out[role].append(name)
    return out


def owner_names(record: Record, item: Fact) -> list[str]:
    """Who answers for an indicator, by role and in order, as the record says."""
    names = {one["id"]: one["name"] for one in record["organizations"]}
    order = sorted(item["owners"], key=lambda owner: list(ROLE_NAMES).index(owner["role"]))
    return [names.get(owner["organization"], "") for owner in order]


def indicators_of(record: Record, task: str) -> Iterator[Fact]:
    return (item for item in record["indicators"] if item["task"] == task)


def target_text(item: Fact) -> str:
    """``秸秆综合利用率≥95%（2025）``."""
    if item["value"] is None:
        value = item["relative"] or ""
    elif item["comparator"] == "range":
        value = f"{_plain(item['value'])}～{_plain(item['value_max'])}{item['unit']}"
    else:
        value = f"{_SIGNS.get(item['comparator'], '')}{_plain(item['value'])}{item['unit']}"
    return f"{item['name']} {value}" + (f"（{item['by']}）" if item["by"] else "")


def _plain(value: float | None) -> str:
    return "" if value is None else f"{value:g}" if abs(value) < 1e6 else str(value)


def reported(record: Record, task: str, field: str) -> str:
    """The last status or progress people reported of a task."""
    told = [
        made.get("value", "")
        for made in record.get("decisions", ())
        if made["target"] == task and made["action"] == "progress" and made.get("field") == field
    ]
    return told[-1] if told else ""


def deadline_text(task: Fact) -> str:
    return str(task["deadline"]["text"]) if task["deadline"] else ""


def due_date(fact: Fact) -> date | None:
    """The last day by which something is due; None where the text sets none."""
    until = (fact["due"] or {}).get("due_until")
    return date.fromisoformat(until) if until else None


def due_source(fact: Fact) -> str:
    return DUE_SOURCES.get(fact["due"]["source"], "") if due_date(fact) else ""


def due_words(fact: Fact) -> str:
    """The wording of a deadline, else the day in words, marked where it is a reading: ``2025年12月（推断）``."""
    due = fact["due"]
    if fact.get("deadline"):
        return deadline_text(fact)
    if not due or not due["due_until"]:
        return str(due["text"]) if due else ""
    year, month, day = due["due_until"].split("-")
    fine = {"day": f"{int(month)}月{int(day)}日", "year": "底", "plan": "底"}.get(due["precision"], f"{int(month)}月底")
    return f"{year}年{fine}前" + ("（推断）" if due["source"] == "inherited" else "")


def last_day(record: Record) -> date | None:
    """The last day a document speaks for: its expiry, else the end of its horizon or of an annual plan's year."""
    meta = record["document"]
    end = meta.get("expires") or meta.get("horizon") or (meta.get("profile") or {}).get("annual")
    if not end:
        return None
    parts = [int(part) for part in str(end).split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    return date(year, month, parts[2] if len(parts) > 2 else monthrange(year, month)[1])


def actors(record: Record, subject: str) -> str:
    return "、".join(name for _, name in owners_of(record, subject).values())


def measures(record: Record, task: Fact) -> str:
    """What is to be done for a task, a line each: its duties with actor and date, and the sentences of its passage that
    no duty already says."""
    own = [duty for duty in record["duties"] if duty["task"] == task["id"]]
    lines = []
    for duty in own:
        day, who = due_date(duty), actors(record, duty["id"])
        lines.append(f"{who}：{duty['text']}" + (f"（{day.isoformat()}）" if day else ""))
    said = ["".join(duty["text"].split()) for duty in own]
    plain = (quote([span]) for span in task["measures"])
    return "\n".join([*lines, *(line for line in plain if not any(text in line for text in said))])


def passage(record: Record, task: Fact) -> str:
    """The passage a task stands in: what the body says of it, else its sentences, else the paragraph around it."""
    spans = sorted([*(task["body_spans"] or task["spans"]), *task["measures"]], key=lambda span: span["start"])
    said = around(record, spans) if len(spans) == 1 and not task["body_spans"] else together(record, spans)
    return "同任务" if said == task["text"] else said


def together(record: Record, spans: Sequence[Fact]) -> str:
    """Spans as they stand, with what little is between them; what lies far apart is joined by ……."""
    out = ""
    for before, span in zip([None, *spans], spans, strict=False):
        between = record["text"][before["end"] : span["start"]] if before else ""
        out += ("……" if len(between) >= 80 else between.replace("\n", " ")) + "".join(span["quote"].splitlines())
    return out.strip()


def around(record: Record, spans: Sequence[Fact]) -> str:
    """The paragraph the spans stand in; for a cell of a table only what they quote."""
    text = str(record["text"])
    if not spans or any(span.get("cell") for span in spans):
        return quote(spans)
    low = text.rfind("\n", 0, spans[0]["start"]) + 1
    high = text.find("\n", spans[-1]["end"])
    return text[low : high if high >= 0 else len(text)].strip()


def quote(spans: Sequence[Fact]) -> str:
    """The quotes of some spans on one line."""
    return "".join("".join(span["quote"].split()) if "\n" in span["quote"] else span["quote"].strip() for span in spans)


def document_name(record: Record) -> str:
    meta = record["document"]
    return str(meta["number"] or meta["title"] or record["source"]["name"])


def _number(text: str | None) -> Cell:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else text
