"""A store of the first edition says so, goes on answering, and is migrated from its own originals."""

from __future__ import annotations

from pathlib import Path

from policygraph.graph import document_graph, identifier, nquads, statements
from policygraph.graph.check import query
from policygraph.graph.evidence import QUOTE
from policygraph.ingest import ingest_files, refresh
from policygraph.model import Literal_, Statement
from policygraph.pipeline import parse_bytes, record_of
from policygraph.record import dumps
from policygraph.store import Reader, Store
from policygraph.store.edition import OLD, told
from policygraph.store.embedded import Prepared

TEXT = "关于绿色发展的工作方案\n\n一、重点任务\n（一）推进秸秆综合利用。（责任单位：农业农村局）\n"
ASK = f"SELECT ?quote WHERE {{ ?thing a pg:Task ; prov:wasDerivedFrom ?stretch . {QUOTE} }}"
OA = "http://www.w3.org/ns/oa#"


def first(folder: Path) -> str:
    """A store with one document as the first edition wrote it: selectors, no full text. Its id."""
    linked = parse_bytes(TEXT.encode(), "方案.txt")
    own = document_graph(linked.policy.masthead.id)
    quads = [s for s in statements(linked) if not s.predicate.endswith(("#fullText", "#current"))]
    for s in [s for s in quads if "#char=" in str(s.object)]:
        place = str(s.object)
        words = place.replace("#char=", "#quote=")
        quads += [Statement(place, f"{OA}hasSelector", words, own), Statement(words, f"{OA}exact", Literal_("…"), own)]
    key = linked.policy.masthead.id
    with Store.open(folder) as store:
        text = nquads(dict.fromkeys(quads))
        store.put([Prepared(key, "方案.txt", "方案", TEXT.encode(), dumps(record_of(linked)), text, "older rules")])
    return key


def test_a_store_of_the_first_edition_says_so_and_loses_nothing(tmp_path: Path) -> None:
    key = first(tmp_path)
    with Reader(tmp_path) as reader:
        assert reader.notes == (OLD,)
        before = {row.id: (row.source, row.name) for row in reader.rows.values()}
        tasks = {identifier(row[0]) for row in query(reader.engine.store, "SELECT ?t { ?t a pg:Task }").values()}
    assert told(tmp_path) == (OLD,) and told(tmp_path / "none") == ()
    with Store.open(tmp_path) as store:
        assert OLD in store.notes
        assert [item.refusal for item in refresh(store)] == [None]
    with Reader(tmp_path) as reader:
        assert reader.notes == ()
        assert {row.id: (row.source, row.name) for row in reader.rows.values()} == before and key in before
        rows = query(reader.engine.store, "SELECT ?t { ?t a pg:Task }").values()
        assert {identifier(row[0]) for row in rows} == tasks and tasks
        assert ("推进秸秆综合利用",) in query(reader.engine.store, ASK).values()
        assert reader.source(key) == TEXT.encode()


def test_a_store_of_today_has_nothing_to_say(tmp_path: Path) -> None:
    file = tmp_path / "方案.txt"
    file.write_text(TEXT, "utf-8")
    with Store.open(tmp_path / "store") as store:
        assert [item.refusal for item in ingest_files(store, [file])] == [None]
    with Store.open(tmp_path / "store") as store:
        assert store.notes == ()
