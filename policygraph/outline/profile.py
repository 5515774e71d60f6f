"""What a document is: its genre by the shape of its text, the year it speaks from, whether it names owners and how.

A genre is the best sum of weighted features (``genre`` in ``ontology/weights.toml``); a title's words are some of them.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import get_args

from policygraph.lexicon import Lexicon
from policygraph.model import Convention, Genre, Grid, Masthead, Paragraph, Profile, Section
from policygraph.outline.purpose_words import Headings, headings_of
from policygraph.outline.years import clock_of, year_of
from policygraph.text import fold

GENRES: tuple[Genre, ...] = get_args(Genre)
_PER = 2000  # characters in which a counted word is full evidence at three places
_ASIDE = re.compile(r"\([^()]*\)")
_SENT = re.compile("(?<=[划案见施策定则法点])的通知$")  # 关于…若干措施的通知 is measures
#: Genres a title's last word tells surely, and those a word anywhere in it tells beside 通知 or 公告.
_FIRM = ("plan", "opinion", "measures", "statute", "emergency_plan")
_OCCASIONS = ("call", "event")
_TRADITIONAL = re.compile("[國發業產務關於進實現經濟體電環計劃應為]")


def read_profile(
    head: Masthead,
    sections: Sequence[Section],
    paragraphs: Sequence[Paragraph],
    grids: Sequence[Grid],
    text: str,
    lexicon: Lexicon,
) -> Profile:
    """The profile of any document; a text that says nothing of itself is ``other``."""
    features = {
        **title_features(head, lexicon),
        **_numbering(head, sections, headings_of(lexicon)),
        **_words(paragraphs, lexicon),
        **_tables(grids),
    }
    genre, confidence, why = decide(features, lexicon.weights.get("genre", {}))
    convention = _convention(paragraphs, grids, lexicon)
    clock = clock_of(head)
    language = "zh-Hant" if len(_TRADITIONAL.findall(text)) * 50 > len(text) > 0 else "zh-Hans"
    year = year_of(head, clock, text)
    return Profile(genre, why, confidence, year, clock, convention != "none", convention, language)


def decide(features: Mapping[str, float], weights: Mapping[str, float]) -> tuple[Genre, float, str]:
    """The genre of most weight, how sure that is (0 to 1), and the features that spoke for it, strongest first."""
    spoken = {genre: dict(_spoken(genre, features, weights)) for genre in GENRES}
    scores = {genre: weights.get(f"{genre}:bias", 0.0) + sum(spoken[genre].values()) for genre in GENRES}
    best = max(GENRES, key=lambda genre: scores[genre])
    share = math.exp(scores[best]) / sum(map(math.exp, scores.values()))
    said = sorted(spoken[best].items(), key=lambda item: (-item[1], item[0]))
    return best, round(share, 3), "；".join(f"{name} {value:+.1f}" for name, value in said if abs(value) >= 0.1)


def _spoken(genre: Genre, features: Mapping[str, float], weights: Mapping[str, float]) -> Iterator[tuple[str, float]]:
    """A feature of a title names its genre and has one weight for all; others have one for each genre."""
    for name, value in features.items():
        place, _, of = name.partition("=")
        weight = weights.get(f"{genre}:{place}", weights.get(place, 0.0)) if of == genre else 0.0
        weight = weights.get(f"{genre}:{name}", 0.0) if not of else weight
        if weight and value:
            yield name, weight * value


def title_features(head: Masthead, lexicon: Lexicon) -> dict[str, float]:
    """``last=plan``: the word that stands last in the title is one of plans; ``any=call``: such a word stands in it, or
    in the notice's own title."""
    title = _ASIDE.sub("", fold(head.title or head.notice_title or "")).strip()
    whole = title + " " + fold(head.notice_title or "")
    occasions = lexicon.alternation("profile", *(f"title-{genre}" for genre in _OCCASIONS))
    title = title if re.search(occasions, title) else _SENT.sub("", title)
    ends: list[tuple[int, int, str]] = []
    out: dict[str, float] = {}
    for entry in lexicon.entries("profile"):
        kind, _, genre = entry.kind.partition("-")
        if kind != "title":
            continue
        at = title.rfind(fold(entry.word))
        if at >= 0:
            ends.append((at + len(entry.word), len(entry.word), genre))
        if fold(entry.word) in whole:
            out[f"any={genre}"] = 1.0
    last = max(ends)[2] if ends else ""
    if last:
        out[f"last={last}"] = 1.0
    if last in _FIRM:  # 博览会参会工作方案 is a plan
        out = {name: value for name, value in out.items() if name.partition("=")[2] not in _OCCASIONS}
    return out


