"""What staff come for, walked in a real Chromium from the first screen to the answer: one test a journey."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser
Make = Callable[..., dict[str, Any]]
Go = Callable[..., Any]

NOTICE = """甲市人民政府办公室关于印发甲市河道管护实施方案的通知
甲政办发〔2023〕{number}号

各县（市、区）人民政府：
现将《甲市河道管护实施方案》印发给你们，请认真贯彻执行。

甲市人民政府办公室
2023年5月4日

甲市河道管护实施方案

一、重点任务
（一）疏浚城区河道。清理沿岸堆放物，到2025年河道通畅率达到95%。（牵头单位：市水务局；配合单位：市财政局）
（二）建设河道巡查平台。整合监测数据，实现统一调度。（牵头单位：市大数据局）
"""


def in_view(page: Any, selector: str) -> bool:
    return bool(page.eval_on_selector_all(selector, """all => all.length && all.every(node => {
        const box = node.getBoundingClientRect();
        return box.height > 0 && box.top >= 0 && box.bottom <= innerHeight;
    })"""))  # fmt: skip


@pytest.fixture(scope="module")
def corpus_site(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A corpus of one short document, as a user would write it, and what was built from it."""
    from policygraph.pipeline import build

    folder = tmp_path_factory.mktemp("corpus")
    (folder / "甲市河道管护实施方案.txt").write_text(NOTICE.format(number=1), "utf-8")
    outputs = tmp_path_factory.mktemp("outputs")
    build(folder, outputs, workers=1)
    return folder, outputs


def test_indicators_nobody_owns_are_one_click_away(visit: Go, make_plan: Make) -> None:
    page = visit([make_plan()]).page
    page.click("nav.tabs a:has-text('指标')")
    page.click(".toggle:has-text('无人负责')")
    shown = page.eval_on_selector_all("table.data tbody th", "all => all.map(a => a.textContent)")
    assert shown == ["水质优良比例", "管网长度"]
    page.click("table.data tbody a:has-text('水质优良比例')")
    page.wait_for_selector("#panel mark.m-indicator")
    assert "无人负责" in page.inner_text("#panel .facts") and in_view(page, "#panel mark.m-indicator")
    assert "没有责任单位" in page.inner_text("#panel .finding")


def test_one_organisation_of_two_documents_has_all_its_tasks_and_its_namesake_none(visit: Go, make_plan: Make) -> None:
    there = make_plan("cc", title="丙市水网建设方案", region="丙市")
    page = visit([make_plan("a"), make_plan("bb", title="甲市水网建设行动计划"), there]).page
    page.click("nav.tabs a:text-is('单位')")
    rows = page.query_selector_all(
        "table.data tbody tr:has(a:has-text('水务局'))"
    )  # of one region once, of the other apart
    assert sorted(row.query_selector("th").inner_text() for row in rows) == ["水务局（丙市）", "水务局（甲市）"]
    page.click("table.data tbody a:text-is('水务局（甲市）')")
    assert page.eval_on_selector_all("#main li.task", "all => all.length") == 6
    files = "all => Array.from(new Set(all.map(a => PG.byId[a.dataset.f].doc)))"
    assert page.eval_on_selector_all("#main li.task a.tasklink", files) == [0, 1]
    assert "甲市" in page.inner_text("#main .whose")
    page.goto(page.url.split("#")[0] + "#/org/" + page.evaluate("PG.state.arg") + "?doc=da,dbb")
    assert page.inner_text("#main h1") == "水务局"  # within one place nobody needs to be told which


