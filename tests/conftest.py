"""Shared fixtures: the Changzhou document, parsed once, and skips that can be made failures."""

from __future__ import annotations

import os
import shutil
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from policygraph.model import Linked

collect_ignore_glob = ["documents/*.py", "samples/*.py"]  # generators, run by hand

ROOT = Path(__file__).parent.parent
CHANGZHOU = ROOT / "corpus" / "常开委办〔2022〕83号.txt"

settings.register_profile("policygraph", max_examples=40, deadline=None, derandomize=True)
settings.load_profile("policygraph")


@pytest.fixture(scope="session")
def changzhou() -> Linked:
    from policygraph.pipeline import parse_bytes

    return parse_bytes(CHANGZHOU.read_bytes(), CHANGZHOU.name)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """A real Chromium of the machine, or of Playwright; without one the test is skipped, loudly.

    One for a module: while it is open Playwright keeps an event loop in this process, which a second one, or a
    test that runs a loop of its own, would run into.
    """
    sync = pytest.importorskip("playwright.sync_api")
    found = os.environ.get("CHROMIUM") or next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
    )
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"]
    with sync.sync_playwright() as player:
        try:
            browser = player.chromium.launch(executable_path=found, args=arguments)
        except sync.Error as error:
            pytest.skip(f"no Chromium: {error}")
        yield browser
        browser.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Under POLICYGRAPH_NO_SKIP=1 (continuous integration) a skipped test is a failed one."""
    report = yield
    if report.skipped and os.environ.get("POLICYGRAPH_NO_SKIP") == "1" and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped where nothing may be skipped: {report.longrepr}"
    return report
