"""The tables: level with what was taken in, whatever came, changed and went, and never half."""

from __future__ import annotations

import random
import sqlite3
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from policygraph.catalogue import Answers, Catalogue, Entry, keeping, tables

ROLES = ("lead", "responsible", "support", "guide")
Record = dict[str, Any]


def plan(key: str, dice: random.Random, **head: Any) -> Record:
    """A record with the parts that the tables read."""
    made: Record = {
        "document": {"id": key, "title": f"方案{key}", "issuer": ["甲市人民政府"], "issued": "2024-05-01"} | head
    }
    names = dice.sample(range(8), 4)
    made["organizations"] = [{"id": f"o{n}", "name": f"单位{n % 5}", "region": f"{n // 5}市"} for n in names]
    made["tasks"] = [
        {"id": f"t{key}-{at}", "text": f"推进工作{dice.randrange(30)}", "domain": "领域", "deadline": None}
        for at in range(dice.randrange(5))
    ]
    made["indicators"] = [
        {
            "id": f"i{key}",
            "name": "优良率",
            "value": 95,
            "unit": "%",
            "comparator": ">=",
            "by": "2025",
            "section_path": "一",
        }
    ]
    made["goals"], made["findings"] = [], []
    made["responsibilities"] = [
        {"subject": task["id"], "organization": f"o{dice.choice(names)}", "role": dice.choice(ROLES)}
        for task in [*made["tasks"], *made["indicators"]]
        for _ in range(dice.randrange(3))
    ]
    return made


def counted(records: dict[str, Record]) -> dict[str, dict[str, int]]:
    """What the totals of organisations should be, counted the long way."""
    out: dict[str, dict[str, int]] = {}
    for record in records.values():
        tasks = {task["id"] for task in record["tasks"]}
        parts = {(item["organization"], item["subject"], item["role"]) for item in record["responsibilities"]}
        for who in {who for who, _, _ in parts}:
            have = out.setdefault(who, dict.fromkeys((*ROLES, "tasks", "documents"), 0))
            have["documents"] += 1
            have["tasks"] += len({what for w, what, _ in parts if w == who and what in tasks})
            for role, count in Counter(r for w, what, r in parts if w == who and what in tasks).items():
                have[role] += count
    return out


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    made = Catalogue(tmp_path / "c.sqlite")
    yield made
    made.close()


@pytest.mark.parametrize("seed", range(6))
def test_totals_are_right_after_every_change(catalogue: Catalogue, tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    records: dict[str, Record] = {}
    answers = Answers(tmp_path / "c.sqlite")
    for step in range(12):
        fresh = {f"d{dice.randrange(9)}": plan(f"d{step}-{n}", dice) for n in range(dice.randrange(1, 4))}
        catalogue.take([Entry(key, f"{step}", "名", record) for key, record in fresh.items()])
        records |= fresh
        if step % 3 == 2:
            gone = dice.choice(sorted(records))
            catalogue.give_up([gone, "never-there"])
            del records[gone]
        shown = {
            row.id: {name: getattr(row, name) for name in (*ROLES, "tasks", "documents")}
            for row in answers.organizations(limit=100).rows
        }
        assert shown == counted(records)
        assert answers.totals()[:2] == (len(records), sum(len(record["tasks"]) for record in records.values()))


def test_what_is_behind(catalogue: Catalogue) -> None:
    dice = random.Random(1)
    catalogue.take([Entry(key, "old", "名", plan(key, dice)) for key in ("d1", "d2")])
    behind = catalogue.behind({"d1": "old", "d3": "new"})
    assert (behind.gone, behind.fresh) == (("d2",), ("d3",))
    assert catalogue.behind({"d1": "new", "d2": "old"}).fresh == ("d1",)
    assert not catalogue.behind({"d1": "old", "d2": "old"})


def test_a_batch_is_taken_whole_or_not_at_all(catalogue: Catalogue, tmp_path: Path) -> None:
    dice = random.Random(2)
    catalogue.take([Entry("d1", "a", "名", plan("d1", dice))])
    before = Answers(tmp_path / "c.sqlite").organizations(limit=100)
    broken = plan("d2", dice)
    del broken["indicators"]
    with pytest.raises(KeyError):
        catalogue.take([Entry("d1", "b", "名", plan("d3", dice)), Entry("d2", "b", "名", broken)])
    assert Answers(tmp_path / "c.sqlite").organizations(limit=100) == before
    assert catalogue.behind({"d1": "a"}) == tables.Behind((), ())


def test_a_document_without_a_record_is_in_the_list(catalogue: Catalogue, tmp_path: Path) -> None:
    catalogue.take([Entry("d1", "", "只有图谱的文件", None)])
    row = Answers(tmp_path / "c.sqlite").documents().rows[0]
    assert (row.title, row.known, row.tasks) == ("只有图谱的文件", 0, 0)
    assert not catalogue.behind({"d1": ""})


@pytest.mark.parametrize("damage", [b"no database at all, but long enough to be read as one" * 40, b""])
def test_a_damaged_file_is_made_anew(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "c.sqlite"
    path.write_bytes(damage)
    catalogue = Catalogue(path)
    catalogue.take([Entry("d1", "a", "名", plan("d1", random.Random(3)))])
    catalogue.close()
    assert Answers(path).totals()[0] == 1


@pytest.mark.parametrize("way", ["gone", "empty", "cut", "zeros", "flipped", "seal"])
def test_a_file_that_is_not_as_it_was_left_is_made_anew(tmp_path: Path, way: str) -> None:
    """SQLite does not see altered numbers by itself."""
    path, seal = tmp_path / "c.sqlite", tmp_path / "c.sqlite.seal"
    with keeping(path) as catalogue:
        catalogue.take([Entry("d1", "a", "名", plan("d1", random.Random(3)))])
    data = path.read_bytes()
    with keeping(path) as catalogue:
        assert not catalogue.behind({"d1": "a"})
    at = data.rindex("名".encode()) if "名".encode() in data else len(data) // 2
    harm = {
        "empty": b"",
        "cut": data[: len(data) // 2],
        "zeros": bytes(len(data)),
        "flipped": data[:at] + b"???" + data[at + 3 :],
    }
    if way in harm:
        path.write_bytes(harm[way])
    else:
        (path if way == "gone" else seal).unlink()
    with keeping(path) as catalogue:
        assert catalogue.behind({"d1": "a"}).fresh == ("d1",)


def test_tables_of_another_version_are_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "c.sqlite"
    monkeypatch.setattr(tables, "VERSION", tables.VERSION + 1)
    other = Catalogue(path)
    other.take([Entry("d1", "a", "名", None)])
    other.close()
    monkeypatch.undo()
    again = Catalogue(path)
    assert again.behind({"d1": "a"}).fresh == ("d1",)
    again.close()


def test_asking_writes_nothing(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.Error):
        Answers(tmp_path / "none.sqlite").totals()
    assert not (tmp_path / "none.sqlite").exists()
