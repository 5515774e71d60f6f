"""What a drawing shows, as a table in markup: for the keyboard, the screen reader, paper, and a page without its script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import quote

from policygraph.views.html import label
from policygraph.views.layout import Drawing, Edge

#: role -> what the legend and the table call it, in the order of both
ROLES = {
    "lead": "牵头（列第一位）",
    "colead": "牵头（列其后）",
    "responsible": "责任",
    "support": "配合",
    "guide": "指导",
}
_HEADINGS = {"domain": "领域", "area": "分领域", "task": "任务"}


def table(drawn: Drawing, caption: str) -> str:
    """One row a task, with its headings and its organisations by role; columns nobody needs are left out."""
    rows = _rows(drawn)
    names = _HEADINGS | ROLES
    kept = [name for name in names if name == "task" or any(row.get(name) for row in rows)]
    head = "".join(f'<th scope="col">{names[name]}</th>' for name in kept)
    body = "".join(f"<tr>{''.join(_cell(name, names[name], row) for name in kept)}</tr>\n" for row in rows)
    return (
        f"<table><caption>{label(caption)}</caption>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody></table>"
    )


def _rows(drawn: Drawing) -> list[dict[str, str]]:
    """Each task in its order: ``id``, and for every kind of node and role the words of what it is tied to."""
    texts = {node.id: node.text for node in drawn.nodes}
    kinds = {node.id: node.kind for node in drawn.nodes}
    above = {edge.target: edge.source for edge in drawn.edges if edge.role == "part"}
    said: dict[str, list[Edge]] = {}
    for edge in drawn.edges:
        if edge.role != "part":
            said.setdefault(edge.source, []).append(edge)
    return [
        {"id": node.id, "task": node.text}
        | _above(node.id, above, kinds, texts)
        | {role: _together(said.get(node.id, ()), role, texts) for role in ROLES}
        for node in drawn.nodes
        if node.kind == "task"
    ]


def _above(key: str, above: Mapping[str, str], kinds: Mapping[str, str], texts: Mapping[str, str]) -> dict[str, str]:
    out: dict[str, str] = {}
    while key in above:  # two steps at most: columns follow each other
        key = above[key]
        out[kinds[key]] = texts[key]
    return out


def _together(edges: Sequence[Edge], role: str, texts: Mapping[str, str]) -> str:
    return "、".join(texts[edge.target] for edge in edges if edge.role == role)


def _cell(name: str, heading: str, row: Mapping[str, str]) -> str:
    text = label(row.get(name, ""))
    if name == "task" and row["id"].startswith("g"):  # a group of tasks has no page of its own
        return f'<th scope="row">{text}</th>'
    if name == "task":
        address = f"../index.html#/task/{quote(row['id'], safe='')}"
        return f'<th scope="row"><a href="{address}">{text}</a></th>'
    return f'<td data-name="{heading}">{text}</td>' if text else "<td></td>"
