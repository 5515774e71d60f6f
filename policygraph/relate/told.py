"""A cascade as JSON: what the commands print, and all that the page and the workbook show."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from policygraph.model import Aim, Cascade, Unit
from policygraph.registry import default_registry
from policygraph.relate.differences import differences

Json = dict[str, Any]


def told(found: Cascade) -> Json:
    """The cascade. Keys are those of docs/relate.md; passages stand in ``text`` whole."""
    types = {owner.type for pair in found.pairs for side in (pair.upper, pair.lower) for owner in side.owners}
    known = default_registry().types
    return {
        "schema": "policygraph/cascade/1",
        "family": found.family,
        "topic": found.topic,
        "documents": [asdict(item) for item in found.documents],
        "units": [_unit(unit) for unit in found.units],
        "pairs": [
            {
                "upper": _unit(pair.upper),
                "lower": _unit(pair.lower),
                "relation": pair.relation,
                "score": pair.score,
                "rule": pair.rule,
                "confidence": pair.confidence,
                "why": pair.why,
                "changes": [asdict(item) for item in differences(pair) if item.what != "text"],
            }
            for pair in found.pairs
        ],
        "dropped": [
            {"document": item.document, "upper": _unit(item.upper), "hole": item.hole} for item in found.dropped
        ],
        "new": [{"document": unit.document, "lower": _unit(unit)} for unit in found.new],
        "targets": [
            {
                "upper": _aim(item.upper),
                "lower": _aim(item.lower),
                "document": item.document,
                "verdict": item.verdict,
                "why": item.why,
            }
            for item in found.targets
        ],
        "types": {key: known[key].label for key in sorted(key for key in types if key and key in known)},
    }


def _unit(unit: Unit) -> Json:
    return {
        "document": unit.document,
        "section": unit.section,
        "task": unit.tasks[0] if unit.tasks else None,
        "heading": unit.heading,
        "text": unit.text,
        "row": unit.row,
        "due": unit.due,
        "owners": [asdict(owner) for owner in unit.owners],
    }


def _aim(aim: Aim | None) -> Json | None:
    if aim is None:
        return None
    return {
        "document": aim.document,
        "indicator": aim.id,
        "name": aim.name,
        "text": aim.quote,
        "section": aim.section,
        "value": aim.value,
        "unit": aim.unit,
        "by": aim.by,
    }
