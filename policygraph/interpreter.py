"""Child interpreters that run this package, and nothing that happens to lie in the folder somebody stands in.

A child started the plain way looks for every module in the current folder first: a ``re.py`` beside the documents
would be run. These see the standard library, then this package, then what else the caller sees, the current folder
and relative entries excepted.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

HOME = str(Path(__file__).resolve().parents[1])  # what holds the package: site-packages, or a checkout
_START = (
    "import os, sys; own, more = {own}, {more}; library = os.path.dirname(os.__file__); "
    "at = 1 + sys.path.index(library) if library in sys.path else 0; "
    "sys.path[:] = dict.fromkeys([*sys.path[:at], own, *sys.path[at:], *more]); "
)


def interpreter(code: str) -> list[str]:
    """The command of a child that runs ``code``; arguments may be added. ``code`` is one or more statements."""
    start = _START.format(own=ascii(HOME), more=ascii(_seen()))
    return [sys.executable, "-I", "-X", f"utf8={sys.flags.utf8_mode}", "-c", start + code]


def _seen() -> list[str]:
    """Where the caller finds modules, less the current folder."""
    try:
        here = os.path.realpath(os.getcwd())  # noqa: PTH109  as sys.path spells it, undecodable names included
    except OSError:  # it was removed under us
        here = ""
    return [path for path in sys.path if os.path.isabs(path) and os.path.realpath(path) != here]  # noqa: PTH117
