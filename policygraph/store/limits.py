"""Memory for processes that open an engine: asked over damaged tables, it collects errors until there is none left."""

from __future__ import annotations

import faulthandler
import json
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NoReturn

from policygraph.issues import PolicygraphError, StoreError

MEMORY = 4 << 30  # bytes that a command may take beside what it has when its engine is open
_on = False


@contextmanager
def limit() -> Iterator[None]:
    """Meanwhile this process, and those it starts, are limited from when they have opened an engine."""
    global _on
    before, _on = _on, True
    try:
        yield
    finally:
        _on = before
        if not before and os.name == "posix":
            import resource

            hard = resource.getrlimit(resource.RLIMIT_AS)[1]
            resource.setrlimit(resource.RLIMIT_AS, (hard, hard))


@contextmanager
def opening() -> Iterator[None]:
    """Around the opening of an engine: it starts some 180 threads for a moment, whose stacks alone claim more address
    space than is allowed later, and aborts where a thread cannot be had. Windows and macOS have no such limit."""
    size = Path("/proc/self/statm")
    if not _on or not size.exists():
        yield
        return
    import resource

    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
    try:
        yield
    finally:
        most = int(size.read_text().split()[0]) * resource.getpagesize() + MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (most if hard < 0 else min(most, hard), hard))


def limited(work: Callable[[], str]) -> str:
    """Do the work in a child under the limit: where the engine aborts, the caller lives to say so, as StoreError
    ``store-memory``. Its PolicygraphErrors are raised here. Without forks (Windows) it is done here, unlimited."""
    if not hasattr(os, "fork"):
        return work()
    with tempfile.TemporaryFile() as answer:
        child = os.fork()
        if child == 0:
            _do(work, answer.fileno())
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        answer.seek(0)
        text = answer.read().decode("utf-8", "surrogatepass")
    if status == 0:
        return text
    if status > 0:
        code, message, wanted = json.loads(text)
        error = PolicygraphError(code, message)
        error.exit_status = wanted
        raise error
    raise StoreError(
        "store-memory",
        f"查询进程超出 {MEMORY >> 30} GB 内存而中止（信号 {-status}）：查询过大，或数据已损坏。请运行 policygraph verify",
    )


def _do(work: Callable[[], str], answer: int) -> NoReturn:
    """The child. The engine's own last words go nowhere: the caller has better ones."""
    faulthandler.disable()
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    status = 1
    try:
        with limit():
            text, status = work(), 0
    except PolicygraphError as error:
        text = json.dumps([error.code, error.message, error.exit_status])
    except (OSError, RuntimeError, ValueError) as error:  # of the engine
        text = json.dumps(["store-corrupt", f"数据无法读取：{str(error)[:300]}。请运行 policygraph verify", 4])
    except BaseException:
        os.abort()
    with open(answer, "wb", closefd=False) as out:
        out.write(text.encode("utf-8", "surrogatepass"))
    os._exit(status)
