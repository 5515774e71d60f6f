"""How far one passage is carried by another: headings, words weighed by their rareness, and votes of clauses."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from policygraph.lexicon import Lexicon, default_lexicon
from policygraph.model import Unit
from policygraph.text import fold, squash
from policygraph.words import tokens

_STOPS = re.compile(r"[,，。;；:：\n]")
_SENTENCE = re.compile(r"[。;；\n]")
_WORD = re.compile(r"[一-鿿A-Za-z]{2,}")
_CLAUSE = 6  # characters: a shorter clause goes with the next
_K, _B = 1.5, 0.75


def bigrams(text: str) -> frozenset[str]:
    """Pairs of neighbouring characters of a squashed text; of one character, itself."""
    plain = squash(text)
    return frozenset(plain[at : at + 2] for at in range(len(plain) - 1)) or frozenset((plain,) if plain else ())


def dice(left: frozenset[str], right: frozenset[str]) -> float:
    return 2 * len(left & right) / (len(left) + len(right)) if left and right else 0.0


@lru_cache(maxsize=4)
def _verbs(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(words)


@lru_cache(maxsize=8192)
def core_heading(heading: str) -> str:
    """What an item is about: its heading without the verbs and empty nouns every heading has.

    >>> core_heading("加快推动农业绿色发展")
    '农业绿色'
    """
    return _core(heading, default_lexicon())


def _core(heading: str, lexicon: Lexicon) -> str:
    verbs = _verbs(lexicon.words("relate", "heading-verb"))
    last = re.split(r"[,，]", fold(heading))[-1] or heading
    kept = "".join(word for word in tokens(last) if word not in verbs and any(map(str.isalnum, word)))
    return kept or squash(heading)


@dataclass(frozen=True, slots=True)
class Read:
    """A unit made ready for many comparisons."""

    unit: Unit
    core: frozenset[str]
    chapter: frozenset[str]
    words: Mapping[str, int]
    size: int
    clauses: tuple[tuple[frozenset[str], int], ...]  # bigrams and length
    sentences: tuple[frozenset[str], ...]


@lru_cache(maxsize=8192)
def ready(unit: Unit) -> Read:
    """Tokens, clauses and sentences of a unit; kept, since one is compared with those of every member."""
    text = _without_owners(fold(unit.text), [fold(owner.name) for owner in unit.owners])
    words = Counter(word for word in tokens(text) if _WORD.fullmatch(word))
    clauses = [(bigrams(piece), len(squash(piece))) for piece in _pieces(_STOPS.split(text))]
    sentences = [bigrams(piece) for piece in _SENTENCE.split(text) if squash(piece)]
    chapter = bigrams(core_heading(unit.chapter)) if unit.chapter else frozenset()
    return Read(unit, bigrams(core_heading(unit.heading)), chapter, words, sum(words.values()),
                tuple(clauses), tuple(sentences))  # fmt: skip


_BRACKET = re.compile(r"\((?:[^()]|\([^()]*\))*\)")


def _without_owners(text: str, names: Sequence[str]) -> str:
    """The passage without the brackets that name its owners: (责任单位:…) is the same under every item.

    >>> _without_owners("建设站点。(责任单位:市城管局)", ["市城管局"])
    '建设站点。'
    """
    return _BRACKET.sub(lambda found: "" if any(name in found.group() for name in names) else found.group(), text)


def _pieces(parts: Sequence[str]) -> list[str]:
    out: list[str] = []
    held = ""
    for part in parts:
        held += part
        if len(squash(held)) >= _CLAUSE:
            out.append(held)
            held = ""
    if squash(held):
        out.append(held)
    return out


class Weigher:
    """BM25 over the units of two documents, as the share of what a unit scores against itself."""

    def __init__(self, units: Sequence[Read]) -> None:
        seen: Counter[str] = Counter(word for unit in units for word in unit.words)
        many = len(units)
        self._rare = {word: math.log(1 + (many - n + 0.5) / (n + 0.5)) for word, n in seen.items()}
        self._mean = sum(unit.size for unit in units) / many if many else 1.0
        self._self = {id(unit): self._raw(unit, unit) for unit in units}

    def _raw(self, asked: Read, held: Read) -> float:
        long = _K * (1 - _B + _B * held.size / (self._mean or 1.0))
        few, many = sorted((asked.words, held.words), key=len)
        return sum(
            self._rare[word] * held.words[word] * (_K + 1) / (held.words[word] + long) for word in few if word in many
        )

    def carried(self, asked: Read, held: Read) -> float:
        """How much of ``asked``'s words ``held`` has, 0 to about 1."""
        whole = self._self[id(asked)]
        return min(1.0, self._raw(asked, held) / whole) if whole else 0.0


def votes(asking: Read, among: Sequence[Read], least: float) -> list[float]:
    """The share of a unit's clauses, by length, that are best carried by a sentence of each of the others."""
    out = [0.0] * len(among)
    total = sum(size for _, size in asking.clauses)
    for clause, size in asking.clauses:
        best, at = least, -1
        for index, other in enumerate(among):
            got = max((len(clause & sentence) for sentence in other.sentences), default=0) / max(1, len(clause))
            if got > best:
                best, at = got, index
        if at >= 0:
            out[at] += size / total
    return out
