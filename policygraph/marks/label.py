"""What gives a role: labels before names, role words after them, and rules a document declares once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from policygraph.lexicon import Lexicon, keyed_by_hash
from policygraph.marks import engine
from policygraph.marks.body import bodies
from policygraph.marks.time import times
from policygraph.model import ROLES, Declaration, Mark, Role
from policygraph.text import fold


@dataclass(frozen=True, slots=True)
class _Words:
    rows: Mapping[str, tuple[engine.Row, ...]]  # by what a row makes
    stem: Mapping[str, Role]
    word: Mapping[str, Role]
    leads: re.Pattern[str]
    patterns: Mapping[str, re.Pattern[str]]


@keyed_by_hash
def _words(lexicon: Lexicon) -> _Words:
    grammar = engine.load_grammar("label", lexicon)
    rows: dict[str, tuple[engine.Row, ...]] = {}
    for row in grammar.rows:
        rows[row.data["mark"]] = (*rows.get(row.data["mark"], ()), row)
    return _Words(
        rows,
        {fold(word): role for role in ROLES for word in lexicon.words("roles", role)},
        {fold(word): role for role in ROLES for word in lexicon.words("roles", f"{role}-word")},
        re.compile("|".join(map(re.escape, lexicon.words("roles", "lead-word")))),
        grammar.patterns,
    )


# ---- labels --------------------------------------------------------------------------------------------


def labels(text: str, start: int, end: int, lexicon: Lexicon) -> list[Mark]:
    """Labels of a folded stretch, disjoint: 责任单位：, 完成时限：, 牵头领导：; ``cls`` is a role, deadline, person or
    other, ``data['label']`` the words without their colon. One begins the stretch or follows a separator.

    >>> from policygraph.lexicon import default_lexicon
    >>> text = "推进单位:市水利局;完成时限:6月"
    >>> [(label.cls, label.data["label"]) for label in labels(text, 0, len(text), default_lexicon())]
    [('responsible', '推进单位'), ('deadline', '完成时限')]
    """
    words = _words(lexicon)
    found = (
        _label(row, hit, words)
        for row in words.rows["label"]
        for hit in row.pattern.finditer(text, start, end)
        if hit.start() == start or text[hit.start() - 1] in " ;,，；。、([〔【\n)]/|."
    )
    return list(engine.longest(found, engine.order_of(words.rows["label"]))[0])


def _label(row: engine.Row, hit: re.Match[str], words: _Words) -> Mark:
    roles = [words.stem[stem] for name, stem in engine.groups(hit).items() if name in ("stem", "stem2")]
    role = row.data.get("class") or ("lead" if "lead" in roles else roles[0])
    said = hit.group().rstrip(": ").removesuffix("为")
    return Mark(hit.start(), hit.end(), "label", row.name, role, {"label": said, "whole": hit.group()})


# ---- role words ------------------------------------------------------------------------------------------


def closing_role(item: str, lexicon: Lexicon) -> Mark | None:
    """The role words an item ends with: ``cls`` is the role, '' where they name none (按职责分工).

    >>> from policygraph.lexicon import default_lexicon
    >>> [(mark.start, mark.cls) for mark in [closing_role("市教育局等按职责分工负责", default_lexicon())] if mark]
    [(4, 'responsible')]
    """
    words = _words(lexicon)
    hits = [(row, hit) for row in words.rows["role"] for hit in [row.pattern.search(item)] if hit and hit.group()]
    if not hits:
        return None
    row, hit = min(hits, key=lambda found: found[1].start())
    said = engine.groups(hit)
    if "as" in said:
        role: str = words.stem[said["as"]]
    elif words.leads.search(hit.group()):
        role = "lead"
    else:
        role = words.word[said["word"]] if "word" in said else ""
    return Mark(hit.start(), hit.end(), "role", row.name, role, said)


def opening_role(item: str, lexicon: Lexicon) -> Mark | None:
    """The role words after the bodies an item begins with, where what they do follows: 市商务局牵头|解决一批问题.

    >>> from policygraph.lexicon import default_lexicon
    >>> [(mark.start, mark.cls) for mark in [opening_role("6月底前市商务局牵头解决一批问题", default_lexicon())] if mark]
    [(8, 'lead')]
    """
    words = _words(lexicon)
    marks = sorted([*times(item, lexicon), *bodies(item, lexicon)], key=lambda mark: mark.start)
    line = engine.condense(item, [mark for at, mark in enumerate(marks) if not at or marks[at - 1].end <= mark.start])
    for row in words.rows["opening"]:
        hit = row.pattern.match(line.text)
        if hit:
            start, end = line.span(hit, "word")
            return Mark(start, end, "role", row.name, words.word[hit["word"]], engine.groups(hit))
    return None


def roles_between(text: str, start: int, end: int, lexicon: Lexicon) -> list[int]:
    """Where role words end that a name may follow without a separator: A牵头|B配合."""
    rows = _words(lexicon).rows["between"]
    return [hit.end() for row in rows for hit in row.pattern.finditer(text, start, end)]


# ---- declarations ------------------------------------------------------------------------------------------


def declarations(text: str, lexicon: Lexicon, start: int = 0, end: int | None = None) -> list[Declaration]:
    """The rules a stretch of text declares: ``cls`` first (the first of a list leads), comma (those before the first
    comma), marked (names with ``sign``), once (``names`` own every later clause and are not repeated).

    >>> from policygraph.lexicon import default_lexicon
    >>> [d.cls for d in declarations("排在第一位的为牵头单位，下同", default_lexicon())]
    ['first']
    """
    words, folded, stop = _words(lexicon), fold(text), len(text) if end is None else end
    if not words.patterns["declares"].search(folded, start, stop):  # most stretches declare nothing
        return []
    rows = words.rows["declaration"]
    found = (_declaration(row, hit) for row in rows for hit in row.pattern.finditer(folded, start, stop))
    return list(engine.longest(found, engine.order_of(rows))[0])


def _declaration(row: engine.Row, hit: re.Match[str]) -> Declaration:
    said = engine.groups(hit)
    names = hit.span("names") if "names" in said else None
    return Declaration(
        *hit.span(), "declaration", row.name, row.data["class"], said, sign=said.get("sign", ""), names=names
    )


def is_declaration(item: str, lexicon: Lexicon) -> bool:
    """Whether one item of a list is a remark about the list and no name: 下同, 不再列出."""
    folded = fold(item)
    return any(row.pattern.search(folded) for row in _words(lexicon).rows["remark"]) or bool(
        declarations(item, lexicon)
    )


def patterns(lexicon: Lexicon) -> Mapping[str, re.Pattern[str]]:
    """What ``label.toml`` says besides its rows, for the reader of clauses."""
    return _words(lexicon).patterns
