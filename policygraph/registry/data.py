"""The registry's data as one frozen value: types, national bodies, reforms, the words names are built with.

All of it lies in ``ontology/organizations/*.toml``; this module is its only reader.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from policygraph.issues import LexiconError
from policygraph.lexicon import ontology_dir
from policygraph.model import OrganizationKind


@dataclass(frozen=True, slots=True)
class Type:
    """A function. ``stems`` name it before an ending (发改 + 局), ``names`` are whole, ``heads`` open the name of a
    vertical system's branch. Bodies of an ``own`` type are told apart by their names, those of a ``many`` type by
    the head; ``until`` is the last year of a function that was merged into ``group``."""

    id: str
    label: str
    english: str
    kind: OrganizationKind
    source: str
    example: str
    stems: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    group: str = ""
    until: int | None = None
    own: bool = False
    many: bool = False
    vertical: bool = False

    @property
    def function(self) -> str:
        """The type this one is counted with: its own id unless it was merged into another."""
        return self.group or self.id


@dataclass(frozen=True, slots=True)
class Body:
    """A national body with its full name."""

    name: str
    type: str
    short: tuple[str, ...] = ()
    sub: str = ""


@dataclass(frozen=True, slots=True)
class Reform:
    """A name and the name that followed it in ``year``."""

    old: str
    new: str
    type: str
    year: int


@dataclass(frozen=True, slots=True)
class Registry:
    types: Mapping[str, Type]
    bodies: tuple[Body, ...]
    reforms: tuple[Reform, ...]
    words: Mapping[str, Mapping[str, tuple[str, ...]]]  # table -> list -> words
    zones: Mapping[str, str]  # how a zone is called -> the word it is compared by


def _strings(row: Mapping[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
    return {key: tuple(row[key]) if isinstance(row[key], list) else row[key] for key in keys if key in row}


_TYPE = tuple(name for name in Type.__dataclass_fields__)


def load_registry(folder: Path | None = None) -> Registry:
    """Read the registry. LexiconError names the file and what is wrong in it."""
    root = (folder or ontology_dir()) / "organizations"
    tables = {name: _read(root / f"{name}.toml") for name in ("types", "national", "reforms", "words")}
    try:
        types = {row["id"]: Type(**_strings(row, _TYPE)) for row in tables["types"]["type"]}
        bodies = tuple(
            Body(row["name"], row["type"], tuple(row.get("short", ())), row.get("sub", ""))
            for row in tables["national"]["body"]
        )
        reforms = tuple(Reform(row["old"], row["new"], row["type"], row["year"]) for row in tables["reforms"]["reform"])
    except (KeyError, TypeError) as error:
        raise LexiconError("lexicon-malformed", f"organizations: {error}") from None
    used = [*(body.type for body in bodies), *(item.type for item in reforms), *(t.group for t in types.values())]
    lost = sorted({name for name in used if name and name not in types})
    if lost:
        raise LexiconError("lexicon-malformed", f"organizations: 没有类型 {'、'.join(lost)}")
    words = {
        table: {key: tuple(value) for key, value in lists.items() if isinstance(value, list)}
        for table, lists in tables["words"].items()
    }
    zones = {key: value for key, value in tables["words"]["zone"].items() if key != "source" and key != "example"}
    return Registry(types, bodies, reforms, words, zones)


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise LexiconError("lexicon-malformed", f"organizations/{path.name}: {error}") from None


@lru_cache(maxsize=1)
def default_registry() -> Registry:
    """The registry that ships with the package, read once."""
    return load_registry()
