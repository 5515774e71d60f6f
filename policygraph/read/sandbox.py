"""Untrusted files are read in killable, recycled child processes with limits of time and memory.

A child is a plain interpreter that takes pickled calls on its standard input and answers on a private copy of
its standard output; nothing is forked, so threads and open stores of the caller are safe. What a child does to
itself (hangs, crashes, eats memory) becomes a ``ReadError`` for that one input, and the next input gets a new child.
Memory limits need POSIX; where they are off, ``limits_off`` says so and the first child warns on standard error.
"""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import signal
import struct
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from queue import SimpleQueue
from typing import IO, Any, Protocol, TypeVar

from policygraph.interpreter import interpreter
from policygraph.issues import PolicygraphError, ReadError

T = TypeVar("T", contravariant=True)
R = TypeVar("R", covariant=True)


class Work(Protocol[T, R]):
    """A picklable function of one argument."""

    def __call__(self, item: T, /) -> R: ...


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds for one input and more for each page it announces; bytes of address space; inputs for one child."""

    seconds: float = 30.0
    seconds_per_page: float = 0.2
    memory: int = 1 << 30
    inputs: int = 100


WINDOW = 8  # items begun ahead of the one awaited, a worker
LIMITS = Limits()
_HEAD = struct.Struct(">cQ")
_DONE, _FAILED, _PAGES = b"d", b"f", b"p"
_KILLED_FOR_MEMORY = {"SIGKILL", "SIGABRT", "SIGTRAP", "SIGILL", "SIGBUS"}
_announce: Callable[[int], None] | None = None


def announce_pages(pages: int) -> None:
    """Called by readers that know their pages: more pages, more time. Does nothing outside a child."""
    if _announce is not None:
        _announce(pages)


def allow_memory(memory: int) -> None:
    """Called by a reader whose library needs more address space than the limit. Does nothing outside a child."""
    if _announce is not None and not limits_off():
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_AS)
        if soft >= 0:
            resource.setrlimit(resource.RLIMIT_AS, (max(soft, memory if hard < 0 else min(memory, hard)), hard))


def limits_off() -> tuple[str, ...]:
    """Names of the limits this system cannot enforce."""
    return () if os.name == "posix" else ("memory",)


# ---- the caller's side -----------------------------------------------------------------------------


class Child:
    """One child process; ``run`` starts it when there is none, and replaces it when it died or is used up."""

    def __init__(self, limits: Limits = LIMITS) -> None:
        self.limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._used = 0

    def run(self, work: Work[T, R], item: T) -> R:
        """``work(item)`` in the child. Raises what it raises (``PolicygraphError``), or ``ReadError`` timeout / memory / malformed."""
        if self._process is None or self._process.poll() is not None or self._used >= self.limits.inputs:
            self.close()
            self._process = _start(self.limits)
            self._used = 0
        self._used += 1
        watch = _Watch(self._process, self.limits)
        try:
            answer: R = self._ask(self._process, pickle.dumps((work, item)), watch)
            return answer
        finally:
            watch.stop()

    def _ask(self, process: subprocess.Popen[bytes], call: bytes, watch: _Watch) -> Any:
        try:
            _send(_pipe(process.stdin), _DONE, call)
            while True:
                kind, body = _receive(_pipe(process.stdout))
                if kind != _PAGES:
                    break
                watch.extend(int(pickle.loads(body)))
        except (EOFError, OSError, pickle.UnpicklingError) as error:
            raise self._verdict(process, watch) from error
        if kind == _FAILED:
            raise pickle.loads(body)
        return pickle.loads(body)

    def _verdict(self, process: subprocess.Popen[bytes], watch: _Watch) -> ReadError:
        _kill(process)
        if watch.fired:
            return ReadError("timeout", f"读取超过 {watch.seconds:.0f} 秒，已中止")
        code = process.returncode or 0
        name = signal.Signals(-code).name if code < 0 else ""
        if name in _KILLED_FOR_MEMORY:
            return ReadError("memory", f"读取所需内存超过 {self.limits.memory >> 20} MB，已中止")
        return ReadError("malformed", "文件使解析程序崩溃，已跳过")

    def close(self) -> None:
        """End the child, gently when it listens."""
        if self._process is not None:
            with contextlib.suppress(OSError):
                _pipe(self._process.stdin).close()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(0.5)
            _kill(self._process)
            self._process = None

    def __enter__(self) -> Child:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class _Watch:
    """Kills a child at its deadline."""

    def __init__(self, process: subprocess.Popen[bytes], limits: Limits) -> None:
        self.fired = False
        self.seconds = limits.seconds
        self._limits = limits
        self._process = process
        self._timer = self._begin(limits.seconds)

    def _begin(self, seconds: float) -> threading.Timer:
        timer = threading.Timer(seconds, self._fire)
        timer.daemon = True
        timer.start()
        return timer

    def _fire(self) -> None:
        self.fired = True
        _kill(self._process)

    def extend(self, pages: int) -> None:
        """Start the clock again with the time that many pages have."""
        self._timer.cancel()
        self.seconds = self._limits.seconds + self._limits.seconds_per_page * max(0, min(pages, 2000))
        self._timer = self._begin(self.seconds)

    def stop(self) -> None:
        self._timer.cancel()


def run_isolated(
    work: Work[T, R], items: Iterable[T], workers: int | None = None, limits: Limits = LIMITS
) -> Iterator[R | PolicygraphError]:
    """``work(item)`` for every item, each in a child; results in the order of ``items``, refusals as values.

    ``work`` must be importable (a module-level function). At most eight results a worker wait in memory: work goes on
    while a batch of them is written.
    """
    count = max(1, workers or min(4, os.cpu_count() or 1))
    children = [Child(limits) for _ in range(count)]
    idle: SimpleQueue[Child] = SimpleQueue()
    for child in children:
        idle.put(child)

    def one(item: T) -> R | PolicygraphError:
        child = idle.get()
        try:
            return child.run(work, item)
        except PolicygraphError as error:
            return error
        finally:
            idle.put(child)

    try:
        with ThreadPoolExecutor(count) as pool:
            yield from _in_order(pool, one, items, WINDOW * count)
    finally:
        for child in children:
            child.close()


def _in_order(pool: ThreadPoolExecutor, one: Callable[[Any], Any], items: Iterable[Any], window: int) -> Iterator[Any]:
    waiting: deque[Future[Any]] = deque()
    try:
        for item in items:
            waiting.append(pool.submit(one, item))
            if len(waiting) >= window:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        for future in waiting:
            future.cancel()


def _start(limits: Limits) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        interpreter(f"from policygraph.read.sandbox import serve; serve({limits.memory})"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=os.name == "posix",  # its own group: helpers it starts die with it
    )


def _kill(process: subprocess.Popen[bytes]) -> None:
    if os.name == "posix" and process.returncode is None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL) if process.poll() is None else None
    elif process.poll() is None:
        process.kill()
    process.wait()


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise OSError("no pipe")
    return stream


def _send(stream: IO[bytes], kind: bytes, body: bytes) -> None:
    stream.write(_HEAD.pack(kind, len(body)))
    stream.write(body)
    stream.flush()


def _receive(stream: IO[bytes]) -> tuple[bytes, bytes]:
    head = stream.read(_HEAD.size)
    if len(head) < _HEAD.size:
        raise EOFError
    kind, size = _HEAD.unpack(head)
    body = stream.read(size)
    if len(body) < size:
        raise EOFError
    return kind, body


# ---- the child's side ------------------------------------------------------------------------------


def serve(memory: int) -> None:
    """The child's loop: calls in, answers out, until the caller closes the pipe."""
    global _announce
    calls = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    with open(os.devnull, "r+b") as nothing:  # noqa: PTH123  what a library prints must not garble the answers
        os.dup2(nothing.fileno(), 0)
        os.dup2(nothing.fileno(), 1)
    _limit(memory)
    gc.set_threshold(50_000, 20, 50)  # a document makes many small values and few cycles: an eighth of the time
    _announce = lambda pages: _send(answers, _PAGES, pickle.dumps(pages))  # noqa: E731
    while True:
        try:
            _, body = _receive(calls)
        except EOFError:
            return
        _send(answers, *_answer(body))


def _answer(body: bytes) -> tuple[bytes, bytes]:
    try:
        work, item = pickle.loads(body)
        return _DONE, pickle.dumps(work(item))
    except PolicygraphError as error:
        return _FAILED, pickle.dumps(error)
    except MemoryError:
        return _FAILED, pickle.dumps(ReadError("memory", "读取该文件所需内存超出限制"))
    except RecursionError:
        return _FAILED, pickle.dumps(ReadError("malformed", "文件嵌套过深"))
    except Exception as error:
        return _FAILED, pickle.dumps(ReadError("malformed", f"文件无法读取（{type(error).__name__}）"))


def _limit(memory: int) -> None:
    if limits_off():
        sys.stderr.write("warning: 此系统不支持内存限制，子进程仅受时间限制\n")
        return
    import resource

    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (memory if hard < 0 else min(memory, hard), hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
