"""Word files: everything printed, nothing twice, nothing deleted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from policygraph.model import Document
from policygraph.read import load, read

Word = Callable[..., bytes]


def r(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def p(inner: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def tc(inner: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def field(code: str, result: str) -> str:
    marks = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
    return f"{marks[0]}<w:r><w:instrText>{code}</w:instrText></w:r>{marks[1] + r(result) if result else ''}{marks[2]}"


BOX = f"<w:txbxContent>{p(r('框'))}</w:txbxContent>"
CHOICE = f"<mc:Choice Requires='wps'><w:drawing><wps:txbx>{BOX}</wps:txbx></w:drawing></mc:Choice>"
TWICE = f"<w:r><mc:AlternateContent>{CHOICE}<mc:Fallback><w:pict><v:textbox>{BOX}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"

TEXT = [
    ("runs", p(r("加快") + r("实施")), "加快实施"),
    ("tracked insertion kept", p(r("甲") + f"<w:ins>{r('乙')}</w:ins>"), "甲乙"),
    ("tracked deletion left out", p(r("甲") + "<w:del><w:r><w:delText>乙</w:delText></w:r></w:del>"), "甲"),
    ("moves", p(f"<w:moveFrom>{r('甲')}</w:moveFrom><w:moveTo>{r('乙')}</w:moveTo>"), "乙"),
    ("deleted paragraph mark", p(r("甲"), "<w:rPr><w:del/></w:rPr>") + p(r("乙")), "甲乙"),
    ("hidden text", p(r("甲") + r("乙", "<w:vanish/>") + r("丙", '<w:vanish w:val="0"/>')), "甲丙"),
    ("soft line break", p(r("甲") + "<w:r><w:br/></w:r>" + r("乙")), "甲\n乙"),
    ("tab and hyphen", p(r("甲") + "<w:r><w:tab/><w:noBreakHyphen/></w:r>" + r("乙")), "甲 -乙"),
    ("content control in the body", f"<w:sdt><w:sdtContent>{p(r('甲'))}</w:sdtContent></w:sdt>", "甲"),
    ("content control in a line", p(f"<w:sdt><w:sdtContent>{r('甲')}</w:sdtContent></w:sdt>"), "甲"),
    ("hyperlink", p(f"<w:hyperlink>{r('甲')}</w:hyperlink>"), "甲"),
    ("field result, not its code", p(field("PAGEREF a", "3")), "3"),
    ("field never closed", p('<w:r><w:fldChar w:fldCharType="begin"/></w:r>') + p(r("甲")), "甲"),
    ("overprinted circle", p(field(r"eq \o\ac(○,3)", "") + r("甲")), "③甲"),
    ("text box once, after its paragraph", p(r("甲") + TWICE), "甲\n框"),
    ("ticked box, ornament", p('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:sym w:char="F06C"/></w:r>' + r("是")), "☑是"),
    ("phonetic guide", p(f"<w:r><w:ruby><w:rt>{r('jia')}</w:rt><w:rubyBase>{r('甲')}</w:rubyBase></w:ruby></w:r>"), "甲"),
    ("formula", p("<m:oMath><m:r><m:t>x+1</m:t></m:r></m:oMath>"), "x+1"),
    ("indents and blank paragraphs", p(r("　　甲 ")) + p("") + p(r("乙")), "甲\n乙"),
    ("frame of one cell", f"<w:tbl>{tr(tc(p(r('专栏1')) + p(r('甲'))))}</w:tbl>", "专栏1\n甲"),
    ("deleted table row", f"<w:tbl>{tr(tc(p(r('甲'))), tc(p(r('乙'))))}{tr(tc(p(r('丙'))), properties='<w:del/>')}</w:tbl>", "甲\t乙"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "body", "expected"), TEXT, ids=[row[0] for row in TEXT])
def test_text(word: Word, name: str, body: str, expected: str) -> None:
    assert read(word(body), "a.docx").text == expected


def cells(document: Document) -> list[tuple[int, int, int, int, str]]:
    table = document.tables[0]
    return [(cell.row, cell.col, cell.rowspan, cell.colspan, cell.span.quote(document.text)) for cell in table.cells]


def test_merged_cells(word: Word) -> None:
    start, more = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = (
        tr(tc(p(r("题")), '<w:gridSpan w:val="3"/>'))
        + tr(tc(p(r("甲")), start), tc(p(r("乙局")) + p(r("丙局"))), tc(p(r("丁"))))
        + f"<w:sdt><w:sdtContent>{tr(tc(p(''), more), tc(p(r('戊'))), tc(p('')))}</w:sdtContent></w:sdt>"
    )
    document = read(word(f"<w:tbl>{body}</w:tbl>"), "a.docx")
    assert cells(document) == [
        (0, 0, 1, 3, "题"),
        (1, 0, 2, 1, "甲"),
        (1, 1, 1, 1, "乙局\n丙局"),
        (1, 2, 1, 1, "丁"),
        (2, 1, 1, 1, "戊"),
        (2, 2, 1, 1, ""),
    ]


def test_nested_table_and_order(word: Word) -> None:
    inner = f"<w:tbl>{tr(tc(p(r('子甲'))), tc(p(r('子乙'))))}</w:tbl>"
    body = p(r("前")) + f"<w:tbl>{tr(tc(p(r('甲')) + inner + p('')), tc(p(r('乙'))))}</w:tbl>" + p(r("后"))
    document = read(word(body), "a.docx")
    assert document.text == "前\n甲\n子甲 子乙\t乙\n后"
    assert [block.kind for block in document.blocks] == ["paragraph", "table", "paragraph"]


def test_notes_stand_at_the_end(word: Word) -> None:
    notes = f'<w:footnote w:id="0">{p(r("分隔"))}</w:footnote><w:footnote w:id="2">{p(r("注文"))}</w:footnote>'
    body = p(r("甲") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + r("乙")) + p(r("丙"))
    assert read(word(body, footnotes=notes), "a.docx").text == "甲乙\n丙\n[1] 注文"


def link(text: str, target: str = 'r:id="r1" xmlns:r="r"') -> str:
    return p(f"<w:hyperlink {target}>{r(text)}</w:hyperlink>")


def test_a_web_page_kept_as_a_word_file(word: Word) -> None:
    menu = "".join(link(f"政务栏目{n}") for n in range(6))
    prose = [f"{n}．推进第{n}项重点工作，明确责任单位和完成时限，确保任务落实到位。" for n in range(1, 60)]
    body = menu + "".join(p(r(text)) for text in prose) + p(r("标题" + "".join(prose)))
    assert read(word(body), "a.docx").text.split("\n") == prose


def test_links_that_stay(word: Word) -> None:
    few = "".join(link(f"政务栏目{n}") for n in range(4))
    attached = "".join(link(f"附件{n}：分工表.docx") for n in range(6))
    contents = "".join(link(f"{n}、目录标题", 'w:anchor="a"') for n in range(6))
    assert len(read(word(p(r("甲")) + few + p(r("乙")) + attached + contents), "a.docx").text.split("\n")) == 18
    assert len(read(word("".join(link(f"栏目{n}") for n in range(9))), "a.docx").text.split("\n")) == 9


def test_outline_levels(word: Word) -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="a"><w:name w:val="heading 2"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="b"><w:basedOn w:val="a"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="c"><w:basedOn w:val="c"/></w:style>'
    )
    body = "".join(p(r("甲"), f'<w:pStyle w:val="{name}"/>{extra}') for name, extra in (
        ("a", ""), ("b", ""), ("c", ""), ("a", '<w:outlineLvl w:val="0"/>'), ("none", ""),
    ))  # fmt: skip
    document = read(word(body, styles=styles), "a.docx")
    assert [block.heading_level for block in document.blocks] == [2, 2, None, 1, None]


def test_strict_namespace_and_macros_open(word: Word, pack: Callable[[dict[str, str | bytes]], bytes]) -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    body = f'<w:document xmlns:w="{strict}"><w:body><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:body></w:document>'
    assert read(pack({"word/document.xml": body}), "a.docm").text == "甲"


def test_five_thousand_rows_keep_every_cell(word: Word) -> None:
    rows = "".join(tr(tc(p(r(f"任务{n}"))), tc(p(r("市发展改革委")))) for n in range(5000))
    document = read(word(f"<w:tbl>{rows}</w:tbl>"), "a.docx")
    assert len(document.tables[0].cells) == 10_000
    assert document.tables[0].rows == 5000


def test_by_library_and_by_name_agree(documents: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from policygraph.read import docx_parts

    source = load(documents / "notice.docx")
    first = read(source.data, "a.docx")
    monkeypatch.setattr(docx_parts, "_by_library", lambda data: None)
    assert read(source.data, "a.docx") == first
