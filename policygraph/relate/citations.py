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
from policygraph.model import Cited, Confidence
from policygraph.registry.places import default_places
from policygraph.relate.titles import Title, bare, parse_title, same_place
from policygraph.relate.units import Json, Record
from policygraph.text import fold, squash

_LEAST = 6  # characters of a title core: a shorter one is a name many documents have


@dataclass(frozen=True, slots=True)
class Known:
    """What a document of the set can be called."""

    id: str
    number: str
    titles: tuple[Title, ...]
    region: str | None
    level: str | None
    issuer: str


def known(record: Record) -> Known:
    head = record["document"]
    said = [name for name in (head["title"], head["notice_title"]) if name]
    said += [
        inner
        for name in said
        for inner in re.findall("(?:发布|公布|印发)[^《》]{0,12}《([^《》]{6,})》的?(?:通知|公告)$", name)
    ]
    about = re.compile(default_lexicon().alternation("relate", "explains"))
    titles = tuple(parse_title(name) for name in dict.fromkeys(said) if not about.search(name))
    return Known(head["id"], squash(head["number"] or ""), titles, head["region"], head["level"],
                 "、".join(squash(name) for name in head["issuer"]))  # fmt: skip


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
                short = bare(core)
                if short != core:
                    self._title[short].append(item)

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
        options = {item.id: item for core in (asked.core, bare(asked.core)) for item in self._title.get(core, ())}
        fits = [item for item in options.values() if item.id != citing.id and _fits(asked, number, item)]
        whole = [item for item in fits if any(made.core == asked.core for made in item.titles)]
        near = _nearest(whole or fits, asked, citing, bool(whole))
        numbers = {item.number for item in near if item.number}
        if not near or len(numbers) > 1 or len({item.region for item in near}) > 1:
            return None
        return min(near, key=lambda item: (not item.number, item.id)), "title"  # several are versions of one document


def _fits(asked: Title, number: str | None, item: Known) -> bool:
    """Neither another number, nor another place, nor another issuer than those the citation names."""
    if number and item.number and squash(number) != item.number:
        return False
    if asked.region and any(made.core == asked.core and made.region == asked.region for made in item.titles):
        return True
    if asked.region and item.region and not same_place(asked.region, item.region):
        return False
    if asked.region and item.region is None:
        return False
    if asked.issuer and item.issuer and not asked.region:
        names = [name.replace("人民政府", "政府") for name in (asked.issuer, *item.issuer.split("、"))]
        return any(name in names[0] or names[0] in name for name in names[1:])
    return True


def _nearest(found: Sequence[Known], asked: Title, citing: Known, whole: bool) -> list[Known]:
    """Without a place in its title a citation means a document of the citing one's place or of a place around it, the
    nearest first, else a national one. Where nobody says whose the citing document is, the whole title is enough."""
    if asked.region:
        return list(found)
    around = [None, *reversed(_around(citing.region))]
    ranked = [(around.index(item.region), item) for item in found if item.region in around]
    if ranked:
        best = max(rank for rank, _ in ranked)
        return [item for rank, item in ranked if rank == best]
    return list(found) if whole and citing.region is None and citing.level is None else []


def _around(region: str | None) -> list[str]:
    """The names of a place and of all around it, from the inside."""
    places = default_places()
    place = places.of(region, None)
    return (
        []
        if region is None or place is None
        else [region, *(places.place(item).name for item in places.outer(place)[1:])]
    )


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
