"""A query reaches no address: each of the layers alone, the others off."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from contextlib import suppress
from http.client import HTTPConnection
from pathlib import Path

import httpx
import pytest
from serve.test_agents import ask
from spellings import MATCHED, foreign, listening, services, updates

from policygraph.interpreter import interpreter
from policygraph.serve import LIMITS
from policygraph.serve.pool import Ask
from policygraph.serve.remote import tried

Served = tuple[str, str, Path | str]
linux = pytest.mark.skipif(sys.platform != "linux", reason="the kernel's part is Linux's")
# a worker that passes on whatever it is asked, over a small store in memory
UNGUARDED = f"""
import socket, sys
import pyoxigraph as ox
from policygraph.graph.sparql import Query
from policygraph.serve import worker
from policygraph.serve.results import write
store = ox.Store()
store.bulk_load({MATCHED!r}.encode(), ox.RdfFormat.N_QUADS)
class Asker:
    def prepare(self): pass
    def answer(self, ask): return write(store.query(ask["query"]), "json", "nt", 100, 100000, {{}})
worker.asker = lambda place: Asker()
worker.canonical = lambda text, most: Query(text, False, text, (0,), (len(text),))
if sys.argv[1] == "open":
    worker.no_sockets = lambda: True
worker.serve("folder", 1 << 31, socket.socket(fileno=0))
"""


def answers(how: str, queries: list[str]) -> list[str]:
    """The messages of an unguarded worker, ``open`` or ``closed``."""
    ours, theirs = socket.socketpair()
    with ours, theirs, subprocess.Popen([*interpreter(UNGUARDED), how], stdin=theirs) as worker:
        theirs.close()
        with ours.makefile("rwb") as stream:
            assert stream.read(1) == b"r"
            found = []
            for query in queries:
                stream.write(Ask(query).frame(LIMITS))
                stream.flush()
                sizes = stream.read(8)
                head = json.loads(stream.read(int.from_bytes(sizes[:4], "big")))
                stream.read(int.from_bytes(sizes[4:], "big"))
                found.append(head.get("message", ""))
            worker.kill()
    return found


@linux
def test_without_the_guard_the_kernel_refuses_the_connection() -> None:
    with listening() as (url, heard):
        queries = list(services(url, 4, 120))
        told = answers("closed", queries)
        assert heard == []
        assert sum("ermission denied" in message for message in told) >= 10
        answers("open", queries)
        assert len(heard) >= 10  # it is the kernel that made the difference


@linux
def test_the_trial_of_what_is_passed_on_can_open_no_connection() -> None:
    with listening() as (url, heard):
        query = f"SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}"
        with pytest.raises(OSError, match="ermission denied"):
            tried(query)
        assert heard == []
    socket.socket().close()  # the thread alone was closed off


def test_no_spelling_over_http_reaches_an_address(either: Served) -> None:
    with listening() as (url, heard), httpx.Client(base_url=either[0]) as client:
        for at, text in enumerate([*services(url, 5, 60), *updates(url, 6, 20), *foreign(url, 7, 20)]):
            if at % 3 == 0:
                answer = client.get("/sparql", params={"query": text})
            elif at % 3 == 1:
                answer = client.post("/sparql", data={"query": text})
            else:
                answer = client.post(
                    "/sparql", content=text.encode(), headers={"Content-Type": "application/sparql-query"}
                )
            assert answer.status_code in (400, 403) and "\n" not in answer.json()["error"]["message"], text
        assert heard == []


def test_no_spelling_of_an_agent_reaches_an_address(served: Served) -> None:
    with listening() as (url, heard):
        _, found = ask(served[2], [("query", {"sparql": text}) for text in services(url, 8, 20)])
        assert all(answer.is_error for answer in found) and heard == []


@pytest.mark.parametrize("place", ["file", "folder", "server"])
def test_no_spelling_on_the_command_line_reaches_an_address(
    request: pytest.FixtureRequest, tmp_path: Path, capsys: pytest.CaptureFixture[str], place: str
) -> None:
    from policygraph.cli import cli

    if place == "file":
        (tmp_path / "graph.nq").write_text(MATCHED)
        where = ["--corpus", str(tmp_path / "graph.nq")]
    else:
        where = ["--store", str(request.getfixturevalue("served" if place == "folder" else "served_remote")[2])]
    with listening() as (url, heard):
        for text in [*services(url, 9, 15), *updates(url, 10, 5)]:
            assert cli.main(["query", text, *where], standalone_mode=False) == 2
            assert capsys.readouterr().err.count("\n") == 1
        assert heard == []


@pytest.mark.parametrize(
    "flood", ['"""' + '\\"""' * 19_900, "prefix" + " " * 99_000, "SELECT * {" + "{}" * 49_000, "#\r" * 49_000]
)
def test_a_flood_is_answered_and_costs_no_worker(either: Served, flood: str) -> None:
    answer = httpx.post(f"{either[0]}/sparql", data={"query": flood}, timeout=20)
    assert answer.status_code in (200, 400)
    assert httpx.get(f"{either[0]}/sparql", params={"query": "ASK { ?t a pg:Task }"}, timeout=20).json()["boolean"]


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("GET", "/sparql?" + "a&" * 50_000, {}, 400),
        ("GET", "/api/tasks?" + "q=&" * 33_000, {}, 400),
        ("GET", "/" + "%41" * 33_000, {}, 404),
        ("GET", "/sparql?query=ASK{}", {"Accept": ";q=1" * 25_000}, 406),
        ("POST", "/sparql", {"Content-Type": "application/x-www-form-urlencoded"}, 400),
    ],
    ids=["fields", "empty fields", "escapes", "accept", "form"],
)
def test_floods_around_a_query(served: Served, method: str, path: str, headers: dict[str, str], status: int) -> None:
    client = HTTPConnection(served[0].removeprefix("http://"), timeout=20)
    client.request(method, path, b"a&" * 50_000 if method == "POST" else None, headers)
    assert client.getresponse().status == status
    client.close()


def test_a_connection_may_ask_for_ever(served: Served) -> None:
    client = HTTPConnection(served[0].removeprefix("http://"), timeout=20)
    client.connect()
    first = client.sock
    for _ in range(60):
        client.request("GET", "/assets/query.css", headers={f"X-{at}": "x" for at in range(30)})
        client.getresponse().read()
    assert client.sock is first
    client.close()


def test_a_head_of_endless_lines_ends_the_connection(served: Served) -> None:
    host, _, port = served[0].removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=20) as flood:
        flood.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n" + b"a:b\r\n" * 2_000)
        with suppress(ConnectionResetError):
            assert flood.recv(100) == b""
