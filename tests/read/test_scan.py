"""Optical character recognition on a picture of a page that the project wrote and rendered itself."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2
import pytest

from policygraph.issues import PolicygraphError, ReadError
from policygraph.read import read, scan
from policygraph.read.sandbox import run_isolated
from policygraph.text import squash

NOTICE = Path(__file__).parent.parent / "documents" / "notice.pdf"


def picture() -> bytes:
    """The first page as a PNG of 144 dpi."""
    page = pypdfium2.PdfDocument(NOTICE.read_bytes())[0]
    out = io.BytesIO()
    page.render(scale=2).to_pil().save(out, "PNG")
    return out.getvalue()


def recognised(data: bytes) -> str:
    return read(data, "scan.png").text


@pytest.mark.slow
def test_a_scanned_page_gives_its_words_in_a_child_with_limits() -> None:
    if not scan.available():
        pytest.skip("rapidocr is not installed")
    (text,) = run_isolated(recognised, [picture()], workers=1)
    assert not isinstance(text, PolicygraphError), text
    printed = pypdfium2.PdfDocument(NOTICE.read_bytes())[0].get_textpage().get_text_range()
    wanted = [line for line in map(squash, printed.splitlines()) if len(line) > 12]
    found = [line for line in wanted if line[:12] in squash(text)]
    assert len(found) >= 0.8 * len(wanted), sorted(set(wanted) - set(found))


def test_without_the_extra_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "available", lambda: False)
    with pytest.raises(ReadError) as caught:
        read(picture(), "scan.png")
    assert caught.value.code == "needs-extra"
    assert "policygraph[ocr]" in caught.value.message
