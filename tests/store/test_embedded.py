"""The embedded store: what is kept, replaced, removed, and what a reader sees."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from store.factory import prepared
from store.faults import tree

from policygraph.graph import organizations_graph
from policygraph.issues import StoreError
from policygraph.store import Reader, Store, backup, embedded, restore, verify
from policygraph.store.engine import Content, Engine, content_of


def dump(folder: Path) -> tuple[str, ...]:
    with Reader(folder) as reader:
        return tuple(sorted(str(quad) for quad in reader.engine.store))


def common(folder: Path) -> list[str]:
    with Reader(folder) as reader:
        return sorted(reader.engine.lines(organizations_graph()))


def test_put_then_read(tmp_path: Path) -> None:
    with Store.open(tmp_path / "s") as store:
        (row,) = store.put([prepared("1", "一二")])
    with Reader(tmp_path / "s") as reader:
        assert reader.rows == {"d1": row}
        assert reader.record("d1")["text"] == "一二"
        assert reader.source("d1") == "1:一二".encode()
        assert row.quads == 6
        with pytest.raises(StoreError, match="库中没有"):
            reader.record("d2")
    assert verify(tmp_path / "s") == []


def test_the_same_twice_changes_nothing(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        first = store.put([prepared("1"), prepared("2")])
    before, log = dump(tmp_path), (tmp_path / "manifest.log").read_bytes()
    with Store.open(tmp_path) as store:
        assert store.put([prepared("1"), prepared("2")]) == first
    assert dump(tmp_path) == before
    assert (tmp_path / "manifest.log").read_bytes() == log


def test_a_batch_that_cannot_be_written_was_never_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Store.open(tmp_path) as store:
        store.put([prepared("1")])

    def full(self: Engine, documents: object) -> None:
        raise StoreError("store-unwritable", "磁盘已满")

    with Store.open(tmp_path) as store, monkeypatch.context() as patch:
        patch.setattr(Engine, "add", full)
        with pytest.raises(StoreError, match="磁盘已满"):
            store.put([prepared("2"), prepared("3")])
        assert set(store.rows) == {"d1"}
        patch.undo()
        store.put([prepared("3")])
    assert verify(tmp_path) == [] and set(Reader(tmp_path).rows) == {"d1", "d3"}


def test_files_of_a_killed_load_are_removed(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        store.put([prepared("1")])
    left = tmp_path / "engine" / "bulk-123.sst"
    left.write_bytes(b"half a table")
    with Store.open(tmp_path):
        assert not left.exists()
    assert verify(tmp_path) == []


def test_a_large_run_leaves_the_files_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "TIDY_FROM", 1)
    calls: list[int] = []
    real = Engine.optimize
    monkeypatch.setattr(Engine, "optimize", lambda self: (calls.append(1), real(self))[1])
    with Store.open(tmp_path) as store:
        store.put([prepared(str(n), "甲" * 20) for n in range(12)])
    assert calls == [1]
    with Store.open(tmp_path) as store:
        store.put([prepared("99")])
    assert calls == [1] and verify(tmp_path) == [] and len(Reader(tmp_path).rows) == 13


def test_replacing_keeps_the_earlier_version(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        (old,) = store.put([prepared("1", "一", ("甲局", "乙局"))])
        (new,) = store.put([prepared("1", "二三", ("甲局",))])
        assert new.versions == ((old.source, old.record),)
        assert new.number > old.number
    assert verify(tmp_path) == []
    assert len(common(tmp_path)) == 1  # 乙局 is named by nobody now


def test_a_record_that_is_again_what_it_was_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As when a decision is withdrawn: its bytes are there and on the list of what goes with the next publication, which
    may come, from the clock, while they are being put."""
    first = prepared("1", "一")
    decided = replace(first, record=first.record.replace("一", "人"), rules="r1+decided")
    with Store.open(tmp_path / "s") as store:
        store.put([first])
        store.put([decided])

        def slow(*given: str) -> Content:
            store.publish()
            return content_of(*given)

        monkeypatch.setattr(embedded, "content_of", slow)
        store.put([first])
        assert store.record("d1")["text"] == "一"
    assert verify(tmp_path / "s") == []


def test_removing_takes_its_contribution_and_nothing_else(tmp_path: Path) -> None:
    with Store.open(tmp_path / "a") as store:
        store.put([prepared("1", organizations=("甲局", "乙局")), prepared("2", organizations=("甲局",))])
        store.remove(["d1"])
        with pytest.raises(StoreError, match="d9"):
            store.remove(["d9", "d2"])
        assert list(store.rows) == ["d2"]
    with Store.open(tmp_path / "b") as store:
        store.put([prepared("2", organizations=("甲局",))])
    without = [[line for line in dump(tmp_path / name) if "store#row" not in line] for name in "ab"]
    assert without[0] == without[1]
    records = [
        sorted(path.name for path in (tmp_path / name / "records").rglob("*") if path.is_file()) for name in "ab"
    ]
    assert records[0] == records[1]
    assert verify(tmp_path / "a") == []


