"""Every kind of automatic numbering: the definition, and the marker Word shows for each paragraph in turn."""

from __future__ import annotations

from dataclasses import dataclass


def lvl(index: int, fmt: str, text: str, start: int = 1, extra: str = "", suff: str = "nothing") -> str:
    """One ``w:lvl``; ``extra`` stands where the schema has lvlRestart and isLgl."""
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="{start}"/><w:numFmt w:val="{fmt}"/>{extra}<w:suff w:val="{suff}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


@dataclass(frozen=True)
class Case:
    """``instances`` are the insides of each ``w:num`` beside its definition; ``shown`` = (instance, level, marker)."""

    title: str
    levels: tuple[str, ...]
    shown: tuple[tuple[int, int, str], ...]
    instances: tuple[str, ...] = ("",)


def one(fmt: str, text: str, *markers: str, start: int = 1, suff: str = "nothing") -> Case:
    """A single level counted on."""
    return Case(fmt, (lvl(0, fmt, text, start, suff=suff),), tuple((0, 0, marker) for marker in markers))


CASES = (
    one("chineseCounting", "%1、", "九、", "十、", "十一、", start=9),
    one("chineseCountingThousand", "（%1）", "（十九）", "（二十）", "（二十一）", start=19),
    one("chineseCountingThousand", "第%1条", "第一百条", "第一百零一条", start=100),
    one("japaneseCounting", "%1、", "一、", "二、"),
    one("taiwaneseCountingThousand", "%1、", "一、", "二、"),
    one("chineseLegalSimplified", "%1、", "壹、", "贰、"),
    one("ideographDigital", "%1、", "一、", "二、"),
    one("ideographTraditional", "%1、", "甲、", "乙、"),
    one("ideographZodiac", "%1、", "子、", "丑、"),
    one("ideographEnclosedCircle", "%1", "㈠", "㈡"),
    one("decimalEnclosedCircleChinese", "%1", "①", "②"),
    one("decimalEnclosedCircle", "%1", "⑳", "㉑", start=20),
    one("decimalEnclosedParen", "%1", "⑴", "⑵"),
    one("decimalEnclosedFullstop", "%1", "⒈", "⒉"),
    one("decimalFullWidth", "%1．", "９．", "１０．", start=9),
    one("decimal", "%1.", "1.", "2."),
    one("decimal", "（%1）", "（1）", "（2）"),
    one("decimal", "%1.", "1. ", "2. ", suff="tab"),
    one("chineseCounting", "第%1章", "第一章 ", "第二章 ", suff="space"),
    one("chineseCounting", "%1、", "一、", "二、", suff="tab"),
    one("decimalZero", "%1", "09", "10", start=9),
    one("upperLetter", "%1.", "Z.", "AA.", start=26),
    one("lowerLetter", "%1)", "a)", "b)"),
    one("upperRoman", "%1.", "IV.", "V.", start=4),
    one("lowerRoman", "%1.", "iv.", "v.", start=4),
    one("none", "专栏", "专栏", "专栏"),
    one("bullet", "", "", ""),
    one("bullet", "——", "——", "——"),
    Case(
        "inner levels restart under each outer number",
        (lvl(0, "chineseCounting", "%1、"), lvl(1, "chineseCounting", "（%2）"), lvl(2, "decimal", "%3．")),
        (
            (0, 0, "一、"), (0, 1, "（一）"), (0, 2, "1．"), (0, 2, "2．"), (0, 1, "（二）"), (0, 2, "1．"),
            (0, 0, "二、"), (0, 1, "（一）"), (0, 2, "1．"),
        ),
    ),
    Case(
        "numbers that run on across the outer level",
        (lvl(0, "chineseCounting", "%1、"), lvl(1, "chineseCounting", "（%2）", extra='<w:lvlRestart w:val="0"/>')),
        ((0, 0, "一、"), (0, 1, "（一）"), (0, 1, "（二）"), (0, 0, "二、"), (0, 1, "（三）")),
    ),
    Case(
        "levels shown together, legal where the outer is Chinese",
        (lvl(0, "chineseCounting", "第%1章"), lvl(1, "decimal", "%1.%2", extra="<w:isLgl/>")),
        ((0, 0, "第一章"), (0, 1, "1.1"), (0, 1, "1.2"), (0, 0, "第二章"), (0, 1, "2.1")),
    ),
    Case(
        "two instances of one definition count on; a start override restarts once",
        (lvl(0, "decimal", "%1."),),
        ((0, 0, "1."), (1, 0, "2."), (2, 0, "1."), (2, 0, "2."), (0, 0, "3.")),
        ("", "", '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'),
    ),
    Case(
        "a level overridden by an instance",
        (lvl(0, "decimal", "%1."),),
        ((0, 0, "一）"), (0, 0, "二）")),
        (f'<w:lvlOverride w:ilvl="0">{lvl(0, "chineseCounting", "%1）")}</w:lvlOverride>',),
    ),
    Case(
        "an inner level first: the outer one counts as begun",
        (lvl(0, "decimal", "%1."), lvl(1, "decimal", "%1.%2")),
        ((0, 1, "1.1"), (0, 1, "1.2"), (0, 0, "2.")),
    ),
)  # fmt: skip
