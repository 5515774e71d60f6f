"""Bytes to ``Document``. One module a format, one row in ``READERS``; third-party libraries stay behind their module.

>>> read("一、总体要求\\n加快实施。".encode(), "a.txt").text
'一、总体要求\\n加快实施。'
"""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Callable, Mapping
from importlib import import_module

from policygraph.issues import ReadError
from policygraph.model import Document, Source
from policygraph.read.base import describe, file_name, retyped
from policygraph.read.sniff import MEDIA_TYPES, extension, sniff

__all__ = ["MAX_BYTES", "READERS", "Reader", "file_name", "load", "read", "read_source"]

MAX_BYTES = 100 * 1000 * 1000
_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_ADDRESS = re.compile(r"(?:https?|ftp|file):[/\\]", re.IGNORECASE)
Reader = Callable[[Source], Document]


def _lazy(module: str, function: str) -> Reader:
    """A reader whose module, and the library behind it, is imported on first use."""

    def reader(source: Source) -> Document:
        return getattr(import_module(f"policygraph.read.{module}"), function)(source)  # type: ignore[no-any-return]

    return reader


#: kind of content -> its reader
READERS: Mapping[str, Reader] = {
    "txt": _lazy("txt", "read_txt"),
    "md": _lazy("markdown", "read_md"),
    "html": _lazy("html", "read_html"),
    "docx": _lazy("docx", "read_docx"),
    "doc": _lazy("doc", "read_doc"),
    "rtf": _lazy("doc", "read_rtf"),
    "xlsx": _lazy("xlsx", "read_xlsx"),
    "xls": _lazy("xls", "read_xls"),
    "xlsb": _lazy("xls", "read_xlsb"),
    "xml2003": _lazy("xml2003", "read_xml2003"),
    "ods": _lazy("ods", "read_ods"),
    "csv": _lazy("separated", "read_csv"),
    "odt": _lazy("doc", "read_odt"),
    "ofd": _lazy("ofd", "read_ofd"),
    "zip": _lazy("dossier", "read_zip"),
    "eml": _lazy("dossier", "read_mail"),
    "pdf": _lazy("pdf", "read_pdf"),
    "image": _lazy("scan", "read_image"),
}


def read(data: bytes, name: str) -> Document:
    """The document in ``data``. ``name`` is the file's name; its extension must not contradict the content.

    Raises ``ReadError`` with one of its codes; in this process, without limits of time and memory.
    """
    return read_source(Source(describe(name, data, media_type_of(name)), data))


def read_source(source: Source, readers: Mapping[str, Reader] = READERS) -> Document:
    """As ``read``, for a source already loaded. Anything a library did not foresee is ``malformed``."""
    kind = sniff(source.data, source.info.name)
    typed = retyped(source, MEDIA_TYPES[kind])
    try:
        return readers[kind](typed)
    except (ReadError, KeyboardInterrupt):
        raise
    except MemoryError as error:
        raise ReadError("memory", "读取该文件所需内存超出限制") from error
    except Exception as error:
        raise ReadError("malformed", f"文件已损坏，无法读取（{type(error).__name__}）") from error


def media_type_of(name: str) -> str:
    """By extension only, for a file nobody has looked into yet."""
    suffix = extension(name)
    return MEDIA_TYPES.get({"htm": "html", "markdown": "md"}.get(suffix, suffix), "application/octet-stream")


def load(path: str | os.PathLike[str]) -> Source:
    """The bytes of a regular file, read once. A link, pipe, device or folder is refused before it is read.

    Raises ``ReadError``: vanished, not-a-file, too-large, empty.
    """
    name = file_name(path)
    if _ADDRESS.match(os.fspath(path)):
        raise ReadError("not-a-file", "这是网址，不是文件；本程序不联网，请先在浏览器中把网页或附件另存为文件")
    try:
        handle = os.open(path, _FLAGS)
    except OSError as error:
        raise _refusal(error) from error
    try:
        data = _regular(handle)
    finally:
        os.close(handle)
    return Source(describe(name, data, media_type_of(name)), data)


def _regular(handle: int) -> bytes:
    """All bytes of an open file, once it is known to be a regular one of a size that may be read."""
    status = os.fstat(handle)
    if not stat.S_ISREG(status.st_mode):
        raise ReadError("not-a-file", "不是普通文件（目录、管道或设备）")
    if status.st_size > MAX_BYTES:
        raise ReadError("too-large", f"文件超过 {MAX_BYTES // 1_000_000} MB")
    with os.fdopen(handle, "rb", closefd=False) as stream:
        data = _bytes(stream.read, MAX_BYTES)
    if not data:
        raise ReadError("empty", "文件是空的")
    return data


def _bytes(pull: Callable[[int], bytes], limit: int) -> bytes:
    """At most ``limit`` bytes: a file may grow while it is read."""
    try:
        data = pull(limit + 1)
    except OSError as error:
        raise _refusal(error) from error
    if len(data) > limit:
        raise ReadError("too-large", f"文件超过 {limit // 1_000_000} MB")
    return data


def _refusal(error: OSError) -> ReadError:
    if error.errno in (errno.ELOOP, errno.EISDIR, errno.ENXIO, errno.ENODEV, errno.EMLINK):
        return ReadError("not-a-file", "不是普通文件（符号链接、目录、管道或设备）")
    if error.errno in (errno.ENOENT, errno.ENOTDIR, errno.ESTALE):
        return ReadError("vanished", "文件不存在或已被移走")
    return ReadError("vanished", f"文件无法读取：{os.strerror(error.errno or errno.EIO)}")
