"""A separate SPARQL server: the ``oxigraph`` program of its own package, in a process of its own."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

OXIGRAPH = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def sparql_server(folder: Path | None = None, *, read_only: bool = False, port: int = 0) -> Iterator[str]:
    """The address of a fresh server in memory, or of one over a database folder."""
    if OXIGRAPH is None:
        pytest.skip("the oxigraph program is not installed")
    where = f"127.0.0.1:{port or free_port()}"
    command = [OXIGRAPH, "serve-read-only" if read_only else "serve", "--bind", where]
    command += ["--location", str(folder)] if folder is not None else []
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        _wait(where)
        yield f"http://{where}"
    finally:
        process.kill()
        process.wait()


def _wait(where: str) -> None:
    host, _, port = where.rpartition(":")
    for _ in range(200):
        try:
            socket.create_connection((host, int(port)), 1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise AssertionError("the server does not answer")
