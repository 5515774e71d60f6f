"""Ruling lines in the picture of a page (numpy and OpenCV come with the optional OCR)."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from policygraph.read.pdf_rulings import Edge

#: A line is at least this long and at most this thick, in points.
LONG, THICK = 28.0, 4.0


def rulings(pixels: Any, scale: float) -> list[Edge]:
    """Horizontal and vertical lines, in points. ``scale``: pixels for each point."""
    cv2 = import_module("cv2")
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY) if pixels.ndim == 3 else pixels
    dark = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 12)
    size = max(3, int(LONG * scale))
    out: list[Edge] = []
    for kernel in ((size, 1), (1, size)):
        shape = cv2.getStructuringElement(cv2.MORPH_RECT, kernel)
        found = cv2.morphologyEx(dark, cv2.MORPH_OPEN, shape)
        bridged = cv2.dilate(found, cv2.getStructuringElement(cv2.MORPH_RECT, (3, 3)))
        _, _, boxes, _ = cv2.connectedComponentsWithStats(bridged)
        out += [edge for box in boxes[1:] if (edge := _edge(box, scale)) is not None]
    return out


def _edge(box: Any, scale: float) -> Edge | None:
    x, y, wide, tall = (float(value) / scale for value in box[:4])
    if min(wide, tall) > THICK:
        return None
    if wide >= tall:
        return Edge(x, y + tall / 2, x + wide, y + tall / 2)
    return Edge(x + wide / 2, y, x + wide / 2, y + tall)
