"""Ruling lines of a PDF page, by pypdfium2: what decides which pages have tables, at a hundredth of pdfplumber's cost."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium_c  # type: ignore[import-untyped]

from policygraph.read.pdf_chars import Frame

#: A drawing with more pieces than this is a picture or a map, not a table.
LIMIT = 4000
THIN = 3.0
SHORTEST = 3.0


@dataclass(frozen=True, slots=True)
class Edge:
    """A horizontal or vertical line, in points of the page as shown (origin top left)."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def horizontal(self) -> bool:
        return self.x1 - self.x0 >= self.bottom - self.top


Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def read_edges(page: pdfium.PdfPage, frame: Frame) -> list[Edge]:
    """Horizontal and vertical lines and outlines of rectangles drawn on the page; nothing for a page of line art."""
    out: list[Edge] = []
    for handle, matrix in _paths(page):
        for box in _boxes(handle, matrix):
            out.extend(_sides(frame.box(*box)))
        if len(out) > LIMIT:
            return []
    return [edge for edge in out if max(edge.x1 - edge.x0, edge.bottom - edge.top) >= SHORTEST]


def _paths(page: pdfium.PdfPage) -> Iterator[tuple[Any, Matrix]]:
    count = pdfium_c.FPDFPage_CountObjects(page.raw)
    for index in range(count):
        handle = pdfium_c.FPDFPage_GetObject(page.raw, index)
        yield from _walk(handle, _IDENTITY, 0)


def _walk(handle: Any, matrix: Matrix, depth: int) -> Iterator[tuple[Any, Matrix]]:
    kind = pdfium_c.FPDFPageObj_GetType(handle)
    if kind == pdfium_c.FPDF_PAGEOBJ_PATH:
        yield handle, matrix
    elif kind == pdfium_c.FPDF_PAGEOBJ_FORM and depth < 4:
        inner = _times(_matrix(handle), matrix)
        for index in range(pdfium_c.FPDFFormObj_CountObjects(handle)):
            yield from _walk(pdfium_c.FPDFFormObj_GetObject(handle, index), inner, depth + 1)


def _matrix(handle: Any) -> Matrix:
    raw = pdfium_c.FS_MATRIX()
    if not pdfium_c.FPDFPageObj_GetMatrix(handle, ctypes.byref(raw)):
        return _IDENTITY
    return raw.a, raw.b, raw.c, raw.d, raw.e, raw.f


def _times(first: Matrix, second: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    p, q, r, s, t, u = second
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def _boxes(handle: Any, outer: Matrix) -> Iterator[tuple[float, float, float, float]]:
    """``(left, bottom, right, top)`` of each straight, axis-parallel stretch of a visible path."""
    fill, stroke = ctypes.c_int(0), ctypes.c_int(0)
    pdfium_c.FPDFPath_GetDrawMode(handle, ctypes.byref(fill), ctypes.byref(stroke))
    count = pdfium_c.FPDFPath_CountSegments(handle)
    if not (fill.value or stroke.value) or not 2 <= count <= LIMIT:
        return
    matrix = _times(_matrix(handle), outer)
    points = _points(handle, count, matrix)
    if not stroke.value:
        yield from _filled(points)
        return
    for (x0, y0, _), (x1, y1, jump) in pairwise(points):
        if not jump and (abs(x0 - x1) < 0.7 or abs(y0 - y1) < 0.7):
            yield min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _filled(points: list[tuple[float, float, bool]]) -> Iterator[tuple[float, float, float, float]]:
    """Each filled figure that is a thin bar is a line; a filled area is shading and rules nothing.

    Some converters lay a white area under every line of text: as cells they would cut tables to pieces.
    """
    starts = [at for at, point in enumerate(points) if point[2]] or [0]
    for start, end in zip(starts, [*starts[1:], len(points)], strict=True):
        xs, ys = [point[0] for point in points[start:end]], [point[1] for point in points[start:end]]
        if min(max(xs) - min(xs), max(ys) - min(ys)) < THIN:
            yield min(xs), min(ys), max(xs), max(ys)


def _points(handle: Any, count: int, matrix: Matrix) -> list[tuple[float, float, bool]]:
    """Corner points in page space; the flag says that the pen was lifted before. Closed figures return home."""
    x, y = ctypes.c_float(), ctypes.c_float()
    a, b, c, d, e, f = matrix
    out: list[tuple[float, float, bool]] = []
    home: tuple[float, float] | None = None
    for index in range(count):
        segment = pdfium_c.FPDFPath_GetPathSegment(handle, index)
        pdfium_c.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        place = (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        lifted = pdfium_c.FPDFPathSegment_GetType(segment) == pdfium_c.FPDF_SEGMENT_MOVETO
        out.append((*place, lifted))
        home = place if lifted else home
        if home and pdfium_c.FPDFPathSegment_GetClose(segment):
            out.append((*home, False))
    return out


def _sides(box: tuple[float, float, float, float]) -> Iterator[Edge]:
    x0, top, x1, bottom = box
    wide, tall = x1 - x0, bottom - top
    if tall < THIN and wide >= tall:
        yield Edge(x0, (top + bottom) / 2, x1, (top + bottom) / 2)
    elif wide < THIN:
        yield Edge((x0 + x1) / 2, top, (x0 + x1) / 2, bottom)
    else:
        yield Edge(x0, top, x1, top)
        yield Edge(x0, bottom, x1, bottom)
        yield Edge(x0, top, x0, bottom)
        yield Edge(x1, top, x1, bottom)
