from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from serve.server import fill, make_store, running
from sparql_server import sparql_server

Served = tuple[str, str, Path | str]


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """(address, document id, folder of the store)."""
    folder = tmp_path_factory.mktemp("served") / "store"
    document = make_store(folder)
    with running(folder) as address:
        yield address, document, folder


@pytest.fixture(scope="session")
def served_remote(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The same over a separate SPARQL server: (address, document id, address of that server)."""
    from policygraph.store import Originals, RemoteStore

    files = tmp_path_factory.mktemp("remote") / "files"
    with sparql_server() as store:
        document = fill(RemoteStore(store, originals=Originals(files)))
        with running(store, files=files, log=files.with_name("serve.log")) as address:
            yield address, document, store


@pytest.fixture(params=["served", "served_remote"])
def either(request: pytest.FixtureRequest) -> Served:
    """What both kinds of store are to do alike."""
    found: Served = request.getfixturevalue(request.param)
    return found
