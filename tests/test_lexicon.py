"""Every entry of the rule data: complete, unique in its class, and shown at work in its own example."""

from __future__ import annotations

from pathlib import Path

import pytest

from policygraph.issues import LexiconError
from policygraph.lexicon import Entry, alternation, default_lexicon, load_lexicon
from policygraph.text import squash

ENTRIES = [(table, entry) for table, entries in default_lexicon().tables.items() for entry in entries]


@pytest.mark.parametrize(("table", "entry"), ENTRIES, ids=lambda value: value if isinstance(value, str) else value.word)
def test_the_word_stands_in_its_example(table: str, entry: Entry) -> None:
    assert entry.source.strip(), f"{table}: {entry.word} has no source"
    assert squash(entry.word) in squash(entry.example) or entry.word in entry.example or entry.extra.get("pattern")


def test_no_entry_is_given_twice() -> None:
    for table, entries in default_lexicon().tables.items():
        keys = [(entry.kind, entry.word) for entry in entries]
        assert len(keys) == len(set(keys)), f"{table}: {[key for key in keys if keys.count(key) > 1]}"


def write(folder: Path, text: str) -> Path:
    (folder / "lexicon").mkdir()
    (folder / "lexicon" / "a.toml").write_text(text, "utf-8")
    return folder


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[entry]]\nword = "甲"\n', "缺少"),
        ("[[entry", "a.toml"),
        ('[[entry]]\nword=1\nclass="a"\nsource="b"\nexample="c"\n', "word"),
    ],
)
def test_a_malformed_table_is_named(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(LexiconError, match=said):
        load_lexicon(write(tmp_path, text))


def test_a_table_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(LexiconError):
        default_lexicon().words("no-such-table")


def test_alternation_of_nothing_matches_nothing() -> None:
    import re

    assert re.search(alternation(()), "任何文字") is None
