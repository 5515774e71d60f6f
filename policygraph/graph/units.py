"""Units as written to QUDT units: ``ontology/units.csv`` where it knows one, a local unit otherwise."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from policygraph.graph.terms import PREFIXES, expand, percent
from policygraph.lexicon import ontology_dir


@dataclass(frozen=True, slots=True)
class Unit:
    """``multiplier`` converts to the ``base`` unit (as written), where both are known."""

    iri: str
    multiplier: str = ""
    label_en: str = ""

    @property
    def local(self) -> bool:
        """Whether the unit is ours and so must be described beside its use."""
        return self.iri.startswith(PREFIXES["pgu"])


def unit_of(text: str) -> Unit:
    """The unit a document writes. A bare ratio is ``unit:UNITLESS``.

    >>> unit_of("").iri
    'http://qudt.org/vocab/unit/UNITLESS'
    """
    if not text:
        return Unit(expand("unit:UNITLESS"))
    return known().get(text) or Unit(PREFIXES["pgu"] + percent(text), _composed(text))


def _composed(text: str) -> str:
    """The multiplier of 万千瓦, from that of 千瓦; '' where the rest is not in the registry."""
    for word, power in (("万亿", 12), ("亿", 8), ("万", 4)):
        rest = known().get(text.removeprefix(word)) if text.startswith(word) else None
        if rest is not None and rest.multiplier:
            return format(Decimal(rest.multiplier).scaleb(power), "f")
    return ""


@lru_cache(maxsize=1)
def known() -> dict[str, Unit]:
    """The registry of units; empty where the table has not been written."""
    path = ontology_dir() / "units.csv"
    if not path.is_file():
        return {"%": Unit(expand("unit:PERCENT"))}
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return {row["unit"]: _unit(row) for row in csv.DictReader(handle)}


def _unit(row: dict[str, str]) -> Unit:
    iri = (row.get("qudt_iri") or "").strip()
    prefix, _, local = iri.partition(":")
    if prefix in PREFIXES:
        iri = PREFIXES[prefix] + local
    elif not iri:
        iri = PREFIXES["pgu"] + percent(row["unit"])
    return Unit(iri, (row.get("multiplier") or "").strip(), (row.get("label_en") or "").strip())
