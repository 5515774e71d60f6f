"""OFD (GB/T 33190-2016), the national layout format: a zip of XML with positioned text.

A small reader of our own: characters with their boxes and the drawn lines of each page, handed to the layout
modules the PDF reader uses, so that the same page gives the same text in either format.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from policygraph.issues import ReadError
from policygraph.model import Document, Source
from policygraph.read.docx_parts import Element, child, children, local
from policygraph.read.pdf import PAGE_LIMIT, assemble
from policygraph.read.pdf_chars import Char
from policygraph.read.pdf_lines import Page, group_rows, line_of_chars
from policygraph.read.pdf_rulings import Edge
from policygraph.read.zipguard import Package, open_package

POINT = 72 / 25.4  # OFD measures in millimetres
_A4 = (0.0, 0.0, 210.0, 297.0)
_DEEPEST = 32
_STEPS = re.compile(r"[MLCQBASmlcqbas]|-?[0-9]*\.?[0-9]+(?:[eE][-+]?[0-9]+)?")
#: how many numbers follow each drawing command; the last two are where the pen goes (7.4 of the standard, table 36)
_ARGUMENTS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]
_SAME: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Sheet:
    """Where a page's XML stands, the box it inherits and the templates it may refer to."""

    path: str
    box: Box
    templates: dict[str, str]


def read_ofd(source: Source) -> Document:
    """Raises ``ReadError``: too-large, dtd-forbidden, encrypted, malformed, page-limit, no-text."""
    package = open_package(source.data)
    sheets = [sheet for path in _bodies(package) for sheet in _sheets(package, path)]
    if len(sheets) > PAGE_LIMIT:
        raise ReadError("page-limit", f"OFD 有 {len(sheets)} 页，超过 {PAGE_LIMIT} 页的上限")
    found = [_page(package, sheet, number) for number, sheet in enumerate(sheets, 1)]
    if not any(page.count for page, _ in found):
        raise ReadError("no-text", "OFD 没有文字（可能是扫描件），请用 OCR 转换后重试")
    return assemble(source, [page for page, _ in found], {page.number: edges for page, edges in found})


# ---- the package -----------------------------------------------------------------------------------


def _bodies(package: Package) -> list[str]:
    root = package.xml("OFD.xml")
    if package.has("Encryptions.xml"):
        raise ReadError("encrypted", "OFD 文件已加密")
    roots = [_text(child(body, "DocRoot")) for body in children(root, "DocBody")]
    paths = [path for raw in roots if raw and (path := _resolve(package, "OFD.xml", raw)) is not None]
    if not paths:
        raise ReadError("malformed", "OFD 文件没有正文")
    return paths


def _sheets(package: Package, path: str) -> list[Sheet]:
    document = package.xml(path)
    common = child(document, "CommonData")
    box = _box(_text(child(common, "PageArea", "PhysicalBox"))) or _A4
    places = {
        node.get("ID", ""): _resolve(package, path, node.get("BaseLoc")) for node in children(common, "TemplatePage")
    }
    templates = {name: place for name, place in places.items() if place is not None}
    pages = [_resolve(package, path, node.get("BaseLoc")) for node in children(child(document, "Pages"), "Page")]
    return [Sheet(page, box, templates) for page in pages if page is not None]


def _resolve(package: Package, base: str, place: str | None) -> str | None:
    """A location relative to the part that names it, or to the root of the package; never outside of it."""
    raw = (place or "").strip().replace("\\", "/")
    joined = (
        posixpath.normpath(posixpath.join(posixpath.dirname(base), raw)) if not raw.startswith("/") else raw.lstrip("/")
    )
    return next((name for name in (joined, raw.lstrip("/")) if raw and package.has(name)), None)


# ---- one page --------------------------------------------------------------------------------------


def _page(package: Package, sheet: Sheet, number: int) -> tuple[Page, list[Edge]]:
    root = package.xml(sheet.path)
    left, top, width, height = _box(_text(child(root, "Area", "PhysicalBox"))) or sheet.box
    origin = (1.0, 0.0, 0.0, 1.0, -left, -top)
    chars: list[Char] = []
    edges: list[Edge] = []
    for content in _contents(package, sheet, root):
        for node in _objects(content, 0):
            if local(node) == "TextObject":
                chars.extend(_chars(node, origin))
            else:
                edges.extend(_edges(node, origin))
    chars = [char for char in chars if char.text.strip()]
    lines = tuple(line_of_chars(row, number) for row in group_rows(chars))
    return Page(number, width * POINT, height * POINT, lines, len(chars)), edges


def _contents(package: Package, sheet: Sheet, root: Element) -> Iterator[Element]:
    """The content of the page's templates, then its own."""
    for reference in children(root, "Template"):
        path = sheet.templates.get(reference.get("TemplateID", ""))
        content = child(package.xml(path), "Content") if path else None
        if content is not None:
            yield content
    own = child(root, "Content")
    if own is not None:
        yield own


def _objects(node: Element, depth: int) -> Iterator[Element]:
    for element in node:
        name = local(element)
        if name in ("TextObject", "PathObject") and element.get("Visible") != "false":
            yield element
        elif name in ("Layer", "PageBlock") and depth < _DEEPEST:
            yield from _objects(element, depth + 1)


