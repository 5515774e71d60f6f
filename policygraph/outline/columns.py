"""What the columns of a table are: header words to roles, roles to the kind of the table."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from policygraph.lexicon import Lexicon, alternation, keyed_by_hash
from policygraph.model import Column, ColumnRole, GridKind
from policygraph.text import fold, squash

_YEAR = re.compile(r"(?<![A-Za-z\d])(20[1-6]\d)(?!\d)")


def read_column(heading: str, lexicon: Lexicon) -> Column:
    """A column from its header text (header rows joined)."""
    year = _YEAR.search(fold(heading))
    return Column(role_of(heading, lexicon), heading, year.group(1) if year else None)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Header words folded: ``whole`` match a whole header only, ``parts`` (longest first) also inside one, ``ends``
    (longest first) at the end of one that holds no part. ``next_word`` finds the longest whole header, of two
    characters at least, at a place; ``some`` any of them."""

    whole: Mapping[str, ColumnRole]
    parts: tuple[tuple[str, ColumnRole], ...]
    ends: tuple[tuple[str, ColumnRole], ...]
    ending: re.Pattern[str]
    next_word: re.Pattern[str]
    some: re.Pattern[str]


@keyed_by_hash
def vocabulary(lexicon: Lexicon) -> Vocabulary:
    """The words of ontology/lexicon/columns.toml, prepared once a lexicon."""
    whole: dict[str, ColumnRole] = {}
    parts: dict[str, ColumnRole] = {}
    ends: dict[str, ColumnRole] = {}
    for entry in lexicon.entries("columns"):
        word = squash(entry.word)
        role = cast(ColumnRole, entry.kind)
        whole.setdefault(word, role)
        match = entry.extra.get("match")
        if match != "whole" and len(word) >= 2:
            (ends if match == "end" else parts).setdefault(word, role)
    ending = re.compile(rf"^(?:{alternation(tuple(whole))})$|(?:{alternation((*parts, *ends))})$")
    next_word = re.compile("|".join(re.escape(word) for word, _ in _longest_first(whole) if len(word) >= 2))
    some = re.compile("|".join(re.escape(word) for word, _ in _longest_first(whole)))
    return Vocabulary(whole, _longest_first(parts), _longest_first(ends), ending, next_word, some)


def _longest_first(words: Mapping[str, ColumnRole]) -> tuple[tuple[str, ColumnRole], ...]:
    return tuple(sorted(words.items(), key=lambda pair: (-len(pair[0]), pair[0])))


#: 责任单位（排在第一位的为牵头单位） is headed by what stands before the remark; 牵头（责任）单位 has none.
_REMARK = re.compile(r"(?<=..)[(\[][^()\[\]]{5,40}[)\]]$")


def role_of(heading: str, lexicon: Lexicon) -> ColumnRole:
    """The role a header names: the whole header first, else the longest word in it, of those the last.

    >>> from policygraph.lexicon import default_lexicon
    >>> role_of("牵头（责任）单位", default_lexicon()), role_of("2025年目标", default_lexicon())
    ('lead', 'target')
    """
    words = squash(_REMARK.sub("", fold(heading[:200]).strip()))
    known = vocabulary(lexicon)
    if words in known.whole:
        return known.whole[words]
    found = [(len(word), words.rfind(word), role) for word, role in known.parts if word in words] if words else []
    if found:
        # A header ends with its noun: 市级牵头单位, 2025年目标值.
        return max(found, key=lambda item: item[:2])[2]
    end = next((role for word, role in known.ends if words.endswith(word)), None)
    return end or ("target" if _YEAR.search(words) else "other")


def is_named(heading: str, lexicon: Lexicon) -> bool:
    """A header word, whole or at the end, or a year."""
    words = squash(heading)
    return 0 < len(words) <= 16 and bool(_YEAR.match(words) or vocabulary(lexicon).ending.search(words))


def is_header(cells: Sequence[str], lexicon: Lexicon) -> bool:
    """A header row: most of its cells are short and at least two of them name a role."""
    filled = [cell for cell in cells if squash(cell)]
    if len(filled) < 2 or any(len(cell) > 40 for cell in filled):
        return False
    known = {role_of(cell, lexicon) for cell in filled if len(squash(cell)) <= 16} - {"other"}
    named = sum(role_of(cell, lexicon) != "other" for cell in filled)
    return len(known) >= 2 and named * 2 >= len(filled)


def _looks_back(columns: Sequence[Column]) -> bool:
    """2020年目标 | 2020年完成: a column of what was reached, and no target of a later year."""
    reached = [column.year for column in columns if column.role == "past"]
    later = [
        column
        for column in columns
        if column.role == "target" and any((column.year or "") > (year or "9") for year in reached)
    ]
    return bool(reached) and not later


OWNERS: frozenset[str] = frozenset({"lead", "responsible", "support", "guide"})


def kind_of(columns: Sequence[Column]) -> GridKind:
    """The kind of a table by the roles of its columns. A list of projects or members is never a task table, a
    table of what was reached never one of targets."""
    roles = {column.role for column in columns}
    if "basis" in roles:
        return "other"
    text = "".join(squash(column.heading) for column in columns)
    if "姓名" in text or "职务" in text:
        return "members"
    if roles & {"indicator", "target"} and _looks_back(columns):
        return "review"
    if roles & {"project", "money"} and not roles & {"task", "indicator"}:
        return "project"
    if "money" in roles and "project" in roles:
        return "project"
    if roles & {"indicator", "unit", "attribute"} and roles & {"target", "baseline"}:
        return "indicator"
    if roles & OWNERS and roles & {"task", "measure", "group", "deadline", "number"}:
        return "responsibility"
    if "deadline" in roles and "task" in roles:
        return "responsibility"
    return "other"
