"""The order of the rooms over a folder: determinism, refusals as values, decisions."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from pathlib import Path

import pytest
from conftest import CHANGZHOU

from policygraph import pipeline
from policygraph.decide import Decision
from policygraph.issues import ReadError
from policygraph.model import Linked
from policygraph.pipeline import Finished, build, export_document, finish, inputs, parse_bytes, parse_file, parse_files

PLAN = "甲市人民政府关于节水的实施方案\n一、重点任务\n1．推进{}节水。（牵头单位：水利局；配合单位：财政局）\n"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    for number, word in enumerate(("农业", "工业", "城镇", "生活")):
        (folder / f"{number}.txt").write_text(PLAN.format(word).replace("关于节水", f"关于{word}节水"), "utf-8")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing")
    (folder / "0.toml").write_text('origin = "样例"\n', "utf-8")
    return folder


def digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_the_same_bytes_on_any_number_of_workers(corpus: Path, tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    assert build(corpus, one, workers=1) == build(corpus, two, workers=2)
    assert digests(one) == digests(two)


def test_results_come_in_the_order_of_the_paths(corpus: Path) -> None:
    paths = inputs(corpus)
    assert [path.name for path in paths] == ["0.txt", "1.txt", "2.txt", "3.txt", "broken.pdf"]
    results = list(parse_files(paths, workers=2))
    assert [result.path for result in results] == paths
    assert [result.refusal is None for result in results] == [True, True, True, True, False]


def test_progress_is_told_for_every_file(corpus: Path, tmp_path: Path) -> None:
    seen: list[tuple[int, int, str]] = []
    build(corpus, tmp_path / "out", 1, lambda index, total, name: seen.append((index, total, name)))
    assert [item[:2] for item in seen] == [(n, 5) for n in range(1, 6)]


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="没有可读的文件"):
        build(tmp_path, tmp_path / "out")


def test_a_refusal_is_a_value(corpus: Path) -> None:
    result = parse_file(corpus / "broken.pdf")
    assert result.linked is None and result.refusal is not None
    assert result.refusal.code == "malformed"


def test_finish_gives_record_and_graph_of_the_same_facts() -> None:
    done = finish(parse_bytes(CHANGZHOU.read_bytes(), CHANGZHOU.name))
    tasks = {task["id"] for task in done.record["tasks"]}
    said = {quad.evidence for quad in done.quads}
    assert tasks <= said | {quad.subject.rsplit("/", 1)[-1] for quad in done.quads}


@pytest.mark.parametrize("form", ["csv", "trig"])
def test_export_document(form: str) -> None:
    names = [name for name, data in export_document(CHANGZHOU, form) if data]
    assert names == (["graph.trig"] if form == "trig" else names)
    assert names


def named_otherwise(folder: Path, text: str) -> None:
    """Two files whose names are no UTF-8: in GBK, and in nothing."""
    for name, data in (("附件.txt".encode("gbk"), text.encode()), (b"\xff\xfe.pdf", b"%PDF-1.7\nnothing")):
        try:
            (folder / os.fsdecode(name)).write_bytes(data)
        except (OSError, UnicodeError):
            pytest.skip("this file system has names in one encoding")


def test_a_name_in_another_encoding_is_read_and_takes_nobody_along(corpus: Path, tmp_path: Path) -> None:
    named_otherwise(corpus, PLAN.format("乡村").replace("关于节水", "关于乡村节水"))
    done = build(corpus, tmp_path / "out", workers=1)
    assert done.documents == 5
    assert sorted(item.name for item in done.refusals) == ["broken.pdf", "\ufffd\ufffd.pdf"]
    names = {item["file"] for item in json.loads((tmp_path / "out" / "report.json").read_bytes())["documents"]}
    assert names == {"0.txt", "1.txt", "2.txt", "3.txt", "附件.txt"}


def test_an_error_nobody_thought_of_refuses_one_document(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(linked: Linked, decisions: Sequence[Decision] = ()) -> Finished:
        if linked.policy.document.info.name == "1.txt":
            raise KeyError("no such thing")
        return finish(linked, decisions)

    monkeypatch.setattr(pipeline, "finish", fails)
    done = build(corpus, tmp_path / "out", workers=1)
    assert done.documents == 3
    assert [(item.name, item.code) for item in done.refusals] == [("1.txt", "internal"), ("broken.pdf", "malformed")]
    assert "KeyError，test_pipeline.py:" in done.refusals[0].message


ISSUED = "甲市人民政府文件\n甲政发〔2024〕3号\n甲市人民政府关于印发节水实施方案的通知\n各区人民政府：\n现将《节水实施方案》印发给你们。\n甲市人民政府\n2024年3月1日\n"


def test_of_two_copies_the_fuller_is_built(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "a.txt").write_text(ISSUED + PLAN.format("农业").replace("甲市人民政府关于节水的", "节水"), "utf-8")
    (folder / "b.txt").write_text(ISSUED, "utf-8")
    done = build(folder, tmp_path / "out", workers=1)
    assert (done.documents, done.duplicates) == (1, ("b.txt",))
    (file,) = (tmp_path / "out" / "records").glob("*.json")
    record = json.loads(file.read_text("utf-8"))
    assert record["source"]["name"] == "a.txt"
    assert [item["message"][:5] for item in record["issues"] if item["code"] == "duplicate-document"] == ["b.txt"]


def test_a_dossier_in_a_folder_is_one_input(tmp_path: Path) -> None:
    inner = tmp_path / "节水"
    inner.mkdir()
    (inner / "通知.txt").write_text(ISSUED + "附件：1．节水实施方案", "utf-8")
    (inner / "附件1.节水实施方案.txt").write_text("节水实施方案\n一、重点任务\n（一）推进节水。", "utf-8")
    (inner / "丙.txt").write_text(PLAN.format("丙"), "utf-8")
    assert [path.name for path in inputs(tmp_path)] == ["节水", "丙.txt"]
    parts = [
        part.role for item in parse_files(inputs(tmp_path)) if item.linked for part in item.linked.policy.document.parts
    ]
    assert parts == ["notice", "plan"]
