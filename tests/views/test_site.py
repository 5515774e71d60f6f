"""The site as bytes: the same for the same records, small, and closed to text that wants to be code."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from policygraph.decide import finding_key
from policygraph.model import Finding, Linked
from policygraph.pipeline import finish, parse_bytes
from policygraph.record import to_record
from policygraph.text import UNSEEN
from policygraph.views import build_scene, build_site
from policygraph.views.html import inline_json, page

Make = Callable[..., dict[str, Any]]


def scene_in(html: bytes) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="scene">(.*?)</script>', html.decode("utf-8"), re.DOTALL)
    assert found is not None
    loaded: dict[str, Any] = json.loads(found.group(1))
    return loaded


def test_same_records_same_bytes(make_plan: Make) -> None:
    assert list(build_site([make_plan()], version="1")) == list(build_site([make_plan()], version="1"))


def test_the_workbench_of_one_document_is_small(changzhou: Linked) -> None:
    files = dict(build_site([to_record(changzhou)], version="1"))
    assert len(files["index.html"]) <= 400_000
    assert all(len(data) <= 800_000 for data in files.values())


def test_every_fact_is_in_the_page_once(make_plan: Make) -> None:
    record = make_plan()
    scene = scene_in(dict(build_site([record], version="1"))["index.html"])
    for kind in ("tasks", "indicators", "goals", "responsibilities", "citations"):
        assert [fact["id"] for fact in scene[kind]] == [fact["id"] for fact in record[kind]]
    assert "quote" not in json.dumps(scene["tasks"])


def test_an_organisation_of_two_documents_is_one(make_plan: Make) -> None:
    scene = build_scene([make_plan("a"), make_plan("bb")], version="1")
    assert len(scene["organizations"]) == 4
    assert {task["doc"] for task in scene["tasks"]} == {0, 1}


def test_a_finding_is_named_as_decisions_name_it(make_plan: Make) -> None:
    record = make_plan()
    item = record["findings"][0]
    same = finding_key(Finding(item["code"], item["severity"], item["message"], tuple(item["facts"])))
    assert build_scene([record], version="1")["findings"][0]["key"] == same


def test_downloads_are_listed(make_plan: Make) -> None:
    entry = {"path": "files/a.xlsx", "size": 3, "sha256": "0" * 64, "about": "台账"}
    assert scene_in(next(iter(build_site([make_plan()], version="1", files=[entry])))[1])["files"] == [entry]


def test_search_words_point_at_their_places(make_plan: Make) -> None:
    scene = build_scene([make_plan()], version="1")
    words = scene["search"]["words"].split(" ")
    places = scene["search"]["places"][words.index("河道")]
    first_task = len(scene["organizations"])
    assert sum(places[:1]) == first_task
    assert len(words) == len(scene["search"]["places"])


def test_only_hashed_scripts_may_run() -> None:
    html = page(title="</title><script>", body="", scripts=["var a = 1;"], styles=["p {}"]).decode()
    assert "<title>&lt;/title&gt;&lt;script&gt;</title>" in html
    assert "unsafe-inline" not in html and html.count("sha256-") == 2


@settings(max_examples=60)
@given(
    st.recursive(
        st.text() | st.none() | st.integers(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    )
)
def test_inline_json_is_the_same_value_and_cannot_close_its_element(value: Any) -> None:
    text = inline_json(value)
    assert not re.search("[<>&\u2028\u2029]", text)
    assert json.loads(text) == value


ODD = "市\u202e水务\x00局\x1b[31m"


def test_unseen_characters_are_marks_in_labels_and_as_they_are_in_the_text() -> None:
    """A name that turns the direction of writing would read as another."""
    text = f"甲市{ODD}节水实施方案\n一、重点任务\n1．推进{ODD}节水。（牵头单位：{ODD}；配合单位：市财政局）\n"
    record = finish(parse_bytes(text.encode(), "a.txt")).record
    assert "\u202e" in record["text"] and "\u202e" in record["tasks"][0]["text"]
    scene = build_scene([record], version="1")
    assert scene["documents"][0].pop("text") == record["text"]
    labels = json.dumps({key: scene[key] for key in scene if key != "search"}, ensure_ascii=False)
    assert not UNSEEN.search(labels) and "\\u00" not in labels
    assert "市\ufffd水务␀局␛[31m" in labels
    pages = [data.decode("utf-8") for name, data in build_site([record], version="1") if name.endswith(".html")]
    assert len(pages) > 1
    for page_text in pages:
        assert not UNSEEN.search(page_text)
