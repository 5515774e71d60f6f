"""The order of the rooms over a folder: determinism, refusals as values, decisions."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from conftest import CHANGZHOU

from policygraph.issues import ReadError
from policygraph.pipeline import build, export_document, finish, inputs, parse_bytes, parse_file, parse_files

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
