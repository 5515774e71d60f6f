"""PDF to canonical text: paragraphs by geometry, furniture left out, tables with exact cells, refusals."""

from __future__ import annotations

import pytest
from pdf_maker import Sheet, make

from policygraph.issues import ReadError
from policygraph.model import Document, Source
from policygraph.read import scan
from policygraph.read.base import describe
from policygraph.read.pdf import PAGE_LIMIT, read_pdf

# Text column: 80 to 512 points, 27 characters of 16 points. 　　 at the head is a first-line indent.
FULL = "加快建设绿色工厂和绿色园区推动产业集群循环化改造升级提质"  # 28 characters, cut to fit below
PROSE = ["　　" + FULL[:25], FULL[:27], FULL[:9] + "。"]
JOINED = FULL[:25] + FULL[:27] + FULL[:9] + "。"


def parse(*sheets: Sheet) -> Document:
    data = make(*sheets)
    return read_pdf(Source(describe("a.pdf", data, "application/pdf"), data))


def blocks(*sheets: Sheet) -> list[str]:
    document = parse(*sheets)
    return [block.span.quote(document.text) for block in document.blocks]


#: rows of one page -> paragraphs
PARAGRAPHS = {
    "wrapped lines are one paragraph": ([*PROSE, *PROSE], [JOINED, JOINED]),
    "a heading that is not full ends": (["　　一、总体要求", *PROSE], ["一、总体要求", JOINED]),
    "a heading may wrap": (
        ["　　一、" + FULL[:23], "和保障", *PROSE],
        ["一、" + FULL[:23] + "和保障", JOINED],
    ),
    "a full heading ends where the next line is indented": (
        ["　　一、" + FULL[:23], *PROSE],
        ["一、" + FULL[:23], JOINED],
    ),
    "a bracket broken by the line is one": (
        [*PROSE[:2], "保护。（责任", "　　" + FULL[:9] + "。"],
        [FULL[:25] + FULL[:27] + "保护。（责任", FULL[:9] + "。"],
    ),
    "a numbered item after a sentence that fills its line begins anew": (
        [*PROSE, "　　" + FULL[:25], FULL[:26] + "。", "（二）完善制度"],
        [JOINED, FULL[:25] + FULL[:26] + "。", "（二）完善制度"],
    ),
    "the next item behind a full stop is an item of its own": (
        ["　　（一）" + FULL[:9] + "。（二）" + FULL[:8]],
        ["（一）" + FULL[:9] + "。", "（二）" + FULL[:8]],
    ),
    "another item's number behind a full stop is a reference": (
        ["　　（一）" + FULL[:9] + "。（七）" + FULL[:8]],
        ["（一）" + FULL[:9] + "。（七）" + FULL[:8]],
    ),
    "latin words get their space back": (
        ["　　" + FULL[:22] + "policy", "graph" + FULL[:20] + "。"],
        [FULL[:22] + "policy graph" + FULL[:20] + "。"],
    ),
    "an indented line that leaves a title open goes on": (
        ["　　" + FULL[:25], FULL[:12] + "《数字发展", "　　规划》要求。"],
        [FULL[:25] + FULL[:12] + "《数字发展规划》要求。"],
    ),
}


@pytest.mark.parametrize("name", PARAGRAPHS)
def test_paragraphs(name: str) -> None:
    rows, expected = PARAGRAPHS[name]
    # a page of ordinary prose behind it shows the reader margins and habit of the document
    tail = Sheet().body(PROSE * 6)
    assert blocks(Sheet().body(rows), tail) == [*expected, *[JOINED] * 6]


def test_one_paragraph_over_two_pages() -> None:
    first, second = Sheet().body([*PROSE, *PROSE[:2]]), Sheet().body([PROSE[2], *PROSE])
    assert blocks(first, second) == [JOINED, JOINED, JOINED]


#: text and height of a line in the margin of each of four pages
FURNITURE = {
    "dashed numbers": ("—{0}—", 780),
    "full-width dashes": ("－{0}－", 780),
    "bare numbers": ("{0}", 780),
    "第 页 共 页": ("第 {0} 页 共 4 页", 780),
    "running title": ("某市“十四五”生态环境保护规划", 30),
    "browser address": ("https://www.example.gov.cn/a/b_{0}.html {0}/4", 810),
    "browser print stamp": ("2026/7/{0} 10:30 某市人民政府关于印发方案的通知", 20),
}


