"""A stretch of a PDF page as a picture: what stands around a fact, as it was printed.

Called in a killable child (``read.sandbox``): the file is as untrusted when it is drawn as when it is read.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO

import pypdfium2 as pdfium  # type: ignore[import-untyped]
from PIL import Image, ImageDraw

from policygraph.issues import ReadError
from policygraph.read.pdf import open_pdf

#: Pixels for each point: 144 dpi, sharp enough for 仿宋 三号 on a screen.
SCALE = 2.0
#: At most this many pixels are drawn, whatever size a page claims.
PIXELS = 8_000_000
#: Points of the page kept above and below the marked lines: some three lines of 三号.
AROUND = 80.0
_MARK = (230, 159, 0, 70)

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Shot:
    """Which page (1-based) of which PDF, and the boxes to mark: x0, top, x1, bottom in points from the top left.
    Without boxes the whole page is drawn."""

    data: bytes = field(repr=False)
    page: int
    boxes: tuple[Box, ...] = ()


def draw(shot: Shot) -> bytes:
    """The picture as PNG. ReadError ``no-page`` where the file has no such page, and those of ``open_pdf``."""
    file = open_pdf(shot.data)
    try:
        if not 1 <= shot.page <= len(file):
            raise ReadError("no-page", f"没有第 {shot.page} 页（共 {len(file)} 页）")
        return _png(file[shot.page - 1], shot.boxes)
    except pdfium.PdfiumError as error:
        raise ReadError("malformed", f"第 {shot.page} 页无法绘制") from error
    finally:
        file.close()


def _png(page: pdfium.PdfPage, boxes: tuple[Box, ...]) -> bytes:
    wide, tall = page.get_size()
    scale = min(SCALE, (PIXELS / max(1.0, wide * tall)) ** 0.5)
    image = page.render(scale=scale).to_pil().convert("RGBA")
    if boxes:
        image = _marked(image, boxes, scale).crop((0, *_stretch(boxes, scale, image.height, image.width)))
    out = BytesIO()
    image.convert("RGB").save(out, "PNG", optimize=True)
    return out.getvalue()


def _marked(image: Image.Image, boxes: tuple[Box, ...], scale: float) -> Image.Image:
    veil = Image.new("RGBA", image.size, (0, 0, 0, 0))
    brush = ImageDraw.Draw(veil)
    for x0, top, x1, bottom in boxes:
        brush.rectangle((x0 * scale - 3, top * scale - 3, x1 * scale + 3, bottom * scale + 3), fill=_MARK)
    return Image.alpha_composite(image, veil)


def _stretch(boxes: tuple[Box, ...], scale: float, tall: int, wide: int) -> tuple[int, int, int]:
    """(top, right, bottom) in pixels: the marked lines and what is around them, within the page."""
    top = min(box[1] for box in boxes) - AROUND
    bottom = max(box[3] for box in boxes) + AROUND
    low = max(0, min(int(top * scale), tall - 1))
    return low, wide, max(low + 1, min(int(bottom * scale), tall))
