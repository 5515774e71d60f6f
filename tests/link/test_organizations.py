"""Names to organisations: one body one organisation, names as written, issuers and addressees too."""

from __future__ import annotations

from policygraph.link.organizations import resolve
from policygraph.model import Alias, Masthead, Organization, OrganizationKind, Responsibility, Span

HEAD = Masthead(id="d0", region="甲市", level="city")


def owner(mention: str, subject: str = "t1", order: int = 1, kind: OrganizationKind = "department") -> Responsibility:
    span = Span(order, order + len(mention))
    return Responsibility(f"r{subject}{order}", subject, mention, "responsible", order, (span,), "rule", kind=kind)


def found(*items: Responsibility, aliases: tuple[Alias, ...] = (), head: Masthead = HEAD) -> tuple[Organization, ...]:
    return resolve(items, aliases, head)[1]


def names(*items: Responsibility, aliases: tuple[Alias, ...] = (), head: Masthead = HEAD) -> list[str]:
    return [item.name for item in found(*items, aliases=aliases, head=head)]


def test_one_organisation_for_one_name() -> None:
    items, organizations = resolve([owner("市教育局"), owner("市教育局", "t2")], (), HEAD)
    assert len(organizations) == 1
    assert {item.organization for item in items} == {organizations[0].id}


def test_a_name_is_shown_as_written_and_never_composed() -> None:
    organizations = found(owner("市教育局"), owner("财政局", order=2), owner("丽水海关", order=3))
    assert [item.name for item in organizations] == ["市教育局", "财政局", "丽水海关"]
    assert organizations[1].resolved == found(owner("市财政局"))[0].resolved


def test_names_of_one_body_are_one_organisation() -> None:
    (body,) = found(owner("市发改委"), owner("市发展改革委", "t2"))
    assert (body.name, body.aliases, body.type) == ("市发展改革委", ("市发改委",), "development-reform")


def test_the_prefix_is_carried_within_its_list_only() -> None:
    head = Masthead(id="d1", region="江苏省常州市", level="city")
    one, two, three = found(owner("省教育厅"), owner("财政厅", order=2), owner("财政局", "t2"), head=head)
    assert (one.region, two.region, three.region) == ("江苏省", "江苏省", "常州市")


def test_collectives_and_enterprises_keep_their_names() -> None:
    items = (
        owner("市教育局"),
        owner("各县人民政府", order=2, kind="collective"),
        owner("某某公司", order=3, kind="enterprise"),
    )
    assert names(*items) == ["市教育局", "各县人民政府", "某某公司"]


def test_the_same_name_in_two_cities_is_two_bodies() -> None:
    here, there = (
        found(owner("市教育局"))[0],
        found(owner("市教育局"), head=Masthead("d1", region="乙市", level="city"))[0],
    )
    assert here.id != there.id and here.resolved != there.resolved


def test_a_declared_alias_merges() -> None:
    alias = Alias("市委改革办", "市跑改办", (Span(0, 4),))
    organizations = found(owner("市委改革办"), owner("市跑改办", "t2"), aliases=(alias,))
    assert [(item.name, item.aliases) for item in organizations] == [("市委改革办", ("市跑改办",))]


def test_an_issuer_and_an_owner_are_one_body() -> None:
    head = Masthead(
        id="d2", region="江苏省常州市", level="city", issuer=("常州市财政局",), addressees=("各区人民政府",)
    )
    body, issuer, addressees = found(owner("市财政局"), head=head)
    assert (issuer.name, issuer.resolved, addressees.kind) == ("常州市财政局", body.resolved, "collective")


def test_an_unsure_name_stays_apart_with_its_candidates() -> None:
    (bank,) = found(owner("人民银行"))
    assert bank.resolved is None and len(bank.candidates) == 2
