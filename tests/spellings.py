"""Every forbidden clause in the spellings the grammar allows, drawn from a seed; and an ear for connections."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random

# what may stand between two tokens: for some readers a comment ends only at a line feed
_GAPS = (" ", "\t", "\r", "\n", "  \r\n", " #\r", " # x\n", " # SELECT '''\r", " #\\u0041\n")
# whole patterns in front, each of which ends elsewhere for a reader of another mind
_DECOYS = (
    "", "?s ?p 1 . ", "?s <a:\\u0041#> ?o . ", "?s <a:\\u0041'> ?o . ", "?s ?p '#' . ", '?s ?p """\\"""" . ',
    "?s ?p '''\"''' . ", "?s ?p '\\\\' . ", "?s ?p ?from . ", "FILTER(?s<?p&&?o>?s) ", "?s :a\\#b ?o . ", "?s ?p 'a'@en-gb . ",
    "?s ?p \"\\u0027\" . ", "?s <a:'#> ?o . ", "BIND(1 AS ?n) ", "?s ?p _:service . ", "?s ?p ?o # }\n . ", "?s ?p 1",
)  # fmt: skip
#: what the decoys match, so that an engine goes on to what follows them
MATCHED = "".join(
    f"<a:s> <{predicate}> {value} .\n"
    for predicate, value in (
        *(
            ("a:p", value)
            for value in ('"1"^^<http://www.w3.org/2001/XMLSchema#integer>', '"#"', '"\\""', '"\\"\\"\\""', '"\\\\"')
        ),
        *(("a:p", value) for value in ('"a"@en-gb', '"\'"', "_:b")),
        *((predicate, "<a:o>") for predicate in ("a:A#", "a:A'", "a:'#")),
    )
)
_AROUND = (
    "%s", "{ %s }", "FILTER EXISTS { %s }", "FILTER NOT EXISTS { { %s } }", "OPTIONAL { %s }", "MINUS { ?s ?p ?o . %s }",
    "{ SELECT * { %s } }", "{ SELECT ?s WHERE { { SELECT ?s { %s } } } }", "{ ?a ?b ?c } UNION { %s }", "GRAPH ?g { %s }",
    "FILTER(1 = 1 || EXISTS { %s })", "BIND(EXISTS { %s } AS ?is)",
)  # fmt: skip
_FORMS = (
    "SELECT * %s",
    "ASK %s",
    "CONSTRUCT { ?s ?p ?o } WHERE %s",
    "DESCRIBE ?s WHERE %s",
    "SELECT (COUNT(*) AS ?n) WHERE %s",
)
_UPDATES = (
    "LOAD <%s>", "LOAD SILENT <%s> INTO GRAPH <a:g>", "INSERT DATA { <a:a> <a:b> <a:c> }", "DELETE WHERE { ?s ?p ?o }", "CLEAR ALL",
    "DROP GRAPH <a:g>", "CREATE GRAPH <a:g>", "COPY <a:a> TO <a:b>", "MOVE <a:a> TO <a:b>", "ADD <a:a> TO <a:b>",
    "WITH <a:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", "INSERT { ?s ?p ?o } WHERE { SERVICE <%s> { ?s ?p ?o } }",
)  # fmt: skip


def spelt(draw: Random, word: str) -> str:
    """A keyword in any case, some letters as code points."""
    return "".join(
        f"\\u{ord(char):04x}" if draw.random() < 0.02 else f"\\U{ord(char):08X}" if draw.random() < 0.01 else char
        for char in (draw.choice((letter.lower(), letter.upper())) for letter in word)
    )


def services(url: str, seed: int, count: int) -> Iterator[str]:
    """Queries that ask ``url`` by SERVICE; the name may stand close to the word, as some readers take it."""
    draw = Random(seed)
    escaped = url.replace("h", "\\u0068", 1)
    places = ((f"<{url}>", ""), (f"<{escaped}>", ""), (":x", ""), ("?where", f"VALUES ?where {{ <{url}> }} "))
    for _ in range(count):
        place, ahead = draw.choice(places)
        silent = draw.choice(_GAPS) + spelt(draw, "SILENT") if draw.random() < 0.5 else ""
        gap = "" if place[0] in "<:" and draw.random() < 0.3 else draw.choice(_GAPS)
        word = f"{spelt(draw, 'SERVICE')}{silent}{gap}{place}{draw.choice(_GAPS)}"
        clause = f"{ahead}{draw.choice(_DECOYS)}{word}{{ ?s ?p ?o }}"
        body = "{" + draw.choice(_GAPS) + draw.choice(_AROUND) % clause + draw.choice(_GAPS) + "}"
        prologue = f"{spelt(draw, 'PREFIX')}{draw.choice(_GAPS)}:{draw.choice(_GAPS)}<{url[:-1]}>{draw.choice(_GAPS)}"
        yield prologue + draw.choice(_FORMS) % body


def updates(url: str, seed: int, count: int) -> Iterator[str]:
    draw = Random(seed)
    for _ in range(count):
        first, _, rest = draw.choice(_UPDATES).partition(" ")
        head = draw.choice(("", "BASE <a:b>", f"{spelt(draw, 'prefix')} :{draw.choice(_GAPS)}<a:x>", "# SELECT\r"))
        rest = rest % url if "%s" in rest else rest
        yield f"{head}{draw.choice(_GAPS)}{spelt(draw, first)}{draw.choice(_GAPS)}{rest}"


def foreign(url: str, seed: int, count: int) -> Iterator[str]:
    """Queries FROM what is no graph of the store."""
    draw = Random(seed)
    for _ in range(count):
        name = draw.choice(
            (f"<{url}>", "<file:///etc/passwd>", ":x", "<x>", "<https://w3id.org/policygraph/\\u0069dx>")
        )
        named = spelt(draw, "NAMED") + draw.choice(_GAPS) if draw.random() < 0.5 else ""
        own = "FROM <https://w3id.org/policygraph/id/graph/d1> " if draw.random() < 0.3 else ""
        yield (
            f"BASE <{url}> PREFIX : <{url[:-1]}>{draw.choice(_GAPS)}SELECT *{draw.choice(_GAPS)}{own}{spelt(draw, 'FROM')}"
            f"{draw.choice(_GAPS)}{named}{name} {{ ?s ?p ?o }}"
        )


@contextmanager
def listening() -> Iterator[tuple[str, list[int]]]:
    """An address on loopback, and the connections that came to it. Each is closed at once."""
    heard: list[int] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def hear() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                heard.append(1)
                connection.close()

        threading.Thread(target=hear, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/x", heard
        server.shutdown(socket.SHUT_RDWR)
