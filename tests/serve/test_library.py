"""A store too large for one page: its documents, organisations and words, and the workbench over some of it."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from serve.server import SHORT, TEXT, TOKEN, fill, running
from sparql_server import sparql_server

LARGE = replace(SHORT, one_page=1)  # two documents are too many for one page
HOSTILE = TEXT.replace("绿色发展", "<img src=x onerror=alert(1)>发展").replace("8号", "9号")
SECOND = (
    TEXT.replace("绿色发展", "节水")
    .replace("8号", "10号")
    .replace("2024", "2023")
    .replace("市水利局", "市水利局、市财政局")
)


def put(store: Any, *texts: str) -> list[str]:
    from policygraph.ingest import ingest_bytes

    out = []
    for at, text in enumerate(texts):
        outcome = ingest_bytes(store, f"{at}.txt", text.encode())
        assert outcome.row is not None, outcome.refusal
        out.append(outcome.row.id)
    return out


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    from policygraph.store import Store

    path = tmp_path_factory.mktemp("library") / "store"
    with Store.open(path) as store:
        return path, [fill(store), *put(store, SECOND, HOSTILE)]


@pytest.fixture(scope="module")
def library(folder: tuple[Path, list[str]]) -> Iterator[str]:
    with running(folder[0], limits=LARGE) as address:
        yield address


@pytest.fixture(scope="module")
def library_remote(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    from policygraph.store import Originals, RemoteStore

    files = tmp_path_factory.mktemp("library-remote") / "files"
    with sparql_server() as store:
        remote = RemoteStore(store, originals=Originals(files))
        fill(remote)
        put(remote, SECOND, HOSTILE)
        with running(store, limits=LARGE, files=files, log=files.with_name("serve.log")) as address:
            yield address


@pytest.fixture(params=["library", "library_remote"])
def large(request: pytest.FixtureRequest) -> str:
    found: str = request.getfixturevalue(request.param)
    return found


def got(address: str, **asked: str) -> httpx.Response:
    """The page, once the catalogue is there."""
    for _ in range(20):
        answer = httpx.get(address, params=asked or None, timeout=60, follow_redirects=True)
        if "http-equiv='refresh'" not in answer.text and answer.status_code != 503:
            return answer
    raise AssertionError("the catalogue is never ready")


def test_the_first_page_is_the_library(large: str) -> None:
    page = got(f"{large}/")
    assert page.status_code == 200 and "甲市节水实施方案" in page.text and "甲市绿色发展实施方案" in page.text
    assert "form-action 'self'" in page.headers["content-security-policy"]
    assert "<img src=x" not in page.text and "&lt;img src=x" in page.text


def test_documents_are_narrowed(large: str) -> None:
    page = got(f"{large}/library", q="节水", year="2023")
    assert "甲市节水实施方案" in page.text and "甲市绿色发展实施方案" not in page.text
    assert "没有符合条件的内容" in got(f"{large}/library", q="没有的词").text


def test_an_organisation_has_its_tasks_of_all_documents(large: str) -> None:
    rows = got(f"{large}/api/library/organizations.json", q="水利局").json()["items"]
    assert [(row["name"], row["region"], row["responsible"], row["documents"]) for row in rows] == [
        ("市水利局", "甲市", 3, 3)
    ]
    page = got(f"{large}/library/organizations/{rows[0]['id']}")
    assert page.text.count("加快节水改造") == 3 and "市财政局" in page.text
    duties = got(f"{large}/api/library/organizations/{rows[0]['id']}.json").json()
    assert duties["total"] == 3 and {row["roles"] for row in duties["items"]} == {"responsible"}
    assert got(f"{large}/library/organizations/o0").status_code == 404


def test_words_are_found_in_all_documents(large: str) -> None:
    found = got(f"{large}/api/library/facts.csv", q="充电桩")
    assert found.headers["content-type"].startswith("text/csv") and found.text.count("充电桩") == 3
    assert "充电桩" in got(f"{large}/library/facts", q="充电桩", lang="en").text
    assert got(f"{large}/api/library/facts.ttl").status_code == 406
    assert got(f"{large}/api/library/nothing").status_code == 404


def test_a_desk_is_the_workbench_over_what_was_chosen(folder: tuple[Path, list[str]], library: str) -> None:
    first, second, _ = folder[1]
    answer = httpx.get(f"{library}/desk", params=[("doc", first), ("doc", second)], timeout=60)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/desk/{first},{second}/")
    page = httpx.get(f"{library}/desk/{first},{second}/", timeout=60)
    assert "sha256-" in page.headers["content-security-policy"] and '"scene"' in page.text
    assert "政策责任工作台（2 个文件）" in page.text
    assert httpx.get(f"{library}/desk/{first},{second}/graph/overview.html", timeout=60).status_code == 200
    for path, status in (("d0", 404), (",".join(f"d{n}" for n in range(101)), 400), (f"{first}/../../x", 404)):
        assert httpx.get(f"{library}/desk/{path}/", timeout=60).status_code == status
    assert httpx.get(f"{library}/desk", timeout=60).headers["location"] == "/library"


def test_what_comes_and_goes_is_in_the_catalogue(folder: tuple[Path, list[str]], tmp_path: Path) -> None:
    store = shutil.copytree(folder[0], tmp_path / "store")
    with running(store, limits=LARGE) as address:
        assert got(f"{address}/api/library/documents.json").json()["total"] == 3
        third = TEXT.replace("8号", "11号").replace("绿色发展", "垃圾分类")
        bearer = {"Authorization": f"Bearer {TOKEN}"}
        made = httpx.post(
            f"{address}/api/documents?name=c.txt", content=third.encode(), headers=bearer, timeout=60
        ).json()
        until_total(address, 4)
        httpx.delete(f"{address}/api/documents/{made['document']['id']}", headers=bearer, timeout=60)
        until_total(address, 3)
        (store / "catalogue.sqlite").unlink()
        until_total(address, 3)


def until_total(address: str, total: int) -> None:
    for _ in range(40):
        found = httpx.get(f"{address}/api/library/documents.json", timeout=60)
        if found.status_code == 200 and found.json()["complete"] and found.json()["total"] == total:
            return
    raise AssertionError(f"never {total}: {found.text[:300]}")


def test_a_second_server_does_not_begin_again(folder: tuple[Path, list[str]], library: str, tmp_path: Path) -> None:
    until_total(library, 3)
    with sqlite3.connect(folder[0] / "catalogue.sqlite") as base:
        before = base.execute("SELECT n, id FROM document ORDER BY n").fetchall()
    with running(folder[0], limits=LARGE, log=tmp_path / "log") as address:
        until_total(address, 3)
    with sqlite3.connect(folder[0] / "catalogue.sqlite") as base:
        assert base.execute("SELECT n, id FROM document ORDER BY n").fetchall() == before


@pytest.mark.browser
def test_from_the_library_to_the_sentence(library: str, chromium: Any) -> None:
    page = chromium.new_page()
    told: list[str] = []
    page.on("pageerror", lambda error: told.append(str(error)))
    page.on("dialog", lambda dialog: told.append("dialog"))
    page.on("console", lambda message: told.append(message.text) if message.type == "error" else None)
    got(f"{library}/")
    page.goto(f"{library}/")
    page.click("nav a:has-text('单位')")
    page.fill("input[name=q]", "水利局")
    page.click("button:has-text('查找')")
    page.click("tbody a:has-text('市水利局')")
    page.click("section:has(h2 a:has-text('甲市节水实施方案')) tbody a")
    page.wait_for_selector("#panel mark")
    assert "加快节水改造" in page.inner_text("#panel mark >> nth=0")
    assert page.evaluate("document.querySelector('#panel mark').getBoundingClientRect().bottom <= innerHeight")
    page.go_back()
    assert "市水利局" in page.inner_text("h1")
    page.goto(f"{library}/library")
    page.check("input[name=doc] >> nth=0")
    page.check("input[name=doc] >> nth=1")
    page.click("button:has-text('打开所选文件')")
    page.wait_for_selector("#main h1")
    assert "/desk/" in page.url and "," in page.url
    page.click("#top a:has-text('文件库')")
    assert page.url.endswith("/library")
    page.close()
    assert told == []


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_no_accessibility_violation(library: str, chromium: Any, scheme: str, width: int) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    key = got(f"{library}/api/library/organizations.json").json()["items"][0]["id"]
    context = chromium.new_context(color_scheme=scheme, viewport={"width": width, "height": 860})
    page = context.new_page()
    found: list[str] = []
    for path in (
        "/",
        "/library/organizations",
        f"/library/organizations/{key}",
        "/library/facts?q=充电",
        "/library?q=无&lang=en",
    ):
        page.goto(library + path)
        result = axe.run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]})
        found += [f"{path}: {item['id']}: {item['nodes'][0]['html'][:160]}" for item in result.response["violations"]]
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    context.close()
    assert found == []
