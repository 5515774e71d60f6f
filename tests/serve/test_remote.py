"""Serving over a separate SPARQL server: what is the same as over a folder, and what a server can do that a folder
cannot: be away, be read-only, be slow, be hostile, be filled by others."""

from __future__ import annotations

import base64
import gzip
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest
from serve.odd_endpoints import Handler, endpoint, rdflib_server
from serve.server import SHORT, TEXT, TOKEN, fill, running
from sparql_server import free_port, sparql_server

from policygraph.issues import StoreError
from policygraph.serve.remote import tried
from policygraph.store import Endpoint, Originals, RemoteStore
from policygraph.store.remote import record_graph

Served = tuple[str, str, Path | str]
WITH_TOKEN = {"Authorization": f"Bearer {TOKEN}"}
PDF = Path(__file__).parent.parent / "documents" / "notice.pdf"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
NOTHING = b'{"head":{"vars":[]},"results":{"bindings":[]}}'


def asked(address: str, query: str, **more: Any) -> httpx.Response:
    return httpx.post(f"{address}/sparql", data={"query": query}, timeout=30, **more)


def until(holds: Callable[[], bool], seconds: float = 60) -> bool:
    """Whether something comes to hold: pages of an older state are shown until newer ones are made."""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-m", "policygraph", *arguments]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    return subprocess.run(line, capture_output=True, text=True, timeout=60, env=env)


# ---- the same as over a folder ---------------------------------------------------------------------


def test_the_workbench_is_the_same_to_the_byte(served: Served, served_remote: Served) -> None:
    assert served[1] == served_remote[1]
    pages = [httpx.get(f"{each[0]}/", timeout=60).content for each in (served, served_remote)]
    assert pages[0] == pages[1] and len(pages[0]) > 100_000


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_tables_are_the_same_to_the_byte(served: Served, served_remote: Served, form: str) -> None:
    query = """SELECT ?s ?p ?o (STRLANG("=1+1", "zh") AS ?formula) WHERE {
      ?s a pg:Task ; ?p ?o . OPTIONAL { ?s pg:none ?unbound } } ORDER BY ?s ?p ?o"""
    answers = [asked(each[0], query, params={"format": form}) for each in (served, served_remote)]
    assert answers[0].content == answers[1].content and len(answers[0].content) > 500
    assert answers[0].headers["content-type"] == answers[1].headers["content-type"]


@pytest.mark.parametrize("form", ["ttl", "nt", "jsonld", "rdf"])
def test_graphs_hold_the_same(served: Served, served_remote: Served, form: str) -> None:
    from rdflib import Graph
    from rdflib.compare import isomorphic

    query = "CONSTRUCT { ?s ?p ?o } WHERE { ?s a pg:Task ; ?p ?o }"
    parser = {"ttl": "turtle", "nt": "nt", "jsonld": "json-ld", "rdf": "xml"}[form]
    graphs = []
    for each in (served, served_remote):
        graphs.append(Graph().parse(data=asked(each[0], query, params={"format": form}).content, format=parser))
    assert isomorphic(*graphs) and len(graphs[0]) > 20


def test_a_document_as_turtle_holds_the_same(served: Served, served_remote: Served) -> None:
    from rdflib import Graph

    graphs = [
        Graph().parse(data=httpx.get(f"{each[0]}/api/documents/{each[1]}.ttl").content, format="turtle")
        for each in (served, served_remote)
    ]
    assert set(graphs[0]) == set(graphs[1]) and len(graphs[0]) > 200


def test_another_engine_behind_the_same_protocol() -> None:
    with rdflib_server() as store, running(store, log=Path(os.devnull)) as address:
        document = fill(RemoteStore(store))
        time.sleep(0.6)  # the server looks twice a second
        assert [item["id"] for item in httpx.get(f"{address}/api/documents").json()["items"]] == [document]
        assert until(lambda: "甲市绿色发展实施方案" in httpx.get(f"{address}/", timeout=60).text)
        (goal,) = httpx.get(f"{address}/api/indicators", timeout=60).json()["items"][:1]
        page = httpx.get(f"{address}/id/{goal['id']}", headers={"Accept": "text/html"}, timeout=60)
        assert "原文依据" in page.text
        assert httpx.get(f"{address}/api/documents/{document}.ttl").status_code == 200
        gone = httpx.delete(f"{address}/api/documents/{document}", headers=WITH_TOKEN, timeout=60)
        assert gone.status_code == 200
        assert httpx.get(f"{address}/api/documents").json()["items"] == []


