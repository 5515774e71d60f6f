"""The notebook for researchers runs from top to bottom, and its cells say what they promise."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent


def test_the_notebook_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pandas")
    monkeypatch.chdir(ROOT)
    notebook = json.loads((ROOT / "examples" / "researchers.ipynb").read_text("utf-8"))
    names: dict[str, Any] = {}
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            assert cell["outputs"] == []  # nothing of a run is committed
            exec(compile("".join(cell["source"]), cell["id"], "exec"), names)
    assert len(names["owners"]) > 20
    assert names["load"]["total"].max() > 1
    assert set(names["indicators"].columns) == {"document", "name", "value", "by"}
    assert names["together"].number_of_edges() > 0
    assert len(names["graphs"]) >= 3
