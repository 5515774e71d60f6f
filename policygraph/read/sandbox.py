"""Untrusted files are read in killable, recycled child processes with limits of time and memory.

A child is a plain interpreter that takes pickled calls on its standard input and answers, on a private copy of its
standard output, in a form that cannot execute anything (``codec``); nothing is forked, so threads and open stores of
the caller are safe. What a child does to itself (hangs, crashes, eats memory) becomes a ``ReadError`` for that one
input, and the next input gets a new child. Children make no network connections and write in a folder of their own
alone, where the system lets them give that up. Limits of memory and processor time need POSIX; ``limits_off`` says
which are off, and the first child warns on standard error.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import shutil
import signal
import subprocess
import tempfile
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue
from typing import IO, Any

from policygraph.codec import CodecError, loads, returned
from policygraph.interpreter import interpreter
from policygraph.issues import PolicygraphError, ReadError, error_of
from policygraph.read.inside import CALL, FAILED, LAST, PAGES, Limits, R, T, Work, receive, send

WINDOW = 8  # items begun ahead of the one awaited, a worker
LIMITS = Limits()
_KILLED_FOR_MEMORY = {"SIGKILL", "SIGABRT", "SIGTRAP", "SIGILL", "SIGBUS"}

# ---- the caller's side -----------------------------------------------------------------------------


class Child:
    """One child process; ``run`` starts it when there is none, and replaces it when it died or is used up."""

    def __init__(self, limits: Limits = LIMITS) -> None:
        self.limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._folder = ""
        self._used = 0

    def run(self, work: Work[T, R], item: T) -> R:
        """``work(item)`` in the child. Raises what it raises (``PolicygraphError``), or ``ReadError`` timeout / memory / malformed."""
        if self._process is None or self._process.poll() is not None or self._used >= self.limits.inputs:
            self.close()
            self._folder = tempfile.mkdtemp(prefix="policygraph-")
            self._process = _start(self.limits, self._folder)
            self._used = 0
        self._used += 1
        form = returned(work)
        watch = _Watch(self._process, self.limits)
        try:
            kind, body = self._ask(self._process, pickle.dumps((work, item)), watch)
        finally:
            watch.stop()
        try:
            if kind == FAILED:
                raise error_of(loads(tuple[str, str, str], body))
            answer: R = loads(form, body)
            return answer
        except CodecError as error:
            raise self._nonsense() from error

    def _nonsense(self) -> ReadError:
        self.close()
        return ReadError("malformed", "解析程序的回答过长或不合格式，已跳过该文件")

    def _ask(self, process: subprocess.Popen[bytes], call: bytes, watch: _Watch) -> tuple[bytes, bytes]:
        last = False
        try:
            send(_pipe(process.stdin), CALL, call)
            while True:
                kind, body = receive(_pipe(process.stdout), self.limits.answer)
                if kind == PAGES:
                    watch.extend(int(body))
                elif kind == LAST:
                    last = True
                else:
                    break
        except (EOFError, OSError) as error:
            raise self._verdict(process, watch) from error
        except ValueError as error:
            raise self._nonsense() from error
        if last:
            _kill(process)
            self.close()
        return kind, body

    def _verdict(self, process: subprocess.Popen[bytes], watch: _Watch) -> ReadError:
        _kill(process)
        if watch.fired:
            return ReadError("timeout", f"读取超过 {watch.clock:.0f} 秒，已中止")
        code = process.returncode or 0
        name = signal.Signals(-code).name if code < 0 else ""
        if name == "SIGXCPU":
            return ReadError("timeout", f"读取所用处理器时间超过 {watch.seconds:.0f} 秒，已中止")
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
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = ""

    def __enter__(self) -> Child:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class _Watch:
    """Kills a child at its deadline by the clock; that by processor time is the child's own (``inside``)."""

    def __init__(self, process: subprocess.Popen[bytes], limits: Limits) -> None:
        self.fired = False
        self.seconds = limits.seconds
        self._limits = limits
        self._process = process
        self._timer = self._begin()

    @property
    def clock(self) -> float:
        return self.seconds * self._limits.waiting

    def _begin(self) -> threading.Timer:
        timer = threading.Timer(self.clock, self._fire)
        timer.daemon = True
        timer.start()
        return timer

    def _fire(self) -> None:
        self.fired = True
        _kill(self._process)

    def extend(self, pages: int) -> None:
        """Start the clock again with the time that many pages have."""
        self._timer.cancel()
        self.seconds = self._limits.allowed(pages)
        self._timer = self._begin()

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


def _start(limits: Limits, folder: str) -> subprocess.Popen[bytes]:
    given = f"{limits.seconds}, {limits.seconds_per_page}, memory={limits.memory}"
    return subprocess.Popen(
        interpreter(f"from policygraph.read.inside import Limits, serve; serve(Limits({given}))"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "TMPDIR": folder, "TMP": folder, "TEMP": folder},
        start_new_session=os.name == "posix",  # its own group: helpers it starts die with it
    )


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End a child and all it has started. While nobody has waited for it its number is nobody else's, dead or not."""
    if os.name == "posix" and process.returncode is None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    elif process.poll() is None:
        process.kill()
    process.wait()


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise OSError("no pipe")
    return stream
