"""Web pages: the policy without the site around it."""

from __future__ import annotations

import pytest

from policygraph.issues import ReadError
from policygraph.read import read

LONG = "坚持生态优先、绿色发展，以减污降碳协同增效为抓手，加快形成绿色生产方式和生活方式。" * 4
MENU = "<ul>" + "".join(f'<li><a href="/{n}">政务栏目{n}</a></li>' for n in range(9)) + "</ul>"


def lines(html: str) -> list[str]:
    document = read(f"<html><body>{html}</body></html>".encode(), "a.html")
    return document.text.split("\n")


FLOW = [
    ("<p>一、总体要求</p><p>二、任务</p>", ["一、总体要求", "二、任务"]),
    ("<p>一、总体要求<br>二、任务<br/><br/>三、保障</p>", ["一、总体要求", "二、任务", "三、保障"]),
    ("<div>前<p>中</p>后</div>", ["前", "中", "后"]),
    ("<p>加<b>快</b><span>实</span>施</p>", ["加快实施"]),
    ("<p>加快\n   实施 5G\n network</p>", ["加快实施 5G network"]),
    ("<p>　　&nbsp;责任单位：&quot;甲&quot;　乙&nbsp;</p>", ['责任单位："甲"　乙']),
    ("<pre>甲\n乙</pre>", ["甲", "乙"]),
    ("<p>前<!-- 注 --><script>x()</script><style>y</style>后</p>", ["前后"]),
    ("<h2>标题文字</h2>正文", ["标题文字", "正文"]),
    ("<ol><li>甲</li><li>乙</li></ol>", ["1. 甲", "2. 乙"]),
    ('<ol start="3" style="list-style-type: cjk-ideographic"><li>甲</li></ol>', ["三、甲"]),
    ("<ol><li>1．甲</li></ol><ul><li>乙</li></ul>", ["1．甲", "乙"]),
    ("<table><tr><td><p>甲</p><p>乙</p></td></tr></table>", ["甲", "乙"]),
]


@pytest.mark.parametrize(("html", "expected"), FLOW)
def test_flow(html: str, expected: list[str]) -> None:
    assert lines(html) == expected


FURNITURE = [
    f'<div class="nav">{MENU}</div><div>正文</div>',
    f"{MENU}<div>正文</div>",
    '<div id="bdshare">x</div><div class="shareBox">分享</div>正文',
    '<div class="crumb">您现在的位置：首页 &gt; 政策</div>正文',
    "<p>当前位置：首页 &gt; 政策文件 &gt; 内容页</p>正文",
    "<p>【字体：大 中 小】【打印本页】【关闭窗口】</p>正文",
    "<p>扫一扫在手机打开当前页</p>正文",
    '<div style="display:none">隐藏</div>正文',
    "<footer>主办单位：某某</footer>正文",
    "<p>版权所有：云溪市人民政府　云ICP备00000001号</p>正文",
]


@pytest.mark.parametrize("html", FURNITURE)
def test_furniture_is_left_out(html: str) -> None:
    assert lines(html.replace("正文", f"<div>{LONG}</div>")) == [LONG]


def test_words_of_furniture_stay_in_prose() -> None:
    said = ["网上备案当事人可以自行打印证明。", "六、打印证明", "位置：城东", "下载附件", "保护版权所有者权益。"]
    assert lines("".join(f"<p>{text}</p>" for text in [LONG, *said])) == [LONG, *said]


def test_named_like_furniture_but_holding_the_text() -> None:
    assert lines(f'<div class="print share"><p>{LONG}</p></div>') == [LONG]


def test_attachments_are_no_link_list() -> None:
    links = "".join(f'<p><a href="{n}.doc">附件{n}：重点任务分工表.doc</a></p>' for n in range(1, 7))
    assert len(lines(f"<div><p>{LONG}</p><div>{links}</div></div>")) == 7


def test_info_table_and_title_outside_the_main_part() -> None:
    info = "<table><tr><td>索 引 号：</td><td>0001</td><td>发文机关：</td><td>云溪市政府</td></tr></table>"
    page = f"<div>{MENU}</div><div>{info}</div><h1>云溪市绿色发展方案</h1><p>来源：本网</p><div><p>{LONG}</p><p>{LONG}</p></div><div>版权所有</div>"
    document = read(f"<html><body>{page}</body></html>".encode(), "a.html")
    assert [block.kind for block in document.blocks][:1] == ["table"]
    assert document.text.split("\n") == [
        "索 引 号：\t0001\t发文机关：\t云溪市政府",
        "云溪市绿色发展方案",
        "来源：本网",
        LONG,
        LONG,
    ]


