"""What a reading child has imported: run in one, so in a module that it can find."""

from __future__ import annotations

import sys
from pathlib import Path

#: what pyvis brings along, itself included; nothing of it is to be near a hostile file
OF_PAGES = ("pyvis", "IPython", "jsonpickle", "jinja2")


def by_parsing(path: Path) -> tuple[str, ...]:
    """The libraries of pages that are loaded once the file has been parsed here."""
    from policygraph.pipeline import parse_file

    assert parse_file(path).linked is not None, path
    return tuple(name for name in OF_PAGES if name in sys.modules)


def by_drawing(_: Path) -> tuple[str, ...]:
    """The same once a graph page has been made: shows that the names are right."""
    from policygraph.views.page import library

    library()
    return tuple(name for name in OF_PAGES if name in sys.modules)
