"""What verify says, and what it does not do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from store.factory import prepared
from store.faults import make_good, tree

from policygraph.cli_store import verify as command
from policygraph.store import Store, verify
from policygraph.store.check import rescued
from policygraph.store.files import Layout


def told(folder: Path) -> tuple[int, str]:
    done = CliRunner().invoke(command, ["--store", str(folder)], standalone_mode=False)
    return int(done.return_value), done.output


def test_well_is_said_of_a_store_and_of_its_backup_without_a_byte_changed(tmp_path: Path) -> None:
    good = make_good(tmp_path)
    for folder in (good, tmp_path / "backup"):
        before = tree(folder)
        assert told(folder) == (0, "全部相符 / all well\n")
        assert tree(folder) == before


def test_what_a_stopped_writer_leaves_is_no_reason_to_restore(tmp_path: Path) -> None:
    good = make_good(tmp_path)
    (good / "closed").unlink()
    status, output = told(good)
    assert status == 0 and "下次打开时自动修复" in output and "restore" not in output and "全部相符" not in output
    problems = json.loads(CliRunner().invoke(command, ["--store", str(good), "--json"]).output)["problems"]
    assert [(item["code"], item["mends"]) for item in problems] == [("unfinished", True)]


@pytest.mark.parametrize(
    ("name", "words", "not_words"),
    [
        ("current", "下次打开时自动修复", "restore"),
        ("manifest.log", "下次打开时自动修复", "restore"),
        ("engine/CURRENT", "restore", "下次打开时"),
        ("decisions.json", "--refresh", "下次打开时"),
    ],
)
def test_damage_is_told_with_what_helps(tmp_path: Path, name: str, words: str, not_words: str) -> None:
    good = make_good(tmp_path)
    (good / name).write_bytes(b"\0" * 40)
    status, output = told(good)
    assert status == 1 and words in output and not_words not in output


def test_a_damaged_backup_is_said_to_be_no_use(tmp_path: Path) -> None:
    make_good(tmp_path)
    (tmp_path / "backup" / "head").write_bytes(b"")
    status, output = told(tmp_path / "backup")
    assert status == 1 and "不能用于恢复" in output and "自动修复" not in output


def test_decisions_that_changed_are_said_when_the_store_is_opened(tmp_path: Path) -> None:
    good = make_good(tmp_path)
    (good / "decisions.json").unlink()
    with Store.open(good) as store:
        assert "decisions.json" in store.notes[0]


def test_a_rebuild_begins_with_what_either_manifest_knows(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        store.put([prepared("1"), prepared("2")])
        store.remove(["d1"])
    assert set(rescued(Layout(tmp_path))) == {"d2"}
    log = (tmp_path / "manifest.log").read_bytes()
    (tmp_path / "manifest.log").write_bytes(bytes(len(log)))
    assert set(rescued(Layout(tmp_path))) == {"d2"}
    (tmp_path / "manifest.log").write_bytes(log)
    for path in (tmp_path / "engine").iterdir():
        path.unlink()
    assert set(rescued(Layout(tmp_path))) == {"d2"}
    assert verify(tmp_path) != []
