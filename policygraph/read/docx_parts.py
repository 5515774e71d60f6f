"""The parts of a Word file a reader needs. python-docx opens the package; a file it refuses (macros, templates,
ISO strict, dangling relationships as WPS writes them) is opened by the standard names of its parts.
"""

from __future__ import annotations

import io
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeAlias

from lxml import etree

from policygraph.issues import ReadError
from policygraph.read.zipguard import Package, open_package

Element: TypeAlias = etree._Element
_EDGE = re.compile(r"/(?:header|footer)\d*\.xml$")
_KINDS = ("styles", "numbering", "footnotes", "endnotes")


@dataclass(frozen=True, slots=True)
class Parts:
    """Root elements; None for a part the file does not have. ``related`` is relationship id -> name of the part."""

    document: Element
    styles: Element | None = None
    numbering: Element | None = None
    footnotes: Element | None = None
    endnotes: Element | None = None
    edges: tuple[Element, ...] = ()
    comments: Element | None = None
    related: Mapping[str, str] = field(default_factory=dict)
    package: Package | None = None


def open_parts(data: bytes) -> Parts:
    """Raises ``ReadError``: too-large, dtd-forbidden, encrypted, malformed."""
    package = open_package(data)
    names = _by_library(data) or _by_convention(package)
    found = {kind: package.xml(name) for kind, name in names.items() if package.has(name)}
    if "document" not in found:
        raise ReadError("malformed", "Word 文件没有正文部件")
    related = _related(package, names["document"])
    edges = tuple(
        package.xml(name) for name in dict.fromkeys(related.values()) if _EDGE.search(name) and package.has(name)
    )
    comments = next((package.xml(name) for name in related.values() if name.endswith("/comments.xml")), None)
    return Parts(**found, edges=edges, comments=comments, related=related, package=package)


def _related(package: Package, document: str) -> dict[str, str]:
    """Relationship id -> name of a part that is in the file."""
    folder, _, name = document.lstrip("/").rpartition("/")
    root = package.find_xml(f"{folder}/_rels/{name}.rels")
    found: dict[str, str] = {}
    for relation in () if root is None else root:
        target = relation.get("Target", "")
        path = target if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
        if relation.get("TargetMode") != "External" and package.has(path):
            found[relation.get("Id", "")] = path.lstrip("/")
    return found


def _by_library(data: bytes) -> dict[str, str] | None:
    """The names of the parts by relationship, as python-docx resolves them; None when it cannot open the file.
    The parts are parsed anew: its own tree makes a Python object of a special class for every node touched."""
    import docx
    from docx.exceptions import PythonDocxError
    from docx.opc.exceptions import OpcError

    try:
        part = docx.Document(io.BytesIO(data)).part
        found = {"document": str(part.partname)}
        for relation in part.rels.values():
            kind = relation.reltype.rsplit("/", 1)[-1]
            if kind in _KINDS and not relation.is_external:
                found[kind] = str(relation.target_part.partname)
    except (KeyError, ValueError, AttributeError, AssertionError, etree.XMLSyntaxError, PythonDocxError, OpcError):
        return None
    return found


def _by_convention(package: Package) -> dict[str, str]:
    return {"document": _main_part(package), **{kind: f"word/{kind}.xml" for kind in _KINDS}}


def _main_part(package: Package) -> str:
    relations = package.find_xml("_rels/.rels")
    for relation in () if relations is None else relations:
        if relation.get("Type", "").endswith("/officeDocument") and package.has(relation.get("Target", "")):
            return relation.get("Target", "")
    return "word/document.xml"


# ---- names without namespaces: transitional, strict and WPS files differ only there ----------------


def local(element: Element) -> str:
    """The tag without its namespace; "" for a comment."""
    return _local(element.tag)  # type: ignore[arg-type]


@lru_cache(4096)
def _local(name: object) -> str:
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
        if element is None:
            return None
        element = next(element.iterchildren("{*}" + name), None)
    return element


def children(element: Element | None, name: str) -> Iterator[Element]:
    return iter(()) if element is None else element.iterchildren("{*}" + name)


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