# ---- a server that is filled by others -------------------------------------------------------------


def test_what_another_process_ingests_is_seen(tmp_path: Path) -> None:
    with sparql_server() as store, running(store, log=tmp_path / "log") as address:
        assert "policygraph ingest" in httpx.get(f"{address}/", timeout=60).text  # nothing there yet
        first = httpx.get(f"{address}/api/health").json()
        file = tmp_path / "方案.txt"
        file.write_text(TEXT, "utf-8")
        done = command("ingest", str(file), "--store", store)
        assert done.returncode == 0, done.stderr
        time.sleep(0.6)  # the server looks twice a second
        then = httpx.get(f"{address}/api/health").json()
        assert (first["documents"], then["documents"]) == (0, 1) and first["content"] != then["content"]
        listed = command("list", "--store", store)
        removed = command("remove", listed.stdout.split()[0], "--store", store)
        assert removed.stdout.startswith("removed d")
        time.sleep(0.6)
        assert httpx.get(f"{address}/api/health").json()["documents"] == 0


def test_graphs_sent_by_the_graph_store_protocol_are_served(tmp_path: Path) -> None:
    with sparql_server() as store:
        document = fill(RemoteStore(f"{store}/store"))
        with running(store, log=tmp_path / "log") as address:
            assert httpx.get(f"{address}/api/documents/{document}").json()["document"]["id"] == document
            assert "甲市绿色发展实施方案" in httpx.get(f"{address}/", timeout=60).text
            gone = httpx.delete(f"{address}/api/documents/{document}", headers=WITH_TOKEN, timeout=60)
            assert gone.status_code == 200
            assert asked(address, "ASK { ?t a pg:Task }").json()["boolean"] is False
    refused = command("serve", "--store", f"{store}/store", "--port", "0")
    assert (refused.returncode, len(refused.stderr.splitlines())) == (4, 1) and "SPARQL 地址" in refused.stderr


def test_graphs_without_records_are_listed_and_asked(tmp_path: Path) -> None:
    """What a bulk loader put there, as the docs advise for very many documents."""
    from policygraph.pipeline import parse_bytes, statements_of

    linked = parse_bytes(TEXT.encode(), "方案.txt")
    from policygraph.graph import nquads

    with sparql_server() as store:
        quads = {"content": nquads(statements_of(linked)).encode(), "headers": {"Content-Type": "application/n-quads"}}
        assert httpx.post(f"{store}/store", **quads).status_code < 300
        with running(store, log=tmp_path / "log") as address:
            (item,) = httpx.get(f"{address}/api/documents").json()["items"]
            assert item["title"] == "甲市绿色发展实施方案"
            page = httpx.get(f"{address}/", timeout=60).text
            assert "没有记录" in page and f"/id/{item['id']}" in page
            missing = httpx.get(f"{address}/api/documents/{item['id']}.json")
            assert (missing.status_code, missing.json()["error"]["code"]) == (404, "no-record")
            assert httpx.get(f"{address}/api/tasks").json()["count"] == 2
            assert httpx.get(f"{address}/api/documents/{item['id']}.ttl").status_code == 200


def test_a_record_that_is_not_what_its_row_says(tmp_path: Path) -> None:
    with sparql_server() as store:
        remote = RemoteStore(store)
        document = fill(remote)
        assert remote.record(document)["document"]["id"] == document
        graph = record_graph(document)
        packed = base64.b64encode(gzip.compress(b"{}")).decode()
        remote.update(
            f'DELETE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }} INSERT {{ GRAPH <{graph}> {{ ?s ?p "{packed}" }} }} '
            f"WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
        )
        with pytest.raises(StoreError) as damaged:
            remote.record(document)
        assert damaged.value.code == "store-corrupt"


# ---- the files -------------------------------------------------------------------------------------


