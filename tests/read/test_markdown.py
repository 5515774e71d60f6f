"""Markdown of converters: what the file it came from said, without the marks."""

from __future__ import annotations

import pytest

from policygraph.issues import ReadError
from policygraph.model import Document
from policygraph.read import read


def md(text: str) -> Document:
    return read(text.encode(), "a.md")


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("# 植树方案\n\n## 一、目标\n\n正文。", "植树方案\n一、目标\n正文。"),
        ("**（一）植树。** 由*林业局*牵头", "（一）植树。 由林业局牵头"),
        ("一、甲\n二、乙", "一、甲\n二、乙"),
        ("甲<br>乙<br/>丙", "甲\n乙\n丙"),
        ("3. 甲\n4. 乙\n\n- 丙", "3. 甲\n4. 乙\n丙"),
        ("覆盖率 $98\\%$，面积 $120\\mathrm{km}^{2}$，$a_1$", "覆盖率 98%，面积 120km²，$a_1$"),
        ("    缩进不是代码", "缩进不是代码"),
        ("见[附件](a.docx)", "见附件"),
        ("```\n甲\n```", "甲"),
        ("甲&quot;乙&quot;", '甲"乙"'),
    ],
)
def test_text(source: str, text: str) -> None:
    assert md(source).text == text


def test_headings_keep_their_level() -> None:
    assert [block.heading_level for block in md("# 甲\n\n乙\n\n### 丙").blocks] == [1, None, 3]


@pytest.mark.parametrize(
    "table",
    [
        "| 任务 | 单位 |\n|---|---|\n| 植树 | 林业局<br>水务局 |",
        "<table><tr><td>任务</td><td>单位</td></tr>\n\n<tr><td>植树</td><td>林业局<br>水务局</td></tr></table>",
    ],
)
def test_tables(table: str) -> None:
    document = md(f"附件\n\n{table}\n\n完")
    assert document.text == "附件\n任务\t单位\n植树\t林业局\n水务局\n完"
    assert [len(each.cells) for each in document.tables] == [4]


def test_struck_words_and_pictures() -> None:
    document = md(
        "（~~农业局~~<del>水务局</del>林业局牵头）\n\n![](images/a.jpg)\n\n| 甲 | ~~乙~~ |\n|---|---|\n| 1 | 2 |"
    )
    assert document.text == "（林业局牵头）\n甲\t\n1\t2"
    assert [(issue.code, issue.message.rpartition("：")[2]) for issue in document.issues] == [
        ("withdrawn-text", "农业局水务局"), ("picture-unread", "images/a.jpg"), ("withdrawn-text", "乙"),
    ]  # fmt: skip


def test_nothing_in_it() -> None:
    with pytest.raises(ReadError) as caught:
        md("****\n\n---\n")
    assert caught.value.code == "no-text"
