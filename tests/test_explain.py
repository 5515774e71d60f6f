"""explain: every sentence once, its facts with their rules, refusals with reasons, and silence made visible."""

from __future__ import annotations

from policygraph.explain import Explained, explain
from policygraph.model import Linked
from policygraph.pipeline import parse_bytes


def said(linked: Linked, words: str) -> Explained:
    return next(row for row in explain(linked) if words in row.text)


def test_a_sentence_with_an_indicator_names_rule_and_value(changzhou: Linked) -> None:
    row = said(changzhou, "全区秸秆综合利用率在95%以上")
    assert [answer.text for answer in row.answers if answer.kind == "indicator"] == ["秸秆综合利用率 >=95% 2025"]
    assert row.path == "三/（一）/2" and not row.silent


def test_a_table_row_is_explained_with_its_owners(changzhou: Linked) -> None:
    row = said(changzhou, "13．推进农业节水")
    kinds = {answer.kind for answer in row.answers}
    assert {"task", "responsibility"} <= kinds
    assert {answer.text for answer in row.answers if answer.kind == "responsibility"} == {
        "农业农村局（lead）",
        "生态环境局（lead）",
    }


def test_a_section_and_what_it_contains(changzhou: Linked) -> None:
    rows = list(explain(changzhou, "三/（一）"))
    assert {row.path for row in rows} == {"三/（一）", *(f"三/（一）/{n}" for n in range(1, 5))}


def test_every_fact_is_explained_somewhere(changzhou: Linked) -> None:
    rules = {answer.rule for row in explain(changzhou) for answer in row.answers if answer.kind != "refused"}
    facts = (*changzhou.goals, *changzhou.indicators, *changzhou.tasks, *changzhou.responsibilities)
    assert rules >= {fact.rule for fact in facts}


def test_a_refused_number_says_why() -> None:
    text = "一、重点任务\n1．加强节能。截至2020年，全市已建成充电桩300个。（责任单位：能源局）\n"
    row = said(parse_bytes(text.encode(), "a.txt"), "已建成充电桩")
    assert [answer for answer in row.answers if answer.kind == "refused" and answer.note]


def test_silence_is_shown_where_a_number_stands_and_nobody_answers() -> None:
    linked = parse_bytes("一、附则\n本办法共12条，另行解释。\n大家努力。\n".encode(), "a.txt")
    rows = {row.text: row for row in explain(linked)}
    assert not rows["大家努力。"].silent
    numbered = next(row for text, row in rows.items() if "12条" in text)
    assert numbered.silent or any(answer.note for answer in numbered.answers)


def test_the_genre_and_the_purpose_of_a_section_say_why(changzhou: Linked) -> None:
    said_of = {answer.kind: answer for row in explain(changzhou) for answer in row.answers}
    assert said_of["genre"].text == "plan" and "last=plan" in said_of["genre"].note
    heading = next(row for row in explain(changzhou) if row.text == "二、主要目标")
    assert [(answer.text, "exact=goals" in answer.note) for answer in heading.answers if answer.kind == "section"] == [
        ("goals", True)
    ]
