"""What is asked of the tables, over a few documents whose answers can be read off."""

from __future__ import annotations

from typing import Any

import pytest

from policygraph.catalogue import Answers, Catalogue, Entry

Record = dict[str, Any]


def record(title: str, year: str, level: str, tasks: dict[str, dict[str, str]], goal: str = "") -> Record:
    """``tasks``: words → {organisation: role}; an organisation is written name@region."""
    names = sorted({who for owners in tasks.values() for who in owners})
    ids = {text: f"t{title}{at}" for at, text in enumerate(tasks)}
    return {
        "document": {
            "title": title, "number": f"甲政发〔{year}〕1号", "issuer": ["甲市人民政府"], "issued": f"{year}-01-02",
            "level": level, "kind": "实施方案", "region": "甲市",
        },
        "organizations": [{"id": who, "name": who.partition("@")[0], "region": who.partition("@")[2]} for who in names],
        "tasks": [
            {"id": ids[text], "text": text, "domain": "", "area": "绿色", "deadline": {"text": "2025年底前", "by": "2025"}}
            for text in tasks
        ],
        "indicators": [
            {"id": f"i{title}", "name": "ＰＭ2.5浓度_达标率", "value": 95.5, "unit": "%", "comparator": ">=", "by": "2025"}
        ],
        "goals": [{"id": f"g{title}", "text": goal, "by": "2030", "section_path": "一"}] if goal else [],
        "findings": [{}],
        "responsibilities": [
            {"subject": ids[text], "organization": who, "role": role} for text, owners in tasks.items() for who, role in owners.items()
        ],
    }  # fmt: skip


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Answers:
    path = tmp_path_factory.mktemp("catalogue") / "c.sqlite"
    catalogue = Catalogue(path)
    water, money, other = "水务局@甲市", "财政局@甲市", "水务局@乙市"
    catalogue.take(
        [
            Entry("d1", "r1", "", record("河道方案", "2023", "city", {"疏浚河道": {water: "lead", money: "support"}, "建设平台": {water: "lead"}})),
            Entry("d2", "r2", "", record("节水方案", "2024", "county", {"推广节水": {money: "lead", water: "support"}}, "建成节水社会")),
            Entry("d3", "r3", "", record("乙市方案", "2024", "city", {"疏浚沟渠": {other: "responsible", money: "support"}})),
        ]
    )  # fmt: skip
    catalogue.close()
    return Answers(path)


def test_documents_stand_newest_first_and_can_be_narrowed(answers: Answers) -> None:
    assert [row.title for row in answers.documents().rows] == ["乙市方案", "节水方案", "河道方案"]
    assert [row.id for row in answers.documents(level="city", year="2023").rows] == ["d1"]
    assert [row.id for row in answers.documents("节水 甲政发〔2024〕").rows] == ["d2"]
    assert answers.documents("节水 河道").count == 0
    page = answers.documents(limit=1, offset=1)
    assert (page.count, [row.id for row in page.rows]) == (3, ["d2"])


def test_only_known_columns_narrow(answers: Answers) -> None:
    with pytest.raises(ValueError):
        answers.documents(**{"1=1 --": "x"})


def test_facets_count_what_passes_the_other_filters(answers: Answers) -> None:
    found = answers.facets(level="city")
    assert found["level"] == [("city", 2), ("county", 1)]
    assert found["year"] == [("2024", 1), ("2023", 1)]
    assert found["issuer"] == [("甲市人民政府", 2)]


@pytest.mark.parametrize(
    ("words", "hits"),
    [
        ("疏浚", 2), ("疏 浚", 2), ("pm2.5", 3), ("PM2.5浓度_", 3), ("%", 3), ("率%", 0), ("_", 3), ("p_2", 0), ("95.5", 3), ("!", 0),
        ("' OR 1=1 --", 0), ("节水", 2),
    ],
)  # fmt: skip
def test_words_are_words_and_no_patterns(answers: Answers, words: str, hits: int) -> None:
    assert answers.facts(words).count == hits


def test_facts_of_one_kind(answers: Answers) -> None:
    (goal,) = answers.facts("节水", "goal").rows
    assert (goal.kind, goal.text, goal.due, goal.document) == ("goal", "建成节水社会", "2030", "d2")


def test_namesakes_are_two(answers: Answers) -> None:
    found = answers.organizations("水务局").rows
    assert [(row.region, row.lead, row.responsible, row.support, row.tasks, row.documents) for row in found] == [
        ("甲市", 2, 0, 1, 3, 2),
        ("乙市", 0, 1, 0, 1, 1),
    ]
    assert [row.id for row in answers.namesakes("水务局@甲市")] == ["水务局@乙市"]


def test_duties_over_all_documents(answers: Answers) -> None:
    found = answers.duties("水务局@甲市")
    assert [(row.text, row.roles, row.title, row.due) for row in found.rows] == [
        ("推广节水", "support", "节水方案", "2025"),
        ("疏浚河道", "lead", "河道方案", "2025"),
        ("建设平台", "lead", "河道方案", "2025"),
    ]
    assert answers.duties("水务局@甲市", "support").count == 1
    assert answers.organization("没有") is None and answers.duties("没有").count == 0


def test_partners_and_pairs(answers: Answers) -> None:
    assert [(row.id, row.tasks) for row in answers.partners("水务局@甲市")] == [("财政局@甲市", 2)]
    found = answers.pairs()
    assert [(row.lead, row.support, row.tasks) for row in found.rows] == [
        ("水务局@甲市", "财政局@甲市", 1),
        ("财政局@甲市", "水务局@甲市", 1),
    ]
    assert (found.count, answers.pairs(limit=1, offset=1).rows) == (2, found.rows[1:])