@pytest.mark.parametrize("name", FURNITURE)
def test_furniture_is_left_out_even_inside_a_paragraph(name: str) -> None:
    shape, height = FURNITURE[name]
    rows = [FULL[index:] + FULL[:index] for index in range(12)]  # no two lines alike, or they would be furniture
    pages = [Sheet().body([row[:27] for row in rows[at : at + 3]]) for at in (0, 3, 6, 9)]
    pages[0] = Sheet().body(["　　" + rows[0][:25], *(row[:27] for row in rows[1:3])])
    for number, page in enumerate(pages, 1):
        page.text(250, height, shape.format(number), 12)
    whole = rows[0][:25] + "".join(row[:27] for row in rows[1:])
    assert blocks(*pages, Sheet().body(["。", *PROSE * 3])) == [whole + "。", *[JOINED] * 3]


def test_a_number_in_the_text_is_no_page_number() -> None:
    assert "2025" in blocks(Sheet().body([*PROSE, "　　2025", *PROSE]))


def test_a_page_number_on_the_height_of_a_line() -> None:
    page = Sheet().body([*PROSE, "　　完成期限为六月底。"]).text(480, 184, "—8—", 12)
    assert blocks(page)[-1] == "完成期限为六月底。"


def test_title_of_two_centred_lines_is_one() -> None:
    page = (
        Sheet().text(142, 40, "关于加快建立绿色循环发展", 26).text(220, 78, "体系的实施方案", 26).body(PROSE * 3, 140)
    )
    assert blocks(page)[0] == "关于加快建立绿色循环发展体系的实施方案"


XS, YS = [80.0, 130.0, 380.0, 512.0], [100.0, 130.0, 180.0, 230.0]


def task_table(sheet: Sheet, rows: list[tuple[str, str, str]], ys: list[float]) -> Sheet:
    sheet.grid(XS, ys)
    for row, y in zip(rows, ys, strict=False):
        for x, words in zip(XS, row, strict=False):
            for at, line in enumerate(words.split("\n")):
                sheet.text(x + 4, y + 6 + 18 * at, line, 12)
    return sheet


HEADER = ("序号", "重点任务", "责任单位")
ROWS = [HEADER, ("1", "建设绿色工厂", "市工业和信息\n化局"), ("2", "完善制度", "市科技局\n市财政局")]


def cells(document: Document, number: int = 0) -> dict[tuple[int, int], str]:
    return {(cell.row, cell.col): cell.span.quote(document.text) for cell in document.tables[number].cells}


def test_cells_and_their_lines() -> None:
    document = parse(task_table(Sheet().body(PROSE, 10), ROWS, YS).body(PROSE, 260))
    found = cells(document)
    assert found[1, 2] == "市工业和信息化局", "a name broken by the cell's edge is one name"
    assert found[2, 2] == "市科技局\n市财政局", "two names on lines of their own stay two"
    assert [block.kind for block in document.blocks] == ["paragraph", "table", "paragraph"]
    assert document.tables[0].rows == document.tables[0].cols == 3


def test_table_over_two_pages_loses_its_second_header() -> None:
    first = task_table(Sheet(), ROWS, YS)
    second = task_table(Sheet(), [HEADER, ("3", "加强监管", "市水务局")], [60.0, 90.0, 120.0])
    document = parse(first, second)
    assert len(document.tables) == 1
    assert [cells(document)[row, 0] for row in range(4)] == ["序号", "1", "2", "3"]


def test_tables_of_other_columns_stay_apart() -> None:
    first = task_table(Sheet(), ROWS, YS)
    second = Sheet().grid([80, 200, 300, 400, 512], [60, 90, 120])
    for x in (84, 204, 304, 404):
        second.text(x, 66, "指标", 12).text(x, 96, "五", 12)
    assert len(parse(first, second).tables) == 2


def test_merged_cell_is_one_with_its_extent() -> None:
    page = Sheet()
    for y in (100, 220):
        page.line(80, y, 512, y)
    for y in (140, 180):
        page.line(180, y, 512, y)
    for x in (80, 180, 512):
        page.line(x, 100, x, 220)
    page.text(84, 150, "能源转型", 12)
    for row, words in enumerate(("发展风电", "发展光伏", "发展储能")):
        page.text(190, 110 + 40 * row, words, 12)
    table = parse(page).tables[0]
    assert [(cell.row, cell.col, cell.rowspan) for cell in table.cells] == [(0, 0, 3), (0, 1, 1), (1, 1, 1), (2, 1, 1)]


