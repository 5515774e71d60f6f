"""What the look alone shows, before anybody asks what was read."""

from __future__ import annotations

import pytest

from policygraph.coverage.seen import Look, numbered_lines
from policygraph.extract import extract
from policygraph.lexicon import default_lexicon
from policygraph.outline import outline
from policygraph.read import read

LEXICON = default_lexicon()
HEAD = "某市数字产业工作方案\n一、重点任务\n（一）"


def seen(text: str, kind: str) -> list[tuple[str, int]]:
    policy = outline(read((HEAD + text).encode("utf-8"), "样本.txt"), LEXICON)
    document = policy.document.text
    return [(item.span.quote(document), item.names) for item in Look(policy, LEXICON).seen() if item.kind == kind]


@pytest.mark.parametrize(
    ("text", "owners"),
    [
        ("建设中心。（责任单位：市教育局、市财政局）", [("市教育局、市财政局", 2)]),
        ("建设中心。（市教育局、市财政局）", [("市教育局、市财政局", 2)]),
        ("建设中心。（市教育局负责）", [("市教育局负责", 1)]),
        ("建设中心。责任单位：市教育局；配合单位：市财政局。", [("市教育局；", 1), ("市财政局", 1)]),
        ("建设中心（含市级平台）。", []),
        ("市委改革办（市跑改办）定期会商。", []),
        ("建设中心。责任单位：/", []),
    ],
)
def test_owners(text: str, owners: list[tuple[str, int]]) -> None:
    assert seen(text, "owners") == owners


def test_figures_of_the_past_are_not_asked_for() -> None:
    assert seen("培育企业。到2025年培育企业100家，目前已建成20家。", "figures") == [("100家", 1)]


def test_dates_that_bind_are_asked_for() -> None:
    assert [quote for quote, _ in seen("建设中心。2024年6月底前建成，2020年以来进展顺利。", "dates")] == [
        "2024年6月底前"
    ]


def test_lines_that_count() -> None:
    text = (
        "一、总体要求和目标\n（二）加快建设步伐\n3.推进企业上云\n第四条 本办法自发布起\n2024年1月1日起施行\n1.2万吨产能"
    )
    assert numbered_lines(text, LEXICON) == 4


def test_a_cell_of_owners_without_a_body_is_lost() -> None:
    rows = "".join(
        f"<tr><td>{n}</td><td>完成某项工作</td><td>{who}</td></tr>"
        for n, who in ((1, "市教育局"), (2, "建成后立即投入使用"))
    )
    page = f"<html><body><p>{HEAD}</p><table><tr><th>序号</th><th>任务</th><th>责任单位</th></tr>{rows}</table></body></html>"
    policy = extract(outline(read(page.encode("utf-8"), "样本.html"), LEXICON), LEXICON).policy
    found = [item.lost for item in Look(policy, LEXICON).seen() if item.kind == "rows"]
    assert found == [False, True]
