"""A query worker: a process that opens the newest generation, answers one query at a time, and may be killed.

Frames on its socket: two 4-byte lengths, a JSON head, a body. Nothing a query does reaches the server: the
engine's crash is this process's end. Workers are forked by a mother process that has the libraries loaded.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import struct
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, Protocol

import pyoxigraph as ox

from policygraph.graph.terms import PREFIXES
from policygraph.issues import PolicygraphError
from policygraph.serve.results import Body, write
from policygraph.store import generations
from policygraph.store.files import Layout

if TYPE_CHECKING:
    from policygraph.store.engine import Engine
    from policygraph.store.lock import Lock

FRAME = struct.Struct(">II")
READY = b"r"


class Reads(Protocol):
    """What frames are read from."""

    def read(self, size: int, /) -> bytes: ...


class Worker:
    """Holds one generation open; looks before each query whether there is a newer one."""

    def __init__(self, folder: Path) -> None:
        self._layout = Layout(folder)
        self._number = -1
        self._engine: Engine | None = None
        self._lease: Lock | None = None

    def store(self) -> ox.Store:
        """The newest generation. StoreError where there is none."""
        if self._engine is None or generations.current(self._layout) != self._number:
            self._engine = None
            if self._lease is not None:
                self._lease.release()
            with _without_limit():
                self._number, self._engine, self._lease = generations.open_newest(self._layout)
        return self._engine.store

    def answer(self, ask: dict[str, Any]) -> Body:
        store = self.store()
        dataset: dict[str, Any] = {"use_default_graph_as_union": True}
        if ask["default_graphs"] or ask["named_graphs"]:
            dataset = {"default_graph": _nodes(ask["default_graphs"]), "named_graphs": _nodes(ask["named_graphs"])}
        elif ask["own_dataset"]:
            dataset = {}
        prefixes = dict(PREFIXES)
        found = store.query(ask["query"], prefixes=prefixes, **dataset)
        return write(found, ask["table"], ask["graph"], ask["rows"], ask["bytes"], prefixes)


def _nodes(iris: list[str]) -> list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph]:
    return [ox.NamedNode(iri) for iri in iris]


def reply(worker: Worker, ask: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Head and body of the answer; every failure of the query is a head with ``code``."""
    try:
        body = worker.answer(ask)
    except SyntaxError as error:
        return {"status": 400, "code": "query-syntax", "message": f"SPARQL 语法错误：{error}"}, b""
    except PolicygraphError as error:
        return {"status": 503, "code": error.code, "message": error.message}, b""
    except MemoryError:
        return {"status": 503, "code": "memory", "message": "查询所需内存超出限制"}, b""
    except (OSError, ValueError, RuntimeError) as error:
        return {"status": 400, "code": "query-failed", "message": f"查询无法执行：{str(error)[:300]}"}, b""
    return {"status": 200, "type": body.media_type, "truncated": body.truncated}, body.data


def serve(folder: str, memory: int, connection: socket.socket) -> None:
    """One worker's loop, until the server closes the connection."""
    _limit(memory)
    worker = Worker(Path(folder))
    # only to be ready sooner: an empty store, or a generation that goes at this moment, is said when somebody asks
    with contextlib.suppress(PolicygraphError, OSError, RuntimeError, ValueError):
        worker.store()
    stream = connection.makefile("rwb")
    connection.sendall(READY)
    while (ask := _read(stream)) is not None:
        head, body = reply(worker, ask)
        text = json.dumps(head).encode()
        stream.write(FRAME.pack(len(text), len(body)) + text + body)
        stream.flush()


def _read(stream: Reads) -> dict[str, Any] | None:
    head = stream.read(FRAME.size)
    if len(head) < FRAME.size:
        return None
    size, _ = FRAME.unpack(head)
    loaded: dict[str, Any] = json.loads(stream.read(size))
    return loaded


def mother(folder: str, memory: int) -> None:
    """Fork a worker for every connection that arrives on standard input, and answer with its process id.

    Everything a worker needs is imported and nothing is open here, so a fork is ready at once.
    """
    control = socket.socket(fileno=0)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for a worker: the system buries it
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server says when it is over
    while True:
        data, handles, _, _ = socket.recv_fds(control, 1, 1)
        if not data or not handles:
            return
        connection = socket.socket(fileno=handles[0])
        pid = os.fork()
        if pid == 0:
            _child(folder, memory, control, connection)
        connection.close()
        control.sendall(struct.pack(">I", pid))


def _child(folder: str, memory: int, control: socket.socket, connection: socket.socket) -> NoReturn:
    try:
        control.close()
        serve(folder, memory, connection)
    except ConnectionError:  # the server has gone, or has had enough of this one
        pass
    except BaseException:  # a fork ends without the interpreter's own last words: the log is to know why
        traceback.print_exc()
        sys.stderr.flush()
    finally:
        os._exit(0)


@contextlib.contextmanager
def _without_limit() -> Iterator[None]:
    """For opening a store: the engine opens its tables with some 180 short-lived threads, whose stacks alone may for a
    moment claim more address space than a query is allowed, and it aborts where a thread cannot be had."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _limit(memory: int) -> None:
    import resource

    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (memory if hard < 0 else min(memory, hard), hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
