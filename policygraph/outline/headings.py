"""Run-in headings: which words after a marker are the title, and where the text begins."""

from __future__ import annotations

import re
from dataclasses import dataclass

from policygraph.text import fold

#: A heading is "at most about 40 characters"; a little more is allowed where a full stop ends it.
LIMIT = 40
_OWNER = re.compile(
    r"[(\[〔【][^()\[\]〔〕【】]{0,400}(?:单位|部门|负责|牵头|配合|责任)[^()\[\]〔〕【】]{0,400}[)\]〕】][。;；]?$"
)
_CLAUSE = re.compile(r"[，,；：:。！？!?]|(?<!&quot);")  # exports of databases keep &quot;


#: 展览时间：9月6日; 在校学生：每人413元。
_LABEL = re.compile(r"([一-鿿A-Za-z“”、]{2,14})[：:][ 　]*(?=[^ 　])")


#: A label that asks for a value, with or without a full stop; 第一阶段：基础建设期（2019—2020年） stays one title.
_ASKED = re.compile(r"(?:时间|地点|位置|对象|范围|人员|方式|单位|标准|期限)$")


@dataclass(frozen=True, slots=True)
class Heading:
    """Offsets into the paragraph: ``[start, end)`` are the title's words, ``content`` begins the text."""

    start: int
    end: int
    content: int


def read_heading(text: str, start: int) -> Heading:
    """The heading of a paragraph whose marker ends at ``start``."""
    while start < len(text) and (text[start] in "：:、.．" or text[start].isspace()):
        start += 1
    label = _LABEL.match(text, start)
    if label and ("。" in text or _ASKED.search(label.group(1))):
        return Heading(start, label.end(1), label.end())
    stop = _stop(text, start)
    end = stop if stop >= 0 else len(text)
    if stop < 0:
        end = _alone(text, start)
    if end - start > LIMIT and (stop >= 0 or re.search("[：:]$", text.rstrip())):
        clause = _CLAUSE.search(text, start)
        end = clause.start() if clause else end
        return Heading(start, end, start)
    content = end
    while content < len(text) and (text[content] in "。：:；;！？!?" or text[content].isspace()):
        content += 1
    while end > start and text[end - 1] in "：:；;。 　" and not text.endswith("&quot;", start, end):
        end -= 1
    return Heading(start, end, content)


def _stop(text: str, start: int) -> int:
    depth = 0
    for at in range(start, min(len(text), start + 200)):
        char = text[at]
        if char in "（(《〔":
            depth += 1
        elif char in "）)》〕":
            depth = max(0, depth - 1)
        elif char in "。！？" and depth == 0:
            return at
    return -1


def _alone(text: str, start: int) -> int:
    """A heading alone in its paragraph, without a responsibility bracket that may follow it."""
    owner = _OWNER.search(fold(text[start:]))
    if owner and owner.start() > 1:
        return start + owner.start()
    colon = re.search("[：:]", text[start:])
    if len(text) - start > LIMIT and colon:
        return start + colon.start()
    return len(text)
