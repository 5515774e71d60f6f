"""``/sparql``: the SPARQL 1.1 Protocol, queries only."""

from __future__ import annotations

import asyncio
import re
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from policygraph.graph.terms import DEFAULT
from policygraph.serve.describe import describe
from policygraph.serve.http import Refused, of_reply, preferred, read_body
from policygraph.serve.pool import Ask, Pool, Reply
from policygraph.serve.results import GRAPHS, TABLES
from policygraph.serve.state import State

_TABLE_TYPES = (
    *TABLES.items(),
    ("json", "application/json"),
    ("xml", "application/xml"),
    ("xml", "text/xml"),
    ("tsv", "text/plain"),
)
_GRAPH_TYPES = (*GRAPHS.items(), ("ttl", "application/x-turtle"), ("nt", "text/plain"), ("jsonld", "application/json"), ("rdf", "application/xml"))  # fmt: skip
_SHORT = 20_000
_NO_IRI = re.compile(r'[\s<>"{}|\\^`]')
FORM = "application/x-www-form-urlencoded"


async def sparql(request: Request) -> Response:
    """GET, POST of a form, POST of the query itself; without a query the description of the service."""
    state: State = request.app.state.policygraph
    fields, text = await _fields(request, state)
    if text is None:
        return await _no_query(request, state)
    return of_reply(await _ask(request, state.pool, fields, text))


async def _fields(request: Request, state: State) -> tuple[list[tuple[str, str]], str | None]:
    """The parameters of the request, and its query."""
    fields = await _form(request.url.query)
    if request.method == "POST":
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        body = (await read_body(request, state.limits.body, state.limits.read_seconds)).decode("utf-8", "replace")
        if kind == "application/sparql-query":
            return fields, body
        if kind == "application/sparql-update":
            raise Refused(403, "read-only", "此服务只读：不接受 SPARQL Update")
        if kind != FORM:
            raise Refused(415, "media-type", f"POST 的类型应为 {FORM} 或 application/sparql-query")
        fields += await _form(body)
    if any(name == "update" for name, _ in fields):
        raise Refused(403, "read-only", "此服务只读：不接受 SPARQL Update")
    queries = [value for name, value in fields if name == "query"]
    if len(queries) > 1:
        raise Refused(400, "bad-parameter", "只能有一个 query 参数")
    if not queries and request.method == "POST":
        raise Refused(400, "bad-parameter", "缺少 query 参数")
    return fields, queries[0] if queries else None


async def _form(text: str) -> list[tuple[str, str]]:
    """The fields of a form, a long one read beside the loop. Refused for more than 200."""
    if text.count("&") >= 200:
        raise Refused(400, "bad-parameter", "参数过多")

    def fields() -> list[tuple[str, str]]:
        return parse_qsl(text, keep_blank_values=True, errors="replace")

    return fields() if len(text) < _SHORT else await asyncio.to_thread(fields)


async def _ask(request: Request, pool: Pool, fields: list[tuple[str, str]], text: str) -> Reply:
    accept = request.headers.get("accept", "")
    wanted = next((value for name, value in fields if name in ("format", "output")), "")
    table = wanted if wanted in TABLES else preferred(accept, _TABLE_TYPES)
    graph = wanted if wanted in GRAPHS else preferred(accept, _GRAPH_TYPES)
    if table is None and graph is None and "html" not in accept:
        raise Refused(406, "not-acceptable", "可用：" + "、".join([*TABLES.values(), *GRAPHS.values()]))
    default = tuple(_own(value) for name, value in fields if name == "default-graph-uri")
    named = tuple(_own(value) for name, value in fields if name == "named-graph-uri")
    return await pool.ask(Ask(text, table or "json", graph or "ttl", default, named))


def _own(iri: str) -> str:
    """A graph named in the request's parameters. Refused for one outside the store."""
    if not iri.startswith(DEFAULT) or len(iri) > 2000 or _NO_IRI.search(iri):
        raise Refused(400, "query-refused", "graph-uri 只能是库中的命名图")
    return iri


async def _no_query(request: Request, state: State) -> Response:
    accept = request.headers.get("accept", "")
    if "text/html" in accept:
        return RedirectResponse("/query", 303)
    form = preferred(accept, [(name, media) for name, media in GRAPHS.items()])
    if form is None:
        raise Refused(400, "bad-parameter", "缺少 query 参数")
    data, media = describe(await state.view(), str(request.base_url), form)
    return Response(data, media_type=media)
