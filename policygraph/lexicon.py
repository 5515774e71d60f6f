"""Words and registries as one frozen value; the only reader of rule data.

Every file ``ontology/lexicon/NAME.toml`` holds ``[[entry]]`` tables with ``word``, ``class``, ``source`` and
``example``, and whatever else its room reads from ``Entry.extra``. Adding a word is adding an entry there.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, wraps
from pathlib import Path
from typing import TypeVar

from policygraph.issues import LexiconError

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Entry:
    """One word of the rule data: its class, where it was seen, and a text that shows it at work."""

    word: str
    kind: str
    source: str
    example: str
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Lexicon:
    """All entries by file name, the weights of competing readings by room (``ontology/weights.toml``), and the hash
    of the rule data (recorded with every extraction run)."""

    tables: Mapping[str, tuple[Entry, ...]]
    sha256: str
    weights: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    _made: dict[tuple[str, ...], str] = field(default_factory=dict, compare=False, repr=False)

    def entries(self, table: str, *kinds: str) -> tuple[Entry, ...]:
        """The entries of a file, of the given classes or of all, in file order. LexiconError if no such file."""
        try:
            found = self.tables[table]
        except KeyError:
            raise LexiconError("lexicon-missing", f"ontology/lexicon/{table}.toml 不存在") from None
        return tuple(entry for entry in found if not kinds or entry.kind in kinds)

    def words(self, table: str, *kinds: str) -> tuple[str, ...]:
        return tuple(entry.word for entry in self.entries(table, *kinds))

    def alternation(self, table: str, *kinds: str) -> str:
        """A regular-expression alternation of the words, longest first; matches nothing when there are none."""
        key = (table, *kinds)
        if key not in self._made:
            self._made[key] = alternation(self.words(table, *kinds))
        return self._made[key]


def keyed_by_hash(build: Callable[[Lexicon], T]) -> Callable[[Lexicon], T]:
    """Remember what ``build`` makes of the last few lexicons (a Lexicon holds a mapping and cannot be hashed)."""
    made: dict[str, T] = {}

    @wraps(build)
    def cached(lexicon: Lexicon) -> T:
        if lexicon.sha256 not in made:
            if len(made) >= 4:
                made.clear()
            made[lexicon.sha256] = build(lexicon)
        return made[lexicon.sha256]

    return cached


def alternation(words: tuple[str, ...]) -> str:
    """``a|b|c`` escaped and longest first, so that a longer word wins.

    >>> alternation(("责任", "责任单位"))
    '责任单位|责任'
    """
    unique = sorted(set(words), key=lambda word: (-len(word), word))
    return "|".join(map(re.escape, unique)) if unique else r"(?!)"


def ontology_dir() -> Path:
    """The folder of rule data: inside the wheel, or beside the package in a checkout."""
    inside = Path(__file__).parent / "ontology"
    beside = Path(__file__).parent.parent / "ontology"
    for folder in (inside, beside):
        if (folder / "lexicon").is_dir():
            return folder
    raise LexiconError("lexicon-missing", f"找不到 ontology 目录（已查 {inside} 与 {beside}）")


def load_lexicon(folder: Path | None = None) -> Lexicon:
    """Read every ``lexicon/*.toml`` under ``folder``, and ``weights.toml``. LexiconError names the file and entry that
    is malformed."""
    root = (folder or ontology_dir()) / "lexicon"
    tables: dict[str, tuple[Entry, ...]] = {}
    seen = hashlib.sha256()
    for path in sorted(root.glob("*.toml")):
        data = path.read_bytes()
        seen.update(path.name.encode() + b"\0" + data.replace(b"\r\n", b"\n"))
        tables[path.stem] = _read_table(path, data)
    weights = _read_weights(root.parent / "weights.toml", seen)
    return Lexicon(tables, seen.hexdigest(), weights)


def _read_weights(path: Path, seen: hashlib._Hash) -> dict[str, dict[str, float]]:
    """``[room]`` tables of numbers; LexiconError where the file is missing or holds anything else."""
    try:
        data = path.read_bytes()
        rooms = tomllib.loads(data.decode("utf-8"))
        found = {room: {name: float(value) for name, value in table.items()} for room, table in rooms.items()}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, AttributeError, TypeError, ValueError) as error:
        raise LexiconError("lexicon-malformed", f"{path.name}: {error}") from None
    seen.update(path.name.encode() + b"\0" + data.replace(b"\r\n", b"\n"))
    return found


@lru_cache(maxsize=1)
def default_lexicon() -> Lexicon:
    """The lexicon that ships with the package, read once."""
    return load_lexicon()


def _read_table(path: Path, data: bytes) -> tuple[Entry, ...]:
    try:
        rows = tomllib.loads(data.decode("utf-8")).get("entry", [])
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise LexiconError("lexicon-malformed", f"{path.name}: {error}") from None
    out: list[Entry] = []
    for index, row in enumerate(rows, 1):
        missing = [key for key in ("word", "class", "source", "example") if not isinstance(row.get(key), str)]
        if missing:
            raise LexiconError("lexicon-malformed", f"{path.name}: 第 {index} 条缺少 {'、'.join(missing)}")
        extra = {key: str(value) for key, value in row.items() if key not in {"word", "class", "source", "example"}}
        out.append(Entry(row["word"], row["class"], row["source"], row["example"], extra))
    return tuple(out)
