"""policygraph: Chinese policy documents as a graph one can trust.

The names of the front door; each is imported when first used, so that ``import policygraph`` costs nothing.

>>> import policygraph as pg
>>> text = "一、重点任务\\n1．推进农业节水。推广滴灌。（责任单位：农业农村局）\\n"
>>> facts = pg.parse(text.encode(), "样例.txt")
>>> [(task.text, task.section_path) for task in facts.tasks]
[('推进农业节水', '一/1')]
>>> [(owner.mention, owner.role) for owner in facts.responsibilities]
[('农业农村局', 'responsible')]
>>> pg.record_of(facts)["tasks"][0]["spans"][0]["quote"]
'推进农业节水'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.2.0"

if TYPE_CHECKING:
    from policygraph.graph import serialize, statements
    from policygraph.graph.check import query, validate
    from policygraph.graph.network import network
    from policygraph.graph.rdf import dataset
    from policygraph.ingest import ingest_files
    from policygraph.issues import PolicygraphError, ReadError
    from policygraph.lexicon import load_lexicon
    from policygraph.pipeline import build, findings_of, parse_bytes, parse_one, record_of
    from policygraph.store import Store

    parse = parse_bytes
    parse_path = parse_one

#: name → (module, attribute)
_DOORS = {
    "parse": ("policygraph.pipeline", "parse_bytes"),
    "parse_path": ("policygraph.pipeline", "parse_one"),
    "record_of": ("policygraph.pipeline", "record_of"),
    "findings_of": ("policygraph.pipeline", "findings_of"),
    "build": ("policygraph.pipeline", "build"),
    "statements": ("policygraph.graph", "statements"),
    "serialize": ("policygraph.graph", "serialize"),
    "dataset": ("policygraph.graph.rdf", "dataset"),
    "network": ("policygraph.graph.network", "network"),
    "query": ("policygraph.graph.check", "query"),
    "validate": ("policygraph.graph.check", "validate"),
    "load_lexicon": ("policygraph.lexicon", "load_lexicon"),
    "Store": ("policygraph.store", "Store"),
    "ingest_files": ("policygraph.ingest", "ingest_files"),
    "PolicygraphError": ("policygraph.issues", "PolicygraphError"),
    "ReadError": ("policygraph.issues", "ReadError"),
}

__all__ = [
    "PolicygraphError",
    "ReadError",
    "Store",
    "build",
    "dataset",
    "findings_of",
    "ingest_files",
    "load_lexicon",
    "network",
    "parse",
    "parse_path",
    "query",
    "record_of",
    "serialize",
    "statements",
    "validate",
]


def __getattr__(name: str) -> Any:
    try:
        module, attribute = _DOORS[name]
    except KeyError:
        raise AttributeError(f"module 'policygraph' has no attribute {name!r}") from None
    return getattr(import_module(module), attribute)


def __dir__() -> list[str]:
    return sorted(__all__)
