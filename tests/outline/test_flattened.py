"""Tables that lost their form: led by tabs, one cell a line, one row a line."""

from __future__ import annotations

from outline_support import outlined

from policygraph.model import Grid


def rows(text: str) -> tuple[Grid, list[list[str]]]:
    (grid,) = outlined(text).grids
    return grid, [[cell.passage.text if cell else "" for cell in row.cells] for row in grid.rows]


TABBED = """一、重点任务
附件

任务分工表

	重点任务
	牵头单位

	一、甲领域
	1．做一件事
	经发局、科技局、

生态环境局

\t
	2．做两件事
	经发局
"""


def test_led_by_tabs() -> None:
    grid, found = rows(TABBED)
    assert grid.kind == "responsibility" and grid.part == "annex"
    assert [column.role for column in grid.columns] == ["group", "task", "lead"]
    assert found == [
        ["一、甲领域", "1．做一件事", "经发局、科技局、生态环境局"],
        ["一、甲领域", "2．做两件事", "经发局"],
    ]


LISTED = """　　一、总体目标
　　全市主要指标
序号
指标
基数
（2018年）
目标值
（2021年）
1
工业机器人数量（台）
1208
2560
2
设备联网率（%）
42.01
50
　　二、重点任务
　　加快推进。
"""


def test_one_cell_a_line() -> None:
    grid, found = rows(LISTED)
    assert grid.kind == "indicator"
    assert [column.role for column in grid.columns] == ["number", "indicator", "baseline", "target"]
    assert found == [["1", "工业机器人数量（台）", "1208", "2560"], ["2", "设备联网率（%）", "42.01", "50"]]
    assert grid.title is not None and grid.title.text == "全市主要指标"


OWNED = """　　一、重点任务
　　抓好落实。
项目名称
工作目标
责任单位
一、经济运行
1.监测系统
建设平台，实现在线监测。
△市发改委，市经信局
2.农业平台
推进数据整合。
完善平台功能。
市农业农村局
　　二、保障
"""


def test_owners_end_the_rows() -> None:
    grid, found = rows(OWNED)
    assert [row.kind for row in grid.rows] == ["section", "data", "data"]
    assert found[2] == ["2.农业平台", "推进数据整合。完善平台功能。", "市农业农村局"]


RUN_TOGETHER = """　　附件：任务台账
序号重点任务牵头单位配合单位
一、夯实基础
1完善网络设施。市工信局市委网信办、市发展改革委，各县区政府
2搭建信息平台。市委网信办市工信局、市教育局
　　注：略
"""


def test_one_row_a_line() -> None:
    grid, found = rows(RUN_TOGETHER)
    assert grid.kind == "responsibility"
    assert found[1] == ["1", "完善网络设施。", "市工信局", "市委网信办、市发展改革委，各县区政府"]
    assert found[2] == ["2", "搭建信息平台。", "市委网信办", "市工信局、市教育局"]


def test_prose_is_no_table() -> None:
    assert outlined("一、指标\n单位\n目标\n按照责任单位要求，做好各项工作。\n任务\n完成").grids == ()


def test_cells_quote_the_text() -> None:
    document = outlined(LISTED)
    for grid in document.grids:
        for row in grid.rows:
            for cell in row.cells:
                if cell:
                    quotes = [span.quote(document.document.text) for span in cell.passage.spans()]
                    assert "".join(quotes) == cell.passage.text


SPACED = """某市任务分工
序号\t重点任务\t牵头单位\t完成时限
1\t推进改革\t市财政局\t2022年6月底前
\t健全机制\t市教育局、
市审计局\t持续推进
二、其他
2\t完善制度\t市司法局
以上任务由各单位抓好落实，确保完成。"""


def test_one_row_a_line_with_tabs() -> None:
    """Empty cells keep their columns, a broken cell is joined, a section row stands alone, prose ends the table."""
    (grid,) = outlined(SPACED).grids
    rows = [[cell.passage.text if cell else None for cell in row.cells] for row in grid.rows]
    assert rows == [
        ["1", "推进改革", "市财政局", "2022年6月底前"],
        [None, "健全机制", "市教育局、市审计局", "持续推进"],
        ["二、其他", None, None, None],
        ["2", "完善制度", "市司法局", None],
    ]


def test_one_row_a_line_with_spaces() -> None:
    text = "某市任务分工\n序号 重点任务 牵头单位 完成时限\n1 推进改革 市财政局 2022年\n2 健全机制 市教育局 2023年"
    (grid,) = outlined(text).grids
    assert [row.cells[2].passage.text for row in grid.rows if row.cells[2]] == ["市财政局", "市教育局"]


def test_words_of_a_header_in_prose_are_no_table() -> None:
    text = "某市任务分工\n重点任务 牵头单位 完成时限 见附件\n各单位 要 高度 重视 各项 工作\n一、总体要求\n坚持改革。"
    assert not outlined(text).grids


RUN_TOGETHER_AROUND_A_DEADLINE = """一、主要任务
（一）提升服务能力。完善服务平台。
（二）夯实数据底座。归集数据。
附件

任务分工表
序号工作任务具体指标完成时间责任单位
1提升服务能力服务事项实现掌上办理2023年5月办公室、数据中心，各区县（市）及功能区教育主管部门
历史数据较好的证明实现“秒办”2023年6月人事处、数据中心
2夯实数据底座建成数据仓，归集率达到90%以上。2023年12月数据中心
"""


def test_one_row_a_line_parted_by_its_deadline() -> None:
    grid, found = rows(RUN_TOGETHER_AROUND_A_DEADLINE)
    assert grid.kind == "responsibility"
    assert [column.role for column in grid.columns] == ["number", "group", "task", "deadline", "responsible"]
    assert [row[1:4] for row in found] == [
        ["提升服务能力", "服务事项实现掌上办理", "2023年5月"],
        ["提升服务能力", "历史数据较好的证明实现“秒办”", "2023年6月"],
        ["夯实数据底座", "建成数据仓，归集率达到90%以上。", "2023年12月"],
    ]
    assert found[0][4] == "办公室、数据中心，各区县（市）及功能区教育主管部门"
