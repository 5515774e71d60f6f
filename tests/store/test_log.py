"""The manifest outside the engine: every way to be shorter or other than it was is seen."""

from __future__ import annotations

from pathlib import Path

import pytest
from store.factory import prepared

from policygraph.identity import digest
from policygraph.issues import StoreError
from policygraph.store import Reader, Row, Store, verify
from policygraph.store.log import Head, Log, read_head
from policygraph.store.manifest import Entry, rows_sum

ROWS = {key: Row(key, f"{key}.txt", "", "a", "b", 1, "c", "r", at) for at, key in enumerate(("d1", "d2", "d3"), 1)}


def written(path: Path) -> Head:
    log = Log(path)
    log.compact({"d1": ROWS["d1"], "d2": ROWS["d2"]})
    log.append([Entry("put", ROWS["d3"])])
    return log.head(rows_sum(ROWS.values()))


def test_what_is_written_is_read(tmp_path: Path) -> None:
    head = written(tmp_path / "log")
    log = Log(tmp_path / "log")
    assert {key: entry.row for key, entry in log.read().items()} == ROWS
    assert log.fault(head) == "" and log.head(head.rows) == head
    head.write(tmp_path / "head")
    assert read_head(tmp_path / "head") == head and read_head(tmp_path / "none") is None


@pytest.mark.parametrize("kept", range(4))
def test_missing_lines_are_missed(tmp_path: Path, kept: int) -> None:
    head, path = written(tmp_path / "log"), tmp_path / "log"
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:kept]))
    log = Log(path)
    if 0 < kept < 3:  # fewer than were written with the first line: seen without the head
        with pytest.raises(StoreError, match="至少"):
            log.read()
    else:
        log.read()
        assert "应有 4 行" in log.fault(head)


@pytest.mark.parametrize("line", range(4))
def test_altered_and_exchanged_lines_are_seen(tmp_path: Path, line: int) -> None:
    head, path = written(tmp_path / "log"), tmp_path / "log"
    lines = path.read_bytes().splitlines(keepends=True)
    for other in (
        [*lines[:line], *lines[line + 1 :]],
        [*lines[:line], lines[line].replace(b'"', b"'"), *lines[line + 1 :]],
    ):
        path.write_bytes(b"".join(other))
        log = Log(path)
        try:
            log.read()
        except StoreError:
            continue
        assert log.fault(head)


def test_a_stop_between_rewriting_and_the_head_is_no_fault(tmp_path: Path) -> None:
    head = written(tmp_path / "log")
    log = Log(tmp_path / "log")
    log.read()
    log.compact(ROWS)
    log.read()
    assert log.fault(head) == "" and log.head(head.rows) != head


def test_a_log_of_the_first_kind_is_read_and_rewritten(tmp_path: Path) -> None:
    """Lines with a check of their own alone, without a first line and without a head."""
    with Store.open(tmp_path) as store:
        rows = store.put([prepared("1"), prepared("2")])
    bodies = [f"put {row.as_json()}" for row in rows]
    (tmp_path / "manifest.log").write_text("".join(f"{digest(body)} {body}\n" for body in bodies), "utf-8")
    for name in ("head", "closed"):
        (tmp_path / name).unlink()
    with Store.open(tmp_path) as store:
        assert set(store.rows) == {"d1", "d2"}
    assert (tmp_path / "head").is_file() and verify(tmp_path) == []


def test_a_lost_log_is_written_again_from_a_whole_engine_only(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        store.put([prepared("1")])
    (tmp_path / "manifest.log").write_bytes(b"\0" * 100)
    assert [(item.code, item.mends) for item in verify(tmp_path)] == [("manifest", True)]
    with Store.open(tmp_path) as store:
        assert "重写" in store.notes[0]
        store._engine.remove("d1")  # as an engine that has lost a document
    assert verify(tmp_path) != []
    (tmp_path / "manifest.log").unlink()
    assert not all(item.mends for item in verify(tmp_path))
    with pytest.raises(StoreError, match=r"restore.*rebuild"):
        Store.open(tmp_path)
    assert set(Reader(tmp_path).rows) == {"d1"}
