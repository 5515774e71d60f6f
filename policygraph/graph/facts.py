"""Goals, tasks, duties, indicators, norms, responsibilities and links: the part of the graph that is policy."""

from __future__ import annotations

from typing import TypeAlias

from policygraph.graph.evidence import prove, stretch
from policygraph.graph.literals import number
from policygraph.graph.organizations import resolve
from policygraph.graph.sheet import Node, Sheet
from policygraph.graph.terms import LINKS, SHORTCUTS
from policygraph.graph.units import unit_of
from policygraph.identity import digest
from policygraph.model import Citation, Due, Duty, Goal, Indicator, Link, Norm, Responsibility, Task

Fact: TypeAlias = "Goal | Task | Duty | Indicator | Norm | Responsibility | Citation"


def start(sheet: Sheet, fact: Fact, kind: str) -> Node:
    """What every fact says of itself: class, evidence, rule and how sure. What it is called is said in its own words
    (``pg:text``, ``pg:mention``, ``dcterms:title``); the reading that found it is that of the expression."""
    node = sheet.node(sheet.iri(fact.id), kind, fact.id)
    node.plain("pg:rule", fact.rule).one_of("pg:confidence", "Confidence", fact.confidence)
    node.words("pg:why", fact.why)
    cell = None if isinstance(fact, (Goal, Citation)) else fact.cell
    prove(sheet, node, fact.spans, cell)
    return node


def _place(sheet: Sheet, node: Node, fact: Goal | Task | Duty | Indicator | Norm) -> None:
    node.to("pg:document", sheet.document).to("pg:expression", sheet.text).ref("pg:section", fact.section).plain(
        "pg:path", fact.section_path
    )


# ---- goals and tasks -------------------------------------------------------------------------------


def goals(sheet: Sheet) -> None:
    for goal in sheet.linked.goals:
        node = start(sheet, goal, "pg:Goal").words("pg:text", goal.text)
        _place(sheet, node, goal)
        node.moment("pg:by", goal.by)
        for indicator in goal.indicators:
            sheet.node(sheet.iri(indicator), fact=goal.id).to("pg:goal", node.iri)


def tasks(sheet: Sheet) -> None:
    for task in sheet.linked.tasks:
        _task(sheet, task)


def _task(sheet: Sheet, task: Task) -> None:
    node = start(sheet, task, "pg:Task").words("pg:text", task.text)
    _place(sheet, node, task)
    node.plain("pg:number", task.number).one_of("pg:part", "Part", task.part).plain("pg:home", task.home)
    node.words("pg:domain", task.domain).words("pg:area", task.area).ref("pg:parent", task.parent)
    if task.deadline is not None:
        node.words("pg:deadlineText", task.deadline.text).moment("pg:by", task.deadline.by)
    _due(node, task.due)
    for span in task.passage:
        node.to("pg:passage", stretch(sheet, span, task.id))
    for span in task.measures:
        node.to("pg:measure", stretch(sheet, span, task.id))
    for span in task.body_spans:
        node.to("pg:bodySpan", stretch(sheet, span, task.id))


def duties(sheet: Sheet) -> None:
    """What running text tells a body to do; who is told is written by ``responsibilities``."""
    for duty in sheet.linked.duties:
        node = start(sheet, duty, "pg:Duty").words("pg:text", duty.text)
        _place(sheet, node, duty)
        node.one_of("pg:modality", "Modality", duty.modality).ref("pg:task", duty.task)
        _due(node, duty.due)
        for span in duty.act:
            node.to("pg:act", stretch(sheet, span, duty.id))


# ---- indicators ------------------------------------------------------------------------------------


def indicators(sheet: Sheet) -> None:
    for item in sheet.linked.indicators:
        _indicator(sheet, item)


def _indicator(sheet: Sheet, item: Indicator) -> None:
    node = start(sheet, item, "pg:IndicatorTarget").label(_shown(item))
    _place(sheet, node, item)
    node.to("pg:indicator", _quantity(sheet, item)).words("pg:name", item.name).plain("pg:unit", item.unit)
    node.number("pg:value", item.value).number("pg:valueMax", item.value_max).words("pg:relative", item.relative)
    node.plain("pg:comparator", item.comparator).one_of("pg:kind", "IndicatorKind", item.kind)
    node.words("pg:scope", item.scope).flag("pg:cumulative", item.cumulative)
    node.moment("pg:since", item.since).moment("pg:by", item.by).ref("pg:task", item.task).ref("pg:goal", item.goal)
    _due(node.words("pg:subject", item.subject), item.due)
    for owner in item.owners:
        node.ref("pg:ownedBy", owner.organization)
    node.to("qudt:quantityValue", _value(sheet, item, node.iri + "/value", item.value, item.value_max))
    if item.baseline is not None:
        iri = _value(sheet, item, node.iri + "/baseline", item.baseline.value, None)
        if iri:
            sheet.node(iri, fact=item.id).moment("pg:by", item.baseline.by)
        node.to("pg:baseline", iri)


