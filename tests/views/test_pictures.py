"""The pictures in a real Chromium: their numbers are those of the record and of the table beside them; they can be
clicked, printed, and saved as a file that other programs read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from io import BytesIO
from itertools import combinations
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from policygraph.text import fold

pytestmark = pytest.mark.browser
Make = Callable[..., dict[str, Any]]
Go = Callable[..., Any]
ROLES = ["lead", "responsible", "support", "guide"]
SVG = "{http://www.w3.org/2000/svg}"
MARKS = "marks => marks.map(mark => Object.assign({}, mark.dataset))"


def owners(record: dict[str, Any]) -> dict[str, dict[str, str]]:
    """task → organisation → its strongest role, counted from the record."""
    out: dict[str, dict[str, str]] = {task["id"]: {} for task in record["tasks"]}
    for item in sorted(record["responsibilities"], key=lambda item: ROLES.index(item["role"])):
        out[item["subject"]].setdefault(item["organization"], item["role"])
    return out


def drawn(page: Any, key: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = page.eval_on_selector_all(f"figure:has([data-save={key}]) svg .hit", MARKS)
    return found


def test_load_is_what_the_record_says(visit: Go, make_plan: Make) -> None:
    record = make_plan()
    record["responsibilities"].append(dict(record["responsibilities"][0], id="again", role="support"))
    expected = Counter((who, role) for roles in owners(record).values() for who, role in roles.items())
    page = visit([record], "#/orgs").page
    assert {(one["org"], one["role"]): int(one["n"]) for one in drawn(page, "load")} == expected
    names = {entry["id"]: entry["name"] for entry in record["organizations"]}
    rows = page.eval_on_selector_all(
        "table.data tbody tr", "all => all.map(tr => [...tr.cells].map(td => td.innerText))"
    )
    heads = page.eval_on_selector_all("table.data thead th", "all => all.map(th => th.innerText)")
    for row in rows:
        for role, word in zip(ROLES, ("牵头", "责任", "配合", "指导"), strict=True):
            said = row[heads.index(word)]
            assert (0 if said == "–" else int(said)) == sum(
                n for (who, r), n in expected.items() if names[who] == row[0] and r == role
            )


def test_co_work_is_what_the_record_says(visit: Go, make_plan: Make) -> None:
    record = make_plan()
    expected = Counter(frozenset(pair) for roles in owners(record).values() for pair in combinations(sorted(roles), 2))
    page = visit([record], "#/together").page
    assert {frozenset(one["pair"].split("+")): int(one["n"]) for one in drawn(page, "together")} == expected
    page.click("figure svg .hit >> nth=0")
    page.wait_for_selector("ul.tasks li")
    assert page.locator("ul.tasks li").count() in expected.values()


def test_coverage_is_what_the_record_says(visit: Go, make_plan: Make) -> None:
    record = make_plan()
    expected = Counter(who for roles in owners(record).values() for who in roles)
    page = visit([record], "#/graph").page
    section = record["sections"][0]["id"]
    found = drawn(page, "coverage")
    assert {one["org"]: int(one["n"]) for one in found if one["section"] == section} == expected
    table = page.eval_on_selector_all(
        "table.data tbody tr", "all => all.map(tr => [tr.cells[1].innerText, +tr.cells[2].innerText])"
    )
    names = {entry["id"]: entry["name"] for entry in record["organizations"]}
    assert dict(map(tuple, table)) == {names[who]: count for who, count in expected.items()}
    page.click(f"figure svg .hit[data-org='{found[0]['org']}']")
    page.wait_for_selector("ul.tasks li")
    assert page.locator("ul.tasks li").count() == int(found[0]["n"])


def test_a_task_without_organisation_is_in_the_coverage(visit: Go, make_plan: Make) -> None:
    record = make_plan()
    gone = record["tasks"][3]["id"]
    record["responsibilities"] = [item for item in record["responsibilities"] if item["subject"] != gone]
    found = drawn(visit([record], "#/graph").page, "coverage")
    assert [one["n"] for one in found if one["org"] == "nobody"] == ["1"]


def test_targets_stand_at_their_years(visit: Go, make_plan: Make) -> None:
    record = make_plan()
    page = visit([record], "#/indicators").page
    assert {(one["i"], one["year"]) for one in drawn(page, "years")} == {
        (item["id"], item["by"]) for item in record["indicators"]
    }
    kinds = {one["i"]: one["kind"] for one in drawn(page, "years")}
    assert [kinds[item["id"]] for item in record["indicators"]] == ["target", "alone", "alone"]
    places = page.eval_on_selector_all(
        "figure svg .hit",
        "all => all.map(g => [+g.dataset.year, g.querySelector('.p-ground').getBoundingClientRect().left])",
    )
    assert [year for year, _ in sorted(places, key=lambda one: one[1])] == sorted(year for year, _ in places)
    inferred = page.eval_on_selector_all("figure svg .weak", "all => all.map(a => getComputedStyle(a).strokeDasharray)")
    assert inferred and all(dash != "none" for dash in inferred)


def test_one_year_alone_makes_no_line_of_time(visit: Go, make_plan: Make) -> None:
    record = make_plan()
    for item in record["indicators"]:
        item["by"] = "2025"
    page = visit([record], "#/indicators").page
    assert "连不成时间线" in page.inner_text("figure.picture figcaption")
    assert "2025：" in page.inner_html("figure.picture svg")


def test_rows_of_one_year_among_many_years_are_drawn(visit: Go, make_plan: Make) -> None:
    record = make_plan()
    first = record["indicators"][0]
    record["indicators"] = [
        dict(first, id=f"ix{at}", name=f"第{at}项", by=("2025" if at < 14 else str(2010 + at)), baseline=None)
        for at in range(30)
    ]
    page = visit([record], "#/indicators").page
    assert len(drawn(page, "years")) == 12
    assert "NaN" not in page.inner_html("figure.picture svg")


@pytest.mark.parametrize("view", ["orgs", "together", "indicators", "graph"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_saved_picture_is_a_file_of_its_own(
    visit: Go, make_hostile: Make, make_plan: Make, tmp_path: Path, view: str, scheme: str
) -> None:
    page = visit([make_plan(), make_hostile()], f"#/{view}", color_scheme=scheme).page
    with page.expect_download() as waiting:
        page.click("[data-save]")
    path = tmp_path / "saved.svg"
    waiting.value.save_as(path)
    root = ElementTree.parse(path).getroot()
    assert root.tag == f"{SVG}svg" and (root.findtext(f"{SVG}title") or "").strip()
    assert root[2].tag == f"{SVG}rect" and root[2].get("fill") == "#ffffff"
    for node in root.iter():
        assert node.tag.startswith(SVG) and node.tag not in (
            f"{SVG}script",
            f"{SVG}foreignObject",
            f"{SVG}image",
            f"{SVG}use",
        )
        assert not {"class", "style", "href", "onclick", "onerror"} & set(node.attrib)
    texts = list(root.iter(f"{SVG}text"))
    assert texts and all(float((node.get("font-size") or "0").removesuffix("px")) >= 12 for node in texts)
    assert page.evaluate("window.hacked") is None
    assert not any(char in waiting.value.suggested_filename for char in '/\\:*?"<>|')


def test_a_saved_picture_can_be_opened_alone(visit: Go, make_plan: Make, chromium: Any, tmp_path: Path) -> None:
    page = visit([make_plan()], "#/orgs").page
    with page.expect_download() as waiting:
        page.click("[data-save]")
    waiting.value.save_as(tmp_path / "saved.svg")
    alone = chromium.new_page()
    alone.goto((tmp_path / "saved.svg").as_uri())
    assert "水务局" in "".join(alone.locator("text").all_text_contents())
    assert alone.evaluate("document.documentElement.getBoundingClientRect().width") > 250
    alone.close()


def test_more_organisations_than_fit_are_drawn_when_asked(visit: Go, make_plan: Make) -> None:
    record = make_plan()
    first = record["organizations"][0]
    for at in range(40):
        record["organizations"].append(dict(first, id=f"o{at:016x}", name=f"第{at}局"))
        record["responsibilities"].append(
            dict(
                record["responsibilities"][0],
                id=f"rx{at}",
                organization=f"o{at:016x}",
                role="support",
                mention=f"第{at}局",
            )
        )
    page = visit([record], "#/orgs").page
    names = {one["org"] for one in drawn(page, "load")}
    assert len(names) == 24 and "另有" in page.inner_text("figure .rest")
    page.click("figure button:has-text('再画')")
    assert len({one["org"] for one in drawn(page, "load")}) == 44
    assert page.is_hidden("figure .rest")


@pytest.mark.parametrize(
    ("view", "title"), [("orgs", "各单位任务量"), ("together", "谁与谁一同承担"), ("graph", "章节与单位")]
)
def test_pictures_are_printed(visit: Go, make_plan: Make, view: str, title: str) -> None:
    import pdfplumber

    page = visit([make_plan()], f"#/{view}").page
    with pdfplumber.open(BytesIO(page.pdf(prefer_css_page_size=True))) as pdf:
        sheet = next(sheet for sheet in pdf.pages if title in fold(sheet.extract_text()))
        marks = [*sheet.rects, *sheet.curves]
        assert marks and all(mark["x1"] <= sheet.width for mark in marks)


def test_letters_of_pictures_keep_their_size_on_a_phone(visit: Go, make_plan: Make) -> None:
    site = visit([make_plan()], viewport={"width": 390, "height": 844})
    for view in ("orgs", "together", "indicators", "graph"):
        page = site.at(f"#/{view}")
        page.wait_for_selector("figure svg")
        assert page.evaluate("""() => { const svg = document.querySelector('figure svg');
            return svg.getBoundingClientRect().width / svg.viewBox.baseVal.width; }""") == pytest.approx(1, abs=0.02)  # fmt: skip
        page.click("button.down")
        assert page.evaluate("document.querySelector('figure.picture').getBoundingClientRect().top < innerHeight")
