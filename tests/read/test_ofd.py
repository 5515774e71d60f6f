"""OFD: positioned text and drawn lines of GB/T 33190."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from policygraph.issues import ReadError
from policygraph.read import read

Pack = Callable[[dict[str, "str | bytes"]], bytes]
SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
BODY = "<ofd:DocBody><ofd:DocInfo/><ofd:DocRoot>{}</ofd:DocRoot></ofd:DocBody>"


def text(said: str, x: float, y: float, size: float = 5.6, extra: str = "", steps: str | None = None) -> str:
    steps = f"g {len(said) - 1} {size}" if steps is None else steps
    return (
        f'<ofd:TextObject ID="1" Boundary="{x} {y} 150 {size}" Size="{size}" Font="1" {extra}>'
        f'<ofd:TextCode X="0" Y="{0.88 * size}" DeltaX="{steps}">{said}</ofd:TextCode></ofd:TextObject>'
    )


def line(x0: float, y0: float, x1: float, y1: float) -> str:
    return (
        f'<ofd:PathObject ID="9" Boundary="{x0} {y0} {x1 - x0} {y1 - y0}"><ofd:AbbreviatedData>M 0 0 L {x1 - x0} {y1 - y0}'
        "</ofd:AbbreviatedData></ofd:PathObject>"
    )


def parts(*pages: str, root: str = "/Doc_0/Document.xml", templates: str = "") -> dict[str, str | bytes]:
    listed = "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/P{n}/Content.xml"/>' for n in range(len(pages)))
    common = f"<ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>{templates}</ofd:CommonData>"
    out: dict[str, str | bytes] = {
        "OFD.xml": f"<ofd:OFD {SPACE}>{BODY.format(root)}</ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {SPACE}>{common}<ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
    }
    for n, inner in enumerate(pages):
        out[f"Doc_0/Pages/P{n}/Content.xml"] = f"<ofd:Page {SPACE}>{inner}</ofd:Page>"
    return out


def content(*objects: str) -> str:
    return f"<ofd:Content><ofd:Layer>{''.join(objects)}</ofd:Layer></ofd:Content>"


def test_lines_pages_and_places(pack: Pack) -> None:
    data = pack(
        parts(
            content(text("二、主要任务", 30, 60), text("一、总体要求", 30, 40)), content(text("三、保障措施", 30, 40))
        )
    )
    document = read(data, "a.ofd")
    assert document.text.replace("\n", "") == "一、总体要求二、主要任务三、保障措施"
    assert document.info.pages == 2
    assert [(span.quote(document.text), origin.page) for span, origin in document.origins][1:] == [
        ("二、主要任务", 1),
        ("三、保障措施", 2),
    ]
    span, origin = document.origins[0]
    assert (span.quote(document.text), origin.page) == ("一、总体要求", 1)
    assert (
        origin.bbox is not None
        and abs(origin.bbox[0] - 30 * 72 / 25.4) < 1
        and abs(origin.bbox[1] - 40 * 72 / 25.4) < 2
    )


ONE = [
    ("relative root", parts(content(text("责任单位", 30, 40)), root="Doc_0/Document.xml")),
    (
        "block in a layer",
        parts(
            f"<ofd:Content><ofd:Layer><ofd:PageBlock>{text('责任单位', 30, 40)}</ofd:PageBlock></ofd:Layer></ofd:Content>"
        ),
    ),
    ("hidden text", parts(content(text("责任单位", 30, 40), text("隐", 30, 60, extra='Visible="false"')))),
    ("steps one by one", parts(content(text("责任单位", 30, 40, steps="5.6 5.6 5.6")))),
    ("moved by a matrix", parts(content(text("责任单位", 30, 40, extra='CTM="1 0 0 1 5 5"')))),
    ("broken numbers", parts(content(text("责任单位", 30, 40, extra='CTM="a b"', steps="g x 5")))),
]


@pytest.mark.parametrize(("name", "files"), ONE, ids=[name for name, _ in ONE])
def test_one_line(pack: Pack, name: str, files: dict[str, str | bytes]) -> None:
    assert sorted(read(pack(files), "a.ofd").text.strip()) == sorted("责任单位")


def test_template_text_comes_with_the_page(pack: Pack) -> None:
    files = parts(
        '<ofd:Template TemplateID="7"/>' + content(text("正文内容", 30, 60)),
        templates='<ofd:TemplatePage ID="7" BaseLoc="Tpls/T.xml"/>',
    )
    files["Doc_0/Tpls/T.xml"] = f"<ofd:Page {SPACE}>{content(text('云溪市文件', 30, 40))}</ofd:Page>"
    assert read(pack(files), "a.ofd").text.replace("\n", "") == "云溪市文件正文内容"


def test_ruled_table(pack: Pack) -> None:
    rules = [line(30, y, 130, y) for y in (40, 50, 60)] + [line(x, 40, x, 60) for x in (30, 80, 130)]
    words = [text(said, x, y) for said, x, y in (("任务", 40, 42), ("单位", 90, 42), ("甲", 40, 52), ("乙局", 90, 52))]
    document = read(pack(parts(content(*rules, *words))), "a.ofd")
    assert len(document.tables) == 1
    found = [(cell.row, cell.col, cell.span.quote(document.text)) for cell in document.tables[0].cells]
    assert found == [(0, 0, "任务"), (0, 1, "单位"), (1, 0, "甲"), (1, 1, "乙局")]


REFUSED = [
    ("no-text", parts(content(line(0, 0, 10, 0)))),
    ("malformed", {"OFD.xml": f"<ofd:OFD {SPACE}>{BODY.format('../../etc/passwd')}</ofd:OFD>"}),
    ("malformed", {"OFD.xml": "<broken"}),
    ("encrypted", {**parts(content(text("甲", 1, 1))), "Encryptions.xml": "<x/>"}),
    ("dtd-forbidden", {"OFD.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x/>'}),
]


@pytest.mark.parametrize(("code", "files"), REFUSED)
def test_refusal(pack: Pack, code: str, files: dict[str, str | bytes]) -> None:
    with pytest.raises(ReadError) as caught:
        read(pack(files), "a.ofd")
    assert caught.value.code == code
