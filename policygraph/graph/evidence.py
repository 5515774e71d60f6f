"""Where a fact stands: the address of a stretch of text, which holds everything a reader needs to fetch the words.

The text is in the graph once, as ``pg:fullText`` of the expression. A stretch is the expression's IRI with an RFC 5147
fragment (``#char=10,25``, half-open code points); page, box and cell are said of it where they are known. ``QUOTE`` turns
the address back into words; ``OA`` turns it into the selectors of Web Annotation.
"""

from __future__ import annotations

from collections.abc import Sequence

from policygraph.graph.sheet import Node, Sheet
from policygraph.model import Origin, Span

Cell = tuple[int, int] | None

_AT = """BIND (STRAFTER(STR(?stretch), "#char=") AS ?at)
  BIND (xsd:integer(STRBEFORE(?at, ",")) AS ?start) BIND (xsd:integer(STRAFTER(?at, ",")) AS ?end)"""
_WORDS = "BIND (SUBSTR(?fullText, ?start + 1, ?end - ?start) AS ?quote)"
#: SPARQL: from ``?stretch`` to ``?expression``, ``?start``, ``?end`` and ``?quote``
QUOTE = f"""BIND (IRI(STRBEFORE(STR(?stretch), "#")) AS ?expression) {_AT}
  ?expression pg:fullText ?fullText . {_WORDS}"""
#: SPARQL: from one ``?thing`` to the same and ``?page``, by links alone and before anything is computed, so that no other
#: text is looked at: a fact, a responsibility, a section, an annex or a field of the masthead
QUOTE_OF_THING = f"""?thing prov:wasDerivedFrom ?stretch .
  ?thing (^prov:qualifiedAttribution)?/pg:expression|eli:is_part_of+/pg:current|^eli:has_annex/pg:current|^prov:wasDerivedFrom/pg:current ?expression .
  ?expression pg:fullText ?fullText . OPTIONAL {{ ?stretch pg:page ?page }}
  FILTER (CONTAINS(STR(?stretch), "#char=")) {_AT} {_WORDS}"""


def prove(
    sheet: Sheet, fact: Node, spans: Sequence[Span], cell: Cell = None, term: str = "prov:wasDerivedFrom"
) -> None:
    """Tie a fact to the stretches of text that say it."""
    for span in spans:
        fact.to(term, stretch(sheet, span, fact.fact, cell))


def stretch(sheet: Sheet, span: Span, fact: str, cell: Cell = None) -> str:
    """The address of one stretch of text; its page, box and cell are said where known."""
    iri = f"{sheet.text}#char={span.start},{span.end}"
    origin = sheet.linked.policy.document.origin(span)
    if origin is None and cell is None:
        return iri
    node = sheet.node(iri, fact=fact)
    if origin is not None and origin.page is not None:
        node.whole("pg:page", origin.page).plain("pg:box", _box(origin))
    if cell is not None:
        # RFC 7111 counts rows and columns from 1, the model from 0; a merged cell may prove facts of several rows
        node.plain("pg:cell", f"{cell[0] + 1},{cell[1] + 1}")
    return iri


def is_stretch(iri: str) -> bool:
    """Whether an IRI is the address of a stretch of text.

    >>> is_stretch("https://example.org/d1/text/ab#char=1,2"), is_stretch("https://example.org/#/t1")
    (True, False)
    """
    return "#" in iri.partition("/text/")[2]


def _box(origin: Origin) -> str | None:
    """``left,top,width,height`` in points, as RFC 8118 writes a ``viewrect``."""
    if origin.bbox is None:
        return None
    x0, top, x1, bottom = origin.bbox
    return f"{x0:.1f},{top:.1f},{x1 - x0:.1f},{bottom - top:.1f}"
