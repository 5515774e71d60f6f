"""Which edition of the graph a store holds. The first kept Web Annotation selectors, the second keeps the text once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from policygraph.issues import StoreError

if TYPE_CHECKING:
    import pyoxigraph as ox

_SELECTOR = "http://www.w3.org/ns/oa#hasSelector"  # in every document of the first edition, in none of the second

#: what is said when a store of the first edition is opened; everything in it can be read
OLD = (
    "库中有第一版图谱的文件，取原文的查询对它们没有结果；请运行 policygraph ingest --refresh（用保存的原件，不丢内容）"
)


def note(store: ox.Store) -> tuple[str, ...]:
    """``OLD`` where some document is still of the first edition. One look-up, whatever the size."""
    import pyoxigraph as ox

    found = next(store.quads_for_pattern(None, ox.NamedNode(_SELECTOR), None), None)
    return () if found is None else (OLD,)


def told(folder: Path) -> tuple[str, ...]:
    """``note`` for the store of a folder; nothing where there is none to read yet."""
    from policygraph.store.reader import Reader

    try:
        with Reader(folder) as reader:
            return reader.notes
    except StoreError:
        return ()  # whoever opens it says what is wrong
