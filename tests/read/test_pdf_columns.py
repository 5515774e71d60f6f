"""Pages set in columns, words laid over a page, tables with centred cells and no vertical rules."""

from __future__ import annotations

from pdf_maker import Sheet, make

from policygraph.model import Document
from policygraph.read import read

LEFT = ["　　建立排口台账逐一溯源整", "治分类制定措施实行销号管理", "落实分段保洁责任做到水面无", "漂浮物强化宣传引导营造良好", "氛围。",
        "　　统筹做好淤泥运输堆放利"]  # fmt: skip
RIGHT = [
    "用严防二次污染。",
    "　　各部门加强协作及时研究",
    "解决困难问题充分利用各类媒",
    "体开展宣传推动任务落地见效",
    "确保年底前全部完成。",
]


def parse(*sheets: Sheet) -> Document:
    return read(make(*sheets), "a.pdf")


def in_two(sheet: Sheet, top: float) -> Sheet:
    return sheet.body(LEFT, top, 70, 26).body(RIGHT, top + 7, 310, 26)


def test_columns_are_read_one_after_the_other() -> None:
    sheet = Sheet().text(150, 60, "关于印发实施方案的通知公告", 20).text(420, 120, "云溪市人民政府办公室", 16)
    document = parse(in_two(sheet, 200))
    assert document.text.split("\n")[-3:] == [
        "".join(LEFT[:5]).strip("　"),
        (LEFT[5] + RIGHT[0]).strip("　"),
        "".join(RIGHT[1:]).strip("　"),
    ]
    assert document.text.startswith("关于印发实施方案的通知公告\n云溪市人民政府办公室\n")


def test_short_cells_beside_each_other_are_no_columns() -> None:
    sheet = Sheet()
    for at in range(7):
        sheet.text(70, 100 + 26 * at, "河道清淤" + "工程" * (at % 3)).text(310, 100 + 26 * at, "水务局")
    assert "河道清淤 水务局" in parse(sheet).text


def test_words_laid_over_the_page_are_dropped_and_said() -> None:
    sheet = Sheet().body(LEFT, 100).slanted(120, 220, "内部资料").slanted(320, 200, "内部资料")
    document = parse(sheet)
    assert document.text == parse(Sheet().body(LEFT, 100)).text
    assert [issue.code for issue in document.issues] == ["overlay-dropped"]
    assert "内部资料" in document.issues[0].message


def centred(sheet: Sheet, top: float, between: float) -> Sheet:
    """Two-line cells, the first column and the third centred beside them, no rules."""
    for x, word in zip((84, 130, 240, 340), ("编号", "任务", "单位", "时限"), strict=True):
        sheet.text(x, top, word, 12)
    for at, (number, unit) in enumerate((("甲一", "市水务局"), ("乙二", "市财政局"), ("丙三", "市教育局"))):
        y = top + 30 + at * (30 + between)
        sheet.text(84, y + 8, number, 12).text(130, y, "整治沿河", 12).text(130, y + 16, "排口", 12)
        sheet.text(240, y + 8, unit, 12).text(340, y + 8, "长期", 12)
    return sheet


def test_cells_centred_in_their_row() -> None:
    document = parse(centred(Sheet(), 100, 14))
    (table,) = document.tables
    rows = [[cell.span.quote(document.text) for cell in table.cells if cell.row == row] for row in range(table.rows)]
    assert rows[1:] == [
        [a, "整治沿河排口", b, "长期"] for a, b in (("甲一", "市水务局"), ("乙二", "市财政局"), ("丙三", "市教育局"))
    ]
    origins = [origin.how for span, origin in document.origins if table.span.contains(span)]
    assert set(origins) == {"aligned"}


def test_rows_that_run_together_are_left_out_and_said() -> None:
    document = parse(centred(Sheet().body(LEFT, 300), 100, -4))
    assert not document.tables
    assert [issue.code for issue in document.issues] == ["table-unread"]
    assert "市水务局" not in document.text
