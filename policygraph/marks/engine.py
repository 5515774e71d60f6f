"""Rows of a grammar, and their readings of a text: longest first, then the order of the table.

``ontology/grammar/KIND.toml`` holds ``[fragment]`` names for patterns and ``[[row]]`` tables: ``name``, ``pattern``,
``example`` and ``counter`` (lists of texts), and any other key, which a reading carries in ``Mark.data`` beside the
named groups. ``{name}`` in a pattern is a fragment, ``{table:class,class}`` the words of the lexicon. A row with
``over = true`` reads a condensed line, in which every mark of a lower kind is one character: ``<body>``, ``<body.place>``.

Patterns read text, rows never look around for what a lower row has found: that is why a clause can be said as
``<label>?<body>(?:、<body>)*<role>?`` and needs no list of suffixes.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from policygraph.issues import LexiconError
from policygraph.lexicon import Lexicon, ontology_dir
from policygraph.model import Mark
from policygraph.text import fold

M = TypeVar("M", bound=Mark)
_PLACEHOLDER = re.compile(r"\{([a-z][\w-]*(?::[\w,-]+)?)\}")
_TOKEN = re.compile(r"(?<!\?P)<([a-z]+)(?:\.([\w-]+))?>")
_FIRST_TOKEN = 0xF0000  # a private plane that no document uses for text


@dataclass(frozen=True, slots=True)
class Row:
    """One way to write a mark. ``examples`` are read whole by this row or a longer one, ``counters`` never by it."""

    name: str
    kind: str
    pattern: re.Pattern[str]
    data: Mapping[str, str]
    examples: tuple[str, ...]
    counters: tuple[str, ...]
    over: bool = False


@dataclass(frozen=True, slots=True)
class Grammar:
    """The rows of one kind, its ``[pattern]`` table compiled (what a builder asks besides), and the raw file for tables
    that it reads (senses, words of degree)."""

    kind: str
    rows: tuple[Row, ...]
    tables: Mapping[str, Any]
    patterns: Mapping[str, re.Pattern[str]]


def load_grammar(kind: str, lexicon: Lexicon) -> Grammar:
    """``ontology/grammar/KIND.toml`` compiled with the words of a lexicon. LexiconError names what is malformed."""
    path = ontology_dir() / "grammar" / f"{kind}.toml"
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise LexiconError("lexicon-malformed", f"{path.name}: {error}") from None
    fragments = {name: str(text) for name, text in data.pop("fragment", {}).items()}
    rows = tuple(_row(kind, item, fragments, lexicon) for item in data.pop("row", []))
    asked = {
        name: _compiled(f"{kind}.toml: {name}", tokens(expand(source, fragments, lexicon)))
        for name, source in data.pop("pattern", {}).items()
    }
    return Grammar(kind, rows, data, asked)


def _row(kind: str, item: dict[str, Any], fragments: Mapping[str, str], lexicon: Lexicon) -> Row:
    name, source, examples = item.pop("name", "?"), item.pop("pattern", None), tuple(item.pop("example", ()))
    if not isinstance(source, str) or not examples:
        raise LexiconError("lexicon-malformed", f"{kind}.toml: {name} 缺少 pattern 或 example")
    counters, over = tuple(item.pop("counter", ())), bool(item.pop("over", False))
    source = expand(source, fragments, lexicon)
    pattern = _compiled(f"{kind}.toml: {name}", tokens(source) if over else source)
    extra = {key: str(value) for key, value in item.items()}
    return Row(name, kind, pattern, extra, examples, counters, over)


def _compiled(place: str, source: str) -> re.Pattern[str]:
    try:
        return re.compile(source)
    except re.error as error:
        raise LexiconError("lexicon-malformed", f"{place}: {error}") from None


def expand(source: str, fragments: Mapping[str, str], lexicon: Lexicon) -> str:
    """A pattern with its fragments and lexicon words written out, each as one group."""

    def text(hit: re.Match[str]) -> str:
        name, _, classes = hit[1].partition(":")
        if classes:
            return "(?:" + _words(lexicon, name, tuple(classes.split(","))) + ")"
        if name not in fragments:
            raise LexiconError("lexicon-malformed", f"没有名为 {name} 的片段")
        return "(?:" + expand(fragments[name], fragments, lexicon) + ")"

    return _PLACEHOLDER.sub(text, source)


def _words(lexicon: Lexicon, table: str, classes: tuple[str, ...]) -> str:
    words = sorted({fold(word) for word in lexicon.words(table, *classes)}, key=lambda word: (-len(word), word))
    return "|".join(map(re.escape, words)) or "(?!)"


# ---- reading -----------------------------------------------------------------------------------------


def readings(text: str, rows: Iterable[Row]) -> Iterator[tuple[Row, re.Match[str]]]:
    """Every non-empty match of every row."""
    for row in rows:
        for hit in row.pattern.finditer(text):
            if hit.end() > hit.start():
                yield row, hit


def longest(found: Iterable[M], order: Mapping[str, int]) -> tuple[tuple[M, ...], tuple[M, ...]]:
    """The disjoint readings that win, in order of text, and those that lost: longest first, then the order of rows,
    then the earlier."""
    taken: list[M] = []
    starts: list[int] = []
    lost: list[M] = []
    for mark in sorted(found, key=lambda item: (item.start - item.end, order.get(item.row, 0), item.start)):
        at = bisect_left(starts, mark.start)
        before = at > 0 and taken[at - 1].end > mark.start
        after = at < len(taken) and taken[at].start < mark.end
        if before or after:
            lost.append(mark)
        else:
            taken.insert(at, mark)
            starts.insert(at, mark.start)
    return tuple(taken), tuple(lost)


def order_of(rows: Sequence[Row]) -> dict[str, int]:
    return {row.name: index for index, row in enumerate(rows)}


Build = Callable[[Row, "re.Match[str]"], M | None]


def read_marks(text: str, grammar: Grammar, build: Build[M]) -> tuple[tuple[M, ...], tuple[M, ...]]:
    """(marks, readings that lost) of a folded text. ``build`` makes the value of a reading, or None to refuse it."""
    made = (build(row, hit) for row, hit in readings(text, grammar.rows))
    return longest((mark for mark in made if mark is not None), order_of(grammar.rows))


def groups(hit: re.Match[str]) -> dict[str, str]:
    """The named groups that took part."""
    return {name: value for name, value in hit.groupdict().items() if value is not None}


# ---- condensed lines -----------------------------------------------------------------------------------

_CODES: dict[str, str] = {}


def token(kind: str, cls: str = "") -> str:
    """The one character that stands for a mark of this kind and class in a condensed line."""
    return _CODES.setdefault(f"{kind}.{cls}", chr(_FIRST_TOKEN + len(_CODES)))


#: kind -> its classes, so that ``<body>`` stands for any body; a kind announces its classes where it is defined
CLASSES: dict[str, tuple[str, ...]] = {}


def tokens(source: str) -> str:
    """``<kind>`` and ``<kind.class>`` of a pattern as classes of token characters."""

    def one(hit: re.Match[str]) -> str:
        kind, cls = hit[1], hit[2]
        if kind not in CLASSES:
            raise LexiconError("lexicon-malformed", f"没有名为 {kind} 的标记")
        return "[" + "".join(token(kind, name) for name in ((cls,) if cls else CLASSES[kind])) + "]"

    return _TOKEN.sub(one, source)


@dataclass(frozen=True, slots=True)
class Line:
    """A stretch of text in which every mark is one character. ``at[i]`` is the offset in the text of character i of
    ``text`` (one more entry for the end), ``marks`` the mark behind a character."""

    text: str
    at: tuple[int, ...]
    marks: Mapping[int, Mark]

    def span(self, hit: re.Match[str], group: int | str = 0) -> tuple[int, int]:
        """The offsets in the text that a match, or a group of it, covers."""
        return self.at[hit.start(group)], self.at[hit.end(group)]

    def within(self, start: int, end: int) -> tuple[Mark, ...]:
        """The marks behind the characters ``text[start:end]`` of this line."""
        return tuple(self.marks[index] for index in range(start, end) if index in self.marks)


def condense(text: str, marks: Iterable[Mark], start: int = 0, end: int | None = None) -> Line:
    """``text[start:end]`` with every mark in it (disjoint, in order, whole) as one character."""
    stop = len(text) if end is None else end
    out: list[str] = []
    at: list[int] = []
    behind: dict[int, Mark] = {}
    here = start
    for mark in marks:
        if mark.start < here or mark.end > stop:
            continue
        out.append(text[here : mark.start])
        at.extend(range(here, mark.start))
        behind[len(at)] = mark
        out.append(token(mark.kind, mark.cls))
        at.append(mark.start)
        here = mark.end
    out.append(text[here:stop])
    at.extend(range(here, stop + 1))
    return Line("".join(out), tuple(at), behind)
