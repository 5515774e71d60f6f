"""The inside of a child that reads untrusted files: its loop, its limits, and what readers may tell it.

Frames on the pipes: a letter, the length as 8 bytes, a body. Calls are pickled, the caller wrote them; answers are JSON.
"""

from __future__ import annotations

import contextlib
import gc
import json
import logging
import math
import os
import pickle
import shutil
import struct
import sys
import tempfile
import time
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any, Protocol, TypeVar

from policygraph.codec import dumps, returned
from policygraph.confine import no_sockets, writes_only_below
from policygraph.issues import PolicygraphError, ReadError, unforeseen, words_of

T = TypeVar("T", contravariant=True)
R = TypeVar("R", covariant=True)


class Work(Protocol[T, R]):
    """A picklable function of one argument, whose annotations say what it returns."""

    def __call__(self, item: T, /) -> R: ...


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds of processor time for one input and more for each page it announces, and how many times as much the clock
    may show: a busy machine is no reason to refuse. Bytes of address space and of an answer; inputs for one child."""

    seconds: float = 30.0
    seconds_per_page: float = 0.2
    waiting: float = 10.0
    memory: int = 1 << 30
    answer: int = 1 << 28
    inputs: int = 100

    def allowed(self, pages: int) -> float:
        """Seconds of processor time for an input of so many pages."""
        return self.seconds + self.seconds_per_page * max(0, min(pages, 2000))


HEAD = struct.Struct(">cQ")
CALL, DONE, FAILED, PAGES, LAST = b"c", b"d", b"f", b"p", b"l"
# What readers import when a file needs it, in Python: from a child that may not write, it would be compiled every time.
_LIBRARIES = ("docx", "pdfplumber", "openpyxl", "xlrd", "doc2docx", "rdflib")
_server: _Server | None = None


def announce_pages(pages: int) -> None:
    """Called by readers that know their pages: more pages, more time. Does nothing outside a child."""
    if _server is not None:
        _server.announce(pages)


def allow_memory(memory: int) -> None:
    """Called by a reader whose library needs more address space than the limit, and works in as many threads as there
    are processors. Does nothing outside a child."""
    if _server is not None and not limits_off():
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_AS)
        if soft >= 0:
            resource.setrlimit(resource.RLIMIT_AS, (max(soft, memory if hard < 0 else min(memory, hard)), hard))
        _server.use_threads(os.cpu_count() or 1)


def leave_running() -> None:
    """Called by a reader that cannot end all it has started: this child, with all that, is ended after its answer."""
    if _server is not None:
        _server.last()


def inside() -> bool:
    """Whether this is a child."""
    return _server is not None


def limits_off() -> tuple[str, ...]:
    """Names of the limits this system cannot enforce."""
    return () if os.name == "posix" else ("memory", "processor")


def send(stream: IO[bytes], kind: bytes, body: bytes) -> None:
    stream.write(HEAD.pack(kind, len(body)))
    stream.write(body)
    stream.flush()


def receive(stream: IO[bytes], limit: int = sys.maxsize) -> tuple[bytes, bytes]:
    head = stream.read(HEAD.size)
    if len(head) < HEAD.size:
        raise EOFError
    kind, size = HEAD.unpack(head)
    if size > limit:
        raise ValueError("too long an answer")
    body = stream.read(size)
    if len(body) < size:
        raise EOFError
    return kind, body


class _Server:
    """What a child knows of its limits, and how it tells the caller."""

    def __init__(self, limits: Limits, answers: IO[bytes]) -> None:
        self.limits = limits
        self._answers = answers
        self._threads = 1

    def begin(self) -> None:
        """One more input: processor time is counted from here."""
        self._from = time.process_time()
        self._allow(0)

    def announce(self, pages: int) -> None:
        self._allow(pages)
        send(self._answers, PAGES, str(int(pages)).encode())

    def use_threads(self, threads: int) -> None:
        self._threads = threads
        self._allow(self._pages)

    def last(self) -> None:
        send(self._answers, LAST, b"")

    def _allow(self, pages: int) -> None:
        self._pages = pages
        if not limits_off():
            import resource

            hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
            until = math.ceil(self._from + self._threads * self.limits.allowed(pages))
            resource.setrlimit(resource.RLIMIT_CPU, (until if hard < 0 else min(until, hard), hard))


def serve(limits: Limits) -> None:
    """The child's loop: calls in, answers out, until the caller closes the pipe."""
    global _server
    calls = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    with open(os.devnull, "r+b") as nothing:  # noqa: PTH123  what a library prints must not garble the answers
        os.dup2(nothing.fileno(), 0)
        os.dup2(nothing.fileno(), 1)
    _limit(limits.memory)
    if level := os.environ.get("POLICYGRAPH_LOG"):
        logging.basicConfig(level=level.upper())
    gc.set_threshold(50_000, 20, 50)  # a document makes many small values and few cycles: an eighth of the time
    _server = _Server(limits, answers)
    confined = False
    with contextlib.suppress(EOFError):
        while True:
            _server.begin()
            _, body = receive(calls)
            work, item = pickle.loads(body)  # the caller wrote it
            if not confined:
                confined = _confine()
            _server.begin()
            send(answers, *_answer(work, item))


def _answer(work: Work[Any, Any], item: Any) -> tuple[bytes, bytes]:
    try:
        return DONE, dumps(returned(work), work(item))
    except PolicygraphError as failed:
        error = failed
    except MemoryError:
        error = ReadError("memory", "读取该文件所需内存超出限制")
    except RecursionError:
        error = ReadError("malformed", "文件嵌套过深")
    except Exception as failed:
        error = unforeseen(failed)
    return FAILED, json.dumps(words_of(error)).encode()


def _confine() -> bool:
    """Give up the network, and writing outside the folder of this child, as far as the system lets it. What is to be
    compiled once is compiled before. True: done."""
    for name in _LIBRARIES:
        spec = find_spec(name)
        if spec is not None and spec.cached is not None and not Path(spec.cached).exists():
            with contextlib.suppress(Exception):
                import_module(name)
    folders = [Path(tempfile.gettempdir()), Path(os.devnull)]
    if shutil.which("soffice") or shutil.which("libreoffice"):
        folders.append(Path("/tmp"))
    no_sockets(local=True)
    writes_only_below(folders)
    return True


def _limit(memory: int) -> None:
    if limits_off():
        sys.stderr.write("warning: 此系统不支持内存和处理器时间限制，子进程仅受时钟限制\n")
        return
    import resource

    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (memory if hard < 0 else min(memory, hard), hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
