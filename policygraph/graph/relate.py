"""Alignments between documents as statements: a named graph for every family, which any SPARQL server takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from policygraph.graph import literals
from policygraph.graph.terms import DEFAULT, RELATIONS, alignments_graph, concept, expand, percent, safe_base
from policygraph.identity import digest
from policygraph.model import Cascade, Cited, Dropped, Literal_, Pair, Statement, TargetVerdict

_Row: TypeAlias = tuple[str, str, str | Literal_]


def alignments(found: Cascade, cited: Sequence[Cited], base: str = DEFAULT) -> tuple[Statement, ...]:
    """Members with what they carry out, their citations of each other, pairs, holes and verdicts, each once."""
    root, graph = safe_base(base), alignments_graph(found.family, base)
    members = {item.id for item in found.documents}
    rows: list[_Row] = []
    for member in found.documents:
        if member.parent:
            rows.append((root + percent(member.id), "pg:carriesOut", root + percent(member.parent)))
    for item in cited:
        if item.document in members and item.target in members:
            rows += _citation(item, root)
    rows += _each(found, root)
    return tuple(dict.fromkeys(Statement(s, expand(p), o, graph, "") for s, p, o in rows))


def _each(found: Cascade, root: str) -> Iterator[_Row]:
    for pair in found.pairs:
        yield from _pair(pair, root)
    for hole in found.dropped:
        yield from _hole(hole, root)
    for verdict in found.targets:
        yield from _verdict(verdict, root)


def _citation(item: Cited, root: str) -> Iterable[_Row]:
    own, target = root + percent(item.document), root + percent(item.target)
    yield root + percent(item.citation), "pg:resolvedTo", target
    yield own, "eli:cites", target
    if item.relation in RELATIONS:
        yield own, RELATIONS[item.relation], target


def _pair(pair: Pair, root: str) -> Iterable[_Row]:
    iri = f"{root}alignment/{digest(pair.upper.id, pair.lower.id)}"
    yield iri, "rdf:type", expand("pg:Alignment")
    yield iri, "pg:upper", root + percent(pair.upper.id)
    yield iri, "pg:lower", root + percent(pair.lower.id)
    yield iri, "pg:upperText", literals.words(pair.upper.text)
    yield iri, "pg:lowerText", literals.words(pair.lower.text)
    yield iri, "pg:document", root + percent(pair.lower.document)
    yield iri, "pg:standing", literals.plain(pair.relation)
    score = literals.number(pair.score)
    if score is not None:
        yield iri, "pg:score", score
    yield iri, "pg:rule", literals.plain(pair.rule)
    yield iri, "pg:reason", literals.words(pair.why)
    yield iri, "pg:confidence", concept("Confidence", pair.confidence)


def _hole(item: Dropped, root: str) -> Iterable[_Row]:
    iri = f"{root}hole/{digest(item.upper.id, item.document)}"
    yield iri, "rdf:type", expand("pg:Hole")
    yield iri, "pg:upper", root + percent(item.upper.id)
    yield iri, "pg:upperText", literals.words(item.upper.text)
    yield iri, "pg:document", root + percent(item.document)
    yield iri, "pg:standing", literals.plain(item.hole)


def _verdict(item: TargetVerdict, root: str) -> Iterable[_Row]:
    sides = {"upper": item.upper, "lower": item.lower}
    iri = f"{root}verdict/{digest(item.document, *(side.id if side else '' for side in sides.values()))}"
    yield iri, "rdf:type", expand("pg:TargetVerdict")
    for name, side in sides.items():
        if side is not None:
            yield iri, f"pg:{name}", root + percent(side.id)
            yield iri, f"pg:{name}Text", literals.words(side.quote or side.name)
    yield iri, "pg:document", root + percent(item.document)
    yield iri, "pg:standing", literals.plain(item.verdict)
    yield iri, "pg:reason", literals.words(item.why)
