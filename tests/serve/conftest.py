from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from serve.server import make_store, running


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str, Path]]:
    """(address, document id, folder of the store)."""
    folder = tmp_path_factory.mktemp("served") / "store"
    document = make_store(folder)
    with running(folder) as address:
        yield address, document, folder