def test_without_the_files_what_needs_them_is_refused_in_a_line(tmp_path: Path) -> None:
    with sparql_server() as store, running(store, log=tmp_path / "log") as address:
        sent = httpx.post(
            f"{address}/api/documents?name=a.pdf", content=PDF.read_bytes(), headers=WITH_TOKEN, timeout=60
        )
        document = sent.json()["document"]["id"]
        for path in ("original", "pages/1.png"):
            answer = httpx.get(f"{address}/api/documents/{document}/{path}", timeout=60)
            assert (answer.status_code, answer.json()["error"]["code"]) == (404, "no-source")
            assert "--files" in answer.json()["error"]["message"]
        task = httpx.get(f"{address}/api/tasks").json()["items"][0]["id"]
        decision = {"target": task, "action": "dismiss"}
        answer = httpx.post(f"{address}/api/decisions", json=decision, headers=WITH_TOKEN, timeout=60)
        assert answer.json()["error"]["code"] == "no-source"
        assert httpx.get(f"{address}/api/decisions").json()["decisions"] == []  # not half done
        assert httpx.get(f"{address}/api/health").json()["originals"] is False


def test_with_the_files_pages_are_drawn_and_decisions_survive_ingestion(tmp_path: Path) -> None:
    files = tmp_path / "files"
    files.mkdir()
    (files / "方案.txt").write_text(TEXT, "utf-8")
    with sparql_server() as store:
        assert command("ingest", str(files), "--store", store).returncode == 0
        with running(store, files=files, log=tmp_path / "log") as address:
            tasks = httpx.get(f"{address}/api/tasks").json()["items"]
            decision = {"target": tasks[0]["id"], "action": "dismiss"}
            done = httpx.post(f"{address}/api/decisions", json=decision, headers=WITH_TOKEN, timeout=60)
            assert done.status_code == 201 and len(done.json()["documents"]) == 1
            left = [item["id"] for item in httpx.get(f"{address}/api/tasks").json()["items"]]
            assert left == [tasks[1]["id"]]
            sent = httpx.post(
                f"{address}/api/documents?name=a.pdf", content=PDF.read_bytes(), headers=WITH_TOKEN, timeout=60
            ).json()["document"]["id"]
            picture = httpx.get(f"{address}/api/documents/{sent}/pages/1.png", timeout=60)
            assert picture.content[:4] == b"\x89PNG"
            assert sorted(path.name for path in files.iterdir()) == ["sources", "方案.txt"]
        RemoteStore(store).remove([done.json()["documents"][0]])
        assert command("ingest", str(files / "方案.txt"), "--store", store).returncode == 0
        again = RemoteStore(store)
        known = [bool(again.documents_of([task["id"]])) for task in tasks]
        assert known == [False, True]


def test_originals_are_found_by_what_they_are(tmp_path: Path) -> None:
    from policygraph.store import source_hash

    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_bytes(b"one")
    originals = Originals(tmp_path)
    assert originals.get(source_hash(b"one")) == b"one"
    (tmp_path / "in" / "a.txt").write_bytes(b"other")
    with pytest.raises(StoreError, match="没有这份文件"):
        originals.get(source_hash(b"one"))
    originals.keep(b"one")
    assert originals.get(source_hash(b"one")) == b"one"


# ---- a server that is away, or takes nothing -------------------------------------------------------


def test_a_server_that_is_away_is_one_line_at_the_start() -> None:
    refused = command("serve", "--store", f"http://someone:secret@127.0.0.1:{free_port()}", "--port", "0")
    assert refused.returncode == 4 and refused.stdout == ""
    (line,) = refused.stderr.splitlines()
    assert "store-remote" in line and "secret" not in line


