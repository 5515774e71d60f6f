"""Graph pages by pyvis, made fit to be opened from a share: nothing from a CDN, nothing from a document in markup.

pyvis 0.3.2 links Bootstrap from a CDN whatever it is told, carries 220 KB of unused style, has no doctype, and
inserts ``heading`` raw. So only its scripts are kept: the library, in one file beside the pages, and the drawing
call, in a page of ours with a policy that allows exactly those. Titles on nodes are not used: one containing ``href``
switches pyvis to popups made with innerHTML.

A page sent alone has no library. It then says which file it misses, and its table says what the picture would.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from policygraph.views.graphs import drawings
from policygraph.views.html import asset, label, page
from policygraph.views.layout import COLUMNS, WIDTH, Drawing, Edge, Node
from policygraph.views.scene import Scene
from policygraph.views.told import ROLES, table

FOLDER = "graph"
LIBRARY = "vis-network.js"  # the name of the file all pages of the folder share
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
_OPTIONS = {
    "physics": {"enabled": False},
    "autoResize": False,
    "interaction": {"zoomView": False, "dragView": False, "hover": True, "keyboard": False},
    "nodes": {"font": {"size": 14, "face": "Microsoft YaHei, PingFang SC, Noto Sans CJK SC, SimHei, sans-serif"}, "margin": 4},
    "edges": {"smooth": {"enabled": True, "type": "cubicBezier", "forceDirection": "horizontal", "roundness": 0.5}, "arrows": {"to": {"enabled": False}}},
}  # fmt: skip


def graph_pages(scene: Scene) -> Iterator[tuple[str, str, bytes]]:
    """``(key, path, bytes)`` of each graph page; ``library()`` belongs beside them."""
    for key, title, drawn in drawings(scene):
        yield key, f"{FOLDER}/{file_name(key)}.html", graph_page(key, title, drawn)


@lru_cache(maxsize=1)
def library() -> tuple[str, bytes]:
    """``(path, bytes)`` of vis-network as pyvis brings it, its licence at its top."""
    found = [script for script in _pyvis("in_line") if "vis-network" in script[:400]]
    return f"{FOLDER}/{LIBRARY}", found[0].strip().encode("utf-8") + b"\n"


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
    scripts = [_drawing_call(drawn), asset("drawn.js")]
    body = _body(key, title, drawn)
    return page(title=title, body=body, scripts=scripts, styles=[_style(drawn)], beside=[LIBRARY])


def _style(drawn: Drawing) -> str:
    return asset("graph.css") + f"#mynetwork {{ width: {PAGE_WIDTH}px; height: {drawn.height}px; }}\n"


#: The page is written as one without its library. Where that has come, it says so before anything is measured.
_ARRIVED = "if (window.vis) document.body.className = 'drawn';\n"


def _drawing_call(drawn: Drawing) -> str:
    script = _pyvis("local", drawn)[-1]
    before, _, after = script.rpartition("drawGraph();")
    return f"{_ARRIVED}{before}if (window.vis) drawGraph();{after}"


def _pyvis(resources: str, drawn: Drawing | None = None) -> list[str]:
    """The scripts of the page pyvis would write, with the library (``in_line``) or without (``local``)."""
    from pyvis.network import Network  # type: ignore[import-untyped]  # slow to import, so only here

    network = Network(directed=False, cdn_resources=resources)
    for node in drawn.nodes if drawn else ():
        network.add_node(node.id, **_node(node))
    for edge in drawn.edges if drawn else ():
        network.add_edge(edge.source, edge.target, **_edge(edge))
    network.set_options(json.dumps(_OPTIONS, ensure_ascii=False))
    return [script for script in _SCRIPT.findall(network.generate_html()) if script.strip()]


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
        for role, name in ROLES.items()
        if role in roles
    )
    name = label(title)
    return (
        f'<header><h1>{name}</h1><p><a href="{back}">返回工作台（文字版，可用键盘）</a></p>\n{_ALONE}'
        f'<p class="legend">{legend}<span>{_count(drawn)}；单击突出相关连线，双击打开原文依据</span>'
        '<span class="wide">图较宽，可左右滚动</span></p></header>\n'
        f'<main><div class="picture"><div id="mynetwork" role="img" aria-label="{name}：{_count(drawn)}，下表逐项列出">'
        f"</div></div>\n{table(drawn, f'图中的全部内容：{_count(drawn)}')}</main>"
    )


_ALONE = (
    f'<div class="alone" role="note"><p>图没有画出：本页旁边缺少文件 <code>{LIBRARY}</code>（在输出文件夹的 <code>{FOLDER}</code> '
    "文件夹中）。请把它与本页放在同一文件夹再打开；链接要在整个输出文件夹中才有效。下表是图中的全部内容。</p>\n"
    f'<p lang="en">The picture is not drawn: the file <code>{LIBRARY}</code> is missing beside this page (it is in the folder '
    f"<code>{FOLDER}</code> of the output). Put both into one folder and open the page again; links work within the whole "
    "output folder. The table below says everything the picture shows.</p></div>\n"
)


def _count(drawn: Drawing) -> str:
    tasks = sum(node.kind == "task" for node in drawn.nodes)
    if drawn.note:
        return drawn.note
    if not drawn.left:
        return f"共 {tasks} 项任务"
    return f"共 {tasks + drawn.left} 项任务，画出前 {tasks} 项，其余见工作台"


def _stroke(role: str) -> str:
    look = EDGES[role]
    dashes = f' stroke-dasharray="{" ".join(map(str, look["dashes"]))}"' if "dashes" in look else ""
    return f'<line x1="0" y1="5" x2="34" y2="5" stroke="{look["color"]}" stroke-width="{look["width"]}"{dashes}/>'
