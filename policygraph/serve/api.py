"""``/api``: documents and facts as JSON, CSV and Turtle; uploads and decisions where they are allowed."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from policygraph.graph import document_graph
from policygraph.graph.sparql import MAX_QUERY
from policygraph.graph.terms import DEFAULT, percent
from policygraph.issues import PolicygraphError
from policygraph.record import Record
from policygraph.serve.http import Refused, as_json, error, flat, of_reply, preferred, read_body, whole
from policygraph.serve.pool import Ask, Reply
from policygraph.serve.resources import RESOURCES, THING, THING_TABLE, Resource
from policygraph.serve.resources import about as about_thing
from policygraph.serve.state import State, about
from policygraph.store import Row

FORMS = {"json": "application/json", "csv": "text/csv", "ttl": "text/turtle"}
KINDS = ("sections", "goals", "indicators", "tasks", "responsibilities", "organizations", "citations", "links", "findings", "issues")  # fmt: skip
Box = tuple[float, float, float, float]
_BY_PATH = {resource.path: resource for resource in RESOURCES}


def split(request: Request, name: str) -> tuple[str, str]:
    """A path segment and its form: by suffix, else by what the client accepts. Refused 406."""
    value = request.path_params[name]
    stem, dot, suffix = value.rpartition(".")
    if dot and suffix in FORMS:
        return stem, suffix
    form = preferred(request.headers.get("accept", ""), [*FORMS.items(), ("json", "application/ld+json")])
    if form is None and "html" not in request.headers.get("accept", ""):
        raise Refused(406, "not-acceptable", "可用：" + "、".join(FORMS.values()))
    return value, form or "json"


async def collection(request: Request) -> Response:
    """Documents, or one of ``RESOURCES``, paged by ``limit`` and ``offset``."""
    state: State = request.app.state.policygraph
    name, form = split(request, "name")
    limit, offset = whole(request, "limit", 1000, state.limits.rows), whole(request, "offset", 0, 10**9)
    if name == "documents":
        return await _documents(state, form, limit, offset)
    resource = _BY_PATH.get(name)
    if resource is None:
        raise Refused(404, "not-found", f"没有这种资源，可用：documents、{'、'.join(_BY_PATH)}")
    reply = await state.pool.ask(_question(resource, form, request.query_params, limit, offset))
    if reply.status != 200 or form == "ttl":
        return of_reply(reply)
    return table(simple(reply), form, reply.truncated)


def _question(resource: Resource, form: str, query: Mapping[str, str], limit: int, offset: int) -> Ask:
    given = {name: query[name] for name in resource.filters if query.get(name)}
    text = resource.query(resource.construct if form == "ttl" else resource.select, given, limit, offset)
    return Ask(text, "json", "ttl")


def simple(reply: Reply) -> list[dict[str, Any]]:
    """SPARQL JSON as plain rows: numbers as numbers, everything else as text."""
    data = json.loads(reply.data)
    return [{name: _plain(row.get(name)) for name in data["head"]["vars"]} for row in data["results"]["bindings"]]


def _plain(term: Mapping[str, str] | None) -> Any:
    if term is None:
        return None
    kind = term.get("datatype", "").rpartition("#")[2]
    try:
        return (
            int(term["value"])
            if kind == "integer"
            else float(term["value"])
            if kind in ("decimal", "double")
            else term["value"]
        )
    except ValueError:
        return term["value"]


def table(rows: list[dict[str, Any]], form: str, truncated: str = "") -> Response:
    """Rows as JSON with their count, or as CSV."""
    headers = {"Policygraph-Truncated": truncated} if truncated else {}
    if form == "csv":
        return Response(flat(rows), 200, headers, "text/csv; charset=utf-8")
    return as_json({"items": rows, "count": len(rows)}, headers=headers)


# ---- documents -------------------------------------------------------------------------------------


async def _documents(state: State, form: str, limit: int, offset: int) -> Response:
    if form == "ttl":
        text = (
            "CONSTRUCT { ?d a eli:LegalResource ; rdfs:label ?l ; eli:number ?n } WHERE { ?d a eli:LegalResource ; "
            f"rdfs:label ?l . OPTIONAL {{ ?d eli:number ?n }} }} ORDER BY ?d LIMIT {limit} OFFSET {offset}"
        )
        return of_reply(await state.pool.ask(Ask(text)))
    rows = (await state.view()).rows
    keys = sorted(rows)[offset : offset + limit]
    return table([_row(rows[key]) for key in keys], form)


def _row(row: Row) -> dict[str, Any]:
    return {
        "id": row.id, "title": row.title, "file": row.name, "sha256": row.source, "quads": row.quads,
        "versions": len(row.versions) + 1, "record": f"/api/documents/{row.id}.json", "page": f"/id/{row.id}",
    }  # fmt: skip


async def document(request: Request) -> Response:
    """One document: its record, its tasks as CSV, its graph as Turtle."""
    state: State = request.app.state.policygraph
    key, form = split(request, "document")
    if form == "ttl":
        return await _turtle(state, document_graph((await state.row(key)).id))
    record = await state.record(key)
    if form == "csv":
        from policygraph.export.delimited import tables

        return Response(dict(tables([record]))["tasks.csv"], media_type="text/csv; charset=utf-8")
    return as_json(record)


async def _turtle(state: State, graph: str) -> Response:
    data = await asyncio.to_thread(state.holdings.turtle, graph)
    return Response(data, media_type="text/turtle; charset=utf-8")


async def facts(request: Request) -> Response:
    """The facts of one kind of one document, as the record has them."""
    state: State = request.app.state.policygraph
    kind, form = split(request, "kind")
    key = request.path_params["document"]
    if kind not in KINDS:
        raise Refused(404, "not-found", f"可用：{'、'.join(KINDS)}")
    rows = (await state.record(key))[kind]
    if form == "ttl":
        ids = tuple(row["id"] for row in rows if "id" in row)[:2000]
        listed = " ".join(f"<{DEFAULT}{percent(item)}>" for item in ids)
        text = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ VALUES ?s {{ {listed} }} ?s ?p ?o }}"
        return of_reply(await state.pool.ask(Ask(text, most=10 * MAX_QUERY)))
    return table(rows, form)


async def original(request: Request) -> Response:
    """The file as it was taken in; always a download, so that nothing in it runs here."""
    from urllib.parse import quote

    state: State = request.app.state.policygraph
    row = await state.row(request.path_params["document"])
    data = await state.source(row.id)
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(row.name, safe='')}"}
    return Response(data, 200, headers, "application/octet-stream")


async def page_image(request: Request) -> Response:
    """``/api/documents/ID/pages/N.png?fact=ID``: the page of a PDF, cut and marked around a fact where one is named."""
    state: State = request.app.state.policygraph
    row = await state.row(request.path_params["document"])
    number, dot, form = request.path_params["page"].rpartition(".")
    if not (dot and form == "png" and number.isascii() and number.isdecimal() and len(number) <= 5):
        raise Refused(404, "not-found", "页面图像的地址形如 pages/2.png")
    record = await state.record(row.id)
    if record["source"]["media_type"] != "application/pdf":
        raise Refused(404, "not-found", "只有 PDF 文件有页面图像")
    boxes = _boxes(record, request.query_params.get("fact", ""), int(number))

    async def make() -> bytes:
        return await asyncio.to_thread(_draw, await state.source(row.id), int(number), boxes)

    data = await state.pictures.get((row.id, row.record, int(number), tuple(boxes)), make)
    headers = {"Cache-Control": "no-cache", "Policygraph-Marked": str(len(boxes))}
    return Response(data, media_type="image/png", headers=headers)


def _draw(source: bytes, page: int, boxes: list[Box]) -> bytes:
    from policygraph.issues import ReadError
    from policygraph.pipeline import page_picture

    try:
        return page_picture(source, page, boxes)
    except ReadError as problem:
        raise Refused(404 if problem.code == "no-page" else 422, problem.code, problem.message) from None


def _boxes(record: Record, fact: str, page: int) -> list[Box]:
    """Where the lines stand on this page in which the spans of a fact begin. Refused 404 for an unknown fact."""
    if not fact:
        return []
    found = next((row for kind in KINDS for row in record[kind] if row.get("id") == fact), None)
    if found is None:
        raise Refused(404, "not-found", "这份文件没有这条事实")
    spans = [span for key in ("spans", "body_spans") for span in found.get(key, ())]
    return [tuple(span["bbox"]) for span in spans if span.get("page") == page and "bbox" in span]


async def thing(request: Request) -> Response:
    """Every statement about one thing, by id."""
    state: State = request.app.state.policygraph
    key, form = split(request, "key")
    if form == "ttl":
        return of_reply(await state.pool.ask(Ask(about_thing(THING, key))))
    reply = await state.pool.ask(Ask(about_thing(THING_TABLE, key)))
    if reply.status != 200:
        return of_reply(reply)
    rows = simple(reply)
    if not rows:
        raise Refused(404, "not-found", "图谱中没有这个标识")
    return table(rows, form)


async def queries(request: Request) -> Response:
    """The library of questions, or the answer to one; its parameters are those of the request."""
    from policygraph.graph.questions import questions

    state: State = request.app.state.policygraph
    if "name" not in request.path_params:
        rows = [{"name": item.name, **item.header, "query": item.text} for item in questions()]
        return table(rows, "json")
    name, form = split(request, "name")
    found = next((item for item in questions() if item.name == name), None)
    if found is None:
        raise Refused(404, "not-found", "没有这个查询")
    try:
        text = found.given(dict(request.query_params))
    except PolicygraphError as error:
        raise Refused(400, "bad-parameter", error.message) from None
    return of_reply(await state.pool.ask(Ask(text, "csv" if form == "csv" else "json")))


async def health(request: Request) -> Response:
    state: State = request.app.state.policygraph
    return as_json(about(state, await state.view()))


# ---- writing ---------------------------------------------------------------------------------------


async def upload(request: Request) -> Response:
    """``POST /api/documents?name=FILE``, the file as body. One writer at a time, the same as ``ingest``."""
    state: State = request.app.state.policygraph
    state.authorize(request.headers.get("authorization", ""))
    name = request.query_params.get("name", "").replace("\\", "/").rpartition("/")[2].strip()
    if not name or len(name.encode()) > 255 or not name.isprintable():
        raise Refused(400, "bad-parameter", "需要 name 参数：文件名（含扩展名）")
    data = await read_body(request, state.limits.upload, 10 * state.limits.read_seconds)
    async with state.writing:
        outcome = await asyncio.to_thread(state.holdings.upload, name, data)
    if outcome.refusal is not None:
        return error(422, outcome.refusal.code, outcome.refusal.message)
    assert outcome.row is not None  # what is not refused is kept
    state.changed()
    return as_json(
        {"document": asdict(outcome.row), "written": outcome.written, "coverage": outcome.verdict},
        201 if outcome.written else 200,
    )


async def remove(request: Request) -> Response:
    """``DELETE /api/documents/ID``."""
    state: State = request.app.state.policygraph
    state.authorize(request.headers.get("authorization", ""))
    key = (await state.row(request.path_params["document"])).id
    async with state.writing:
        await asyncio.to_thread(state.holdings.remove, key)
    state.changed()
    return as_json({"removed": key})


async def decide(request: Request) -> Response:
    """``POST /api/decisions``: one decision as JSON, or the withdrawal of one; its document is extracted again.
    ``?document=ID`` says where to look first. ``GET`` lists every entry."""
    from policygraph.decide import dump_decisions, parse_decisions
    from policygraph.issues import PolicygraphError

    state: State = request.app.state.policygraph
    if request.method == "GET":
        decisions = await asyncio.to_thread(state.holdings.decisions)
        return Response(dump_decisions(decisions), media_type="application/json; charset=utf-8")
    state.authorize(request.headers.get("authorization", ""))
    body = await read_body(request, state.limits.body, state.limits.read_seconds)
    try:
        wrapped = {"schema": "policygraph/decisions/1", "decisions": [json.loads(body)]}
        decision = parse_decisions(json.dumps(wrapped))[0]
    except (ValueError, RecursionError, PolicygraphError) as problem:
        raise Refused(400, "decisions-malformed", getattr(problem, "message", "不是 JSON")) from None
    document = request.query_params.get("document", "")
    if document:
        await state.row(document)
    async with state.writing:
        changed = await asyncio.to_thread(state.holdings.decide, decision, document)
    await state.decided()
    return as_json({"decision": asdict(decision), "documents": changed}, 201)
