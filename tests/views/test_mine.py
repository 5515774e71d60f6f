"""Several governments in one site: whose page it is, chosen once; and search in all that a task says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.browser
Make = Callable[..., dict[str, Any]]
Go = Callable[..., Any]


def test_place_and_bureau_are_chosen_once(visit: Go, make_scheduled: Make, make_plan: Make) -> None:
    page = visit([make_scheduled(), make_plan("cc", title="丙市水网建设方案", region="丙市")]).page
    assert "哪个单位" in page.inner_text("#main h1")
    assert page.locator("button.bureau:has-text('水务局（')").count() == 2  # namesakes say their place
    page.click(".toggle:has-text('丙市')")
    page.click("button.bureau:has-text('水务局')")
    assert page.inner_text("#main h1") == "水务局（丙市）"
    assert page.locator("#main li.task a.tasklink").count() == 3
    address = page.url
    assert "me=" in address and "place=" in address
    page.goto(address.split("#")[0] + "#/about")
    page.click("#top a.brand")
    assert page.inner_text("#main h1") == "水务局（丙市）"  # remembered
    page.evaluate("localStorage.clear()")
    page.goto(address)
    page.reload()
    assert page.inner_text("#main h1") == "水务局（丙市）"  # and in the address
    page.click("button:has-text('换一个单位')")
    page.click("button.bureau:has-text('教育局')")
    assert page.inner_text("#main h1").startswith("教育局")


def test_a_grid_of_several_governments_is_not_drawn(visit: Go, make_scheduled: Make, make_plan: Make) -> None:
    page = visit([make_scheduled(), make_plan("cc", title="丙市水网建设方案", region="丙市")], "#/matrix").page
    assert page.locator("table.matrix").count() == 0
    page.click(".places a:has-text('丙市')")
    assert page.locator("tr.task").count() == 9


def test_search_finds_the_words_of_the_whole_passage(visit: Go, make_scheduled: Make) -> None:
    page = visit([make_scheduled()], "#/search?s=充电桩").page
    row = page.locator("#main .results:has(h2:has-text('任务')) li")
    assert row.count() == 1 and "整治第1处水源" in row.inner_text()
    assert row.locator(".context mark.hit").inner_text() == "充电桩"
    page.goto(page.url.split("#")[0] + "#/search?s=条例草案")
    assert page.locator("#main .results:has(h2:has-text('职责')) li").count() == 1