def test_an_owner_corrected_is_shown_after_the_next_build(
    corpus_site: tuple[Path, Path], open_page: Go, tmp_path: Path
) -> None:
    from policygraph.pipeline import build

    folder, outputs = corpus_site
    page = open_page(outputs / "index.html").page
    page.click("#main a.tasklink:has-text('河道巡查平台')")
    page.click("details.correct summary")
    page.select_option("#c-what", label="把“市大数据局”改为单位…")
    page.fill("#c-value", "市水务局")
    page.fill("#c-note", "机构改革后划转")
    page.click("details.correct button[type=submit]")
    page.click("#top a.decided")
    with page.expect_download() as waiting:
        page.click("button:has-text('下载 decisions.json')")
    again = tmp_path / "corpus"
    shutil.copytree(folder, again)
    waiting.value.save_as(again / "decisions.json")
    build(again, tmp_path / "outputs", workers=1)
    page = open_page(tmp_path / "outputs" / "index.html").page
    page.click("nav.quick a:has-text('市水务局')")
    page.click("#main a.tasklink:has-text('河道巡查平台')")
    said = page.inner_text("#panel details.correct")
    assert "市水务局" in said and "机构改革后划转" in said and "已生效" in said
    assert page.query_selector("nav.quick a:has-text('市大数据局')") is None
    page.click("#panel summary:has-text('撤回')")
    page.fill("#panel .takeback .note-in", "划转尚未批复")
    page.click("button:has-text('确认撤回')")
    page.click("#top a.decided")
    with page.expect_download() as waiting:
        page.click("button:has-text('下载 decisions.json')")
    waiting.value.save_as(again / "decisions.json")
    done = build(again, tmp_path / "outputs", workers=1)
    assert done.orphans == () and records(tmp_path / "outputs") == records(outputs)  # as extracted, to the byte
    page = open_page(tmp_path / "outputs" / "index.html").page
    assert page.evaluate("PG.decisions().length") == 0
    page.click("nav.quick a:has-text('市大数据局')")
    page.click("#main a.tasklink:has-text('河道巡查平台')")
    page.click("details.correct summary")
    said = page.inner_text("#panel .past")
    assert "机构改革后划转" in said and "已撤回" in said and "划转尚未批复" in said


def records(outputs: Path) -> list[bytes]:
    return [path.read_bytes() for path in sorted((outputs / "records").iterdir())]


def test_a_correction_taken_back_is_gone_after_the_next_build(
    corpus_site: tuple[Path, Path], open_page: Go, tmp_path: Path
) -> None:
    from policygraph.pipeline import build

    again = tmp_path / "corpus"
    shutil.copytree(corpus_site[0], again)
    record = json.loads(next((corpus_site[1] / "records").iterdir()).read_text("utf-8"))
    task = next(item for item in record["tasks"] if "巡查" in item["text"])
    owner = next(item for item in record["responsibilities"] if item["subject"] == task["id"])
    made = {
        "target": owner["id"],
        "action": "correct",
        "field": "organization",
        "value": "市水务局",
        "author": "甲",
        "about": "平台",
    }
    text = json.dumps({"schema": "policygraph/decisions/1", "decisions": [made]}, ensure_ascii=False)
    (again / "decisions.json").write_text(text, "utf-8")
    build(again, tmp_path / "first", workers=1)
    page = open_page(tmp_path / "first" / "index.html").page
    page.click("#main a.tasklink:has-text('河道巡查平台')")
    page.click("#panel .takeback summary")
    page.fill("#panel .takeback input", "划转未成")
    page.click("#panel .takeback button")
    assert "撤回“更正”" in page.inner_text("#panel details.correct") and "划转未成" in page.inner_text(
        "#panel details.correct"
    )
    page.click("#top a.decided")
    with page.expect_download() as waiting:
        page.click("button:has-text('下载 decisions.json')")
    waiting.value.save_as(again / "decisions.json")
    kept = json.loads((again / "decisions.json").read_text("utf-8"))["decisions"]
    assert [item["action"] for item in kept] == ["correct", "withdraw"] and kept[0] == made
    build(again, tmp_path / "second", workers=1)
    page = open_page(tmp_path / "second" / "index.html").page
    assert page.query_selector("nav.quick a:has-text('市大数据局')") is not None
    page.evaluate("location.hash = '#/decisions'")
    page.wait_for_selector("section:has-text('已撤回的决定') li")
    ended = page.inner_text("section:has-text('已撤回的决定')")
    assert "市水务局" in ended and "甲" in ended and "划转未成" in ended
    assert page.query_selector("section:has-text('已生效的决定')") is None
    assert page.evaluate("PG.decisions().length") == 0  # it is replayed, so nothing waits


