"""A store that is any SPARQL 1.1 server: the same statements by Update, or by the Graph Store Protocol.

By Update a document is replaced in one request with its manifest row and its record, as in the embedded store. A
server that only has the Graph Store Protocol gets the same graphs, and the row beside the record; it cannot be asked
what it has, so every document is sent each time. What is not said by a document lies in graphs of its own, so that
the graph of a document is the same, statement for statement, in every store.
"""

from __future__ import annotations

import base64
import gzip
import json
import zlib
from collections.abc import Iterable, Mapping, Sequence

from policygraph.graph import document_graph
from policygraph.graph.answers import Answer
from policygraph.graph.sparql import canonical
from policygraph.graph.syntax import term_text
from policygraph.graph.terms import DEFAULT, percent
from policygraph.identity import digest
from policygraph.issues import StoreError
from policygraph.model import Literal_, Term
from policygraph.record import Record
from policygraph.store.embedded import Prepared
from policygraph.store.endpoint import Endpoint
from policygraph.store.engine import (
    MANIFEST,
    ROW,
    SHARES,
    Content,
    content_of,
    document_parts,
    forget_text,
    insert_data,
)
from policygraph.store.files import sha256
from policygraph.store.manifest import Row, row_of
from policygraph.store.originals import Originals

#: one literal each: who reads them asks whether anything changed, and what people decided
VERSION = f"{DEFAULT}graph/version"
DECISIONS = f"{DEFAULT}graph/decisions"
RECORD = "urn:policygraph:store#record"
VALUE = "urn:policygraph:store#value"
_BINARY = "http://www.w3.org/2001/XMLSchema#base64Binary"


def record_graph(document: str) -> str:
    """The named graph that holds the record of one document."""
    return f"{DEFAULT}graph/record/{percent(document)}"


class RemoteStore(Endpoint):
    """``rows`` is the manifest as it was when this was opened. The server has no lock: let one process write.

    ``originals`` is where the files are, for what has to read them again.
    """

    def __init__(self, url: str, timeout: float = 60.0, originals: Originals | None = None) -> None:
        super().__init__(url, timeout)
        self.originals = originals
        self.rows: dict[str, Row] = {}
        self.version = ""
        if not self.graph_store:
            self.version = current(self)
            self.rows = manifest(self)

    # ---- writing ---------------------------------------------------------------------------------

    def put(self, batch: Sequence[Prepared]) -> list[Row]:
        """Write some documents. Each is safe when the server says so."""
        return [self._put(item) for item in batch]

    def _put(self, item: Prepared) -> Row:
        content = content_of(item.nquads, item.id)
        record = item.record.encode("utf-8")
        number = 1 + max((row.number for row in self.rows.values()), default=0)
        row = Row(
            item.id, item.name, item.title, sha256(item.source), sha256(record), len(content.own), content.digest, item.rules, number
        )  # fmt: skip
        if self.originals is not None:
            self.originals.keep(item.source)
        if self.graph_store:
            self._graphs(row, content, record)
        else:
            parts = [*document_parts(row, content), (record_graph(row.id), [_record_line(row.id, record)])]
            change = self._forget(row.id, content.shared) + insert_data(parts) + " ;\n" + self._moved(row.as_json())
            self.update(change)
        self.rows[row.id] = row
        return row

    def _graphs(self, row: Row, content: Content, record: bytes) -> None:
        (own, _), (common, _), (_, rows) = document_parts(row, content)
        beside = [*rows, _record_line(row.id, record)]
        for method, graph, lines in (
            ("PUT", own, content.own),
            ("POST", common, content.shared),
            ("PUT", record_graph(row.id), beside),
            ("PUT", VERSION, [_line(VERSION, self._next(row.as_json()))]),
        ):
            self.put_graph(graph, "".join(lines).encode("utf-8"), method)

    def remove(self, documents: Iterable[str]) -> list[Row]:
        """Take documents away. StoreError ``unknown-document`` before anything is done."""
        wanted = list(dict.fromkeys(documents))
        gone = [self._known(key) for key in wanted]
        for key in wanted:
            self.update(self._forget(key, ()) + self._moved(key))
            del self.rows[key]
        return gone

    def _forget(self, document: str, keep: Sequence[str]) -> str:
        """As in the engine; which shared statements nobody else makes is asked of the server."""
        if document not in self.rows:
            return ""
        graph = document_graph(document)
        text = (
            f"SELECT DISTINCT ?line WHERE {{ GRAPH ?here {{ <{graph}> <{SHARES}> ?line }} "
            f"FILTER NOT EXISTS {{ GRAPH ?there {{ ?other <{SHARES}> ?line FILTER (?other != <{graph}>) }} }} }}"
        )
        orphans = sorted({row["line"] for row in self.query(text)} - set(keep))
        return forget_text(document, orphans) + f"DROP SILENT GRAPH <{record_graph(document)}> ;\n"

    def _moved(self, what: str) -> str:
        """The end of an update that changed something: the version is another."""
        return _set(VERSION, self._next(what))

    def _next(self, what: str) -> str:
        self.version = digest(self.version, what)
        return self.version

    # ---- reading ---------------------------------------------------------------------------------

    def answer(self, text: str) -> Answer:
        """A SELECT or ASK as a value, the prefixes of the project declared. QueryError for what is refused."""
        found = self.bindings(canonical(text).text)
        if "boolean" in found:
            return Answer(truth=bool(found["boolean"]))
        names = tuple(found["head"]["vars"])
        rows = tuple(tuple(_term(row.get(name)) for name in names) for row in found["results"]["bindings"])
        return Answer(names, rows)

    def record(self, document: str) -> Record:
        """The record of a document. StoreError ``unknown-document``, ``no-record``, ``store-corrupt``."""
        return record(self, self._known(document))

    def source(self, document: str) -> bytes:
        """The file of a document. StoreError ``unknown-document``, ``no-source``."""
        return source(self.originals, self._known(document))

    def _known(self, document: str) -> Row:
        try:
            return self.rows[document]
        except KeyError:
            raise StoreError("unknown-document", f"库中没有 {document}") from None

    def documents_of(self, facts: Iterable[str]) -> list[str]:
        """Ids of the documents whose graphs speak of any of these fact ids."""
        listed = " ".join(f"<{DEFAULT}{percent(fact)}>" for fact in facts)
        if not listed:
            return []
        found = self.query(f"SELECT DISTINCT ?g WHERE {{ VALUES ?s {{ {listed} }} GRAPH ?g {{ ?s ?p ?o }} }}")
        graphs = {row["g"] for row in found}
        return sorted(key for key in self.rows if document_graph(key) in graphs)

    # ---- decisions -------------------------------------------------------------------------------

    def decided(self) -> str | None:
        """The text of the decisions file, None where nobody has decided anything."""
        return None if self.graph_store else decided(self)

    def keep_decided(self, text: str) -> None:
        self.update(_set(DECISIONS, text) + " ;\n" + self._moved(text))


