"""What staff come for, walked in a real Chromium over the real server: one test a journey. The same over the file build
are in ``tests/views/test_journeys.py``."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from serve.server import TEXT, TOKEN, running
from sparql_server import sparql_server

from policygraph import ingest
from policygraph.store import Originals, RemoteStore, Store

pytestmark = pytest.mark.browser

SECOND = """甲市人民政府办公室关于印发甲市节水行动方案的通知
甲政办发〔2024〕9号

各镇人民政府：
现将《甲市节水行动方案》印发给你们，请认真贯彻执行。
甲市人民政府办公室
2024年4月1日

甲市节水行动方案

一、重点任务
（一）更换老旧管网。整合监测数据，实现统一调度。（牵头单位：市工业和信息化局；配合单位：市水利局）
（二）建设节水教育基地。（牵头单位：市教育局）
"""
ELSEWHERE = SECOND.replace("甲市", "乙市").replace("甲政办", "乙政办").replace("更换老旧管网", "改造乙市泵站")
Pages = tuple[Any, str]


def write(folder: Path) -> list[Path]:
    folder.mkdir()
    for name, text in {"实施方案": TEXT, "节水": SECOND, "乙市节水": ELSEWHERE}.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")
    return sorted(folder.iterdir())


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server over three documents: two of one city, one of another with bureaus of the same names."""
    folder = tmp_path_factory.mktemp("office")
    with Store.open(folder / "store") as store:
        assert all(item.row for item in ingest.ingest_files(store, write(folder / "in"), ingest.local(1)))
    with running(folder / "store") as address:
        yield address


