"""A store that is any SPARQL 1.1 server: the same statements by Update, or by the Graph Store Protocol.

By Update a document is replaced in one request with its manifest row, as in the embedded store. A server that only
has the Graph Store Protocol gets its graphs; it keeps no manifest, so every document is sent each time.
"""

from __future__ import annotations

import base64
import json
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from policygraph.graph import document_graph, organizations_graph
from policygraph.graph.answers import Answer
from policygraph.graph.check import guard
from policygraph.graph.terms import PREFIXES
from policygraph.issues import StoreError
from policygraph.model import Literal_, Term
from policygraph.store.embedded import Prepared
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

_GRAPH_STORES = ("/store", "/data", "/rdf-graph-store")


class RemoteStore:
    """``url`` is the base of a server with ``/query`` and ``/update`` beside each other (Oxigraph, Fuseki's data
    set), or the address of its graph store (``…/store``, ``…/data``). A name and password in it are sent as Basic."""

    def __init__(self, url: str, timeout: float = 60.0) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise StoreError("store-missing", f"不是 http(s) 地址：{url[:100]}")
        host = parts.hostname if ":" not in parts.hostname else f"[{parts.hostname}]"
        self.url = f"{parts.scheme}://{host}{f':{parts.port}' if parts.port else ''}{parts.path.rstrip('/')}"
        self.graph_store = self.url.endswith(_GRAPH_STORES)
        self._timeout = timeout
        secret = base64.b64encode(f"{parts.username}:{parts.password or ''}".encode()).decode()
        self._headers = {"Authorization": f"Basic {secret}"} if parts.username else {}
        self.rows: dict[str, Row] = {} if self.graph_store else self._rows()

    # ---- writing ---------------------------------------------------------------------------------

    def put(self, batch: Sequence[Prepared]) -> list[Row]:
        """Write some documents. Each is safe when the server says so."""
        return [self._put(item) for item in batch]

    def _put(self, item: Prepared) -> Row:
        content = content_of(item.nquads, item.id)
        record = sha256(item.record.encode("utf-8"))
        number = 1 + max((row.number for row in self.rows.values()), default=0)
        row = Row(
            item.id, item.name, item.title, sha256(item.source), record, len(content.own), content.digest, item.rules, number
        )  # fmt: skip
        if self.graph_store:
            self._graphs(row, content)
        else:
            self.update(self._forget(row.id, content.shared) + insert_data(document_parts(row, content)))
        self.rows[row.id] = row
        return row

    def _graphs(self, row: Row, content: Content) -> None:
        for method, graph, lines in (
            ("PUT", document_graph(row.id), content.own),
            ("POST", organizations_graph(), content.shared),
        ):
            address = f"{self.url}?graph={quote(graph, safe='')}"
            self._send(address, "".join(lines).encode("utf-8"), "application/n-triples", method=method)

    def remove(self, document: str) -> None:
        """Take one document away. StoreError ``unknown-document``."""
        if document not in self.rows:
            raise StoreError("unknown-document", f"库中没有 {document}")
        self.update(self._forget(document, ()))
        del self.rows[document]

    def _forget(self, document: str, keep: Sequence[str]) -> str:
        """As in the engine; which shared statements nobody else makes is asked of the server."""
        if document not in self.rows:
            return ""
        graph = document_graph(document)
        text = (
            f"SELECT ?line WHERE {{ GRAPH <{MANIFEST}> {{ <{graph}> <{SHARES}> ?line "
            f"FILTER NOT EXISTS {{ ?other <{SHARES}> ?line FILTER (?other != <{graph}>) }} }} }}"
        )
        return forget_text(document, sorted({row["line"] for row in self.query(text)} - set(keep)))

    # ---- the server ------------------------------------------------------------------------------

    def _rows(self) -> dict[str, Row]:
        found = self.query(f"SELECT ?row WHERE {{ GRAPH <{MANIFEST}> {{ ?graph <{ROW}> ?row }} }}")
        return {row.id: row for row in (row_of(item["row"]) for item in found)}

    def answer(self, text: str) -> Answer:
        """A SELECT or ASK as a value, the prefixes of the project declared. QueryError for what is refused."""
        guard(text)
        prefixes = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
        found = self._ask(prefixes + text)
        if "boolean" in found:
            return Answer(truth=bool(found["boolean"]))
        names = tuple(found["head"]["vars"])
        rows = tuple(tuple(_term(row.get(name)) for name in names) for row in found["results"]["bindings"])
        return Answer(names, rows)

    def query(self, text: str) -> list[Mapping[str, str]]:
        """The rows of a SELECT as plain values, unbound ones left out."""
        return [{name: term["value"] for name, term in row.items()} for row in self._ask(text)["results"]["bindings"]]

    def _ask(self, text: str) -> dict[str, Any]:
        # a server that knows the parameter asks all graphs as one, as the embedded store does; others are set up so
        form = urlencode({"query": text, "union-default-graph": ""}).encode()
        kind = "application/x-www-form-urlencoded"
        data = self._send(f"{self.url}/query", form, kind, accept="application/sparql-results+json")
        try:
            found: dict[str, Any] = json.loads(data)
            return found if "boolean" in found else {"head": found["head"], "results": found["results"]}
        except (ValueError, KeyError, TypeError):
            raise StoreError("store-remote", f"{self.url} 没有以 SPARQL JSON 作答") from None

    def update(self, text: str) -> None:
        """One SPARQL Update."""
        self._send(f"{self.url}/update", text.encode("utf-8"), "application/sparql-update")

    def _send(self, address: str, data: bytes, kind: str, accept: str = "*/*", method: str = "POST") -> bytes:
        headers = {"Content-Type": kind, "Accept": accept, **self._headers}
        request = urllib.request.Request(address, data, headers, method=method)  # scheme checked above
        try:
            with urllib.request.urlopen(request, timeout=self._timeout) as answer:
                body: bytes = answer.read()
                return body
        except urllib.error.HTTPError as error:
            told = error.read(300).decode("utf-8", "replace").strip()
            raise StoreError("store-remote", f"{address} 答复 {error.code}：{told}") from None
        except (OSError, ValueError) as error:
            raise StoreError("store-remote", f"无法连接 {self.url}：{getattr(error, 'reason', error)}") from None


def _term(term: Mapping[str, str] | None) -> Term | None:
    if term is None:
        return None
    if term["type"] in ("uri", "bnode"):
        return term["value"] if term["type"] == "uri" else f"_:{term['value']}"
    return Literal_(term["value"], term.get("datatype", ""), term.get("xml:lang", ""))
