"""Bodies: who can be told to do something. Where a name begins and ends in running text, and what a whole name is.

``bodies`` finds them in prose with both edges (由|市发展改革委|会同…, 推动|各县（市、区）人民政府|…); ``kind_of`` and
``is_body`` judge a text that something else has cut out: a cell, an item of a list, a line of a signature.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from policygraph.lexicon import Lexicon, alternation, keyed_by_hash
from policygraph.marks import engine
from policygraph.marks.bracket import OPENERS, SPACE
from policygraph.model import Body, OrganizationKind
from policygraph.regions import default_regions
from policygraph.text import fold

KINDS: tuple[OrganizationKind, ...] = (
    "department", "office", "collective", "government", "enterprise", "institution", "other",
)  # fmt: skip
engine.CLASSES["body"] = KINDS

MARKS = "△▲★☆*※#◆◇●"

#: class of the lexicon -> kind, in the order in which an ending of equal length decides
_ENDINGS: tuple[tuple[str, OrganizationKind], ...] = (
    ("office", "office"), ("government", "government"), ("enterprise", "enterprise"), ("institution", "institution"),
    ("department", "department"), ("place", "government"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Words:
    grammar: engine.Grammar
    pattern: Mapping[str, re.Pattern[str]]
    endings: tuple[tuple[re.Pattern[str], OrganizationKind], ...]
    any_ending: re.Pattern[str]
    own_ending: re.Pattern[str]
    collective: re.Pattern[str]
    places: frozenset[str]


@keyed_by_hash
def _words(lexicon: Lexicon) -> _Words:
    def words(*kinds: str) -> str:
        return engine.expand("{organizations:" + ",".join(kinds) + "}", {}, lexicon)

    grammar = engine.load_grammar("body", lexicon)
    heads = words("collective-head", "government", "place", "department", "office")
    ends = words(*(kind for kind, _ in _ENDINGS), "collective-head")
    pattern = grammar.patterns
    return _Words(
        grammar,
        pattern,
        tuple((re.compile(f"{words(kind)}$"), result) for kind, result in _ENDINGS),
        re.compile(f"{ends}$"),
        re.compile(f"(?:{alternation(endings(lexicon))})$"),
        re.compile(rf"{words('collective-mark')}.*{heads}(?:\([^()]*\))?$|{words('collective-end')}$"),
        _places(pattern["no_short_place"]),
    )


def endings(lexicon: Lexicon) -> tuple[str, ...]:
    """How the names of single organisations end, where such an ending is evidence by itself."""
    entries = lexicon.entries("organizations", *(kind for kind, _ in _ENDINGS if kind != "place"))
    return tuple(fold(entry.word) for entry in entries if not entry.extra.get("loose"))


# ---- in running text ---------------------------------------------------------------------------------


def bodies(text: str, lexicon: Lexicon) -> tuple[Body, ...]:
    """The bodies of a folded text, disjoint and in order.

    >>> from policygraph.lexicon import default_lexicon
    >>> [body.text for body in bodies("由市发展改革委会同常州市财政局推动各县(市、区)人民政府落实", default_lexicon())]
    ['市发展改革委', '常州市财政局', '各县(市、区)人民政府']
    """
    return contest(text, lexicon)[0]


def contest(text: str, lexicon: Lexicon) -> tuple[tuple[Body, ...], tuple[Body, ...]]:
    """(bodies, readings that lost), for ``explain``."""
    words = _words(lexicon)
    return engine.read_marks(text, words.grammar, lambda row, hit: _body(row, hit, words))


def _body(row: engine.Row, hit: re.Match[str], words: _Words) -> Body:
    text, said = hit.string, engine.groups(hit)
    scope = said.get("scope")
    start = hit.start() + len(scope or "")
    if not scope:
        start = _with_its_place(text, start, "whose" in said, words)
    name = SPACE.sub("", text[start : hit.end()])
    return Body(
        min(start, hit.start()), hit.end(), "body", row.name,
        "collective" if words.collective.search(bare(name)) else row.data["class"], said, text=name, pieces=((start, hit.end()),), scope=scope,
        alias=said["alias"][1:-1] if "alias" in said else None,
    )  # fmt: skip


def _with_its_place(text: str, start: int, owned: bool, words: _Words) -> int:
    """Where the name begins when the places before it belong to it: 江苏省常州市|财政局, 某某|市财政局."""
    ending = words.pattern["place_end"].match(text, start) if owned else None
    at = first = ending.end() if ending else start
    while (length := _place_before(text, at, words)) and at - length < start:
        at = start = at - length
    if ending is None or at != first:
        return start
    hit = words.pattern["unknown_place"].search(text[max(0, start - 6) : start])
    unknown = hit is not None and not words.pattern["no_place"].search(hit["place"])
    return start - len(hit["place"]) if hit and unknown else start


def _place_before(text: str, end: int, words: _Words) -> int:
    """The length of the registered place that ends at ``end``, 0 for none."""
    return next((size for size in range(min(12, end), 1, -1) if text[end - size : end] in words.places), 0)


def _places(no_short: re.Pattern[str]) -> frozenset[str]:
    """Full names and, where two characters or more remain, what people say: 常州市, 常州."""
    full = default_regions().by_name
    return frozenset(full) | {name[:-1] for name in full if len(name) > 2 and not no_short.fullmatch(name[:-1])}


# ---- whole names ---------------------------------------------------------------------------------------


def kind_of(name: str, lexicon: Lexicon) -> OrganizationKind:
    """What a body of this name is, by its ending.

    >>> from policygraph.lexicon import default_lexicon
    >>> [kind_of(name, default_lexicon()) for name in ("市水利局", "各镇人民政府", "市城投公司", "牵头")]
    ['department', 'collective', 'enterprise', 'other']
    """
    words = _words(lexicon)
    name = bare(fold(name))
    if words.collective.search(name):
        return "collective"
    longest: tuple[int, OrganizationKind] = (0, "other")
    for pattern, kind in words.endings:
        hit = pattern.search(name)
        if hit and hit.end() - hit.start() > longest[0]:
            longest = (hit.end() - hit.start(), kind)
    return longest[1]


def is_body(name: str, lexicon: Lexicon, most: int = 40) -> bool:
    """Whether a folded name of at most ``most`` characters ends as bodies and collectives do, and reads as a name."""
    return _ends(bare(name), _words(lexicon).any_ending, lexicon, most)


def is_signer(name: str, lexicon: Lexicon) -> bool:
    """Whether a line is the name of one organisation, as a signature prints it: no place, no class of bodies."""
    return _ends(bare(fold(name)), _words(lexicon).own_ending, lexicon, 60)


def _ends(name: str, ending: re.Pattern[str], lexicon: Lexicon, most: int) -> bool:
    if not 2 <= len(name) <= most or _words(lexicon).pattern["no_name"].search(name):
        return False
    return bool(ending.search(name))


def bare(name: str) -> str:
    """A folded name without white space, brackets at its end and marks."""
    name = SPACE.sub("", name).strip(MARKS)
    while name and name[-1] in OPENERS:
        at = name.rfind(OPENERS[name[-1]])
        if at <= 0:
            break
        name = name[:at]
    return name


def patterns(lexicon: Lexicon) -> Mapping[str, re.Pattern[str]]:
    """What ``body.toml`` says besides its rows, for the reader of lists."""
    return _words(lexicon).pattern
