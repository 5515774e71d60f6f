"""Images and scanned pages by OCR: optional (``pip install policygraph[ocr]``), offline, loaded on first use.

The recogniser gives boxes with text; they become lines with evenly spread characters, so that margins, headers,
page numbers and paragraphs are found by the same rules as in a PDF with a text layer.
"""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from io import BytesIO
from typing import Any

import pypdfium2 as pdfium  # type: ignore[import-untyped]

from policygraph.issues import ReadError
from policygraph.model import Document, Source
from policygraph.read.inside import allow_memory
from policygraph.read.pdf_chars import Char
from policygraph.read.pdf_lines import Page, group_rows, line_of_chars
from policygraph.read.pdf_rulings import Edge
from policygraph.read.scan_rulings import rulings
from policygraph.text import width

#: Four corner points in pixels, the text, and what the recogniser trusts it (0 to 1).
Reading = tuple[Any, str, float]

#: Pixels for each point: 200 dpi.
SCALE = 200 / 72
#: At most this many pixels are drawn, whatever size a page claims.
PIXELS = 20_000_000
#: Address space the recogniser needs; the picture is already within its own limit then.
MEMORY = 4 << 30
#: Readings the recogniser itself trusts less than this are left out.
TRUST = 0.5
#: One page of OCR takes as long as this many pages of reading.
PAGES_WORTH = 100


def available() -> bool:
    """Whether the optional OCR packages are installed."""
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


def read_image(source: Source) -> Document:
    """One image as a document of one page. Raises ``ReadError``: needs-extra, malformed, no-text."""
    from policygraph.read.pdf import assemble

    if not available():
        raise ReadError("needs-extra", "识别图片需要安装 OCR 支持：pip install policygraph[ocr]")
    pixels = _decoded(source.data)
    height, wide = pixels.shape[:2]
    scale = max(height, wide) / 842
    page = page_of(_recognise(pixels), 1, wide / scale, height / scale, scale)
    return assemble(source, [page], {1: rulings(pixels, scale)})


def read_scanned(page: pdfium.PdfPage, number: int) -> tuple[Page, list[Edge]]:
    """The lines and the ruling lines of a page as they are seen in its picture."""
    wide, tall = page.get_size()
    scale = min(SCALE, (PIXELS / max(1.0, wide * tall)) ** 0.5)
    pixels = page.render(scale=scale).to_numpy()
    return page_of(_recognise(pixels), number, wide, tall, scale), rulings(pixels, scale)


def page_of(found: list[Reading], number: int, wide: float, tall: float, scale: float) -> Page:
    """A page from ``(four corner points in pixels, text, trust)`` readings."""
    chars = [char for corners, text, _ in found for char in _spread(corners, text, scale)]
    size = sum(len(text) for _, text, _ in found)
    trust = sum(len(text) * score for _, text, score in found) / size if size else 0.0
    lines = tuple(line_of_chars(row, number) for row in group_rows(chars))
    return Page(number, wide, tall, lines, len(chars), True, 1.0, round(trust, 3))


def _spread(corners: Any, text: str, scale: float) -> list[Char]:
    """Characters over the width of their box: a Chinese character takes twice the room of a Latin one."""
    xs, ys = [float(point[0]) / scale for point in corners], [float(point[1]) / scale for point in corners]
    x0, top, bottom = min(xs), min(ys), max(ys)
    step = (max(xs) - x0) / max(1, width(text))
    out: list[Char] = []
    for char in text:
        x1 = x0 + step * max(1, width(char))
        if not char.isspace():
            out.append(Char(char, x0, top, x1, bottom, bottom - top))
        x0 = x1
    return out


def _decoded(data: bytes) -> Any:
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = 80_000_000
    try:
        with Image.open(BytesIO(data)) as image:
            return import_module("numpy").asarray(image.convert("RGB"))
    except Exception as error:
        raise ReadError("malformed", "图片损坏，无法打开") from error


def _recognise(pixels: Any) -> list[Reading]:
    result = _engine()(pixels)
    if result is None or result.txts is None or result.boxes is None:
        return []
    return [
        (box, text, float(score))
        for box, text, score in zip(result.boxes, result.txts, result.scores, strict=False)
        if score >= TRUST and text.strip()
    ]


@lru_cache(maxsize=1)
def _engine() -> Any:
    allow_memory(MEMORY)
    return import_module("rapidocr").RapidOCR(params={"Global.log_level": "error"})
