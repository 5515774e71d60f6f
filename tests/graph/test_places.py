"""Section paths as Akoma-Ntoso style ids; literals; units."""

from __future__ import annotations

import pytest

from policygraph.graph import literals
from policygraph.graph.places import local_id
from policygraph.graph.units import known, unit_of

PATHS = (
    ("三/（一）/2", "body", "sec_3__subsec_1__item_2"),
    ("第一章/第二节/一", "body", "chp_1__sec_2__sec_1"),
    ("第三编/第十二条", "body", "part_3__art_12"),
    ("第一部分", "body", "part_1"),
    ("（二十五）", "body", "subsec_25"),
    ("(一)/1./（2）", "body", "subsec_1__item_1__subitem_2"),
    ("1/1.2/3）", "body", "item_1__item_1-2__subitem_3"),
    ("一/③", "body", "sec_1__point_3"),
    ("专栏4", "body", "box_4"),
    ("附件2/一", "annex", "annex__att_2__sec_1"),
    ("", "annex", "annex"),
    ("", "body", "body"),
    ("——", "body", "mark_%E2%80%94%E2%80%94"),
)


@pytest.mark.parametrize(("path", "part", "expected"), PATHS)
def test_local_ids(path: str, part: str, expected: str) -> None:
    assert local_id(path, part) == expected


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("2025", "gYear"),
        ("2025-06", "gYearMonth"),
        ("2022-02-28", "date"),
        ("2022-02-30", ""),
        ("年内", ""),
        ("２０２５", ""),
    ],
)
def test_dates_are_as_exact_as_the_text(value: str, kind: str) -> None:
    said = literals.moment(value)
    assert (said.value, said.datatype.rpartition("#")[2]) == (value, kind)


@pytest.mark.parametrize(
    ("value", "text"), [(95.0, "95"), (1.05, "1.05"), (100.0, "100"), (0.0, "0"), (1e20, "1" + "0" * 20)]
)
def test_numbers_have_no_exponent(value: float, text: str) -> None:
    said = literals.number(value)
    assert said is not None and said.value == text


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_no_number_is_not_said(value: float) -> None:
    assert literals.number(value) is None


def test_a_label_is_one_short_line() -> None:
    assert literals.label("绿\u202e色\n 发展") == "绿色 发展"
    assert len(literals.label("长" * 500)) == literals.LABEL


def test_known_and_local_units() -> None:
    assert unit_of("%").iri == "http://qudt.org/vocab/unit/PERCENT"
    assert not unit_of("%").local
    assert unit_of("某种单位").local and unit_of("某种单位").iri.isascii()


def test_powers_of_ten_are_composed_from_the_registry() -> None:
    base, big = unit_of("千瓦"), unit_of("万千瓦")
    assert big.local and float(big.multiplier) == 10_000 * float(base.multiplier)
    assert unit_of("万某种单位").multiplier == ""


def test_every_unit_of_the_registry_is_an_iri_with_a_number() -> None:
    for unit in known().values():
        assert unit.iri.startswith("http") and unit.iri.isascii()
        assert not unit.multiplier or float(unit.multiplier) > 0
