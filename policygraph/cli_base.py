"""What every command shares: exit codes, the one line of a refusal, names made safe to print."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ParamSpec

import click

from policygraph.issues import PolicygraphError

#: Exit codes: done; done with refusals, or a check found what it was told to fail on; usage; the one input
#: cannot be read; store or environment.
DONE, REFUSED, USAGE, UNREADABLE, ENVIRONMENT = range(5)
FILE = click.Path(path_type=Path)
P = ParamSpec("P")


def safe(name: object) -> str:
    """A name on one line: control characters escaped."""
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in str(name))


def refuse(name: object, error: PolicygraphError) -> None:
    """The one line of a refusal, on standard error."""
    click.echo(f"error: {safe(name)}: {error.code}: {safe(error.message)}", err=True)


@contextmanager
def given(file: Path) -> Iterator[Path]:
    """The file of a command; for ``-`` what stands on standard input, kept in a file for as long as it is worked on."""
    if str(file) != "-":
        yield file
        return
    from policygraph.read import MAX_BYTES

    with TemporaryDirectory(prefix="policygraph-") as folder:
        path = Path(folder, "stdin")
        path.write_bytes(sys.stdin.buffer.read(MAX_BYTES + 1))
        yield path


def reported(command: Callable[P, int | None]) -> Callable[P, int | None]:
    """Turn a PolicygraphError into its one line and exit code."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> int | None:
        try:
            return command(*args, **kwargs)
        except PolicygraphError as error:
            refuse(kwargs.get("file") or kwargs.get("corpus") or "policygraph", error)
            return error.exit_status

    return run
