"""Vocabulary: namespaces, the closed lists as concepts, and which term says which field of the model.

Terms are written as ``prefix:local`` in the code of this room and expanded here. The own namespace ``pg:`` is
defined in ``ontology/policygraph.ttl``; a test holds that file, the tables below and ``model`` together.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from urllib.parse import quote

DEFAULT = "https://w3id.org/policygraph/id/"

PREFIXES: Mapping[str, str] = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "pg": "https://w3id.org/policygraph/ns#",
    "pgu": "https://w3id.org/policygraph/unit/",
    "prov": "http://www.w3.org/ns/prov#",
    "qudt": "http://qudt.org/schema/qudt/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "unit": "http://qudt.org/vocab/unit/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

#: Closed lists of the model: list name -> code value -> local name of the concept in ``pg:``.
CONCEPTS: Mapping[str, Mapping[str, str]] = {
    "Role": {code: f"role-{code}" for code in ("lead", "responsible", "support", "guide")},
    "Confidence": {code: f"confidence-{code}" for code in ("stated", "inferred", "guessed")},
    "Relation": {
        code: f"relation-{code}" for code in ("basis", "implements", "forwards", "repeals", "amends", "cites")
    },
    "Part": {code: f"part-{code}" for code in ("notice", "body", "annex")},
    "Level": {code: f"level-{code}" for code in ("national", "province", "city", "county", "township")},
    "OrganizationKind": {
        code: f"organization-{code}"
        for code in ("department", "office", "collective", "government", "enterprise", "institution", "other")
    },
    "DocumentKind": {
        "行动方案": "document-action-programme",
        "实施方案": "document-implementation-programme",
        "行动计划": "document-action-plan",
        "工作方案": "document-work-programme",
        "规划": "document-plan",
        "意见": "document-opinions",
        "办法": "document-rules",
        "通知": "document-notice",
        "要点": "document-key-points",
        "任务分工": "document-division-of-tasks",
        "措施": "document-measures",
        "other": "document-other",
    },
    "IndicatorKind": {"约束性": "indicator-binding", "预期性": "indicator-expected", "指导性": "indicator-guiding"},
    "Modality": {code: f"modality-{code}" for code in ("must", "should", "encourage", "explore", "may", "forbid")},
    "NormKind": {code: f"norm-{code}" for code in ("condition", "limit", "quota", "tariff")},
    "LinkKind": {
        "annex_of": "link-annex-of",
        "same_task": "link-same-task",
        "same_indicator": "link-same-indicator",
        "indicator_of": "link-indicator-of",
        "goal_of": "link-goal-of",
        "area_of": "link-area-of",
    },
}

#: role -> the short predicate from a task or indicator straight to the organisation.
SHORTCUTS: Mapping[str, str] = {
    "lead": "pg:leadBy",
    "responsible": "pg:responsibleBy",
    "support": "pg:supportedBy",
    "guide": "pg:guidedBy",
}

#: link kind -> the short predicate from left to right.
LINKS: Mapping[str, str] = {
    "annex_of": "pg:annexOf",
    "same_task": "pg:sameTask",
    "same_indicator": "pg:sameIndicator",
    "indicator_of": "pg:indicatorOf",
    "goal_of": "pg:goalOf",
    "area_of": "pg:areaOf",
}

#: citation relation -> ELI predicate from the document to the cited one; ELI has no word for forwarding.
RELATIONS: Mapping[str, str] = {
    "basis": "eli:based_on",
    "implements": "eli:implements",
    "repeals": "eli:repeals",
    "amends": "eli:amends",
}

#: organisation kind -> class of the Organization Ontology.
ORGANIZATION_CLASSES: Mapping[str, str] = {
    "collective": "org:OrganizationalCollaboration",
    "office": "org:OrganizationalUnit",
    "other": "org:Organization",
}

#: model class -> class of the graph. A quantity (the concept) is apart from what one document sets for it.
CLASSES: Mapping[str, str] = {
    "Masthead": "eli:LegalResource",
    "Document": "eli:LegalExpression",
    "FileInfo": "eli:Format",
    "Section": "eli:LegalResourceSubdivision",
    "Goal": "pg:Goal",
    "Indicator": "pg:IndicatorTarget",
    "Task": "pg:Task",
    "Duty": "pg:Duty",
    "Norm": "pg:Norm",
    "Responsibility": "pg:Responsibility",
    "Citation": "pg:Citation",
    "Organization": "org:Organization",
    "Link": "pg:Link",
}

_HOW = {"spans": "prov:wasDerivedFrom", "rule": "pg:rule", "confidence": "pg:confidence", "why": "pg:why"}
_CELL = {"cell": "pg:cell"}
_PLACE = {"section": "pg:section", "section_path": "pg:path"}

#: model class -> field -> term that says it. Every field of these classes is here but ``id``, which is the IRI itself,
#: and ``passage``, which is for linking and is in no record.
FIELDS: Mapping[str, Mapping[str, str]] = {
    "Masthead": {
        "title": "eli:title",
        "notice_title": "pg:noticeTitle",
        "number": "eli:number",
        "issuer": "eli:passed_by",
        "issued": "eli:date_document",
        "published": "eli:date_publication",
        "effective": "eli:first_date_entry_in_force",
        "expires": "eli:date_no_longer_in_force",
        "addressees": "pg:addressee",
        "kind": "eli:type_document",
        "region": "eli:jurisdiction",
        "level": "pg:level",
        "attachments": "eli:has_annex",
        "disclosure": "pg:disclosure",
        "baseline_year": "pg:baselineYear",
        "horizon": "pg:horizon",
        "evidence": "prov:wasDerivedFrom",
    },
    "Section": {
        "path": "pg:path",
        "number": "eli:number",
        "heading": "rdfs:label",
        "level": "eli:id_local",
        "parent": "eli:is_part_of",
        "part": "pg:part",
        "span": "pg:extent",
        "heading_spans": "prov:wasDerivedFrom",
        "system": "eli:id_local",
        "purpose": "pg:purpose",
    },
    "Goal": {"text": "pg:text", "by": "pg:by", "indicators": "pg:goal", **_PLACE, **_HOW},
    "Indicator": {
        "name": "pg:name",
        "value": "pg:value",
        "value_max": "pg:valueMax",
        "unit": "pg:unit",
        "comparator": "pg:comparator",
        "by": "pg:by",
        "since": "pg:since",
        "baseline": "pg:baseline",
        "kind": "pg:kind",
        "scope": "pg:scope",
        "relative": "pg:relative",
        "cumulative": "pg:cumulative",
        "task": "pg:task",
        "goal": "pg:goal",
        "subject": "pg:subject",
        "concept": "pg:indicator",
        "due": "pg:dueUntil",
        "owners": "pg:ownedBy",
        **_PLACE,
        **_HOW,
        **_CELL,
    },
    "Task": {
        "number": "pg:number",
        "text": "pg:text",
        "part": "pg:part",
        "domain": "pg:domain",
        "area": "pg:area",
        "parent": "pg:parent",
        "home": "pg:home",
        "deadline": "pg:deadlineText",
        "due": "pg:dueUntil",
        "measures": "pg:measure",
        "body_spans": "pg:bodySpan",
        **_PLACE,
        **_HOW,
        **_CELL,
    },
    "Duty": {
        "text": "pg:text",
        "modality": "pg:modality",
        "act": "pg:act",
        "due": "pg:dueUntil",
        "task": "pg:task",
        **_PLACE,
        **_HOW,
        **_CELL,
    },
    "Norm": {
        "kind": "pg:kind",
        "name": "pg:name",
        "value": "pg:value",
        "unit": "pg:unit",
        "comparator": "pg:comparator",
        **_PLACE,
        **_HOW,
        **_CELL,
    },
    "Responsibility": {
        "subject": "prov:qualifiedAttribution",
        "organization": "prov:agent",
        "mention": "pg:mention",
        "role": "dcat:hadRole",
        "order": "pg:position",
        "scope": "pg:scope",
        "kind": "org:classification",
        **_HOW,
        **_CELL,
    },
    "Citation": {
        "title": "dcterms:title",
        "number": "eli:number",
        "relation": "pg:relation",
        "target": "pg:target",
        **_HOW,
    },
    "Organization": {
        "name": "skos:prefLabel",
        "aliases": "skos:altLabel",
        "region": "pg:region",
        "level": "pg:level",
        "kind": "org:classification",
        "type": "pg:type",
        "parent": "org:subOrganizationOf",
        "resolved": "pg:resolved",
        "candidates": "pg:candidate",
    },
    "Link": {
        "kind": "pg:kind",
        "left": "pg:left",
        "right": "pg:right",
        "score": "pg:score",
        "reason": "pg:reason",
        "confidence": "pg:confidence",
    },
}

#: Fields whose pg: term is not the field's name: the public design fixes ``position`` and ``deadlineText``; lists
#: are named in the singular because each value is its own statement; a goal's indicators are told from the target.
RENAMED: Mapping[str, str] = {
    "order": "position",
    "deadline": "deadlineText",
    "due": "dueUntil",
    "concept": "indicator",
    "owners": "ownedBy",
    "addressees": "addressee",
    "measures": "measure",
    "candidates": "candidate",
    "body_spans": "bodySpan",
    "indicators": "goal",
    "section_path": "path",
    "span": "extent",
}


@cache
def expand(term: str) -> str:
    """``prefix:local`` to an IRI. KeyError for an unknown prefix, which is a mistake in this room.

    >>> expand("pg:leadBy")
    'https://w3id.org/policygraph/ns#leadBy'
    """
    prefix, _, local = term.partition(":")
    return PREFIXES[prefix] + local


@cache
def concept(scheme: str, code: str) -> str:
    """The IRI of a code value of a closed list. KeyError for a value outside the list.

    >>> concept("Role", "lead")
    'https://w3id.org/policygraph/ns#role-lead'
    """
    return PREFIXES["pg"] + CONCEPTS[scheme][code]


def percent(name: str) -> str:
    """Any text as one path segment of an IRI.

    >>> percent("a b/市")
    'a%20b%2F%E5%B8%82'
    """
    if name.isascii() and name.isalnum():  # the ids of facts: nothing to do
        return name
    return quote(name, safe="", errors="replace")


def safe_base(base: str) -> str:
    """A base that cannot break an IRI, ending in ``/`` or ``#``."""
    plain = quote(base, safe=":/?#[]@!$&'()*+,;=%", errors="replace")
    return plain if plain.endswith(("/", "#")) else plain + "/"


def identifier(iri: str, base: str = DEFAULT) -> str:
    """The id of the model that an IRI was made from.

    >>> identifier("https://w3id.org/policygraph/id/t12ab")
    't12ab'
    """
    return iri.removeprefix(safe_base(base))


def document_graph(document: str, base: str = DEFAULT) -> str:
    """The named graph that holds what one document says."""
    return f"{safe_base(base)}graph/{percent(document)}"


def registry_graph(base: str = DEFAULT) -> str:
    """The named graph of the registry: types, national bodies, reforms, regions. It is the same for every store."""
    return f"{safe_base(base)}graph/registry"


def alignments_graph(family: str, base: str = DEFAULT) -> str:
    """The named graph of what the members of one family make of its root."""
    return f"{safe_base(base)}graph/alignments/{percent(family)}"


def organizations_graph(base: str = DEFAULT) -> str:
    """The one named graph of organisations and regions, shared by all documents."""
    return f"{safe_base(base)}graph/organizations"


def type_iri(name: str, base: str = DEFAULT) -> str:
    """The concept of a functional type of the registry."""
    return f"{safe_base(base)}type/{percent(name)}"
