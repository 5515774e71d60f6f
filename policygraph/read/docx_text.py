"""The words of one Word paragraph: runs, fields, symbols, tracked changes; what hangs on it beside its words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from policygraph.read.docx_parts import Element, attribute, child, flag, local
from policygraph.read.numerals import circled

#: Wrappers whose content reads as if they were not there; tracked insertions and moves-to are kept.
TRANSPARENT = frozenset(
    [
        "hyperlink", "smartTag", "sdt", "sdtContent", "customXml", "ins", "moveTo", "fldSimple", "dir", "bdo", "r",
        "ruby", "rubyBase", "oMath", "oMathPara"
    ]
)  # fmt: skip
_MATH = frozenset(
    [
        "f", "num", "den", "e", "sub", "sup", "sSub", "sSup", "sSubSup", "d", "rad", "deg", "nary", "acc", "bar", "box",
        "func", "fName", "limLow", "limUpp", "lim", "m", "mr", "eqArr"
    ]
)  # fmt: skip
# Wingdings as forms use it: ticked and empty boxes; other symbols of that font are ornament.
_SYMBOLS = {0xF0FE: "☑", 0xF052: "☑", 0xF0FD: "☒", 0xF0A8: "□", 0xF06F: "□", 0xF0A3: "□", 0xF0FC: "√", 0xF0E0: "→"}
# 带圈字符: Word draws ① as a field that overprints a circle with a digit and has no result text.
_OVERPRINT = re.compile(r"eq\s*\\o\s*\\ac\s*\(\s*[○◯〇]\s*[,，;]\s*([0-9]{1,2})\s*\)", re.IGNORECASE)


@dataclass(slots=True)
class Said:
    """What a paragraph says. Line breaks are LF; ``boxes`` are its text boxes, ``notes`` its note references,
    ``linked`` how many of its characters are links out of the file, ``withdrawn`` its words that are struck out, deleted
    or hidden, ``objects`` what it holds beside words: pictures and embedded files."""

    parts: list[str] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    linked: int = 0
    withdrawn: list[str] = field(default_factory=list)
    objects: list[Element] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.parts)


@dataclass(slots=True)
class Open:
    """A complex field between its begin and end marks."""

    instruction: str = ""
    shown: bool = False


class Fields:
    """The stack of open fields; a field may run over many paragraphs (a table of contents)."""

    def __init__(self) -> None:
        self._open: list[Open] = []

    def settle(self) -> None:
        """At a new paragraph no instruction can still be open: a file that never closes one keeps its text."""
        if any(not each.shown for each in self._open):
            self._open.clear()

    @property
    def silent(self) -> bool:
        return any(not each.shown for each in self._open)

    def mark(self, kind: str | None) -> str:
        """A ``w:fldChar``; the text of an overprinted circle when its field ends."""
        if kind == "begin":
            self._open.append(Open())
        elif kind == "separate" and self._open:
            self._open[-1].shown = True
        elif kind == "end" and self._open:
            drawn = _OVERPRINT.search(self._open.pop().instruction)
            return circled(int(drawn[1])) if drawn else ""
        return ""

    def instruct(self, text: str) -> None:
        if self._open and len(self._open[-1].instruction) < 1000:
            self._open[-1].instruction += text


def read_runs(paragraph: Element, fields: Fields) -> Said:
    """The words of a paragraph as printed: deletions, moves-from, hidden text and field codes left out."""
    said = Said()
    fields.settle()
    _inside(paragraph, said, fields)
    return said


def _inside(node: Element, said: Said, fields: Fields) -> None:
    for element in node:
        name = local(element)
        handler = _HANDLERS.get(name)
        if handler is not None:
            handler(element, said, fields)
        elif name == "AlternateContent":
            _alternative(element, said, fields)
        elif name == "del" or (name == "r" and flag(element, "rPr", "vanish")):
            said.withdrawn.append(words_under(element))
        elif name == "r" and (flag(element, "rPr", "strike") or flag(element, "rPr", "dstrike")):
            struck = Said(boxes=said.boxes, notes=said.notes, objects=said.objects)
            _inside(element, struck, fields)
            said.withdrawn.append(struck.text)
        elif name in TRANSPARENT or name in _MATH:
            before = len(said.parts)
            _inside(element, said, fields)
            if name == "hyperlink" and attribute(element, "anchor") is None:
                said.linked += len("".join("".join(said.parts[before:]).split()))


def words_under(element: Element) -> str:
    """All words below an element, deleted ones too, whatever their looks."""
    return "".join(node.text or "" for node in element.iter("{*}t", "{*}delText"))


def _alternative(element: Element, said: Said, fields: Fields) -> None:
    """Choice and fallback say the same: the first branch that says anything is read, never both."""
    for branch in element:
        before = len(said.parts), len(said.boxes), len(said.objects)
        _inside(branch, said, fields)
        if (len(said.parts), len(said.boxes), len(said.objects)) != before:
            return


def _text(element: Element, said: Said, fields: Fields) -> None:
    if element.text and not fields.silent:
        said.parts.append(element.text)


def _box(element: Element, said: Said, fields: Fields) -> None:
    """Drawings, old pictures and embedded files: themselves, and their text boxes, outermost only."""
    said.objects.append(element)
    stack = list(reversed(element))
    while stack:
        node = stack.pop()
        name = local(node)
        if name == "txbxContent":
            said.boxes.append(node)
        elif name == "AlternateContent":
            _alternative(node, said, fields)
        else:
            stack.extend(reversed(node))


def _symbol(element: Element, said: Said, fields: Fields) -> None:
    raw = attribute(element, "char") or ""
    code = int(raw, 16) if re.fullmatch(r"[0-9A-Fa-f]{1,5}", raw) else 0
    ornament = 0xE000 <= code <= 0xF8FF or not code
    said.parts.append(_SYMBOLS.get(code, "" if ornament else chr(code)))


def _mark(element: Element, said: Said, fields: Fields) -> None:
    said.parts.append(fields.mark(attribute(element, "fldCharType")))


def _instruction(element: Element, said: Said, fields: Fields) -> None:
    fields.instruct(element.text or "")


def _note(element: Element, said: Said, fields: Fields) -> None:
    said.notes.append((local(element).removesuffix("Reference"), attribute(element, "id") or ""))


def _saying(text: str) -> Callable[[Element, Said, Fields], None]:
    return lambda element, said, fields: said.parts.append(text)


_HANDLERS: Mapping[str, Callable[[Element, Said, Fields], None]] = {
    "t": _text,
    "tab": _saying(" "),
    "ptab": _saying(" "),
    "br": _saying("\n"),
    "cr": _saying("\n"),
    "noBreakHyphen": _saying("-"),
    "sym": _symbol,
    "fldChar": _mark,
    "instrText": _instruction,
    "footnoteReference": _note,
    "endnoteReference": _note,
    "drawing": _box,
    "pict": _box,
    "object": _box,
}


def deleted_mark(paragraph: Element) -> bool:
    """A paragraph whose end was deleted under tracked changes runs on into the next one."""
    properties = child(paragraph, "pPr", "rPr")
    return properties is not None and any(local(node) in ("del", "moveFrom") for node in properties)
