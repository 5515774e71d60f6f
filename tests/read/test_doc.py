"""Old Word files: converted, then read as new ones."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from read.test_sandbox import gone, posix

from policygraph.issues import ReadError
from policygraph.read import doc, load, read
from policygraph.read.sandbox import Child


def test_same_as_docx(documents: Path) -> None:
    pytest.importorskip("doc2docx")
    for name in ("notice", "plan"):
        old, new = (read(load(documents / f"{name}.{kind}").data, f"a.{kind}") for kind in ("doc", "docx"))
        assert old.text == new.text
        assert old.tables == new.tables
        assert old.info.media_type == "application/msword"


def test_without_any_converter(documents: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doc, "by_msdoc", lambda given, made: False)
    monkeypatch.setattr(doc.shutil, "which", lambda name: None)
    for name, data in (("a.doc", load(documents / "notice.doc").data), ("a.rtf", b"{\\rtf1 text}")):
        with pytest.raises(ReadError) as caught:
            read(data, name)
        assert caught.value.code == "needs-extra"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program in LibreOffice's place; what it writes beside itself tells what it started."""
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\nexit 1\n", "utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    return program


@posix
def test_office_that_fails(office: Path) -> None:
    with pytest.raises(ReadError) as caught:
        read(b"{\\rtf1 text}", "a.rtf")
    assert caught.value.code == "malformed"


def impatiently(_: str) -> str:
    """Read a text as RTF with a second for LibreOffice: the refusal, the process that was left, the folder."""
    doc._SECONDS = 1.0
    try:
        return read(b"{\\rtf1 text}", "a.rtf").text
    except ReadError as error:
        return error.code


@posix
@pytest.mark.parametrize("isolated", [False, True])
def test_office_that_hangs_ends_with_all_it_started(office: Path, tmp_path: Path, isolated: bool) -> None:
    """The program is a script that starts another, deaf to SIGTERM, and waits for it, as soffice does."""
    told, code = (
        Path("/tmp", f"policygraph-test-{os.getpid()}"),
        "trap '' TERM; echo $$ >TOLD; pwd >>TOLD; sleep 60; sleep 60",
    )
    office.write_text(
        f'#!/bin/sh\n( sh -c "{code.replace("$$", chr(92) + "$$").replace("TOLD", str(told))}" ) \nwait\n', "utf-8"
    )
    try:
        if isolated:
            with Child() as child:
                assert child.run(impatiently, "") == "timeout"
        else:
            assert impatiently("") == "timeout"
        process, folder = told.read_text("utf-8").split()
    finally:
        told.unlink(missing_ok=True)
    assert gone(int(process)) and not Path(folder).exists()


def test_damaged(documents: Path) -> None:
    data = bytearray(load(documents / "notice.doc").data)
    data[512:6000] = b"\xff" * (6000 - 512)
    with pytest.raises(ReadError) as caught:
        read(bytes(data), "a.doc")
    assert caught.value.code in ("malformed", "needs-extra", "no-text", "timeout")
