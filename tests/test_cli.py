"""The command line as a user has it: a real process, its streams and its exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from conftest import CHANGZHOU, ROOT

from policygraph.record import schema


def run(*arguments: str | Path, cwd: Path = ROOT, **env: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "policygraph", *map(str, arguments)]
    return subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", cwd=cwd, env={**os.environ, **env}, timeout=180
    )


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    outputs = tmp_path_factory.mktemp("outputs")
    done = run("build", CHANGZHOU, "-o", outputs)
    assert done.returncode == 0, done.stderr
    return outputs


def test_parse_prints_a_record_that_follows_the_schema() -> None:
    done = run("parse", CHANGZHOU)
    assert (done.returncode, done.stderr) == (0, "")
    record = json.loads(done.stdout)
    jsonschema.Draft202012Validator(schema()).validate(record)
    tasks, duties = ({item["id"] for item in record[name]} for name in ("tasks", "duties"))
    owed = [item for item in record["responsibilities"] if item["subject"] in tasks]
    assert (len(tasks), len(owed)) == (59, 102)
    assert sum(item["subject"] in duties for item in record["responsibilities"]) == 2
    owing = {item["organization"] for item in owed}
    assert len({item["name"] for item in record["organizations"] if item["id"] in owing}) == 13


def test_parse_gives_the_same_bytes_in_a_gbk_locale() -> None:
    plain = run("parse", CHANGZHOU, "--indent", "0")
    gbk = run("parse", CHANGZHOU, "--indent", "0", PYTHONIOENCODING="gbk", LC_ALL="C")
    assert plain.stdout == gbk.stdout
    assert plain.stdout.count("\n") == 1


@pytest.mark.parametrize(
    ("name", "data", "code", "status"),
    [
        ("empty.txt", b"", "empty", 3),
        ("image.pdf", b"%PDF-1.4 broken", "malformed", 3),
        ("binary.txt", bytes(range(256)) * 8, "binary", 3),
        ("program.exe", b"MZ\x90\x00" * 40, None, 3),
    ],
)
def test_a_refusal_is_one_line_and_an_exit_code(
    tmp_path: Path, name: str, data: bytes, code: str | None, status: int
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    done = run("parse", path)
    assert (done.returncode, done.stdout) == (status, "")
    assert done.stderr.count("\n") == 1 and done.stderr.startswith("error: ")
    assert code is None or f": {code}: " in done.stderr
    assert "Traceback" not in done.stderr


def test_a_file_that_is_not_there() -> None:
    done = run("parse", "nowhere.txt")
    assert (done.returncode, done.stdout) == (3, "")
    assert "nowhere.txt" in done.stderr


@pytest.mark.parametrize("arguments", [("parse",), ("nonsense",), ("export", "a.txt"), ("parse", "--wrong")])
def test_wrong_usage_is_2_with_nothing_on_standard_output(arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr


def test_a_news_page_is_read() -> None:
    """A document that obliges nobody is no error (exit 0), only empty."""
    text = "市领导调研企业\n\n昨日，市领导一行调研了三家企业，强调要优化营商环境。\n"
    path = ROOT / "outputs" / "news.txt"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")
    try:
        done = run("parse", path)
    finally:
        path.unlink()
    assert done.returncode == 0
    assert json.loads(done.stdout)["tasks"] == []


def test_build_writes_pages_ledgers_and_graph(built: Path) -> None:
    for name in ("index.html", "graph.nq", "graph.ttl", "graph.graphml", "files/ledger.xlsx", "report.json"):
        assert (built / name).stat().st_size > 100, name
    report = json.loads((built / "report.json").read_text("utf-8"))
    assert [(item["tasks"], item["responsibilities"]) for item in report["documents"]] == [(59, 104)]
    assert len(list((built / "graph").glob("o[0-9a-f][0-9a-f]*.html"))) == 13


def test_build_says_what_it_refused_and_goes_on(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("一、重点任务\n1．推进节水。（责任单位：水利局）\n", "utf-8")
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.4 broken")
    done = run("build", tmp_path, "-o", tmp_path / "out", "--json")
    assert done.returncode == 1
    report = json.loads(done.stdout)
    assert [item["file"] for item in report["refusals"]] == ["b.pdf"]
    assert len(report["documents"]) == 1
    assert done.stderr.startswith("error: b.pdf: ")


def test_build_says_beforehand_that_the_files_are_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from click.testing import CliRunner

    from policygraph import cli

    for at in range(3):
        (tmp_path / f"{at}.txt").write_text(f"一、重点任务\n1．推进第{at}项节水。（责任单位：水利局）\n", "utf-8")
    quiet = CliRunner().invoke(cli.build, [str(tmp_path), "-o", str(tmp_path / "out"), "-j", "1"])
    monkeypatch.setattr(cli, "MANY", 2)
    loud = CliRunner().invoke(cli.build, [str(tmp_path), "-o", str(tmp_path / "out"), "-j", "1"])
    assert quiet.exit_code == loud.exit_code == 0, loud.output
    # the second build does not take the files of the first, which lie within the folder, for documents
    assert "many-files" not in quiet.output and "many-files: 3 份文件" in loud.output


def test_two_files_that_are_one_document(tmp_path: Path) -> None:
    text = "甲市人民政府关于节水的意见\n甲政发〔2023〕5号\n各有关单位：\n一、重点任务\n1．推进节水。（责任单位：{}）\n"
    (tmp_path / "a.txt").write_text(text.format("水利局"), "utf-8")
    (tmp_path / "b.txt").write_text(text.format("水务局"), "utf-8")
    done = run("build", tmp_path, "-o", tmp_path / "out")
    assert done.returncode == 0
    assert "a.txt: duplicate-document" in done.stderr
    (record,) = (tmp_path / "out" / "records").glob("*.json")
    assert "水务局" in record.read_text("utf-8")


def test_decisions_beside_the_corpus_are_replayed_and_orphans_listed(tmp_path: Path, built: Path) -> None:
    record = json.loads(next((built / "records").glob("*.json")).read_text("utf-8"))
    owner = record["responsibilities"][0]
    finding = record["findings"][0]
    decisions = [
        {"target": owner["id"], "action": "correct", "field": "organization", "value": "发展改革局"},
        {"target": finding["key"], "action": "dismiss", "note": "由市级考核"},
        {"target": "t0000000000000000", "action": "dismiss", "about": "已删去的任务"},
        {"target": owner["id"], "action": "correct", "field": "role", "value": "support"},
        {"target": owner["id"], "action": "withdraw", "withdraws": "correct", "field": "role", "value": "support"},
        {"target": owner["id"], "action": "withdraw", "withdraws": "confirm", "about": "没有确认过"},
    ]
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / CHANGZHOU.name).write_bytes(CHANGZHOU.read_bytes())
    (corpus / "decisions.json").write_text(
        json.dumps({"schema": "policygraph/decisions/1", "decisions": decisions}, ensure_ascii=False), "utf-8"
    )
    done = run("build", corpus, "-o", tmp_path / "out")
    assert done.returncode == 0
    told = [line for line in done.stderr.splitlines() if "decisions.json" in line]
    assert [line.split(": ")[2] for line in told] == ["orphaned", "idle-withdrawal"]
    assert "已删去的任务" in told[0] and "没有确认过" in told[1]
    report = json.loads((tmp_path / "out" / "report.json").read_text("utf-8"))
    assert [item["action"] for item in report["orphaned_decisions"]] == ["dismiss", "withdraw"]
    again = json.loads(next((tmp_path / "out" / "records").glob("*.json")).read_text("utf-8"))
    names = {item["id"]: item["name"] for item in again["organizations"]}
    changed = next(item for item in again["responsibilities"] if item["id"] == owner["id"])
    assert names[changed["organization"]] == "发展改革局" and changed["mention"] == owner["mention"]
    assert changed["role"] == owner["role"]
    assert [item["decision"]["note"] for item in again["findings"] if "decision" in item] == ["由市级考核"]


def test_stored_queries_are_listed_and_take_parameters(built: Path) -> None:
    listed = run("query", "--list")
    assert listed.returncode == 0 and "due-between" in listed.stdout and "-p words=…" in listed.stdout
    rows = run(
        "query", "speaks-of", "-p", "words=秸秆", "--corpus", built / "graph.nq", "--format", "csv"
    ).stdout.splitlines()
    assert len(rows) > 1 and all("秸秆" in row for row in rows[1:])
    for wrong, said in (
        (("speaks-on",), "unknown-query"),
        (("speaks-of", "-p", "x=1"), "unknown-parameter"),
        (("speaks-of", "-p", "x"), "NAME=VALUE"),
    ):
        done = run("query", *wrong, "--corpus", built / "graph.nq")
        assert done.returncode != 0 and said in done.stderr and "Traceback" not in done.stderr


def test_a_profile_says_the_graph_in_another_vocabulary(built: Path, tmp_path: Path) -> None:
    done = run("export", built / "graph.nq", "--profile", "oa", "-o", tmp_path / "out.nt")
    assert done.returncode == 0, done.stderr
    text = (tmp_path / "out.nt").read_text("utf-8")
    assert "oa#TextQuoteSelector" in text and "oa#exact" in text
    assert "unknown-query" in run("export", built / "graph.nq", "--profile", "x", "-o", tmp_path / "y.nt").stderr


def test_query_answers_from_the_built_graph(built: Path) -> None:
    sparql = (
        'SELECT ?o WHERE { ?s <http://www.w3.org/2004/02/skos/core#prefLabel> "商务局"@zh . BIND("是" AS ?o) } LIMIT 1'
    )
    done = run("query", sparql, "--corpus", built / "graph.nq", "--format", "csv")
    assert done.returncode == 0, done.stderr
    assert "是" in done.stdout


def test_check_passes_shapes_and_lists_findings(built: Path) -> None:
    done = run("check", built / "graph.nq", "--json", "--fail-on", "never")
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["conforms"] and report["violations"] == []
    assert any(item["code"] == "indicator-unowned" for item in report["findings"])
    assert run("check", built / "graph.nq", "--fail-on", "warning").returncode == 1


def test_explain_names_the_rule_of_a_sentence() -> None:
    done = run("explain", CHANGZHOU, "三/（一）/2", "--json")
    rows = json.loads(done.stdout)
    said = next(row for row in rows if "秸秆综合利用率" in row["text"])
    assert any(answer["kind"] == "indicator" and answer["rule"] for answer in said["answers"])


@pytest.mark.parametrize("form", ["xlsx", "docx", "nq", "ttl", "jsonld", "graphml"])
def test_export_writes_one_file(tmp_path: Path, form: str) -> None:
    target = tmp_path / f"out.{form}"
    done = run("export", CHANGZHOU, "--format", form, "-o", target)
    assert done.returncode == 0, done.stderr
    assert target.stat().st_size > 1000


def test_help_is_in_both_languages() -> None:
    done = run("--help")
    assert "输出一份文件的记录" in done.stdout and "Chinese policy documents" in done.stdout


def test_completion_scripts() -> None:
    assert "_POLICYGRAPH_COMPLETE" in run("completion", "bash").stdout


def test_parse_reads_standard_input() -> None:
    command = [sys.executable, "-m", "policygraph", "parse", "-"]
    done = subprocess.run(command, input=CHANGZHOU.read_bytes(), capture_output=True, cwd=ROOT, timeout=180)
    record = json.loads(done.stdout)
    assert record["source"]["name"] == "stdin"
    assert record["tasks"] == json.loads(run("parse", CHANGZHOU).stdout)["tasks"]


def test_an_address_is_answered_with_what_to_do() -> None:
    done = run("parse", "https://example.org/a.html")
    assert done.returncode == 3 and "另存" in done.stderr and done.stderr.count("\n") == 1
