"""Where a name lies: regions by full and short name, zones by list and by rule, towns."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache

from policygraph.lexicon import alternation
from policygraph.model import Level, Place
from policygraph.regions import Region, Regions, default_regions
from policygraph.registry.data import Registry, default_registry
from policygraph.text import squash

NATION = Place("CN", "", "national")
_ORDER: tuple[Level, ...] = ("national", "province", "city", "county", "township")
_LONGEST = 12  # characters of the longest region's name


class Places:
    """The regions with what the registry's words say of zones and short names."""

    def __init__(self, regions: Regions, registry: Registry) -> None:
        self._regions = regions
        self._zones = registry.zones
        words = registry.words
        ethnic = alternation(words["ethnic"]["words"])
        self._autonomous = re.compile(f"(?:{ethnic})*(自治区|自治州|自治县|自治旗|联合旗)$")
        levels: dict[str, Level] = {word: level for level in _ORDER for word in words["level"][level]}
        self._ending = re.compile(f"(?:{alternation(tuple(levels))})$")
        self._levels = levels
        self.short: Mapping[str, tuple[Region, ...]] = self._short_names()
        zone = alternation(tuple(self._zones))
        self._zone = re.compile(rf"([一-鿿·\-]{{0,10}}?)({zone})")
        township = alternation((*words["level"]["township"], "街道"))
        self._town = re.compile(rf"([一-鿿]{{1,6}}?(?:{township}))(?!级|村|企)")
        self._unknown = re.compile(r"[一-鿿]{1,7}?(?:自治区|自治州|自治县|省|市|县|区|州|旗)")

    def _short_names(self) -> dict[str, tuple[Region, ...]]:
        found: dict[str, list[Region]] = defaultdict(list)
        for region in self._regions.by_code.values():
            if "-" in region.code:
                continue
            for name in {self._autonomous.sub("", region.name), self._autonomous.sub(self._tail, region.name)}:
                bare = self._ending.sub("", name) if name == region.name else name
                if len(bare) > 1 and bare != region.name:
                    found[bare].append(region)
        return {name: tuple(items) for name, items in found.items()}

    @staticmethod
    def _tail(match: re.Match[str]) -> str:
        return match.group(1)[-1]  # 恩施土家族苗族自治州 is also 恩施州

    # ---- regions and their outer regions

    def place(self, region: Region) -> Place:
        name = region.name
        if len(self._regions.by_name[name]) > 1 and region.parent:
            name = self._regions.by_code[region.parent].name + name
        return Place(region.code, name, region.level, "-" in region.code)

    def outer(self, place: Place) -> tuple[Region, ...]:
        """The region itself and all around it, from the inside; none for a place that is not in the table."""
        at = self._regions.by_code.get(place.key.split("/")[0])
        out = []
        while at is not None:
            out.append(at)
            at = self._regions.by_code.get(at.parent)
        return tuple(out)

    def within(self, place: Place, outer: Place | None) -> bool:
        """Whether a place of the table lies in the other."""
        return outer is not None and any(region.code == outer.key for region in self.outer(place))

    def above(self, place: Place, word: str) -> Place | None:
        """The place a level's word (省, 市, 区) means in a document of ``place``; None when it does not tell."""
        level = self._levels[word]
        if level == "national":
            return NATION
        if place.level == level:
            return place
        around = self.outer(place)
        for region in around:
            own = region.level == level and ("-" not in region.code or place.key == region.code)
            municipal = word == "市" and region.name.endswith("市") and region.level in ("province", "county")
            if own or municipal:
                return place if region.code == place.key else self.place(region)
        return None

    # ---- reading a name from its beginning

    @lru_cache(maxsize=4096)  # noqa: B019  one value for the life of the program
    def of(self, name: str | None, level: Level | None) -> Place | None:
        """The place of a document: its region's name and level."""
        if name is None:
            return NATION if level == "national" else None
        found, end = self.full(name, None)
        rest = name[end:]
        if not rest and found is not None:
            return found
        zone = self.zone(rest if found else name, found)
        if zone is not None:
            return zone[0]
        key = (found.key + "/" if found else "") + squash(rest)
        return Place(key, name, level or "county")

    def full(self, text: str, near: Place | None) -> tuple[Place | None, int]:
        """The place whose full name, outer regions in front, opens ``text``, and where it ends."""
        at, inner = 0, None
        while at < len(text):
            for end in range(min(len(text), at + _LONGEST), at + 1, -1):
                found = self._only(self._regions.by_name.get(text[at:end], ()), inner, near)
                if found is not None:
                    at, inner = end, found
                    break
            else:
                break
        return (self.place(inner) if inner else None), at

    def brief(self, text: str, near: Place | None) -> list[tuple[Place, int]]:
        """Places whose short name opens ``text`` (江苏, 恩施州, 南丹), the longest first."""
        out = []
        for end in range(min(len(text), _LONGEST), 1, -1):
            found = self._only(self.short.get(text[:end], ()), None, near)
            if found is not None:
                out.append((self.place(found), end))
        return out

    def _only(self, items: tuple[Region, ...], inner: Region | None, near: Place | None) -> Region | None:
        """The one of these regions that lies in ``inner``, else the one of the highest level, else the one near."""
        if inner is not None:
            items = tuple(item for item in items if self._under(item, inner))
        if len(items) <= 1:
            return items[0] if items else None
        high = min(_ORDER.index(item.level) for item in items)
        top = [item for item in items if _ORDER.index(item.level) == high]
        if len(top) == 1:
            return top[0]
        around = self.outer(near) if near else ()
        for region in around[:2]:
            within = [item for item in top if self._under(item, region)]
            if len(within) == 1:
                return within[0]
        return None

    def _under(self, item: Region, outer: Region) -> bool:
        at: Region | None = item
        while at is not None and at.code != outer.code:
            at = self._regions.by_code.get(at.parent)
        return at is not None

    def zone(self, text: str, near: Place | None) -> tuple[Place, int] | None:
        """The zone that opens ``text``, by list (苏州工业园区) or by rule (某某开发区 within ``near``)."""
        found = self._zone.match(text)
        if found is None:
            return None
        name = found.group(1) + self._zones[found.group(2)]
        listed = self._listed(name, near)
        if listed is not None:
            return listed, found.end()
        if near is None:
            return Place(squash(name), found.group(), "county", True), found.end()
        if near.zone and (not found.group(1) or near.name.endswith(name)):
            return near, found.end()
        outer, end = self.brief(found.group(1), near)[0] if self.brief(found.group(1), near) else (None, 0)
        if outer is not None and not outer.key.startswith(near.key.rstrip("0")):
            near = outer
        if end == len(found.group(1)) and outer == near:
            name = self._zones[found.group(2)]  # 常州高新区 in 常州 is 高新区
        root = self.outer(near)
        key = next((item.code for item in root if "-" not in item.code and item.level != "county"), near.key)
        if not found.group(1) and near.level == "county":
            key = near.key
        return Place(f"{key}/{name}", found.group(), "county", True), found.end()

    def _listed(self, name: str, near: Place | None) -> Place | None:
        names = [name]
        for region in self.outer(near) if near else ():
            names.append(self._ending.sub("", region.name) + name)
        short = self.brief(name, near)
        names += [name[end:] for _, end in short]
        for each in names:
            items = [item for item in self._regions.by_name.get(each, ()) if "-" in item.code]
            if items:
                return self.place(items[0])
        return None

    def town(self, text: str, near: Place | None) -> tuple[Place, int] | None:
        """The town, township or subdistrict that opens ``text``."""
        found = self._town.match(text)
        if found is None:
            return None
        key = f"{near.key if near else ''}/{found.group(1)}"
        return Place(key, found.group(1), "township"), found.end()

    def unknown(self, text: str) -> list[tuple[Place, int]]:
        """Places by the ending of their names that no table holds, shortest first."""
        out = []
        for end in range(2, min(len(text), 9)):
            word = next((w for w in self._levels if text[:end].endswith(w)), None)
            if word and end > len(word):
                out.append((Place("?" + text[:end], text[:end], self._levels[word]), end))
        return out


@lru_cache(maxsize=1)
def default_places() -> Places:
    return Places(default_regions(), default_registry())
