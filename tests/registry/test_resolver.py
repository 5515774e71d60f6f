"""What names mean: cases as data, and what two names of one body or of two must do."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policygraph.model import Resolution
from policygraph.registry import Context, body_id, default_registry, resolve
from policygraph.registry.places import NATION

ROWS = [
    [cell.strip() for cell in line.split("|")]
    for line in (Path(__file__).parents[1] / "cases" / "bodies.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]
CHANGZHOU = Context("江苏省常州市", "city")


def context(before: str, where: str) -> Context:
    region, level, *issuer = (part.strip() for part in where.split(","))
    names = tuple(name for name in before.split("、") if name)
    return Context(None if region == "-" else region, level, issuer[0] if issuer else None, names)  # type: ignore[arg-type]


def shown(found: Resolution) -> str:
    return ", ".join(value or "-" for value in (found.type, found.region, found.level, found.kind))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_what_a_name_means(row: list[str]) -> None:
    mention, before, where, expected = row
    assert shown(resolve(mention, context(before, where))) == expected


@pytest.mark.parametrize("item", default_registry().types.values(), ids=lambda item: item.id)
def test_every_type_on_its_own_example(item: object) -> None:
    kind = default_registry().types[item.id]  # type: ignore[attr-defined]
    found = resolve(kind.example, Context("江苏省常州市", "city"))
    assert found.type == kind.function


@pytest.mark.parametrize("body", default_registry().bodies, ids=lambda body: body.name)
def test_every_national_body_by_each_of_its_names(body: object) -> None:
    item = next(one for one in default_registry().bodies if one is body)
    for name in (item.name, *item.short):
        found = resolve(name, CHANGZHOU)
        assert (found.body, found.level, found.name) == (body_id(NATION, item.type, item.sub), "national", item.name)


@pytest.mark.parametrize(
    ("names", "same"),
    [
        (("市发改委", "市发展改革委", "市发展和改革委员会", "常州市发改委", "江苏省常州市发展改革委"), True),
        (("市国资委", "市人民政府国有资产监督管理委员会", "市国有资产监督管理委员会"), True),
        (("市农委", "市农业农村局"), True),
        (("市环保局", "市生态环境局"), True),
        (("市政府办公室", "市政府办"), True),
        (("新北区", "新北区政府", "新北区人民政府"), True),
        (("高新区管委会", "常州高新区", "常州国家高新技术产业开发区管理委员会"), True),
        (("市大数据局", "市大数据中心"), False),
        (("市国土资源局", "市城乡规划局"), False),
        (("市发改委", "省发改委"), False),
        (("市统计局", "市统计学会"), False),
        (("市科技局", "市科技创新工作领导小组"), False),
        (("市应急局", "市安委会"), False),
    ],
)
def test_one_body_or_two(names: tuple[str, ...], same: bool) -> None:
    bodies = {resolve(name, CHANGZHOU).body for name in names}
    assert None not in bodies
    assert len(bodies) == (1 if same else len(names))


def test_a_part_has_its_body_as_parent() -> None:
    part, body = resolve("省发展改革委气候处", CHANGZHOU), resolve("省发展改革委", CHANGZHOU)
    assert part.parent == body.body != part.body


def test_a_bank_without_a_place_is_unsure() -> None:
    found = resolve("人民银行", CHANGZHOU)
    assert found.confidence == "guessed"
    assert found.candidates == (
        resolve("人民银行常州市中心支行", CHANGZHOU).body,
        resolve("中国人民银行", CHANGZHOU).body,
    )


def test_only_the_registry_gives_full_names() -> None:
    assert resolve("教育部", CHANGZHOU).name == "教育部"
    assert resolve("市教育局", CHANGZHOU).name is None


@given(st.text(max_size=60))
def test_any_text_is_taken(text: str) -> None:
    assert resolve(text, CHANGZHOU) == resolve(text, CHANGZHOU)


def test_the_mention_is_kept() -> None:
    assert resolve(" 市 教育局 ", CHANGZHOU).mention == " 市 教育局 "


def test_names_are_read_quickly() -> None:
    stems = [stem for item in default_registry().types.values() for stem in item.stems]
    names = [f"{level}{stem}{end}" for stem in stems for level in ("市", "省", "") for end in ("局", "办", "中心")]
    resolve("市教育局", CHANGZHOU)
    start = time.perf_counter()
    for name in names:
        resolve(name, CHANGZHOU)
    assert len(names) / (time.perf_counter() - start) > 2000  # ten times slower than measured: a shared machine
