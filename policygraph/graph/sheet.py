"""The sheet one document is written on: statements once each, in the order they were said.

``Node`` is a subject one writes about. A value that is None or empty says nothing, so a writer can list the
fields of a fact without a branch for each.
"""

from __future__ import annotations

from policygraph.graph import literals
from policygraph.graph.terms import concept, document_graph, expand, organizations_graph, percent, safe_base
from policygraph.model import Linked, Literal_, Statement

_Key = tuple[str, str, str | Literal_, str]


class Sheet:
    """Collects the statements of one document. ``node`` gives the IRI of an id of the model."""

    def __init__(self, linked: Linked, base: str, rules: str) -> None:
        self.linked = linked
        self.base = safe_base(base)
        self.rules = rules
        head, info = linked.policy.masthead, linked.policy.document.info
        self.document = self.iri(head.id)
        self.graph = document_graph(head.id, self.base)
        self.shared = organizations_graph(self.base)
        self.text = f"{self.document}/text/{percent(info.sha256[:16] or 'unknown')}"
        self.run = f"{self.document}/run/{percent(rules[:16] or 'unknown')}"
        self.said: dict[_Key, str] = {}  # statement → the first fact that said it

    def iri(self, name: str) -> str:
        return self.base + percent(name)

    def node(self, iri: str, kind: str = "", fact: str = "") -> Node:
        """A subject in the document's graph, of class ``kind``."""
        return Node(self, iri, fact, self.graph).a(kind)

    def public(self, iri: str, kind: str) -> Node:
        """A subject in the graph shared by all documents."""
        return Node(self, iri, "", self.shared).a(kind)

    def statements(self) -> tuple[Statement, ...]:
        return tuple(Statement._make((*said, fact)) for said, fact in self.said.items())


class Node:
    """One subject. Every method returns the node itself, so that a fact reads as a list."""

    __slots__ = ("_graph", "_said", "_sheet", "fact", "iri")

    def __init__(self, sheet: Sheet, iri: str, fact: str, graph: str) -> None:
        self._sheet = sheet
        self._said = sheet.said
        self.iri = iri
        self.fact = fact
        self._graph = graph

    def _say(self, term: str, value: str | Literal_) -> Node:
        self._said.setdefault((self.iri, expand(term), value, self._graph), self.fact)
        return self

    def a(self, kind: str) -> Node:
        return self._say("rdf:type", expand(kind)) if kind else self

    def to(self, term: str, iri: str | None) -> Node:
        """A link to another node."""
        return self._say(term, iri) if iri else self

    def ref(self, term: str, name: str | None) -> Node:
        """A link to the node of an id of the model."""
        return self._say(term, self._sheet.iri(name)) if name else self

    def one_of(self, term: str, scheme: str, code: str | None) -> Node:
        """A value of a closed list, as its concept."""
        return self._say(term, concept(scheme, code)) if code else self

    def words(self, term: str, text: str | None) -> Node:
        return self._say(term, literals.words(text)) if text else self

    def label(self, text: str | None, term: str = "rdfs:label") -> Node:
        shown = literals.label(text or "")
        return self._say(term, Literal_(shown, language="zh")) if shown else self

    def plain(self, term: str, text: str | None) -> Node:
        return self._say(term, literals.plain(text)) if text else self

    def whole(self, term: str, value: int | None) -> Node:
        return self if value is None else self._say(term, literals.whole(value))

    def number(self, term: str, value: float | None) -> Node:
        said = None if value is None else literals.number(value)
        return self if said is None else self._say(term, said)

    def flag(self, term: str, value: bool) -> Node:
        return self._say(term, literals.flag(value))

    def moment(self, term: str, value: str | None) -> Node:
        return self._say(term, literals.moment(value)) if value else self
