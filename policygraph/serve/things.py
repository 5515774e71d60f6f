"""Pages for people: what a thing is, and where the document says it. The address of every IRI leads here."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from policygraph.graph.terms import DEFAULT, PREFIXES, percent
from policygraph.serve.api import simple
from policygraph.serve.http import Refused, of_reply, preferred
from policygraph.serve.pool import Ask
from policygraph.serve.resources import EVIDENCE, THING_ROWS, about
from policygraph.serve.state import State
from policygraph.views.html import label as marked

_FORMS = [("html", "text/html"), ("ttl", "text/turtle"), ("json", "application/json"), ("csv", "text/csv")]


async def thing_page(request: Request) -> Response:
    """``/id/KEY``: the page, or another form by what the client accepts (303 to the API)."""
    state: State = request.app.state.policygraph
    key = request.path_params["key"]
    form = preferred(request.headers.get("accept", ""), _FORMS)
    if form not in (None, "html"):
        return RedirectResponse(f"/api/things/{percent(key)}.{form}", 303)
    reply = await state.pool.ask(Ask(about(THING_ROWS, key)))
    proof = await state.pool.ask(Ask(about(EVIDENCE, key)))
    if reply.status != 200 or proof.status != 200:
        return of_reply(reply if reply.status != 200 else proof)
    rows = simple(reply)
    if not rows:
        raise Refused(404, "not-found", "图谱中没有这个标识")
    page = _page(key, rows, simple(proof))
    return Response(page.encode("utf-8", "replace"), media_type="text/html; charset=utf-8")


def _page(key: str, rows: Sequence[Mapping[str, Any]], quotes: Sequence[Mapping[str, Any]]) -> str:
    title = next(
        (
            str(row["value"])
            for row in rows
            if str(row["property"]).endswith(("#label", "#prefLabel", "ns#text", "ns#mention"))
        ),
        key,
    )
    cells = "".join(
        f"<tr><th scope='row'>{_short(str(row['property']))}</th><td>{_value(row)}</td></tr>\n" for row in rows
    )
    proof = "".join(
        f"<blockquote>{html.escape(str(item['quote']))}<cite>（{item['start']}–{item['end']}）</cite></blockquote>"
        for item in quotes
    )
    name = marked(title)
    links = "　".join(f"<a href='/api/things/{percent(key)}.{form}'>{form}</a>" for form in ("json", "csv", "ttl"))
    back = f"<p><a href='/'>工作台</a>　<a href='/query'>SPARQL</a>　{links}</p>"
    ground = f"<h2>原文依据</h2>{proof}" if proof else ""
    return (
        f"<!doctype html>\n<html lang='zh-CN'><head><meta charset='utf-8'><title>{name}</title>"
        "<meta name='viewport' content='width=device-width, initial-scale=1'>"
        f"<link rel='stylesheet' href='/assets/thing.css'></head>\n<body><main><h1>{name}</h1>{back}{ground}"
        f"<h2>陈述</h2><table>{cells}</table></main></body></html>\n"
    )


def _value(row: Mapping[str, Any]) -> str:
    text = str(row["value"])
    label = marked(str(row["label"])) if row.get("label") else ""
    if text.startswith(DEFAULT):
        return f"<a href='/id/{html.escape(text.removeprefix(DEFAULT), quote=True)}'>{label or _short(text)}</a>"
    if text.startswith(("http://", "https://")):
        return f"<a rel='noreferrer' href='{html.escape(text, quote=True)}'>{label or _short(text)}</a>"
    return marked(text)


def _short(iri: str) -> str:
    for name, start in PREFIXES.items():
        if iri.startswith(start):
            return html.escape(f"{name}:{iri[len(start) :]}")
    return html.escape(iri.removeprefix(DEFAULT))
