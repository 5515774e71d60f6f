"""The cascade as one page: coverage, targets, owners by type, holes, new items; every cell opens both passages.

Tables are markup made here (escaped), the passages lie in one JSON element and are shown by the script as text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from policygraph.views.html import asset, inline_json, label, page

Json = Mapping[str, Any]
RELATIONS = {"same": ("●", "一致"), "narrower": ("◐", "收窄：只承接一部分"), "broader": ("◉", "合并：与其他条目并在一起"),
             "partial": ("○", "零散：只有部分语句"), "dropped": ("✕", "缺失"), "inherited": ("⊗", "缺失，上级文件也没有")}  # fmt: skip
VERDICTS = {"same": ("＝", "一致"), "raised": ("↑", "提高"), "lowered": ("↓", "降低"), "later": ("→", "推迟"),
            "vaguer": ("～", "变得笼统"), "incomparable": ("≠", "口径不同，不可比"), "missing": ("✕", "缺失"),
            "new": ("＋", "新增")}  # fmt: skip
_RANK = ("same", "broader", "narrower", "partial")

_BODY = """<header id="top"><h1>{title}</h1><p>{summary}</p></header>
<main>{sections}</main>
<aside id="both" hidden aria-live="polite" tabindex="-1"></aside>
<noscript>打开两处原文需要启用 JavaScript；表格不需要。</noscript>
<script type="application/json" id="data">{data}</script>"""


def cascade_page(told: Json) -> bytes:
    """The bytes of the page of a cascade or a comparison (``relate.told``)."""
    made = _Page(told)
    members = told["documents"][1:]
    parts = [made.coverage(), made.targets(), made.figures(), made.owners(), made.changes(), made.holes(), made.fresh()]
    body = _BODY.format(
        title=label(
            f"{told['topic']}：{len(members)} 份文件的落实情况" if told["family"] else f"对比：{told['topic']}"
        ),
        summary=label(made.summary()),
        sections="\n".join(part for part in parts if part),
        data=inline_json({"cells": made.cells, "passages": made.passages, "names": made.names}),
    )
    return page(title=str(told["topic"]), body=body, scripts=[asset("cascade.js")], styles=[asset("cascade.css")])


class _Page:
    """Collects passages once and the cells that point at them while the tables are written."""

    def __init__(self, told: Json) -> None:
        self.told = told
        self.members = told["documents"][1:]
        self.names = {item["id"]: _name(item) for item in told["documents"]}
        self.passages: list[list[str]] = []
        self.cells: list[list[Any]] = []
        self._known: dict[tuple[str, ...], int] = {}
        self._pairs: dict[tuple[str, ...], list[Json]] = defaultdict(list)
        for pair in told["pairs"]:
            self._pairs[(*_key(pair["upper"]), pair["lower"]["document"])].append(pair)
        self._holes = {(*_key(item["upper"]), item["document"]): item["hole"] for item in told["dropped"]}

    def summary(self) -> str:
        total = len(self.told["units"]) * len(self.members)
        gone = len(self.told["dropped"])
        share = f"{(total - gone) / total:.0%}" if total else "—"
        return (
            f"上级文件：{self.names[self.told['documents'][0]['id']]}　{len(self.told['units'])} 项任务　承接率 {share}　"
            f"缺失 {gone} 处　新增 {len(self.told['new'])} 项　点击任一格查看两处原文"
        )

    # ---- passages and cells

    def _passage(self, side: Json | None) -> int:
        if side is None:
            return -1
        row = (side["document"], side["section"], side.get("heading") or side.get("name") or "", side["text"],
               "、".join(dict.fromkeys(owner["name"] for owner in side.get("owners", ()))))  # fmt: skip
        if row not in self._known:
            self._known[row] = len(self.passages)
            self.passages.append(list(row))
        return self._known[row]

    def _cell(self, sign: str, kind: str, said: str, sides: Iterable[tuple[Json | None, Json | None, str]]) -> str:
        self.cells.append([said, [[self._passage(a), self._passage(b), why] for a, b, why in sides]])
        return (
            f'<td><button type="button" class="c {kind}" data-cell="{len(self.cells) - 1}" '
            f'title="{label(said)}">{sign}<span class="vh">{label(said)}</span></button></td>'
        )

    def _table(self, title: str, about: str, head: str, rows: Iterable[str], kind: str = "") -> str:
        body = "\n".join(rows)
        if not body:
            return ""
        return (
            f"<section><h2>{label(title)}</h2><p class='about'>{label(about)}</p><div class='wide'>"
            f"<table class='{kind}'><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div></section>"
        )

    def _across(self, first: str) -> str:
        heads = (
            f'<th scope="col" class="up {"city" if item["level"] not in ("national", "province") else ""}" '
            f'title="{label(item["title"])}"><span>{label(_name(item))}</span></th>'
            for item in self.members
        )
        return f'<th scope="col">{label(first)}</th>{"".join(heads)}<th scope="col">承接</th>'

    # ---- the tables

    def coverage(self) -> str:
        """Upper items against members."""
        said = "　".join(f"{sign} {word}" for sign, word in RELATIONS.values())
        rows = (self._covered(unit) for unit in self.told["units"])
        return self._table("任务承接", said, self._across("上级任务"), rows, "matrix")

    def _covered(self, unit: Json) -> str:
        cells, held = [], 0
        for item in self.members:
            key = (*_key(unit), item["id"])
            pairs = self._pairs.get(key, [])
            if pairs:
                held += 1
                best = min((pair["relation"] for pair in pairs), key=_RANK.index)
                sides = [(pair["upper"], pair["lower"], f"{RELATIONS[pair['relation']][1]}　相似度 {pair['score']:.2f}　{pair['why']}")
                         for pair in sorted(pairs, key=lambda pair: _RANK.index(pair["relation"]))]  # fmt: skip
            else:
                best = "inherited" if self._holes.get(key) == "inherited" else "dropped"
                sides = [(unit, None, RELATIONS[best][1])]
            cells.append(self._cell(RELATIONS[best][0], best, f"{_name(item)}：{RELATIONS[best][1]}", sides))
        head = f'<th scope="row">{label(unit["section"].split("/")[-1])} {label(unit["heading"])}</th>'
        return f"<tr>{head}{''.join(cells)}<td class='n'>{held}/{len(self.members)}</td></tr>"

    def targets(self) -> str:
        """The root's targets against members."""
        rows: dict[str, dict[str, Json]] = defaultdict(dict)
        for item in self.told["targets"]:
            if item["upper"]:
                rows[item["upper"]["indicator"]][item["document"]] = item
        said = "　".join(f"{sign} {word}" for key, (sign, word) in VERDICTS.items() if key != "new")
        return self._table("目标对照", said, self._across("上级目标"), map(self._target, rows.values()), "matrix")

    def _target(self, row: Mapping[str, Json]) -> str:
        upper = next(iter(row.values()))["upper"]
        cells, held = [], 0
        for member in self.members:
            item = row[member["id"]]
            sign, word = VERDICTS[item["verdict"]]
            held += item["verdict"] != "missing"
            said = f"{_name(member)}：{word}"
            cells.append(self._cell(sign, item["verdict"], said, [(upper, item["lower"], f"{word}：{item['why']}")]))
        year = f"<span class='year'>{label(upper['by'] or '')}</span> "
        return f'<tr><th scope="row">{year}{label(_short(upper))}</th>{"".join(cells)}<td class="n">{held}/{len(self.members)}</td></tr>'

    def figures(self) -> str:
        """Figures of the members that the root does not have."""
        fresh = [item for item in self.told["targets"] if item["verdict"] == "new"]
        rows = (
            f"<tr><td>{label(self.names[item['document']])}</td><td>{label(_short(item['lower']))}</td>"
            f"<td class='n'>{label(_amount(item['lower']))}</td><td>{label(item['lower']['by'] or '')}</td>"
            f"{self._cell('原文', 'word', '原文', [(None, item['lower'], '新增指标')])}</tr>"
            for item in fresh
        )
        head = "".join(f'<th scope="col">{word}</th>' for word in ("文件", "指标", "数值", "年份", "出处"))
        return self._table("新增指标", "上级文件没有、由下级提出的数值指标", head, rows)

    def owners(self) -> str:
        """Who has an item, by functional type: how many members name it, and which."""
        types = self.told["types"]
        rows = []
        for unit in self.told["units"]:
            seen: dict[str, list[Json]] = defaultdict(list)
            for item in self.members:
                for pair in self._pairs.get((*_key(unit), item["id"]), []):
                    for kind in dict.fromkeys(
                        owner["type"] for owner in pair["lower"]["owners"] if owner["type"] in types
                    ):
                        if all(pair["lower"]["document"] != other["lower"]["document"] for other in seen[kind]):
                            seen[kind].append(pair)
            named = sorted(seen.items(), key=lambda entry: (-len(entry[1]), entry[0]))
            if named:
                cells = "".join(self._owner(types[kind], pairs) for kind, pairs in named)
                rows.append(f'<tr><th scope="row">{label(unit["heading"])}</th><td class="types">{cells}</td></tr>')
        head = '<th scope="col">上级任务</th><th scope="col">责任单位类型（文件数）</th>'
        return self._table("责任单位按职能并列", "同一任务在各地由哪类单位承担", head, rows)

    def _owner(self, kind: str, pairs: list[Json]) -> str:
        sides = [(pair["upper"], pair["lower"], kind) for pair in pairs]
        cell = self._cell(f"{label(kind)} <b>{len(pairs)}</b>", "type", f"{kind}：{len(pairs)} 份文件", sides)
        return cell.removeprefix("<td>").removesuffix("</td>")

    def changes(self) -> str:
        """Of two documents: what moved in every pair."""
        if len(self.members) != 1:
            return ""
        words = {"heading": "标题", "owner": "责任单位", "role": "角色", "due": "时限"}
        rows = (
            f"<tr><td>{label(pair['upper']['heading'])}</td><td>{words[item['what']]}</td><td>{label(item['upper'] or '—')}</td>"
            f"<td>{label(item['lower'] or '—')}</td>{self._cell('原文', 'word', '两处原文', [(pair['upper'], pair['lower'], '')])}</tr>"
            for pair in self.told["pairs"]
            for item in pair["changes"]
        )
        head = "".join(f'<th scope="col">{word}</th>' for word in ("任务", "变化", "前者", "后者", "出处"))
        return self._table("变化", "标题、责任单位、角色、时限的变化", head, rows)

    def holes(self) -> str:
        """What a member lacks because the document between lacks it too."""
        parents = {item["id"]: item["parent"] for item in self.members}
        rows = (
            f"<tr><td>{label(item['upper']['heading'])}</td><td>{label(self.names[parents[item['document']] or ''])}</td>"
            f"<td>{label(self.names[item['document']])}</td>"
            f"{self._cell('原文', 'word', '上级原文', [(item['upper'], None, '两级均未承接')])}</tr>"
            for item in self.told["dropped"]
            if item["hole"] == "inherited"
        )
        head = "".join(f'<th scope="col">{word}</th>' for word in ("上级任务", "中间一级", "本级", "出处"))
        return self._table("逐级缺失", "中间一级没有承接，本级随之缺失", head, rows)

    def fresh(self) -> str:
        """Items of members without counterpart above."""
        rows = (
            f"<tr><td>{label(self.names[item['document']])}</td><td>{label(item['lower']['heading'])}</td>"
            f"{self._cell('原文', 'word', '原文', [(None, item['lower'], '新增任务')])}</tr>"
            for item in self.told["new"]
        )
        head = "".join(f'<th scope="col">{word}</th>' for word in ("文件", "任务", "出处"))
        return self._table("新增任务", "上级文件没有对应条目的任务", head, rows)


def _key(unit: Json) -> tuple[str, str, str]:
    return unit["section"], unit["heading"], unit["task"] or ""


def _name(item: Json) -> str:
    return str(item["region"] or {"national": "国家"}.get(item["level"] or "") or item["title"])


def _short(aim: Json) -> str:
    return str(aim["name"])


def _amount(aim: Json) -> str:
    return "" if aim["value"] is None else f"{aim['value']:g}{aim['unit']}"
