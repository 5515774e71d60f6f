"""One SPARQL 1.1 server as HTTP sees it: where to ask and write, with which name, for how long, how much at most.

Nothing here goes anywhere but to the address it was given: a redirect is refused, not followed.
"""

from __future__ import annotations

import base64
import json
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPMessage
from typing import IO, Any
from urllib.parse import quote, unquote, urlencode, urlsplit

from policygraph.issues import StoreError

FORM = "application/x-www-form-urlencoded"
TABLE = "application/sparql-results+json"
TRIPLES = "application/n-triples"
_GRAPH_STORES = ("/store", "/data", "/rdf-graph-store")
_WHOLE = 1 << 30  # no answer the project itself asks for is longer
_PIECE = 1 << 16
#: not a parameter of the standard: Oxigraph then asks all graphs as one; other servers are set up so, and ignore it
_UNION = ("union-default-graph", "")


class Refusal(StoreError):
    """A server that answered with another status than success; ``status`` is that of HTTP."""

    def __init__(self, code: str, message: str, status: int = 0) -> None:
        super().__init__(code, message)
        self.status = status


@dataclass(frozen=True, slots=True)
class Received:
    """The body of an answer, its media type, and whether it was cut at the most that was wanted."""

    data: bytes = field(repr=False)
    media_type: str
    cut: bool = False


class Endpoint:
    """``url`` is the base of a server with ``/query`` and ``/update`` beside each other (Oxigraph, a data set of
    Fuseki), or the address of its queries (``…/query``, ``…/sparql``, ``…/repositories/NAME``), or of its graph store
    (``…/store``, ``…/data``). A name and password in it are sent as Basic, and are in no message."""

    def __init__(self, url: str, timeout: float = 60.0) -> None:
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            raise StoreError("store-missing", "地址无法解析") from None
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise StoreError("store-missing", f"不是 http(s) 地址：{url.rpartition('@')[2][:100]}")
        host = parts.hostname if ":" not in parts.hostname else f"[{parts.hostname}]"
        self.url = f"{parts.scheme}://{host}{f':{port}' if port else ''}{parts.path.rstrip('/')}"
        self.graph_store = self.url.endswith(_GRAPH_STORES)
        self.timeout = timeout
        self.asks, self.writes = _addresses(self.url)
        secret = base64.b64encode(f"{unquote(parts.username or '')}:{unquote(parts.password or '')}".encode()).decode()
        self._headers = {"Authorization": f"Basic {secret}"} if parts.username else {}
        self._opener = urllib.request.build_opener(_NoRedirect())

    def ask(self, text: str, accept: str = TABLE, dataset: Sequence[tuple[str, str]] | None = None, most: int = _WHOLE) -> Received:  # fmt: skip
        """Send a query. ``dataset`` are the protocol's parameters that name graphs; None asks all graphs as one."""
        fields = [("query", text), *([_UNION] if dataset is None else dataset)]
        return self.send(self.asks, urlencode(fields).encode(), FORM, accept, most=most)

    def bindings(self, text: str) -> dict[str, Any]:
        """The answer to a SELECT or ASK as SPARQL JSON."""
        try:
            found: dict[str, Any] = json.loads(self.ask(text).data)
            return found if "boolean" in found else {"head": found["head"], "results": found["results"]}
        except (ValueError, KeyError, TypeError, RecursionError):
            raise StoreError("store-remote", f"{self.url} 没有以 SPARQL JSON 作答") from None

    def query(self, text: str) -> list[Mapping[str, str]]:
        """The rows of a SELECT as plain values, unbound ones left out."""
        found = self.bindings(text)
        try:
            return [{name: term["value"] for name, term in row.items()} for row in found["results"]["bindings"]]
        except (KeyError, TypeError, AttributeError):
            raise StoreError("store-remote", f"{self.url} 没有以 SPARQL JSON 作答") from None

    def update(self, text: str) -> None:
        """One SPARQL Update. StoreError ``store-read-only`` where the server takes none."""
        try:
            self.send(self.writes, text.encode("utf-8"), "application/sparql-update")
        except Refusal as error:
            if error.status in (401, 403, 404, 405, 501):
                raise StoreError("store-read-only", f"{self.url} 不接受写入（{error.status}）") from None
            raise

    def check_sparql(self) -> None:
        """StoreError where the address is that of a graph store, which can be written to but not asked."""
        if self.graph_store:
            raise StoreError("store-remote", f"{self.url} 是图存储协议的地址，此处需要同一服务的 SPARQL 地址")

    def check_writable(self) -> None:
        """StoreError ``store-read-only`` where the server takes no Update. Changes nothing."""
        self.update("INSERT DATA { }")

    def put_graph(self, graph: str, lines: bytes, method: str = "PUT") -> None:
        """Replace a graph (PUT) or add to it (POST) by the Graph Store Protocol."""
        self.send(f"{self.url}?graph={quote(graph, safe='')}", lines, TRIPLES, method=method)

    def send(self, address: str, data: bytes, kind: str, accept: str = "*/*", method: str = "POST", most: int = _WHOLE) -> Received:  # fmt: skip
        headers = {"Content-Type": kind, "Accept": accept, **self._headers}
        request = urllib.request.Request(address, data, headers, method=method)  # scheme checked above
        try:
            with self._opener.open(request, timeout=self.timeout) as answer:
                body, cut = self._body(answer, most)
                return Received(body, answer.headers.get_content_type(), cut)
        except urllib.error.HTTPError as error:
            told = error.read(300).decode("utf-8", "replace").strip()
            raise Refusal("store-remote", f"{address} 答复 {error.code}：{told}", error.code) from None
        except (OSError, ValueError, HTTPException) as error:
            reason = getattr(error, "reason", None) or error or type(error).__name__
            raise StoreError("store-remote", f"无法连接 {self.url}：{str(reason)[:200]}") from None

    def _body(self, answer: Any, most: int) -> tuple[bytes, bool]:
        """At most ``most`` bytes, in at most ``timeout`` seconds however slowly they come."""
        until = time.monotonic() + self.timeout
        promised: int | None = answer.length
        parts: list[bytes] = []
        left = most
        while piece := answer.read1(min(_PIECE, left + 1)):
            if len(piece) > left:
                return b"".join([*parts, piece[:left]]), True
            parts.append(piece)
            left -= len(piece)
            if time.monotonic() > until:
                raise TimeoutError(f"{self.timeout:g} 秒内没有答完")
        if promised is not None and most - left < promised:  # half a graph would look like a whole one
            raise ConnectionError("答复中断")
        return b"".join(parts), False


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Another address is not the one that was configured; the password would go there too."""

    def redirect_request(self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str) -> None:  # fmt: skip
        return None  # urllib then raises the status as an error


def _addresses(url: str) -> tuple[str, str]:
    """Where queries and updates go.

    >>> _addresses("http://h/ds"), _addresses("http://h/ds/query")
    (('http://h/ds/query', 'http://h/ds/update'), ('http://h/ds/query', 'http://h/ds/update'))
    """
    head, _, last = url.rpartition("/")
    if last == "query":
        return url, f"{head}/update"
    if last == "sparql":
        return url, url
    if head.endswith("/repositories"):
        return url, f"{url}/statements"
    return f"{url}/query", f"{url}/update"
