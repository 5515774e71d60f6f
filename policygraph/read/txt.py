"""Plain text: the file is its own canonical text."""

from __future__ import annotations

from policygraph.issues import ReadError
from policygraph.model import Document, Source
from policygraph.read.base import verbatim, with_lost
from policygraph.read.decode import decode


def read_txt(source: Source) -> Document:
    """Every line of the file is one block; CRLF becomes LF, nothing else changes.

    Raises ``ReadError``: binary, no-text.
    """
    text = decode(source.data)
    if not text.strip():
        raise ReadError("no-text", "文件中没有文字")
    return with_lost(verbatim(source.info, text))
