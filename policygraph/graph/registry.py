"""The registry as statements of its own named graph, and as the page docs/registry.md."""

from __future__ import annotations

from functools import lru_cache

from policygraph.graph import literals
from policygraph.graph.terms import DEFAULT, concept, expand, percent, registry_graph, safe_base, type_iri
from policygraph.identity import digest
from policygraph.model import Literal_, Statement
from policygraph.regions import default_regions
from policygraph.registry import Registry, body_id, default_registry
from policygraph.registry.places import NATION, default_places


@lru_cache(maxsize=2)
def registry(base: str = DEFAULT) -> tuple[Statement, ...]:
    """Types, national bodies with their names, dated reforms, and the regions with the region around each."""
    root, graph, data = safe_base(base), registry_graph(base), default_registry()
    rows = [*_types(data, base), *_bodies(data, root, base), *_reforms(data, root, base), *_regions(root)]
    return tuple(dict.fromkeys(Statement(s, expand(p), o, graph, "") for s, p, o in rows))


_Row = tuple[str, str, str | Literal_]


def _types(data: Registry, base: str) -> list[_Row]:
    rows: list[_Row] = []
    for item in data.types.values():
        iri = type_iri(item.id, base)
        rows += [
            (iri, "rdf:type", expand("skos:Concept")),
            (iri, "skos:inScheme", expand("pg:BodyTypeScheme")),
            (iri, "skos:notation", literals.plain(item.id)),
            (iri, "skos:prefLabel", Literal_(item.label, language="zh")),
            (iri, "skos:prefLabel", Literal_(item.english, language="en")),
            (iri, "org:classification", concept("OrganizationKind", item.kind)),
        ]
        if item.group:
            rows.append((iri, "skos:broader", type_iri(item.group, base)))
    return rows


def _bodies(data: Registry, root: str, base: str) -> list[_Row]:
    rows: list[_Row] = []
    for body in data.bodies:
        iri = root + body_id(NATION, body.type, body.sub)
        rows += [
            (iri, "rdf:type", expand("pg:Body")),
            (iri, "skos:prefLabel", Literal_(body.name, language="zh")),
            (iri, "pg:type", type_iri(data.types[body.type].function, base)),
            (iri, "pg:level", concept("Level", "national")),
        ]
        rows += [(iri, "skos:altLabel", Literal_(name, language="zh")) for name in body.short]
    return rows


def _reforms(data: Registry, root: str, base: str) -> list[_Row]:
    rows: list[_Row] = []
    for item in data.reforms:
        iri = f"{root}reform/{digest(item.old, item.new)}"
        rows += [
            (iri, "rdf:type", expand("pg:Reform")),
            (iri, "pg:formerName", Literal_(item.old, language="zh")),
            (iri, "pg:laterName", Literal_(item.new, language="zh")),
            (iri, "pg:type", type_iri(item.type, base)),
            (iri, "pg:reformYear", literals.moment(str(item.year))),
        ]
    return rows


def _regions(root: str) -> list[_Row]:
    rows: list[_Row] = []
    regions, places = default_regions(), default_places()
    for region in regions.by_code.values():
        name = places.place(region).name
        iri = f"{root}region/{percent(name)}"
        rows += [
            (iri, "rdf:type", expand("skos:Concept")),
            (iri, "skos:prefLabel", Literal_(name, language="zh")),
            (iri, "skos:notation", literals.plain(region.code)),
            (iri, "pg:level", concept("Level", region.level)),
        ]
        if region.parent:
            outer = places.place(regions.by_code[region.parent]).name
            rows.append((iri, "skos:broader", f"{root}region/{percent(outer)}"))
    return rows


def page() -> str:
    """The registry for readers: every type with the words that name it, the reforms, what the numbers are."""
    data = default_registry()
    zones = sum("-" in code for code in default_regions().by_code)
    out = [
        "# Registry of bodies", "",
        "Generated from `ontology/organizations/*.toml` and `ontology/regions.csv`. How names are resolved, and how well:"
        " [organizations.md](organizations.md).", "",
        f"{len(data.types)} types, {len(data.bodies)} national bodies with their names, {len(data.reforms)} reforms,"
        f" {len(default_regions().by_code) - zones} regions and {zones} zones.", "",
        "| type | 职能 | function | counted with | words |", "|---|---|---|---|---|",
    ]  # fmt: skip
    for item in data.types.values():
        words = "、".join((*item.names, *item.heads, *item.stems)[:8])
        out.append(f"| `{item.id}` | {item.label} | {item.english} | {item.group} | {words} |")
    out += ["", "| former name | later name | year | type |", "|---|---|---|---|"]
    out += [f"| {item.old} | {item.new} | {item.year} | `{item.type}` |" for item in data.reforms]
    return "\n".join([*out, ""])
