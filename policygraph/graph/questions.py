"""The ``.rq`` files under ``ontology/queries``: a SPARQL text with a header of ``# key: value`` comments."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from policygraph.issues import LexiconError
from policygraph.lexicon import ontology_dir

_HEADER = re.compile(r"#\s*([a-z-]+):\s*(.*)")


@dataclass(frozen=True, slots=True)
class Question:
    """One stored query. ``header`` holds ``title-zh``, ``title-en``, ``description-zh``, ``description-en``; a
    finding also ``severity`` and ``message`` (Chinese, with ``{variable}`` for a column of the row)."""

    name: str
    text: str
    header: Mapping[str, str]


def read_question(path: Path) -> Question:
    """LexiconError when the file cannot be read or has no title."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise LexiconError("query-unreadable", f"{path.name}: {error}") from None
    header = {}
    for line in text.splitlines():
        found = _HEADER.fullmatch(line.strip())
        if found is None:
            break
        header[found.group(1)] = found.group(2).strip()
    if "title-zh" not in header:
        raise LexiconError("query-malformed", f"{path.name}: 缺少 # title-zh:")
    return Question(path.stem, text, header)


@lru_cache(maxsize=1)
def questions() -> tuple[Question, ...]:
    """The researchers' questions that ship with the package, by name."""
    return tuple(map(read_question, sorted((ontology_dir() / "queries").glob("*.rq"))))


@lru_cache(maxsize=1)
def finding_queries() -> tuple[Question, ...]:
    """The queries that find gaps and conflicts, by code. LexiconError for one without severity or message."""
    found = tuple(map(read_question, sorted((ontology_dir() / "queries" / "findings").glob("*.rq"))))
    for item in found:
        if item.header.get("severity") not in ("error", "warning", "info") or not item.header.get("message"):
            raise LexiconError("query-malformed", f"findings/{item.name}.rq: 缺少 severity 或 message")
    return found