def test_a_server_that_goes_away_is_503_until_it_is_back(tmp_path: Path) -> None:
    port, data, log = free_port(), tmp_path / "data", tmp_path / "log"
    with sparql_server(data, port=port) as store:
        document = fill(RemoteStore(store))
        there = running(store, log=log)
        address = there.__enter__()
        assert httpx.get(f"{address}/api/documents/{document}").status_code == 200
    try:
        time.sleep(0.6)
        for path in ("/", f"/api/documents/{document}", "/api/tasks", "/api/health", "/.well-known/void", f"/id/{document}",
                     "/sparql?query=ASK{}"):  # fmt: skip
            answer = httpx.get(address + path, timeout=30)
            assert answer.status_code == 503, path
            assert answer.json()["error"]["code"] == "store-remote", path
        sent = httpx.post(f"{address}/api/documents?name=a.txt", content=TEXT.encode(), headers=WITH_TOKEN, timeout=60)
        assert sent.status_code == 503
        assert httpx.get(f"{address}/query").status_code == 200
        with sparql_server(data, port=port):
            assert httpx.get(f"{address}/api/documents/{document}").status_code == 200
            assert asked(address, "ASK { ?t a pg:Task }").json()["boolean"] is True
    finally:
        there.__exit__(None, None, None)
    assert "Traceback" not in log.read_text("utf-8")


def test_a_server_that_takes_nothing(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with sparql_server(data) as store:
        document = fill(RemoteStore(store))
    with sparql_server(data, read_only=True) as store:
        refused = command("serve", "--store", store, "--port", "0", "--allow-write")
        assert refused.returncode == 4
        assert "store-read-only" in refused.stderr.splitlines()[-1] and "Traceback" not in refused.stderr
        with pytest.raises(StoreError) as update:
            RemoteStore(store).remove([document])
        assert update.value.code == "store-read-only"
        with running(store, write=False, log=tmp_path / "log") as address:
            assert httpx.get(f"{address}/api/documents/{document}").status_code == 200
            assert httpx.delete(f"{address}/api/documents/{document}", headers=WITH_TOKEN).status_code == 403


def test_a_default_graph_that_is_no_union_is_said() -> None:
    with rdflib_server(union=False) as store:
        fill(RemoteStore(store))
        refused = command("serve", "--store", store, "--port", "0")
    assert refused.returncode == 4
    assert "并集" in refused.stderr and len(refused.stderr.splitlines()) == 1


@pytest.mark.parametrize("arguments", [["verify"], ["backup", "x"], ["restore", "x"]])
def test_what_only_a_folder_has_is_said(arguments: list[str], tmp_path: Path) -> None:
    refused = command(*arguments, "--store", "http://127.0.0.1:1")
    assert refused.returncode == 4
    assert "not-a-folder" in refused.stderr and len(refused.stderr.splitlines()) == 1


# ---- queries that mean harm, and servers that do ---------------------------------------------------


def test_an_endless_query_ends_and_others_go_on(tmp_path: Path) -> None:
    with sparql_server() as store:
        fill(RemoteStore(store))
        with running(store, write=False, log=tmp_path / "log") as address:
            answer = asked(address, ENDLESS)
            assert (answer.status_code, answer.json()["error"]["code"]) == (503, "timeout")
            assert asked(address, "ASK { ?t a pg:Task }").json()["boolean"] is True


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s ?p ?o FILTER (" + "?o = 1 || " * 5000 + "?o = 2) }",
        "SELECT * { ?s ?p ?v0 " + "".join(f"BIND (?v{i} AS ?v{i + 1}) " for i in range(2000)) + "}",
        "SELECT * { ?s ?p ?o " + "OPTIONAL { ?s ?p ?o } " * 3000 + "}",
    ],
    ids=["or", "bind", "optional"],
)  # fmt: skip
def test_a_query_that_would_end_the_server_does_not_reach_it(served_remote: Served, query: str) -> None:
    answer = asked(served_remote[0], query)
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "memory")
    assert asked(served_remote[0], "ASK { ?t a pg:Task }").json()["boolean"] is True


@pytest.mark.parametrize(
    "query", ["ASK { BIND (TRIPLE(<u:s>, <u:p>, 1) AS ?v) }", "ASK { ?s ?p ?o LATERAL { ?o ?p ?s } }"]
)
def test_what_is_not_of_the_standard_does_not_reach_it(served_remote: Served, query: str) -> None:
    answer = asked(served_remote[0], query)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "query-syntax")


def test_two_hundred_levels_do_reach_it(served_remote: Served) -> None:
    query = "SELECT * " + "{" * 198 + "?t a pg:Task" + "}" * 198
    assert len(asked(served_remote[0], query).json()["results"]["bindings"]) == 2


