"""Starting the server: uvicorn with patience for nobody who sends a head a byte at a time, or takes nothing of an answer."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
import sys
from asyncio import TimerHandle, Transport
from collections import Counter
from typing import Any, ClassVar

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from policygraph.issues import PolicygraphError
from policygraph.serve.app import create_app
from policygraph.serve.holdings import holdings
from policygraph.serve.limits import LIMITS
from policygraph.serve.sending import PIECE
from policygraph.serve.state import Settings

_PIECE = 32_768  # bytes taken in before others have their turn: cut into chunks of one byte they cost 25 ms
_LINES = 1_000  # of a head
_KERNEL = (
    131_072  # bytes the system holds for a connection (Linux: twice); by itself it would let that grow to megabytes
)
_FULL = b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


class Impatient(H11Protocol):
    """Closes a connection whose request head is not complete in time, first or later on the same connection; drops one
    whose client takes nothing of its answer, and every one a client has too many."""

    limits = LIMITS
    crowd: ClassVar[Counter[str]] = Counter()  # connections a client
    _deadline: TimerHandle | None = None
    _lines = 0
    _waits = False
    _who: str
    _looking: TimerHandle

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        transport.max_size = _PIECE  # type: ignore[attr-defined]  # asyncio has no other word for it
        super().connection_made(transport)
        transport.set_write_buffer_limits(high=PIECE)
        with contextlib.suppress(OSError):
            transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _KERNEL)
        self._who = self.client[0] if self.client else ""
        self.crowd[self._who] += 1
        self._look()
        if self.crowd[self._who] > self.limits.connections:
            transport.write(_FULL)
            transport.close()
        else:
            self._watch()

    def data_received(self, data: bytes) -> None:
        if self.conn.their_state is h11.IDLE:
            self._lines += data.count(b"\n")
            if self._lines > _LINES:
                self.transport.close()
                return
        super().data_received(data)
        if self.conn.their_state is h11.IDLE:
            self._watch()
        else:
            self._stop()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop()
        self._looking.cancel()
        self.crowd[self._who] -= 1
        if not self.crowd[self._who]:
            del self.crowd[self._who]
        super().connection_lost(exc)

    def resume_writing(self) -> None:
        self._waits = False
        super().resume_writing()

    def _look(self) -> None:
        """Now and then: a client that had something to take, and took nothing since the last look, is left."""
        if self._waits and self.transport.get_write_buffer_size():
            self.transport.abort()
        self._waits = self.transport.get_write_buffer_size() > 0
        self._looking = self.loop.call_later(self.limits.write_seconds, self._look)

    def _watch(self) -> None:
        if self._deadline is None:
            self._deadline = self.loop.call_later(self.limits.read_seconds, self._too_slow)

    def _stop(self) -> None:
        self._lines = 0
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _too_slow(self) -> None:
        self._deadline = None
        if self.conn.their_state is h11.IDLE and not self.transport.is_closing():
            self.transport.close()


def serve(settings: Settings, host: str = "127.0.0.1", port: int = 8000) -> None:
    """Serve until interrupted. PolicygraphError ``port`` where the address cannot be had, StoreError where the store
    cannot be, or is not to be written to."""
    holdings(settings.place, settings.files).check(write=settings.token is not None)
    _logging(settings)
    config = uvicorn.Config(
        create_app(settings),
        host=host,
        port=port,
        http=type("Impatient", (Impatient,), {"limits": settings.limits, "crowd": Counter()}),
        ws="none",
        lifespan="on",
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=10,
        timeout_graceful_shutdown=3,
        limit_concurrency=1000,
        h11_max_incomplete_event_size=200_000,
    )
    try:
        asyncio.run(_main(_Server(config)))
    except SystemExit:
        raise PolicygraphError("port", f"无法在 {host}:{port} 监听") from None


class _Server(uvicorn.Server):
    async def startup(self, sockets: Any = None) -> None:
        await super().startup(sockets)
        if self.started:
            for server in self.servers:
                for bound in server.sockets:
                    name, port = bound.getsockname()[:2]
                    print(f"http://{f'[{name}]' if ':' in name else name}:{port}/", flush=True)


async def _main(server: _Server) -> None:
    await server.serve()


def _logging(settings: Settings) -> None:
    form = logging.Formatter("%(asctime)s %(message)s", "%Y-%m-%dT%H:%M:%S%z")
    target: logging.Handler = logging.StreamHandler(sys.stderr)
    if settings.access_log is not None:
        target = logging.FileHandler(settings.access_log, encoding="utf-8")
    target.setFormatter(form)
    for name, handler in (("policygraph.access", target), ("policygraph.serve", logging.StreamHandler(sys.stderr))):
        logger = logging.getLogger(name)
        logger.setLevel(logging.INFO)
        logger.handlers = [handler]
        logger.propagate = False
