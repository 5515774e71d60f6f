"""What the store asks of Oxigraph: rows, one transaction for a document, digests. Nothing else touches the engine.

New documents are written by one ``bulk_load`` a batch, which writes new files and takes them over in one step: 2.5
million statements with a mistake in the last line, or killed at any moment, left nothing behind but those files. A
document that replaces an earlier version is written by one ``update``: clearing and adding in two calls showed a
missing document when killed in between.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from policygraph.graph import document_graph, organizations_graph
from policygraph.graph.syntax import term_text
from policygraph.graph.terms import DEFAULT, percent
from policygraph.issues import StoreError
from policygraph.model import Literal_
from policygraph.store import limits
from policygraph.store.manifest import Row, row_of

if TYPE_CHECKING:
    import pyoxigraph

MANIFEST = f"{DEFAULT}graph/manifest"
#: what the engine raises for a damaged or full disk, by how it was damaged
TROUBLE = (OSError, RuntimeError, ValueError)
RESCUE = "请用 policygraph restore 从备份恢复，或用 policygraph ingest --rebuild 由原件重建"
ROW = "urn:policygraph:store#row"
SHARES = "urn:policygraph:store#shares"
_NUMERIC = tuple(f"#{name}> .\n" for name in ("integer", "decimal", "double", "float", "boolean"))
#: spelled as the engine does already, which is how the graph room writes numbers
_CANONICAL = re.compile(
    r' "(?:(?:0|-?[1-9]\d{0,14})"\^\^<[^<>]*#(?:integer|decimal)'
    r'|-?(?:0|[1-9]\d{0,9})\.\d{0,7}[1-9]"\^\^<[^<>]*#decimal|(?:true|false)"\^\^<[^<>]*#boolean)> \.\n$'
)


@dataclass(frozen=True, slots=True)
class Content:
    """The statements of one document as N-Triples lines: its own graph, and its share of the common graph
    of organisations. Sorted, each once, numbers in the engine's own spelling."""

    own: tuple[str, ...]
    shared: tuple[str, ...]

    @property
    def digest(self) -> str:
        return lines_digest(self.own)


def content_of(nquads: str, document: str) -> Content:
    """Split the N-Quads of one document. StoreError for a line of any other graph."""
    own, common = f"<{document_graph(document)}> .", f"<{organizations_graph()}> ."
    lines = nquads.split("\n")[:-1]
    mine = [f"{line[: -len(own)]}.\n" for line in lines if line.endswith(own)]
    shared = [f"{line[: -len(common)]}.\n" for line in lines if line.endswith(common)]
    if len(mine) + len(shared) != len(lines):
        other = next(line for line in lines if not line.endswith((own, common)))
        raise StoreError("store-content", f"语句不属于该文件的命名图：{other.rpartition(' <')[2][:-3]}")
    return Content(_canonical(mine), _canonical(shared))


def lines_digest(lines: Iterable[str]) -> str:
    """SHA-256 of the lines, sorted."""
    return hashlib.sha256("".join(sorted(lines)).encode("utf-8")).hexdigest()


def _canonical(lines: Sequence[str]) -> tuple[str, ...]:
    """The engine writes ``95.0`` as ``95``: spell numbers its way, so that digests compare."""
    numeric = [line for line in lines if line.endswith(_NUMERIC) and not _CANONICAL.search(line)]
    if not numeric:
        return tuple(sorted(lines))
    rest = set(lines).difference(numeric)
    return tuple(sorted(rest.union(_respelled(numeric))))


def _respelled(lines: Sequence[str]) -> list[str]:
    import pyoxigraph as ox

    store = ox.Store()
    store.load("".join(lines).encode("utf-8"), ox.RdfFormat.N_TRIPLES)
    text = store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
    assert text is not None  # a dump without a target returns bytes
    return text.decode("utf-8").splitlines(keepends=True)


