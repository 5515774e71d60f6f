"""The function a name tells once region and level are taken off: 发展改革委, 大数据发展管理局, 金融办."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from policygraph.lexicon import alternation
from policygraph.registry.data import Registry, Type, default_registry

#: endings whose bodies are counted with the function their name tells: 大数据中心 (not 统计学会)
_FUNCTIONAL = frozenset({"public-institution", "working-office", "internal-unit"})
_BODY_END = re.compile("(?<=.)[局委厅部办署院会]")
_GOVERNMENT = re.compile("^(?:人民)?政府(?=.)")
_TOO_LONG = 40  # characters; no name of a body is longer, and patterns with two stars stay quick


@dataclass(frozen=True, slots=True)
class Named:
    """A function and what tells its body apart in its place: ``sub`` a part of the body, ``own`` a name of its own.
    ``sure``: a word of function and an ending were both there."""

    type: Type
    sub: str = ""
    own: str = ""
    sure: bool = True
    institution: bool = False


class Names:
    """The patterns made of one registry."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        words = registry.words
        types = registry.types.values()
        self._whole = {name: item for item in types for name in item.names}
        self._stems = {stem: item for item in types for stem in item.stems}
        stem, filler = alternation(tuple(self._stems)), alternation(words["filler"]["words"])
        self._departments = frozenset(words["department"]["words"])
        department, institution = (alternation(words[key]["words"]) for key in ("department", "institution"))
        self._pattern = re.compile(
            rf"(?:人民政府|政府|国家|综合|城乡|地方|直属)?(?P<stem>{stem})(?:{stem}|{filler})*?"
            rf"(?:(?P<department>{department})|(?P<institution>{institution}))?(?:\([^()]*\))?"
        )
        self._unit = re.compile(rf".{{0,12}}(?:{alternation(words['unit']['words'])})")
        endings = {word: key for key, value in words["ending"].items() for word in value if key in registry.types}
        self._endings = {word: registry.types[key] for word, key in endings.items()}
        self._ending = re.compile(f"(?:{alternation(tuple(self._endings))})$")
        self.heads = {head: item for item in types for head in item.heads}
        self._head = re.compile(alternation(tuple(self.heads)))
        self._tail = re.compile(f"(?:{alternation(words['vertical-ending']['words'])})*")

    def head(self, text: str) -> tuple[str, Type] | None:
        """The national body whose name opens the name of a branch."""
        found = self._head.match(text)
        return (found.group(), self.heads[found.group()]) if found else None

    def tail(self, text: str) -> bool:
        """Whether this may follow the place in the name of a branch."""
        return self._tail.fullmatch(text) is not None

    @lru_cache(maxsize=16384)  # noqa: B019  one value for the life of the program
    def parse(self, core: str) -> Named | None:
        """What a name without region and level tells; None when no word of it is known."""
        if not core or len(core) > _TOO_LONG:
            return None
        found = self._typed(core)
        if found is not None and found.sure:
            return found
        return self._part(core) or found

    def _typed(self, core: str) -> Named | None:
        if core in self.heads and self.heads[core].vertical:
            return Named(self.heads[core], own=core.removeprefix("中国") if self.heads[core].many else "")
        item = self._whole.get(core) or self._whole.get(_GOVERNMENT.sub("", core))
        if item is not None:
            return Named(item, own=core if item.own else "")
        found = self._pattern.fullmatch(core)
        if found is None:
            return None
        item = self._stems[found.group("stem")]
        if found.group("institution"):
            ended = self.ending(core)
            if ended is not None and ended.type.id not in _FUNCTIONAL:
                return replace(ended, sure=True)
            return Named(item, own=core, institution=True)
        return Named(item, own=core if item.own else "", sure=bool(found.group("department")))

    def _part(self, core: str) -> Named | None:
        """A part of a body: 发展改革委气候处, 公安局兴宾分局."""
        for cut in _BODY_END.finditer(core):
            unit = core[cut.end() :]
            if not self._unit.fullmatch(unit):
                continue
            body = self._typed(core[: cut.end()])
            if body is not None and body.sure and not body.own:
                return Named(body.type, sub=unit)
        return None

    def unit(self, text: str) -> bool:
        """Whether this may be the name of a part of a body."""
        return self._unit.fullmatch(text) is not None

    def ending(self, core: str) -> Named | None:
        """A body known by how its name ends (公司, 大学, 领导小组): one of its own name."""
        found = self._ending.search(core)
        if found is None or found.start() == 0 or len(core) > _TOO_LONG:
            return None
        return Named(self._endings[found.group()], own=core, sure=False)


@lru_cache(maxsize=1)
def default_names() -> Names:
    return Names(default_registry())