def test_an_edited_ledger_comes_back_into_the_views(
    corpus_site: tuple[Path, Path], open_page: Go, tmp_path: Path
) -> None:
    import openpyxl
    from click.testing import CliRunner

    from policygraph.cli_office import decisions
    from policygraph.pipeline import build

    folder, outputs = corpus_site
    again = tmp_path / "corpus"
    shutil.copytree(folder, again)
    book = openpyxl.load_workbook(outputs / "files" / "ledger.xlsx")
    sheet = book["台账"]
    head = [cell.value for cell in sheet[1]]
    row = next(at for at in range(2, sheet.max_row + 1) if "巡查" in str(sheet.cell(at, head.index("任务") + 1).value))
    edits = {"牵头单位": "市水务局", "完成时限": "2026年6月底前", "状态": "进行中", "进展": "已完成招标"}
    sheet_before = {column: sheet.cell(row, head.index(column) + 1).value for column in edits}
    for column, value in edits.items():
        sheet.cell(row, head.index(column) + 1).value = value
    book.save(tmp_path / "ledger.xlsx")
    done = CliRunner().invoke(decisions, [str(tmp_path / "ledger.xlsx"), "--corpus", str(again)])
    assert "5 条决定" in done.output, done.output  # dismissed, added, deadline, status, progress
    assert len(json.loads((again / "decisions.json").read_text("utf-8"))["decisions"]) == 5
    build(again, tmp_path / "outputs", workers=1)
    page = open_page(tmp_path / "outputs" / "index.html").page
    line = page.inner_text("tr.task:has-text('河道巡查平台')")
    assert "进行中" in line and "2026年6月底前" in line
    page.click("#main a.tasklink:has-text('河道巡查平台')")
    assert page.eval_on_selector_all("#panel .facts a.chip", "all => all.map(a => a.lastChild.textContent)") == [
        "市水务局"
    ]
    assert "已完成招标" in page.inner_text("#panel .facts")
    book = openpyxl.load_workbook(tmp_path / "outputs" / "files" / "ledger.xlsx")
    assert book["台账"].cell(row, head.index("进展") + 1).value == "已完成招标"
    # what the text says is written into it again: that withdraws, and does not decide once more
    for column in ("牵头单位", "完成时限"):
        book["台账"].cell(row, head.index(column) + 1).value = sheet_before[column]
    book.save(tmp_path / "ledger.xlsx")
    said = [str(tmp_path / "ledger.xlsx"), "--corpus", str(again), "--author", "乙", "--date", "2026-03-01"]
    done = CliRunner().invoke(decisions, said)
    assert "3 条决定" in done.output, done.output  # the dismissal, the addition, the deadline
    ended = json.loads((again / "decisions.json").read_text("utf-8"))["decisions"][5:]
    assert {(item["action"], item["author"], item["date"]) for item in ended} == {("withdraw", "乙", "2026-03-01")}
    assert build(again, tmp_path / "outputs", workers=1).orphans == ()
    page = open_page(tmp_path / "outputs" / "index.html").page
    line = page.inner_text("tr.task:has-text('河道巡查平台')")
    assert "进行中" in line and "2026年6月底前" not in line
    page.click("#main a.tasklink:has-text('河道巡查平台')")
    chips = "all => all.map(a => a.lastChild.textContent)"
    assert page.eval_on_selector_all("#panel .facts a.chip", chips) == ["市大数据局"]


def test_a_finding_dismissed_with_a_reason_moves_to_what_is_settled(visit: Go, make_plan: Make) -> None:
    record = make_plan()
    page = visit([record], "#/findings").page
    page.fill("li.finding .note-in", "由省级统一考核")
    page.click("li.finding button:has-text('不成立')")
    assert "都已经处理" in page.inner_text("#main .empty")
    assert "由省级统一考核" in page.inner_text("li.finding.off .verdict")
    page.click("li.finding.off button:has-text('撤销')")
    assert page.query_selector("li.finding.off") is None