def test_a_file_that_other_rules_name_otherwise_moves(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        first = prepared("1")
        store.put([first])
        store.put([replace(prepared("2"), source=first.source, rules="r2")])
        assert list(store.rows) == ["d2"]
    assert verify(tmp_path) == []


@settings(max_examples=6, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from("123"), st.sampled_from(["", "一", "二三"]), st.sampled_from(["甲", "乙", "丙"]))
    )
)
def test_any_history_ends_in_what_it_says(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, str, str]]
) -> None:
    """Law 9: puts and removals in any order leave exactly the last state of each document."""
    folder, last = tmp_path_factory.mktemp("law") / "s", {}
    with Store.open(folder) as store:
        for key, body, name in steps:
            if body:
                last[f"d{key}"] = prepared(key, body, (name,))
                store.put([last[f"d{key}"]])
            elif f"d{key}" in last:
                del last[f"d{key}"]
                store.remove([f"d{key}"])
    assert verify(folder) == []
    with Reader(folder) as reader:
        assert set(reader.rows) == set(last)
        wanted = {line for item in last.values() for line in content_of(item.nquads, item.id).shared}
        assert set(reader.engine.lines(organizations_graph())) == wanted


def test_readers_keep_their_generation(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        store.put([prepared("1")])
    with Reader(tmp_path) as old:
        with Store.open(tmp_path) as store:
            store.put([prepared("2")])
            store.remove(["d1"])
        with Reader(tmp_path) as new:
            assert set(new.rows) == {"d2"}
        assert set(old.rows) == {"d1"}
        assert old.record("d1")["text"] == "一"
    with Store.open(tmp_path) as store:
        store.put([prepared("3")])
    assert len([path for path in (tmp_path / "generations").iterdir() if path.is_dir()]) == 1


def test_a_second_writer_is_told_who_writes(tmp_path: Path) -> None:
    import os

    with Store.open(tmp_path), pytest.raises(StoreError, match=f"pid {os.getpid()}") as refused:
        Store.open(tmp_path, wait=0.2)
    assert refused.value.code == "store-busy"
    Store.open(tmp_path, wait=0.2).close()


def test_not_a_store(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(StoreError) as refused:
        Store.open(tmp_path)
    assert refused.value.code == "not-a-store"
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_backup_and_restore(tmp_path: Path) -> None:
    with Store.open(tmp_path / "s") as store:
        store.put([prepared("1"), prepared("2")])
    before = dump(tmp_path / "s")
    assert backup(tmp_path / "s", tmp_path / "b") == 2
    shutil.rmtree(tmp_path / "s" / "engine")
    with pytest.raises(StoreError, match="restore"):
        Store.open(tmp_path / "s")
    assert restore(tmp_path / "b", tmp_path / "s") == 2
    assert dump(tmp_path / "s") == before
    assert verify(tmp_path / "s") == []
    with pytest.raises(StoreError, match="已存在"):
        backup(tmp_path / "s", tmp_path / "b")
    (tmp_path / "b" / "manifest.log").write_bytes(b"x")
    with pytest.raises(StoreError) as refused:
        restore(tmp_path / "b", tmp_path / "s")
    assert refused.value.code == "backup-damaged"
    assert verify(tmp_path / "s") == []


def test_the_backup_that_was_made_is_verified_and_is_no_store(tmp_path: Path) -> None:
    with Store.open(tmp_path / "s") as store:
        store.put([prepared("1")])
    backup(tmp_path / "s", tmp_path / "b")
    (tmp_path / "b" / ".DS_Store").write_bytes(b"of the desktop")
    before = tree(tmp_path / "b")
    assert verify(tmp_path / "b") == [] and tree(tmp_path / "b") == before
    with pytest.raises(StoreError, match="restore"):
        Store.open(tmp_path / "b")
    (tmp_path / "b" / "engine" / "more.sst").write_bytes(b"?")
    assert [item.mends for item in verify(tmp_path / "b")] == [False]


def test_a_damaged_store_is_not_backed_up(tmp_path: Path) -> None:
    with Store.open(tmp_path / "s") as store:
        (row,) = store.put([prepared("1")])
    (tmp_path / "s" / "records" / row.record[:2] / row.record).write_bytes(b"{}")
    with pytest.raises(StoreError, match="没有备份"):
        backup(tmp_path / "s", tmp_path / "b")
    assert [path.name for path in tmp_path.iterdir()] == ["s"]


def test_the_engines_diaries_do_not_pile_up(tmp_path: Path) -> None:
    for key in "12345":
        with Store.open(tmp_path / "s") as store:
            store.put([prepared(key)])
    backup(tmp_path / "s", tmp_path / "b")
    assert [path.name for path in tmp_path.rglob("LOG.old*")] == []


def test_readers_make_anew_what_is_derived(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        store.put([prepared("1")])
    right = dump(tmp_path)
    shutil.rmtree(tmp_path / "generations")
    for name in ("current", "format"):
        (tmp_path / name).write_bytes(b"\0\0")
    assert dump(tmp_path) == right and verify(tmp_path) == []
    with Store.open(tmp_path):  # a writer holds it: said, and no backup is advised
        (tmp_path / "current").unlink()
        with pytest.raises(StoreError, match="自动修复") as refused:
            Reader(tmp_path)
        assert "restore" not in refused.value.message


def test_dataset_holds_the_same(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        store.put([prepared("1")])
    with Reader(tmp_path) as reader:
        assert len(list(reader.dataset().quads((None, None, None, None)))) == len(reader.engine.store)


def test_readers_see_a_document_while_the_next_one_takes_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    monkeypatch.setattr("policygraph.store.embedded.PUBLISH_EVERY", 0.3)
    with Store.open(tmp_path) as store:
        store.put([prepared("1")])
        store.put([prepared("2")])
        until = time.monotonic() + 20
        while time.monotonic() < until:
            with Reader(tmp_path) as reader:
                if "d2" in reader.rows:
                    break
            time.sleep(0.05)
        else:
            raise AssertionError("never published")
    assert verify(tmp_path) == []
