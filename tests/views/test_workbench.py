"""The workbench in a real Chromium: journeys, keys, highlights, hostile text, print, and what axe-core says."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest

from policygraph.decide import Decision, in_force, listed, parse_decisions
from policygraph.model import Linked
from policygraph.record import to_record

pytestmark = pytest.mark.browser
Make = Callable[..., dict[str, Any]]
Go = Callable[..., Any]

#: every view, with and without a fact open beside it
ADDRESSES = (
    "#/matrix", "#/matrix?f={task}", "#/matrix?w=nothing", "#/orgs", "#/org/{org}", "#/org/{org}?f={task}", "#/org/none", "#/indicators",
    "#/indicators?f={indicator}", "#/text", "#/text?f={task}", "#/together", "#/together/{pair}", "#/findings", "#/graph", "#/about", "#/decisions", "#/documents",
    "#/search?s=河道", "#/search?s=没有这个", "#/task/none", "#/due", "#/due?today=2024-01-01", "#/due?org={org}&within=90", "#/mine", "#/mine?me={org}",
    "#/matrix?f={duty}",
)  # fmt: skip


def names(record: dict[str, Any]) -> dict[str, str]:
    found = {entry["name"]: entry["id"] for entry in record["organizations"]}
    org = next(iter(found.values()), "none")
    tasks, indicators = record["tasks"], record["indicators"]
    pair = "+".join(list(found.values())[:2])
    task = tasks[0]["id"] if tasks else "none"
    duty = record["duties"][0]["id"] if record["duties"] else "none"
    return {
        "duty": duty,
        "org": org,
        "task": task,
        "indicator": indicators[0]["id"] if indicators else "none",
        "pair": pair,
    }


def in_view(page: Any, selector: str) -> bool:
    return bool(page.eval_on_selector(selector, """node => {
        const box = node.getBoundingClientRect(), panel = document.getElementById('panel').getBoundingClientRect();
        return box.height > 0 && box.top >= panel.top && box.bottom <= Math.min(innerHeight, panel.bottom);
    }"""))  # fmt: skip


@pytest.mark.parametrize("width", [1440, 390])
def test_from_a_bureau_to_the_sentence_in_two_clicks(visit: Go, make_plan: Make, width: int) -> None:
    record = make_plan()
    site = visit([record], viewport={"width": width, "height": 860})
    page = site.page
    page.click("nav.quick a:has-text('水务局')")
    page.click("#main li.task a.tasklink:has-text('疏浚第1号河道')")
    page.wait_for_selector("#panel mark.m-task")  # the address changes first, the panel follows
    marks = {mark.inner_text() for mark in page.query_selector_all("#panel mark.m-task")}
    assert marks == {"疏浚𠮷河河道，清理沿岸堆放物。", "1．疏浚第1号河道"}
    assert all(in_view(page, f"#panel .evidence:nth-of-type({at}) mark.m-task") for at in (1, 2))
    assert "推断" in page.inner_text("#panel .evidence.inferred h3")


@pytest.mark.parametrize("width", [1440, 390])
def test_every_task_of_the_commerce_bureau_shows_where_it_is_said(visit: Go, changzhou: Linked, width: int) -> None:
    record = to_record(changzhou)
    page = visit([record], viewport={"width": width, "height": 860}).page
    page.click("nav.quick a:has-text('商务局')")
    links = page.eval_on_selector_all("#main li.task a.tasklink", "all => all.map(a => a.dataset.f)")
    assert len(links) == 8
    by_id = {task["id"]: task for task in record["tasks"]}
    for key in links:
        page.click(f"#main li.task a[data-f='{key}']")
        page.wait_for_selector(f"#panel[data-id='{key}'] mark")
        shown = "".join("".join(mark.inner_text().split()) for mark in page.query_selector_all("#panel mark.m-task"))
        spans = by_id[key]["spans"] + by_id[key]["body_spans"]
        assert all("".join(span["quote"].split()) in shown for span in spans)
        assert all(in_view(page, f"#panel .evidence:nth-of-type({at}) mark.m-task") for at in (1, 2))
        page.keyboard.press("Escape")
        page.wait_for_selector("#panel", state="hidden")


def test_back_and_forward_walk_the_views(visit: Go, make_plan: Make) -> None:
    page = visit([make_plan()]).page
    page.click("nav.tabs a:has-text('指标')")
    page.click("#main a[data-f]")
    assert page.is_visible("#panel")
    page.go_back()
    assert not page.is_visible("#panel") and "指标" in page.inner_text("#main h1")
    page.go_back()
    assert "责任矩阵" in page.inner_text("#main h1")
    page.go_forward()
    page.go_forward()
    assert page.is_visible("#panel h2")


def test_by_keyboard_alone(visit: Go, make_plan: Make) -> None:
    page = visit([make_plan()]).page
    page.keyboard.press("/")
    page.keyboard.type("第3号")
    page.wait_for_selector("#main .results")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('data-f')"):
            break
    page.keyboard.press("Enter")
    page.wait_for_selector("#panel h2")
    assert page.evaluate("document.activeElement.id") == "panel-title"
    page.keyboard.press("Escape")
    page.wait_for_selector("#panel", state="hidden")
    page.wait_for_selector("#main [data-f]:focus")


def test_every_highlight_is_the_quote(visit: Go, make_plan: Make, make_hostile: Make) -> None:
    records = [make_plan(), make_hostile()]
    page = visit(records).page
    kinds = ("tasks", "indicators", "goals", "responsibilities", "citations")
    said = page.evaluate(
        "kinds => kinds.map(k => PG.db[k].map(f => f.spans.map(s => PG.quote(PG.docOf(f), s))))", list(kinds)
    )
    assert said == [
        [[span["quote"] for span in fact["spans"]] for record in records for fact in record[kind]] for kind in kinds
    ]


def test_the_whole_text_is_shown_and_its_highlights_open_facts(visit: Go, make_plan: Make) -> None:
    record = make_plan()
    page = visit([record], "#/text").page
    shown = page.eval_on_selector_all(".fulltext p", "all => all.map(p => p.textContent)")
    assert shown == [line.strip() for line in record["text"].split("\n") if line.strip()]
    page.click(".fulltext a.m-citation")
    assert "关于加强水网建设的意见" in page.inner_text("#panel h2")


def test_filters_combine_and_count(visit: Go, make_plan: Make) -> None:
    page = visit([make_plan()]).page
    assert page.inner_text(".toggle[aria-pressed=true] .n") == "9"
    page.click(".toggle:has-text('未写牵头')")
    assert page.eval_on_selector_all("tr.task", "rows => rows.length") == 1
    page.fill("#w", "财政")
    page.wait_for_url(lambda url: "w=" in url)
    assert page.eval_on_selector_all("tr.task", "rows => rows.length") == 1
    page.fill("#w", "没有")
    page.wait_for_selector(".empty")
    assert page.evaluate("document.activeElement.id") == "w"


def test_a_document_that_names_nobody_is_not_full_of_gaps(visit: Go, make_plan: Make) -> None:
    record = make_plan()
    record["responsibilities"] = []
    page = visit([record]).page
    assert "没有写明责任单位" in page.inner_text("#main .note")
    assert page.query_selector("tr.task .gap") is None


def test_what_is_shown_is_what_is_exported(visit: Go, make_plan: Make) -> None:
    page = visit([make_plan()], "#/matrix?w=商务局").page
    with page.expect_download() as waiting:
        page.click("button:has-text('导出所示')")
    data = waiting.value.path().read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    shown = page.eval_on_selector_all("tr.task a.tasklink", "all => all.map(a => a.dataset.f)")
    assert [row["编号"] for row in rows] == shown and len(shown) == 2
    assert {row["牵头单位"] for row in rows} == {"商务局"}
    assert all(row["依据原文"].endswith(row["任务"]) for row in rows)


def test_search_finds_characters_and_falls_back_to_words(visit: Go, make_plan: Make) -> None:
    page = visit([make_plan()], "#/search?s=浚第3").page
    assert page.eval_on_selector_all("#main .results:first-of-type a", "all => all.map(a => a.textContent)") == [
        "3．疏浚第3号河道"
    ]
    page.fill("#search", "河道疏浚")
    page.wait_for_selector("#main h1:has-text('河道疏浚')")
    assert page.eval_on_selector_all("#main a[data-f^=ta]", "all => all.length") == 9


def test_a_citation_names_document_number_section_and_page(visit: Go, make_plan: Make) -> None:
    page = visit([make_plan()]).page
    text = page.evaluate("PG.citationText(PG.byId.ta2)")
    assert text == "《甲市水网建设实施方案》（甲政发〔2023〕1号，第 一，第1页）：“2．疏浚第2号河道”"


def test_an_indicator_nobody_owns_stands_out(visit: Go, make_plan: Make) -> None:
    page = visit([make_plan()], "#/indicators").page
    assert page.eval_on_selector_all("tr.lonely th", "all => all.map(a => a.textContent)") == [
        "水质优良比例",
        "管网长度",
    ]
    page.click(".toggle:has-text('无人负责')")
    assert page.eval_on_selector_all("table.data tbody tr", "all => all.length") == 2
    page.click("button:has-text('年份')")
    assert page.get_attribute("th[aria-sort]", "aria-sort") == "ascending"
    assert page.inner_text("table.data tbody tr:first-child th") == "管网长度"


def test_a_stated_fact_and_an_inferred_one_look_different(visit: Go, make_plan: Make) -> None:
    page = visit([make_plan()], "#/text").page
    style = "(all) => all.map(a => getComputedStyle(a).borderBottomStyle)"
    assert set(page.eval_on_selector_all(".hl.m-indicator.weak", style)) == {"dashed"}
    assert set(page.eval_on_selector_all(".hl.m-indicator:not(.weak)", style)) == {"solid"}


def test_decisions_are_noted_and_downloaded(visit: Go, make_plan: Make) -> None:
    page = visit([make_plan()], "#/findings").page
    page.click("li.finding button:has-text('不成立')")
    page.goto(page.url.split("#")[0] + "#/task/ta2")
    page.click("details.correct summary")
    page.select_option("#c-what", label="把“财政局”改为单位…")
    page.fill("#c-value", "水务局")
    page.click("details.correct button[type=submit]")
    page.click("#top a.decided")
    with page.expect_download() as waiting:
        page.click("button:has-text('下载 decisions.json')")
    made = parse_decisions(waiting.value.path().read_text("utf-8"))
    assert [(item.action, item.field, item.value) for item in made] == [
        ("dismiss", "", ""),
        ("correct", "organization", "水务局"),
    ]
    assert made[1].target.startswith("ra")


def test_replayed_decisions_are_shown_and_offered_again(visit: Go, make_plan: Make) -> None:
    done = {"target": "ta1", "action": "progress", "field": "status", "value": "进行中"}
    page = visit([make_plan()], decisions=[done]).page
    assert page.inner_text("tr.task .tag.state") == "进行中"
    assert parse_decisions(page.evaluate("PG.decisionsText()"))[0].value == "进行中"
    page.evaluate("PG.decide({target: 'ta1', action: 'progress', field: 'status', value: '已完成'})")
    assert page.evaluate("PG.status('ta1')") == "已完成"
    written = parse_decisions(page.evaluate("PG.decisionsText()"))
    assert [item.value for item in written] == ["进行中", "已完成"]  # nothing that was decided is lost
    assert [item.value for item in in_force(written)] == ["已完成"]


def test_a_decision_in_force_is_withdrawn_in_the_panel_and_a_new_one_forgotten(visit: Go, make_plan: Make) -> None:
    done = Decision("ta1", "progress", "status", "进行中", author="甲", date="2024-05-01")
    page = visit([make_plan()], "#/matrix?f=ta1", decisions=listed([done])).page
    assert "甲，2024-05-01" in page.inner_text("#panel .decided")
    page.click("#panel .decided summary:has-text('撤回')")
    page.fill("#panel .takeback .note-in", "报早了")
    page.click("#panel .takeback button:has-text('确认撤回')")
    assert page.query_selector("tr.task .tag.state") is None
    assert "撤回“进展”" in page.inner_text("#panel .decided")
    page.goto(page.url.split("#")[0] + "#/decisions")
    page.fill("#author", "乙")
    page.press("#author", "Tab")
    with page.expect_download() as waiting:
        page.click("button:has-text('下载 decisions.json')")
    first, second = parse_decisions(waiting.value.path().read_text("utf-8"))
    assert first == done
    assert (second.action, second.withdraws, second.field, second.value) == ("withdraw", "progress", "status", "进行中")
    assert (second.note, second.author) == ("报早了", "乙") and second.date
    page.click("#main button:has-text('撤销')")  # it was never sent: in force as before
    assert parse_decisions(page.evaluate("PG.decisionsText()")) == (done,)
    assert "已生效的决定" in page.inner_text("#main") and page.inner_text("#top a.decided").strip() == "决定"


def test_what_was_withdrawn_is_listed_with_who_when_and_why(visit: Go, make_plan: Make) -> None:
    done = Decision("ta1", "progress", "status", "进行中", author="甲", date="2024-05-01", about="疏浚第1号河道")
    back = Decision("ta1", "withdraw", "status", "进行中", "报早了", "乙", "2024-06-01", withdraws="progress")
    page = visit([make_plan()], "#/decisions?f=ta1", decisions=listed([done, back])).page
    assert page.query_selector("#main summary") is None  # nothing is in force
    page.click("#panel details.correct summary")
    words = ("疏浚第1号河道", "进行中", "甲，2024-05-01", "已撤回", "报早了", "乙，2024-06-01")
    for place in ("#main .past", "#panel .past"):
        told = page.inner_text(place)
        assert all(word in told for word in words), told
    assert page.evaluate("PG.status('ta1')") == ""


def test_what_a_build_has_replayed_no_longer_waits(visit: Go, make_plan: Make) -> None:
    """The same browser opens the page again after the next builds: with its decision replayed, and withdrawn since."""
    page = visit([make_plan()]).page
    page.evaluate("PG.decide({target: 'ta1', action: 'progress', field: 'status', value: '进行中'})")
    (made,) = parse_decisions(page.evaluate("PG.decisionsText()"))
    held = page.evaluate("localStorage.getItem('policygraph.decisions')")
    back = Decision("ta1", "withdraw", "status", "进行中", withdraws="progress")
    for file in ([], [made], [made, back]):
        again = visit([make_plan()], decisions=listed(file)).page
        again.evaluate("held => localStorage.setItem('policygraph.decisions', held)", held)
        again.reload()
        assert len(again.evaluate("PG.decisions()")) == (not file), file
    again.evaluate("PG.decide({target: 'ta1', action: 'progress', field: 'status', value: '进行中'})")
    again.reload()
    assert again.evaluate("PG.status('ta1')") == "进行中"  # decided again after it was withdrawn: that waits


def test_hostile_text_stays_text(visit: Go, make_hostile: Make) -> None:
    record = make_hostile()
    site = visit([record])
    for address in ADDRESSES:
        page = site.at(address.format(**names(record)))
        page.wait_for_timeout(30)
        assert page.evaluate("window.hacked") is None
    assert "onerror" in site.at("#/matrix").inner_text("#main")


def test_several_documents_are_chosen_and_combined(visit: Go, make_plan: Make) -> None:
    page = visit([make_plan("a"), make_plan("bb", title="甲市水网建设行动计划")]).page
    assert "责任矩阵" in page.inner_text("#main h1")  # of one government
    page.click("nav.tabs a:has-text('文件')")
    page.click("a:has-text('合并查看全部')")
    assert page.eval_on_selector_all("tr.task", "rows => rows.length") == 18
    page.click("nav.quick a:has-text('水务局')")
    assert "6" in page.inner_text(".sum")
    page.select_option("#top select", "dbb")
    page.wait_for_url(lambda url: "doc=dbb" in url)
    assert "3" in page.inner_text(".sum")


def test_the_matrix_prints_on_four_pages_or_fewer(visit: Go, make_plan: Make) -> None:
    pypdfium2 = pytest.importorskip("pypdfium2")
    page = visit([make_plan(tasks=60)]).page
    pages = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    assert 1 < len(pages) <= 4
    width, height = pages[0].get_size()
    assert width > height


def test_an_organisation_prints_upright(visit: Go, make_plan: Make) -> None:
    pypdfium2 = pytest.importorskip("pypdfium2")
    record = make_plan()
    pages = pypdfium2.PdfDocument(visit([record], f"#/org/{names(record)['org']}").page.pdf(prefer_css_page_size=True))
    width, height = pages[0].get_size()
    assert len(pages) == 1 and height > width
    assert "疏浚第1号河道" in "".join(pages[0].get_textpage().get_text_range().split())


def test_the_interface_speaks_english_and_remembers_the_theme(visit: Go, make_plan: Make) -> None:
    page = visit([make_plan()]).page
    page.click("#top button:has-text('English')")
    assert "Responsibility matrix" in page.inner_text("#main h1")
    assert page.evaluate("document.documentElement.lang") == "en"
    page.click("#theme")
    page.click("#theme")
    assert page.evaluate("document.documentElement.getAttribute('data-theme')") == "dark"


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_accessibility_violation(visit: Go, make_plan: Make, make_empty: Make, scheme: str, width: int) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    found: list[str] = []
    made = Decision("ta1", "progress", "status", "进行中", author="甲", date="2024-05-01")
    verdict = Decision(make_plan("a")["findings"][0]["key"], "confirm", note="属实")
    back = Decision("ta1", "withdraw", "status", "进行中", withdraws="progress")
    for records in ([make_plan("a"), make_plan("bb", region="乙市")], [make_empty()]):
        file = listed([made, back, made, verdict])
        site = visit(records, decisions=file, color_scheme=scheme, viewport={"width": width, "height": 860})
        for address in (
            ADDRESSES if records[0]["tasks"] else ("#/matrix", "#/orgs", "#/indicators", "#/text", "#/graph", "#/about")
        ):
            page = site.at(address.format(**names(records[0])))
            page.wait_for_timeout(20)
            result = axe.run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]})
            found += [
                f"{address}: {item['id']}: {item['nodes'][0]['html'][:160]}" for item in result.response["violations"]
            ]
    assert found == []


def test_nothing_is_wider_than_a_phone(visit: Go, make_plan: Make) -> None:
    record = make_plan()
    site = visit([record], viewport={"width": 390, "height": 844})
    for address in ADDRESSES:
        page = site.at(address.format(**names(record)))
        page.wait_for_timeout(20)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, address


def test_the_page_and_the_build_agree_on_what_is_in_force(visit: Go, make_plan: Make) -> None:
    import random

    dice = random.Random(7)
    made = [
        Decision(t, a, f, v) for t in ("x", "y") for a in ("correct", "add") for f in ("role", "lead") for v in "12"
    ]  # type: ignore[arg-type]
    made += [Decision(item.target, "withdraw", item.field, item.value, withdraws=item.action) for item in made]
    page = visit([make_plan()]).page
    for _ in range(300):
        entries = [dice.choice(made) for _ in range(dice.randrange(12))]
        shown = "all => { PG.db.decisions = all; return PG.inForce().map(d => all.indexOf(d)); }"
        assert [entries[at] for at in page.evaluate(shown, listed(entries))] == list(in_force(entries))
