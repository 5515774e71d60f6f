"""The value of a simple formula, from the cells of the file alone: references, arithmetic, joining and a few functions.

Programs that write workbooks without calculating them leave the values out. What is not simple has no value here.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from policygraph.read.sheet import At

Value = float | str
#: (sheet name or "", row, column) -> the cell's value, None where it is empty
Look = Callable[[str, int, int], Value | None]

_TOKEN = re.compile(
    r"""\s*(?:
    (?P<number>\d+(?:\.\d+)?) (?![\d:A-Za-z])
    | "(?P<string>(?:[^"]|"")*)"
    | (?P<ref>(?:(?:'(?:[^']|'')+'|[^\W\d][\w.]*)!)?\$?[A-Za-z]{1,3}\$?\d{1,7}(?::\$?[A-Za-z]{1,3}\$?\d{1,7})?) (?![\w(])
    | (?P<name>[A-Za-z]+)\(
    | (?P<op>[-+*/^&%(),])
    )""",
    re.VERBOSE,
)
_REF = re.compile(r"(?:(.*)!)?\$?([A-Za-z]{1,3})\$?(\d+)(?::\$?([A-Za-z]{1,3})\$?(\d+))?", re.DOTALL)
_MOST = 5000  # cells of a range
_LONG = 500  # characters of a formula


class Unknown(ValueError):
    """The formula has no value that can be known from the file."""


def evaluate(formula: str, look: Look, at: At = (0, 0)) -> Value:
    """The value of ``=…`` standing in the cell ``at``. Raises ``Unknown``.

    >>> cells = {(0, 0): 2.0, (1, 0): "市水务局"}
    >>> look = lambda sheet, row, col: cells.get((row, col))
    >>> evaluate("=A1*3+1", look), evaluate('=A2&"、"&"市财政局"', look), evaluate("=ROW()-1", look, (4, 0))
    (7.0, '市水务局、市财政局', 4.0)
    """
    reader = _Reader(_tokens(formula.removeprefix("=")), look, at)
    value = reader.joined()
    if reader.at != len(reader.tokens):
        raise Unknown(formula)
    return value


def column(letters: str) -> int:
    """0-based: A is 0."""
    value = 0
    for letter in letters.upper():
        value = value * 26 + ord(letter) - 64
    return value - 1


def _tokens(text: str) -> list[tuple[str, str]]:
    out, at = list[tuple[str, str]](), 0
    if len(text) > _LONG:
        raise Unknown(text)
    while at < len(text.rstrip()):
        match = _TOKEN.match(text, at)
        if match is None:
            raise Unknown(text)
        kind = match.lastgroup or ""
        out.append((kind, match[kind]))
        at = match.end()
    return out


class _Reader:
    """Precedence climbing over the tokens: ``&``, then sums, products, powers, signs, per cent."""

    def __init__(self, tokens: Sequence[tuple[str, str]], look: Look, at: At) -> None:
        self.tokens, self.at = tokens, 0
        self._look, self._cell = look, at

    def joined(self) -> Value:
        value = self._sum()
        while self._take("&"):
            value = _words(value) + _words(self._sum())
        return value

    def _sum(self) -> Value:
        return self._chain(self._product, {"+": operator.add, "-": operator.sub})

    def _product(self) -> Value:
        return self._chain(self._power, {"*": operator.mul, "/": _divided})

    def _power(self) -> Value:
        return self._chain(self._signed, {"^": _raised})

    def _chain(self, inner: Callable[[], Value], signs: dict[str, Callable[[float, float], float]]) -> Value:
        value = inner()
        while (sign := self._peek()) and sign[0] == "op" and sign[1] in signs:
            self.at += 1
            value = signs[sign[1]](_number(value), _number(inner()))
        return value

    def _signed(self) -> Value:
        if self._take("-"):
            return -_number(self._signed())
        if self._take("+"):
            return self._signed()
        value = self._atom()
        while self._take("%"):
            value = _number(value) / 100
        return value

    def _atom(self) -> Value:
        kind, text = self._peek() or ("", "")
        self.at += 1
        if kind == "number":
            return float(text)
        if kind == "string":
            return text.replace('""', '"')
        if kind == "ref" and ":" not in text:
            return next(self._cells(text), None) or 0.0
        if kind == "name":
            return self._call(text.upper())
        if (kind, text) == ("op", "("):
            value = self.joined()
            if self._take(")"):
                return value
        raise Unknown(text)

    def _call(self, name: str) -> Value:
        values: list[Value | None] = []
        plain = not self._take(")")
        while plain:
            token = self._peek() or ("", "")
            if token[0] == "ref" and (":" in token[1] or name == "ROW"):
                self.at += 1
                values += [_row_of(token[1])] if name == "ROW" else self._cells(token[1])
            else:
                values.append(self.joined())
            if self._take(")"):
                break
            if not self._take(","):
                raise Unknown(name)
        return self._apply(name, values)

    def _apply(self, name: str, values: list[Value | None]) -> Value:
        if name == "ROW":
            return _number(values[0]) if values else self._cell[0] + 1.0
        if name in ("CONCATENATE", "CONCAT"):
            return "".join(_words(value) for value in values)
        numbers = [value for value in values if isinstance(value, float)]
        if name == "SUM":
            return sum(numbers)
        if name == "COUNTA":
            return float(sum(value is not None for value in values))
        if numbers and name in ("MAX", "MIN"):
            return max(numbers) if name == "MAX" else min(numbers)
        if numbers and name == "AVERAGE":
            return sum(numbers) / len(numbers)
        if name == "ROUND" and len(numbers) == len(values) == 2 and abs(numbers[1]) < 10:
            return round(numbers[0] + 1e-12, int(numbers[1]))
        raise Unknown(name)

    def _cells(self, text: str) -> Iterator[Value | None]:
        match = _REF.fullmatch(text)
        if match is None:
            raise Unknown(text)
        sheet = (match[1] or "").strip("'").replace("''", "'")
        rows = range(int(match[3]) - 1, int(match[5] or match[3]))
        cols = range(column(match[2]), column(match[4] or match[2]) + 1)
        if len(rows) * len(cols) > _MOST:
            raise Unknown(text)
        return (self._look(sheet, row, col) for row in rows for col in cols)

    def _peek(self) -> tuple[str, str] | None:
        return next(islice(self.tokens, self.at, None), None)

    def _take(self, sign: str) -> bool:
        found = self._peek() == ("op", sign)
        self.at += found
        return found


def _row_of(text: str) -> float:
    match = _REF.fullmatch(text)
    return float(match[3]) if match else 0.0


def _number(value: Value | None) -> float:
    if isinstance(value, float):
        return value
    try:
        return float(value or 0)
    except ValueError as error:
        raise Unknown(str(value)) from error


def _words(value: Value | None) -> str:
    return f"{value:.12g}" if isinstance(value, float) else value or ""


def _divided(left: float, right: float) -> float:
    if not right:
        raise Unknown("/0")
    return left / right


def _raised(base: float, power: float) -> float:
    if abs(power) > 64 or abs(base) > 1e6 or (base < 0 and power != int(power)) or (not base and power < 0):
        raise Unknown("^")
    return float(base**power)
