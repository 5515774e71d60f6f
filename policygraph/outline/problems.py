"""Oddities of a document's outline, as issues."""

from __future__ import annotations

from collections.abc import Sequence

from policygraph.issues import make_issue
from policygraph.model import Issue, Masthead, Section
from policygraph.outline.markers import read_marker
from policygraph.outline.numbers import read_number
from policygraph.outline.paragraphs import Piece

#: What a path leaves off a marker.
_DOTS = {"1.": ".", "一、": "、"}


#: A number or addressees alone on a line are not longer.
_ALONE = 60
#: Systems whose items stand under a heading of their own: two lists of them under one parent lost it.
_HEADED = ("一、", "（一）")


def find_problems(sections: Sequence[Section], masthead: Masthead, pieces: Sequence[Piece]) -> tuple[Issue, ...]:
    """Gaps, repeats and restarts of numbering, headings without words, annexes that are named but absent."""
    return (
        *_numbering(sections),
        *_headings(sections),
        *_annexes(masthead),
        *_kind(sections, masthead, pieces),
        *_another(masthead, pieces),
    )


def _another(masthead: Masthead, pieces: Sequence[Piece]) -> list[Issue]:
    """A second document in the file: another number alone on its line, addressees in one of the next lines."""
    out: list[Issue] = []
    for at, piece in enumerate(pieces):
        text = piece.text.strip()
        found = read_number(text) if masthead.number and len(text) <= _ALONE else None
        if found is None or found[0] == masthead.number or found[2] - found[1] < len(text):
            continue
        near = [one.text.strip() for one in pieces[at + 1 : at + 5]]
        if any(len(line) <= _ALONE and line.endswith(("：", ":")) for line in near):
            said = f"{found[0]} 是另一份文件，未分开，其内容并在本文件中"
            out.append(make_issue("several-documents", said, (piece.span,)))
    return out


def _numbering(sections: Sequence[Section]) -> list[Issue]:
    """A number must go on either among its siblings or through the whole document ((一)…(二十五) over 一、二、)."""
    out: list[Issue] = []
    siblings: dict[tuple[str, str | None, str], int] = {}
    running: dict[tuple[str, str], int] = {}
    for section in sections:
        marker = read_marker(section.number + _DOTS.get(section.system, "") + "甲")
        if marker is None:
            continue
        here, through = (section.part, section.parent, section.system), (section.part, section.system)
        expected = {siblings.get(here, 0) + 1, running.get(through, 0) + 1, 1}
        if marker.ordinal == 1 and siblings.get(here) and section.system in _HEADED:
            out.append(make_issue("heading-lost", f"{section.path}：同一上级之下重新编号", section.heading_spans[:1]))
        if marker.ordinal not in expected:
            code = "numbering-repeat" if marker.ordinal == siblings.get(here) else "numbering-gap"
            out.append(
                make_issue(
                    code,
                    f"{section.path}：前一编号为 {siblings.get(here, running.get(through, 0))}",
                    section.heading_spans[:1],
                )
            )
        siblings[here] = running[through] = marker.ordinal
    return out


def _headings(sections: Sequence[Section]) -> list[Issue]:
    return [
        make_issue("empty-heading", f"{section.path} 之后没有标题文字", (section.span,))
        for section in sections
        if not section.heading
    ]


def _annexes(masthead: Masthead) -> list[Issue]:
    return [
        make_issue("annex-missing", f"附件“{item.title}”未随文", (item.span,))
        for item in masthead.attachments
        if not item.present
    ]


def _kind(sections: Sequence[Section], masthead: Masthead, pieces: Sequence[Piece]) -> list[Issue]:
    if sections or masthead.number or masthead.kind != "other":
        return []
    return [make_issue("not-a-policy", "没有编号标题、文号和文种", tuple(piece.span for piece in pieces[:1]))]