def test_nothing_in_a_query_leads_anywhere(tmp_path: Path) -> None:
    """One server is served, another is named in every way a query can name one: nobody ever calls there."""

    def nothing(handler: Handler, body: bytes) -> None:
        handler.answer(NOTHING)

    with endpoint(nothing) as (store, asks), endpoint(nothing) as (other, calls):
        with running(store, write=False, log=tmp_path / "log") as address:
            time.sleep(0.6)
            asks.clear()
            for query in (
                f"SELECT * {{ SERVICE <{other}/query> {{ ?s ?p ?o }} }}",
                f"SELECT * FROM <{other}/query> {{ ?s ?p ?o }}",
                f"SELECT * FROM NAMED <{other}/query> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
                "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
                f"LOAD <{other}/query>",
                f"INSERT DATA {{ <{other}> <u:p> 1 }}",
                f'define get:soft "soft" SELECT * FROM <{other}> {{ ?s ?p ?o }}',
                f"SELECT (<java:java.net.URL>('{other}') AS ?x) {{}}",
            ):
                answer = asked(address, query)
                assert 400 <= answer.status_code < 404, query
            for name in ("default-graph-uri", "named-graph-uri"):
                refused = httpx.get(f"{address}/sparql", params={"query": "ASK {}", name: f"{other}/x"})
                assert refused.status_code == 400
            # the served one was not even asked, but for the version that the server looks up by itself now and then
            assert [ask for ask in asks if b"graph%2Fversion" not in ask[1]] == []
        assert calls == []


def test_a_redirect_is_not_followed(tmp_path: Path) -> None:
    with endpoint(lambda handler, body: handler.answer(NOTHING)) as (other, calls):

        def elsewhere(handler: Handler, body: bytes) -> None:
            handler.send_response(307)
            handler.send_header("Location", f"{other}/query")
            handler.end_headers()

        with endpoint(elsewhere) as (store, _), pytest.raises(StoreError, match="307"):
            Endpoint(store.replace("//", "//a:b@")).query("ASK {}")
        assert calls == []


def broken_off(handler: Handler, body: bytes) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "application/n-triples")
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b"<u:s> <u:p> <u:o> .\n")


