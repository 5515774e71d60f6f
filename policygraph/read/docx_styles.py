"""What paragraph styles say about numbering and outline levels, through their ``basedOn`` chains."""

from __future__ import annotations

import re
from dataclasses import dataclass

from policygraph.read.docx_parts import Element, attribute, child, children, number, value

_HEADING = re.compile(r"^(?:heading|标题)\s*([1-9])$", re.IGNORECASE)
_DEPTH = 20  # a chain may run in a circle


@dataclass(frozen=True, slots=True)
class Style:
    """Resolved: ``num`` is a numbering id ("0" = switched off), ``ilvl`` its level where one is said."""

    id: str
    num: str | None = None
    ilvl: int | None = None
    level: int | None = None


class Styles:
    def __init__(self, root: Element | None) -> None:
        self._nodes = {attribute(node, "styleId") or "": node for node in children(root, "style")}
        self._default = next((name for name, node in self._nodes.items() if _is_default(node)), None)
        self._known: dict[str | None, Style] = {}

    def get(self, name: str | None) -> Style:
        """The style of a paragraph; without a name, or with one the file does not define, the default style."""
        name = name if name in self._nodes else self._default
        if name not in self._known:
            self._known[name] = self._resolve(name)
        return self._known[name]

    def _resolve(self, name: str | None) -> Style:
        out = Style(name or "")
        at: str | None = name
        for _ in range(_DEPTH):
            node = self._nodes.get(at or "")
            if node is None:
                break
            out = _filled(out, node)
            at = value(node, "basedOn")
        return out


def _filled(style: Style, node: Element) -> Style:
    """Values of a style win over those of the style it is based on."""
    properties = child(node, "pPr")
    num, level = child(properties, "numPr"), outline_level(properties)
    named = _HEADING.match(value(node, "name") or "")
    if level is None and named:
        level = int(named[1])
    return Style(
        style.id,
        style.num if style.num is not None else value(num, "numId"),
        style.ilvl if style.ilvl is not None else number(num, "ilvl"),
        style.level if style.level is not None else level,
    )


def outline_level(properties: Element | None) -> int | None:
    """1 = outermost; None for body text, also where Word says so in its own way (level 9)."""
    level = number(properties, "outlineLvl")
    return level + 1 if level is not None and 0 <= level < 9 else None


def _is_default(node: Element) -> bool:
    return attribute(node, "type") == "paragraph" and attribute(node, "default") in ("1", "true", "on")
