"""The SPARQL editor in a real browser: over the server, and as one file without one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from serve.server import TEXT

from policygraph.editor import local_page, served_page
from policygraph.graph import nquads
from policygraph.pipeline import parse_bytes, statements_of

Served = tuple[str, str, Path]


def test_the_page_is_the_same_every_time_and_ends_no_script_early() -> None:
    data = nquads(statements_of(parse_bytes(TEXT.encode(), "a.txt"))).encode()
    page = local_page(data)
    assert page == local_page(data)
    assert page.count(b"</script>") == 7  # engine, data, description, four of code
    assert len(page) < 5_500_000
    assert b"script-src 'sha256-" in page and b"connect-src" not in page
    assert b"</script>" not in served_page().partition(b"id='policygraph'>")[2].partition(b"</script>")[0]


def use(chromium: Any, address: str) -> tuple[list[str], list[str], str]:
    """(errors, addresses asked, where Tab leads) after an example was chosen and run."""
    page = chromium.new_page()
    errors: list[str] = []
    asked: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    page.select_option(
        "#examples",
        label=next(text for text in page.locator("#examples option").all_inner_texts() if "各单位的任务" in text),
    )
    page.click(".yasqe_queryButton")
    page.wait_for_selector(".yasr table.dataTable tbody tr td:has-text('市工业和信息化局')", timeout=20000)
    page.click(".CodeMirror-lines")
    page.keyboard.press("Tab")
    focus = page.evaluate("document.activeElement.tagName")
    page.close()
    return errors, asked, focus


@pytest.mark.browser
def test_over_the_server(chromium: Any, served: Served) -> None:
    errors, asked, focus = use(chromium, f"{served[0]}/query")
    assert errors == []
    assert {address.split("/")[2] for address in asked if address.startswith("http")} == {served[0].split("/")[2]}
    assert focus != "TEXTAREA"


@pytest.mark.browser
def test_without_a_server(chromium: Any, tmp_path: Path) -> None:
    data = nquads(statements_of(parse_bytes(TEXT.encode(), "a.txt"))).encode()
    (tmp_path / "query.html").write_bytes(local_page(data))
    errors, asked, focus = use(chromium, (tmp_path / "query.html").as_uri())
    assert errors == []
    assert [address for address in asked if not address.startswith(("file:", "data:", "blob:"))] == []
    assert focus != "TEXTAREA"
