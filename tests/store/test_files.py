"""New names survive a power cut only where the folder above them was synced."""

from __future__ import annotations

from pathlib import Path

import pytest

from policygraph.store import files


def test_every_new_folder_is_synced_in_its_parent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[str] = []
    monkeypatch.setattr(files, "sync_folder", lambda folder: synced.append(str(folder.relative_to(tmp_path))))
    files.write_atomic(tmp_path / "a" / "b" / "c", b"x")
    assert synced == [".", "a", "a/b"]
    files.make_folder(tmp_path / "a" / "b")
    assert len(synced) == 3


def test_a_store_is_known_without_its_format(tmp_path: Path) -> None:
    assert not files.is_store(tmp_path)
    (tmp_path / "engine").mkdir()
    assert not files.is_store(tmp_path)
    (tmp_path / "head").write_bytes(b"")
    assert files.is_store(tmp_path)
