"""jieba behind one door: tokens and search terms, loaded only when first asked for.

Nothing that extracts facts waits for a tokenizer; words serve search indexes and headings. rjieba, where it is
installed, gives the same tokens (a test compares them) thirty times faster, so it is preferred; which of the two
answered is recorded with the index (``tokenizer()``).
"""

from __future__ import annotations

import logging
import os
import sys
import warnings
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from policygraph.text import fold


class Tokenizer(Protocol):
    """A named tokenizer: ``cut`` gives the words of a text, ``search`` also the shorter words inside them."""

    name: str

    def cut(self, text: str) -> list[str]: ...
    def search(self, text: str) -> list[str]: ...


class _Engine:
    def __init__(self, name: str, cut: Callable[[str], Iterable[str]], search: Callable[[str], Iterable[str]]) -> None:
        self.name = name
        self._cut = cut
        self._search = search

    def cut(self, text: str) -> list[str]:
        return list(self._cut(text))

    def search(self, text: str) -> list[str]:
        return list(self._search(text))


def cache_dir() -> Path:
    """The per-user folder for caches. jieba's default is a marshal file in the shared temporary folder, which
    anybody on the machine could replace."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA")
        return Path(base or Path.home() / "AppData" / "Local") / "policygraph"
    base = os.environ.get("XDG_CACHE_HOME")
    return Path(base or Path.home() / ".cache") / "policygraph"


def _jieba() -> Tokenizer:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # jieba 0.42.1 has invalid escapes and imports pkg_resources
        import jieba  # type: ignore[import-untyped]
    logging.getLogger("jieba").setLevel(logging.CRITICAL + 1)
    engine: Any = jieba.Tokenizer()
    try:
        cache_dir().mkdir(parents=True, exist_ok=True, mode=0o700)
        engine.tmp_dir = str(cache_dir())
        engine.cache_file = f"jieba-{jieba.__version__}.cache"
    except OSError:
        engine.tmp_dir = os.devnull  # no cache: jieba then builds its dictionary anew in each process
    return _Engine(f"jieba {jieba.__version__}", engine.cut, engine.cut_for_search)


def _rjieba() -> Tokenizer:
    from importlib.metadata import version

    import rjieba

    return _Engine(f"rjieba {version('rjieba')}", rjieba.cut, rjieba.cut_for_search)


@lru_cache(maxsize=1)
def engine() -> Tokenizer:
    """The tokenizer of this process: rjieba where it is installed, else jieba."""
    try:
        return _rjieba()
    except ImportError:
        return _jieba()


def tokenizer() -> str:
    """Name and version of the tokenizer in use, as recorded with what it made."""
    return engine().name


def tokens(text: str) -> list[str]:
    """The words of a text, in order; joined they give the text back."""
    return engine().cut(text)


def search_terms(text: str) -> list[str]:
    """Distinct folded words of two or more characters (letters, digits, Han), in order of first appearance.

    The shorter words inside a long one are terms too: 生活垃圾 also gives 生活 and 垃圾.
    """
    words = (word.strip() for word in engine().search(fold(text).lower()))
    return list(
        dict.fromkeys(
            word for word in words if len(word) > 1 and any(map(str.isalnum, word)) and not any(map(str.isspace, word))
        )
    )
