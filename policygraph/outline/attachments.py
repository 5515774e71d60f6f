"""The attachments a document names, and whether their text is in the file."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policygraph.model import Attachment, Passage, Span
from policygraph.outline.head import ANNEX, joined, similar
from policygraph.outline.layout import Layout
from policygraph.outline.paragraphs import Piece
from policygraph.text import fold

_NUMBER = re.compile(r"(?:(?<=[^\d.])|^)(\d{1,2})[ ]?[.、](?!\d{1,2}(?!\d|[A-Z]))")
_OMITTED = re.compile(r"\((?:略|另附|附后|见附件|另行发送|此略)\)")


def read_attachments(pieces: Sequence[Piece], layout: Layout) -> tuple[Attachment, ...]:
    """Names of the list 附件：1. … 2. …; without a list the titles of the annexes themselves."""
    named = _merge([item for index in layout.attachments for item in _items(pieces[index].passage)])
    titles = [_annex_title(pieces, layout, at) for at in range(len(layout.annexes))]
    if not named:
        return tuple(Attachment(text, span, True) for text, span in titles if text)
    bodies = [text for text, _ in titles] + ([joined(pieces, layout.plan_title)] if layout.plan_title else [])
    several = len(named) > 1 or len(bodies) > 1
    return tuple(Attachment(text, span, _present(text, bodies, several)) for text, span in named)


def _present(text: str, bodies: Sequence[str], several: bool) -> bool:
    if any(similar(text, body) for body in bodies):
        return True
    return bool(bodies) and not several


def _items(passage: Passage) -> list[tuple[str, Span]]:
    """The names in one paragraph: 附件：1.甲 2.乙, or a line 2.乙 of a list."""
    text = fold(passage.text)
    found = ANNEX.match(text)
    start = found.start(3) if found else 0
    again = ANNEX.match(text[start:])  # 附件：附件1 某表
    start += again.start(3) if again and again.group(1) else 0
    cuts = _cuts(text, start)
    out: list[tuple[str, Span]] = []
    for low, high in zip(cuts, [*cuts[1:], len(text)], strict=True):
        marker = _NUMBER.match(text, low)
        low = marker.end() if marker else low
        item = _trimmed(passage, low, high)
        if item:
            out.append(item)
    return out


def _cuts(text: str, start: int) -> list[int]:
    """Offsets where the items begin: the markers that count on from the first."""
    cuts = [start]
    first = _NUMBER.match(text, start)
    expected = int(first.group(1)) + 1 if first else 0
    for found in _NUMBER.finditer(text, first.end() if first else len(text)):
        if int(found.group(1)) == expected:
            cuts.append(found.start())
            expected += 1
    return cuts


def _trimmed(passage: Passage, low: int, high: int) -> tuple[str, Span] | None:
    text = passage.text
    while low < high and (text[low].isspace() or text[low] in "《：:"):
        low += 1
    while high > low and (text[high - 1].isspace() or text[high - 1] in "。；;，,》"):
        high -= 1
    spans = passage.spans(low, high)
    title = _OMITTED.sub("", fold(text[low:high]))
    title = re.sub(r"(?:^|[.])(?:docx?|xlsx?|pdf|wps|ofd|et|zip|rar)$", "", title.strip())
    kept = text[low : low + len(title)] if fold(text[low:high]).startswith(title) else title
    return (kept, spans[0]) if kept and spans and not kept.startswith("下载") else None


def _merge(items: list[tuple[str, Span]]) -> list[tuple[str, Span]]:
    seen: dict[str, tuple[str, Span]] = {}
    for text, span in items:
        seen.setdefault(text, (text, span))
    return list(seen.values())


def _annex_title(pieces: Sequence[Piece], layout: Layout, at: int) -> tuple[str, Span]:
    annex = layout.annexes[at]
    if annex.run_in is not None:
        text = annex.run_in.text.strip()
        return text, (annex.run_in.spans() or (pieces[annex.piece].span,))[0]
    spans = [pieces[index].span for index in annex.title]
    return joined(pieces, annex.title), spans[0] if spans else pieces[annex.piece].span
