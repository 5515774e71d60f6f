"""What a Word file holds beside its paragraphs: other files as parts, pictures, headers and comments."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from policygraph.read.docx_parts import Element, Parts, local
from policygraph.read.docx_text import words_under
from policygraph.read.embedded import Item, Remark, read_inside, read_picture

_LETTER = re.compile(r"[A-Za-z\u3400-\u9fff]")
_SUFFIX = re.compile(r"\.(?:html?|mht|docx|xlsx|xls|doc|rtf|txt)$", re.IGNORECASE)
_SHOWN = 60


def _letters(text: str) -> bool:
    """Whether a text says anything: two letters or more."""
    return len(_LETTER.findall(text)) >= 2


def objects_in(elements: Iterable[Element], parts: Parts) -> Iterator[Item]:
    """What drawings, objects and chunks bring into the flow. An embedded file is read for itself; the picture that stands
    for it on the page is not."""
    for element in elements:
        names = [parts.related.get(key, "") for key in _references(element)]
        files = [name for name in names if "/media/" not in name and _is_file(name, element)]
        for name in files or [name for name in names if "/media/" in name]:
            if parts.package is None:
                continue
            data = parts.package.read(name)
            if not files:
                yield from read_picture(data, "正文")
            elif local(element) == "altChunk":
                yield from read_inside(data, _named(name), "并入的文件（altChunk）")
            else:
                yield from read_inside(data, _named(name), "嵌入的文件")


def _is_file(name: str, element: Element) -> bool:
    return bool(name) and (local(element) == "altChunk" or "/embeddings/" in name)


def _named(name: str) -> str:
    """The part's own name where its ending says a kind, else one without ending: its content decides."""
    found = _SUFFIX.search(name)
    return f"part{found[0]}" if found else "part"


def _references(element: Element) -> Iterator[str]:
    """Relationship ids under an element and its own, each once; an element's alternatives name the same one."""
    seen: set[str] = set()
    for node in element.iter():
        if local(node) not in ("blip", "imagedata", "OLEObject", "altChunk"):
            continue
        for key, value in node.attrib.items():
            if str(key).rpartition("}")[2] in ("embed", "id") and "relationships" in str(key) and value not in seen:
                seen.add(str(value))
                yield str(value)


def beside(parts: Parts, said: str) -> Iterator[Remark]:
    """Comments, and words of headers and footers that the text does not say: named, not read."""
    comments = [words_under(node) for node in parts.comments] if parts.comments is not None else []
    if any(map(_letters, comments)):
        yield Remark("unread-part", f"{len(comments)} 条批注未读取：{'；'.join(comments)[:_SHOWN]}")
    lines = dict.fromkeys(words_under(line).strip() for edge in parts.edges for line in edge.iter("{*}p"))
    unsaid = [line for line in lines if _letters(line) and line not in said]
    if unsaid:
        yield Remark("unread-part", f"页眉页脚的文字未读取：{'；'.join(unsaid)[:_SHOWN]}")
