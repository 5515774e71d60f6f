"""Every cue on its own examples, read as a paragraph: it takes a figure there, and none in its counterexamples."""

from __future__ import annotations

import pytest

from policygraph.extract.indicators import read_paragraph
from policygraph.extract.reading import words_of
from policygraph.lexicon import default_lexicon
from policygraph.marks import engine
from policygraph.marks.quantity import quantities
from policygraph.marks.stance import cue, flagged, line_of, weighed
from policygraph.model import Clock, Paragraph, Passage, Span

ROWS = engine.load_grammar("stance", default_lexicon()).rows
STANCES = {"past", "condition", "limit", "quota", "tariff", "none"}


def refused(text: str, row: engine.Row) -> list[str]:
    """The rules that take figures of a paragraph, in a document of 2021 with the horizon 2025."""
    settled = "回顾或现状章节" if row.name == "settled" else ""
    paragraph = Paragraph(Passage.of(text, [Span(0, len(text))]), "body")
    reader = read_paragraph(paragraph, words_of(default_lexicon()), Clock("2021", None, "2025"), settled)
    return [rule for _, _, rule, _ in reader.refused]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_a_cue_takes_a_figure_in_its_examples(row: engine.Row) -> None:
    assert row.data["stance"] in STANCES and row.data["note"]
    for example in row.examples:
        assert row.name in refused(example, row), example


@pytest.mark.parametrize("row", [row for row in ROWS if row.counters], ids=lambda row: row.name)
def test_a_cue_takes_none_in_its_counterexamples(row: engine.Row) -> None:
    for counter in row.counters:
        assert row.name not in refused(counter, row), counter


def test_a_figure_without_a_cue_is_weighed_and_says_what_spoke() -> None:
    number = quantities("60%", "60%", default_lexicon())[0]
    line = line_of("", "森林覆盖率", number, "", "森林覆盖率")
    bare, dated = (
        flagged(line, frozenset({"bias", "noun", *more}), default_lexicon()) for more in ((), ("dated", "sets"))
    )
    assert cue(line, bare, default_lexicon(), "figure") is None
    assert weighed(dated, default_lexicon()) is None
    ruling = weighed(flagged(line.replace("率", "林"), frozenset({"bias"}), default_lexicon()), default_lexicon())
    assert ruling is not None and "bias" in ruling.note
