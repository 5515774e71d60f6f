"""What a heading says of its section: the purposes its words name, and whether it begins as a task does."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args

from policygraph.lexicon import Lexicon, alternation, keyed_by_hash
from policygraph.model import Purpose
from policygraph.text import fold, squash

PURPOSES: tuple[Purpose, ...] = get_args(Purpose)
_ASIDE = re.compile(r"\([^()]*\)$")
_JOINT = re.compile(r"[和与及、]|以及")
_LONGEST = 24  # characters of a heading that is the name of a part
_AROUND = 6  # characters a short name may have beside the word


@dataclass(frozen=True)
class Headings:
    """The words of ``purposes.toml``, ready to ask."""

    exact: Mapping[str, tuple[Purpose, ...]]
    ends: tuple[tuple[Purpose, re.Pattern[str]], ...]
    act: re.Pattern[str]
    settles: re.Pattern[str]
    whole: frozenset[str]
    administers: re.Pattern[str]
    direction: re.Pattern[str]

    def is_whole(self, heading: str) -> bool:
        """总体要求 holds principles and goals both where no section of goals is beside or under it."""
        return squash(_plain(heading)) in self.whole

    def acts(self, heading: str) -> bool:
        """加快工业绿色升级 begins as a task does, 发展基础 does not; the whole name of a part never does."""
        text = squash(_plain(heading))
        return text not in self.exact and bool(self.act.match(text))

    def purposes(self, heading: str) -> dict[Purpose, str]:
        """The purposes a heading names, each with how: ``exact`` (its whole name, or several joined), ``ends`` (its last
        word), ``holds`` (a short name around the word)."""
        return dict(_named(self, _plain(heading)))


def _plain(heading: str) -> str:
    return _ASIDE.sub("", re.sub(r"[\s:。]", "", fold(heading)))


def _named(words: Headings, text: str) -> dict[Purpose, str]:
    name = squash(text)
    out: dict[Purpose, str] = dict.fromkeys(words.exact.get(name, ()), "exact")
    if out or len(text) > _LONGEST or not text:
        return out
    parts = [squash(part) for part in _JOINT.split(text)]
    if len(parts) > 1 and all(part in words.exact for part in parts):
        return dict.fromkeys((purpose for part in parts for purpose in words.exact[part]), "exact")
    acting = words.act.match(name)
    if acting and words.administers.search(name):  # 加强组织领导
        return {"safeguards": "ends"}
    last = re.split("[,;]", text)[-1]
    for purpose, pattern in words.ends:
        found = pattern.search(last)
        # 夯实发展基础 is a task, 推进工作的原则和目标 names goals, 科学确定达峰目标 none.
        if found is None or (words.settles.search(last[: found.start()]) if purpose == "goals" else acting):
            continue
        if last[found.end() :] == "" or _JOINT.match(last[found.end() :]):
            out[purpose] = "ends"
        elif len(last) <= len(found.group()) + _AROUND:
            out.setdefault(purpose, "holds")
    return out


@keyed_by_hash
def headings_of(lexicon: Lexicon) -> Headings:
    """The words of a lexicon, compiled once."""
    exact: dict[str, tuple[Purpose, ...]] = {}
    for purpose in PURPOSES:
        for word in lexicon.words("purposes", purpose):
            exact[squash(word)] = (*exact.get(squash(word), ()), purpose)
    tail = r"(?:任务|指标|要求|分析|情况|体系)?"
    ends = tuple(
        (purpose, re.compile(f"(?:{alternation(long)}){tail}(?=$|[和与及、])|(?:{alternation(long)})"))
        for purpose in PURPOSES
        if (long := tuple(word for word in lexicon.words("purposes", purpose) if len(word) > 2 or purpose in _SHORT))
    )
    whole = frozenset(map(squash, lexicon.words("purposes", "whole")))
    act, settles = (lexicon.alternation("purposes", kind) for kind in ("act", "settles"))
    return Headings(
        exact,
        ends,
        re.compile(act),
        re.compile(f"(?:{settles})[^,]{{0,8}}$"),
        whole,
        *(re.compile(f"(?:{lexicon.alternation('purposes', kind)})$") for kind in ("administers", "direction")),
    )


#: Purposes whose words of two characters tell at the end of a heading: 面临形势, 年度目标, 试点任务.
_SHORT = ("goals", "review", "background", "tasks")
