"""The page of a PDF beside the passage: over the API, and in the workbench of a real server in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from serve.server import running

PDF = Path(__file__).parent.parent / "documents" / "notice.pdf"


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, Any]]]:
    """(address, record) of a server over one PDF."""
    from policygraph.ingest import ingest_bytes
    from policygraph.store import Store

    folder = tmp_path_factory.mktemp("printed") / "store"
    with Store.open(folder) as store:
        row = ingest_bytes(store, PDF.name, PDF.read_bytes()).row
        assert row is not None
        record = store.record(row.id)
    with running(folder, write=False) as address:
        yield address, record


def test_the_api_gives_the_page_and_the_stretch_around_a_fact(printed: tuple[str, dict[str, Any]]) -> None:
    address, record = printed
    task = record["tasks"][0]
    pages = f"{address}/api/documents/{record['document']['id']}/pages"
    at = task["spans"][0]["page"]
    whole = httpx.get(f"{pages}/{at}.png", timeout=60)
    cut = httpx.get(f"{pages}/{at}.png?fact={task['id']}", timeout=60)
    assert whole.headers["content-type"] == cut.headers["content-type"] == "image/png"
    assert whole.content[:4] == cut.content[:4] == b"\x89PNG" and len(cut.content) < len(whole.content)
    assert whole.headers["policygraph-marked"] == "0" and int(cut.headers["policygraph-marked"]) >= 1


@pytest.mark.parametrize("wrong", ["99.png", "0.png", "x.png", "1.jpg", "²²²²²²².png", "1.png?fact=t0"])
def test_what_is_not_there_is_not_found(printed: tuple[str, dict[str, Any]], wrong: str) -> None:
    address, record = printed
    assert httpx.get(f"{address}/api/documents/{record['document']['id']}/pages/{wrong}", timeout=60).status_code == 404


def test_a_text_file_has_no_pages(served: tuple[str, str, Path]) -> None:
    address, document, _ = served
    answer = httpx.get(f"{address}/api/documents/{document}/pages/1.png", timeout=60)
    assert answer.status_code == 404 and "PDF" in answer.text


@pytest.mark.browser
def test_the_panel_shows_the_page_as_it_was_printed(printed: tuple[str, dict[str, Any]], chromium: Any) -> None:
    address, record = printed
    page = chromium.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.goto(f"{address}/#/task/{record['tasks'][0]['id']}", timeout=60_000)
    page.click(".pagepicture button")
    image = page.wait_for_selector(".pagepicture img")
    page.wait_for_function("document.querySelector('.pagepicture img').naturalWidth > 1000")
    assert "标出" in image.get_attribute("alt")
    assert errors == []
    page.close()
