"""What is due by when, in a real Chromium: buckets by the day, what is over folded away, and the way to the sentence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.browser
Make = Callable[..., dict[str, Any]]
Go = Callable[..., Any]

BUCKETS = """all => Object.fromEntries(all.map(s => [s.id.slice(4),
    Array.from(s.querySelectorAll('a.tasklink')).map(a => a.lastChild.textContent)]))"""


def buckets(page: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = page.eval_on_selector_all("section.bucket", BUCKETS)
    return found


def test_every_bucket_by_the_day_looked_from(visit: Go, make_scheduled: Make) -> None:
    page = visit([make_scheduled()], "#/due?today=2025-03-10").page
    assert buckets(page) == {
        "late": ["整治第1处水源"],
        "month": ["整治第2处水源"],
        "year": ["出台供水应急预案", "审查供水条例草案", "整治第3处水源", "整治第4处水源"],
        "later": ["整治第5处水源"],
        "always": ["整治第6处水源"],
        "none": ["整治第7处水源", "落实属地责任"],
    }
    page.goto(page.url.replace("2025-03-10", "2025-04-01"))
    assert buckets(page)["late"] == ["整治第1处水源", "整治第2处水源"]
    assert buckets(page)["month"] == ["出台供水应急预案"]
    assert buckets(page)["quarter"] == ["审查供水条例草案", "整治第3处水源"]


def test_today_is_the_browsers_own(visit: Go, make_scheduled: Make) -> None:
    site = visit([make_scheduled()], "#/about")
    site.page.clock.set_fixed_time("2025-05-20T08:00:00")
    page = site.at("#/due")
    assert "2025-05-20" in page.inner_text("#main .title")
    assert buckets(page)["month"] == ["审查供水条例草案"]


def test_stated_and_inherited_dates_look_different(visit: Go, make_scheduled: Make) -> None:
    page = visit([make_scheduled()], "#/due?today=2025-03-10").page
    looks = "all => all.map(a => getComputedStyle(a).borderTopStyle)"
    assert set(page.eval_on_selector_all(".tag.date.inferred", looks)) == {"dashed"}
    assert set(page.eval_on_selector_all(".tag.date:not(.inferred)", looks)) == {"solid"}
    assert "推断" in page.inner_text("li.due:has-text('整治第5处水源') .when")
    assert (
        page.inner_text("li.due:has-text('整治第1处水源') .when") == "2025年2月底前"
    )  # with the year the wording leaves out
    page.click(".toggle:has-text('只看原文写明')")
    assert page.locator(".tag.date.inferred").count() == 0


def test_a_document_that_is_over_is_folded_away(visit: Go, make_scheduled: Make, make_plan: Make) -> None:
    for change in ({"horizon": "2024"}, {"expires": "2025-01-31"}):
        record = make_scheduled()
        record["document"] |= change
        page = visit([record], "#/due?today=2025-03-10").page
        assert buckets(page) == {}
        page.click("details.folded summary:has-text('到期')")
        page.wait_for_selector("details.folded a.tasklink:has-text('整治第1处水源')")
    gone, later = make_scheduled(), make_plan()
    later["citations"][0] |= {"relation": "repeals", "target": gone["document"]["id"]}
    page = visit([gone, later], "#/due?today=2025-03-10").page
    page.click("details.folded summary:has-text('废止')")
    assert "已废止" in page.inner_text("details.folded ul.quiet")
    assert all("整治第1处水源" not in texts for texts in buckets(page).values())


def test_what_is_reported_done_is_not_overdue(visit: Go, make_scheduled: Make) -> None:
    done = [{"target": "ts1", "action": "progress", "field": "status", "value": "已完成"}]
    page = visit([make_scheduled()], "#/due?today=2026-01-01", decisions=done).page
    assert "整治第1处水源" not in buckets(page)["late"] and "整治第3处水源" in buckets(page)["late"]
    page.click("details.folded summary:has-text('已报完成')")
    page.wait_for_selector("details.folded li.due")
    assert page.locator("details.folded li.due").count() == 2  # the task, and the step inside it


@pytest.mark.parametrize("width", [1440, 390])
def test_my_next_ninety_days_to_the_sentence_in_two_clicks(visit: Go, make_scheduled: Make, width: int) -> None:
    site = visit([make_scheduled()], "#/matrix?today=2025-04-01", viewport={"width": width, "height": 860})
    page = site.page
    page.evaluate("PG.remember('org', PG.db.organizations.filter(o => o.name === '司法局')[0].id)")
    page.reload()
    page.click("#top a.mine")
    page.click(".soon a.tasklink:has-text('审查供水条例草案')")
    page.wait_for_selector("#panel mark.m-duty")
    assert page.inner_text("#panel mark.m-duty") == "审查供水条例草案"
    assert "2025年5月20日前" in page.inner_text("#panel .facts")


def test_a_bureau_with_only_duties_is_a_bureau(visit: Go, make_scheduled: Make) -> None:
    page = visit([make_scheduled()], "#/orgs?today=2025-04-01").page
    page.click("table.data a:text-is('司法局')")
    assert "审查供水条例草案" in page.inner_text("#main .wide") and page.locator("#main .empty").count() == 0


def test_the_panel_of_a_task_names_its_steps(visit: Go, make_scheduled: Make) -> None:
    page = visit([make_scheduled()], "#/matrix?f=ts1&today=2025-04-01").page
    nodes = page.inner_text("#panel section:has(.nodes)")
    assert "1 个节点" in nodes and "2025年4月底前" in nodes and "出台供水应急预案" in nodes
    page.goto(page.url.split("#")[0] + "#/text?f=us0")
    assert page.locator(".fulltext a.m-duty").count() == 3


def test_the_calendar_is_what_is_shown(visit: Go, make_scheduled: Make) -> None:
    org = "水务局"
    page = visit([make_scheduled()], "#/due?today=2025-03-10").page
    page.select_option("#main select", page.evaluate("n => PG.db.organizations.filter(o => o.name === n)[0].id", org))
    with page.expect_download() as waiting:
        page.click("button:has-text('.ics')")
    data = waiting.value.path().read_bytes()
    lines = data.decode("utf-8").split("\r\n")
    assert all(len(line.encode("utf-8")) <= 75 for line in lines)
    unfolded = data.decode("utf-8").replace("\r\n ", "").split("\r\n")
    assert unfolded[0] == "BEGIN:VCALENDAR" and unfolded[-2:] == ["END:VCALENDAR", ""]
    assert [line[19:] for line in unfolded if line.startswith("DTSTART")] == [
        "20250228",
        "20250430",
        "20250630",
        "20271231",
    ]
    assert [line for line in unfolded if line.startswith("SUMMARY")][-1] == "SUMMARY:（推断）整治第5处水源"


def test_collectives_stand_apart(visit: Go, make_scheduled: Make) -> None:
    page = visit([make_scheduled()], "#/orgs").page
    tables = page.eval_on_selector_all(
        "table.data", "all => all.map(t => [...t.tBodies[0].rows].map(r => r.querySelector('th').innerText))"
    )
    assert tables[1] == ["各区人民政府"] and "各区人民政府" not in tables[0]