def test_row_cut_by_the_page_without_a_rule_at_the_cut() -> None:
    page = Sheet()
    for x in XS:
        page.line(x, 60, x, 130)
    for y in (95, 130):
        page.line(80, y, 512, y)
    for y, row in ((70, ("3", "加强监管", "市水务局")), (105, ("4", "评估", "市统计局"))):
        for x, words in zip(XS, row, strict=False):
            page.text(x + 4, y, words, 12)
    assert cells(parse(page))[0, 1] == "加强监管"


@pytest.mark.parametrize("frame", ["border", "shading"])
def test_frames_and_shading_are_no_tables(frame: str) -> None:
    page = Sheet()
    if frame == "border":
        page.grid([60, 540], [80, 800])
    else:
        for row in range(9):
            page.shade(80, 96 + 28 * row, 512, 122 + 28 * row)
    document = parse(page.body(PROSE * 3))
    assert not document.tables
    assert document.text.split("\n") == [JOINED] * 3


def test_every_line_has_page_and_box() -> None:
    document = parse(Sheet().body(PROSE), Sheet().body(PROSE))
    assert [(origin.page, span.quote(document.text)) for span, origin in document.origins][:2] == [
        (1, FULL[:25]),
        (1, FULL[:27]),
    ]
    assert {origin.page for _, origin in document.origins} == {1, 2}
    x0, top, x1, bottom = document.origins[0][1].bbox or (0, 0, 0, 0)
    assert (round(x0), round(x1)) == (112, 512)
    assert 95 < top < bottom < 125


@pytest.mark.parametrize("rotate", [0, 90])
def test_text_set_sideways_reads_as_turned(rotate: int) -> None:
    # A line that runs up the sheet: the page is turned by the file, or by the reader's hands.
    sheet = Sheet(rotate=rotate)
    for index, word in enumerate(("一、总体要求和主要目标。", "二、保障措施。")):
        codes = word.encode("utf-16-be").hex()
        sheet.parts.append(f"BT /F1 16 Tf 0 1 -1 0 {100 + 40 * index} 80 Tm <{codes}> Tj ET")
    assert blocks(sheet) == ["一、总体要求和主要目标。", "二、保障措施。"]


def test_full_width_marks_of_fonts_that_call_them_ascii() -> None:
    # DW 1000: every mark but ASCII 1–94 is as wide as a character; a narrow comma stays what it is.
    assert blocks(Sheet().body(["　　建设A,B两区。"])) == ["建设A,B两区。"]


# ---- refusals --------------------------------------------------------------------------------------


def code_of(data: bytes) -> str:
    with pytest.raises(ReadError) as caught:
        read_pdf(Source(describe("a.pdf", data, "application/pdf"), data))
    return caught.value.code


def test_refusals() -> None:
    assert code_of(b"%PDF-1.4\nnothing") == "malformed"
    assert code_of(make(Sheet())) == "no-text"
    assert code_of(make(*[Sheet()] * (PAGE_LIMIT + 1))) == "page-limit"


def test_passwords() -> None:
    page = Sheet().body(PROSE)
    assert code_of(make(page, user="secret")) == "encrypted"
    data = make(page, owner="secret")
    assert read_pdf(Source(describe("a.pdf", data, "application/pdf"), data)).text == JOINED


def test_a_page_that_is_only_a_picture_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "available", lambda: False)
    document = parse(Sheet().body(PROSE), Sheet().shade(100, 100, 400, 400), Sheet())
    assert [(issue.code, "2" in issue.message, "3" in issue.message) for issue in document.issues] == [
        ("page-no-text", True, False)
    ]


# ---- rows cut by the page ---------------------------------------------------------------------------


CUT_XS = [80.0, 110.0, 230.0, 400.0, 512.0]
CUT_HEAD = ["序号", "重点任务", "主要举措", "责任单位"]


def cut_page(sheet: Sheet, rows: list[list[str]], top: float) -> Sheet:
    """Rows of 12-point text, each cell's lines parted by a line break; a rule under every row."""
    ys = [top]
    for row in rows:
        ys.append(ys[-1] + 12 + 18 * max(words.count("\n") + 1 for words in row))
    sheet.grid(CUT_XS, ys)
    for row, y in zip(rows, ys, strict=False):
        for x, words in zip(CUT_XS, row, strict=False):
            for at, line in enumerate(words.split("\n")):
                sheet.text(x + 4, y + 6 + 18 * at, line, 12)
    return sheet


