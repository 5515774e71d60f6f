"""Graph pages by pyvis, made fit to be opened from a share: nothing from a CDN, nothing from a document in markup.

pyvis 0.3.2 links Bootstrap from a CDN whatever it is told, carries 220 KB of unused style, has no doctype, and
inserts ``heading`` raw. So only its scripts are kept (the library and the drawing call), put into a page of ours
with a policy that allows exactly those. Titles on nodes are not used: one containing ``href`` switches pyvis to
popups made with innerHTML.
"""

from __future__ import annotations

import hashlib
import html
import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from policygraph.views.graphs import drawings
from policygraph.views.html import asset, page
from policygraph.views.layout import COLUMNS, WIDTH, Drawing, Edge, Node
from policygraph.views.scene import Scene

PAGE_WIDTH = COLUMNS["organization"] + WIDTH["organization"] // 2 + 20
_SCRIPT = re.compile(r"<script[^>]*>(.*?)</script>", re.DOTALL)

#: kind -> shape, border and fill. Shapes differ so that colour is never the only sign.
NODES: dict[str, dict[str, Any]] = {
    "domain": {"shape": "box", "color": {"background": "#f4f6f8", "border": "#505c68"}, "borderWidth": 2},
    "area": {"shape": "box", "color": {"background": "#ffffff", "border": "#8b98a5"}, "borderWidth": 1},
    "task": {"shape": "box", "color": {"background": "#e3f1fb", "border": "#0072b2"}, "borderWidth": 1},
    "organization": {"shape": "box", "color": {"background": "#fff6e0", "border": "#b96f00"}, "borderWidth": 2},
}
#: the organisation a page is about
ABOUT: dict[str, Any] = {"color": {"background": "#ffd98a", "border": "#7a4a00"}, "borderWidth": 3}
#: role -> colour, width and dashes (Okabe–Ito).
EDGES: dict[str, dict[str, Any]] = {
    "part": {"color": "#9aa5b0", "width": 1},
    "lead": {"color": "#0072b2", "width": 2.5},
    "colead": {"color": "#0072b2", "width": 1.2},
    "responsible": {"color": "#009e73", "width": 1.8, "dashes": [10, 4]},
    "support": {"color": "#b96f00", "width": 1.5, "dashes": [4, 4]},
    "guide": {"color": "#a2467a", "width": 1.5, "dashes": [2, 5]},
}
_LEGEND = (
    ("lead", "牵头（列第一位）"),
    ("colead", "牵头（列其后）"),
    ("responsible", "责任"),
    ("support", "配合"),
    ("guide", "指导"),
)
_OPTIONS = {
    "physics": {"enabled": False},
    "autoResize": False,
    "interaction": {"zoomView": False, "dragView": False, "hover": True, "keyboard": False},
    "nodes": {"font": {"size": 14, "face": "Microsoft YaHei, PingFang SC, Noto Sans CJK SC, SimHei, sans-serif"}, "margin": 4},
    "edges": {"smooth": {"enabled": True, "type": "cubicBezier", "forceDirection": "horizontal", "roundness": 0.5}, "arrows": {"to": {"enabled": False}}},
}  # fmt: skip


def graph_pages(scene: Scene) -> Iterator[tuple[str, str, bytes]]:
    """``(key, path, bytes)`` of each graph page."""
    for key, title, drawn in drawings(scene):
        yield key, f"graph/{file_name(key)}.html", graph_page(key, title, drawn)


def file_name(key: str) -> str:
    """The key where it is a plain id, else its hash: a record from elsewhere cannot name a path.

    >>> file_name("o12ab"), file_name("../x")[:8]
    ('o12ab', 'd6b96a97')
    """
    return (
        key
        if re.fullmatch(r"[A-Za-z0-9_-]{1,64}", key)
        else hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:32]
    )


def graph_page(key: str, title: str, drawn: Drawing) -> bytes:
    """One page. ``title`` is escaped here; labels travel as JSON inside the script."""
    return page(title=title, body=_body(key, title, drawn), scripts=_scripts(drawn), styles=[_style(drawn)])


def _style(drawn: Drawing) -> str:
    return asset("graph.css") + f"#mynetwork {{ width: {PAGE_WIDTH}px; height: {drawn.height}px; }}\n"


def _scripts(drawn: Drawing) -> list[str]:
    from pyvis.network import Network  # type: ignore[import-untyped]  # slow to import, so only here

    network = Network(height=f"{drawn.height}px", width=f"{PAGE_WIDTH}px", directed=False, cdn_resources="in_line")
    for node in drawn.nodes:
        network.add_node(node.id, **_node(node))
    for edge in drawn.edges:
        network.add_edge(edge.source, edge.target, **_edge(edge))
    network.set_options(json.dumps(_OPTIONS, ensure_ascii=False))
    made = [script for script in _SCRIPT.findall(network.generate_html()) if script.strip()]
    library = [script for script in made if "vis-network" in script[:400]]
    draw = made[-1].replace("drawGraph();", "", 1) if made[-1].count("drawGraph();") > 1 else made[-1]
    return [*library[:1], draw, asset("drawn.js")]


def _node(node: Node) -> dict[str, Any]:
    width = WIDTH[node.kind]
    look = NODES[node.kind] | (ABOUT if node.strong else {})
    return {
        "label": node.label,
        "x": node.x,
        "y": node.y,
        "widthConstraint": {"minimum": width, "maximum": width},
        **look,
    }


def _edge(edge: Edge) -> dict[str, Any]:
    return dict(EDGES[edge.role])


def _body(key: str, title: str, drawn: Drawing) -> str:
    back = "../index.html#/" + ("graph" if key == "overview" else f"org/{quote(key, safe='')}")
    roles = {edge.role for edge in drawn.edges}
    legend = "".join(
        f'<span><svg width="34" height="10" aria-hidden="true">{_stroke(role)}</svg> {name}</span>'
        for role, name in _LEGEND
        if role in roles
    )
    tasks = sum(node.kind == "task" for node in drawn.nodes)
    return (
        f'<header><h1>{html.escape(title)}</h1><p><a href="{back}">返回工作台（文字版，可用键盘）</a></p>'
        f'<p class="legend">{legend}<span>共 {tasks} 项任务；单击突出相关连线，双击打开原文依据</span>'
        '<span class="wide">图较宽，可左右滚动</span></p></header>\n'
        f'<main><div id="mynetwork" role="img" aria-label="{html.escape(title, quote=True)}：{tasks} 项任务"></div></main>'
    )


def _stroke(role: str) -> str:
    look = EDGES[role]
    dashes = f' stroke-dasharray="{" ".join(map(str, look["dashes"]))}"' if "dashes" in look else ""
    return f'<line x1="0" y1="5" x2="34" y2="5" stroke="{look["color"]}" stroke-width="{look["width"]}"{dashes}/>'
