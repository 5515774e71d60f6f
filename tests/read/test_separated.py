"""Tables as plain text: encodings and separators."""

from __future__ import annotations

import pytest

from policygraph.issues import ReadError
from policygraph.read import read

ROWS = [["序号", "任务", "责任单位"], ["1", "植树，护林", "林业局"], ["2", "清淤", "水务局"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("sign", [",", "\t", ";", "|"])
def test_encodings_and_separators(encoding: str, sign: str) -> None:
    text = "附件2,,\r\n".replace(",", sign) + "".join(sign.join(row) + "\r\n" for row in ROWS)
    document = read(text.encode(encoding), "a.csv")
    assert document.text == "附件2\n" + "\n".join("\t".join(row) for row in ROWS)
    assert [block.kind for block in document.blocks] == ["paragraph", "table"]


def test_quoted_cells_keep_their_lines() -> None:
    document = read('任务,单位\n植树,"林业局\n水务局,财政局"\n'.encode(), "a.csv")
    assert document.tables[0].cells[3].span.quote(document.text) == "林业局\n水务局,财政局"


def test_text_under_the_name_of_a_workbook() -> None:
    assert read("任务\t单位\n植树\t林业局".encode("gbk"), "a.xls").text == "任务\t单位\n植树\t林业局"
    page = "<html><body><table><tr><td>任务</td><td>单位</td></tr><tr><td>植树</td><td>林业局</td></tr></table></body></html>"
    assert read(page.encode("gbk"), "a.xls").text == "任务\t单位\n植树\t林业局"


def test_refused() -> None:
    with pytest.raises(ReadError) as caught:
        read(b",,,\n,,", "a.csv")
    assert caught.value.code == "no-text"
