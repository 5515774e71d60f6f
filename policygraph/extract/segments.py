"""A sentence cut for numbers: clauses, the quantities in each, and the text that belongs to which."""

from __future__ import annotations

import re
from dataclasses import dataclass

from policygraph.model import Quantity

#: An aside that goes on counting: （其中森林碳汇项目330万亩、…）.
ASIDE = re.compile(r"\((?:其中|累计|(?:到|至)?20\d\d年(?:底|末)?[^(),;]{0,8}(?:达到|到达|达)\d)")
_BETWEEN = re.compile(r"^(?:、| |和|及|以及|与|或|,?其中)?$")
_JOINT_END = re.compile(r"(?:以及|和|及|与|并)$")


@dataclass(frozen=True, slots=True)
class Group:
    """Quantities that stand side by side (35%、70%), the text before them since the last group and the text
    behind them that is still theirs."""

    quantities: tuple[Quantity, ...]
    start: int
    end: int
    front: tuple[int, int]
    behind: tuple[int, int]
    more: bool


#: what opens, closes or divides; “ and ” are straight marks in the folded text
_DIVIDING = re.compile('[([〔《【)\\]〕》】,;:。!?"]')


def clauses(text: str, raw: str, start: int, end: int, asides: bool = True) -> list[tuple[int, int]]:
    """Divide ``text[start:end]`` at commas, semicolons, colons and stops outside brackets; a comma inside 5,000
    divides nothing, nor one inside “天苍苍、野茫茫，风吹草低”. An unclosed bracket holds for 200 characters. ``asides``: （其中…） is a clause of its own."""
    out: list[tuple[int, int]] = []
    depth = opened = 0
    low = start
    for mark in _DIVIDING.finditer(text, start, end):
        at, char = mark.start(), mark.group()
        if asides and (ASIDE.match(text, at) or (char == ")" and depth == 0)):
            if low < at:
                out.append((low, at))
            low = at + 1
        elif char in "([〔《【" or (raw[at] == "“" and raw.find("”", at, at + 60) > 0):
            depth, opened = depth + 1, at
        elif char in ")]〕》】" or (raw[at] == "”" and depth):
            depth = max(0, depth - 1)
        elif char in ",;:。!?" and (depth == 0 or at - opened > 200) and not _inside_number(text, raw, at):
            depth = 0
            if low < at:
                out.append((low, at))
            low = at + 1
    if low < end:
        out.append((low, end))
    return out


_ROUND = re.compile("[()]")


def in_brackets(text: str) -> bytearray:
    """1 inside round brackets of at most 200 characters; an unclosed bracket covers nothing."""
    inside = bytearray(len(text))
    opened: list[int] = []
    for bracket in _ROUND.finditer(text):
        index = bracket.start()
        if bracket.group() == "(":
            opened.append(index)
        elif opened:
            start = opened.pop()
            if index - start <= 200 and not ASIDE.match(text, start):
                inside[start:index] = b"\1" * (index - start)
    return inside


def _inside_number(text: str, raw: str, at: int) -> bool:
    if text[at] not in ",:" or not (0 < at < len(text) - 1):
        return False
    digits = text[at - 1].isdigit() and text[at + 1].isdigit()
    return digits and (text[at] == ":" or (raw[at] == "," and text[at + 1 : at + 4].isdigit()))


def groups(text: str, start: int, end: int, quantities: list[Quantity]) -> list[Group]:
    """Quantities of one clause as groups with their share of the text around them."""
    runs: list[list[Quantity]] = []
    for quantity in quantities:
        if runs and _BETWEEN.match(text[runs[-1][-1].end : quantity.start]):
            runs[-1].append(quantity)
        else:
            runs.append([quantity])
    out: list[Group] = []
    low = start
    for index, run in enumerate(runs):
        stop = end
        following = index + 1 < len(runs)
        if following:
            stop = _cut(text, run[-1].end, runs[index + 1][0].start)
        out.append(Group(tuple(run), low, stop, (low, run[0].start), (run[-1].end, stop), following))
        low = stop
    return out


def _cut(text: str, start: int, end: int) -> int:
    """Where the text between two quantities changes hands: at the last 、 outside brackets, else at 和 right
    before the second (示范基地和100家企业), else at the second's own head."""
    depth = 0
    for at in range(end - 1, start - 1, -1):
        char = text[at]
        depth += (char == ")") - (char == "(")
        if depth == 0 and char == "、":
            return at
    joint = _JOINT_END.search(text[start:end])
    if joint:
        return start + joint.start()
    inner = re.search(r"(?:以及|和|及|与)", text[start:end])
    return start + inner.start() if inner else start
