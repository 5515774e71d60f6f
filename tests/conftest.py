"""Shared fixtures: the Changzhou document, parsed once, and skips that can be made failures."""

from __future__ import annotations

import os
from collections.abc import Generator
from pathlib import Path

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
