"""``compare`` and ``cascade``: JSON, page, workbook; over files, a folder and a store."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from relate_support import Record

from policygraph.cli import cli
from policygraph.relate.cascade import cascade
from policygraph.relate.told import told


def run(*arguments: str | Path) -> bytes:
    done = CliRunner().invoke(cli, [str(item) for item in arguments], standalone_mode=False)
    assert done.exception is None, done.output
    return done.stdout_bytes


def test_cascade_of_a_folder_and_of_a_store_say_the_same(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    from policygraph.store import Store

    of_folder = json.loads(run("cascade", folder, "--json"))
    store = tmp_path_factory.mktemp("store") / "s"
    run("ingest", folder, "--store", store)
    with Store.open(store):
        pass
    of_store = json.loads(run("cascade", "--store", store, "--family", of_folder["family"], "--json"))
    assert of_store == of_folder
    assert set(of_folder["pairs"][0]["upper"]) >= {"document", "section", "task", "text"}
    assert len(of_folder["documents"]) == 3


def test_compare_writes_a_page_and_a_workbook(folder: Path) -> None:
    import openpyxl

    pair = (folder / "national.txt", folder / "province.txt")
    assert b"Content-Security-Policy" in run("compare", *pair, "--html")
    book = openpyxl.load_workbook(io.BytesIO(run("compare", *pair, "--xlsx")))
    assert book.sheetnames == ["承接矩阵", "任务对照", "目标对照", "新增任务", "变化"]
    matrix = [row[:3] for row in book["承接矩阵"].iter_rows(min_row=2, values_only=True)]
    assert ("二/（二）", "加快农机研发制造", "一致") in matrix
    assert ("三/（七）", "加强机耕道路建设", "缺失") in matrix


def test_a_folder_without_related_documents_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "某某市生活垃圾分类实施方案\n一、工作任务\n（一）建设站点。建设收集站点。\n", "utf-8"
    )
    done = CliRunner().invoke(cli, ["cascade", str(tmp_path)], standalone_mode=False)
    assert (done.return_value, done.stdout) == (3, "")
    assert "no-family" in done.stderr


def test_the_page_holds_document_text_only_as_data(family: list[Record]) -> None:
    from policygraph.views.cascade import cascade_page

    said = told(cascade(family))
    said["pairs"][0]["lower"] = {**said["pairs"][0]["lower"], "text": "</script><img src=x onerror=alert(1)>"}
    said["units"][0]["heading"] = "<b>粗</b>"
    text = cascade_page(said).decode()
    assert "<img" not in text
    assert "<b>粗" not in text
    assert "innerHTML" not in text
    assert re.search(r"default-src 'none'", text)


def test_every_cell_opens_both_passages(family: list[Record], chromium: Any, tmp_path: Path) -> None:
    from policygraph.views.cascade import cascade_page

    page = tmp_path / "cascade.html"
    page.write_bytes(cascade_page(told(cascade(family))))
    tab = chromium.new_page(viewport={"width": 1280, "height": 800})
    complaints: list[str] = []
    tab.on("console", lambda line: complaints.append(line.text))
    tab.goto(page.as_uri())
    tab.locator("button.narrower").first.click()
    assert tab.locator("#both .side").count() == 4
    assert "北斗导航" in tab.locator("#both").inner_text()
    tab.keyboard.press("Escape")
    assert tab.locator("#both").is_hidden()
    tab.locator("button.inherited").first.click()
    assert "下级文件没有对应内容" in tab.locator("#both").inner_text()
    assert complaints == []
    tab.close()