def norms(sheet: Sheet) -> None:
    """Figures that are no targets."""
    for item in sheet.linked.norms:
        node = start(sheet, item, "pg:Norm").words("pg:name", item.name)
        _place(sheet, node, item)
        node.one_of("pg:kind", "NormKind", item.kind).number("pg:value", item.value)
        node.plain("pg:unit", item.unit).plain("pg:comparator", item.comparator)


def _quantity(sheet: Sheet, item: Indicator) -> str:
    """The quantity itself (name, unit, scope, base), the same node in every document that measures it."""
    node = sheet.node(f"{sheet.base}indicator/{item.concept}", "pg:Indicator", item.id).a("skos:Concept")
    return node.label(item.name, "skos:prefLabel").iri


def _value(sheet: Sheet, item: Indicator, iri: str, value: float | None, value_max: float | None) -> str | None:
    if value is None:
        return None
    unit = unit_of(item.unit)
    node = sheet.node(iri, "qudt:QuantityValue", item.id).to("qudt:unit", unit.iri)
    if value_max is None:
        node.number("qudt:numericValue", value)
    else:
        node.number("qudt:lowerBound", value).number("qudt:upperBound", value_max)
    if unit.local:
        local = sheet.node(unit.iri, "qudt:Unit", item.id).label(item.unit)
        if unit.multiplier:
            local.number("qudt:conversionMultiplier", float(unit.multiplier))
    return iri


def _shown(item: Indicator) -> str:
    """``秸秆综合利用率 >= 95%（2025）``, ``绿色工厂 60～80家（2025）``."""
    value = item.relative or ""
    if item.value is not None:
        low, high = (said.value if said else "" for said in (number(item.value), number(item.value_max or 0)))
        value = f"{low}～{high}{item.unit}" if item.comparator == "range" else f"{item.comparator} {low}{item.unit}"
    return f"{item.name} {value}" + (f"（{item.by}）" if item.by else "")


def _due(node: Node, due: Due | None) -> None:
    """Bounds as plain dates, so that ``<=`` works; ``pg:dueSource`` tells what is stated from what is inherited."""
    if due is not None and (due.bounds.until or due.bounds.since or due.bounds.recurrence):
        node.moment("pg:dueFrom", due.bounds.since).moment("pg:dueUntil", due.bounds.until)
        node.plain("pg:dueSource", due.source).words("pg:recurrence", due.bounds.recurrence)


# ---- who, and what belongs together ----------------------------------------------------------------


def responsibilities(sheet: Sheet) -> None:
    for item in sheet.linked.responsibilities:
        _responsibility(sheet, item)


def _responsibility(sheet: Sheet, item: Responsibility) -> None:
    """The attribution as a node (who, role, order, proof), and a shortcut for people who write queries."""
    agent = sheet.iri(item.organization) if item.organization else resolve(sheet, item.mention)
    node = start(sheet, item, "pg:Responsibility").a("prov:Attribution")
    node.to("prov:agent", agent).one_of("dcat:hadRole", "Role", item.role).whole("pg:position", item.order)
    node.words("pg:mention", item.mention).words("pg:scope", item.scope)
    subject = sheet.node(sheet.iri(item.subject), fact=item.id)
    subject.to("prov:qualifiedAttribution", node.iri).to(SHORTCUTS[item.role], agent)


def links(sheet: Sheet) -> None:
    """Each pair once for each kind, with the best score; a link without both ends says nothing."""
    best: dict[tuple[str, str, str], Link] = {}
    for item in sheet.linked.links:
        key = (item.kind, item.left, item.right)
        if item.left and item.right and (key not in best or best[key].score < item.score):
            best[key] = item
    for item in best.values():
        _link(sheet, item)


def _link(sheet: Sheet, item: Link) -> None:
    key = "l" + digest(item.kind, item.left, item.right)
    node = sheet.node(sheet.iri(key), "pg:Link", item.left).one_of("pg:kind", "LinkKind", item.kind)
    node.ref("pg:left", item.left).ref("pg:right", item.right).number(
        "pg:score", round(min(max(item.score, 0.0), 1.0), 4)
    )
    node.words("pg:reason", item.reason).one_of("pg:confidence", "Confidence", item.confidence)
    sheet.node(sheet.iri(item.left), fact=item.left).ref(LINKS[item.kind], item.right)
