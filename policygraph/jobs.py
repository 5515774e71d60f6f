"""Work for child processes, named here so that the caller can hand it over without importing the chain itself.

A command line that only passes a file on starts in the time of its own few imports; the child pays for the rest.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from policygraph.pipeline import Result


def parse_file(path: Path) -> Result:
    """One file to its facts or its refusal."""
    from policygraph import pipeline

    return pipeline.parse_file(path)


def record_text(path: Path, indent: int = 1) -> str:
    """One file, or the files of a folder, to the JSON text of its record. ReadError when it cannot be read."""
    from policygraph.pipeline import parse_source, record_of
    from policygraph.read.dossier import load_any
    from policygraph.record import dumps

    return dumps(record_of(parse_source(load_any(path))), indent=indent or None)


def isolated_record(path: Path, indent: int = 1) -> str:
    """``record_text`` in a killable child process."""
    from functools import partial

    from policygraph.issues import PolicygraphError
    from policygraph.read.sandbox import run_isolated

    outcome = next(iter(run_isolated(partial(record_text, indent=indent), [path], workers=1)))
    if isinstance(outcome, PolicygraphError):
        raise outcome
    return outcome