# ---- what a reader needs, without the manifest -----------------------------------------------------


def current(server: Endpoint) -> str:
    """What changes whenever this project has written to the server; '' where it never did."""
    return _value(server, VERSION) or ""


def decided(server: Endpoint) -> str | None:
    """The text of the decisions file kept there, None where there is none."""
    return _value(server, DECISIONS)


def manifest(server: Endpoint) -> dict[str, Row]:
    """Document id → row. A row beside the record came by the Graph Store Protocol and replaces an older one."""
    found = server.query(
        f"SELECT ?row ?where WHERE {{ GRAPH ?where {{ ?graph <{ROW}> ?row }} "
        f'FILTER (?where = <{MANIFEST}> || STRSTARTS(STR(?where), "{record_graph("")}")) }}'
    )
    found.sort(key=lambda item: item["where"] != MANIFEST)
    return {row.id: row for row in (row_of(item["row"]) for item in found)}


def record(server: Endpoint, row: Row) -> Record:
    """The record a row names. StoreError ``no-record``, ``store-corrupt``."""
    where = f"GRAPH <{record_graph(row.id)}> {{ <{document_graph(row.id)}> <{RECORD}> ?packed }}"
    for item in server.query(f"SELECT ?packed WHERE {{ {where} }}"):
        try:
            data = gzip.decompress(base64.b64decode(item["packed"]))
        except (OSError, EOFError, ValueError, zlib.error):
            data = b""
        if sha256(data) == row.record:
            found: Record = json.loads(data)
            return found
        raise StoreError("store-corrupt", f"{row.name} 的记录与其摘要不符")
    raise StoreError(
        "no-record",
        "服务中没有这份文件的记录（图是直接装入的，或由较早的版本存入）；移除后用 policygraph ingest 重新存入",
    )


def source(originals: Originals | None, row: Row) -> bytes:
    if originals is None:
        raise StoreError("no-source", "SPARQL 服务只存图谱和记录；原件须以 --files 指定所在文件夹")
    return originals.get(row.source)


def _record_line(document: str, record: bytes) -> str:
    packed = base64.b64encode(gzip.compress(record, mtime=0)).decode("ascii")
    return f"<{document_graph(document)}> <{RECORD}> {term_text(Literal_(packed, _BINARY))} .\n"


def _line(graph: str, value: str) -> str:
    return f"<{graph}> <{VALUE}> {term_text(Literal_(value))} .\n"


def _set(graph: str, value: str) -> str:
    """An update that makes a graph of one literal hold this one."""
    return f"DROP SILENT GRAPH <{graph}> ;\n{insert_data([(graph, [_line(graph, value)])])}"


def _value(server: Endpoint, graph: str) -> str | None:
    found = server.query(f"SELECT ?value WHERE {{ GRAPH <{graph}> {{ <{graph}> <{VALUE}> ?value }} }}")
    return max((row["value"] for row in found), default=None)


def _term(term: Mapping[str, str] | None) -> Term | None:
    if term is None:
        return None
    if term["type"] in ("uri", "bnode"):
        return term["value"] if term["type"] == "uri" else f"_:{term['value']}"
    return Literal_(term["value"], term.get("datatype", ""), term.get("xml:lang", ""))
