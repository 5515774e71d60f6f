"""The account of whole documents: what is answered, what is not, and the verdict."""

from __future__ import annotations

from dataclasses import replace

import pytest

from policygraph import coverage
from policygraph.coverage import KINDS
from policygraph.extract import extract
from policygraph.issues import CODES
from policygraph.lexicon import default_lexicon
from policygraph.link import link
from policygraph.model import Coverage, Issue, Linked, Span
from policygraph.outline import outline
from policygraph.pipeline import parse_bytes
from policygraph.read import read

HEAD = "某市人民政府办公室关于印发某市数字产业工作方案的通知\n\n各县（市、区）人民政府：\n现将方案印发给你们。\n\n某市数字产业工作方案\n"
OWNED = HEAD + (
    "一、重点任务\n"
    "（一）建设算力中心。2024年6月底前建成算力中心一期。（市发展改革委牵头，市财政局配合）\n"
    "（二）推进企业上云。到2025年，上云企业达到500家。（责任单位：市工业和信息化局、市商务局）\n"
    "（三）开展数据治理。建立数据目录。（责任单位：市大数据局）\n"
)


def linked(text: str) -> Linked:
    return parse_bytes(text.encode("utf-8"), "样本.txt")


def account(text: str) -> Coverage:
    made = linked(text).coverage
    assert made is not None
    return made


def test_a_document_that_is_read_whole_is_green() -> None:
    made = account(OWNED)
    assert made.verdict == "green" and made.why == ()
    assert list(made.counts) == list(KINDS)
    assert (made.counts["items"].expected, made.counts["items"].answered) == (3, 3)
    assert (made.counts["owners"].expected, made.counts["owners"].answered) == (3, 3)
    assert made.counts["dates"].answered >= 1 and made.counts["figures"].answered == 1


def test_numbered_items_without_task_or_duty_are_red_in_a_document_that_directs() -> None:
    items = "".join(f"{n}、某类物品的规格说明第{n}款。\n" for n in "一二三四五六七八九十")
    made = account("某市某局关于某事的通知\n" + items)
    assert made.verdict == "red" and "10" in made.why[0]


def test_a_statute_is_green_without_a_task() -> None:
    articles = "".join(f"第{n}条 为了规范某类活动，制定本条例第{n}项规则。\n" for n in "一二三四五六七八九十")
    made = account("某省某类活动管理条例\n第一章 总则\n" + articles)
    assert made.verdict == "green"


@pytest.mark.parametrize(
    "code", ["several-documents", "picture-unread", "table-unread", "damaged-bytes", "formula-unread"]
)
def test_what_a_reader_could_not_take_in_is_never_green(code: str) -> None:
    lexicon = default_lexicon()
    document = read(OWNED.encode("utf-8"), "样本.txt")
    document = replace(document, issues=(*document.issues, Issue(code, "", (Span(0, 2),))))
    made = coverage.account(link(extract(outline(document, lexicon), lexicon)), lexicon)
    assert made.verdict == "amber" and CODES[code][1] in made.why[0]


def test_the_header_of_a_table_among_lines_is_no_silence() -> None:
    made = account(OWNED + "附件\n重点任务分工表\n序号  重点任务  责任单位\n另见某网站。\n")
    assert made.verdict == "amber"
    assert [item.what for item in made.unanswered if item.code == "unanswered-tables"] == [
        "疑似表头，表格未读出：“序号  重点任务  责任单位”"
    ]


@pytest.mark.parametrize(
    ("line", "missing"),
    [
        ("附件：某市数字产业重点任务分工表", "附件“某市数字产业重点任务分工表”未随文"),
        ("具体分工见附件1。", "附件“附件1”未随文"),
    ],
)
def test_an_annex_that_is_named_and_not_there(line: str, missing: str) -> None:
    made = account(OWNED + line + "\n")
    assert made.counts["annexes"].answered == 0
    assert made.verdict == "amber" and missing in made.why


def test_what_is_unanswered_is_an_issue_with_its_place() -> None:
    made = linked(OWNED.replace("（责任单位：市大数据局）", "（责任单位：某某某、某某甲、某某乙、某某丙、某某丁）"))
    assert made.coverage is not None
    for item in made.coverage.unanswered:
        assert item.code in CODES
        assert all(0 <= span.start < span.end <= len(made.policy.document.text) for span in item.where)
    told = {(issue.code, issue.message) for issue in made.issues}
    assert {(i.code, i.what) for i in made.coverage.unanswered if i.code.startswith("unanswered-")} <= told
