"""What a page is worth as text, before any rule reads it: whether its characters are those that are printed."""

from __future__ import annotations

from collections.abc import Iterable

from policygraph.read.pdf_lines import Page

#: A page with fewer letters than this is not judged.
LEAST = 30
#: Shares of letters from which a text layer is garbage: foreign ones, and rare ones among the Chinese.
FOREIGN, RARE = 0.15, 0.35


def garbled(page: Page) -> bool:
    """Fonts without a map to Unicode, or with a wrong one, give letters of other scripts, private or rare ones."""
    text = [char.text for line in page.lines for char in line.chars]
    letters = [char for char in text if not char.isascii()]
    if len(letters) < LEAST:
        return False
    foreign = sum(_foreign(char) for char in letters)
    if foreign > FOREIGN * len(letters):
        return True
    chinese = [char for char in letters if "一" <= char <= "龥"]
    rare = min(_rare(chinese, "gb2312", 0xD7), _rare(chinese, "big5", 0xC6))
    return len(chinese) >= LEAST and rare > RARE * len(chinese)


def _foreign(char: str) -> bool:
    """Latin letters with accents, modifiers and other scripts up to the Greek ones; private and unknown characters."""
    code = ord(char)
    return (
        (0xA1 <= code < 0x2010 and char not in _MARKS) or 0xE000 <= code < 0xF900 or code >= 0xF0000 or code == 0xFFFD
    )


#: Marks of Chinese texts below the general punctuation, and Greek letters as units.
_MARKS = frozenset("·×÷°±§¥«»αβγμΩΔ∑")


def _rare(chinese: Iterable[str], encoding: str, last: int) -> int:
    """How many are not of the first, common level of this standard, whose last lead byte is given."""
    return sum(not 0xA1 < (char.encode(encoding, "replace") + b"\0")[0] <= last for char in chinese)
