"""Writing numbers: the systems Word and browsers number paragraphs with."""

from __future__ import annotations

_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"


def chinese(value: int, digits: str = "零一二三四五六七八九", units: str = "十百千", short: bool = True) -> str:
    """An integer below 100 million in words; ten is 十 at the head when ``short``, otherwise 一十.

    >>> chinese(10), chinese(21), chinese(105), chinese(2025)
    ('十', '二十一', '一百零五', '二千零二十五')
    """
    if value <= 0:
        return digits[0] if value == 0 else str(value)
    if value >= 10_000:
        high, low = divmod(value, 10_000)
        gap = digits[0] if 0 < low < 1000 else ""
        return chinese(high, digits, units, short) + "万" + (gap + chinese(low, digits, units, False) if low else "")
    out, skipped = "", False
    for power in (3, 2, 1, 0):
        digit = value // 10**power % 10
        if digit:
            out += (digits[0] if skipped and out else "") + digits[digit] + (units[power - 1] if power else "")
        skipped = not digit
    return out[1:] if short and out.startswith(digits[1] + units[0]) else out


def legal(value: int) -> str:
    """壹 贰 叁, the capital numerals.

    >>> legal(12)
    '壹拾贰'
    """
    return chinese(value, _LEGAL, "拾佰仟", False)


def digitwise(value: int) -> str:
    """Digit by digit, as years are written.

    >>> digitwise(10)
    '一〇'
    """
    return "".join(_DIGITS[int(digit)] for digit in str(abs(value)))


def full_width(value: int) -> str:
    """
    >>> full_width(12)
    '１２'
    """
    return "".join(chr(ord(digit) + 0xFEE0) for digit in str(value))


def circled(value: int, chinese_glyph: bool = False) -> str:
    """① … ㊿, ㈠ is another system: what has no circled glyph is written plainly.

    >>> circled(1), circled(21), circled(51)
    ('①', '㉑', '51')
    """
    if 1 <= value <= 20:
        return chr(0x2460 + value - 1)
    if 21 <= value <= 35:
        return chr(0x3251 + value - 21)
    return chr(0x32B1 + value - 36) if 36 <= value <= 50 else str(value)


def letters(value: int) -> str:
    """Word's letters: z is followed by aa, bb, cc.

    >>> letters(1), letters(27)
    ('a', 'aa')
    """
    if value <= 0:
        return ""
    return chr(ord("a") + (value - 1) % 26) * min(30, (value - 1) // 26 + 1)


def roman(value: int) -> str:
    """
    >>> roman(4), roman(12)
    ('IV', 'XII')
    """
    if not 0 < value < 4000:
        return str(value)
    out = ""
    for size, sign in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ["M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"],
        strict=True,
    ):
        out += sign * (value // size)
        value %= size
    return out


def stem(value: int) -> str:
    """甲 乙 丙."""
    return _STEMS[(value - 1) % 10] if value > 0 else str(value)


def branch(value: int) -> str:
    """子 丑 寅."""
    return _BRANCHES[(value - 1) % 12] if value > 0 else str(value)
