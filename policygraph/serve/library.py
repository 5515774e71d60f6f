"""``/library``: a whole store of any size, by its documents, its organisations, and the words of its facts; ``/desk``: the
workbench over some of its documents. What is shown comes from the catalogue, so that it does not grow slow with it."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from collections.abc import Callable
from dataclasses import asdict
from typing import Any, TypeVar

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from policygraph.catalogue import Answers
from policygraph.serve import library_pages as pages
from policygraph.serve.api import split, table
from policygraph.serve.follow import PATIENCE
from policygraph.serve.http import Refused, as_json, takes_gzip, whole
from policygraph.serve.shield import POLICY
from policygraph.serve.site import CHOSEN, PACKED
from policygraph.serve.state import State

PAGE = 50
SHARED = "graph/vis-network.js"  # the one file of the workbench that is no page
T = TypeVar("T")
_POLICY = POLICY.replace("form-action 'none'", "form-action 'self'")
_META = re.compile(rb'http-equiv="Content-Security-Policy" content="([^"]*)"')
_MAKING = "目录正在建立，请稍候 / the catalogue is being made"


async def documents(request: Request) -> Response:
    """The documents of the store, narrowed by words, level, year, kind and issuer."""
    words, narrowed, offset = _asked(request)

    def look(answers: Answers) -> pages.Shelf:
        found = answers.documents(words, PAGE, offset, **narrowed)
        return pages.Shelf(found, answers.facets(words, **narrowed), answers.totals())

    return await _shown(request, look, pages.documents)


async def organizations(request: Request) -> Response:
    """The organisations of the store, the busiest first."""
    words, _, offset = _asked(request)
    return await _shown(request, lambda answers: answers.organizations(words, PAGE, offset), pages.organizations)


async def organization(request: Request) -> Response:
    """What one organisation has to do, in all documents together."""
    key, role = request.path_params["key"], request.query_params.get("role", "")[:20]
    offset = whole(request, "offset", 0, 10**8)

    def look(answers: Answers) -> pages.Desk:
        found = answers.organization(key)
        if found is None:
            raise Refused(404, "not-found", "目录中没有这个单位")
        duties = answers.duties(key, role, 4 * PAGE, offset)
        return pages.Desk(found, answers.namesakes(key), duties, answers.partners(key))

    return await _shown(request, look, pages.organization)


async def together(request: Request) -> Response:
    """Who leads and who supports the same tasks."""
    offset = whole(request, "offset", 0, 10**8)
    return await _shown(request, lambda answers: answers.pairs(PAGE, offset), pages.together)


async def facts(request: Request) -> Response:
    """Tasks, indicators and goals by their words."""
    words, _, offset = _asked(request)
    kind = request.query_params.get("kind", "")[:20]

    def look(answers: Answers) -> pages.Found:
        return answers.facts(words, kind, PAGE, offset) if words else pages.NOTHING

    return await _shown(request, look, pages.facts)


def _asked(request: Request) -> tuple[str, dict[str, str], int]:
    given = request.query_params
    narrowed = {name: given[name][:200] for name in ("level", "year", "kind", "issuer") if given.get(name)}
    return given.get("q", "")[:200].strip(), narrowed, whole(request, "offset", 0, 10**8)


async def _shown(request: Request, look: Callable[[Answers], T], draw: Callable[[pages.Frame, T], str]) -> Response:
    state: State = request.app.state.policygraph
    level, found = await _look(state, look)
    frame = pages.Frame(request, level, state.fits(await state.view()))
    text = pages.making(frame) if found is None else draw(frame, found)
    headers = {"Content-Security-Policy": _POLICY, "Cache-Control": "no-cache"}
    return Response(text.encode("utf-8", "replace"), 200, headers, "text/html; charset=utf-8")


async def _look(state: State, look: Callable[[Answers], T], patience: float = PATIENCE) -> tuple[bool, T | None]:
    """(whether the catalogue is level with the store, what was found); None while there is no catalogue yet."""
    level = await state.follower.level(await state.view(), patience)
    try:
        return level, await asyncio.to_thread(look, state.follower.answers)
    except sqlite3.Error:
        if level:
            state.follower.forget()  # removed or damaged under a running server: it is made again
        return False, None


# ---- the same as data ------------------------------------------------------------------------------

#: the name in the address → what it asks: (answers, words, limit, offset) → rows
TABLES: dict[str, Callable[[Answers, str, int, int], Any]] = {
    "documents": lambda answers, words, limit, offset: answers.documents(words, limit, offset),
    "organizations": lambda answers, words, limit, offset: answers.organizations(words, limit, offset),
    "facts": lambda answers, words, limit, offset: answers.facts(words, "", limit, offset),
    "pairs": lambda answers, words, limit, offset: answers.pairs(limit, offset),
}


async def as_table(request: Request) -> Response:
    """``/api/library/NAME`` and ``/api/library/organizations/ID``: JSON or CSV."""
    state: State = request.app.state.policygraph
    limit, offset = whole(request, "limit", 1000, state.limits.rows), whole(request, "offset", 0, 10**9)
    words = request.query_params.get("q", "")[:200]
    if "key" in request.path_params:
        key, form = split(request, "key")
        role = request.query_params.get("role", "")[:20]

        def look(answers: Answers) -> Any:
            if answers.organization(key) is None:
                raise Refused(404, "not-found", "目录中没有这个单位")
            return answers.duties(key, role, limit, offset)
    else:
        name, form = split(request, "name")
        if name not in TABLES:
            raise Refused(404, "not-found", f"可用：{'、'.join(TABLES)}")

        def look(answers: Answers) -> Any:
            return TABLES[name](answers, words, limit, offset)

    if form == "ttl":
        raise Refused(406, "not-acceptable", "目录是表格，可用 json、csv；陈述见 /api/things")
    level, found = await _look(state, look, state.limits.queue_seconds)  # a page reloads by itself, a program does not
    if found is None:
        raise Refused(503, "catalogue", _MAKING)
    items = [asdict(row) for row in found.rows]
    if form == "csv":
        return table(items, form)
    return as_json({"items": items, "count": len(items), "total": found.count, "complete": level})


# ---- the workbench over chosen documents -----------------------------------------------------------


async def choose(request: Request) -> Response:
    """``/desk?doc=ID&doc=ID`` → ``/desk/ID,ID/``, an address one can keep and send."""
    chosen = list(dict.fromkeys(request.query_params.getlist("doc")))
    if not chosen:
        return RedirectResponse("/library", 303)
    await _rows(request, chosen)
    return RedirectResponse(f"/desk/{','.join(chosen)}/", 303)


async def desk(request: Request) -> Response:
    """The workbench over the documents in the address."""
    state: State = request.app.state.policygraph
    rows = await _rows(request, request.path_params["documents"].split(","))
    found = await state.desks.pages(rows)
    return page_of(request, found, request.path_params.get("path") or "index.html")


async def _rows(request: Request, chosen: list[str]) -> list[Any]:
    """Refused for more documents than one page of the workbench is for, unknown ones, and those without a record."""
    state: State = request.app.state.policygraph
    if len(chosen) > CHOSEN:
        raise Refused(400, "too-many", f"一次最多打开 {CHOSEN} 份文件")
    rows = [await state.row(key) for key in dict.fromkeys(chosen)]
    if not all(row.record for row in rows):
        raise Refused(404, "no-record", "所选文件中有的只有图谱而没有记录，工作台无法显示")
    return rows


def page_of(request: Request, found: dict[str, bytes], path: str) -> Response:
    """A page of the workbench, with its own policy; compressed, as it was when it was made, for who takes that. Refused
    404 where there is none of this name."""
    data = None if path.endswith(PACKED) else found.get(path)
    if data is None:
        raise Refused(404, "not-found", "没有这个页面")
    packed = found.get(path + PACKED)
    coding = {"Vary": "Accept-Encoding"}
    if packed is not None and takes_gzip(request):
        coding["Content-Encoding"] = "gzip"
    else:
        packed = data
    if path == SHARED:
        return Response(packed, 200, {"Cache-Control": "max-age=3600", **coding}, "text/javascript; charset=utf-8")
    stated = _META.search(data[:20000])
    policy = stated.group(1).decode().replace("&#x27;", "'") if stated else "default-src 'none'"
    headers = {"Content-Security-Policy": f"{policy}; frame-ancestors 'none'", "Cache-Control": "no-cache", **coding}
    return Response(packed, 200, headers, "text/html; charset=utf-8")
