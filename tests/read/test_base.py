"""The canonical text: blocks in order, spans that quote their text, origins beside them."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from policygraph.model import Document, FileInfo, Origin, Span
from policygraph.read.base import Builder, CellText, Piece, simple_cell, verbatim

INFO = FileInfo("a.txt", "0" * 64, "text/plain")


def check(document: Document) -> None:
    """What every reader owes the rest of the house."""
    at = 0
    for index, block in enumerate(document.blocks):
        assert block.span.start == at if not index else document.text[at : block.span.start].strip("\n") == ""
        assert block.span.start <= block.span.end
        at = block.span.end
        assert (block.table is None) == (block.kind == "paragraph")
    assert at <= len(document.text)
    for table in document.tables:
        for cell in table.cells:
            assert table.span.contains(cell.span)
            assert 0 <= cell.row < cell.row + cell.rowspan <= table.rows
            assert 0 <= cell.col < cell.col + cell.colspan <= table.cols
    spans = [span for span, _ in document.origins]
    assert all(a.end <= b.start for a, b in pairwise(spans))


def test_paragraphs_and_tables() -> None:
    builder = Builder(INFO)
    builder.paragraph("一、总体要求", level=1)
    builder.paragraph(" ")
    builder.paragraph([Piece("责任", Origin(1)), Piece("单位", Origin(2))])
    builder.table([simple_cell(1, 0, "乙"), simple_cell(0, 0, "甲\n下", 1, 2)], 2, 2)
    document = builder.build()
    assert document.text == "一、总体要求\n责任\n单位\n甲\n下\n乙"
    assert [block.kind for block in document.blocks] == ["paragraph", "paragraph", "table"]
    assert document.blocks[0].heading_level == 1
    assert [cell.span.quote(document.text) for cell in document.tables[0].cells] == ["甲\n下", "乙"]
    assert [(span.quote(document.text), origin.page) for span, origin in document.origins] == [("责任", 1), ("单位", 2)]
    check(document)


def test_empty_table_leaves_no_trace() -> None:
    builder = Builder(INFO)
    assert builder.table([simple_cell(0, 0, ""), simple_cell(0, 1, " ")], 1, 2) is None
    assert builder.build().text == ""


def test_odd_characters_are_reported_and_kept() -> None:
    document = verbatim(INFO, "责任\u200b单位：\ue000\ue001局")
    assert [issue.code for issue in document.issues] == ["control-characters", "garbled-text"]
    assert document.issues[0].spans[0].quote(document.text) == "\u200b"
    assert not verbatim(INFO, "责任单位：市生态环境局").issues


def test_verbatim_keeps_tabs_and_blank_cells() -> None:
    document = verbatim(INFO, "甲\n\t\n\n\t乙")
    assert [block.span.quote(document.text) for block in document.blocks] == ["甲", "\t", "\t乙"]


texts = st.text(alphabet="一责任 \t\n\r\ud800ａ（）\u200b", max_size=12)
cells = st.builds(
    lambda row, col, text: CellText(row, col, (Piece(text, Origin(1)),)), st.integers(0, 3), st.integers(0, 3), texts
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.one_of(texts, st.lists(cells, min_size=1, max_size=6, unique_by=lambda cell: (cell.row, cell.col))),
        max_size=8,
    )
)
def test_any_content_gives_sound_spans(items: list[str | list[CellText]]) -> None:
    builder = Builder(INFO)
    for item in items:
        if isinstance(item, str):
            builder.paragraph(item, origin=Origin(1))
        else:
            builder.table(item, 4, 4)
    document = builder.build()
    document.text.encode()
    check(document)


def test_a_span_has_a_box_around_its_lines_on_its_first_page() -> None:
    builder = Builder(INFO)
    boxes = [(1, (10.0, 10.0, 90.0, 20.0)), (1, (5.0, 22.0, 60.0, 32.0)), (2, (0.0, 0.0, 99.0, 9.0))]
    builder.paragraph(
        [Piece(text, Origin(page, box)) for text, (page, box) in zip(("甲乙", "丙丁", "戊"), boxes, strict=True)]
    )
    document = builder.build(2)
    assert [document.origin(Span(start, end)) for start, end in ((0, 1), (1, 4), (3, 7))] == [
        Origin(1, (10.0, 10.0, 90.0, 20.0)),
        Origin(1, (5.0, 10.0, 90.0, 32.0)),
        Origin(1, (5.0, 22.0, 60.0, 32.0)),
    ]
    assert document.origin(Span(2, 3)) is None
