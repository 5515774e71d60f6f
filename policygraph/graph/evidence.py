"""Where a fact stands: Web Annotation selectors, one node for each stretch of text, shared by the facts it proves.

The IRI of a stretch is the text version's IRI with an RFC 5147 fragment (``#char=10,25``, half-open code points),
so a fact's evidence is the same node in every run.
"""

from __future__ import annotations

from collections.abc import Sequence

from policygraph.graph.sheet import Node, Sheet
from policygraph.model import Origin, Span

CONTEXT = 16  # characters before and after a quote: enough to find it again in an edited text
QUOTE = 1500  # a longer stretch is told by its position alone

_PDF = "http://tools.ietf.org/rfc/rfc8118"
_TABLE = "http://tools.ietf.org/rfc/rfc7111"
Cell = tuple[int, int] | None


def prove(
    sheet: Sheet, fact: Node, spans: Sequence[Span], cell: Cell = None, term: str = "prov:wasDerivedFrom"
) -> None:
    """Tie a fact to the stretches of text that say it."""
    for span in spans:
        fact.to(term, stretch(sheet, span, fact.fact, cell))


def stretch(sheet: Sheet, span: Span, fact: str, cell: Cell = None, quoted: bool = True) -> str:
    """The node of one stretch of text, with its selectors; returns its IRI. An extent is not ``quoted``: its words
    are quoted by the facts within it."""
    at = f"{span.start},{span.end}"
    iri = f"{sheet.text}#char={at}"
    node = sheet.node(iri, "oa:SpecificResource", fact).to("oa:hasSource", sheet.text)
    _position(sheet, node, f"{sheet.text}#position={at}", span)
    if quoted and len(span) <= QUOTE:
        _quote(sheet, node, f"{sheet.text}#quote={at}", span)
    origin = sheet.linked.policy.document.origin(span)
    if origin is not None and origin.page is not None:
        _fragment(sheet, node, f"{sheet.text}#page={at}", _page(origin), _PDF)
    if cell is not None:
        # RFC 7111 counts rows and columns from 1, the model from 0
        place = f"{cell[0] + 1},{cell[1] + 1}"  # in the IRI too: a merged cell may prove facts of several rows
        _fragment(sheet, node, f"{sheet.text}#cell={at};{place}", f"cell={place}", _TABLE)
    return iri


def is_stretch(iri: str) -> bool:
    """Whether an IRI is that of a stretch of text or of one of its selectors.

    >>> is_stretch("https://example.org/d1/text/ab#quote=1,2"), is_stretch("https://example.org/#/t1")
    (True, False)
    """
    return "#" in iri.partition("/text/")[2]


def _position(sheet: Sheet, node: Node, iri: str, span: Span) -> None:
    node.to("oa:hasSelector", iri)
    sheet.node(iri, "oa:TextPositionSelector", node.fact).whole("oa:start", span.start).whole("oa:end", span.end)


def _quote(sheet: Sheet, node: Node, iri: str, span: Span) -> None:
    text = sheet.linked.policy.document.text
    node.to("oa:hasSelector", iri)
    selector = sheet.node(iri, "oa:TextQuoteSelector", node.fact).plain("oa:exact", span.quote(text))
    selector.plain("oa:prefix", text[max(0, span.start - CONTEXT) : span.start])
    selector.plain("oa:suffix", text[span.end : span.end + CONTEXT])


def _fragment(sheet: Sheet, node: Node, iri: str, value: str, standard: str) -> None:
    node.to("oa:hasSelector", iri)
    selector = sheet.node(iri, "oa:FragmentSelector", node.fact)
    selector.plain("rdf:value", value).to("dcterms:conformsTo", standard)


def _page(origin: Origin) -> str:
    """``page=3&viewrect=left,top,width,height`` as RFC 8118 writes it, in points."""
    if origin.bbox is None:
        return f"page={origin.page}"
    x0, top, x1, bottom = origin.bbox
    return f"page={origin.page}&viewrect={x0:.1f},{top:.1f},{x1 - x0:.1f},{bottom - top:.1f}"
