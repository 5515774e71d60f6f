"""Pieces with markers become sections; every paragraph knows the section it stands in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape

from policygraph.identity import digest
from policygraph.model import Paragraph, Section, Span
from policygraph.outline.headings import Heading, read_heading
from policygraph.outline.layout import Layout
from policygraph.outline.markers import Marker, read_marker
from policygraph.outline.paragraphs import Piece
from policygraph.outline.tree import Node, arrange
from policygraph.text import fold


@dataclass(frozen=True, slots=True)
class Opening:
    """A piece that opens a section: its place, marker and heading."""

    piece: int
    marker: Marker
    heading: Heading


def build(
    home: str, pieces: Sequence[Piece], layout: Layout
) -> tuple[tuple[Section, ...], tuple[Paragraph, ...], dict[int, str]]:
    """Sections in text order, paragraphs, and for each piece inside a section that section's id."""
    groups = _groups(pieces, layout)
    openings: dict[int, list[Opening]] = {}
    found = {index: item for index, piece in enumerate(pieces) if (item := _opening(index, piece, layout))}
    for index, item in _spaced(pieces, layout, _without_notes(_without_continued(pieces, found))).items():
        openings.setdefault(groups[index], []).append(item)
    ends = {group: index for index, group in enumerate(groups)}
    sections: list[Section] = []
    opened: dict[int, tuple[Opening, Section]] = {}
    seen: Counter[tuple[str, str, str]] = Counter()
    for group, items in openings.items():
        made = _sections(home, pieces, layout, items, ends[group], seen)
        sections.extend(made)
        opened.update({item.piece: (item, section) for item, section in zip(items, made, strict=True)})
    places = _places(groups, opened)
    paragraphs = [
        _paragraph(index, piece, layout, opened, places) for index, piece in enumerate(pieces) if piece.table is None
    ]
    return tuple(sections), tuple(paragraphs), places


def _places(groups: list[int], opened: dict[int, tuple[Opening, Section]]) -> dict[int, str]:
    """The id of the section each piece stands in; numbering of one group does not reach into the next."""
    out: dict[int, str] = {}
    current: str | None = None
    for index, group in enumerate(groups):
        if index and group != groups[index - 1]:
            current = None
        if index in opened:
            current = opened[index][1].id
        if current:
            out[index] = current
    return out


def _paragraph(
    index: int, piece: Piece, layout: Layout, opened: dict[int, tuple[Opening, Section]], places: dict[int, str]
) -> Paragraph:
    item = opened.get(index)
    role = layout.roles[index]
    content = item[0].heading.content if item else 0
    return Paragraph(piece.passage, layout.parts[index], places.get(index), item[1].id if item else None, content, role)


def _groups(pieces: Sequence[Piece], layout: Layout) -> list[int]:
    """Numbering starts afresh with every part, annex and plan: pieces of one group number together."""
    out: list[int] = []
    group = 0
    for index in range(len(pieces)):
        if index and (layout.parts[index] != layout.parts[index - 1] or index in layout.restarts):
            group += 1
        out.append(group)
    return out


_ROW = re.compile(r"(?:约束性|预期性|参考性|指导性|导向性)[ ]?$|(?:[ ][-—/]?[≥≤<>]?\d[\d.,%]*){2,}[ ]?[^ ]{0,6}$")


def _opening(index: int, piece: Piece, layout: Layout) -> Opening | None:
    if piece.table is not None or layout.roles[index] != "text":
        return None
    marker = read_marker(piece.text)
    # A row of a table that was read as text: 1.森林覆盖率（%） 50.1 51 约束性.
    if marker is None or _ROW.search(fold(piece.text)):
        return None
    return Opening(index, marker, read_heading(piece.text, marker.end))


_SPACED = re.compile(r"(\d{1,2})[ ]{1,4}(?=[一-鿿][^，。；：]{1,30}$)")


def _spaced(pieces: Sequence[Piece], layout: Layout, found: dict[int, Opening]) -> dict[int, Opening]:
    """1　总则 without a dot is a heading where 1.1 follows, as in emergency plans."""
    firsts = {item.marker.label.split(".")[0] for item in found.values() if item.marker.system == "1.1"}
    if not firsts:
        return found
    more = dict(found)
    for index, piece in enumerate(pieces):
        match = _SPACED.match(fold(piece.text)) if piece.table is None and layout.roles[index] == "text" else None
        if match and match.group(1) in firsts and index not in found:
            marker = Marker("1.", int(match.group(1)), match.group(1), match.end())
            more[index] = Opening(index, marker, read_heading(piece.text, marker.end))
    return dict(sorted(more.items()))


def _without_continued(pieces: Sequence[Piece], found: dict[int, Opening]) -> dict[int, Opening]:
    """A 专栏 that goes on over a page repeats its caption: it opens once."""
    keep = dict(found)
    last = ("", "")
    for index, item in found.items():
        if item.marker.system == "专栏":
            words = pieces[index].text[item.heading.start :]
            if item.marker.label == last[0] and words[:4] == last[1][:4]:
                del keep[index]
            last = (item.marker.label, words)
    return keep


_LISTED = ("①", "1）")


def _without_notes(found: dict[int, Opening]) -> dict[int, Opening]:
    """Footnotes begin like the innermost list: ① alone, without a ② before anything else, is one."""
    items = list(found.values())
    keep = dict(found)
    for at, item in enumerate(items):
        near = items[max(0, at - 1) : at] + items[at + 1 : at + 2]
        if item.marker.system in _LISTED and not any(_neighbours(item, other) for other in near):
            del keep[item.piece]
    return keep


def _neighbours(one: Opening, other: Opening) -> bool:
    return one.marker.system == other.marker.system and abs(one.marker.ordinal - other.marker.ordinal) == 1


def _sections(
    home: str,
    pieces: Sequence[Piece],
    layout: Layout,
    items: list[Opening],
    stop: int,
    seen: Counter[tuple[str, str, str]],
) -> list[Section]:
    """The sections of one group, whose last piece is ``stop``."""
    nodes = arrange([item.marker for item in items])
    ends = _ends(items, nodes, stop)
    out: list[Section] = []
    for item, node, end in zip(items, nodes, ends, strict=True):
        piece, part = pieces[item.piece], layout.parts[item.piece]
        words = unescape(piece.text[item.heading.start : item.heading.end].strip())
        key = (part, node.path, words)
        identity = "s" + digest(home, *key, str(seen[key]))
        seen[key] += 1
        span = Span(piece.span.start, max(piece.span.end, pieces[end].span.end))
        parent = out[node.parent].id if node.parent is not None else None
        spans = piece.passage.spans(item.heading.start, item.heading.end)
        out.append(Section(identity, node.path, node.marker.label, words, node.level, parent, part, span, spans, node.marker.system))  # fmt: skip
    return out


def _ends(items: list[Opening], nodes: list[Node], stop: int) -> list[int]:
    """The last piece of each section: before the next heading of its level or an outer one."""
    out = [stop] * len(items)
    open_: list[int] = []
    for at, node in enumerate(nodes):
        while open_ and nodes[open_[-1]].level >= node.level:
            out[open_.pop()] = items[at].piece - 1
        open_.append(at)
    return out
