"""Organisations, bodies and regions. Who they are is shared by all documents; what a document calls them is its own."""

from __future__ import annotations

from policygraph.graph.sheet import Sheet
from policygraph.graph.terms import ORGANIZATION_CLASSES, percent, type_iri
from policygraph.identity import organization_id
from policygraph.model import Organization
from policygraph.text import squash


def organizations(sheet: Sheet) -> None:
    """Every organisation of the document. Aliases stand in the document's own graph, because it declares them."""
    for item in sheet.linked.organizations:
        iri = _describe(sheet, item)
        for name in item.aliases:
            sheet.node(iri, fact=item.id).label(name, "skos:altLabel")
        _body(sheet, item)


def _body(sheet: Sheet, item: Organization) -> None:
    """Which body each name is: what this document says, or a human decision on it."""
    for name in (item.name, *item.aliases):
        own = item.id if name == item.name else organization_id(item.region, name)
        node = sheet.node(sheet.iri(own), fact=item.id).ref("pg:resolved", item.resolved)
        for candidate in item.candidates:
            node.ref("pg:candidate", candidate)
        if item.resolved:
            sheet.node(sheet.iri(item.resolved), fact=item.id).label(name, "skos:altLabel")


def _describe(sheet: Sheet, item: Organization) -> str:
    node = sheet.public(sheet.iri(item.id), ORGANIZATION_CLASSES.get(item.kind, "org:FormalOrganization"))
    node.label(item.name, "skos:prefLabel")
    node.one_of("org:classification", "OrganizationKind", item.kind).one_of("pg:level", "Level", item.level)
    region = region_of(sheet, item.region) if item.region else None
    kind = type_iri(item.type, sheet.base) if item.type else None
    node.to("pg:region", region).to("pg:type", kind)
    node.ref("org:subOrganizationOf", item.parent)
    if item.resolved:
        body = sheet.public(sheet.iri(item.resolved), "pg:Body").to("pg:type", kind).to("pg:region", region)
        body.one_of("pg:level", "Level", item.level).ref("org:subOrganizationOf", item.parent)
    return node.iri


def region_of(sheet: Sheet, name: str) -> str:
    node = sheet.public(f"{sheet.base}region/{percent(name)}", "skos:Concept")
    return node.label(name, "skos:prefLabel").iri


def resolve(sheet: Sheet, name: str) -> str:
    """The organisation of a name: one the document's facts mention, else a new one of the document's region."""
    key = squash(name)
    for item in sheet.linked.organizations:
        if key == squash(item.name) or any(key == squash(alias) for alias in item.aliases):
            return sheet.iri(item.id)
    head = sheet.linked.policy.masthead
    return _describe(sheet, Organization(organization_id(head.region, name), name, head.region, None, "other"))
