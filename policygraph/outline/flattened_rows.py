"""Tables flattened to text with one row a line, the cells run together: 1完善基础设施。市工信局市委网信办、各县区政府."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from policygraph.lexicon import Lexicon
from policygraph.model import ColumnRole, Passage, Span
from policygraph.outline.columns import OWNERS, role_of, vocabulary
from policygraph.outline.flattened_lines import Line, RawTable, owners
from policygraph.outline.markers import read_marker
from policygraph.outline.words import Words, words_of
from policygraph.text import fold, join_pieces


def find_run_together(text: str, lines: Sequence[Line], lexicon: Lexicon) -> list[RawTable]:
    """Every table whose header is one line of header words without anything between."""
    out: list[RawTable] = []
    at = 0
    while at < len(lines):
        header = _header(lines[at], lexicon)
        rows, end = _rows(text, lines, at + 1, header, lexicon) if header else ([], at)
        if len(rows) >= 2:
            head = tuple(join_pieces(text, [span]) for span, _ in header)
            out.append(RawTable(Span(lines[at].span.start, lines[end - 1].span.end), (head, *rows), True))
            at = end
        else:
            at += 1
    return out


def _header(line: Line, lexicon: Lexicon) -> list[tuple[Span, ColumnRole]]:
    """The header words of a line that is nothing but header words, at least three of them, with an owner."""
    if not 6 <= len(line.text) <= 60 or re.search("[。，；：]", line.text):
        return []
    words = vocabulary(lexicon).next_word
    out: list[tuple[Span, ColumnRole]] = []
    at = 0
    folded = fold(line.text)
    while at < len(folded):
        if folded[at] == " ":
            at += 1
            continue
        found = words.match(folded, at)
        if found is None:
            return []
        word = found.group()
        out.append((Span(line.span.start + at, line.span.start + at + len(word)), role_of(word, lexicon)))
        at += len(word)
    roles = [role for _, role in out]
    return out if len(out) >= 3 and set(roles) & OWNERS and roles[-1] in (*OWNERS, "deadline", "note") else []


def _rows(
    text: str, lines: Sequence[Line], start: int, header: Sequence[tuple[Span, ColumnRole]], lexicon: Lexicon
) -> tuple[list[tuple[Passage | None, ...]], int]:
    words = words_of(lexicon)
    roles = [role for _, role in header]
    out: list[tuple[Passage | None, ...]] = []
    at = start
    while at < len(lines):
        row, size = _section(text, lines[at], len(roles)) or _dated_row(text, lines[at], roles, words), 1
        if row is None:
            line, size = _whole(lines, at, words) if "number" in roles else (lines[at], 1)
            row = _row(text, line, roles, words)
        if row is None:
            break
        out.append(row)
        at += size
    while out and not any(out[-1][1:]):
        out.pop()
        at -= 1
    return out, at


def _whole(lines: Sequence[Line], at: int, words: Words) -> tuple[Line, int]:
    """A row with the lines that go on with its bodies, one below the other: 2建设智慧城乡。甲局⏎乙局⏎丙局丁局、戊局."""
    size = 1
    while at + size < len(lines) and size < 12 and not _LEAD.match(lines[at + size].text):
        text = fold(lines[at + size].text)
        if len(text) > 300 or read_marker(text) or not owners(text, words) or lines[at + size].indented:
            break
        size += 1
    if size == 1:
        return lines[at], 1
    span = Span(lines[at].span.start, lines[at + size - 1].span.end)
    parts = [lines[at].text]
    for above, line in itertools.pairwise(lines[at : at + size]):
        parts += ["、" * (line.span.start - above.span.end), line.text]  # as long as the break, offsets stay true
    return Line(span, "".join(parts), lines[at].indented), size


def _section(text: str, line: Line, width: int) -> tuple[Passage | None, ...] | None:
    marker = read_marker(line.text)
    if line.indented or marker is None or marker.system not in ("一、", "（一）") or len(line.text) > 60:
        return None
    return (join_pieces(text, [line.span]), *[None] * (width - 1))


_LEAD = re.compile(r"(\d{1,3})[.、 ]?")


def _row(text: str, line: Line, roles: Sequence[ColumnRole], words: Words) -> tuple[Passage | None, ...] | None:
    """Number, words, then the bodies of one or two columns; None when the line is no such row."""
    folded = fold(line.text)
    at = 0
    cells: dict[int, tuple[int, int]] = {}
    if "number" in roles:
        found = _LEAD.match(folded)
        if not found:
            return None
        cells[roles.index("number")] = (0, found.end(1))
        at = found.end()
    cut = _owners_from(folded, at, words)
    named = [col for col, role in enumerate(roles) if role in OWNERS]
    told = [col for col, role in enumerate(roles) if role not in OWNERS and role != "number"]
    if cut is None or not told:
        return None
    cells[told[0]] = (at, cut)
    middle = _junction(folded, cut, words) if len(named) > 1 else None
    cells[named[0]] = (cut, middle or len(folded))
    if middle:
        cells[named[1]] = (middle, len(folded))
    base = line.span.start
    made = [
        join_pieces(text, [Span(base + cells[col][0], base + cells[col][1])]) if col in cells else None
        for col in range(len(roles))
    ]
    return tuple(cell if cell and cell.text else None for cell in made)


_DUE = re.compile(
    r"(?:20\d{2}年(?:年?底|末|\d{1,2}月)|(?<![\d年])(?:1[0-2]|[1-9])月)(?:\d{1,2}日|[底末]|[上中下]旬)?(?:之?前)?(?:完成)?"
)


def _dated_row(text: str, line: Line, roles: Sequence[ColumnRole], words: Words) -> tuple[Passage | None, ...] | None:
    """Where a deadline stands between words and bodies it parts them: 1建设平台2020年12月数据局、教育局. A row without
    number goes on with the cells above, of which it has the last: 完善数据库2020年9月数据局."""
    due, owner = _columns_after_words(roles)
    told = [col for col, role in enumerate(roles) if role not in OWNERS and role not in ("number", "deadline")]
    if not told or owner != due + 1 or due <= told[-1]:
        return None
    folded = fold(line.text)
    cut = next((hit for hit in reversed(list(_DUE.finditer(folded))) if owners(folded[hit.end() :], words)), None)
    lead = _LEAD.match(folded) if "number" in roles else None
    at = lead.end() if lead else 0
    if cut is None or cut.start() - at < 4:
        return None
    cells = {told[-1]: (at, cut.start()), due: cut.span(), owner: (cut.end(), len(folded))}
    if lead:
        cells[roles.index("number")] = (0, lead.end(1))
        group = _known_heading(text, folded, at, line) if len(told) > 1 else at
        if group > at:
            cells[told[0]], cells[told[-1]] = (at, group), (group, cut.start())
    base = line.span.start
    made = [
        join_pieces(text, [Span(base + cells[col][0], base + cells[col][1])]) if col in cells else None
        for col in range(len(roles))
    ]
    return tuple(cell if cell and cell.text else None for cell in made)


def _columns_after_words(roles: Sequence[ColumnRole]) -> tuple[int, int]:
    """The columns of the deadline and of the bodies, -1 and -2 where there are none."""
    due = roles.index("deadline") if "deadline" in roles else -1
    owner = next((col for col, role in enumerate(roles) if role in OWNERS), -2)
    return due, owner


def _known_heading(text: str, folded: str, at: int, line: Line) -> int:
    """Where the cell of a group ends that the body has as a heading: 优化升级服务|配合上级做好… after （一）优化升级服务。"""
    above = fold(text[: line.span.start])
    for size in range(min(24, len(folded) - at - 4), 3, -1):
        if re.search(rf"[)、.]\s?{re.escape(folded[at : at + size])}[。\n]", above):
            return at + size
    return at


def _owners_from(folded: str, at: int, words: Words) -> int | None:
    """Where the bodies begin: after the full stop that ends the task, else at the first body name."""
    stop = folded.rfind("。", at)
    if stop >= 0 and stop + 1 < len(folded) and owners(folded[stop + 1 :], words):
        return stop + 1
    for found in re.finditer(r"[市省县区州各]", folded[at : at + 200]):
        cut = at + found.start()
        if cut > at + 3 and owners(folded[cut:], words):
            return cut
    return None


def _junction(folded: str, start: int, words: Words) -> int | None:
    """Where one column of bodies ends and the next begins: …局市… without a mark between them."""
    for found in re.finditer(r"(?<=[局委办厅部会院司])(?=[市省县区州各][一-鿿])", folded[start:]):
        at = start + found.start()
        name = re.split("[、，,;]", folded[start:at])[-1]
        if (
            at > start
            and owners(name, words)
            and owners(folded[at:], words)
            and not name.endswith(("市委", "省委", "县委", "区委", "州委"))
        ):
            return at
    return None
