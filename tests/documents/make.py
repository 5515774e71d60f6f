"""Render the project's own documents: ``python tests/documents/make.py``. Needs LibreOffice and Noto CJK fonts.

txt and html by hand, docx with automatic numbering by python-docx, pdf and doc from that docx by LibreOffice, ofd from the
characters and lines of that pdf. ``numbering.docx`` holds every kind of automatic numbering; ``numbering.py``
says what Word shows for it. Rendered files are committed; tests never render.
"""

from __future__ import annotations

import copy
import subprocess
import sys
import zipfile
from html import escape
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from content import DOCUMENTS, Item, Rows  # noqa: E402
from numbering import CASES  # noqa: E402

FONT = "Noto Serif CJK SC"
LEVELS = {"h1": 0, "h2": 1, "h3": 2, "h4": 3, "h5": 4, "c1": 0, "c2": 1}
DIGITS = "零一二三四五六七八九十"


def chinese(value: int) -> str:
    tens, ones = divmod(value, 10)
    return (("" if tens == 1 else DIGITS[tens]) + "十" if tens else "") + (DIGITS[ones] if ones else "")


SHOWN = {
    "h1": lambda n: f"{chinese(n)}、",
    "h2": lambda n: f"（{chinese(n)}）",
    "h3": lambda n: f"{n}．",
    "h4": lambda n: f"（{n}）",
    "h5": lambda n: chr(0x245F + n),
    "c1": lambda n: f"第{chinese(n)}章 ",
    "c2": lambda n: f"第{chinese(n)}节 ",
}


def written(items: list[Item]) -> list[tuple[str, str | Rows]]:
    """The same items with their numbers written out."""
    counts: dict[str, int] = {}
    order = ["c1", "c2", "h1", "h2", "h3", "h4", "h5"]
    out: list[tuple[str, str | Rows]] = []
    for kind, said in items:
        if kind in order and isinstance(said, str):
            counts[kind] = counts.get(kind, 0) + 1
            for deeper in order[order.index(kind) + 1 :]:
                counts[deeper] = 0
            said = SHOWN[kind](counts[kind]) + said
        elif kind == "title":
            counts.clear()
        out.append((kind, said))
    return out


# ---- txt and html ----------------------------------------------------------------------------------


def grid(rows: Rows) -> list[list[str]]:
    """Every row with all its columns, merged cells empty below and beside their first."""
    width = max(sum(cell[2] if isinstance(cell, tuple) else 1 for cell in row) for row in rows)
    out: list[list[str | None]] = [[None] * width for _ in rows]
    for at, row in enumerate(rows):
        for cell in row:
            text, tall, wide = cell if isinstance(cell, tuple) else (cell, 1, 1)
            col = out[at].index(None)
            for down in range(tall):
                for across in range(wide):
                    out[at + down][col + across] = ""
            out[at][col] = text
    return [[cell or "" for cell in row] for row in out]


def to_txt(items: list[Item]) -> str:
    lines: list[str] = []
    for kind, said in written(items):
        if isinstance(said, str):
            lines.append(said if kind in ("title", "number", "flush", "centre", "right") else f"　　{said}")
        elif kind == "framed":
            lines.extend(f"　　{line}" for line in said)
        else:
            lines.extend("\t".join(row).rstrip("\t") for row in grid(said))
    return "\n".join(lines) + "\n"


def to_html(items: list[Item], title: str) -> str:
    body: list[str] = []
    for kind, said in written(items):
        if isinstance(said, str):
            style = {"title": "center", "number": "center", "centre": "center", "right": "right"}.get(kind, "justify")
            body.append(f'<p style="text-align: {style}">{escape(said)}</p>')
        elif kind == "framed":
            body.append("<table><tr><td>" + "".join(f"<p>{escape(line)}</p>" for line in said) + "</td></tr></table>")
        else:
            body.append("<table>" + "".join(f"<tr>{''.join(map(_td, row))}</tr>" for row in said) + "</table>")
    menu = "".join(f'<li><a href="/{n}/">栏目{n}</a></li>' for n in range(1, 9))
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{escape(title)}-云溪市人民政府门户网站</title>'
        f"<script>var text = '责任单位：脚本局';</script></head><body><div class=\"nav\"><ul>{menu}</ul></div>"
        '<div class="crumb">当前位置：首页 &gt; 政策文件</div><div class="share">分享到：</div>'
        f'<div class="content">{"".join(body)}</div><div>【打印本页】【关闭窗口】</div>'
        '<div class="footer">主办单位：云溪市人民政府办公室　网站标识码：0000000000</div></body></html>\n'
    )


def _td(cell: object) -> str:
    text, tall, wide = cell if isinstance(cell, tuple) else (cell, 1, 1)
    return f'<td rowspan="{tall}" colspan="{wide}"><p>{escape(str(text))}</p></td>'


# ---- docx ------------------------------------------------------------------------------------------


