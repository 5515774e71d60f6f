"""What another site's page can have a browser do here: follow a link to a page, and nothing that works."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx
import pytest
from starlette.types import Message, Receive, Scope, Send

from policygraph.serve.sending import Going
from policygraph.serve.shield import Shield

FOLLOWED = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}
IMAGE = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image"}
FRAME = {**FOLLOWED, "sec-fetch-dest": "iframe"}
OWN = {"sec-fetch-site": "same-origin", "sec-fetch-mode": "cors", "origin": "http://127.0.0.1:8000"}
OTHER_PORT = {**IMAGE, "sec-fetch-site": "same-site"}
TYPED = {"sec-fetch-site": "none", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}
OLD = {"origin": "http://evil.example"}
OLD_LINK = {"referer": "http://evil.example/page"}
OLD_OWN = {"origin": "http://127.0.0.1:8000", "referer": "http://127.0.0.1:8000/query"}
HIDDEN = {"origin": "null"}
PROGRAM: dict[str, str] = {}


def reached(method: str, path: str, headers: dict[str, str]) -> bool:
    """Whether a request comes through the shield to what is behind it: here nothing but a note that it came."""
    came: list[str] = []
    sent: list[Message] = []

    async def behind(scope: Scope, receive: Receive, send: Send) -> None:
        came.append(scope["path"])

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        sent.append(message)

    raw = [(name.encode(), value.encode()) for name, value in {"host": "127.0.0.1:8000", **headers}.items()]
    scope = {"type": "http", "method": method, "path": path, "query_string": b"query=ASK{}", "headers": raw}
    asyncio.run(Shield(behind, ["127.0.0.1"], Going(0))(scope, receive, send))
    assert came or sent[0]["status"] == 403
    return bool(came)


WORK = [("GET", "/sparql"), ("POST", "/sparql"), ("POST", "/api/documents"), ("DELETE", "/api/documents/d1"), ("POST", "/api/decisions"), ("GET", "/api/tasks.csv"), ("GET", "/api/documents/d1/pages/1.png")]  # fmt: skip
PAGES = ["/", "/library", "/desk/d1,d2/", "/id/t1", "/query", "/api", "/api/openapi.json"]


@pytest.mark.parametrize("headers", [FOLLOWED, IMAGE, FRAME, OTHER_PORT, OLD, OLD_LINK, HIDDEN])
@pytest.mark.parametrize(("method", "path"), WORK)
def test_work_is_not_done_for_another_site(method: str, path: str, headers: dict[str, str]) -> None:
    assert not reached(method, path, headers)


@pytest.mark.parametrize("headers", [OWN, TYPED, OLD_OWN, PROGRAM])
@pytest.mark.parametrize(("method", "path"), WORK)
def test_work_is_done_for_the_own_pages_and_for_programs(method: str, path: str, headers: dict[str, str]) -> None:
    assert reached(method, path, headers)


@pytest.mark.parametrize("path", PAGES)
def test_pages_may_be_linked_to_and_not_built_in(path: str) -> None:
    assert all(reached("GET", path, headers) for headers in (FOLLOWED, TYPED, OLD_LINK, PROGRAM))
    assert not any(reached("GET", path, headers) for headers in (IMAGE, FRAME, OTHER_PORT))
    assert not reached("POST", path, FOLLOWED)


def test_the_server_says_why(served: tuple[str, str, Path]) -> None:
    answer = httpx.post(f"{served[0]}/sparql", data={"query": "ASK {}"}, headers=OLD)
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "cross-site")
    assert httpx.get(served[0], headers=FOLLOWED, timeout=60).status_code == 200
