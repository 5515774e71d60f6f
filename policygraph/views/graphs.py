"""Which nodes and edges a graph page shows: an overview, and one page for each of the busiest organisations."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from policygraph.views.layout import Drawing, Edge, Node, column, drawing
from policygraph.views.scene import Scene

MAX_NODES = 300  # more than this cannot be read, and drawing it takes seconds
MAX_PAGES = 60  # pages of organisations, each some ten kB; the workbench has a page for every one
Fact = Mapping[str, Any]


def drawings(scene: Scene) -> Iterator[tuple[str, str, Drawing]]:
    """``(key, title, drawing)``: key ``overview`` or an organisation id. Nothing when no task is owned."""
    owners = _owners(scene)
    owned = [task for task in scene["tasks"] if owners.get(task["id"])]
    if not owned:
        return
    yield "overview", "关系图：整体", _overview(scene, owned, owners)
    load: dict[str, list[Fact]] = {entry["id"]: [] for entry in scene["organizations"]}
    for task in owned:
        for organization in dict.fromkeys(fact["organization"] for fact in owners[task["id"]]):
            load[organization].append(task)
    names = {entry["id"]: entry["name"] for entry in scene["organizations"]}
    busiest = sorted((key for key in load if load[key]), key=lambda key: (-len(load[key]), names[key], key))
    for key in busiest[:MAX_PAGES]:
        yield key, f"关系图：{names[key]}", _draw(scene, load[key], owners, key)


def _owners(scene: Scene) -> dict[str, list[Fact]]:
    known = {entry["id"] for entry in scene["organizations"]}
    out: dict[str, list[Fact]] = {}
    for fact in scene["responsibilities"]:
        if fact.get("organization") in known:
            out.setdefault(fact["subject"], []).append(fact)
    return out


GROUPS, BODIES = 70, 60  # of a drawing of groups: what fits on a page that can still be read
_STRENGTH = ("lead", "responsible", "support", "guide")


def _overview(scene: Scene, tasks: Sequence[Fact], owners: Mapping[str, Sequence[Fact]]) -> Drawing:
    """Every task where they fit, else their sections as groups with the busiest organisations."""
    whole = _draw(scene, tasks, owners)
    if not whole.left:
        return whole
    groups = _groups(scene, tasks)
    load = Counter(body for task in tasks for body in {fact["organization"] for fact in owners[task["id"]]})
    busiest = {key for key, _ in sorted(load.items(), key=lambda item: (-item[1], item[0]))[:BODIES]}
    rows, drawn = list(groups.values()), {}
    for key, (_, inside) in groups.items():
        every = [fact for task in inside for fact in owners[task["id"]] if fact["organization"] in busiest]
        every.sort(key=lambda fact: _STRENGTH.index(fact["role"]))
        drawn[key] = list({fact["organization"]: fact for fact in reversed(every)}.values())
    made = _draw(scene, [row for row, _ in rows], drawn)
    shown = sum(len(inside) for _, inside in rows)
    parts = [f"{len(tasks)} 项任务按章节归并为 {len(rows)} 组", f"画出任务最多的 {len(busiest)} 个单位"]
    parts += [f"另有 {len(tasks) - shown} 项任务没有画出"] if shown < len(tasks) else []
    return replace(made, note="，".join(parts))


def _groups(scene: Scene, tasks: Sequence[Fact]) -> dict[str, tuple[Fact, list[Fact]]]:
    """Key -> a row that stands for tasks, and those tasks: the finest headings of which there are not too many, each
    under the heading above it, the title of its document where there are several."""
    titles = [str(document.get("title") or document.get("notice_title") or "—") for document in scene["documents"]]
    several = len({task["doc"] for task in tasks}) > 1
    found: dict[tuple[Any, ...], list[Fact]] = {}
    for depth in (2, 1, 0):
        found = {}
        for task in tasks:
            found.setdefault((task["doc"], *(task.get(kind) for kind in ("domain", "area")[:depth])), []).append(task)
        if len(found) <= GROUPS:
            break
    out: dict[str, tuple[Fact, list[Fact]]] = {}
    for path, inside in list(found.items())[:GROUPS]:
        names = [*([titles[path[0]]] if several or len(path) == 1 else []), *(name for name in path[1:] if name)]
        *above, own = names or [titles[path[0]]]
        row = {"doc": path[0], "text": f"{own}（{len(inside)} 项）"} | dict(
            zip(("domain", "area"), above, strict=False)
        )
        key = "g" + hashlib.sha256(repr(path).encode("utf-8", "replace")).hexdigest()[:16]
        out[key] = ({"id": key, **row}, inside)
    return out


def _draw(scene: Scene, tasks: Sequence[Fact], owners: Mapping[str, Sequence[Fact]], about: str = "") -> Drawing:
    """All columns for these tasks; only as many of the first tasks as keep the page within ``MAX_NODES``."""
    names = {entry["id"]: entry["name"] for entry in scene["organizations"]}
    count = len(tasks)
    while True:
        nodes, edges = _columns(tasks[:count], owners, names)
        if len(nodes) <= MAX_NODES or count <= 1:
            kept = {node.id for node in nodes[:MAX_NODES]}
            drawn = [edge for edge in edges if edge.source in kept and edge.target in kept]
            return drawing(nodes[:MAX_NODES], drawn, about, len(tasks) - count)
        count = max(1, min(count - 1, count * MAX_NODES // len(nodes)))


def _columns(
    tasks: Sequence[Fact], owners: Mapping[str, Sequence[Fact]], names: Mapping[str, str]
) -> tuple[list[Node], list[Edge]]:
    texts: dict[str, dict[str, str]] = {"domain": {}, "area": {}, "organization": {}}
    rows: dict[str, list[int]] = {}
    edges: dict[tuple[str, str], Edge] = {}

    def put(kind: str, key: str, text: str, row: int) -> str:
        texts[kind].setdefault(key, text)
        rows.setdefault(key, []).append(row)
        return key

    def tie(source: str, target: str, role: str) -> None:
        edges.setdefault((source, target), Edge(source, target, role))

    for row, task in enumerate(tasks):
        above = [put(kind, key, text, row) for kind, key, text in _chain(task)]
        for source, target in zip(above, [*above[1:], task["id"]], strict=False):
            tie(source, target, "part")
        for fact in owners.get(task["id"], ()):
            key = put("organization", fact["organization"], names[fact["organization"]], row)
            tie(task["id"], key, "colead" if fact["role"] == "lead" and fact.get("order", 1) > 1 else fact["role"])
    own = {task["id"]: f"{task.get('number', '')} {task['text']}".strip() for task in tasks}
    nodes = [
        *column("domain", texts["domain"], rows, 66),
        *column("area", texts["area"], rows, 66),
        *column("task", own, {task["id"]: [row] for row, task in enumerate(tasks)}),
        *column("organization", texts["organization"], rows),
    ]
    return nodes, list(edges.values())


def _chain(task: Fact) -> list[tuple[str, str, str]]:
    """``(kind, id, text)`` of the headings above a task; ids are hashes, for two documents may share a heading."""
    out: list[tuple[str, str, str]] = []
    where = str(task["doc"])
    for kind in ("domain", "area"):
        if task.get(kind):
            where = f"{where}/{task[kind]}"
            out.append((kind, "h" + hashlib.sha256(where.encode("utf-8", "replace")).hexdigest()[:16], task[kind]))
    return out
