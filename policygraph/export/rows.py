"""Records as rows: what the workbook, the CSV files and the Word table all show.

Pure data, no file format. A cell is a string, a number or None. The last column of a row is the id of its fact, so
that an edited ledger can be read back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from policygraph.graph.questions import finding_queries

Record: TypeAlias = Mapping[str, Any]
Fact: TypeAlias = Mapping[str, Any]
Cell: TypeAlias = str | int | float | None

ROLE_NAMES = {"lead": "牵头", "responsible": "责任", "support": "配合", "guide": "指导"}
SEVERITIES = {"error": "错误", "warning": "需关注", "info": "提示"}
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
    """One sheet a question: 台账 (tasks), 单位汇总, 指标, 核查, 文件."""
    return ledger(records), organizations(records), indicators(records), findings(records), documents(records)


def ledger(records: Sequence[Record]) -> Sheet:
    """督办台账, one row a task. Group cells are not merged: a filter on merged cells shows only their first row."""
    guided = any(fact["role"] == "guide" for record in records for fact in record["responsibilities"])
    columns = [Column("序号", 6), Column("任务", 32), Column("领域", 14), Column("分领域", 14), Column("牵头单位", 16)]
    columns += [Column("责任单位", 16), Column("配合单位", 16), *([Column("指导单位", 14)] if guided else [])]
    columns += [Column("完成时限", 12), Column("指标", 24), Column("依据原文", 50), Column("页码", 6)]
    columns += [Column("状态", 9), Column("进展", 20), Column("文件", 14), Column("读取", 6), Column("编号", 5)]
    rows = [_ledger_row(record, task, guided) for record in records for task in record["tasks"]]
    return Sheet("台账", tuple(columns), tuple(rows))


def _ledger_row(record: Record, task: Fact, guided: bool) -> tuple[Cell, ...]:
    owners = {role: "、".join(names) for role, names in by_role(record, task["id"]).items()}
    spans = task["body_spans"] or task["spans"]
    return (
        _number(task["number"]), task["text"], task["domain"], task["area"],
        owners["lead"], owners["responsible"], owners["support"], *([owners["guide"]] if guided else []),
        deadline_text(task), "；".join(map(target_text, indicators_of(record, task["id"]))), quote(spans),
        next((span["page"] for span in spans if span.get("page")), None),
        reported(record, task["id"], "status"), reported(record, task["id"], "progress"), document_name(record), _read(record)[:1], task["id"],
    )  # fmt: skip


def _read(record: Record) -> str:
    """绿, or 黄 or 红 and what was not read."""
    account = record.get("coverage")
    return f"{COVERAGE[account['verdict']]} {'；'.join(account['why'])}".strip() if account else ""


def organizations(records: Sequence[Record]) -> Sheet:
    """One row an organisation: how often it leads, is responsible, supports, guides, and for how many indicators."""
    columns = _columns("单位:26 牵头:8 其中列第一位:13 责任:8 配合:8 指导:8 任务合计:10 指标:8 别名:24 地区:22 编号:5")
    names = {entry["id"]: entry for record in records for entry in record["organizations"]}
    owing = {fact["organization"] for record in records for fact in record["responsibilities"]}
    rows = [_organization_row(entry, records) for entry in names.values() if entry["id"] in owing]
    rows.sort(key=lambda row: (-int(row[1] or 0), -int(row[6] or 0), str(row[0]), str(row[-1])))
    return Sheet("单位汇总", columns, tuple(rows))


def _organization_row(entry: Fact, records: Sequence[Record]) -> tuple[Cell, ...]:
    facts = [fact for record in records for fact in record["responsibilities"] if fact["organization"] == entry["id"]]
    tasks = {fact["subject"] for fact in facts}
    count = {role: len({fact["subject"] for fact in facts if fact["role"] == role}) for role in ROLE_NAMES}
    first = sum(fact["role"] == "lead" and fact["order"] == 1 for fact in facts)
    owned = sum(item["id"] in tasks or item["task"] in tasks for record in records for item in record["indicators"])
    known = {item["id"] for record in records for item in record["tasks"]}
    return (
        entry["name"], count["lead"], first, count["responsible"], count["support"], count["guide"],
        len(tasks & known), owned, "、".join(entry["aliases"]), entry["region"], entry["id"],
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


def quote(spans: Sequence[Fact]) -> str:
    """The quotes of some spans on one line."""
    return "".join("".join(span["quote"].split()) if "\n" in span["quote"] else span["quote"].strip() for span in spans)


def document_name(record: Record) -> str:
    meta = record["document"]
    return str(meta["number"] or meta["title"] or record["source"]["name"])


def _number(text: str | None) -> Cell:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else text