def _numbering(head: Masthead, sections: Sequence[Section], headings: Headings) -> dict[str, float]:
    """Shares of the numbered items: articles, items that begin as a task does, names of parts."""
    parents = {section.parent for section in sections}
    leaves = [section for section in sections if section.id not in parents and section.part != "notice"]
    count = max(len(leaves), 3)
    named: Counter[str] = Counter()
    for section in sections:
        named.update(list(headings.purposes(section.heading)))
    return {
        "articles": sum(section.system in ("条", "章") for section in leaves) / count,
        "acts": sum(headings.acts(section.heading) for section in leaves) / count,
        "many": min(1.0, len(leaves) / 10),
        "unnumbered": float(not sections),
        "numbered": float(bool(head.number)),
        "addressed": float(bool(head.addressees)),
        **{f"has {purpose}": min(1.0, named[purpose] / 2) for purpose in named},
    }


def _words(paragraphs: Sequence[Paragraph], lexicon: Lexicon) -> dict[str, float]:
    """How thick the words of each class stand, 1 at three in two thousand characters; news only in the opening."""
    text = fold("\n".join(item.passage.text for item in paragraphs))
    length = max(1.0, len(text) / _PER)
    kinds = {entry.kind for entry in lexicon.entries("profile")}
    out = {}
    for kind in sorted(kind for kind in kinds if not kind.startswith("title-")):
        found = len(re.findall(lexicon.alternation("profile", kind), text[:600] if kind == "news" else text))
        out[kind] = min(1.0, float(found) if kind == "news" else found / length / 3)
    out["whole"] = float("全文如下" in text[:600])
    return out


def _tables(grids: Sequence[Grid]) -> dict[str, float]:
    owners = sum(len(grid.rows) for grid in grids if grid.kind == "responsibility")
    return {"owner rows": min(1.0, owners / 5), "lists": min(1.0, sum(g.kind in ("project", "members") for g in grids))}


def _convention(paragraphs: Sequence[Paragraph], grids: Sequence[Grid], lexicon: Lexicon) -> Convention:
    """Where the document mostly names its owners: in a column, after a label, in brackets, in sentences."""
    words = lexicon.alternation("profile", "owner")
    bracket = re.compile(rf"[(\[〔【][^()\[\]〔〕【】]{{0,300}}(?:{words})[^()\[\]〔〕【】]{{0,300}}[)\]〕】]")
    label = re.compile(rf"(?:^|[。;\n])[^。,:]{{0,4}}(?:{words})[^。,:]{{0,4}}:")
    counts: Counter[Convention] = Counter()
    counts["column"] = sum(len(grid.rows) for grid in grids if grid.kind == "responsibility")
    prose = 0
    for paragraph in paragraphs:
        text = fold(paragraph.passage.text)
        counts["bracket"] += len(bracket.findall(text))
        counts["label"] += len(label.findall(text))
        prose += bool(re.search(rf"[^,。;:()]{{2,20}}(?:{words})", text))
    counts["prose"] = prose // 8  # such a word in a sentence is no owner yet
    best = max(counts, key=lambda key: counts[key]) if counts else "none"
    return best if counts[best] >= 1 else "none"
