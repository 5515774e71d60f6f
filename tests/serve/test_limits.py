"""A bad query, a slow client, a crowd: nobody else notices. Small seeds of ``make faults``."""

from __future__ import annotations

import socket
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from serve.server import TOKEN, running

Served = tuple[str, str, Path]
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def test_endless_queries_end_and_others_go_on(served: Served) -> None:
    address = served[0]

    def endless(_: int) -> tuple[int, str, float]:
        began = time.monotonic()
        answer = httpx.post(f"{address}/sparql", data={"query": ENDLESS}, timeout=30)
        return answer.status_code, answer.json()["error"]["code"], time.monotonic() - began

    with ThreadPoolExecutor(6) as crowd:
        waiting = [crowd.submit(endless, n) for n in range(6)]
        time.sleep(0.3)
        for _ in range(10):
            assert (
                httpx.get(f"{address}/sparql", params={"query": "ASK { ?t a pg:Task }"}, timeout=15).status_code == 200
            )
        for status, code, seconds in (each.result() for each in waiting):
            assert (status, code) in {(503, "timeout"), (503, "busy")}
            assert seconds < 25  # a guard against hanging
    assert httpx.get(f"{address}/api/health").status_code == 200


def test_a_crowd_of_clients(served: Served) -> None:
    def one(_: int) -> str:
        answer = httpx.get(f"{served[0]}/sparql", params={"query": "ASK { ?t a pg:Task }"}, timeout=60)
        return "" if answer.status_code == 200 else answer.text

    with ThreadPoolExecutor(40) as crowd:
        assert set(crowd.map(one, range(120))) == {""}


def test_a_client_that_never_ends_its_head(served: Served) -> None:
    parts = urlsplit(served[0])
    with socket.create_connection((parts.hostname, parts.port), timeout=30) as slow:
        slow.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ")
        assert slow.recv(100) == b""  # closed by the server
    assert httpx.get(f"{served[0]}/api/health").status_code == 200


def test_a_client_that_never_ends_its_body(served: Served) -> None:
    parts = urlsplit(served[0])
    with socket.create_connection((parts.hostname, parts.port), timeout=30) as slow:
        head = "POST /sparql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n"
        slow.sendall((head + "Content-Type: application/sparql-query\r\n\r\nASK").encode())
        assert b" 408 " in slow.recv(200)


def test_other_host_names_are_not_answered(served: Served) -> None:
    for host, status in (("evil.example", 421), ("127.0.0.1:1", 200), ("localhost", 200), ("[::1]:80", 200), ("", 421)):
        assert httpx.get(f"{served[0]}/api/health", headers={"Host": host}).status_code == status, host


@pytest.mark.parametrize("path", ["/", "/query", "/api/health", "/sparql", "/nothing", "/assets/query.js"])
def test_every_answer_has_its_policy(served: Served, path: str) -> None:
    headers = httpx.get(served[0] + path, timeout=60).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
    assert "script-src 'self'" in policy or "sha256-" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert "server" not in headers


@pytest.mark.parametrize(
    "path",
    ["/assets/../app.py", "/assets/%2e%2e%2fapp.py", "/graph/..%2f..%2fetc", "/api/documents/..%2f..%2fx.json",
     "/id/%22%3E%3Cscript%3E", "/api/documents/d1/..%2f", "/api/documents?limit=-1", "/api/documents?limit=9999999999999999999999"],
)  # fmt: skip
def test_odd_addresses_are_4xx(served: Served, path: str) -> None:
    assert 400 <= httpx.get(served[0] + path).status_code < 500


def test_writing_needs_leave(tmp_path: Path, served: Served) -> None:
    with running(served[2], write=False) as address:
        answer = httpx.post(f"{address}/api/documents?name=a.txt", content=b"x")
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "read-only")
    for header in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic a-token-for-the-tests"}):
        assert httpx.post(f"{served[0]}/api/documents?name=a.txt", content=b"x", headers=header).status_code == 401
        assert httpx.delete(f"{served[0]}/api/documents/{served[1]}", headers=header).status_code == 401
        assert httpx.post(f"{served[0]}/api/decisions", json={}, headers=header).status_code == 401


def test_a_decision_nested_too_deep_is_none(served: Served) -> None:
    given = {"Authorization": f"Bearer {TOKEN}"}
    answer = httpx.post(f"{served[0]}/api/decisions", content=b"[" * 100_000, headers=given, timeout=20)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "decisions-malformed")