class Engine:
    """An Oxigraph on disk. OSError of the engine becomes StoreError ``store-corrupt`` or ``store-unwritable``."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        import pyoxigraph as ox

        self.path = path
        self._read_only = read_only
        if read_only and not path.is_dir():
            raise StoreError("store-corrupt", f"{path.name} 文件夹不存在")
        if not read_only:
            _drop_unfinished(path)
        try:
            with limits.opening():
                self.store: pyoxigraph.Store = ox.Store.read_only(str(path)) if read_only else ox.Store(str(path))
        except TROUBLE as error:
            raise self._damaged(error) from None
        if not read_only:
            _drop(path, "LOG.old*")  # one more at each opening, read by nobody

    def _damaged(self, error: Exception) -> StoreError:
        text = str(error)
        if "lock" in text.lower() and "hold" in text.lower():
            return StoreError("store-busy", f"数据库正被另一进程使用：{text[:200]}")
        hint = "请运行 policygraph verify" if self._read_only else RESCUE
        return StoreError("store-corrupt", f"数据库无法打开或已损坏：{text[:300]}。{hint}")

    # ---- reading ---------------------------------------------------------------------------------

    def rows(self) -> dict[str, Row]:
        """The manifest inside: document id → row."""
        import pyoxigraph as ox

        found = self.store.quads_for_pattern(None, ox.NamedNode(ROW), None, ox.NamedNode(MANIFEST))
        try:
            rows = [row_of(quad.object.value) for quad in found]  # type: ignore[union-attr]  # rows are literals
        except TROUBLE as error:
            raise self._damaged(error) from None
        return {row.id: row for row in rows}

    def lines(self, graph: str) -> list[str]:
        """N-Triples lines of one named graph, unsorted."""
        import pyoxigraph as ox

        try:
            text = self.store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.NamedNode(graph))
        except TROUBLE as error:
            raise self._damaged(error) from None
        return (text or b"").decode("utf-8").splitlines(keepends=True)

    def graphs(self) -> list[str]:
        """The names of the named graphs."""
        try:
            return [name.value for name in self.store.named_graphs()]
        except TROUBLE as error:
            raise self._damaged(error) from None

    def shares(self) -> set[str]:
        """Every statement of the common graph that some document makes."""
        import pyoxigraph as ox

        found = self.store.quads_for_pattern(None, ox.NamedNode(SHARES), None, ox.NamedNode(MANIFEST))
        try:
            return {quad.object.value for quad in found}  # type: ignore[union-attr]  # literals
        except TROUBLE as error:
            raise self._damaged(error) from None

    def documents_of(self, facts: Iterable[str]) -> list[str]:
        """Ids of the documents whose graphs speak of any of these fact ids."""
        import pyoxigraph as ox

        start, found = document_graph(""), set()
        for fact in facts:
            for quad in self.store.quads_for_pattern(ox.NamedNode(DEFAULT + percent(fact)), None, None):
                graph = getattr(quad.graph_name, "value", "")
                if graph.startswith(start + "d"):
                    found.add(graph.removeprefix(start))
        return sorted(found)

    # ---- writing ---------------------------------------------------------------------------------

    def add(self, documents: Sequence[tuple[Row, Content]]) -> None:
        """Write documents that are new, each with its row and its share of the common graph: all or none."""
        import pyoxigraph as ox

        if not documents:
            return
        parts = (part for row, content in documents for part in document_parts(row, content))
        text = "".join(f"{line[:-2]}<{graph}> .\n" for graph, lines in parts for line in lines)
        try:
            self.store.bulk_load(text.encode("utf-8"), ox.RdfFormat.N_QUADS)
        except TROUBLE as error:
            raise unwritable(error) from None

    def replace(self, row: Row, content: Content) -> None:
        """Write a document over its earlier version, in one transaction."""
        self._update(self._forget(row.id, content.shared) + insert_data(document_parts(row, content)))

    def remove(self, document: str) -> None:
        """Take one document away, and of the common graph what no other document states. One transaction."""
        self._update(self._forget(document, ()))

    def _forget(self, document: str, keep: Iterable[str]) -> str:
        """The update text that removes a document; shared statements another document makes, or ``keep``, stay."""
        kept = set(keep)
        shares = self._shares_of(document_graph(document))
        return forget_text(document, [line for line in shares if line not in kept and self._stated_by(line) <= 1])

    def _shares_of(self, graph: str) -> list[str]:
        import pyoxigraph as ox

        found = self.store.quads_for_pattern(ox.NamedNode(graph), ox.NamedNode(SHARES), None, ox.NamedNode(MANIFEST))
        return [quad.object.value for quad in found]  # type: ignore[union-attr]  # literals

    def _stated_by(self, line: str) -> int:
        """How many documents state a shared statement; counts to two."""
        import pyoxigraph as ox

        found: Iterator[object] = iter(
            self.store.quads_for_pattern(None, ox.NamedNode(SHARES), ox.Literal(line), ox.NamedNode(MANIFEST))
        )
        return sum(1 for _ in islice(found, 2))

    def _update(self, text: str) -> None:
        try:
            self.store.update(text)
        except TROUBLE as error:
            raise unwritable(error) from None

    def flush(self) -> None:
        """Until here a commit may live in memory only."""
        try:
            self.store.flush()
        except TROUBLE as error:
            raise unwritable(error) from None

    def optimize(self) -> None:
        """Merge the files of the loads into one order: the same questions take a fourth of the time after it."""
        try:
            self.store.optimize()
        except TROUBLE as error:
            raise unwritable(error) from None

    def copy_to(self, target: Path) -> None:
        """An independent copy of the present state; hard links where the file system allows."""
        try:
            self.store.backup(str(target))
        except TROUBLE as error:
            raise unwritable(error) from None


def _drop_unfinished(path: Path) -> None:
    """Files of a bulk load that was killed before the engine took them over; the engine leaves them lying."""
    _drop(path, "bulk-*.sst")


def _drop(path: Path, pattern: str) -> None:
    for file in path.glob(pattern):
        with suppress(OSError):
            file.unlink()


def document_parts(row: Row, content: Content) -> list[tuple[str, Iterable[str]]]:
    """(graph, lines) of everything one document writes: its own graph, its share of the common one, its row."""
    graph = document_graph(row.id)
    manifest = [f"<{graph}> <{ROW}> {term_text(Literal_(row.as_json()))} .\n"]
    manifest += [f"<{graph}> <{SHARES}> {term_text(Literal_(line))} .\n" for line in content.shared]
    return [(graph, content.own), (organizations_graph(), content.shared), (MANIFEST, manifest)]


def forget_text(document: str, orphans: Sequence[str]) -> str:
    """The update that removes a document, and of the common graph the lines nobody else states."""
    graph = document_graph(document)
    rows = f"DELETE WHERE {{ GRAPH <{MANIFEST}> {{ <{graph}> ?p ?o }} }} ;\n"
    common = f"DELETE DATA {{ GRAPH <{organizations_graph()}> {{\n{''.join(orphans)}}} }} ;\n" if orphans else ""
    return f"DROP SILENT GRAPH <{graph}> ;\n{rows}{common}"


def insert_data(parts: Iterable[tuple[str, Iterable[str]]]) -> str:
    body = "".join(f"GRAPH <{graph}> {{\n{''.join(lines)}}}\n" for graph, lines in parts)
    return f"INSERT DATA {{\n{body}}}"


def unwritable(error: Exception) -> StoreError:
    return StoreError("store-unwritable", f"无法写入数据库（磁盘已满或只读？）：{str(error)[:300]}")
