"""The pool of query workers: forked beforehand, killed when a query takes too long, replaced at once."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import socket
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from policygraph.graph.sparql import MAX_QUERY, QueryError, within
from policygraph.interpreter import interpreter
from policygraph.issues import PolicygraphError
from policygraph.serve.holdings import PLACE
from policygraph.serve.limits import LIMITS, Limits

_FRAME = 8
_TRIES = 3
LOOKS = 10  # at a query in the time it has to prove short; after the first it makes way


@dataclass(frozen=True, slots=True)
class Ask:
    """One query as it was asked and how its answer is to be written. At most ``most`` characters: the worker reads it
    before the engine does, for nothing that takes long is done here."""

    query: str
    table: str = "json"
    graph: str = "ttl"
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    most: int = MAX_QUERY

    def frame(self, limits: Limits) -> bytes:
        ask = {
            "query": self.query,
            "most": self.most,
            "table": self.table,
            "graph": self.graph,
            "default_graphs": self.default_graphs,
            "named_graphs": self.named_graphs,
            "rows": limits.rows,
            "bytes": limits.bytes,
        }
        body = json.dumps(ask).encode()
        return len(body).to_bytes(4, "big") + b"\0\0\0\0" + body


@dataclass(frozen=True, slots=True)
class Reply:
    """Status as HTTP counts it; ``code`` and ``message`` where it is not 200."""

    status: int
    type: str = ""
    data: bytes = field(default=b"", repr=False)
    truncated: str = ""
    code: str = ""
    message: str = ""


BUSY = Reply(503, code="busy", message="正在运行的长查询过多，请稍后再试")


@dataclass(eq=False, slots=True)
class Child:
    """One worker process and the connection to it."""

    pid: int
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    calmed: bool = False

    async def exchange(self, frame: bytes) -> Reply:
        self.writer.write(frame)
        await self.writer.drain()
        sizes = await self.reader.readexactly(_FRAME)
        head: dict[str, Any] = json.loads(await self.reader.readexactly(int.from_bytes(sizes[:4], "big")))
        data = await self.reader.readexactly(int.from_bytes(sizes[4:], "big"))
        return Reply(**{**head, "data": data})

    def calm(self) -> None:
        """Lower the priority of a long query: whoever asks something short goes first."""
        self.calmed = True  # for good: only root could raise it again
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self.pid, 10)

    def worked(self) -> float:
        """Seconds of processor time this worker has used; of the clock where the system does not say."""
        try:
            fields = Path(f"/proc/{self.pid}/stat").read_text("ascii", "replace").rpartition(")")[2].split()
            return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        except (OSError, ValueError, IndexError):
            return time.monotonic()

    def kill(self) -> None:
        self.writer.close()
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)


class Mother:
    """The process that forks workers; asked one at a time."""

    def __init__(self, place: str, memory: int) -> None:
        if not hasattr(os, "fork"):
            raise PolicygraphError("unsupported", "policygraph serve 需要 Linux 或 macOS（可终止的查询进程）")
        self._turn = asyncio.Lock()
        self._control, other = socket.socketpair()
        # an arena a thread would keep 64 MB of a worker's address space each
        env = {**os.environ, "MALLOC_ARENA_MAX": "2", PLACE: place}
        command = interpreter(f"from policygraph.serve.worker import mother; mother({memory})")
        self._process = subprocess.Popen(command, stdin=other.fileno(), stdout=subprocess.DEVNULL, env=env)
        other.close()

    async def child(self) -> Child:
        ours, theirs = socket.socketpair()
        async with self._turn:
            pid = await asyncio.to_thread(self._fork, theirs)
        theirs.close()
        ours.setblocking(False)
        reader, writer = await asyncio.open_connection(sock=ours)
        await reader.readexactly(1)  # it has the store open: from now on time is the query's
        return Child(pid, reader, writer)

    def _fork(self, theirs: socket.socket) -> int:
        socket.send_fds(self._control, [b"x"], [theirs.fileno()])
        answer = self._control.recv(4)
        if len(answer) < 4:
            raise PolicygraphError("workers", "查询进程无法启动")
        return int.from_bytes(answer, "big")

    def end(self) -> None:
        self._control.close()
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        self._process.wait()


class Pool:
    """Workers over one store. ``start`` before the first question, ``stop`` at the end."""

    def __init__(self, place: str, limits: Limits = LIMITS) -> None:
        self.limits = limits
        self._place = place
        self._idle: list[Child] = []
        self._busy: set[Child] = set()
        self._fast = asyncio.Semaphore(limits.fast)
        self._slow = self._calmed = 0
        self._starting: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        self._mother = Mother(self._place, self.limits.memory)
        for _ in range(self.limits.spare):
            self._idle.append(await self._fresh())

    async def stop(self) -> None:
        for task in list(self._starting):
            task.cancel()
        for child in [*self._idle, *self._busy]:
            child.kill()
        self._mother.end()

    async def ask(self, question: Ask) -> Reply:
        """Answer, or say within the limits why not; waiting for a place counts."""
        try:
            within(question.query, question.most)
        except QueryError as error:
            return Reply(400, code=error.code, message=error.message)
        until = asyncio.get_running_loop().time() + self.limits.seconds
        try:
            async with asyncio.timeout(self.limits.queue_seconds):
                await self._fast.acquire()
        except TimeoutError:
            return BUSY
        place = _Place(self._fast)
        try:
            return await self._on_a_child(question, place, until)
        finally:
            place.leave()

    async def _on_a_child(self, question: Ask, place: _Place, until: float) -> Reply:
        try:
            child = self._idle.pop() if self._idle else await self._fresh()
        except (OSError, EOFError):
            return Reply(503, code="workers", message="查询进程无法启动")
        self._busy.add(child)
        task = asyncio.ensure_future(child.exchange(question.frame(self.limits)))
        reply: Reply | None = None
        try:
            reply = await self._watched(child, task, place, until)
        except (OSError, EOFError):
            return Reply(503, code="memory", message="查询耗尽了内存或使引擎崩溃，已中止")
        finally:
            self._busy.discard(child)
            sound = place.held and not child.calmed and task.done() and reply is not None
            self._idle.append(child) if sound else self._bury(child, task)
        return reply

    async def _fresh(self) -> Child:
        """A new worker. One that dies before it is ready (no memory at that moment) is no reason to refuse."""
        for _ in range(_TRIES - 1):
            with contextlib.suppress(OSError, EOFError):
                return await self._mother.child()
            await asyncio.sleep(0.1)
        return await self._mother.child()

    async def _watched(self, child: Child, task: asyncio.Future[Reply], place: _Place, until: float) -> Reply:
        """Wait for the answer; one that takes long gives up its place, or its life where too many do. Calmed, on a busy
        machine it hardly gets on: it must not keep a place that a short one could have."""
        before = child.worked()
        if await self._within(child, task, before + self.limits.patience / LOOKS, until):
            return task.result()
        child.calm()
        place.leave()
        if self._calmed < self.limits.fast:
            self._calmed += 1
            try:
                if await self._within(child, task, before + self.limits.patience, until):
                    return task.result()
            finally:
                self._calmed -= 1
        if self._slow >= self.limits.slow:
            return BUSY
        self._slow += 1
        try:
            left = until - asyncio.get_running_loop().time()
            done, _ = await asyncio.wait({task}, timeout=max(0.0, left))
        finally:
            self._slow -= 1
        if done:
            return task.result()
        return Reply(503, code="timeout", message=f"查询超过 {self.limits.seconds:g} 秒，已中止")

    async def _within(self, child: Child, task: asyncio.Future[Reply], worked: float, until: float) -> bool:
        """Whether it answered before its worker had worked so long: on a busy machine a short one waits too."""
        clock = asyncio.get_running_loop().time
        while (left := until - clock()) > 0:
            done, _ = await asyncio.wait({task}, timeout=min(self.limits.patience / LOOKS, left))
            if done:
                return True
            if child.worked() >= worked:
                return False
        return False

    def _bury(self, child: Child, task: asyncio.Future[Reply]) -> None:
        """A worker that was slow, or broke, is not used again; a new one takes its place."""
        task.cancel()
        child.kill()
        if len(self._idle) + len(self._starting) < self.limits.spare:
            fresh = asyncio.ensure_future(self._prepare())
            self._starting.add(fresh)
            fresh.add_done_callback(self._starting.discard)

    async def _prepare(self) -> None:
        with contextlib.suppress(OSError, EOFError, PolicygraphError):
            self._idle.append(await self._fresh())


class _Place:
    """One of the fast places, given back once."""

    def __init__(self, places: asyncio.Semaphore) -> None:
        self._places = places
        self.held = True

    def leave(self) -> None:
        if self.held:
            self._places.release()
            self.held = False