def level(index: int, fmt: str, text: str, extra: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{fmt}"/>{extra}<w:suff w:val="nothing"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/></w:lvl>'
    )


ITEMS = [
    level(0, "chineseCounting", "%1、"),
    level(1, "chineseCountingThousand", "（%2）"),
    level(2, "decimal", "%3．"),
    level(3, "decimal", "（%4）"),
    level(4, "decimalEnclosedCircleChinese", "%5"),
]
CHAPTERS = [
    level(0, "chineseCounting", "第%1章 "),
    level(1, "chineseCounting", "第%2节 "),
    level(2, "japaneseCounting", "%3、"),
]


def numbering_part(document: docx.document.Document, abstracts: list[str], instances: list[str]) -> None:
    """Replace the definitions of python-docx's template by these."""
    root = document.part.numbering_part.element
    for node in list(root):
        root.remove(node)
    for index, levels in enumerate(abstracts):
        root.append(parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{index}">{levels}</w:abstractNum>'))
    for index, inner in enumerate(instances, 1):
        root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{index}">{inner}</w:num>'))


def blank() -> docx.document.Document:
    document = docx.Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(14)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    section = document.sections[0]
    section.page_width, section.page_height = Pt(595), Pt(842)
    return document


def number_paragraph(paragraph: docx.text.paragraph.Paragraph, num: int, ilvl: int) -> None:
    properties = paragraph._p.get_or_add_pPr()
    numbered = OxmlElement("w:numPr")
    for name, value in (("w:ilvl", ilvl), ("w:numId", num)):
        node = OxmlElement(name)
        node.set(qn("w:val"), str(value))
        numbered.append(node)
    properties.append(numbered)


def to_docx(items: list[Item], path: Path) -> None:
    document = blank()
    numbering_part(
        document, ["".join(ITEMS), "".join(CHAPTERS)], ['<w:abstractNumId w:val="0"/>', '<w:abstractNumId w:val="1"/>']
    )
    chaptered = any(kind == "c1" for kind, _ in items)
    for kind, said in items:
        if isinstance(said, str):
            paragraph = document.add_paragraph(said)
            if kind in LEVELS:
                deep = 2 if chaptered and kind == "h1" else LEVELS[kind]
                number_paragraph(paragraph, 2 if chaptered else 1, deep)
            paragraph.alignment = {"title": 1, "number": 1, "centre": 1, "right": 2}.get(kind)
            if kind not in ("title", "number", "centre", "right", "flush"):
                paragraph.paragraph_format.first_line_indent = Pt(28)
            if kind == "title":
                paragraph.runs[0].font.size = Pt(22)
        elif kind == "framed":
            add_frame(document, said)
        elif kind == "wide":
            add_wide(document, said)
        else:
            add_table(document, said, repeat=kind == "headed")
    number_pages(document)
    document.core_properties.author = "policygraph"
    document.save(str(path))


def add_wide(document: docx.document.Document, rows: Rows) -> None:
    """A table on a landscape sheet; the sheets before and after stand upright."""
    for turned in (True, False):
        section = document.add_section(WD_SECTION.NEW_PAGE)
        section.page_width, section.page_height = (Pt(842), Pt(595)) if turned else (Pt(595), Pt(842))
        section.orientation = WD_ORIENT.LANDSCAPE if turned else WD_ORIENT.PORTRAIT
        if turned:
            add_table(document, rows)


def add_frame(document: docx.document.Document, lines: list[str]) -> None:
    cell = document.add_table(1, 1, style="Table Grid").cell(0, 0)
    cell.text = lines[0]
    for line in lines[1:]:
        cell.add_paragraph(line)


def number_pages(document: docx.document.Document) -> None:
    """－2－ at the foot of every page."""
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.alignment = 1
    paragraph.add_run("－")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    field.append(parse_xml(f"<w:r {nsdecls('w')}><w:t>1</w:t></w:r>"))
    paragraph._p.append(field)
    paragraph.add_run("－")


def add_table(document: docx.document.Document, rows: Rows, repeat: bool = False) -> None:
    texts = grid(rows)
    table = document.add_table(len(texts), len(texts[0]), style="Table Grid")
    free = [[True] * len(texts[0]) for _ in texts]
    for at, row in enumerate(rows):
        for cell in row:
            text, tall, wide = cell if isinstance(cell, tuple) else (cell, 1, 1)
            col = free[at].index(True)
            for down in range(tall):
                for across in range(wide):
                    free[at + down][col + across] = False
            first = table.cell(at, col)
            (first.merge(table.cell(at + tall - 1, col + wide - 1)) if tall * wide > 1 else first).text = text
    if repeat:
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for paragraph in (p for row in table.rows for cell in row.cells for p in cell.paragraphs):
        for run in paragraph.runs:
            run.font.size = Pt(10.5)


def to_numbering(path: Path) -> None:
    """One section a case: its definition, its instances, the paragraphs of ``numbering.CASES``."""
    document = blank()
    abstracts, instances, first = [], [], 1
    for case in CASES:
        index = len(abstracts)
        abstracts.append("".join(case.levels))
        instances.extend(f'<w:abstractNumId w:val="{index}"/>{extra}' for extra in case.instances)
        document.add_paragraph(case.title)
        for which, ilvl, _ in case.shown:
            number_paragraph(document.add_paragraph("工作内容"), first + which, ilvl)
        first += len(case.instances)
    numbering_part(document, abstracts, instances)
    document.save(str(path))


# ---- pdf and ofd -----------------------------------------------------------------------------------


def convert(source: Path, kind: str, folder: Path) -> None:
    """By LibreOffice, into ``folder``, under the same name."""
    with TemporaryDirectory() as profile:
        command = ["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", kind]
        subprocess.run([*command, "--outdir", str(folder), str(source)], check=True, capture_output=True, timeout=180)


def to_ofd(pdf: Path, path: Path) -> None:
    """The characters and ruling lines of a PDF as GB/T 33190 writes them."""
    import pypdfium2

    from policygraph.read.pdf_chars import Frame
    from policygraph.read.pdf_lines import read_page
    from policygraph.read.pdf_rulings import read_edges

    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    file = pypdfium2.PdfDocument(str(pdf))
    pages = []
    for index in range(len(file)):
        page = read_page(file[index], index + 1)
        objects = [ofd_text(line, 100 * at + 1) for at, line in enumerate(page.lines)]
        objects += [ofd_path(edge, 50_000 + at) for at, edge in enumerate(read_edges(file[index], Frame(file[index])))]
        layer = f'<ofd:Content><ofd:Layer ID="{90_000 + index}">{"".join(objects)}</ofd:Layer></ofd:Content>'
        pages.append(f"<ofd:Page {space}>{layer}</ofd:Page>")
    listed = "".join(f'<ofd:Page ID="{n + 1}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
    area = (
        "<ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 209.9 297</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData>"
    )
    body = "<ofd:DocBody><ofd:DocInfo/><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>"
    parts = {
        "OFD.xml": f'<ofd:OFD {space} Version="1.0" DocType="OFD">{body}</ofd:OFD>',
        "Doc_0/Document.xml": f"<ofd:Document {space}>{area}<ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
        **{f"Doc_0/Pages/Page_{n}/Content.xml": page for n, page in enumerate(pages)},
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(
                zipfile.ZipInfo(name, (2023, 1, 1, 0, 0, 0)), '<?xml version="1.0" encoding="UTF-8"?>' + text
            )


def mm(points: float) -> str:
    return f"{points * 25.4 / 72:.3f}".rstrip("0").rstrip(".")


def ofd_text(line: object, ident: int) -> str:
    chars = line.chars  # type: ignore[attr-defined]
    size = line.size  # type: ignore[attr-defined]
    left, top = chars[0].x0, line.top  # type: ignore[attr-defined]
    steps = " ".join(mm(after.x0 - before.x0) for before, after in pairwise(chars))
    text = escape("".join(char.text for char in chars), quote=False)
    return (
        f'<ofd:TextObject ID="{ident}" Boundary="{mm(left)} {mm(top)} {mm(chars[-1].x1 - left)} {mm(size)}" Font="1" '
        f'Size="{mm(size)}"><ofd:TextCode X="0" Y="{mm(0.88 * size)}" DeltaX="{steps}">{text}</ofd:TextCode></ofd:TextObject>'
    )


def ofd_path(edge: object, ident: int) -> str:
    x0, top, x1, bottom = edge.x0, edge.top, edge.x1, edge.bottom  # type: ignore[attr-defined]
    across = (x1 - x0, 0.0) if x1 - x0 >= bottom - top else (0.0, bottom - top)
    return (
        f'<ofd:PathObject ID="{ident}" Boundary="{mm(x0)} {mm(top)} {mm(x1 - x0)} {mm(bottom - top)}" LineWidth="0.2">'
        f"<ofd:AbbreviatedData>M 0 0 L {mm(across[0])} {mm(across[1])}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def main(names: list[str]) -> None:
    for name, items in DOCUMENTS.items():
        if names and name not in names:
            continue
        title = next(str(said) for kind, said in items if kind == "title")
        (HERE / f"{name}.txt").write_text(to_txt(items), encoding="utf-8")
        (HERE / f"{name}.html").write_text(to_html(items, title), encoding="utf-8")
        to_docx(copy.deepcopy(items), HERE / f"{name}.docx")
        convert(HERE / f"{name}.docx", "pdf", HERE)
        convert(HERE / f"{name}.docx", "doc", HERE)
        to_ofd(HERE / f"{name}.pdf", HERE / f"{name}.ofd")
    to_numbering(HERE / "numbering.docx")


if __name__ == "__main__":
    main(sys.argv[1:])
