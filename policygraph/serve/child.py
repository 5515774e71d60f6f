"""Work in a process of its own: the server goes on answering, and what the work may not get on with ends with it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import pickle
import sys
from asyncio.subprocess import PIPE
from collections.abc import Callable
from typing import Any

from policygraph.codec import dumps, loads, returned
from policygraph.interpreter import interpreter
from policygraph.issues import PolicygraphError, error_of, words_of

_DONE, _FAILED = b"d", b"f"


async def run(work: Callable[..., Any], *given: Any) -> Any:
    """What a function of a module returns for these arguments. PolicygraphError where it raises one, or dies.

    Arguments go through a pipe, not through the command: a password in an address is nothing for a list of processes.
    """
    command = interpreter("from policygraph.serve.child import main; main()")
    process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE)
    try:
        data, _ = await process.communicate(pickle.dumps((work, given)))
    except asyncio.CancelledError:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        raise
    if process.returncode != 0:
        raise PolicygraphError("workbench", "页面无法生成，见服务器日志")
    if data[:1] == _FAILED:
        raise error_of(loads(tuple[str, str, str], data[1:]))
    return loads(returned(work), data[1:])


def main() -> None:
    """The child's side, at low priority: the answer, or why there is none, on standard output."""
    with contextlib.suppress(OSError, AttributeError):
        os.nice(10)
    work, given = pickle.load(sys.stdin.buffer)  # the server wrote it
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints goes to the log
    try:
        answer = _DONE + dumps(returned(work), work(*given))
    except PolicygraphError as error:
        answer = _FAILED + json.dumps(words_of(error)).encode()
    out.write(answer)
    out.close()
