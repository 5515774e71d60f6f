"""The application: every route in one table."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from functools import cache
from importlib.resources import files

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from policygraph.issues import PolicygraphError
from policygraph.serve import api, library
from policygraph.serve.describe import describe
from policygraph.serve.http import Refused, as_json, preferred
from policygraph.serve.openapi import openapi
from policygraph.serve.query_page import query_page
from policygraph.serve.results import GRAPHS
from policygraph.serve.sending import Going
from policygraph.serve.shield import Shield, refused
from policygraph.serve.sparql import sparql
from policygraph.serve.state import Settings, State
from policygraph.serve.things import thing_page

#: name in the address → media type; nothing else of the folder can be asked for
ASSETS = {
    "thing.css": "text/css; charset=utf-8",
    "library.css": "text/css; charset=utf-8",
    "query.css": "text/css; charset=utf-8",
    "query.js": "text/javascript; charset=utf-8",
    "yasgui.min.js": "text/javascript; charset=utf-8",
    "yasgui.min.css": "text/css; charset=utf-8",
}


def create_app(settings: Settings) -> ASGIApp:
    """The server for one store. Its pool starts with the application and ends with it."""
    state = State.over(settings)

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        await state.pool.start()
        with contextlib.suppress(PolicygraphError):  # a store without documents yet
            await state.prepare()  # the first visitor need not wait for all of it
        try:
            yield
        finally:
            await state.pool.stop()
            state.close()

    handlers = dict.fromkeys((Refused, PolicygraphError, HTTPException, Exception), refused)
    app = Starlette(routes=ROUTES, lifespan=lifespan, exception_handlers=handlers)
    app.router.redirect_slashes = False
    app.state.policygraph = state
    return Shield(app, settings.hosts, Going(settings.limits.going))


async def workbench(request: Request) -> Response:
    """The pages of the workbench; each brings its own policy, by hash. The library where they would be too large."""
    state: State = request.app.state.policygraph
    if not state.fits(await state.view()):
        return await library.documents(request)
    return library.page_of(request, await state.pages(), request.url.path.lstrip("/") or "index.html")


async def asset(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in ASSETS:
        raise Refused(404, "not-found", "没有这个文件")
    return Response(_asset(name), 200, {"Cache-Control": "max-age=3600"}, ASSETS[name])


@cache
def _asset(name: str) -> bytes:
    return files("policygraph.serve").joinpath("assets", name).read_bytes()


async def void(request: Request) -> Response:
    form = preferred(request.headers.get("accept", ""), list(GRAPHS.items())) or "ttl"
    state: State = request.app.state.policygraph
    data, media = describe(await state.view(), str(request.base_url), form)
    return Response(data, media_type=media)


async def api_description(request: Request) -> Response:
    return as_json(openapi(str(request.base_url)))


async def api_root(request: Request) -> Response:
    links = (
        "documents",
        "tasks",
        "indicators",
        "organizations",
        "goals",
        "queries",
        "library/documents",
        "library/organizations",
        "library/facts",
        "library/pairs",
        "decisions",
        "health",
        "openapi.json",
    )
    return as_json({name: f"/api/{name}" for name in links})


ROUTES = [
    Route("/", workbench),
    Route("/index.html", workbench),
    Route("/graph/{name}", workbench),
    Route("/library", library.documents),
    Route("/library/organizations", library.organizations),
    Route("/library/organizations/{key}", library.organization),
    Route("/library/together", library.together),
    Route("/library/facts", library.facts),
    Route("/desk", library.choose),
    Route("/desk/{documents}/", library.desk),
    Route("/desk/{documents}/{path:path}", library.desk),
    Route("/sparql", sparql, methods=["GET", "POST"]),
    Route("/query", query_page),
    Route("/assets/{name}", asset),
    Route("/.well-known/void", void),
    Route("/id/{key:path}", thing_page),
    Route("/api", api_root),
    Route("/api/openapi.json", api_description),
    Route("/api/health", api.health),
    Route("/api/queries", api.queries),
    Route("/api/queries/{name}", api.queries),
    Route("/api/decisions", api.decide, methods=["GET", "POST"]),
    Route("/api/documents", api.upload, methods=["POST"]),
    Route("/api/documents/{document}", api.remove, methods=["DELETE"]),
    Route("/api/documents/{document}", api.document),
    Route("/api/documents/{document}/original", api.original),
    Route("/api/documents/{document}/pages/{page}", api.page_image),
    Route("/api/documents/{document}/{kind}", api.facts),
    Route("/api/things/{key:path}", api.thing),
    Route("/api/library/organizations/{key}", library.as_table),
    Route("/api/library/{name}", library.as_table),
    Route("/api/{name}", api.collection),
]