def test_a_verdict_in_the_record_is_shown_with_its_note(visit: Go, make_plan: Make) -> None:
    record = make_plan()
    record["findings"][0]["decision"] = {"action": "confirm", "note": "拟补充责任单位"}
    page = visit([record], "#/findings").page
    assert "拟补充责任单位" in page.inner_text("li.finding .verdict")
    assert page.query_selector("nav.tabs .n") is None  # nothing is left to look at


def test_the_matrix_of_the_real_document_prints_on_four_pages(visit: Go, changzhou_record: dict[str, Any]) -> None:
    pypdfium2 = pytest.importorskip("pypdfium2")
    page = visit([changzhou_record]).page
    pages = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    assert len(pages) <= 4
    assert all(abs(sheet.get_size()[0] - 842) < 2 and abs(sheet.get_size()[1] - 595) < 2 for sheet in pages)
    words = "".join("".join(sheet.get_textpage().get_text_range().split()) for sheet in pages)
    for task in changzhou_record["tasks"]:
        assert "".join(task["text"].split())[:8] in words


def test_a_long_matrix_prints_all_of_its_rows(visit: Go, make_plan: Make) -> None:
    pypdfium2 = pytest.importorskip("pypdfium2")
    pages = pypdfium2.PdfDocument(visit([make_plan(tasks=330)]).page.pdf(prefer_css_page_size=True))
    words = "".join("".join(sheet.get_textpage().get_text_range().split()) for sheet in pages)
    assert all(f"疏浚第{at}号河道" in words for at in range(1, 331))


def test_a_server_that_may_be_written_to_takes_decisions_at_once(chromium: Any, make_plan: Make) -> None:
    from policygraph.views import build_site

    html = next(data for path, data in build_site([make_plan()], version="0") if path == "index.html")
    posted: list[tuple[str | None, Any]] = []

    def answer(route: Any) -> None:
        request = route.request
        if request.url.endswith("/api/health"):
            route.fulfill(json={"writable": True})
        elif "/api/decisions" in request.url:
            assert request.url.endswith("?document=da")  # where the finding was seen: no graph knows it
            posted.append((request.headers.get("authorization"), request.post_data_json))
            route.fulfill(status=201, json={})
        else:
            route.fulfill(body=html, content_type="text/html; charset=utf-8")

    context = chromium.new_context()
    page = context.new_page()
    page.route("**/*", answer)
    page.goto("http://office.test/#/findings")
    page.click("li.finding button:has-text('确认')")
    assert posted == []  # nothing is sent before a token was given
    page.goto("http://office.test/#/decisions")
    page.fill("#token", "secret")
    page.press("#token", "Tab")
    page.goto("http://office.test/#/findings")
    page.click("li.finding button:has-text('撤销')")
    page.fill("li.finding .note-in", "属实")
    with page.expect_request("**/api/decisions?*"):
        page.click("li.finding button:has-text('确认')")
    page.wait_for_selector("#status:has-text('服务器已保存')", state="attached")
    ((token, sent),) = posted
    assert token == "Bearer secret" and (sent["action"], sent["note"]) == ("confirm", "属实")
    page.goto("http://office.test/#/matrix")
    page.goto("http://office.test/#/findings")
    assert "已保存" in page.inner_text("li.finding .verdict")  # a server has it: it cannot be forgotten, but withdrawn
    page.click("li.finding summary:has-text('撤回')")
    with page.expect_request("**/api/decisions?*"):
        page.click("li.finding button:has-text('确认撤回')")
    page.wait_for_selector("#status:has-text('服务器已保存')", state="attached")
    assert (posted[1][1]["action"], posted[1][1]["withdraws"]) == ("withdraw", "confirm")
    context.close()
