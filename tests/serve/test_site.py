"""The pages of the workbench as a real server gives them: their types, their policy, and the script they share."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest

from policygraph.serve.library import SHARED
from policygraph.views.page import library

Served = tuple[str, str, Path]


def test_the_shared_script_is_a_script(served: Served) -> None:
    path, data = library()
    assert path == SHARED
    answer = httpx.get(f"{served[0]}/{path}", timeout=60)
    assert answer.status_code == 200 and answer.content == data
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("name", ["overview.js", "vis-network.js.html", "vis-network", "%2e%2e%2findex.html"])
def test_nothing_else_of_the_folder_is_there(served: Served, name: str) -> None:
    assert httpx.get(f"{served[0]}/graph/{name}", timeout=60).status_code == 404


def test_a_graph_page_may_run_that_script_and_nothing_from_elsewhere(served: Served) -> None:
    answer = httpx.get(f"{served[0]}/graph/overview.html", timeout=60)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    rules = dict(rule.strip().split(" ", 1) for rule in answer.headers["content-security-policy"].split(";"))
    assert rules["default-src"] == rules["frame-ancestors"] == "'none'"
    assert "'self'" in rules["script-src"] and "unsafe" not in rules["script-src"] and "http" not in rules["script-src"]


@pytest.mark.browser
def test_a_graph_page_is_drawn(served: Served, chromium: Any) -> None:
    page = chromium.new_page()
    told: list[str] = []
    page.on("pageerror", lambda error: told.append(str(error)))
    page.on("console", lambda message: told.append(message.text) if message.type == "error" else None)
    page.goto(f"{served[0]}/graph/overview.html", timeout=60_000)
    assert page.locator("#mynetwork canvas").is_visible()
    assert page.locator(".alone").is_hidden()
    assert page.locator("tbody tr").count() == 2
    page.close()
    assert told == []