@pytest.fixture
def page(chromium: Any) -> Iterator[Any]:
    """A page that complains of nothing and asks nobody but the server."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, accept_downloads=True)
    page = context.new_page()
    page.set_default_timeout(60_000)
    said: list[str] = []
    asked: set[str] = set()
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda line: said.append(line.text) if line.type in ("error", "warning") else None)
    page.on("request", lambda request: asked.add("/".join(request.url.split("/")[:3])))
    yield page
    context.close()
    assert said == []
    assert {host for host in asked if host.startswith("http")} == {host for host in asked if "127.0.0.1" in host}


def in_view(page: Any, selector: str) -> bool:
    return bool(page.eval_on_selector_all(selector, """all => all.length && all.every(node => {
        const box = node.getBoundingClientRect();
        return box.height > 0 && box.top >= 0 && box.bottom <= innerHeight;
    })"""))  # fmt: skip


def open_organisation(page: Any, office: str, name: str, region: str = "甲市") -> None:
    page.goto(f"{office}/#/orgs")
    page.click(f"table.data tbody a:text-is('{name}（{region}）')")  # a namesake says its place
    page.wait_for_selector("#main li.task")


def matrix_of(page: Any, office: str, region: str = "甲市") -> str:
    """The matrix of one government: of several it offers the choice. What its address asks for."""
    page.goto(f"{office}/#/matrix")
    page.click(f"#main a:text-is('{region}')")
    page.wait_for_selector("tr.task")
    return str(page.url.partition("?")[2])


def test_from_my_bureau_to_the_sentence(office: str, page: Any) -> None:
    open_organisation(page, office, "市工业和信息化局")
    page.click("#main li.task a.tasklink:has-text('更换老旧管网')")
    page.wait_for_selector("#panel mark.m-task")
    assert "更换老旧管网" in "".join(
        page.eval_on_selector_all("#panel mark.m-task", "all => all.map(a => a.innerText)")
    )
    assert in_view(page, "#panel mark.m-task")
    assert "甲市节水行动方案" in page.inner_text("#panel .where")


def test_indicators_nobody_owns(office: str, page: Any) -> None:
    page.goto(f"{office}/#/indicators")
    page.click(".toggle:has-text('无人负责')")
    shown = page.eval_on_selector_all("table.data tbody th", "all => all.map(a => a.textContent)")
    assert shown == ["秸秆综合利用率"]
    page.click("table.data tbody a:has-text('秸秆综合利用率')")
    page.wait_for_selector("#panel mark.m-indicator")
    assert "无人负责" in page.inner_text("#panel .facts") and in_view(page, "#panel mark.m-indicator")


def test_one_organisation_of_two_documents_has_all_its_tasks_and_its_namesake_none(office: str, page: Any) -> None:
    open_organisation(page, office, "市工业和信息化局")
    tasks = page.eval_on_selector_all("#main li.task a.tasklink", "all => all.map(a => a.textContent).join()")
    assert "节水改造" in tasks and "更换老旧管网" in tasks and "泵站" not in tasks
    documents = "all => new Set(all.map(a => PG.byId[a.dataset.f].doc)).size"
    assert page.eval_on_selector_all("#main li.task a.tasklink", documents) == 2
    open_organisation(page, office, "市工业和信息化局", "乙市")
    tasks = page.eval_on_selector_all("#main li.task a.tasklink", "all => all.map(a => a.textContent).join()")
    assert "泵站" in tasks and "节水改造" not in tasks


def test_the_matrix_and_an_organisation_are_printed(office: str, page: Any) -> None:
    pypdfium2 = pytest.importorskip("pypdfium2")

    def printed() -> tuple[list[tuple[float, float]], str]:
        sheets = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
        words = "".join("".join(sheet.get_textpage().get_text_range().split()) for sheet in sheets)
        return [sheet.get_size() for sheet in sheets], words

    matrix_of(page, office)
    sizes, words = printed()
    assert all(width > height for width, height in sizes) and len(sizes) <= 4
    assert all(task in words for task in ("加快节水改造", "建设充电设施", "更换老旧管网", "建设节水教育基地"))
    open_organisation(page, office, "市工业和信息化局")
    sizes, words = printed()
    assert all(height > width for width, height in sizes) and "更换老旧管网" in words
    assert "甲市节水行动方案" in words and "建设节水教育基地" not in words


def test_what_is_filtered_is_exported_and_opens_again(office: str, page: Any) -> None:
    asked = matrix_of(page, office)
    page.goto(f"{office}/#/matrix?{asked}&w=市水利局")
    page.wait_for_selector("tr.task")
    with page.expect_download() as waiting:
        page.click("button:has-text('导出所示')")
    data = waiting.value.path().read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert [row["编号"] for row in rows] == page.eval_on_selector_all(
        "tr.task a.tasklink", "all => all.map(a => a.dataset.f)"
    )
    assert {row["牵头单位"] for row in rows} == {"市工业和信息化局"} and len({row["文件"] for row in rows}) == 2
    known = {item["id"] for item in httpx.get(f"{office}/api/tasks").json()["items"]}
    assert {row["编号"] for row in rows} < known


# ---- a decision, and back again --------------------------------------------------------------------


@pytest.fixture(params=["folder", "server"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, ingest.Archive | Path, list[Path]]]:
    """(address of the server, its store, the files in it): over a folder, and over a separate SPARQL server."""
    paths = write(tmp_path / "in")[:2]
    if request.param == "folder":
        with Store.open(tmp_path / "store") as store:
            assert all(item.row for item in ingest.ingest_files(store, paths, ingest.local(1)))
        with running(tmp_path / "store") as address:
            yield address, tmp_path / "store", paths
        return
    with sparql_server() as url:
        remote = RemoteStore(url, originals=Originals(tmp_path / "in"))
        assert all(item.row for item in ingest.ingest_files(remote, paths, ingest.local(1)))
        with running(url, files=tmp_path / "in", log=tmp_path / "log") as address:
            yield address, remote, paths


def ingest_again(store: ingest.Archive | Path, paths: list[Path]) -> None:
    """The documents once more, from the same files, every one extracted anew."""
    if isinstance(store, Path):
        with Store.open(store) as opened:
            ingest_again(opened, paths)
        return
    entries = [ingest._load(path) for path in paths]
    done = list(ingest.ingest(store, entries, ingest.local(1), force=True, decisions=ingest._decisions(store)))
    assert all(item.row for item in done)


def record(address: str, document: str) -> Any:
    return httpx.get(f"{address}/api/documents/{document}", headers={"Accept": "application/json"}, timeout=30).json()


def test_an_owner_is_corrected_and_given_back(desk: tuple[str, Any, list[Path]], page: Any) -> None:
    """Post with the token, ingest the document again: still shown. Withdraw: as extracted, and the history is there."""
    address, store, paths = desk
    task = next(item for item in httpx.get(f"{address}/api/tasks").json()["items"] if "教育基地" in item["text"])
    before = record(address, task["document"])

    def owners() -> list[str]:
        page.goto("about:blank")
        page.goto(f"{address}/#/matrix?f={task['id']}")
        page.wait_for_selector("#panel .facts")
        found: list[str] = page.eval_on_selector_all(
            "#panel .facts a.chip", "all => all.map(a => a.lastChild.textContent.replace(/（.*）$/, ''))"
        )
        return found

    def token() -> None:
        page.goto(f"{address}/#/decisions")
        page.fill("#token", TOKEN)
        page.press("#token", "Tab")
        page.fill("#author", "乙")
        page.press("#author", "Tab")

    def posted(press: str) -> None:
        with page.expect_response("**/api/decisions*") as answer:
            page.click(press)
        assert answer.value.status == 201
        page.wait_for_selector("#status:has-text('服务器已保存')", state="attached")

    assert until(owners, ["市教育局"])
    page.evaluate("PG.decide({target: PG.byId[PG.state.q.f].id, action: 'progress', field: 'status', value: '进行中'})")
    token()  # what was decided before the token was given is sent now
    posted("button:has-text('存到服务器')")
    owners()
    page.click("#panel details.correct summary") if page.query_selector("#panel details.correct:not([open])") else None
    page.select_option("#c-what", label="把“市教育局”改为单位…")
    page.fill("#c-value", "市水利局")
    posted("details.correct form.fields button[type=submit]")
    assert until(owners, ["市水利局"])
    assert page.evaluate("PG.decisions().length") == 0 and page.evaluate("PG.status(PG.state.q.f)") == "进行中"
    ingest_again(store, paths)
    assert until(owners, ["市水利局"])
    page.click("#panel .decided li:has-text('市水利局') summary:has-text('撤回')")
    page.fill("#panel .takeback[open] .note-in", "记错了")
    posted("#panel .takeback[open] button:has-text('确认撤回')")
    assert until(owners, ["市教育局"])
    assert "记错了" in page.inner_text("#panel .past") and "乙" in page.inner_text("#panel .past")
    ingest_again(store, paths)
    assert until(owners, ["市教育局"])
    posted_again = [item["action"] for item in httpx.get(f"{address}/api/decisions").json()["decisions"]]
    assert posted_again == ["progress", "correct", "withdraw"]
    after = record(address, task["document"])
    assert [item["action"] for item in after.pop("decisions")] == ["progress"]
    before.pop("decisions")
    assert after == before


def test_the_last_verdict_is_shown_and_given_back_once(desk: tuple[str, Any, list[Path]], page: Any) -> None:
    address, _, _ = desk
    finding = next(item for key in _documents(address) for item in record(address, key)["findings"])

    def post(action: str, **more: str) -> httpx.Response:
        entry = {"target": finding["key"], "action": action, **more}
        headers = {"Authorization": f"Bearer {TOKEN}"}
        return httpx.post(f"{address}/api/decisions", json=entry, headers=headers, timeout=60)

    def findings() -> str:
        page.goto("about:blank")
        page.goto(f"{address}/#/findings")
        page.wait_for_selector("li.finding .verdict")
        settled = page.query_selector("li.finding.off .verdict")
        return "" if settled is None else "由省级考核" if "由省级考核" in settled.inner_text() else "another"

    assert post("confirm", note="属实").status_code == post("dismiss", note="由省级考核").status_code == 201
    assert until(findings, "由省级考核")
    assert post("withdraw", withdraws="confirm").status_code == 409  # that is not what is in force
    assert post("withdraw", withdraws="dismiss", note="并非如此").status_code == 201
    again = post("withdraw", withdraws="dismiss")
    assert (again.status_code, again.json()["error"]["code"]) == (409, "idle-withdrawal")
    assert until(findings, "")
    page.goto(f"{address}/#/decisions")
    told = page.inner_text("#main")
    assert all(word in told for word in ("属实", "由省级考核", "并非如此")) and "已生效" not in told


def until(look: Callable[[], object], wanted: object) -> bool:
    """Whether a page comes to show something: on a busy machine older pages are shown until newer ones are made."""
    for _ in range(60):
        if look() == wanted:
            return True
        time.sleep(0.5)
    return False


def _documents(address: str) -> list[str]:
    return [item["id"] for item in httpx.get(f"{address}/api/documents").json()["items"]]