#: the last row of a page, the first of the next -> whether they are one
CUT_ROWS = {
    "every text goes on": (
        ["2", "加强工业固体废物\n综合", "建立产生贮存运输利用全过程\n监管台账开展重点行业清洁生", "市生态环境局"],
        ["", "治理", "产审核。", ""],
        False,
    ),
    "full lines go on": (
        ["2", "加强工业固体废物", "建立产生贮存运输利用全过程\n监管台账开展重点行业清洁生", "市生态环境局"],
        ["", "", "产审核。", ""],
        True,
    ),
    "cut between two sentences of a numbered row": (
        ["2", "加强治理", "建立台账。\n开展审核。", "市生态环境局"],
        ["", "", "推广经验。", ""],
        True,
    ),
    "a bracket is open": (["2", "加强治理（第\n二", "建立台账。", "市水务局"], ["", "批）", "", ""], True),
    "a number begins a row": (["2", "加强治理", "建立台账。", "市水务局"], ["3", "开展审核", "", "市水务局"], False),
    "a finished sentence and another": (
        ["2", "供应链风险预警与\n调度", "构建智能协同平台实现风险实\n时预警。", "市水务局"],
        ["3", "供应链物流智能配\n送", "面向多式联运调度实现车货智\n能匹配。", "市水务局"],
        False,
    ),
}


@pytest.mark.parametrize("name", CUT_ROWS)
def test_rows_cut_by_the_page(name: str) -> None:
    above, below, one = CUT_ROWS[name]
    first = cut_page(Sheet(), [CUT_HEAD, ["1", "完善制度", "制定办法。", "市科技局"], above], 500)
    second = cut_page(Sheet(), [below, ["4", "总结评估", "形成报告。", "市统计局"]], 60)
    document = parse(first, second)
    assert len(document.tables) == 1
    assert document.tables[0].rows == (4 if one else 5)
    if one:
        joined = [a.replace("\n", "") + b.replace("\n", "") for a, b in zip(above, below, strict=True)]
        found = cells(document)
        assert [found[2, col].replace("\n", "") for col in range(4)] == joined


def test_the_header_of_a_long_table_is_no_running_header() -> None:
    pages = [
        cut_page(Sheet(), [CUT_HEAD, [str(number), f"完善第{number}项制度", "制定办法。", "市科技局"]], 60)
        for number in (1, 2, 3, 4)
    ]
    document = parse(*pages)
    assert [cells(document)[row, 0] for row in range(5)] == ["序号", "1", "2", "3", "4"]
    assert cells(document)[0, 1] == "重点任务"


def test_the_rest_of_a_row_alone_on_its_page() -> None:
    first = cut_page(
        Sheet(),
        [
            CUT_HEAD,
            ["1", "完善制度", "制定办法。", "市科技局"],
            ["2", "加强治理", "建立台账。\n开展审核。", "市水务局"],
        ],
        500,
    )
    second = cut_page(Sheet(), [["", "", "推广经验。", ""]], 60)
    document = parse(first, second)
    assert cells(document)[2, 2].replace("\n", "") == "建立台账。开展审核。推广经验。"


def test_chapter_in_two_centred_lines() -> None:
    page = Sheet().text(150, 40, "第二章 加快构建绿色低碳产业体系", 18).text(188, 66, "推动经济社会全面绿色转型", 18)
    assert blocks(page.body(PROSE * 4, 140))[0] == "第二章 加快构建绿色低碳产业体系推动经济社会全面绿色转型"


def info_table(sheet: Sheet, top: float, title: tuple[str, ...] = ("关于加快发展绿色建", "筑的指导意见")) -> Sheet:
    """As a browser prints it: two columns of labels, a wrapped title around the height of its label."""
    rows = [
        ("索 引 号：", "000014349/2023-00012", "主题分类：", "城乡建设"),
        ("发文机关：", "云岭省人民政府", "成文日期：", "2023年03月01日"),
    ]
    for at, row in enumerate(rows):
        for x, words in zip((80, 140, 320, 380), row, strict=True):
            sheet.text(x, top + 25 * at, words, 11)
    sheet.text(80, top + 56, "标  题：", 11)
    for at, words in enumerate(title):
        sheet.text(140, top + 50 + 12 * at, words, 11)
    return sheet.text(320, top + 56, "发文字号：", 11).text(380, top + 56, "云岭政发〔2023〕7号", 11)


