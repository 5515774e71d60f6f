"""Files into a store: order, skipping, refusals, executors, decisions, rebuilding; and the commands."""

from __future__ import annotations

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from serve.server import TEXT
from test_pipeline import named_otherwise

from policygraph import ingest
from policygraph.cli import cli
from policygraph.decide import Decision, dump_decisions
from policygraph.issues import PolicygraphError
from policygraph.pipeline import inputs
from policygraph.store import Reader, Store, verify

Outcome = ingest.Outcome


def files(folder: Path, count: int = 3) -> list[Path]:
    """Documents that differ, and one that cannot be read."""
    folder.mkdir()
    for n in range(count):
        (folder / f"{n}.txt").write_text(TEXT.replace("8号", f"{n}号"), "utf-8")
    (folder / "z.pdf").write_bytes(b"no pdf")
    return sorted(folder.iterdir())


def quads(folder: Path) -> list[str]:
    with Reader(folder) as reader:
        return sorted(str(quad) for quad in reader.engine.store)


def test_every_executor_gives_the_same_store(tmp_path: Path) -> None:
    """Law 5: the same statements whoever did the work."""
    paths = files(tmp_path / "in")
    with Store.open(tmp_path / "a") as store:
        first = list(ingest.ingest_files(store, paths, ingest.local(2)))
    with ThreadPoolExecutor(2) as pool, Store.open(tmp_path / "b") as store:
        second = list(ingest.ingest_files(store, paths, ingest.on(pool, window=2)))
    assert first == second
    assert quads(tmp_path / "a") == quads(tmp_path / "b")
    assert [item.name for item in first] == [path.name for path in paths]
    assert [item.refusal.code for item in first if item.refusal] == ["type-mismatch"]
    assert verify(tmp_path / "a") == []


def test_a_dask_cluster_gives_the_same_store(tmp_path: Path) -> None:
    distributed = pytest.importorskip("distributed")
    paths = files(tmp_path / "in")
    with Store.open(tmp_path / "a") as store:
        first = list(ingest.ingest_files(store, paths, ingest.local(1)))
    two = distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None)
    with two as cluster, Store.open(tmp_path / "b") as store:
        second = list(ingest.ingest_files(store, paths, ingest.runner(cluster.scheduler_address)))
    assert first == second
    assert quads(tmp_path / "a") == quads(tmp_path / "b")


def test_no_cluster_is_said() -> None:
    pytest.importorskip("distributed")
    with pytest.raises(PolicygraphError) as refused:
        ingest.dask("tcp://127.0.0.1:9", timeout=1)
    assert refused.value.code == "executor"


def test_again_is_no_work_and_other_rules_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = files(tmp_path / "in", 2)
    with Store.open(tmp_path / "s") as store:
        assert [item.written for item in ingest.ingest_files(store, paths, ingest.local(1))] == [True, True, False]
        before = dict(store.rows)
        again = list(ingest.ingest_files(store, paths[:2], _never))
        assert [(item.written, item.row is not None) for item in again] == [(False, True)] * 2
        assert ingest.stale(store) == []
        monkeypatch.setattr(ingest, "rules_hash", lambda: "other")
        assert len(ingest.stale(store)) == 2
        done = list(ingest.refresh(store, ingest.local(1)))
        assert {item.row.rules for item in done if item.row} == {"other"}
        assert {key: row.digest for key, row in before.items()} == {key: row.digest for key, row in store.rows.items()}


def _never(work: object, jobs: object) -> ingest.Iterator[ingest.Answer]:
    assert list(jobs) == []  # type: ignore[call-overload]
    return iter(())


def test_an_edited_file_replaces_and_is_a_version(tmp_path: Path) -> None:
    (path,) = files(tmp_path / "in", 1)[:1]
    with Store.open(tmp_path / "s") as store:
        (first,) = ingest.ingest_files(store, [path], ingest.local(1))
        path.write_text(path.read_text("utf-8").replace("500个", "600个"), "utf-8")
        (second,) = ingest.ingest_files(store, [path], ingest.local(1))
    assert first.row is not None and second.row is not None
    assert first.row.id == second.row.id
    assert second.row.versions == ((first.row.source, first.row.record),)
    assert any('"600"' in line for line in quads(tmp_path / "s"))
    assert not any('"500"' in line for line in quads(tmp_path / "s"))


