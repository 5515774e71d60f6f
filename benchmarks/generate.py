"""Policy-shaped data by seed: documents with tasks, owners, indicators and goals, about 450 statements each.

>>> len(document(1, 7).splitlines()) > 200
True
>>> document(1, 7) == document(1, 7)
True
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from policygraph.graph import document_graph, nquads, organizations_graph
from policygraph.graph.terms import DEFAULT, SHORTCUTS, concept, expand
from policygraph.model import ROLES, Literal_, Statement

ORGANIZATIONS = 600
_SUBJECTS = ("工业", "农业", "交通", "能源", "建筑", "水利", "生态", "教育", "科技", "文旅", "金融", "应急")
_VERBS = ("推进", "加快", "建设", "完善", "实施", "开展", "推广", "培育", "优化", "健全")
_OBJECTS = (
    "绿色升级",
    "节水改造",
    "清洁取暖",
    "数字平台",
    "循环园区",
    "充电设施",
    "污水处理",
    "秸秆利用",
    "示范企业",
    "人才队伍",
)
_UNITS = ("%", "家", "万吨", "公里", "亿元", "个")
_DATE, _YEAR, _DECIMAL = expand("xsd:date"), expand("xsd:gYear"), expand("xsd:decimal")


def nquads_of(count: int, seed: int = 1) -> Iterator[str]:
    """The N-Quads of ``count`` documents, one text a document."""
    return (document(number, seed) for number in range(count))


def document_name(number: int) -> str:
    return f"d{number:016x}"


def document(number: int, seed: int = 1) -> str:
    """One document as N-Quads; the same for the same number and seed."""
    return nquads(_written(number, seed).statements)


def record(number: int, seed: int = 1) -> dict[str, Any]:
    """What the catalogue reads of the record of the same document."""
    return _written(number, seed).record


def _written(number: int, seed: int) -> _Writer:
    dice = random.Random(seed * 1_000_003 + number)
    writer = _Writer(number)
    year = dice.randrange(2019, 2027)
    writer.say(writer.key, "rdf:type", expand("eli:LegalResource"))
    title = f"{dice.choice(_SUBJECTS)}发展实施方案{number}"
    writer.record["document"] = {"title": title, "number": f"测政发〔{year}〕{number}号", "issued": f"{year}-03-01"}
    writer.say(writer.key, "rdfs:label", Literal_(title, language="zh"))
    writer.say(writer.key, "eli:number", Literal_(f"测政发〔{year}〕{number}号"))
    writer.say(writer.key, "eli:date_document", Literal_(f"{year}-03-01", _DATE))
    for at in range(18):
        _task(writer, dice, at, year)
    for at in range(6):
        _indicator(writer, dice, at, year)
    for at in range(3):
        goal = writer.fact("g", at, "pg:Goal")
        words = f"到{year + 5}年，{_phrase(dice)}取得明显成效"
        writer.say(goal, "pg:text", Literal_(words))
        writer.record["goals"].append({"id": goal, "text": words, "by": str(year + 5)})
    return writer


class _Writer:
    def __init__(self, number: int) -> None:
        self.key = document_name(number)
        self.number = number
        self.graph = document_graph(self.key)
        self.statements: list[Statement] = []
        kinds = ("organizations", "tasks", "indicators", "goals", "findings", "responsibilities")
        self.record: dict[str, Any] = {kind: [] for kind in kinds}

    def say(self, subject: str, predicate: str, value: Literal_ | str, graph: str = "") -> None:
        self.statements.append(Statement(DEFAULT + subject, expand(predicate), value, graph or self.graph))

    def fact(self, kind: str, at: int, name: str) -> str:
        fact = f"{kind}{self.number:012x}{at:04x}"
        self.say(fact, "rdf:type", expand(name))
        self.say(fact, "pg:document", DEFAULT + self.key)
        return fact


def _phrase(dice: random.Random) -> str:
    return dice.choice(_VERBS) + dice.choice(_SUBJECTS) + dice.choice(_OBJECTS)


def _task(writer: _Writer, dice: random.Random, at: int, year: int) -> None:
    task = writer.fact("t", at, "pg:Task")
    words, domain = _phrase(dice), dice.choice(_SUBJECTS)
    writer.say(task, "pg:text", Literal_(words))
    writer.say(task, "pg:domain", Literal_(domain))
    writer.say(task, "pg:path", Literal_(f"二/（{at // 3 + 1}）/{at % 3 + 1}"))
    due = str(year + dice.randrange(1, 6))
    writer.say(task, "pg:by", Literal_(due, _YEAR))
    writer.record["tasks"].append({"id": task, "text": words, "domain": domain, "deadline": {"by": due}})
    for order in range(dice.randrange(1, 4)):
        role = ROLES[0] if order == 0 else dice.choice(ROLES[1:3])
        who = dice.randrange(ORGANIZATIONS)
        organization = f"o{who:016x}"
        writer.say(task, SHORTCUTS[role], DEFAULT + organization)
        writer.record["organizations"].append({"id": organization, "name": f"测试单位{who}", "region": ""})
        writer.record["responsibilities"].append({"subject": task, "organization": organization, "role": role})
        duty = writer.fact("r", at * 8 + order, "pg:Responsibility")
        writer.say(task, "prov:qualifiedAttribution", DEFAULT + duty)
        writer.say(duty, "prov:agent", DEFAULT + organization)
        writer.say(duty, "dcat:hadRole", concept("Role", role))
        writer.say(organization, "skos:prefLabel", Literal_(f"测试单位{who}", language="zh"), organizations_graph())


def _indicator(writer: _Writer, dice: random.Random, at: int, year: int) -> None:
    target = writer.fact("i", at, "pg:IndicatorTarget")
    quantity = f"q{writer.number:012x}{at:04x}"
    name = f"{dice.choice(_SUBJECTS)}{dice.choice(_OBJECTS)}率"
    writer.say(target, "pg:name", Literal_(name))
    writer.say(target, "pg:value", DEFAULT + quantity)
    due, value, unit = str(year + dice.randrange(1, 6)), dice.randrange(1, 1000), dice.choice(_UNITS)
    writer.say(target, "pg:by", Literal_(due, _YEAR))
    writer.say(quantity, "qudt:numericValue", Literal_(str(value), _DECIMAL))
    writer.say(quantity, "pg:unitText", Literal_(unit))
    writer.record["indicators"].append({"id": target, "name": name, "value": value, "unit": unit, "by": due})