def test_information_table_without_rules() -> None:
    document = parse(info_table(Sheet(), 40).body(PROSE * 4, 160))
    found = {key: words.replace("\n", "") for key, words in cells(document).items()}
    assert [found[row, 1] for row in range(3)] == [
        "000014349/2023-00012",
        "云岭省人民政府",
        "关于加快发展绿色建筑的指导意见",
    ]
    assert [found[row, 3] for row in range(3)] == ["城乡建设", "2023年03月01日", "云岭政发〔2023〕7号"]
    assert document.text.endswith(JOINED)


def test_a_few_labels_are_no_information_table() -> None:
    page = Sheet().text(80, 40, "发文机关：云岭省人民政府", 11).text(80, 65, "成文日期：2023年3月1日", 11)
    assert not parse(page.body(PROSE * 4, 160)).tables


def test_two_dashes_of_one_glyph_and_square_digits() -> None:
    from policygraph.read.pdf_chars import Char, _levelled, _push
    from policygraph.read.pdf_lines import line_of_chars

    dash = Char("—", 100, 20, 128, 34, 14)
    out: list[Char] = []
    for char in (dash, dash, Char("打", 128, 20, 142, 34, 14)):
        _push(out, char)
    assert line_of_chars(out, 1).text == "——打"
    tall = [Char("１", 80 + 5.2 * at, 10, 89.7 + 5.2 * at, 33, 23) for at in range(2)]
    assert line_of_chars(_levelled(tall), 1).text == "１１"


# ---- tables without vertical rules ------------------------------------------------------------------


ALIGNED = [
    ["序号", "重点任务", "责任单位", "完成时限"],
    ["1", "完善制度", "市科技局", "2024年底"],
    ["2", "加强工业固体", "市生态环境局", "持续推进"],
    ["", "废物综合治理", "", ""],
    ["3", "总结评估", "市统计局", "2025年"],
]


def aligned(sheet: Sheet, rows: list[list[str]], top: float) -> Sheet:
    for at, row in enumerate(rows):
        for x, words in zip((84, 130, 270, 420), row, strict=True):
            if words:
                sheet.text(x, top + 20 * at, words, 12)
    return sheet


def test_columns_under_a_line_of_heads() -> None:
    document = parse(aligned(Sheet().body(PROSE, 40), ALIGNED, 160).body(PROSE, 290))
    assert [block.kind for block in document.blocks] == ["paragraph", "table", "paragraph"]
    found = cells(document)
    assert found[2, 1].replace("\n", "") == "加强工业固体废物综合治理"
    assert [found[row, 2] for row in range(4)] == ["责任单位", "市科技局", "市生态环境局", "市统计局"]


def test_columns_that_go_on_overleaf() -> None:
    first = aligned(Sheet().body(PROSE * 3, 40), ALIGNED[:3], 660)
    document = parse(first, aligned(Sheet(), ALIGNED[3:], 40).body(PROSE, 120))
    assert len(document.tables) == 1
    found = cells(document)
    assert found[2, 1].replace("\n", "") == "加强工业固体废物综合治理"
    assert found[3, 2] == "市统计局"
    assert document.text.endswith(JOINED)


#: rows -> no table: too few columns; heads without rows; too few rows
NOT_ALIGNED = {
    "two columns": [["序号", "任务", "", ""], *([row[0], row[1], "", ""] for row in ALIGNED[1:])],
    "no rows": ALIGNED[:1],
    "signatures": [["市科技局", "市财政局", "市统计局", "市水务局"], ["市教育局", "市民政局", "市审计局", ""]],
}


@pytest.mark.parametrize("name", NOT_ALIGNED)
def test_no_columns(name: str) -> None:
    assert not parse(aligned(Sheet().body(PROSE, 40), NOT_ALIGNED[name], 160).body(PROSE, 290)).tables


def test_a_map_read_by_eye_is_no_text() -> None:
    from policygraph.read.pdf import _prose
    from policygraph.read.pdf_chars import Char
    from policygraph.read.pdf_lines import Page, line_of_chars

    def page(*rows: str) -> Page:
        lines = [
            line_of_chars([Char(char, 12.0 * at, 20.0 * y, 12.0 * at + 12, 20.0 * y + 12, 12) for at, char in enumerate(row)], 1)
            for y, row in enumerate(rows)
        ]  # fmt: skip
        return Page(1, 595, 842, tuple(lines), sum(map(len, rows)))

    assert _prose(page(FULL[:27], FULL[:26], FULL[:9]))
    assert not _prose(
        page("云岭省", "云溪市 生态区", "图例", "省界", FULL[:21], "东湖水源涵养林建设", "南山生态屏障和廊道")
    )
