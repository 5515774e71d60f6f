"""Around every route: which host names are answered, what a browser may do with the answer, the access log."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping, MutableMapping, Sequence
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from policygraph.issues import PolicygraphError
from policygraph.serve.http import Refused, error
from policygraph.serve.sending import Going, in_pieces

access = logging.getLogger("policygraph.access")
trouble = logging.getLogger("policygraph.serve")

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
#: reason code → status, where it is not that the store is not to be had at the moment
_STATUS = {
    "store-busy": 409,
    "idle-withdrawal": 409,
    "unknown-document": 404,
    "no-record": 404,
    "no-source": 404,
    "store-read-only": 403,
}
_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
)


#: what answers with work and is no page; another site may link to pages, and to these descriptions
_WORKS = ("/sparql", "/api/")
_FIELDS = 1_000
_FREE = ("/api/openapi.json", "/api/health")


class Shield:
    """The outermost layer. A request for another host name is answered 421 and reaches nothing."""

    def __init__(self, app: ASGIApp, hosts: Sequence[str], going: Going) -> None:
        self._app = app
        self._going = going
        self._hosts = {host.lower() for host in hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, seen = time.perf_counter(), _Seen(send, self._going, scope["method"] != "HEAD")
        try:
            if not self._knows(scope):
                await error(421, "unknown-host", "不应答此主机名；用 --host-name 允许")(scope, receive, seen)
            elif scope["query_string"].count(b"&") > _FIELDS:
                await error(400, "bad-parameter", "参数过多")(scope, receive, seen)
            elif intrusive(scope):
                await error(403, "cross-site", "不应答别的网站发起的请求；请直接打开本页")(scope, receive, seen)
            else:
                await self._guarded(scope, receive, seen)
        finally:
            _log(scope, seen, time.perf_counter() - began)

    def _knows(self, scope: Scope) -> bool:
        names = [value for name, value in scope["headers"] if name == b"host"]
        if len(names) != 1:
            return False
        host = names[0].decode("latin-1").lower()
        name = host if host.endswith("]") else host.rpartition(":")[0] or host
        return "*" in self._hosts or name in self._hosts

    async def _guarded(self, scope: Scope, receive: Receive, seen: _Seen) -> None:
        try:
            await self._app(scope, receive, seen)
        except Exception:
            trouble.exception("request failed: %s", _safe(scope["path"]))
            if not seen.started:
                await error(500, "internal", "服务器内部错误，已记录")(scope, receive, seen)


def intrusive(scope: Scope) -> bool:
    """Whether another site's page had a browser send this, and it is more than a link to a page that was followed.
    Programs send none of these headers, and no page can leave out or invent what its browser says of it."""
    headers = {name: value.decode("latin-1").lower() for name, value in scope["headers"]}
    if not _foreign(headers):
        return False
    followed = headers.get(b"sec-fetch-mode", "navigate") == "navigate" and (
        headers.get(b"sec-fetch-dest", "document") == "document"
    )
    works = scope["path"].startswith(_WORKS) and scope["path"] not in _FREE
    return works or scope["method"] not in ("GET", "HEAD") or not followed


def _foreign(headers: Mapping[bytes, str]) -> bool:
    site = headers.get(b"sec-fetch-site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = headers.get(b"origin", headers.get(b"referer"))  # an older browser, or no https
    return origin is not None and origin.partition("://")[2].partition("/")[0] != headers.get(b"host")


async def refused(request: Request, problem: Exception) -> Response:
    """What routes raise, as an answer."""
    if isinstance(problem, Refused):
        return error(problem.status, problem.code, problem.message)
    if isinstance(problem, HTTPException):
        return error(problem.status_code, "http", problem.detail)
    if isinstance(problem, PolicygraphError):
        return error(_STATUS.get(problem.code, 503), problem.code, problem.message)
    trouble.error("request failed: %s", _safe(request.url.path), exc_info=problem)
    return error(500, "internal", "服务器内部错误，已记录")


class _Seen:
    """``send`` that adds the headers, sends long bodies in pieces while there is room for them, and remembers what was
    answered. The head waits for the body, which may be refused."""

    def __init__(self, send: Send, going: Going, whole: bool) -> None:
        self._send = send
        self._going = going
        self._whole = whole
        self._start: Message | None = None
        self.started = False
        self.status = 0
        self.bytes = 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started, self.status = True, message["status"]
            headers: list[tuple[bytes, bytes]] = list(message.get("headers", []))
            have = {name.lower() for name, _ in headers}
            headers += [(name, value) for name, value in _HEADERS if name not in have]
            if b"content-security-policy" not in have:
                headers.append((b"content-security-policy", POLICY.encode()))
            self._start = {**message, "headers": headers}
        elif message["type"] == "http.response.body":
            await self._body(message)
        else:
            await self._send(message)

    async def _body(self, message: Message) -> None:
        body = message.get("body", b"")
        if self._start is None or not self._whole:  # a stream's further pieces; a head alone
            await self._begin(self._start)
            self.bytes += len(body)
            await self._send(message)
            return
        async with self._going.sending(self._start, body) as (start, body):
            self.status = start["status"]
            await self._begin(start)
            self.bytes += len(body)
            await in_pieces(self._send, message, body)

    async def _begin(self, start: Message | None) -> None:
        self._start = None
        if start is not None:
            await self._send(start)


def _log(scope: MutableMapping[str, Any], seen: _Seen, seconds: float) -> None:
    client = (scope.get("client") or ("-",))[0]
    access.info(
        "%s %s %s %d %d %.1fms", client, scope["method"], _safe(scope["path"]), seen.status, seen.bytes, seconds * 1000
    )


def _safe(path: str) -> str:
    """One line, whatever was asked for; never the query string, which may hold a token."""
    return "".join(char if char.isprintable() and char != " " else f"%{ord(char):02X}" for char in path[:300])
