"""The project's own documents: one content, every format, one text."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from policygraph.model import Document
from policygraph.read import load, read
from policygraph.text import squash


def document(path: Path) -> Document:
    source = load(path)
    return read(source.data, source.info.name)


def texts(said: Document) -> list[str]:
    """Paragraphs and cells, without indents and line breaks within them."""
    out: list[str] = []
    for block in said.blocks:
        if block.table is None:
            out.extend(said.text[block.span.start : block.span.end].split("\t"))
        else:
            out.extend(cell.span.quote(said.text) for cell in said.tables[block.table].cells)
    return [plain for text in out if (plain := squash(text))]


def shapes(said: Document) -> list[list[tuple[int, int, int, int]]]:
    return [[(cell.row, cell.col, cell.rowspan, cell.colspan) for cell in table.cells] for table in said.tables]


@pytest.mark.parametrize("name", ["notice", "plan"])
@pytest.mark.parametrize("kind", ["txt", "html", "doc"])
def test_same_words_as_the_word_file(documents: Path, name: str, kind: str) -> None:
    expected, found = (document(documents / f"{name}.{each}") for each in ("docx", kind))
    assert "".join(texts(found)) == "".join(texts(expected))


@pytest.mark.parametrize("name", ["notice", "plan"])
@pytest.mark.parametrize("kind", ["ofd", "pdf"])
def test_no_character_is_lost_in_layout(documents: Path, name: str, kind: str) -> None:
    """A row cut by a page end may come in two parts, and a dash set twice over itself once; nothing else differs."""
    expected, found = (document(documents / f"{name}.{each}") for each in ("docx", kind))
    letters = [Counter("".join(texts(said)).replace("—", "")) for said in (expected, found)]
    assert letters[0] == letters[1]
    assert found.info.pages and all(origin.page and origin.bbox for _, origin in found.origins)


@pytest.mark.parametrize("name", ["notice", "plan"])
def test_ofd_reads_as_the_pdf_it_was_made_from(documents: Path, name: str) -> None:
    assert texts(document(documents / f"{name}.ofd")) == texts(document(documents / f"{name}.pdf"))


@pytest.mark.parametrize("name", ["notice", "plan"])
@pytest.mark.parametrize("kind", ["html", "doc"])
def test_same_blocks_and_cells(documents: Path, name: str, kind: str) -> None:
    expected, found = (document(documents / f"{name}.{each}") for each in ("docx", kind))
    assert texts(found) == texts(expected)
    assert shapes(found) == shapes(expected)


def test_the_changzhou_text_is_kept_as_it_is() -> None:
    path = next((Path(__file__).parents[2] / "corpus").glob("*83号.txt"))
    said = document(path)
    assert said.text == path.read_text(encoding="utf-8-sig")
    assert not said.tables
    assert sum(block.span.quote(said.text).startswith("\t") for block in said.blocks) > 100
