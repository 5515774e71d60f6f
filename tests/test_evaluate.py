"""Gold against records. The numbers expected here are those the yardstick of the record contract gives."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policygraph.evaluate import Evaluation, Score, evaluate, gains, hash_gold, resolve_gold, total
from policygraph.evaluate.__main__ import counts_of, error_line, halves_of, main, report
from policygraph.evaluate.similarity import sim
from policygraph.model import Linked
from policygraph.record import to_record
from policygraph.text import squash

TEXT = "某市绿色发展行动方案\n一、主要目标\n到2025年，全市森林覆盖率达到42%以上，绿色产业比重显著提升。\n二、重点任务\n推进工业绿色升级改造。（市发改委牵头，市工信局配合，2022年6月底前）"

GOLD: dict[str, Any] = {
    "source": "txt/a.txt",
    "document": {"title": "某市绿色发展行动方案", "number": None, "cites": []},
    "sections": ["一 主要目标", "二 重点任务"],
    "goals": ["全市森林覆盖率达到42%以上", "绿色产业比重显著提升"],
    "indicators": [
        {"name": "森林覆盖率", "value": 42, "unit": "%", "comparator": ">=", "by": "2025", "section": "一"},
        {"name": "草原盖度", "value": 50, "unit": "%", "comparator": "=", "by": "2025", "optional": True},
    ],
    "tasks": [
        {
            "number": None, "text": "推进工业绿色升级改造", "section": "二", "deadline": {"text": "2022年6月底前", "by": "2022-06"},
            "lead": ["市发改委"], "support": ["市工信局"],
        }
    ],
}  # fmt: skip


def span(quote: str) -> dict[str, Any]:
    start = TEXT.index(quote)
    return {"start": start, "end": start + len(quote), "quote": quote}


def record(**change: Any) -> dict[str, Any]:
    """A record that answers the gold in everything, with changes."""
    whole: dict[str, Any] = {
        "text": TEXT,
        "document": {"title": "某市绿色发展行动方案", "number": None},
        "sections": [{"id": "s1", "path": "一", "heading": "主要目标"}, {"id": "s2", "path": "二", "heading": "重点任务"}],
        "goals": [{"id": f"g{i}", "text": text, "spans": [span(text)], "confidence": "stated"} for i, text in enumerate(GOLD["goals"])],
        "indicators": [
            {"id": "i1", "name": "森林覆盖率", "value": 42.0, "unit": "%", "comparator": ">=", "by": "2025", "section_path": "一",
             "spans": [span("森林覆盖率达到42%以上")], "confidence": "stated"}
        ],
        "tasks": [
            {"id": "t1", "number": None, "text": "推进工业绿色升级改造", "section": "s2", "section_path": "二",
             "deadline": {"text": "2022年6月底前", "by": "2022-06"}, "spans": [span("推进工业绿色升级改造")], "confidence": "stated"}
        ],
        "responsibilities": [
            {"id": "r1", "subject": "t1", "mention": "市发改委", "role": "lead", "organization": "o1", "spans": [span("市发改委")]},
            {"id": "r2", "subject": "t1", "mention": "市工信局", "role": "support", "organization": None, "spans": [span("市工信局")]},
        ],
        "organizations": [{"id": "o1", "name": "某市发改委"}],
        "citations": [],
    }  # fmt: skip
    return whole | change


def counts(result: Evaluation) -> dict[str, tuple[int, int, int]]:
    return {name: (score.right, score.found, score.gold) for name, score in result.scores.items()}


def test_a_right_record_is_right_in_everything() -> None:
    result = evaluate(GOLD, record())
    assert counts(result) == {
        "metadata": (1, 1, 1), "citations": (0, 0, 0), "sections": (2, 2, 2), "goals": (2, 2, 2), "indicators": (1, 1, 1),
        "indicators-strict": (1, 1, 1), "tasks": (1, 1, 1), "responsibilities": (2, 2, 2), "responsibility-roles": (2, 2, 2),
        "names-in-document": (2, 2, 2), "deadlines": (1, 1, 1), "task-section-link": (1, 1, 1), "grounding": (6, 6, 6),
    }  # fmt: skip
    assert result.errors == ()
    assert all(score.f1 == 1.0 for score in result.scores.values())


def test_a_failed_run_is_an_empty_record() -> None:
    result = evaluate(GOLD, {})
    assert counts(result)["goals"] == (0, 0, 2)
    assert counts(result)["tasks"] == (0, 0, 1)
    assert result.scores["goals"].f1 == 0.0


def test_wrong_year_is_right_relaxed_and_wrong_strict() -> None:
    fact = record()["indicators"][0] | {"by": "2030"}
    result = evaluate(GOLD, record(indicators=[fact, fact | {"id": "i2", "value": 7}]))
    assert counts(result)["indicators"] == (1, 2, 1)
    assert counts(result)["indicators-strict"] == (0, 2, 1)
    assert {(error.category, error.kind) for error in result.errors} == {
        ("indicators", "extra"),
        ("indicators-strict", "wrong"),
    }


def test_an_optional_indicator_costs_nothing_either_way() -> None:
    extra = record()["indicators"][0] | {
        "id": "i2",
        "name": "草原盖度",
        "value": 50,
        "comparator": "=",
        "spans": [span("42%")],
    }
    assert counts(evaluate(GOLD, record(indicators=[*record()["indicators"], extra])))["indicators"] == (1, 1, 1)


def test_units_with_ten_thousand_are_one_fact() -> None:
    gold = {
        "parts": ["indicators"],
        "indicators": [{"name": "企业数量", "value": 5, "unit": "万家", "comparator": "=", "by": None}],
    }
    fact = {"name": "企业数量", "value": 50000.0, "unit": "家", "comparator": "=", "by": None, "spans": []}
    assert counts(evaluate(gold, {"indicators": [fact]}))["indicators"] == (1, 1, 1)


def test_of_tables_alone_only_recall_counts() -> None:
    gold = GOLD | {"parts": ["indicators-table"]}
    more = [*record()["indicators"], record()["indicators"][0] | {"value": 9}]
    assert counts(evaluate(gold, record(indicators=more)))["indicator-tables"] == (1, 1, 1)


def test_a_wrong_role_a_missing_name_and_an_invented_number() -> None:
    first, second = record()["responsibilities"]
    result = evaluate(GOLD, record(responsibilities=[first | {"role": "support"}, second | {"mention": "市财政局"}],
                                   document={"title": "别的标题", "number": "某发〔2021〕1号"}))  # fmt: skip
    assert counts(result)["responsibilities"] == (1, 2, 2)
    assert counts(result)["responsibility-roles"] == (0, 2, 2)
    assert counts(result)["metadata"] == (0, 2, 1)
    assert counts(result)["grounding"] == (5, 6, 6)


def test_a_document_that_gives_nobody_a_task() -> None:
    result = evaluate(GOLD | {"tasks": []}, record())
    assert counts(result)["tasks"] == (0, 1, 0)
    assert counts(result)["responsibilities"] == (0, 2, 0)


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("森林覆盖率（％）", "森林覆盖率%", 1.0),
        ("空气质量优良天数比例", "优良天数比例", 0.84),
        ("甲", "", 0.0),
        ("率", "森林覆盖率", 1 / 3),
    ],
)
def test_similarity(left: str, right: str, expected: float) -> None:
    assert sim(left, right) == pytest.approx(expected)


def test_totals_and_gains() -> None:
    both = total([evaluate(GOLD, record()), evaluate(GOLD, {})])
    assert counts(both)["goals"] == (2, 2, 4)
    assert gains({"goals": Score(1, 2, 2)}, {"goals": Score(2, 2, 2), "tasks": Score(1, 1, 1)}) == {
        "goals": -0.5,
        "tasks": -1.0,
    }
    assert (both.confidence or {})[("goals", "stated")] == Score(2, 2, 2)


# ---- duties ----------------------------------------------------------------------------------------

DUTY: dict[str, Any] = {
    "text": "市教育局会同市财政局于2022年底前制定办法。",
    "actors": [{"name": "市教育局", "role": "lead"}, {"name": "市财政局", "role": "responsible", "alt_names": ["财政局"]}],
    "due": {"by": "2022-12"},
}  # fmt: skip


def obliged(*names: str, task: str | None = None, until: str = "2022-12-31") -> dict[str, Any]:
    """What a record says of one duty whose actors are these, the first of them in the lead."""
    roles = ["lead", "responsible", "responsible"]
    owners = [
        {"id": f"d{i}", "subject": "u1", "mention": name, "role": role, "organization": None, "spans": []}
        for i, (name, role) in enumerate(zip(names, roles, strict=False))
    ]
    duty = {"id": "u1", "task": task, "text": DUTY["text"], "due": {"due_until": until}, "confidence": "stated"}
    return {"duties": [duty], "responsibilities": owners, "organizations": [], "text": ""}


@pytest.mark.parametrize(
    ("names", "until", "duties", "roles", "dates"),
    [
        (("市教育局", "财政局"), "2022-12-31", 1, 1, 1),
        (("市教育局", "市财政局"), "2023-06-30", 1, 1, 0),
        (("市教育局",), "2022-12-31", 1, 0, 1),
        (("财政局", "市教育局"), "2022-12-31", 1, 0, 1),
        (("市民政局",), "2022-12-31", 0, 0, 0),
    ],
)
def test_a_duty_is_right_with_half_of_its_actors(
    names: tuple[str, ...], until: str, duties: int, roles: int, dates: int
) -> None:
    result = counts(evaluate({"duties": [DUTY]}, obliged(*names, until=until)))
    assert result["duties"] == (duties, 1, 1)
    assert result["duty-roles"] == (roles, 1, 1)
    assert result["duty-dates"] == (dates, 1, 1)


def test_an_optional_duty_costs_nothing_either_way() -> None:
    gold = {"duties": [DUTY | {"optional": True}]}
    assert counts(evaluate(gold, obliged("市教育局", "财政局")))["duties"] == (0, 0, 0)
    assert counts(evaluate(gold, {}))["duties"] == (0, 0, 0)


def test_what_a_document_does_is_one_of_the_genres_the_gold_allows() -> None:
    gold = {"document": {"genre": "plan", "alt_genre": ["opinion"]}}
    for value, right in (("plan", 1), ("opinion", 1), ("list", 0)):
        assert counts(evaluate(gold, {"document": {"genre": {"value": value}}}))["genre"] == (right, 1, 1)


def test_owners_in_prose_may_stand_on_a_duty_of_the_task() -> None:
    gold = {"tasks": [{"text": "制定办法", "lead": ["市教育局"], "responsible": ["财政局"]}]}
    answer = obliged("市教育局", "财政局", task="t1") | {"tasks": [{"id": "t1", "text": "制定办法"}]}
    assert counts(evaluate(gold, answer))["responsibilities"] == (0, 0, 2)
    assert counts(evaluate(gold | {"prose_owners": True}, answer))["responsibilities"] == (2, 2, 2)


def test_a_duty_outside_every_task_is_one_where_owners_stand_in_prose() -> None:
    gold = {"tasks": [{"text": DUTY["text"], "lead": ["市教育局"]}], "prose_owners": True}
    result = counts(evaluate(gold, obliged("市教育局")))
    assert (result["tasks"], result["responsibilities"]) == ((1, 1, 1), (1, 1, 1))


def test_optional_tasks_and_owners_cost_nothing_either_way() -> None:
    gold = GOLD | {"tasks_optional": ["加强宣传"]}
    more = [*record()["tasks"], {"id": "t2", "text": "加强宣传", "spans": []}]
    assert counts(evaluate(gold, record(tasks=more)))["tasks"] == (1, 1, 1)
    free = GOLD | {"tasks": [GOLD["tasks"][0] | {"support": [], "owners_optional": ["市工信局"]}]}
    assert counts(evaluate(free, record()))["responsibilities"] == (1, 1, 1)


def test_where_nobody_gets_a_task_duties_are_no_error_and_every_task_may_be() -> None:
    answer = obliged("市教育局") | {"tasks": [{"id": "t1", "text": "制定办法"}]}
    assert counts(evaluate({"tasks": []}, answer))["tasks"] == (0, 0, 0)
    result = counts(evaluate({"tasks": [], "nobody": True}, answer))
    assert (result["tasks"], result["responsibilities"]) == ((0, 1, 0), (0, 0, 0))


# ---- hashed gold -----------------------------------------------------------------------------------


def test_hashed_gold_holds_no_wording_and_measures_the_same() -> None:
    hashed = json.loads(json.dumps(hash_gold(GOLD, TEXT), ensure_ascii=False))
    shown = json.dumps(hashed, ensure_ascii=False)
    assert "显著提升" not in shown and "升级改造" not in shown and "主要目标" not in shown
    assert "市发改委" in shown and "森林覆盖率" in shown  # short names may stay
    back, lost = resolve_gold(hashed, TEXT)
    assert lost == ()
    assert [squash(text) for text in back["goals"]] == [squash(text) for text in GOLD["goals"]]
    assert counts(evaluate(hashed, record())) == counts(evaluate(GOLD, record()))


def test_offsets_are_only_hints() -> None:
    hashed = hash_gold(GOLD, TEXT)
    moved = "前言。" * 900 + TEXT.replace("，", " ，\n")
    back, lost = resolve_gold(hashed, moved)
    assert lost == ()
    assert squash(back["tasks"][0]["text"]) == "推进工业绿色升级改造"


def test_what_the_text_no_longer_holds_is_reported_and_missed() -> None:
    hashed = hash_gold(GOLD, TEXT)
    changed = TEXT.replace("显著提升", "有所提升")
    _, lost = resolve_gold(hashed, changed)
    assert lost == ("goals[1]",)
    result = evaluate(hashed, record(text=changed, goals=[]))
    assert result.unresolved == ("goals[1]",)
    assert counts(result)["goals"] == (0, 0, 2)
    assert any("unresolved 1" in line for line in report(result))


def test_a_string_the_text_does_not_hold_verbatim_becomes_pieces() -> None:
    gold = {"goals": ["森林覆盖率达到42%以上和绿色产业比重显著提升"]}
    hashed = hash_gold(gold, TEXT)
    assert len(hashed["goals"][0]["pieces"]) >= 2
    back, lost = resolve_gold(hashed, TEXT)
    assert (squash(back["goals"][0]), lost) == (squash(gold["goals"][0]), ())


@given(st.text(alphabet="绿色发展，。 1", min_size=1, max_size=30), st.text(alphabet="甲乙，\n", max_size=20))
def test_hashing_and_resolving_gives_the_same_words(quote: str, around: str) -> None:
    text = around + quote + around
    back, lost = resolve_gold(hash_gold({"goals": [quote]}, text), text)
    assert lost == ()
    assert squash(back["goals"][0]) == squash(quote)


# ---- the command -----------------------------------------------------------------------------------


def test_the_command_measures_saves_and_compares(
    tmp_path: Path, changzhou: Linked, capsys: pytest.CaptureFixture[str]
) -> None:
    source = Path(__file__).parent.parent / "corpus" / "常开委办〔2022〕83号.txt"
    full = to_record(changzhou)
    gold = {
        "source": source.name,
        "parts": ["goals"],
        "goals": [goal["text"] for goal in full["goals"]] + ["没有说过的目标"],
    }
    (tmp_path / "g.json").write_text(json.dumps(hash_gold(gold, full["text"]), ensure_ascii=False), "utf-8")
    saved = tmp_path / "scores.json"
    command = [str(tmp_path / "g.json"), "--corpus", str(source.parent), "--errors"]
    assert main([*command, "--save", str(saved)]) == 0
    printed = capsys.readouterr().out
    assert "goals" in printed and "missed" in printed
    assert json.loads(saved.read_text("utf-8"))["own"]["documents"] == 1
    better = {"own": {"documents": 1, "scores": counts_of({"goals": Score(1, 1, 1)})}}
    saved.write_text(json.dumps(better), "utf-8")
    assert main([*command, "--baseline", str(saved), "--fail-on-loss"]) == 1
    assert main(["nowhere", "--corpus", str(tmp_path)]) == 2


def test_blind_documents_are_known_by_the_selection(tmp_path: Path) -> None:
    table = tmp_path / "selection.tsv"
    table.write_text(
        "sha256\tformat\tform\thalf\tpath\n1\ttxt\tnone\tblind\ttxt/a.txt\n2\ttxt\tnone\tdev\ttxt/b.txt\n", "utf-8"
    )
    assert halves_of(table) == {"txt/a.txt": "blind", "txt/b.txt": "dev"}
    assert halves_of(tmp_path / "none.tsv") == {}


def test_errors_of_blind_documents_are_never_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text("一、主要目标\n到2025年，环境明显改善。\n", "utf-8")
    (tmp_path / "a.json").write_text('{"source": "a.txt", "goals": ["没有说过的目标"]}', "utf-8")
    table = "sha256\tformat\tform\thalf\tpath\n1\ttxt\tnone\t{}\ta.txt\n"
    printed = {}
    for half in ("blind", "dev"):
        (tmp_path / "selection.tsv").write_text(table.format(half), "utf-8")
        assert main([str(tmp_path / "a.json"), "--corpus", str(tmp_path), "--errors"]) == 0
        printed[half] = capsys.readouterr().out
    assert "没有说过的目标" in printed["dev"]
    assert "没有说过的目标" not in printed["blind"]


def test_an_error_is_printed_with_its_place() -> None:
    (error,) = evaluate(GOLD, record(goals=record()["goals"][:1])).errors
    assert error_line(error) == "goals missed: 绿色产业比重显著提升 ← "
