"""Mentions to organisations: region, elided prefix, declared alias."""

from __future__ import annotations

from policygraph.link.organizations import resolve
from policygraph.model import Alias, Masthead, OrganizationKind, Responsibility, Span

HEAD = Masthead(id="d0", region="甲市", level="city")


def owner(mention: str, subject: str = "t1", order: int = 1, kind: OrganizationKind = "department") -> Responsibility:
    span = Span(order, order + len(mention))
    return Responsibility(f"r{subject}{order}", subject, mention, "responsible", order, (span,), "rule", kind=kind)


def names(*items: Responsibility, aliases: tuple[Alias, ...] = (), head: Masthead = HEAD) -> list[str]:
    return [item.name for item in resolve(items, aliases, head)[1]]


def test_one_organisation_for_one_name() -> None:
    items, found = resolve([owner("市教育局"), owner("市教育局", "t2")], (), HEAD)
    assert len(found) == 1
    assert {item.organization for item in items} == {found[0].id}


def test_a_prefix_that_only_the_first_name_carries_is_given_back() -> None:
    assert names(owner("市教育局"), owner("财政局", order=2)) == ["市教育局", "市财政局"]


def test_the_prefix_ends_with_the_list() -> None:
    assert names(owner("市教育局"), owner("财政局", "t2")) == ["市教育局", "财政局"]


def test_collectives_and_enterprises_keep_their_names() -> None:
    items = (
        owner("市教育局"),
        owner("各县人民政府", order=2, kind="collective"),
        owner("电网公司", order=3, kind="enterprise"),
    )
    assert names(*items) == ["市教育局", "各县人民政府", "电网公司"]


def test_the_same_name_in_two_cities_is_two_organisations() -> None:
    here = resolve([owner("市教育局")], (), HEAD)[1][0]
    there = resolve([owner("市教育局")], (), Masthead(id="d1", region="乙市", level="city"))[1][0]
    assert here.id != there.id


def test_a_declared_alias_merges() -> None:
    alias = Alias("市委改革办", "市跑改办", (Span(0, 4),))
    found = resolve([owner("市委改革办"), owner("市跑改办", "t2")], (alias,), HEAD)[1]
    assert [(item.name, item.aliases) for item in found] == [("市委改革办", ("市跑改办",))]


def test_without_a_declaration_nothing_merges() -> None:
    assert names(owner("市发改委"), owner("市发展改革委", "t2")) == ["市发改委", "市发展改革委"]


def test_a_word_that_only_begins_like_a_level_is_no_prefix() -> None:
    assert names(owner("市场监管局"), owner("生态环境局", order=2)) == ["市场监管局", "生态环境局"]
