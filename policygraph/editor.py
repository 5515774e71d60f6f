"""The SPARQL editor as a page: with a server behind it, or with the engine and the graph inside the file.

YASGUI edits and shows; the completion and the examples are our own, so nothing is fetched from the web. The page
without a server carries Oxigraph compiled to WebAssembly and works from a share or a USB stick.
"""

from __future__ import annotations

import base64
import gzip
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any

from policygraph.graph.questions import questions
from policygraph.graph.terms import CLASSES, CONCEPTS, FIELDS, LINKS, PREFIXES, RELATIONS, SHORTCUTS
from policygraph.views.html import inline_json, source_hash

_HEAD = (
    '<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
)
_BODY = (
    "<header><h1>SPARQL 查询</h1><label>示例 / examples <select id='examples'><option value=''>—</option></select></label>"
    "{links}<p id='note' role='status'></p></header>\n<main id='editor'></main>\n"
    "<noscript>本页需要 JavaScript。</noscript>\n<script type='application/json' id='policygraph'>{data}</script>\n"
)
#: terms of the graph that say no field of the model
_BESIDE = ("pg:box", "pg:current", "pg:dueFrom", "pg:fullText", "pg:page", "eli:realizes", "eli:cites")


def asset(name: str) -> bytes:
    """A vendored or own file of the editor."""
    return files("policygraph.serve").joinpath("assets", name).read_bytes()


def served_page() -> bytes:
    """``/query``: scripts and styles come from ``/assets``, answers from ``/sparql``."""
    links = "<a href='/'>工作台</a> <a href='/api'>API</a>"
    styles = "".join(f"<link rel='stylesheet' href='/assets/{name}'>" for name in ("yasgui.min.css", "query.css"))
    scripts = "".join(f"<script src='/assets/{name}'></script>" for name in ("yasgui.min.js", "query.js"))
    body = _BODY.format(links=links, data=inline_json(_data("/sparql")))
    return f"{_HEAD}<title>SPARQL 查询</title>{styles}</head>\n<body>{body}{scripts}</body></html>\n".encode()


def local_page(nquads: bytes) -> bytes:
    """``query.html``: one file with the editor, the engine and the graph (N-Quads). Same graph, same bytes."""
    scripts = [asset(name).decode("utf-8") for name in ("oxigraph.js", "local.js", "yasgui.min.js", "query.js")]
    scripts = [text.replace("</script", "<\\/script") for text in scripts]
    styles = "".join(f"<style>{asset(name).decode()}</style>\n" for name in ("yasgui.min.css", "query.css"))
    hashes = " ".join(map(source_hash, scripts))
    policy = (
        f"default-src 'none'; script-src {hashes} 'wasm-unsafe-eval'; style-src 'unsafe-inline'; "
        "img-src data:; font-src data:; base-uri 'none'; form-action 'none'"
    )
    carried = _carried("engine", asset("oxigraph.wasm.gz")) + _carried("data", gzip.compress(nquads, 9, mtime=0))
    body = _BODY.format(links="<a href='index.html'>工作台</a>", data=inline_json(_data("")))
    code = "".join(f"<script>{text}</script>\n" for text in scripts)
    head = (
        f'<meta http-equiv="Content-Security-Policy" content="{policy}"><title>SPARQL 查询</title>\n{styles}</head>\n'
    )
    return f"{_HEAD}{head}<body>{body}{carried}{code}</body></html>\n".encode("utf-8", "replace")


def _carried(name: str, data: bytes) -> str:
    return f"<script type='application/octet-stream' id='{name}'>{base64.b64encode(data).decode()}</script>\n"


def _data(endpoint: str) -> dict[str, Any]:
    return {"endpoint": endpoint, "prefixes": dict(PREFIXES), "terms": _terms(), "examples": _examples()}


def _examples() -> list[Mapping[str, str]]:
    return [
        {
            "name": item.name,
            "title": f"{item.header['title-zh']} / {item.header.get('title-en', '')}",
            "description": item.header.get("description-zh", ""),
            "query": "\n".join(line for line in item.text.splitlines() if not line.startswith("# ")) + "\n",
        }
        for item in questions()
    ]


@lru_cache(maxsize=1)
def _terms() -> Sequence[Mapping[str, str]]:
    """Every term the graph uses, as ``prefix:local``."""
    names = {term for fields in FIELDS.values() for term in fields.values()}
    names |= {*CLASSES.values(), *SHORTCUTS.values(), *LINKS.values(), *RELATIONS.values()}
    names |= {f"pg:{local}" for codes in CONCEPTS.values() for local in codes.values()}
    return [{"name": name} for name in sorted(names | {"rdf:type", "rdfs:label", *_BESIDE})]
