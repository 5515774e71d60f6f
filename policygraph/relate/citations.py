"""Citations to the documents of a set: by number, else by title core, else a stub that waits for its document.

Names are what a document can be called: pure functions of a record, so that a document that arrives fills exactly the
stubs whose key is among its names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from policygraph.identity import digest
from policygraph.lexicon import default_lexicon
from policygraph.model import Confidence
from policygraph.relate.titles import Title, parse_title, same_place
from policygraph.relate.units import Json, Record
from policygraph.text import fold, squash

_LEAST = 6  # characters of a title core: a shorter one is a name many documents have


@dataclass(frozen=True, slots=True)
class Cited:
    """One citation: who cites, what is said, the document meant or the stub that stands for it."""

    document: str
    citation: str
    title: str | None
    number: str | None
    relation: str
    target: str
    how: str  # number | title | stub
    confidence: Confidence
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What a document of the set can be called."""

    id: str
    number: str
    titles: tuple[Title, ...]
    region: str | None
    issuer: str
    year: str


def known(record: Record) -> Known:
    head = record["document"]
    titles = tuple(parse_title(name) for name in dict.fromkeys((head["title"], head["notice_title"])) if name)
    year = (head["issued"] or "")[:4] or next(iter(re.findall(r"20\d\d", head["number"] or "")), "")
    return Known(head["id"], squash(head["number"] or ""), titles, head["region"],
                 "、".join(squash(name) for name in head["issuer"]), year)  # fmt: skip


def stub(title: str | None, number: str | None) -> str:
    """``w`` + hash of the number, else of the title core and the place it names."""
    if number:
        return "w" + digest("number", squash(number))
    made = parse_title(title or "")
    return "w" + digest("title", made.core, made.region or "")


class Shelf:
    """The documents of a set, to be asked for a citation."""

    def __init__(self, documents: Iterable[Known]) -> None:
        self._number: dict[str, list[Known]] = defaultdict(list)
        self._title: dict[str, list[Known]] = defaultdict(list)
        for item in documents:
            if item.number:
                self._number[item.number].append(item)
            for core in dict.fromkeys(title.core for title in item.titles):
                self._title[core].append(item)
                bare = _bare(core)
                if bare != core:
                    self._title[bare].append(item)

    def find(self, title: str | None, number: str | None, citing: Known) -> tuple[Known, str] | None:
        """The document meant and how it was found; None when none is, or several could be."""
        if number:
            exact = [item for item in self._number.get(squash(number), ()) if item.id != citing.id]
            if exact:
                return (exact[0], "number") if len({item.id for item in exact}) == 1 else None
        if not title:
            return None
        asked = parse_title(title)
        if len(asked.core) < _LEAST:
            return None
        options = {item.id: item for core in (asked.core, _bare(asked.core)) for item in self._title.get(core, ())}
        fits = [item for item in options.values() if item.id != citing.id and _fits(asked, number, item)]
        whole = [item for item in fits if any(made.core == asked.core for made in item.titles)] or fits
        near = _nearest(whole, asked, citing)
        return (near[0], "title") if len(near) == 1 else None


def _bare(core: str) -> str:
    """A core without the place it opens with."""
    place = parse_title(core).region
    return core[len(place) :] if place and core.startswith(place) else core


def _fits(asked: Title, number: str | None, item: Known) -> bool:
    """Neither another number, nor another place, nor another issuer than those the citation names."""
    if number and item.number and squash(number) != item.number:
        return False
    if asked.region and item.region and not same_place(asked.region, item.region):
        return False
    if asked.region and item.region is None:
        return False
    if asked.issuer and item.issuer and not asked.region:
        return any(name in asked.issuer or asked.issuer in name for name in item.issuer.split("、"))
    return True


def _nearest(found: Sequence[Known], asked: Title, citing: Known) -> list[Known]:
    """Of several the one of the place the citing document is in, else of the one around it; national ones last."""
    if len(found) < 2 or asked.region:
        return list(found)
    own = [item for item in found if item.region and citing.region and same_place(item.region, citing.region)]
    nation = [item for item in found if item.region is None]
    return own or nation or list(found)


def resolve(records: Sequence[Record]) -> tuple[Cited, ...]:
    """Every citation of the records, in their order, with the document it means or its stub."""
    names = {record["document"]["id"]: known(record) for record in records}
    shelf = Shelf(names.values())
    return tuple(cited for record in records for cited in _of(record, names[record["document"]["id"]], shelf))


def _of(record: Record, own: Known, shelf: Shelf) -> Iterable[Cited]:
    for item in record["citations"]:
        found = shelf.find(item["title"], item["number"], own)
        relation = "basis" if item["relation"] == "cites" and _governed(record["text"], item) else item["relation"]
        target, how = (found[0].id, found[1]) if found else (stub(item["title"], item["number"]), "stub")
        sure: Confidence = "stated" if how == "number" else "inferred"
        quote = "".join(span["quote"].replace("\n", "") for span in item["spans"])
        yield Cited(own.id, item["id"], item["title"], item["number"], relation, target, how, sure, quote)


def _governed(text: str, item: Json) -> bool:
    """Whether the sentence of a citation says that the document is made by it: 根据…，制定本方案."""
    lexicon = default_lexicon()
    start = min(span["start"] for span in item["spans"])
    end = max(span["end"] for span in item["spans"])
    begin = max(text.rfind(stop, max(0, start - 500), start) for stop in "。\n")
    stops = [at for at in (text.find(stop, end, end + 400) for stop in "。\n") if at >= 0]
    sentence = fold(text[begin + 1 : min(stops, default=end + 200)])
    opened = re.search(lexicon.alternation("citations", "basis"), sentence[: start - begin])
    made = re.search(rf"(?:{lexicon.alternation('relate', 'founded')})", sentence[end - begin - 1 :])
    return bool(opened and made)
