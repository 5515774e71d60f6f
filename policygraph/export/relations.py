"""A cascade or comparison as a workbook: one sheet a question, both passages in every row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from policygraph.export.rows import Cell, Column, Sheet
from policygraph.export.workbook import book

Json = Mapping[str, Any]
RELATIONS = {
    "same": "一致",
    "narrower": "收窄",
    "broader": "合并",
    "partial": "零散",
    "own": "缺失",
    "inherited": "逐级缺失",
}
VERDICTS = {"same": "一致", "raised": "提高", "lowered": "降低", "later": "推迟", "vaguer": "笼统",
            "incomparable": "不可比", "missing": "缺失", "new": "新增"}  # fmt: skip
CHANGES = {"heading": "标题", "owner": "责任单位", "role": "角色", "due": "时限"}
_RANK = ("same", "broader", "narrower", "partial")


def relations_workbook(told: Json) -> bytes:
    """Sheets 承接矩阵, 任务对照, 目标对照, 新增任务 and 变化 of a cascade (``relate.told``)."""
    names = {item["id"]: item["region"] or item["title"] for item in told["documents"]}
    return book(
        [_matrix(told, names), _pairs(told, names), _targets(told, names), _new(told, names), _changes(told, names)],
        "对照",
    )


def _matrix(told: Json, names: Mapping[str, str]) -> Sheet:
    members = told["documents"][1:]
    held: dict[tuple[str, str, str], str] = {}
    for pair in told["pairs"]:
        key = (pair["upper"]["section"], pair["upper"]["heading"], pair["lower"]["document"])
        held[key] = min(held.get(key, "partial"), pair["relation"], key=_RANK.index)
    for item in told["dropped"]:
        held[item["upper"]["section"], item["upper"]["heading"], item["document"]] = item["hole"]
    columns = (Column("章节", 10), Column("上级任务", 30), *(Column(names[item["id"]], 8) for item in members))
    rows = tuple(
        (unit["section"], unit["heading"], *(RELATIONS.get(held.get((unit["section"], unit["heading"], item["id"]), ""), "") for item in members))
        for unit in told["units"]
    )  # fmt: skip
    return Sheet("承接矩阵", (*columns, Column("", 2)), tuple((*row, "") for row in rows))


def _pairs(told: Json, names: Mapping[str, str]) -> Sheet:
    columns = (Column("上级任务", 24), Column("上级原文", 60), Column("文件名称", 12), Column("关系", 8), Column("下级任务", 24),
               Column("下级原文", 60), Column("责任单位", 24), Column("相似度", 8), Column("依据", 14), Column("把握", 10))  # fmt: skip
    rows: list[tuple[Cell, ...]] = [
        (pair["upper"]["heading"], pair["upper"]["text"], names[pair["lower"]["document"]], RELATIONS[pair["relation"]],
         pair["lower"]["heading"], pair["lower"]["text"], _owners(pair["lower"]), pair["score"], pair["rule"], pair["confidence"])
        for pair in told["pairs"]
    ]  # fmt: skip
    rows += [
        (item["upper"]["heading"], item["upper"]["text"], names[item["document"]], RELATIONS[item["hole"]], "", "", "", None, "", "")
        for item in told["dropped"]
    ]  # fmt: skip
    return Sheet("任务对照", columns, tuple(rows))


def _targets(told: Json, names: Mapping[str, str]) -> Sheet:
    columns = (Column("上级目标", 34), Column("年份", 8), Column("文件名称", 12), Column("判断", 8), Column("下级目标", 34), Column("数值", 12),
               Column("下级年份", 8), Column("说明", 24), Column("下级原文", 50))  # fmt: skip
    rows = tuple(
        ((item["upper"] or {}).get("name", ""), (item["upper"] or {}).get("by"), names[item["document"]], VERDICTS[item["verdict"]],
         low.get("name", ""), "" if low.get("value") is None else f"{low['value']:g}{low['unit']}", low.get("by"), item["why"], low.get("text", ""))
        for item in told["targets"]
        for low in [item["lower"] or {}]
    )  # fmt: skip
    return Sheet("目标对照", columns, rows)


def _new(told: Json, names: Mapping[str, str]) -> Sheet:
    rows = tuple(
        (
            names[item["document"]],
            item["lower"]["section"],
            item["lower"]["heading"],
            item["lower"]["text"],
            _owners(item["lower"]),
        )
        for item in told["new"]
    )
    columns = (
        Column("文件名称", 12),
        Column("章节", 10),
        Column("新增任务", 30),
        Column("原文", 70),
        Column("责任单位", 24),
    )
    return Sheet("新增任务", columns, rows)


def _changes(told: Json, names: Mapping[str, str]) -> Sheet:
    rows = tuple(
        (
            names[pair["lower"]["document"]],
            pair["upper"]["heading"],
            CHANGES[item["what"]],
            item["upper"],
            item["lower"],
        )
        for pair in told["pairs"]
        for item in pair["changes"]
    )
    columns = (Column("文件名称", 12), Column("任务", 30), Column("变化", 10), Column("上级", 40), Column("下级", 40))
    return Sheet("变化", columns, rows)


def _owners(unit: Json) -> str:
    return "、".join(dict.fromkeys(str(owner["name"]) for owner in unit["owners"]))
