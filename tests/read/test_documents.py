"""The project's own documents: one content, every format, one text."""

from __future__ import annotations

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


NAMES = ("notice", "plan", "layout", "breaks")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", ["txt", "html", "doc"])
def test_same_words_as_the_word_file(documents: Path, name: str, kind: str) -> None:
    expected, found = (document(documents / f"{name}.{each}") for each in ("docx", kind))
    assert "".join(texts(found)) == "".join(texts(expected))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", ["html", "doc", "pdf", "ofd"])
def test_same_blocks_and_cells(documents: Path, name: str, kind: str) -> None:
    expected, found = (document(documents / f"{name}.{each}") for each in ("docx", kind))
    assert texts(found) == texts(expected)
    assert shapes(found) == shapes(expected)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", ["pdf", "ofd"])
def test_every_line_of_a_layout_has_its_place(documents: Path, name: str, kind: str) -> None:
    found = document(documents / f"{name}.{kind}")
    assert found.info.pages and all(origin.page and origin.bbox for _, origin in found.origins)


def test_the_changzhou_text_is_kept_as_it_is() -> None:
    path = next((Path(__file__).parents[2] / "corpus").glob("*83号.txt"))
    said = document(path)
    assert said.text == path.read_text(encoding="utf-8-sig")
    assert not said.tables
    assert sum(block.span.quote(said.text).startswith("\t") for block in said.blocks) > 100
