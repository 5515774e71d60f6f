"""Connections: how many a client may have, and what becomes of those that take nothing. Counted, not timed."""

from __future__ import annotations

import gzip
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from serve.server import SHORT, running

from policygraph.serve.limits import Limits
from policygraph.serve.site import packed

LARGE = "/assets/yasgui.min.js"
FEW = Limits(seconds=SHORT.seconds, read_seconds=60, write_seconds=0.5, connections=3)


@pytest.fixture(scope="module")
def few(served: tuple[str, str, Path]) -> Iterator[str]:
    with running(served[2], write=False, limits=FEW, log=served[2].with_name("few.log")) as address:
        yield address


def connected(address: str) -> socket.socket:
    parts = urlsplit(address)
    made = socket.socket()
    made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    made.settimeout(30)
    made.connect((parts.hostname, parts.port))
    return made


def reachable(address: str) -> None:
    """Wait until there is room for one more: a guard against hanging, no measure."""
    for _ in range(200):
        try:
            if httpx.get(f"{address}/api/health").status_code == 200:
                return
        except httpx.TransportError:  # refused before it had asked
            pass
        time.sleep(0.1)
    raise AssertionError("no room")


def test_more_connections_than_a_client_may_have_are_refused(few: str) -> None:
    held = [connected(few) for _ in range(FEW.connections)]
    for _ in range(5):
        with connected(few) as more:
            assert more.recv(100).startswith(b"HTTP/1.1 503 ")
    held[0].sendall(b"GET /api/health HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert held[0].recv(100).startswith(b"HTTP/1.1 200 ")  # those within the limit are answered
    for each in held:
        each.close()
    reachable(few)


def test_clients_that_take_nothing_are_left(few: str) -> None:
    whole = len(httpx.get(few + LARGE).content)
    held = [connected(few) for _ in range(FEW.connections)]
    for each in held:
        each.sendall(f"GET {LARGE} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    reachable(few)
    for each in held:
        taken = 0
        try:
            while data := each.recv(1 << 20):
                taken += len(data)
        except ConnectionError:
            pass
        assert taken < whole
        each.close()


def test_a_slow_client_gets_it_all(few: str) -> None:
    whole = httpx.get(few + LARGE).content
    with connected(few) as slow:
        slow.sendall(f"GET {LARGE} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        parts = []
        while data := slow.recv(16_384):
            parts.append(data)
            time.sleep(0.01)
    assert b"".join(parts).endswith(whole)


def test_pages_are_compressed_once_for_who_takes_that(served: tuple[str, str, Path]) -> None:
    plain = httpx.get(served[0] + "/", headers={"Accept-Encoding": "gzip;q=0, br"}, timeout=60)
    small = httpx.get(served[0] + "/", headers={"Accept-Encoding": "br, gzip;q=0.5"}, timeout=60)
    assert "content-encoding" not in plain.headers and small.headers["content-encoding"] == "gzip"
    assert int(small.headers["content-length"]) < int(plain.headers["content-length"]) / 2
    assert small.content == plain.content and small.headers["vary"] == "Accept-Encoding"
    assert small.headers["content-security-policy"] == plain.headers["content-security-policy"]
    assert httpx.get(served[0] + "/graph/vis-network.js.gz").status_code == 404


def test_what_is_small_is_not_compressed() -> None:
    pages = packed({"a": b"x" * 100, "b": b"x" * 10_000})
    assert list(pages) == ["a", "b", "b.gz"] and gzip.decompress(pages["b.gz"]) == pages["b"]
