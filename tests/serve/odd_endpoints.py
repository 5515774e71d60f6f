"""SPARQL servers that are not Oxigraph: another engine behind the same protocol, and one that misbehaves on purpose."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

from rdflib import Dataset

#: (method, path, body, headers of the request) → what to do with the connection
Act = Callable[["Handler", bytes], None]


class Handler(BaseHTTPRequestHandler):
    act: Act
    seen: list[tuple[str, bytes, str]]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        type(self).seen.append((self.path, body, self.headers.get("Authorization", "")))
        type(self).act(self, body)

    def answer(self, data: bytes, kind: str = "application/sparql-results+json", status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def endpoint(act: Act) -> Iterator[tuple[str, list[tuple[str, bytes, str]]]]:
    """(address, requests seen) of a server that answers every POST by ``act``."""
    seen: list[tuple[str, bytes, str]] = []
    handler = type("Acting", (Handler,), {"act": staticmethod(act), "seen": seen})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", seen
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def rdflib_server(*, union: bool = True) -> Iterator[str]:
    """The protocol over rdflib's own engine; it knows no parameter beyond the standard's."""
    data, turn = Dataset(default_union=union), threading.Lock()

    def act(handler: Handler, body: bytes) -> None:
        with turn:
            if handler.path == "/update":
                data.update(body.decode())
                handler.answer(b"", "text/plain")
                return
            found = data.query(parse_qs(body.decode())["query"][0])
            graph = found.type in ("CONSTRUCT", "DESCRIBE")
            text = found.serialize(format="nt" if graph else "json")
        assert text is not None
        handler.answer(text, "application/n-triples" if graph else "application/sparql-results+json")

    with endpoint(act) as (address, _):
        yield address