@pytest.mark.parametrize(
    "act",
    [
        broken_off,
        lambda handler, body: handler.answer(b"<html>", "text/html"),
        lambda handler, body: handler.answer(b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":7}]}}'),
        lambda handler, body: handler.answer(b"[" * 90_000),
        lambda handler, body: handler.answer(b"oops\n<b>", "text/plain", 500),
        lambda handler, body: handler.wfile.write(b"\x00\xff nothing of HTTP\r\n\r\n"),
    ],
    ids=["broken-off", "html", "odd-json", "deep", "status-500", "no-http"],
)
def test_a_server_that_talks_nonsense_is_503(act: Callable[[Handler, bytes], None], tmp_path: Path) -> None:
    talk: list[Callable[[Handler, bytes], None]] = [lambda handler, body: handler.answer(NOTHING)]
    log = tmp_path / "log"
    with (
        endpoint(lambda handler, body: talk[0](handler, body)) as (store, _),
        running(store, write=False, log=log) as address,
    ):
        talk[0] = act
        time.sleep(0.6)
        for query in ("SELECT * { ?s ?p ?o }", "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"):
            answer = asked(address, query)
            assert answer.status_code == 503, answer.text
            assert answer.json()["error"]["code"] in ("store-remote", "memory")
        assert httpx.get(f"{address}/api/health", timeout=30).status_code == 503
        talk[0] = lambda handler, body: handler.answer(NOTHING)
        assert asked(address, "SELECT * { ?s ?p ?o }").status_code == 200
    assert "Traceback" not in log.read_text("utf-8")


def test_a_server_that_never_ends_its_answer(tmp_path: Path) -> None:
    """Slowly, it is a query that took too long; fast, it is one that is cut."""
    row = b'{"s":{"type":"literal","value":"' + b"x" * 10_000 + b'"}},'
    pause, rows = [0.0], [50]

    def endless(handler: Handler, body: bytes) -> None:
        if b"%3Fs" not in body or b"manifest" in body:
            handler.answer(NOTHING)
            return
        handler.send_response(200)
        handler.send_header("Content-Type", "application/sparql-results+json")
        handler.end_headers()
        handler.wfile.write(b'{"head":{"vars":["s"]},"results":{"bindings":[')
        try:
            for _ in range(100_000):
                handler.wfile.write(row * rows[0])
                time.sleep(pause[0])
        except OSError:
            pass

    few = replace(SHORT, bytes=1_000_000)
    with endpoint(endless) as (store, _), running(store, write=False, limits=few, log=tmp_path / "log") as address:
        cut = asked(address, "SELECT ?s { ?s ?p ?o }")
        assert cut.headers["policygraph-truncated"] in ("rows", "bytes")
        assert len(cut.json()["results"]["bindings"]) > 50 and cut.json()["truncated"] is True
        pause[0], rows[0] = 0.2, 1
        slow = asked(address, "SELECT ?s { ?s ?p ?o }")
        assert (slow.status_code, slow.json()["error"]["code"]) == (503, "timeout")


def test_a_password_goes_to_the_server_and_nowhere_else(tmp_path: Path) -> None:
    with endpoint(lambda handler, body: handler.answer(NOTHING)) as (store, seen):
        secret = "p%40ss-word"
        log = tmp_path / "log"
        with running(store.replace("//", f"//me:{secret}@"), write=False, log=log) as address:
            answer = asked(address, "SELECT * { ?s ?p ?o }")
            assert answer.status_code == 200
            children = [child for child in psutil.Process().children(recursive=True) if child.is_running()]
            lines = [" ".join(child.cmdline()) for child in children]
            ours = [line for line in lines if "policygraph.serve.worker" in line or "policygraph.serve.site" in line]
            assert ours and not any("ss-word" in line for line in ours)
            assert "ss-word" not in httpx.get(f"{address}/api/health").text
        assert {header for _, _, header in seen} == {"Basic bWU6cEBzcy13b3Jk"}  # me:p@ss-word
        assert "ss-word" not in log.read_text("utf-8")


def test_the_trial_knows_graphs_from_tables() -> None:
    assert tried("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }") is True
    assert tried("DESCRIBE ?s WHERE { ?s ?p ?o }") is True
    assert tried("SELECT ?s WHERE { ?s ?p ?o }") is False
    with pytest.raises(SyntaxError):
        tried("SELECT")


def test_where_queries_and_updates_go() -> None:
    for given, asks, writes in (
        ("http://h:1/ds/", "/ds/query", "/ds/update"),
        ("http://h:1/ds/query", "/ds/query", "/ds/update"),
        ("http://h:1/sparql", "/sparql", "/sparql"),
        ("http://h:1/repositories/a", "/repositories/a", "/repositories/a/statements"),
    ):
        server = Endpoint(given)
        assert (server.asks, server.writes) == (f"http://h:1{asks}", f"http://h:1{writes}")


# ---- in a browser, and for agents ------------------------------------------------------------------


@pytest.mark.browser
def test_the_workbench_over_a_server_in_a_browser(chromium: Any, served_remote: Served) -> None:
    address, document, store = served_remote
    page = chromium.new_page(viewport={"width": 1440, "height": 900})
    errors: list[str] = []
    asked_for: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("response", lambda answer: errors.append(answer.url) if answer.status >= 400 else None)
    page.on("request", lambda request: asked_for.append(request.url))
    page.goto(f"{address}/")
    page.get_by_text("建设充电设施").first.wait_for()
    page.goto(f"{address}/id/{document}")
    assert "甲市绿色发展实施方案" in page.content()
    page.goto(f"{address}/query")
    page.locator(".yasgui").first.wait_for()
    assert errors == []
    assert {url.partition("/")[2].split("/")[1] for url in asked_for if url.startswith("http")} == {address[7:]}
    assert str(store) not in page.content()
    page.close()


def test_agents_ask_a_server_too(served_remote: Served) -> None:
    from serve.test_agents import ask, rows

    _, answers = ask(served_remote[2], [("who_owns", {"words": "节水"}), ("find_gaps", {})])
    assert any(row["organization"] == "市工业和信息化局" for row in rows(answers[0]))
    assert json.dumps(rows(answers[1]))
