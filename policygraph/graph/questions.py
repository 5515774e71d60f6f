"""The ``.rq`` files under ``ontology/queries``: a SPARQL text with a header of ``# key: value`` comments.

A line ``#?year FILTER …`` is a comment to every engine, and the query answers for everything; where a value is given for
``year`` the line is live and the value is bound to ``?year`` before it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from policygraph.graph.literals import plain
from policygraph.graph.syntax import term_text
from policygraph.issues import LexiconError, PolicygraphError
from policygraph.lexicon import ontology_dir

SHOWN = 0.8  # precision below which a finding is told only to who asks for all
_HEADER = re.compile(r"#\s*([a-z-]+):\s*(.*)")
_LIVE = re.compile(r"^(\s*)#\?([a-z]+) (.*)$", re.MULTILINE)
_PARAMETER = "param-"
_NAME = re.compile(r"[\w-]*")


@dataclass(frozen=True, slots=True)
class Question:
    """One stored query. ``header`` holds ``title-zh``, ``title-en``, ``description-zh``, ``description-en``, and
    ``param-NAME`` for each parameter; a finding also ``severity``, ``judged`` and ``message`` (Chinese, with ``{variable}`` for a
    column of the row)."""

    name: str
    text: str
    header: Mapping[str, str]

    @property
    def parameters(self) -> Mapping[str, str]:
        """Name of each parameter, and what it means."""
        return {key.removeprefix(_PARAMETER): said for key, said in self.header.items() if key.startswith(_PARAMETER)}

    def given(self, values: Mapping[str, str]) -> str:
        """The text with these parameters. PolicygraphError ``unknown-parameter`` names those there are.

        >>> Question("q", "ASK {\\n #?y FILTER (?x = ?y)\\n}", {"param-y": "…"}).given({"y": "1"})
        'ASK {\\n VALUES ?y { "1" } FILTER (?x = ?y)\\n}'
        """
        for name in values:
            if name not in self.parameters:
                known = "、".join(self.parameters) or "无 / none"
                raise PolicygraphError(
                    "unknown-parameter", f"查询 {self.name} 没有参数 {name}；可用 / parameters: {known}"
                )

        def live(found: re.Match[str]) -> str:
            indent, name, rest = found.groups()
            if name not in values:
                return found.group()
            return f"{indent}VALUES ?{name} {{ {term_text(plain(values[name]))} }} {rest}"

        return _LIVE.sub(live, self.text)

    @property
    def precision(self) -> float | None:
        """The share of findings judged worth telling (``# judged: 5/7``); None where nobody has judged any."""
        right, _, of = self.header.get("judged", "").partition("/")
        return int(right) / int(of) if of else None

    @property
    def shown(self) -> bool:
        """Whether findings of this kind are told unless asked for: not where too few of those judged were right."""
        return self.precision is None or self.precision >= SHOWN


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
def profiles() -> tuple[Question, ...]:
    """CONSTRUCT queries that say the graph in another vocabulary, by name."""
    return tuple(map(read_question, sorted((ontology_dir() / "queries" / "profiles").glob("*.rq"))))


def named(name: str, among: tuple[Question, ...]) -> Question:
    """The query of a name. PolicygraphError ``unknown-query`` lists those there are."""
    known = {item.name: item for item in among}
    if name not in known:
        raise PolicygraphError("unknown-query", f"没有查询 {name[:80]}；可用 / known: {'、'.join(known)}")
    return known[name]


def asked(query: str, values: Mapping[str, str]) -> str:
    """The SPARQL that a person asks for: by the name of a stored query, the path of an ``.rq`` file, or as it is.

    Parameters are for queries that say which they take. PolicygraphError ``unknown-query``, ``unknown-parameter``.
    """
    if query.endswith(".rq") and _is_file(query):
        return read_question(Path(query)).given(values) if values else Path(query).read_text("utf-8")
    if _NAME.fullmatch(query) or values or query.endswith(".rq"):
        return named(query, questions()).given(values)
    return query


def _is_file(query: str) -> bool:
    try:
        return Path(query).is_file()
    except OSError:  # a query is longer than a file name may be
        return False


@lru_cache(maxsize=1)
def finding_queries() -> tuple[Question, ...]:
    """The queries that find gaps and conflicts, by code. LexiconError for one without severity or message."""
    found = tuple(map(read_question, sorted((ontology_dir() / "queries" / "findings").glob("*.rq"))))
    for item in found:
        if item.header.get("severity") not in ("error", "warning", "info") or not item.header.get("message"):
            raise LexiconError("query-malformed", f"findings/{item.name}.rq: 缺少 severity 或 message")
    return found
