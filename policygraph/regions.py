"""Administrative regions: which province a city lies in, and which region a name begins with.

The table is ``ontology/regions.csv`` (code, name, level, parent code; GB/T 2260 codes).
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import cast

from policygraph.issues import LexiconError
from policygraph.lexicon import ontology_dir
from policygraph.model import Level


@dataclass(frozen=True, slots=True)
class Region:
    """One province, city or county. ``parent`` is a code, '' for provinces."""

    code: str
    name: str
    level: Level
    parent: str


@dataclass(frozen=True, slots=True)
class Regions:
    """The registry by name and by code. Several counties share a name; a prefix match then names none of them."""

    by_name: Mapping[str, tuple[Region, ...]]
    by_code: Mapping[str, Region]

    def prefix(self, text: str) -> Region | None:
        """The region whose full name (江苏省, 常州市) opens ``text``, the longest; None when there is none or several.

        >>> found = default_regions().prefix("江苏省发展和改革委员会")
        >>> found.name if found else None
        '江苏省'
        """
        for end in range(min(len(text), 12), 1, -1):
            found = self.by_name.get(text[:end])
            if found:
                return found[0] if len(found) == 1 else None
        return None

    def above(self, name: str, level: Level) -> Region | None:
        """The region of ``level`` that contains the named one (常州市, province → 江苏省).

        ``name`` may carry its outer regions in front (江苏省常州市). None when unknown or ambiguous.
        """
        region = self.resolve(name)
        while region is not None and region.level != level:
            region = self.by_code.get(region.parent)
        return region

    def resolve(self, name: str) -> Region | None:
        """The region a full name ends with, narrowed by the regions in front of it."""
        rest, inner = name, None
        while rest:
            for end in range(min(len(rest), 12), 1, -1):
                found = [item for item in self.by_name.get(rest[:end], ()) if inner is None or self._under(item, inner)]
                if len(found) == 1:
                    rest, inner = rest[end:], found[0]
                    break
            else:
                return inner
        return inner

    def _under(self, item: Region, outer: Region) -> bool:
        at: Region | None = item
        while at is not None and at.code != outer.code:
            at = self.by_code.get(at.parent)
        return at is not None


def load_regions(folder: Path | None = None) -> Regions:
    """Read ``regions.csv``. LexiconError names the line that is malformed."""
    path = (folder or ontology_dir()) / "regions.csv"
    by_name: dict[str, list[Region]] = defaultdict(list)
    by_code: dict[str, Region] = {}
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                region = Region(row["code"], row["name"], cast(Level, row["level"]), row["parent"])
                by_name[region.name].append(region)
                by_code[region.code] = region
    except (OSError, KeyError) as error:
        raise LexiconError("lexicon-malformed", f"regions.csv: {error}") from None
    return Regions({name: tuple(items) for name, items in by_name.items()}, by_code)


@lru_cache(maxsize=1)
def default_regions() -> Regions:
    """The registry that ships with the package, read once."""
    return load_regions()
