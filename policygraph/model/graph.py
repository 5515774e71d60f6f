"""The graph as statements, and the findings asked of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from policygraph.model.places import Severity


class Literal_(NamedTuple):  # a tuple: thousands are made for one document, and made in half the time
    """An RDF literal: lexical form, datatype IRI ('' = xsd:string) or language tag."""

    value: str
    datatype: str = ""
    language: str = ""


Term: TypeAlias = "str | Literal_"  # a plain str is an IRI


class Statement(NamedTuple):
    """One quad. ``subject``, ``predicate`` and ``graph`` are IRIs; ``evidence`` is the fact id that says it."""

    subject: str
    predicate: str
    object: Term
    graph: str
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """A gap or conflict of the policy itself, found by a query of ``ontology/queries/findings``.

    ``decision`` is what a person said of it (``confirm`` or ``dismiss``, '' for nothing yet), ``note`` why.
    """

    code: str
    severity: Severity
    message: str
    facts: tuple[str, ...] = ()
    decision: str = ""
    note: str = ""