def test_table_with_merged_cells() -> None:
    html = "<table><caption>分工表</caption><tr><th>任务<th>单位</tr><tr><td rowspan=2>甲<td>乙局<br>丙局<tr><td>丁局</table>"
    document = read(html.encode(), "a.html")
    table = document.tables[0]
    found = [(cell.row, cell.col, cell.rowspan, cell.colspan, cell.span.quote(document.text)) for cell in table.cells]
    assert found == [
        (0, 0, 1, 2, "分工表"),
        (1, 0, 1, 1, "任务"),
        (1, 1, 1, 1, "单位"),
        (2, 0, 2, 1, "甲"),
        (2, 1, 1, 1, "乙局\n丙局"),
        (3, 1, 1, 1, "丁局"),
    ]


def test_layout_tables_dissolve() -> None:
    inner = "<table><tr><td>甲</td><td>乙</td></tr><tr><td>丙</td><td>丁</td></tr></table>"
    html = f"<table><tr><td>{MENU}</td><td><p>{LONG}</p>{inner}<p>{LONG}</p></td></tr></table>"
    document = read(html.encode(), "a.html")
    assert [block.kind for block in document.blocks] == ["paragraph", "table", "paragraph"]


def test_web_archive_under_doc() -> None:
    text = "MIME-Version: 1.0\r\nContent-Type: text/html; charset=gb2312\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    data = text.encode() + "<html><body><p>责任单位：市生态环境局</p></body></html>".encode("gb18030")
    assert read(data, "a.doc").text == "责任单位：市生态环境局"


def test_control_characters_do_not_stop_it() -> None:
    assert (
        "负责" in read(b"<html><body>\x01a<script>x</script>\x02&#3;" + "市生态环境局负责\x04".encode(), "a.html").text
    )


def test_never_empty_however_deep() -> None:
    html = "<div>" * 20_000 + "责任单位" + "<script>a<b</script>" + "</div>" * 20_000
    assert "责任单位" in read(f"<html><body>{html}".encode(), "a.html").text


def flat(page: str) -> tuple[str, list[tuple[str, str]]]:
    document = read(page.encode(), "a.html")
    return document.text, [(issue.code, issue.message) for issue in document.issues]


@pytest.mark.parametrize(
    "struck",
    ["<del>农业局</del>", "<s>农业局</s>", "<strike>农业局</strike>", '<span style="text-decoration: line-through">农业局</span>'],
)  # fmt: skip
def test_struck_words_set_nothing(struck: str) -> None:
    text, issues = flat(f"<p>一、植树。（{struck}林业局牵头）</p><p>二、清淤。</p>")
    assert text == "一、植树。（林业局牵头）\n二、清淤。"
    assert issues == [("withdrawn-text", "已划去、删除或隐藏，不作依据：农业局")]
    text, issues = flat(
        f"<table><tr><td>任务</td><td>单位</td></tr><tr><td>植树</td><td>{struck}林业局</td></tr></table>"
    )
    assert text == "任务\t单位\n植树\t林业局" and [code for code, _ in issues] == ["withdrawn-text"]


def test_hidden_rows() -> None:
    rows = '<tr><td>任务</td><td>单位</td></tr><tr style="display:none"><td>停办</td><td>甲局</td></tr><tr><td>植树</td><td>乙局</td></tr>'
    text, issues = flat(f"<p>各单位分工如下，请认真落实。</p><table>{rows}</table>")
    assert "停办" not in text and "植树\t乙局" in text
    assert issues[0][0] == "withdrawn-text" and "停办" in issues[0][1]


def test_pictures_and_frames_are_named() -> None:
    page = (
        '<p>一、植树。由林业局负责。</p><img src="/images/icon_pdf.png"><img src="a/fengong.jpg" width="800"><img src="x.jpg" width="20">'
        '<iframe src="fujian.html"></iframe><iframe srcdoc="&lt;p&gt;二、清淤。&lt;/p&gt;"></iframe><p>三、排涝。</p>'
    )
    text, issues = flat(page)
    assert text == "一、植树。由林业局负责。\n二、清淤。\n三、排涝。"
    assert [(code, message.rpartition("：")[2]) for code, message in issues] == [
        ("picture-unread", "fengong.jpg"), ("unread-part", "fujian.html"),
    ]  # fmt: skip


def test_a_page_of_frames_says_which() -> None:
    with pytest.raises(ReadError) as caught:
        read(b'<html><frameset><frame src="top.html"><frame src="main.html"></frameset></html>', "a.html")
    assert caught.value.code == "no-text" and "main.html" in caught.value.message


def test_sections_in_a_cell_are_text() -> None:
    page = "<p>一、目标</p><p>到明年完成。</p><p>二、任务</p><p>（一）植树。</p><p>（二）清淤。</p><p>三、保障</p>"
    document = read(
        f"<table><tr><td>栏目</td><td>日期</td></tr><tr><td>导航</td><td>{page}</td></tr></table>".encode(), "a.html"
    )
    assert not document.tables and document.text.endswith("二、任务\n（一）植树。\n（二）清淤。\n三、保障")
