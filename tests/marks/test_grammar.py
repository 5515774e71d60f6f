"""Every row of every grammar on its own examples and counterexamples: a new shape is a new row, tested where it stands."""

from __future__ import annotations

import importlib

import pytest

from policygraph.lexicon import default_lexicon, ontology_dir
from policygraph.marks import engine
from policygraph.text import fold

KINDS = sorted(path.stem for path in (ontology_dir() / "grammar").glob("*.toml"))
for kind in KINDS:  # a kind announces its classes where it is built
    importlib.import_module("policygraph.coverage.seen" if kind == "account" else f"policygraph.marks.{kind}")
GRAMMARS = [engine.load_grammar(kind, default_lexicon()) for kind in KINDS]
ROWS = [row for grammar in GRAMMARS for row in grammar.rows if not row.over]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.kind}/{row.name}")
def test_a_row_reads_its_examples_whole(row: engine.Row) -> None:
    for example in row.examples:
        head, mark, rest = fold(example).partition("⟦")
        inside, _, tail = rest.partition("⟧")
        text, whole = (head + inside + tail, inside) if mark else (head, head)
        assert any(hit.group() == whole for hit in row.pattern.finditer(text)), example


@pytest.mark.parametrize("row", [row for row in ROWS if row.counters], ids=lambda row: f"{row.kind}/{row.name}")
def test_a_row_reads_nothing_in_its_counterexamples(row: engine.Row) -> None:
    for counter in row.counters:
        assert row.pattern.search(fold(counter)) is None, counter


def test_names_of_rows_are_unique() -> None:
    for grammar in GRAMMARS:
        names = [row.name for row in grammar.rows]
        assert len(names) == len(set(names)), grammar.kind
