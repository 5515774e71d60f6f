"""The workbench: one self-contained file with every view in it, each an address after ``#``."""

from __future__ import annotations

from policygraph.views.html import asset, inline_json, page
from policygraph.views.scene import Scene

STYLES = ("base.css", "views.css", "print.css")
#: Classic scripts in order of loading: each adds to one namespace, ``PG``; ``app.js`` starts it.
SCRIPTS = (
    "core.js", "i18n.js", "text.js", "data.js", "router.js", "search.js", "table.js", "draw.js", "pictures.js",
    "evidence.js", "due.js", "decisions.js", "served.js", "decided.js", "correction.js", "facts.js", "panel.js", "taskfilter.js",
    "exporting.js", "matrixtable.js", "matrix.js", "gridpicture.js", "loadpicture.js", "yearpicture.js", "coverage.js", "org.js", "orgs.js",
    "deadlines.js", "mine.js",
    "indicators.js", "source.js", "together.js", "findings.js", "documents.js", "graph.js", "about.js", "app.js",
)  # fmt: skip

_BODY = """<a class="skip" href="#main">跳到正文</a>
<header id="top"></header>
<div id="frame"><main id="main" tabindex="0"></main><aside id="panel" hidden></aside></div>
<div id="status" role="status" aria-live="polite" class="vh"></div>
<noscript>本页需要启用 JavaScript。全部任务、指标与原文也在同一文件夹的 Excel、Word、CSV 文件中。</noscript>
<script type="application/json" id="scene">{scene}</script>"""


def workbench(scene: Scene) -> bytes:
    """The bytes of ``index.html``."""
    documents = scene["documents"]
    title = (
        documents[0].get("title") or "政策文件" if len(documents) == 1 else f"政策责任工作台（{len(documents)} 个文件）"
    )
    script = "\n".join(asset(name) for name in SCRIPTS)
    style = "\n".join(asset(name) for name in STYLES)
    return page(title=title, body=_BODY.replace("{scene}", inline_json(scene)), scripts=[script], styles=[style])
