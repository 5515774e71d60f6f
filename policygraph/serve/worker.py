"""A query worker: a process that answers one query at a time over a store, and may be killed.

Frames on its socket: two 4-byte lengths, a JSON head, a body. Nothing a query does reaches the server: the
engine's crash is this process's end. Workers are forked by a mother process that has the libraries loaded.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import struct
import sys
import traceback
from typing import Any, NoReturn, Protocol

from policygraph.confine import no_sockets
from policygraph.graph.sparql import QueryError, canonical
from policygraph.issues import PolicygraphError
from policygraph.serve.holdings import PLACE, Asker, asker, is_remote

FRAME = struct.Struct(">II")
READY = b"r"


class Reads(Protocol):
    """What frames are read from."""

    def read(self, size: int, /) -> bytes: ...


def reply(worker: Asker, ask: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Head and body of the answer; every failure of the query is a head with ``code``. The one door to an engine or to
    another server: what goes through it is what ``canonical`` wrote."""
    try:
        query = canonical(ask["query"], ask["most"])
        try:
            body = worker.answer({**ask, "query": query.text, "own_dataset": query.own_dataset})
        except SyntaxError as error:
            raise query.refusal(error) from None
    except QueryError as error:
        status = 403 if error.code == "read-only" else 400
        return {"status": status, "code": error.code, "message": error.message}, b""
    except PolicygraphError as error:
        return {"status": 503, "code": error.code, "message": error.message}, b""
    except MemoryError:
        return {"status": 503, "code": "memory", "message": "查询所需内存超出限制"}, b""
    except (OSError, ValueError, RuntimeError) as error:
        return {"status": 400, "code": "query-failed", "message": f"查询无法执行：{str(error)[:300]}"}, b""
    return {"status": 200, "type": body.media_type, "truncated": body.truncated}, body.data


def serve(place: str, memory: int, connection: socket.socket) -> None:
    """One worker's loop, until the server closes the connection."""
    _limit(memory)
    if not is_remote(place):  # one that passes questions on needs its connection; its engine is closed off alone
        no_sockets()
    worker = asker(place)
    worker.prepare()
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


def mother(memory: int) -> None:
    """Fork a worker for every connection that arrives on standard input, and answer with its process id.

    Everything a worker needs is imported and nothing is open here, so a fork is ready at once. The place comes in
    the environment: a password in it is nothing for the list of processes.
    """
    place = os.environ[PLACE]
    asker(place)  # what it imports, every worker has
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
            _child(place, memory, control, connection)
        connection.close()
        control.sendall(struct.pack(">I", pid))


def _child(place: str, memory: int, control: socket.socket, connection: socket.socket) -> NoReturn:
    try:
        control.close()
        serve(place, memory, connection)
    except ConnectionError:  # the server has gone, or has had enough of this one
        pass
    except BaseException:  # a fork ends without the interpreter's own last words: the log is to know why
        traceback.print_exc()
        sys.stderr.flush()
    finally:
        os._exit(0)


def _limit(memory: int) -> None:
    import resource

    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (memory if hard < 0 else min(memory, hard), hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
