"""Lines of a head that extraction ran together are taken apart again, by what the language knows of them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from policygraph.model import Span
from policygraph.outline.lines import is_date_line
from policygraph.outline.numbers import NUMBER, read_date
from policygraph.outline.paragraphs import Piece
from policygraph.outline.words import Words, is_addressee, is_organ, is_title_line
from policygraph.text import fold

#: Only so many pieces from the top can belong to a head.
REACH = 16


def loosen(pieces: Sequence[Piece], words: Words) -> list[Piece]:
    """Split a date from the title after it (2022年1月14日某市行动方案) and a title from the number and addressee
    after it (…的通知（某发〔2021〕96号）各分行：)."""
    out: list[Piece] = []
    for piece in pieces[:REACH]:
        cuts = (_cuts(piece.text, words) or _signed(piece.text, words)) if piece.table is None else []
        out.extend(_parts(piece, cuts))
    for piece in pieces[REACH:]:
        out.extend(_parts(piece, _signed(piece.text, words)) if piece.table is None else [piece])
    return out


_SIGNED = re.compile(r"(.{0,40}?)\d{4}年\d{1,2}月\d{1,2}日(?=(附[件表])|20\d\d年|《)")


def _signed(text: str, words: Words) -> list[int]:
    """某部办公厅2022年2月8日2021年试点名单…: a signature, or its date, ran together with the annex after it."""
    found = _SIGNED.match(fold(text[:80]))
    if not found or not (is_organ(found.group(1), words) if found.group(1) else found.group(2)):
        return []
    return [found.end()]


def _cuts(text: str, words: Words) -> list[int]:
    folded = fold(text[:400])
    date = read_date(folded[:20])
    if date and date[1] == 0 and len(date[0]) == 10 and words.title.search(folded) and is_title_line(text[date[2] :]):
        return [date[2]]
    found = NUMBER.search(folded)
    # The number's own pattern reaches back over Chinese letters; the bracket before it is where the title ends.
    low = folded.rfind("(", 0, found.end()) if found else -1
    if not found or low < 6 or not _is_head(folded, low, found.end(), words):
        return []
    high = found.end() + 1 if folded[found.end() : found.end() + 1] == ")" else found.end()
    return [low, high] if high < len(text) else [low]


def _is_head(folded: str, low: int, high: int, words: Words) -> bool:
    """A title before the number and nothing or an addressee after it; 根据《…意见》（某发〔2021〕3号）， is prose."""
    title, rest = folded[:low], folded[high:].strip(") ")
    if not words.title.search(title) or not is_title_line(title) or title.startswith(_PROSE):
        return False
    return not rest or len(folded) >= 400 or is_addressee(rest, words)


_PROSE = ("为", "根据", "按照", "依据", "依照", "《", "现", "经")


def _parts(piece: Piece, cuts: list[int]) -> list[Piece]:
    bounds = [0, *cuts, len(piece.text)]
    out: list[Piece] = []
    for low, high in itertools.pairwise(bounds):
        passage = piece.passage.slice(low, high)
        if passage.text.strip():
            out.append(Piece(passage, Span(passage.start, passage.end), piece.indented, hint=piece.hint))
    return out if cuts and not is_date_line(piece.text) else [piece]
