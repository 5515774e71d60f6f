"""Old Word files: converted, then read as new ones."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from policygraph.issues import ReadError
from policygraph.read import doc, load, read


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


def test_office_that_hangs_or_fails(documents: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(error: Exception) -> Any:
        def run(*args: object, **options: object) -> None:
            raise error

        return run

    monkeypatch.setattr(doc.shutil, "which", lambda name: "/usr/bin/soffice")
    for error, code in ((subprocess.TimeoutExpired("soffice", 1), "timeout"), (OSError("no"), "malformed")):
        monkeypatch.setattr(doc.subprocess, "run", failing(error))
        with pytest.raises(ReadError) as caught:
            read(b"{\\rtf1 text}", "a.rtf")
        assert caught.value.code == code


def test_damaged(documents: Path) -> None:
    data = bytearray(load(documents / "notice.doc").data)
    data[512:6000] = b"\xff" * (6000 - 512)
    with pytest.raises(ReadError) as caught:
        read(bytes(data), "a.doc")
    assert caught.value.code in ("malformed", "needs-extra", "no-text", "timeout")
