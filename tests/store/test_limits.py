"""An engine that wants more memory than there is ends in one clear error."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from store.factory import prepared

from policygraph.issues import PolicygraphError, StoreError
from policygraph.store import Reader, Store, limits

resource = pytest.importorskip("resource")
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="POSIX limits")


def test_an_answer_and_a_refusal_come_back() -> None:
    assert limits.limited(lambda: "答\n") == "答\n"

    def refuse() -> str:
        raise PolicygraphError("query-syntax", "不是查询")

    with pytest.raises(PolicygraphError, match="不是查询") as refused:
        limits.limited(refuse)
    assert refused.value.code == "query-syntax"


def test_a_table_altered_under_a_reader_ends_in_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A join over a damaged table collects errors for ever; the seal would see the damage, were it looked at."""
    monkeypatch.setattr(limits, "MEMORY", 1 << 29)
    with Store.open(tmp_path) as store:
        store.put([prepared(str(n), "甲乙" * 100) for n in range(3)])
    monkeypatch.setattr("policygraph.store.seal.altered", lambda *given, **how: iter(()))
    for table in sorted((tmp_path / "generations").glob("*/*.sst")):
        data = table.read_bytes()
        for at in (len(data) // 5, len(data) // 2):
            table.write_bytes(data[:at] + bytes(byte ^ 0x5A for byte in data[at : at + 64]) + data[at + 64 :])

    def ask() -> str:
        engine = Reader(tmp_path).engine
        return str(
            len(list(engine.store.query("SELECT ?s (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o . ?s ?q ?r } } GROUP BY ?s")))
        )

    with pytest.raises(PolicygraphError) as refused:
        limits.limited(ask)
    assert refused.value.code in ("store-memory", "store-corrupt")


def test_memory_is_limited_while_an_engine_is_open_and_not_after(tmp_path: Path) -> None:
    before = resource.getrlimit(resource.RLIMIT_AS)
    with limits.limit(), Store.open(tmp_path):
        assert 0 < resource.getrlimit(resource.RLIMIT_AS)[0] < 64 << 30
    assert resource.getrlimit(resource.RLIMIT_AS) == before


def test_the_end_of_the_process_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def ends() -> str:
        os.abort()

    with pytest.raises(StoreError, match="内存") as refused:
        limits.limited(ends)
    assert refused.value.code == "store-memory"
