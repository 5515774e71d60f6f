"""All files of the site, as relative paths and bytes, in a fixed order."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from policygraph.views.page import graph_pages, library
from policygraph.views.scene import Record, build_scene
from policygraph.views.workbench import workbench


def build_site(
    records: Sequence[Record],
    *,
    version: str,
    files: Sequence[Mapping[str, Any]] = (),
    decisions: Sequence[Mapping[str, Any]] = (),
) -> Iterator[tuple[str, bytes]]:
    """``index.html`` and ``graph/*.html``, with the one script those share. ``files`` lists the downloads that will lie beside them, as
    ``{path, size, sha256, about}``; the page of downloads shows nothing else.
    ``decisions`` are the entries of the file that was replayed (``decide.listed``), shown and offered again. Same input, same bytes."""
    scene = build_scene(records, version=version, files=files, decisions=decisions)
    pages = list(graph_pages(scene))
    scene["graphs"] = {key: path for key, path, _ in pages}
    yield "index.html", workbench(scene)
    if pages:
        yield library()
    for _, path, data in pages:
        yield path, data


def download(path: str, data: bytes, about: str = "") -> dict[str, Any]:
    """An entry for ``files``: what the page of downloads says of a file that will lie beside it."""
    return {"path": path, "size": len(data), "sha256": hashlib.sha256(data).hexdigest(), "about": about}
