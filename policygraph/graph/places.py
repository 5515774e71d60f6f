"""Section paths as Akoma-Ntoso style local ids: ``三/（一）/2`` is ``sec_3__subsec_1__item_2``."""

from __future__ import annotations

import re

from policygraph.graph.terms import percent
from policygraph.text import fold, parse_numeral

#: (pattern of a marker, abbreviation), first match wins. The numeral is group 1.
MARKERS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), name)
    for pattern, name in (
        (r"第(.{1,8})[编篇]", "part"),
        (r"第(.{1,8})部分", "part"),
        (r"第(.{1,8})章", "chp"),
        (r"第(.{1,8})节", "sec"),
        (r"第(.{1,8})条", "art"),
        (r"专栏(.{1,8})", "box"),
        (r"附[件表](.{0,8})", "att"),
        (r"\((\d{1,4})\)", "subitem"),
        (r"(\d{1,4})\)", "subitem"),
        (r"\((\D{1,6})\)", "subsec"),
        (r"(\d{1,4})[.、]?", "item"),
        (r"(\d{1,4}(?:\.\d{1,4}){1,3})\.?", "item"),
        (r"([①-⑳❶-❿])", "point"),
        (r"([^\d\W]{1,6})[.、]?", "sec"),
    )
)


def local_id(path: str, part: str) -> str:
    """The local id of a section; parts other than the body lead with their name.

    >>> local_id("三/（一）/2", "body"), local_id("（十五）", "annex"), local_id("第一章/第二节", "body")
    ('sec_3__subsec_1__item_2', 'annex__subsec_15', 'chp_1__sec_2')
    """
    steps = [_step(marker) for marker in path.split("/") if marker]
    return "__".join([*([] if part == "body" else [part]), *steps]) or part


def _step(marker: str) -> str:
    text = fold(marker).replace(" ", "")
    for pattern, name in MARKERS:
        found = pattern.fullmatch(text)
        if found:
            return f"{name}_{_ordinal(found.group(1))}"
    return f"mark_{percent(text)}"


def _ordinal(numeral: str) -> str:
    if "①" <= numeral <= "⑳":
        return str(ord(numeral) - ord("①") + 1)
    if "❶" <= numeral <= "❿":
        return str(ord(numeral) - ord("❶") + 1)
    value = parse_numeral(numeral)
    return str(value) if value is not None else percent(numeral.replace(".", "-")) or "0"
