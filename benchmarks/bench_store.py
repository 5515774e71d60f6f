"""The store and its engine, side by side in one run: ``python benchmarks/bench_store.py --sizes 1000 10000 40000``.

Load and seven questions, asked of Oxigraph in memory, of Oxigraph on the store's own files (``disk``), of the store's
reader on the same files, of Oxigraph's own server on the same files, over HTTP, of rdflib (small sizes), and of the catalogue, which answers what the pages of a large
store ask. Everybody reads every value of every row. Prints a table in Markdown; ``reader / disk`` and ``http / disk`` are what
the store and the server add.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

import generate
import httpx
import pyoxigraph as ox
from serve.server import running
from sparql_server import sparql_server

from policygraph.catalogue import Answers, Catalogue, Entry
from policygraph.graph.check import query as checked
from policygraph.graph.terms import DEFAULT, PREFIXES
from policygraph.serve import LIMITS
from policygraph.store import Prepared, Reader, Store

WHO = f"<{DEFAULT}o{7:016x}>"
QUESTIONS = {
    "point lookup": f"SELECT ?p ?o WHERE {{ <{DEFAULT}t{5:012x}{2:04x}> ?p ?o }}",
    "tasks of an organisation": f"SELECT ?t ?x WHERE {{ ?t pg:leadBy {WHO} ; pg:text ?x }}",
    "counts by organisation": "SELECT ?who (COUNT(?t) AS ?n) WHERE { ?t pg:leadBy ?who } GROUP BY ?who",
    "three hops": "SELECT ?a (COUNT(*) AS ?n) WHERE { ?t pg:leadBy ?a ; pg:supportedBy ?b ; pg:document ?d . ?d eli:number ?no } GROUP BY ?a",
    "text filter": 'SELECT (COUNT(*) AS ?n) WHERE { ?t a pg:Task ; pg:text ?x FILTER(CONTAINS(?x, "绿色")) }',
    "year filter": 'SELECT (COUNT(*) AS ?n) WHERE { ?i a pg:IndicatorTarget ; pg:by ?y FILTER(STR(?y) >= "2027") }',
    "page of tasks": "SELECT ?t ?x WHERE { ?t a pg:Task ; pg:text ?x ; pg:document ?d } ORDER BY ?t LIMIT 50",
}
CATALOGUE: dict[str, Callable[[Answers], Any]] = {
    "tasks of an organisation": lambda answers: answers.duties(f"o{7:016x}", "lead", 100_000),
    "counts by organisation": lambda answers: answers.organizations(limit=100_000),
    "three hops": lambda answers: answers.pairs(),
    "text filter": lambda answers: answers.facts("绿色", "task", 1).count,
    "page of tasks": lambda answers: answers.facts("", "task"),
}


def clocked(work: Callable[[], Any], most: int = 5, patience: float = 3.0) -> float:
    """Median milliseconds over up to ``most`` calls, fewer when they are slow."""
    times: list[float] = []
    while len(times) < most and sum(times) < patience:
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return statistics.median(times) * 1000


def direct(store: ox.Store, text: str) -> list[tuple[Any, ...]]:
    found: Any = store.query(text, prefixes=dict(PREFIXES), use_default_graph_as_union=True)
    return [tuple(None if term is None else term.value for term in row) for row in found]


def catalogue_of(path: Path, size: int) -> Answers:
    """The catalogue of these documents, as the server keeps it."""
    catalogue = Catalogue(path)
    for first in range(0, size, 64):
        keys = [(number, generate.document_name(number)) for number in range(first, min(first + 64, size))]
        catalogue.take(Entry(key, key, key, generate.record(number)) for number, key in keys)
    catalogue.close()
    return Answers(path)


def bench(size: int, folder: Path, http: bool, with_rdflib: bool) -> list[str]:
    text = "".join(generate.nquads_of(size)).encode()
    rows: dict[str, dict[str, float]] = {name: {} for name in ("load, s", *QUESTIONS)}
    memory = ox.Store()
    rows["load, s"]["memory"] = clocked(lambda: memory.bulk_load(text, ox.RdfFormat.N_QUADS), 1) / 1000
    kept = folder / "kept"
    rows["load, s"]["reader"] = clocked(lambda: _keep(kept, size), 1) / 1000
    made: list[Answers] = []
    rows["load, s"]["catalogue"] = clocked(lambda: made.append(catalogue_of(folder / "c.sqlite", size)), 1) / 1000
    with Reader(kept) as reader:
        for name, question in QUESTIONS.items():
            _ask(rows[name], reader.engine.store, memory, question)
            if name in CATALOGUE:
                rows[name]["catalogue"] = clocked(lambda n=name: CATALOGUE[n](made[0]))
    if with_rdflib:
        _rdflib(text, rows)
    if http:
        _over_http(kept, rows)
        _over_its_own_server(kept, rows)
    head = f"### {size:,} documents, {len(memory):,} statements, peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB\n"
    return [head, *_table(rows)]


def _ask(row: dict[str, float], disk: ox.Store, memory: ox.Store, question: str) -> None:
    row["memory"] = clocked(lambda: direct(memory, question))
    row["disk"] = clocked(lambda: direct(disk, question))
    row["reader"] = clocked(lambda: checked(disk, question))


def _table(rows: dict[str, dict[str, float]]) -> list[str]:
    columns = ["memory", "disk", "reader", "server", "http", "rdflib", "catalogue"]
    ratios = {
        "reader / disk": ("reader", "disk"),
        "http / disk": ("http", "disk"),
        "http / server": ("http", "server"),
        "rdflib / memory": ("rdflib", "memory"),
    }
    head = [*columns, *ratios]
    table = ["| ms | " + " | ".join(head) + " |", "|---" * (len(head) + 1) + "|"]
    for name, values in rows.items():
        cells = [f"{values[c]:.2f}" if c in values else "" for c in columns]
        cells += [f"{values[a] / values[b]:.1f}" if a in values and b in values else "" for a, b in ratios.values()]
        table.append(f"| {name} | " + " | ".join(cells) + " |")
    return table


def _keep(folder: Path, size: int) -> None:
    """A store of these documents, written as ``ingest`` writes them."""
    with Store.open(folder) as store:
        for first in range(0, size, 64):
            store.put([_prepared(number) for number in range(first, min(first + 64, size))])


def _prepared(number: int) -> Prepared:
    key = generate.document_name(number)
    return Prepared(key, f"{key}.txt", key, key.encode(), json.dumps({"id": key}), generate.document(number), "bench")


def _rdflib(text: bytes, rows: dict[str, dict[str, float]]) -> None:
    from rdflib import Dataset

    data = Dataset(default_union=True)
    rows["load, s"]["rdflib"] = clocked(lambda: data.parse(data=text, format="nquads"), 1) / 1000
    for name, question in QUESTIONS.items():
        rows[name]["rdflib"] = clocked(lambda q=question: list(data.query(q, initNs=dict(PREFIXES))), 2)


PROLOGUE = "".join(f"PREFIX {name}: <{iri}> " for name, iri in PREFIXES.items())


def _over_its_own_server(folder: Path, rows: dict[str, dict[str, float]]) -> None:
    """Oxigraph's own server on a generation of the store, asked by the same client."""
    with Reader(folder) as reader:
        files = reader.layout.generations / f"{reader.generation:08d}"
        with sparql_server(files, read_only=True) as address, httpx.Client(base_url=address, timeout=60) as client:
            for name, question in QUESTIONS.items():
                asked = {"query": PROLOGUE + question, "union-default-graph": ""}
                client.post("/query", data=asked)
                rows[name]["server"] = clocked(lambda a=asked: client.post("/query", data=a).raise_for_status().read())


def _over_http(folder: Path, rows: dict[str, dict[str, float]]) -> None:
    with running(folder, write=False, limits=LIMITS) as address, httpx.Client(base_url=address, timeout=60) as client:
        for name, question in QUESTIONS.items():
            client.post("/sparql", data={"query": question})
            rows[name]["http"] = clocked(lambda q=question: client.post("/sparql", data={"query": q}).read())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000])
    parser.add_argument("--rdflib", type=int, default=1000, help="largest size that rdflib is asked for")
    parser.add_argument("--no-http", action="store_true")
    given = parser.parse_args()
    print(f"pyoxigraph {ox.__version__}, Python {sys.version.split()[0]}, {time.strftime('%Y-%m-%d')}\n")
    for size in given.sizes:
        with tempfile.TemporaryDirectory() as name:
            print("\n".join(bench(size, Path(name), not given.no_http, size <= given.rdflib)), "\n", flush=True)


if __name__ == "__main__":
    main()
