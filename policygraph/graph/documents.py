"""The document as ELI sees it: the work, its text and file, sections, attachments, and what it cites."""

from __future__ import annotations

from policygraph.graph.evidence import prove, stretch
from policygraph.graph.facts import start
from policygraph.graph.organizations import region_of, resolve
from policygraph.graph.places import local_id
from policygraph.graph.sheet import Node, Sheet
from policygraph.graph.terms import RELATIONS, percent
from policygraph.identity import digest
from policygraph.model import Citation, Masthead, Section
from policygraph.text import squash

CHINESE = "http://publications.europa.eu/resource/authority/language/ZHO"


def work(sheet: Sheet) -> None:
    """The document itself: what GB/T 9704 prints at its head and foot."""
    head = sheet.linked.policy.masthead
    node = sheet.node(sheet.document, "eli:LegalResource", head.id)
    node.label(head.title or head.notice_title or head.number or head.id)
    node.words("eli:title", head.title).words("pg:noticeTitle", head.notice_title).plain("eli:number", head.number)
    node.moment("eli:date_document", head.issued).moment("eli:date_publication", head.published)
    node.moment("eli:first_date_entry_in_force", head.effective).moment("eli:date_no_longer_in_force", head.expires)
    node.one_of("eli:type_document", "DocumentKind", head.kind).one_of("pg:level", "Level", head.level)
    node.words("pg:disclosure", head.disclosure).plain("pg:genre", sheet.linked.policy.profile.genre)
    node.moment("pg:baselineYear", head.baseline_year).moment("pg:horizon", head.horizon)
    for name in head.addressees:
        node.words("pg:addressee", name)
    for name in head.issuer:
        node.to("eli:passed_by", resolve(sheet, name))
    if head.region:
        node.to("eli:jurisdiction", region_of(sheet, head.region))
    # under what others cite it, so that their citations find it whenever it comes
    for key in (node.iri, _stub(sheet, head.number, None), _stub(sheet, None, head.title)):
        node.to("pg:citedAs", key)
    _masthead_evidence(sheet, node, head)
    _account(sheet, node)


def _account(sheet: Sheet, node: Node) -> None:
    """The verdict on what was read, and for each kind that was asked for how much was expected and answered."""
    account = sheet.linked.coverage
    if account is None:
        return
    node.plain("pg:coverage", account.verdict)
    for kind, count in account.counts.items():
        if count.expected:
            part = sheet.node(f"{sheet.document}/coverage/{kind}", "pg:CoverageCount", sheet.linked.policy.masthead.id)
            part.plain("pg:asked", kind).whole("pg:expected", count.expected).whole("pg:answered", count.answered)
            node.to("pg:coverageCount", part.iri)


def _masthead_evidence(sheet: Sheet, node: Node, head: Masthead) -> None:
    for name in sorted(head.evidence):
        for at, span in enumerate(head.evidence[name], 1):
            field = sheet.node(f"{sheet.document}/field/{percent(name)}/{at}", "pg:FieldEvidence", head.id)
            field.plain("pg:field", name)
            prove(sheet, field, (span,))
            node.to("prov:wasDerivedFrom", field.iri)


def text_and_file(sheet: Sheet) -> None:
    """The version that was read: its text, once, which every offset counts in, and the file it came from."""
    info = sheet.linked.policy.document.info
    head = sheet.linked.policy.masthead
    text = sheet.node(sheet.text, "eli:LegalExpression", head.id).to("eli:realizes", sheet.document)
    text.words("pg:fullText", sheet.linked.policy.document.text).to("eli:language", CHINESE)
    text.to("prov:wasGeneratedBy", sheet.run)
    sheet.node(sheet.document, fact=head.id).to("pg:current", sheet.text)
    file = sheet.node(f"{sheet.base}file/{percent(info.sha256)}", "eli:Format", head.id).to("eli:embodies", sheet.text)
    file.plain("dcterms:identifier", f"sha256:{info.sha256}").plain("dcterms:format", info.media_type)
    file.label(info.name).whole("pg:pages", info.pages)


def run(sheet: Sheet) -> None:
    """The reading that found all facts of the text. When it ran is left out: it would differ between two equal graphs."""
    node = sheet.node(sheet.run, "prov:Activity").to("prov:used", sheet.text)
    node.plain("dcterms:identifier", f"sha256:{sheet.rules}" if sheet.rules else None)


def sections(sheet: Sheet) -> None:
    for section in sheet.linked.policy.sections:
        _section(sheet, section)


def _section(sheet: Sheet, section: Section) -> None:
    node = sheet.node(sheet.iri(section.id), "eli:LegalResourceSubdivision", section.id)
    node.to("eli:is_part_of", sheet.iri(section.parent) if section.parent else sheet.document)
    node.label(f"{section.number} {section.heading}").plain("eli:id_local", local_id(section.path, section.part))
    node.plain("pg:purpose", section.purpose).plain("eli:number", section.number).plain("pg:path", section.path).one_of(
        "pg:part", "Part", section.part
    )
    prove(sheet, node, section.heading_spans)
    node.to("pg:extent", stretch(sheet, section.span, section.id))


def attachments(sheet: Sheet) -> None:
    """What the document names under 附件, with or without its text in the file."""
    head = sheet.linked.policy.masthead
    for at, item in enumerate(head.attachments, 1):
        node = sheet.node(f"{sheet.document}/annex_{at}", "eli:LegalResource", head.id)
        node.label(item.title).flag("pg:present", item.present)
        sheet.node(sheet.document, fact=head.id).to("eli:has_annex", node.iri)
        prove(sheet, node, (item.span,))


def citations(sheet: Sheet) -> None:
    for item in sheet.linked.citations:
        _citation(sheet, item)


def _citation(sheet: Sheet, item: Citation) -> None:
    target = _cited(sheet, item)
    node = start(sheet, item, "pg:Citation")
    node.words("dcterms:title", item.title).plain("eli:number", item.number)
    node.one_of("pg:relation", "Relation", item.relation).to("pg:target", target)
    node.to("pg:document", sheet.document).to("pg:expression", sheet.text)
    document = sheet.node(sheet.document, fact=item.id).to("eli:cites", target)
    if item.relation in RELATIONS:
        document.to(RELATIONS[item.relation], target)


def _cited(sheet: Sheet, item: Citation) -> str:
    """The cited document; one that is not in the corpus is known by its number, else by its title."""
    if item.target:
        return sheet.iri(item.target)
    iri = _stub(sheet, item.number, item.title or item.id) or ""
    node = sheet.node(iri, "eli:LegalResource", item.id)
    node.label(item.title or item.number).words("eli:title", item.title).plain("eli:number", item.number)
    return node.iri


def _stub(sheet: Sheet, number: str | None, title: str | None) -> str | None:
    """The node of a document of which only the number, or only the title, is known."""
    if number:
        return f"{sheet.base}cited/{digest('number', squash(number))}"
    return f"{sheet.base}cited/{digest('title', squash(title))}" if title else None
