"""The records of the views' tests, for the files made of them."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest


@pytest.fixture(scope="session")
def samples() -> ModuleType:
    """``plan()``, ``hostile()`` and ``empty()`` of ``tests/views/conftest.py``."""
    place = Path(__file__).parent.parent / "views" / "conftest.py"
    spec = importlib.util.spec_from_file_location("policygraph_samples", place)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def record(samples: ModuleType) -> dict[str, Any]:
    made: dict[str, Any] = samples.plan()
    return made
