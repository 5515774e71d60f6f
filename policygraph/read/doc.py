"""Old Word files (.doc, .wps): converted to OOXML and read as such, by msdoc2docx, else by LibreOffice where it is
installed. RTF and OpenDocument text only by LibreOffice. antiword is not used: it loses tables.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from policygraph.issues import ReadError
from policygraph.model import Document, Source
from policygraph.read.docx import read_docx
from policygraph.read.inside import inside, leave_running
from policygraph.read.zipguard import open_package

_SECONDS = 250  # by the clock, less than a file may take, so that the reason is ours to name
_NOTHING = subprocess.DEVNULL
_HINT = "读取旧版 Word 文件需要 pip install 'policygraph[doc]' 或安装 LibreOffice；也可另存为 .docx"

Converter = Callable[[Path, Path], bool]


def read_doc(source: Source) -> Document:
    """Raises ``ReadError``: encrypted, malformed, needs-extra, timeout and those of ``read_docx``."""
    return _read(source, ".doc", (by_msdoc, by_office))


def read_rtf(source: Source) -> Document:
    """Raises ``ReadError``: malformed, needs-extra, timeout and those of ``read_docx``."""
    return _read(source, ".rtf", (by_office,))


def read_odt(source: Source) -> Document:
    """Raises ``ReadError``: malformed, needs-extra, timeout and those of ``read_docx``."""
    open_package(source.data)
    return _read(source, ".odt", (by_office,))


def _read(source: Source, suffix: str, converters: tuple[Converter, ...]) -> Document:
    with TemporaryDirectory(prefix="policygraph-", ignore_cleanup_errors=True) as folder:
        given, made = Path(folder, f"source{suffix}"), Path(folder, "source.docx")
        given.write_bytes(source.data)
        refusals: list[ReadError] = []
        for convert in converters:
            try:
                if convert(given, made) and made.is_file():
                    return replace(read_docx(replace(source, data=made.read_bytes())), info=source.info)
            except ReadError as error:
                if error.code in ("encrypted", "no-text", "too-large"):
                    raise
                refusals.append(error)
    raise refusals[0] if refusals else ReadError("needs-extra", _HINT)


def by_msdoc(given: Path, made: Path) -> bool:
    """False when msdoc2docx is not installed."""
    try:
        from doc2docx import convert, errors  # type: ignore[import-untyped]
    except ImportError:
        return False
    try:
        convert(given, made)
    except errors.EncryptedDocumentError as error:
        raise ReadError("encrypted", "文件已加密，请先取消密码") from error
    except MemoryError:
        raise
    except Exception as error:  # its parsers of damaged streams raise whatever Python raises
        raise ReadError("malformed", f"旧版 Word 文件已损坏（{type(error).__name__}）") from error
    return True


def by_office(given: Path, made: Path) -> bool:
    """False when LibreOffice is not installed. It runs with a profile of its own, and is killed after its time with
    all that it started."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None or not Path(program).is_absolute():  # one that lies in the current folder is a stranger's
        return False
    profile = f"-env:UserInstallation={(given.parent / 'profile').as_uri()}"
    command = [
        program,
        profile,
        "--headless",
        "--norestore",
        "--convert-to",
        "docx",
        "--outdir",
        str(made.parent),
        str(given),
    ]
    try:
        code = _run(command, given.parent)
    except subprocess.TimeoutExpired as error:
        raise ReadError("timeout", "LibreOffice 转换超时") from error
    except OSError as error:
        raise ReadError("malformed", "LibreOffice 无法打开该文件") from error
    if code:
        raise ReadError("malformed", "LibreOffice 无法打开该文件")
    return True


def _run(command: list[str], folder: Path) -> int:
    """The exit code. LibreOffice is a script that starts a program that starts another: they are ended as a group, which
    is their own, or in a child process that of the child."""
    own = 0 if os.name == "posix" and not inside() else None
    process = subprocess.Popen(command, cwd=folder, stdin=_NOTHING, stdout=_NOTHING, stderr=_NOTHING, process_group=own)
    try:
        return process.wait(_SECONDS)
    except BaseException:
        if own is None:
            process.kill()
            leave_running()
        else:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise
