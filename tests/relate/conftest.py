"""The family of ``relate_support`` as records, and as a folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from relate_support import TEXTS, Record, parsed


@pytest.fixture(scope="session")
def family() -> list[Record]:
    return [parsed(text, name) for name, text in TEXTS.items()]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in TEXTS.items():
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path
