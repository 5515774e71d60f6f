"""Organisations and regions. Who they are is shared by all documents; what a document calls them is its own."""

from __future__ import annotations

from policygraph.graph.sheet import Sheet
from policygraph.graph.terms import ORGANIZATION_CLASSES, percent
from policygraph.identity import organization_id
from policygraph.model import Organization
from policygraph.text import squash


def organizations(sheet: Sheet) -> None:
    """Every organisation of the document. Aliases stand in the document's own graph, because it declares them."""
    for item in sheet.linked.organizations:
        iri = _describe(sheet, item)
        for name in item.aliases:
            sheet.node(iri, fact=item.id).label(name, "skos:altLabel")


def _describe(sheet: Sheet, item: Organization) -> str:
    node = sheet.public(sheet.iri(item.id), ORGANIZATION_CLASSES.get(item.kind, "org:FormalOrganization"))
    node.label(item.name, "skos:prefLabel").label(item.name)
    node.one_of("org:classification", "OrganizationKind", item.kind).one_of("pg:level", "Level", item.level)
    if item.region:
        node.to("pg:region", region_of(sheet, item.region))
    return node.iri


def region_of(sheet: Sheet, name: str) -> str:
    node = sheet.public(f"{sheet.base}region/{percent(name)}", "skos:Concept")
    return node.label(name, "skos:prefLabel").label(name).iri


def resolve(sheet: Sheet, name: str) -> str:
    """The organisation of a name: one the document's facts mention, else a new one of the document's region."""
    key = squash(name)
    for item in sheet.linked.organizations:
        if key == squash(item.name) or any(key == squash(alias) for alias in item.aliases):
            return sheet.iri(item.id)
    head = sheet.linked.policy.masthead
    return _describe(sheet, Organization(organization_id(head.region, name), name, head.region, None, "other"))
