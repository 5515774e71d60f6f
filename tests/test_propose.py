"""Proposals are for people: they name word, count and example, and change no fact."""

from __future__ import annotations

from dataclasses import replace

from policygraph.lexicon import default_lexicon
from policygraph.model import Linked
from policygraph.pipeline import parse_bytes
from policygraph.propose import propose_alignments, propose_words

TEXT = """一、重点任务
1．推进节水。新增灌溉示范点30垄。（责任单位：水利局、节水工作领导班子）
2．推进节电。建成示范点20垄。（责任单位：能源局、节电工作领导班子）
"""


def test_unknown_units_and_endings_are_proposed_with_their_count() -> None:
    linked = parse_bytes(TEXT.encode(), "a.txt")
    found = {(item.table, item.word): item for item in propose_words([linked], default_lexicon())}
    assert found["units", "垄"].count == 2
    assert "垄" in found["units", "垄"].example


def test_known_words_are_not_proposed(changzhou: Linked) -> None:
    words = {item.word for item in propose_words([changzhou], default_lexicon())}
    assert not words & {"家", "局", "%", "万千瓦"}


def test_an_unlinked_row_is_offered_the_sentences_that_share_its_words(changzhou: Linked) -> None:
    lost = replace(changzhou.tasks[9], body_spans=(), text="农作物秸秆的综合利用")
    offers = propose_alignments(replace(changzhou, tasks=(lost,)))
    assert offers[0].sentence.text.startswith("推进农作物秸秆综合利用")
    assert {"秸秆", "利用"} & set(offers[0].shared)


def test_linked_rows_need_no_offer(changzhou: Linked) -> None:
    assert propose_alignments(changzhou) == []
