"""The parts of a Word file a reader needs. python-docx opens the package; a file it refuses (macros, templates,
ISO strict, dangling relationships as WPS writes them) is opened by the standard names of its parts.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from lxml import etree

from policygraph.read.zipguard import Package, open_package, parse_xml

Element: TypeAlias = etree._Element
_KINDS = ("styles", "numbering", "footnotes", "endnotes")


@dataclass(frozen=True, slots=True)
class Parts:
    """Root elements; None for a part the file does not have. ``unread`` names parts with text nobody reads."""

    document: Element
    styles: Element | None = None
    numbering: Element | None = None
    footnotes: Element | None = None
    endnotes: Element | None = None
    unread: tuple[str, ...] = ()


def open_parts(data: bytes) -> Parts:
    """Raises ``ReadError``: too-large, dtd-forbidden, encrypted, malformed."""
    package = open_package(data)
    found = _by_library(data) or _by_name(package)
    unread = tuple(name for name in package.names if "/afchunk" in name.lower() or "/embeddings/" in name.lower())
    return Parts(**found, unread=unread)


def _by_library(data: bytes) -> dict[str, Element] | None:
    """By relationship type through python-docx; None when it cannot open the file."""
    import docx
    from docx.exceptions import PythonDocxError
    from docx.opc.exceptions import OpcError
    from docx.opc.part import XmlPart

    try:
        part = docx.Document(io.BytesIO(data)).part
        found: dict[str, Element] = {"document": part.element}
        for relation in part.rels.values():
            kind = relation.reltype.rsplit("/", 1)[-1]
            if kind in _KINDS and not relation.is_external:
                target = relation.target_part
                found[kind] = target.element if isinstance(target, XmlPart) else parse_xml(target.blob, kind)
    except (KeyError, ValueError, AttributeError, AssertionError, etree.XMLSyntaxError, PythonDocxError, OpcError):
        return None
    return found


def _by_name(package: Package) -> dict[str, Element]:
    found = {kind: root for kind in _KINDS if (root := package.find_xml(f"word/{kind}.xml")) is not None}
    return {"document": package.xml(_main_part(package)), **found}


def _main_part(package: Package) -> str:
    relations = package.find_xml("_rels/.rels")
    for relation in () if relations is None else relations:
        if relation.get("Type", "").endswith("/officeDocument") and package.has(relation.get("Target", "")):
            return relation.get("Target", "")
    return "word/document.xml"


# ---- names without namespaces: transitional, strict and WPS files differ only there ----------------


def local(element: Element) -> str:
    """The tag without its namespace; "" for a comment."""
    name = element.tag
    return name.rpartition("}")[2] if isinstance(name, str) else ""


def attribute(element: Element | None, name: str) -> str | None:
    if element is None:
        return None
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return None


def child(element: Element | None, *path: str) -> Element | None:
    """The first child of that local name, and so on down the path."""
    for name in path:
        element = next((node for node in element if local(node) == name), None) if element is not None else None
    return element


def children(element: Element | None, name: str) -> Iterator[Element]:
    return (node for node in (() if element is None else element) if local(node) == name)


def value(element: Element | None, *path: str) -> str | None:
    """``w:val`` of the element at ``path``."""
    return attribute(child(element, *path), "val")


def number(element: Element | None, *path: str) -> int | None:
    """``w:val`` as an integer of a sane size."""
    raw = value(element, *path)
    digits = (raw or "").removeprefix("-")
    return int(raw or "0") if digits.isascii() and digits.isdigit() and len(digits) < 10 else None


def flag(element: Element | None, *path: str) -> bool:
    """An on/off property: present and not switched off."""
    found = child(element, *path)
    return found is not None and attribute(found, "val") not in ("0", "false", "off", "none")
