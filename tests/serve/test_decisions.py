"""Decisions on a real server: at once, kept when the document comes again, and taken back with their history."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from serve.server import TEXT, TOKEN, fill, running
from sparql_server import sparql_server

WITH_TOKEN = {"Authorization": f"Bearer {TOKEN}"}
Own = tuple[str, str]


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Own]:
    """(address, document) of a store of its own."""
    from policygraph.store import Store

    with Store.open(tmp_path / "store") as store:
        document = fill(store)
    with running(tmp_path / "store") as address:
        yield address, document


@pytest.fixture
def own_remote(tmp_path: Path) -> Iterator[Own]:
    from policygraph.store import Originals, RemoteStore

    with sparql_server() as store:
        document = fill(RemoteStore(store, originals=Originals(tmp_path / "files")))
        with running(store, files=tmp_path / "files", log=tmp_path / "serve.log") as address:
            yield address, document


@pytest.fixture(params=["own", "own_remote"])
def either_own(request: pytest.FixtureRequest) -> Own:
    found: Own = request.getfixturevalue(request.param)
    return found


def decide(address: str, decision: dict[str, str], **query: str) -> httpx.Response:
    return httpx.post(f"{address}/api/decisions", params=query or None, json=decision, headers=WITH_TOKEN, timeout=60)


def rows(address: str, document: str, kind: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = httpx.get(f"{address}/api/documents/{document}/{kind}", timeout=60).json()["items"]
    return found


@pytest.mark.parametrize("named", [True, False])
def test_a_finding_is_dismissed_and_the_dismissal_taken_back(either_own: Own, named: bool) -> None:
    address, document = either_own
    query = {"document": document} if named else {}
    key = rows(address, document, "findings")[0]["key"]
    made = {"target": key, "action": "dismiss", "note": "另有安排"}
    assert decide(address, made, **query).json()["documents"] == [document]
    assert rows(address, document, "findings")[0]["decision"] == {"action": "dismiss", "note": "另有安排"}
    taken = {"target": key, "action": "withdraw", "withdraws": "dismiss", "note": "看错了"}
    assert decide(address, taken, **query).json()["documents"] == [document]
    assert "decision" not in rows(address, document, "findings")[0]
    kept = httpx.get(f"{address}/api/decisions").json()["decisions"]
    assert kept == [made, taken]


def test_what_was_dismissed_comes_back_when_that_is_withdrawn(either_own: Own) -> None:
    address, document = either_own
    before = rows(address, document, "responsibilities")
    gone = {"target": before[0]["id"], "action": "dismiss"}
    decide(address, gone)
    assert rows(address, document, "responsibilities") == before[1:]
    decide(address, {**gone, "action": "withdraw", "withdraws": "dismiss"})
    assert rows(address, document, "responsibilities") == before


def test_an_unknown_document_or_a_withdrawal_of_nothing_is_refused(own: Own) -> None:
    address, _ = own
    made = {"target": "t0", "action": "dismiss"}
    assert decide(address, made, document="d0").status_code == 404
    assert decide(address, {"target": "t0", "action": "withdraw"}).status_code == 400
    assert httpx.get(f"{address}/api/decisions").json()["decisions"] == []


def test_a_file_of_decisions_that_was_broken_by_hand_takes_no_page_away(tmp_path: Path) -> None:
    from policygraph.serve.site import build
    from policygraph.store import Store

    with Store.open(tmp_path / "store") as store:
        fill(store)
        store.keep_decided('{"schema": "policygraph/decisions/1", "decisions": [{}]}')
    assert "加快节水改造" in build(str(tmp_path / "store"))[1]["index.html"].decode()


@pytest.mark.browser
def test_an_owner_is_corrected_survives_a_new_ingest_and_is_taken_back(own: Own, chromium: Any) -> None:
    """The journey of a reader with a token: correct, reload, the document comes again, take back."""
    address, document = own
    page = chromium.new_context().new_page()
    page.goto(f"{address}/#/decisions", timeout=60_000)
    page.fill("#token", TOKEN)
    page.press("#token", "Tab")
    page.goto(f"{address}/#/matrix")
    page.click("#main a.tasklink:has-text('加快节水改造')")
    page.click("details.correct summary")
    page.select_option("#c-what", label="把“市水利局”改为单位…")
    page.fill("#c-value", "市水务局")
    page.fill("#c-note", "机构改革")
    page.click("details.correct button[type=submit]")
    page.wait_for_selector("#status:has-text('服务器已保存')", state="attached", timeout=60_000)
    assert "市水务局" in owners(address, document)
    posted = httpx.post(
        f"{address}/api/documents?name=新.txt", content=(TEXT + "\n").encode(), headers=WITH_TOKEN, timeout=60
    )
    again = posted.json()["document"]["id"]
    assert "市水务局" in owners(address, again)  # the same task, so the decision holds
    shown(page, address, "市水务局")
    page.click("#main a.tasklink:has-text('加快节水改造')")
    page.click("#panel .takeback summary")
    page.fill("#panel .takeback input", "改革未涉及")
    page.click("#panel .takeback button")
    page.wait_for_selector("#status:has-text('服务器已保存')", state="attached", timeout=60_000)
    assert "市水务局" not in owners(address, again) and "市水利局" in owners(address, again)
    shown(page, address, "市水利局")
    page.goto(f"{address}/#/decisions")
    page.wait_for_selector("section:has-text('已撤回的决定') li")
    assert "改革未涉及" in page.inner_text("section:has-text('已撤回的决定')")
    page.context.close()


def owners(address: str, document: str) -> set[str]:
    return {item["name"] for item in rows(address, document, "organizations") if item["id"] in used(address, document)}


def used(address: str, document: str) -> set[str]:
    return {item["organization"] for item in rows(address, document, "responsibilities")}


def shown(page: Any, address: str, name: str) -> None:
    """Reload until the pages are those of the newest state: they are built while older ones are shown."""
    for _ in range(60):
        page.goto(f"{address}/#/matrix")
        page.reload()
        page.wait_for_selector("#main a.tasklink")
        if page.query_selector(f"nav.quick a:has-text('{name}')"):
            return
        page.wait_for_timeout(300)
    raise AssertionError(f"{name} is never shown")
