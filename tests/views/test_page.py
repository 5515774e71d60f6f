"""Graph pages: small, offline, without overlap, and never the only way to a fact."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from policygraph.views import build_scene
from policygraph.views.graphs import MAX_NODES, drawings
from policygraph.views.page import graph_pages

Make = Callable[..., dict[str, Any]]


def pages(*records: dict[str, Any]) -> list[tuple[str, str, bytes]]:
    return list(graph_pages(build_scene(records, version="0")))


def test_an_overview_and_a_page_for_each_organisation(make_plan: Make) -> None:
    record = make_plan()
    made = pages(record)
    assert next(key for key, _, _ in made) == "overview"
    assert {key for key, _, _ in made[1:]} == {entry["id"] for entry in record["organizations"]}
    assert all(len(data) <= 800_000 for _, _, data in made)


def test_nothing_comes_from_elsewhere(make_plan: Make) -> None:
    for _, _, data in pages(make_plan()):
        text = data.decode("utf-8")
        assert text.startswith("<!doctype html>")
        assert "Content-Security-Policy" in text
        assert "<link" not in text and "<script src" not in text and "bootstrap" not in text


def test_a_great_document_is_cut_to_what_can_be_read(make_plan: Make) -> None:
    scene = build_scene([make_plan(tasks=400)], version="0")
    assert all(len(drawn.nodes) <= MAX_NODES and drawn.edges for _, _, drawn in drawings(scene))


def test_no_tasks_no_pages(make_empty: Make) -> None:
    assert pages(make_empty()) == []


def test_hostile_names_stay_in_json(make_hostile: Make) -> None:
    for _, _, data in pages(make_hostile()):
        assert b"<img src=x" not in data
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