def test_a_decision_is_replayed_and_survives(tmp_path: Path) -> None:
    paths = files(tmp_path / "in", 2)[:2]
    with Store.open(tmp_path / "s") as store:
        rows = [item.row for item in ingest.ingest_files(store, paths, ingest.local(1))]
        assert rows[0] is not None
        owner = store.record(rows[0].id)["responsibilities"][0]
        changed = ingest.decide(store, Decision(owner["id"], "dismiss"))
        assert changed == [rows[0].id]
        assert owner["id"] not in {item["id"] for item in store.record(rows[0].id)["responsibilities"]}
    with Store.open(tmp_path / "s") as store:
        assert ingest.stale(store) == [rows[0].id]
        assert [item.written for item in ingest.refresh(store, ingest.local(1))] == [False]


def test_a_body_is_decided_in_every_document_that_names_it(tmp_path: Path) -> None:
    paths = files(tmp_path / "in", 2)[:2]
    with Store.open(tmp_path / "s") as store:
        rows = [item.row for item in ingest.ingest_files(store, paths, ingest.local(1))]
        one, other = (item for item in store.record(rows[0].id)["organizations"][:2]) if rows[0] else ({}, {})
        changed = ingest.decide(store, Decision(one["id"], "same-body", value=other["resolved"]))
        naming = [
            row.id for row in rows if row and one["id"] in {x["id"] for x in store.record(row.id)["organizations"]}
        ]
        assert sorted(changed) == sorted(naming)
        for key in naming:
            found = {item["id"]: item["resolved"] for item in store.record(key)["organizations"]}
            assert found[one["id"]] == other["resolved"]
        ingest.decide(store, Decision(one["id"], "withdraw", value=other["resolved"], withdraws="same-body"))
        assert store.record(naming[0])["organizations"][0]["resolved"] == one["resolved"]


def test_a_store_whose_decisions_were_edited_by_hand_is_refreshed(tmp_path: Path) -> None:
    """Also where no graph knows what they are about: a finding, and the withdrawal of a dismissed task."""
    paths = files(tmp_path / "in", 3)[:3]
    with Store.open(tmp_path / "s") as store:
        keys = [item.row.id for item in ingest.ingest_files(store, paths, ingest.local(1)) if item.row]
        before = [store.record(key) for key in keys]
        gone = Decision(before[0]["tasks"][0]["id"], "dismiss")
        finding = before[2]["findings"][0]["key"]
        assert ingest.decide(store, gone, ingest.local(1)) == [keys[0]]
        back = Decision(gone.target, "withdraw", withdraws="dismiss")
        store.keep_decided(dump_decisions([gone, back, Decision(finding, "dismiss", note="由省级考核")]))
        assert sorted(ingest.stale(store)) == sorted([keys[0], keys[2]])
        assert all(item.written for item in ingest.refresh(store, ingest.local(1)))
        assert [store.record(key) for key in keys[:2]] == before[:2]
        told = next(item for item in store.record(keys[2])["findings"] if item["key"] == finding)
        assert told["decision"] == {"action": "dismiss", "note": "由省级考核"}


def test_a_withdrawal_of_what_is_not_in_force_is_refused_and_not_written_down(tmp_path: Path) -> None:
    with Store.open(tmp_path / "s") as store:
        (row,) = [item.row for item in ingest.ingest_files(store, files(tmp_path / "in", 1)[:1], ingest.local(1))]
        assert row is not None
        owner = store.record(row.id)["responsibilities"][0]["id"]
        ingest.decide(store, Decision(owner, "correct", "role", "guide"), ingest.local(1))
        kept = store.decided()
        for value in ("lead", ""):
            with pytest.raises(PolicygraphError, match="没有可撤回的决定"):
                ingest.decide(store, Decision(owner, "withdraw", "role", value, withdraws="correct"), ingest.local(1))
        assert store.decided() == kept


