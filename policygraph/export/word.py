"""The Word 责任分工表, in the manner of GB/T 9704: A4, its margins, 小标宋 title, 黑体 headings, 仿宋 text, — 1 — below.

Rows are written as XML elements of the table, not through python-docx's cells, which take time that grows with
the square of the rows (19 s for 5,000).
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from policygraph.export.rows import (
    ROLE_NAMES,
    Fact,
    Record,
    by_role,
    document_name,
    due_words,
    indicators_of,
    target_text,
)
from policygraph.export.safe import EPOCH, steady_zip, xml_text
from policygraph.text import shown

TITLE, HEADING, BODY, FOOT = "方正小标宋简体", "黑体", "仿宋_GB2312", "宋体"
#: Columns of the table and their widths in millimetres: 156 mm stand between the margins of the standard.
WHOLE = (("序号", 14), ("重点任务", 66), ("牵头单位", 26), ("责任、配合单位", 30), ("完成时限", 20))
OWN = (("序号", 14), ("重点任务", 62), ("职责", 14), ("共同单位", 42), ("完成时限", 24))
ALWAYS = {"序号", "重点任务"}  # the other columns are left out where no task has anything for them


def division_table(records: Sequence[Record], organization: str | None = None) -> bytes:
    """A ``.docx`` of who does what: all tasks of the records, or those of one organisation (its id)."""
    import docx
    from docx.shared import Mm

    book: Any = docx.Document()
    _styles(book)
    section = book.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = (
        Mm(37),
        Mm(35),
        Mm(28),
        Mm(26),
    )
    _footer(section)
    for at, record in enumerate(records):
        if at:
            book.add_page_break()
        _document(book, record, organization)
    core = book.core_properties
    core.author, core.title = "policygraph", "责任分工表"
    core.created = core.modified = datetime(*EPOCH)
    target = io.BytesIO()
    book.save(target)
    return steady_zip(target.getvalue())


def _document(book: Any, record: Record, organization: str | None) -> None:
    meta = record["document"]
    names = {entry["id"]: entry["name"] for entry in record["organizations"]}
    title = meta["title"] or meta["notice_title"] or document_name(record)
    _line(
        book,
        f"{title}\n{names.get(organization, '') if organization else ''}{'任务清单' if organization else '责任分工表'}",
        TITLE,
        22,
        center=True,
        exactly=35,
    )
    for line in ("、".join(meta["issuer"]), "　".join(filter(None, (meta["number"], _day(meta["issued"]))))):
        if line:
            _line(book, line, "楷体_GB2312", 14, center=True, exactly=24)
    _line(book, "", BODY, 10)
    subjects = {fact["subject"] for fact in record["responsibilities"] if fact["organization"] == organization}
    tasks = [task for task in record["tasks"] if organization is None or task["id"] in subjects]
    if not tasks:
        _line(book, "原文没有写明任务分工。", BODY, 16)
        return
    _table(book, record, tasks, organization)


def _day(text: str | None) -> str:
    """The date as documents write it.

    >>> _day("2022-06-30"), _day("2022-06"), _day(None)
    ('2022年6月30日', '2022年6月', '')
    """
    parts = [str(int(part)) for part in (text or "").split("-") if part.isdigit()]
    return "".join(part + unit for part, unit in zip(parts, "年月日", strict=False))


def _table(book: Any, record: Record, tasks: Sequence[Fact], organization: str | None) -> None:
    rows = [_cells(record, task, organization) | {"序号": str(at)} for at, task in enumerate(tasks, 1)]
    columns = _columns(OWN if organization else WHOLE, rows)
    table = book.add_table(rows=0, cols=len(columns))
    table.style = "Table Grid"
    table.autofit = False
    body = table._tbl
    _grid(body, [width for _, width in columns])
    body.append(_row([name for name, _ in columns], columns, font=HEADING, header=True))
    group: tuple[Any, Any] = (None, None)
    for task, cells in zip(tasks, rows, strict=True):
        if task["domain"] and task["domain"] != group[0]:
            body.append(_row([task["domain"]], columns, font=HEADING, span=True))
        if task["area"] and (task["domain"], task["area"]) != group:
            body.append(_row([task["area"]], columns, font="楷体_GB2312", span=True))
        group = (task["domain"], task["area"])
        body.append(_row([cells[name] for name, _ in columns], columns, font=BODY))


def _columns(every: Sequence[tuple[str, int]], rows: Sequence[dict[str, str]]) -> list[tuple[str, int]]:
    """The columns that have something in them; what the others took goes to the task and its units."""
    kept = [(name, width) for name, width in every if name in ALWAYS or any(row[name] for row in rows)]
    spare = sum(width for _, width in every) - sum(width for _, width in kept)
    units = [name for name, _ in kept if name.endswith("单位")]
    share = spare // 3 // len(units) if units else 0
    return [
        (name, width + (share if name in units else spare - share * len(units) if name == "重点任务" else 0))
        for name, width in kept
    ]


def _cells(record: Record, task: Fact, organization: str | None) -> dict[str, str]:
    owners = by_role(record, task["id"])
    text = task["text"] + "".join(f"\n【指标】{target_text(item)}" for item in indicators_of(record, task["id"]))
    row = {"重点任务": text, "完成时限": due_words(task)}
    if organization is None:
        rest = (role for role in ("responsible", "support", "guide") if owners[role])
        others = "\n".join(f"{ROLE_NAMES[role]}：{'、'.join(owners[role])}" for role in rest)
        return row | {"牵头单位": "\n".join(owners["lead"]), "责任、配合单位": others}
    own = [
        fact
        for fact in record["responsibilities"]
        if fact["subject"] == task["id"] and fact["organization"] == organization
    ]
    roles = "、".join(dict.fromkeys(ROLE_NAMES[fact["role"]] for fact in own))
    name = next((entry["name"] for entry in record["organizations"] if entry["id"] == organization), "")
    partners = "、".join(other for names in owners.values() for other in names if other != name)
    return row | {"职责": roles, "共同单位": partners}


# ---- WordprocessingML ------------------------------------------------------------------------------


def _element(tag: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def _grid(body: Any, widths: Sequence[int]) -> None:
    from docx.oxml.ns import qn

    for column, width in zip(body.tblGrid.findall(qn("w:gridCol")), widths, strict=True):
        column.set(qn("w:w"), str(_twips(width)))


def _twips(millimetres: int) -> int:
    return round(millimetres * 1440 / 25.4)


def _row(
    texts: Sequence[str], columns: Sequence[tuple[str, int]], *, font: str, header: bool = False, span: bool = False
) -> Any:
    row, look = _element("tr"), _element("trPr")
    look.append(_element("cantSplit"))
    if header:
        look.append(_element("tblHeader"))
    row.append(look)
    widths = [sum(width for _, width in columns)] if span else [width for _, width in columns]
    for at, (text, width) in enumerate(zip(texts, widths, strict=True)):
        cell, box = _element("tc"), _element("tcPr")
        box.append(_element("tcW", w=str(_twips(width)), type="dxa"))
        if span:
            box.append(_element("gridSpan", val=str(len(columns))))
        if header:
            box.append(_element("shd", val="clear", color="auto", fill="EDEDED"))
        box.append(_element("vAlign", val="center"))
        cell.append(box)
        cell.append(_paragraph(text, font, 12, center=header or (at == 0 and not span), keep=span))
        row.append(cell)
    return row


def _paragraph(text: str, font: str, size: float, *, center: bool = False, keep: bool = False, exactly: int = 0) -> Any:
    made, look = _element("p"), _element("pPr")
    if keep:
        look.append(_element("keepNext"))
    if exactly:
        look.append(_element("spacing", line=str(exactly * 20), lineRule="exact"))
    if center:
        look.append(_element("jc", val="center"))
    made.append(look)
    run = _element("r")
    run.append(_run_look(font, size))
    for at, line in enumerate(xml_text(shown(text)).split("\n")):
        if at:
            run.append(_element("br"))
        words = _element("t")
        words.text = line.replace("\t", " ").replace("\r", "")
        words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        run.append(words)
    made.append(run)
    return made


def _run_look(font: str, size: float) -> Any:
    look = _element("rPr")
    look.append(_element("rFonts", ascii="Times New Roman", hAnsi="Times New Roman", eastAsia=font))
    for tag in ("sz", "szCs"):
        look.append(_element(tag, val=str(round(size * 2))))
    return look


def _line(book: Any, text: str, font: str, size: float, *, center: bool = False, exactly: int = 0) -> None:
    made = _paragraph(text, font, size, center=center, exactly=exactly)
    book.element.body.insert_element_before(made, "w:sectPr")


def _styles(book: Any) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt

    normal = book.styles["Normal"]
    normal.font.name, normal.font.size = "Times New Roman", Pt(12)
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), BODY)
    normal.paragraph_format.space_after = Pt(0)


def _footer(section: Any) -> None:
    paragraph = section.footer.paragraphs[0]._p
    paragraph.get_or_add_pPr().append(_element("jc", val="center"))
    for piece in ("— ", "PAGE", " —"):
        run = _element("r")
        run.append(_run_look(FOOT, 14))
        if piece == "PAGE":
            for kind in ("begin", "", "end"):
                part = _element("fldChar", fldCharType=kind) if kind else _element("instrText")
                if not kind:
                    part.text = " PAGE "
                run.append(part)
        else:
            words = _element("t")
            words.text = piece
            words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            run.append(words)
        paragraph.append(run)
