"""The JSON API, the pages about things, and writing with a token."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest
from serve.server import TEXT, TOKEN

Served = tuple[str, str, Path | str]
WITH_TOKEN = {"Authorization": f"Bearer {TOKEN}"}


@pytest.mark.parametrize(
    "path",
    ["documents", "tasks", "indicators", "organizations", "goals", "documents/{id}", "documents/{id}/tasks",
     "documents/{id}/organizations", "things/{id}"],
)  # fmt: skip
def test_every_resource_in_three_forms(either: Served, path: str) -> None:
    where = f"{either[0]}/api/{path.replace('{id}', either[1])}"
    assert httpx.get(f"{where}.json").json()
    rows = list(csv.reader(io.StringIO(httpx.get(f"{where}.csv").content.decode("utf-8-sig"))))
    assert len(rows) > 1 and len({len(row) for row in rows}) == 1
    assert list(ox.parse(httpx.get(f"{where}.ttl").content, ox.RdfFormat.TURTLE))
    assert httpx.get(where, headers={"Accept": "text/turtle"}).content == httpx.get(f"{where}.ttl").content


def test_filters_are_terms(either: Served) -> None:
    tasks = f"{either[0]}/api/tasks.json"
    assert httpx.get(tasks, params={"q": "充电"}).json()["count"] == 1
    assert httpx.get(tasks, params={"q": '充电" } #'}).json()["count"] == 0
    assert httpx.get(tasks, params={"document": either[1]}).json()["count"] == 2
    assert httpx.get(tasks, params={"document": "x> <y"}).json()["count"] == 0
    name = {"q": "工业和信息化"}
    who = httpx.get(f"{either[0]}/api/organizations", params=name).json()["items"][0]["id"]
    (task,) = httpx.get(tasks, params={"organization": who}).json()["items"]
    assert "节水" in task["text"] and task["leads"] == "市工业和信息化局"


def test_a_list_says_what_the_record_says(either: Served) -> None:
    record = httpx.get(f"{either[0]}/api/documents/{either[1]}").json()
    said = {(item["id"], item["unit"], item["by"]): item["value"] for item in record["indicators"]}
    found = httpx.get(f"{either[0]}/api/indicators.json", params={"document": either[1]}).json()["items"]
    assert said and {(item["id"], item["unit"], item["by"]): float(item["value"]) for item in found} == said


def test_the_record_is_the_record(either: Served) -> None:
    record = httpx.get(f"{either[0]}/api/documents/{either[1]}").json()
    assert record["schema"].startswith("policygraph/record/")
    assert record["document"]["number"] == "甲政办发〔2024〕8号"
    original = httpx.get(f"{either[0]}/api/documents/{either[1]}/original")
    assert original.content == TEXT.encode()
    assert original.headers["content-disposition"].startswith("attachment")


def test_openapi_names_every_resource(either: Served) -> None:
    paths = httpx.get(f"{either[0]}/api/openapi.json").json()["paths"]
    for path, methods in paths.items():
        if "{" not in path and "get" in methods:
            assert httpx.get(either[0] + path, timeout=60).status_code == 200, path


def test_things_have_pages(either: Served) -> None:
    task = httpx.get(f"{either[0]}/api/tasks").json()["items"][0]["id"]
    page = httpx.get(f"{either[0]}/id/{task}", headers={"Accept": "text/html"})
    assert page.headers["content-type"].startswith("text/html")
    assert "原文依据" in page.text and "<script" not in page.text
    other = httpx.get(f"{either[0]}/id/{task}", headers={"Accept": "text/turtle"}, follow_redirects=True)
    assert list(ox.parse(other.content, ox.RdfFormat.TURTLE))
    assert httpx.get(f"{either[0]}/id/nothing").status_code == 404


def test_the_workbench_and_the_editor(either: Served) -> None:
    assert "甲市绿色发展实施方案" in httpx.get(either[0] + "/", timeout=60).text
    page = httpx.get(f"{either[0]}/query")
    assert "yasgui.min.js" in page.text and "http://" not in page.text.partition("<script type")[0]


def test_stored_questions_answer(either: Served) -> None:
    names = [item["name"] for item in httpx.get(f"{either[0]}/api/queries").json()["items"]]
    assert len(names) >= 20
    for name in names:
        assert httpx.get(f"{either[0]}/api/queries/{name}", timeout=30).status_code == 200, name
    asked = httpx.get(f"{either[0]}/api/queries/speaks-of.csv", params={"words": "节水"}, timeout=30)
    assert len(asked.text.splitlines()) > 1 and all("节水" in row for row in asked.text.splitlines()[1:])
    refused = httpx.get(f"{either[0]}/api/queries/speaks-of", params={"year": "2025"})
    assert refused.status_code == 400 and "words" in refused.text


def test_upload_decide_remove(either: Served) -> None:
    address = either[0]
    text = TEXT.replace("8号", "9号").replace("<", "").replace("建设充电设施", "建设<script>alert(1)</script>设施")
    sent = httpx.post(
        f"{address}/api/documents?name=..%2F附件.txt", content=text.encode(), headers=WITH_TOKEN, timeout=60
    )
    assert sent.status_code == 201
    document = sent.json()["document"]
    assert document["name"] == "附件.txt"
    again = httpx.post(f"{address}/api/documents?name=附件.txt", content=text.encode(), headers=WITH_TOKEN, timeout=60)
    assert (again.status_code, again.json()["written"]) == (200, False)
    owner = httpx.get(f"{address}/api/documents/{document['id']}/responsibilities").json()["items"][0]
    decision = {"target": owner["id"], "action": "correct", "field": "role", "value": "guide"}
    decided = httpx.post(f"{address}/api/decisions", json=decision, headers=WITH_TOKEN, timeout=60)
    assert decided.json()["documents"] == [document["id"]]
    owners = httpx.get(f"{address}/api/documents/{document['id']}/responsibilities").json()["items"]
    assert next(item for item in owners if item["id"] == owner["id"])["role"] == "guide"
    assert httpx.post(f"{address}/api/decisions", json={"target": "x"}, headers=WITH_TOKEN).status_code == 400
    assert httpx.delete(f"{address}/api/documents/{document['id']}", headers=WITH_TOKEN, timeout=60).status_code == 200
    assert httpx.get(f"{address}/api/documents/{document['id']}").status_code == 404
    refused = httpx.post(f"{address}/api/documents?name=a.pdf", content=b"no pdf", headers=WITH_TOKEN, timeout=60)
    assert refused.status_code == 422


def test_an_empty_store_is_said(tmp_path: Path) -> None:
    from policygraph.serve.site import build
    from policygraph.store import Store

    Store.open(tmp_path / "s").close()
    assert "policygraph ingest" in build(str(tmp_path / "s"))[1]["index.html"].decode()
