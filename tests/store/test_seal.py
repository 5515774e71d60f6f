"""Seals see every change, and take over the sums of tables instead of reading them again."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from policygraph.issues import StoreError
from policygraph.store import seal


def test_what_is_sealed_is_compared(tmp_path: Path) -> None:
    (tmp_path / "a b.txt").write_bytes(b"one")
    (tmp_path / "c").write_bytes(b"two")
    taken = seal.take(tmp_path, ["c", "a b.txt"])
    (tmp_path / "s").write_bytes(seal.dump(taken))
    assert seal.load(tmp_path / "s") == taken and list(taken) == ["a b.txt", "c"]
    assert list(seal.altered(tmp_path, taken, deep=True)) == []
    (tmp_path / "a b.txt").write_bytes(b"eno")
    (tmp_path / "c").unlink()
    assert list(seal.altered(tmp_path, taken, deep=False)) == ["a b.txt", "c"]


@pytest.mark.parametrize("bad", [b"", b"0\n", b"\0" * 50])
def test_a_damaged_seal_is_refused(tmp_path: Path, bad: bytes) -> None:
    (tmp_path / "s").write_bytes(bad)
    with pytest.raises(StoreError):
        seal.load(tmp_path / "s")


def test_a_large_file_is_read_when_its_time_changed_or_when_all_are(tmp_path: Path) -> None:
    path = tmp_path / "t.sst"
    path.write_bytes(bytes(seal.SMALL + 1))
    taken, stat = seal.take(tmp_path, ["t.sst"]), path.stat()
    path.write_bytes(b"x" + bytes(seal.SMALL))
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert list(seal.altered(tmp_path, taken, deep=False)) == []
    assert list(seal.altered(tmp_path, taken, deep=True)) == ["t.sst"]
    os.utime(path)
    assert list(seal.altered(tmp_path, taken, deep=False)) == ["t.sst"]


def test_damage_to_a_table_is_not_sealed_anew(tmp_path: Path) -> None:
    path = tmp_path / "t.sst"
    path.write_bytes(b"table")
    taken = seal.take(tmp_path, ["t.sst"])
    path.write_bytes(b"elbat")
    again = seal.take(tmp_path, ["t.sst"], taken)
    assert list(seal.altered(tmp_path, again, deep=True)) == ["t.sst"]
