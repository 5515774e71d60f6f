"""What every command shares: exit codes, the one line of a refusal, names made safe to print."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
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
