"""Rules a document states once and that change every later clause: 第一位为牵头，下同; 以下均需…不再列出."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from policygraph.text import fold

_FIRST = re.compile(
    r"(?:(?:排|列)(?:名)?(?:在)?(?:责任单位|责任部门|单位)?(?:的)?(?:最前|首|第一)(?:位|个|名)?(?:面)?(?:的)?|排名第一(?:的)?|位列第一(?:的)?|第一(?:个)?(?:责任)?(?:单位|部门|位)|首位)"
    r"(?:的)?(?:责任)?(?:单位|部门|者)?(?:均|皆)?(?:为|是)(?:总)?(?:牵头|主办|主责)(?:责任)?(?:单位|部门)?"
    r"|(?:第一|首位|首个)(?:责任)?(?:单位|部门)?牵头(?:单位|部门)?"
)
_MARKED = re.compile(
    r"[带标有加注]*[\"“]?(?P<mark>[△▲★☆*※#◆◇●])[\"”]?(?:号)?(?:的|者)?(?:责任)?(?:单位|部门)?(?:为|是)(?:总)?(?:牵头|主办|主责)(?:责任)?(?:单位|部门)?"
)
_LEADING = re.compile("牵头|主办|主责")
_ONCE = re.compile(
    r"(?:以下|下列|下面|以上|上述|各项|所有)?(?:工作|任务|措施|事项)?(?:均|都)(?:需|须|由|要)(?P<names>[^。]{2,80}?)(?:负责|落实|配合|参与|执行)?(?:落实|实施)?[,，、]?(?:以下)?不再(?:一一)?(?:列出|重复|赘述|列入|标注|单列)"
)
_ITEM = re.compile(
    r"下同|以下同|不再(?:一一)?(?:列出|重复|赘述|列入|标注|单列)|以下简称|为牵头(?:单位|部门)?$|(?:以下|下列)(?:均|都)|排名不分先后|按.{1,6}排序"
)


@dataclass(frozen=True, slots=True)
class Declaration:
    """``kind``: first (the first of a list leads), marked (names with ``mark`` lead), once (``names`` span of owners
    that stand for all later clauses and are not repeated). Offsets are those of the searched text."""

    kind: str
    start: int
    end: int
    mark: str = ""
    names: tuple[int, int] | None = None

    def shifted(self, by: int) -> Declaration:
        names = None if self.names is None else (self.names[0] + by, self.names[1] + by)
        return replace(self, start=self.start + by, end=self.end + by, names=names)


def declarations(text: str) -> list[Declaration]:
    """The rules a stretch of text declares.

    >>> [d.kind for d in declarations("排在第一位的为牵头单位，下同")], declarations("市发改委牵头")
    (['first'], [])
    """
    folded = fold(text)
    found: list[Declaration] = []
    if _LEADING.search(folded):  # the only words both rules need, and most stretches have none of them
        found += [Declaration("first", *hit.span()) for hit in _FIRST.finditer(folded)]
        found += [Declaration("marked", *hit.span(), mark=hit["mark"]) for hit in _MARKED.finditer(folded)]
    if "不再" in folded:
        found += [Declaration("once", *hit.span(), names=hit.span("names")) for hit in _ONCE.finditer(folded)]
    return sorted(found, key=lambda found: found.start)


def is_declaration(item: str) -> bool:
    """Whether one item of a list is a remark about the list and no name: 下同, 不再列出.

    >>> is_declaration("下同"), is_declaration("各市政府")
    (True, False)
    """
    return bool(_ITEM.search(fold(item)) or declarations(item))