def test_rebuilding_from_the_kept_files(tmp_path: Path) -> None:
    paths = files(tmp_path / "in", 2)[:2]
    with Store.open(tmp_path / "s") as store:
        list(ingest.ingest_files(store, paths, ingest.local(1)))
    before = [line for line in quads(tmp_path / "s") if "store#row" not in line]
    shutil.rmtree(tmp_path / "s" / "engine")
    assert len(list(ingest.rebuild(tmp_path / "s", ingest.local(1)))) == 2
    assert [line for line in quads(tmp_path / "s") if "store#row" not in line] == before
    assert verify(tmp_path / "s") == []


# ---- the commands ----------------------------------------------------------------------------------


def run(*words: object) -> Result:
    return CliRunner().invoke(cli, [str(word) for word in words])


def test_the_commands(tmp_path: Path) -> None:
    files(tmp_path / "in", 2)
    store = tmp_path / "s"
    first = run("ingest", tmp_path / "in", "--store", store, "-j", 1)
    lines = first.stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["ok", "ok"]
    assert [line.split()[2] for line in lines] == ["0.txt", "1.txt"]
    assert first.stderr.startswith("error: z.pdf: type-mismatch: ")
    listed = json.loads(run("list", "--store", store, "--json").stdout)
    assert sorted(item["id"] for item in listed) == sorted(line.split()[1] for line in lines)
    assert "all well" in run("verify", "--store", store).stdout
    assert "2 份文件" in run("backup", tmp_path / "b", "--store", store).stdout
    assert run("remove", listed[0]["id"], "--store", store).stdout.startswith("removed")
    assert len(json.loads(run("list", "--store", store, "--json").stdout)) == 1
    assert "2 份文件" in run("restore", tmp_path / "b", "--store", store).stdout
    assert len(json.loads(run("list", "--store", store, "--json").stdout)) == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["list", "--store", "{}/none"], "store-missing"),
        (["verify", "--store", "{}/none"], "store-missing"),
        (["serve", "--store", "{}/none"], "store-missing"),
        (["restore", "{}/none", "--store", "{}/x"], "backup-damaged"),
        (["ingest", "{}/a.txt", "--store", "ftp://x/"], "store-missing"),
    ],
)
def test_refusals_are_one_line(tmp_path: Path, words: list[str], said: str) -> None:
    done = run(*(word.format(tmp_path) for word in words))
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1 and said in done.stderr


def test_a_name_in_another_encoding_is_kept_with_its_neighbours(tmp_path: Path) -> None:
    paths = files(tmp_path / "in", 2)
    named_otherwise(tmp_path / "in", TEXT.replace("8号", "9号"))
    with Store.open(tmp_path / "s") as store:
        outcomes = list(ingest.ingest_files(store, inputs(tmp_path / "in"), ingest.local(1)))
        assert {row.name for row in store.rows.values()} == {paths[0].name, paths[1].name, "附件.txt"}
        assert not any(item.written for item in ingest.ingest_files(store, inputs(tmp_path / "in"), ingest.local(1)))
    assert [item.name for item in outcomes if item.refusal] == ["z.pdf", "\ufffd\ufffd.pdf"]


def test_an_error_nobody_thought_of_refuses_one_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(job: ingest.Job) -> ingest.Extracted:
        if job.name == "1.txt":
            raise KeyError(job.name)
        return extract(job)

    extract = ingest.extract
    monkeypatch.setattr(ingest, "extract", fails)
    paths = files(tmp_path / "in")
    with ThreadPoolExecutor(1) as pool, Store.open(tmp_path / "s") as store:
        outcomes = list(ingest.ingest_files(store, paths, ingest.on(pool)))
        assert len(store.rows) == 2
    assert [item.refusal.code if item.refusal else "" for item in outcomes] == ["", "internal", "", "type-mismatch"]


def test_an_emptier_copy_does_not_replace_the_fuller(tmp_path: Path) -> None:
    from test_pipeline import ISSUED, PLAN

    full, page = tmp_path / "a.txt", tmp_path / "b.txt"
    full.write_text(ISSUED + PLAN.format("农业").replace("甲市人民政府关于节水的", "节水"), "utf-8")
    page.write_text(ISSUED, "utf-8")
    with Store.open(tmp_path / "store") as store:
        done = list(ingest.ingest_files(store, [full, page], ingest.local(1)))
        assert [item.written for item in done] == [True, False]
        assert "未替换" in done[1].verdict
        (row,) = store.rows.values()
        assert row.name == "a.txt"