def _chars(node: Element, origin: Matrix) -> Iterator[Char]:
    """The characters of a text object: each ``TextCode`` starts at X, Y and steps on by DeltaX, DeltaY."""
    matrix = _placed(node, origin)
    size = _number(node.get("Size"), 4.0)
    x = y = 0.0
    for code in children(node, "TextCode"):
        text = code.text or ""
        x, y = _number(code.get("X"), x), _number(code.get("Y"), y)
        across, down = _deltas(code.get("DeltaX"), len(text)), _deltas(code.get("DeltaY"), len(text))
        widths = _widths(text, size, across)
        at_x, at_y = x, y
        for index, letter in enumerate(text):
            yield _char(letter, at_x, at_y, size, matrix, widths[index])
            at_x += across[index] if index < len(across) else (0.0 if down else widths[index])
            at_y += down[index] if index < len(down) else 0.0


def _widths(text: str, size: float, steps: Sequence[float]) -> list[float]:
    """How wide each character is: at most its step and its em; the last, which has no step, as its like before it."""
    known = {True: size, False: size * 0.5}
    out: list[float] = []
    for index, letter in enumerate(text):
        wide = letter >= "\u1100" or letter in "“”‘’—…·"
        if index < len(steps) and steps[index] > 0:
            known[wide] = min(steps[index], size)
        out.append(known[wide])
    return out


def _char(letter: str, x: float, y: float, size: float, matrix: Matrix, wide: float) -> Char:
    """Boxes are of the em square, its baseline at 88 parts of a hundred as in Chinese fonts."""
    x0, base = _apply(matrix, x, y)
    x1, _ = _apply(matrix, x + wide, y)
    tall = size * (abs(matrix[3]) or abs(matrix[1]) or 1.0) * POINT
    return Char(letter, x0 * POINT, base * POINT - 0.88 * tall, max(x0, x1) * POINT, base * POINT + 0.12 * tall, tall)


def _deltas(raw: str | None, count: int) -> list[float]:
    """``g n v`` stands for n times v (7.2.3 of the standard)."""
    words = (raw or "").split()[: 3 * count + 3]
    out: list[float] = []
    index = 0
    while index < len(words) and len(out) < count:
        if words[index] == "g" and index + 2 < len(words):
            times = int(min(max(_number(words[index + 1], 0.0), 0.0), float(count)))
            out.extend([_number(words[index + 2], 0.0)] * times)
            index += 3
        else:
            out.append(_number(words[index], 0.0))
            index += 1
    return out


# ---- ruling lines ----------------------------------------------------------------------------------


def _edges(node: Element, origin: Matrix) -> list[Edge]:
    """The straight horizontal and vertical strokes of a path; a filled bar thinner than a line is one too."""
    matrix = _placed(node, origin)
    out: list[Edge] = []
    for start, end in _strokes(_text(child(node, "AbbreviatedData"))):
        (x0, y0), (x1, y1) = _apply(matrix, *start), _apply(matrix, *end)
        if abs(x0 - x1) < 0.2 or abs(y0 - y1) < 0.2:
            left, right, high, low = min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)
            out.append(Edge(left * POINT, high * POINT, right * POINT, low * POINT))
    return [edge for edge in out if max(edge.x1 - edge.x0, edge.bottom - edge.top) >= 3.0]


def _strokes(data: str) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    words = _STEPS.findall(data[:200_000])
    at = first = (0.0, 0.0)
    index = 0
    while index < len(words):
        command = words[index].upper()
        count = _ARGUMENTS.get(command)
        index += 1
        if count is None:
            continue
        numbers = [_number(word, 0.0) for word in words[index : index + count]]
        index += len(numbers)
        goal = (numbers[-2], numbers[-1]) if len(numbers) >= 2 else first
        if command in "LC":
            yield at, goal
        first = goal if command in "MS" else first
        at = goal


# ---- numbers ---------------------------------------------------------------------------------------


def _placed(node: Element, origin: Matrix) -> Matrix:
    """From object space to the page: the object's own matrix, then its boundary's corner, then the page's."""
    box = _box(node.get("Boundary")) or (0.0, 0.0, 0.0, 0.0)
    a, b, c, d, e, f = _matrix(node.get("CTM"))
    return (a, b, c, d, e + box[0] + origin[4], f + box[1] + origin[5])


def _matrix(raw: str | None) -> Matrix:
    numbers = _numbers(raw)
    return (numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]) if len(numbers) == 6 else _SAME


def _apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _box(raw: str | None) -> Box | None:
    numbers = _numbers(raw)
    return (numbers[0], numbers[1], numbers[2], numbers[3]) if len(numbers) == 4 else None


def _numbers(raw: str | None) -> Sequence[float]:
    return [_number(word, 0.0) for word in (raw or "").split()[:8]]


def _number(raw: str | None, default: float) -> float:
    """A finite number of a size a page can have."""
    try:
        value = float(raw) if raw is not None else default
    except ValueError:
        return default
    return value if -1e6 < value < 1e6 else default


def _text(node: Element | None) -> str:
    return "" if node is None else (node.text or "").strip()
