"""Graph pages: small, offline, without overlap, and never the only way to a fact."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from policygraph.views import build_scene
from policygraph.views.graphs import MAX_NODES, drawings
from policygraph.views.page import graph_page, graph_pages, library
from policygraph.views.told import table

Make = Callable[..., dict[str, Any]]


def pages(*records: dict[str, Any]) -> list[tuple[str, str, bytes]]:
    return list(graph_pages(build_scene(records, version="0")))


def test_an_overview_and_a_page_for_each_organisation(make_plan: Make) -> None:
    record = make_plan()
    made = pages(record)
    assert next(key for key, _, _ in made) == "overview"
    assert {key for key, _, _ in made[1:]} == {entry["id"] for entry in record["organizations"]}
    assert all(len(data) + len(library()[1]) <= 800_000 for _, _, data in made)


def test_the_pages_share_one_library(make_plan: Make) -> None:
    path, script = library()
    assert path == "graph/vis-network.js" and b"vis-network" in script[:400] and b"License" in script[:1000]
    for _, where, data in pages(make_plan()):
        assert Path(where).parent == Path(path).parent
        assert re.findall(r'<script src="(.*?)">', data.decode()) == ["vis-network.js"]
        assert len(data) <= 30_000


def test_the_fullest_page_keeps_its_weight(make_plan: Make) -> None:
    scene = build_scene([make_plan(tasks=400)], version="0")
    assert all(len(graph_page(*drawn)) <= 330_000 for drawn in drawings(scene))


def test_nothing_comes_from_elsewhere(make_plan: Make) -> None:
    for _, _, data in pages(make_plan()):
        text = data.decode("utf-8")
        assert text.startswith("<!doctype html>")
        assert "Content-Security-Policy" in text
        assert "<link" not in text and "bootstrap" not in text
        assert not re.search(r'(src|href)="(?!#|\.\./index\.html|vis-network\.js")', text)


def test_the_table_says_every_node_and_edge(make_plan: Make) -> None:
    scene = build_scene([make_plan(tasks=30)], version="0")
    for _, _, drawn in drawings(scene):
        text = {node.id: node.text for node in drawn.nodes}
        rows = re.findall("<tr>(.*?)</tr>", table(drawn, ""))[1:]
        told = [unescape(row) for row in rows]
        tasks = [node.id for node in drawn.nodes if node.kind == "task"]
        assert len(told) == len(tasks)
        for edge in drawn.edges:
            assert any(text[edge.source] in row and text[edge.target] in row for row in told)
        assert all(any(words in row for row in told) for words in text.values())


def test_what_was_left_out_is_counted(make_plan: Make) -> None:
    _, (key, title, drawn), *_ = drawings(build_scene([make_plan(tasks=1200)], version="0"))
    tasks = sum(node.kind == "task" for node in drawn.nodes)
    assert tasks + drawn.left == 600 and drawn.left
    assert f"共 600 项任务，画出前 {tasks} 项" in graph_page(key, title, drawn).decode()


def test_the_overview_of_twelve_hundred_tasks_says_all_of_them_in_groups(make_plan: Make) -> None:
    records = [make_plan("a" * at, tasks=100, title=f"第{at}号方案") for at in range(1, 13)]
    key, title, drawn = next(drawings(build_scene(records, version="0")))
    groups = [node.text for node in drawn.nodes if node.kind == "task"]
    assert sum(int(text.split("（")[-1].split()[0]) for text in groups) == 1200 and drawn.left == 0
    assert len(groups) == 24 and {node.text for node in drawn.nodes if node.kind == "domain"} == {
        f"第{at}号方案" for at in range(1, 13)
    }
    assert drawn.height < 4000 and "1200 项任务按章节归并为 24 组" in graph_page(key, title, drawn).decode()
    roles = {edge.role for edge in drawn.edges}
    assert {"part", "lead", "support"} <= roles


def test_a_great_document_is_cut_to_what_can_be_read(make_plan: Make) -> None:
    scene = build_scene([make_plan(tasks=400)], version="0")
    assert all(len(drawn.nodes) <= MAX_NODES and drawn.edges for _, _, drawn in drawings(scene))


def test_no_tasks_no_pages(make_empty: Make) -> None:
    assert pages(make_empty()) == []


def test_hostile_names_stay_in_json(make_hostile: Make) -> None:
    for _, _, data in pages(make_hostile()):
        assert b"<img src=x" not in data and b"<img" not in data
        assert b"innerHTML = nodeData" not in data


@pytest.mark.browser
@pytest.mark.parametrize("which", ["make_plan", "make_hostile"])
def test_labels_do_not_overlap(visit: Callable[..., Any], which: str, request: pytest.FixtureRequest) -> None:
    page = visit([request.getfixturevalue(which)()], page="graph/overview.html").page
    boxes = page.evaluate("nodes.getIds().map(id => network.getBoundingBox(id))")
    scale = page.evaluate("network.getScale()")
    size = page.evaluate(
        "[document.getElementById('mynetwork').clientWidth, document.getElementById('mynetwork').clientHeight]"
    )
    corners = page.evaluate("[network.DOMtoCanvas({x: 0, y: 0}).x, network.DOMtoCanvas({x: 0, y: 0}).y]")
    assert 14 * scale >= 12
    assert all(box["left"] >= corners[0] and box["right"] <= corners[0] + size[0] for box in boxes)
    assert all(box["top"] >= corners[1] and box["bottom"] <= corners[1] + size[1] for box in boxes)
    for at, one in enumerate(boxes):
        for other in boxes[at + 1 :]:
            apart = (
                one["right"] <= other["left"]
                or other["right"] <= one["left"]
                or one["bottom"] <= other["top"]
                or other["bottom"] <= one["top"]
            )
            assert apart
    assert page.evaluate("window.hacked") is None


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("which", ["make_plan", "make_hostile"])
def test_no_accessibility_violation(
    visit: Callable[..., Any], which: str, scheme: str, request: pytest.FixtureRequest
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = visit([request.getfixturevalue(which)()], page="graph/overview.html", color_scheme=scheme).page
    result = axe.run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]})
    assert [item["id"] for item in result.response["violations"]] == []


@pytest.mark.browser
def test_the_picture_is_drawn_with_the_script_beside_it(visit: Callable[..., Any], make_plan: Make) -> None:
    went = visit([make_plan()], page="graph/overview.html")
    assert went.page.locator("#mynetwork canvas").is_visible()
    assert went.page.locator(".alone").is_hidden()
    assert [Path(url).name for url in went.requests] == ["overview.html", "vis-network.js"]


@pytest.mark.browser
@pytest.mark.parametrize("which", ["make_plan", "make_hostile"])
def test_a_page_sent_alone_says_what_it_misses(
    chromium: Any, tmp_path: Path, which: str, request: pytest.FixtureRequest
) -> None:
    record = request.getfixturevalue(which)()
    mailed = tmp_path / "mail.html"
    mailed.write_bytes(pages(record)[0][2])
    with chromium.new_context() as context:
        page = context.new_page()
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(mailed.as_uri())
        assert page.locator(".alone p").count() == 2
        assert all("vis-network.js" in text for text in page.locator(".alone p").all_inner_texts())
        assert page.locator(".alone").is_visible() and page.locator("#mynetwork").is_hidden()
        told = page.locator("tbody tr").all_inner_texts()
        assert len(told) == len(record["tasks"])
        assert page.evaluate("window.hacked") is None
        assert errors == []


@pytest.mark.browser
def test_on_a_phone_only_the_picture_is_wider_than_the_screen(visit: Callable[..., Any], make_plan: Make) -> None:
    page = visit([make_plan()], page="graph/overview.html", viewport={"width": 390, "height": 844}).page
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate("document.querySelector('.picture').scrollWidth") > 390
