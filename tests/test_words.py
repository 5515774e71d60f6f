"""The tokenizer behind its door: nothing lost, nothing in the shared temporary folder, two engines of one mind."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policygraph import words

SENTENCES = (
    "加快实施重点行业绿色化改造，推动传统制造业绿色转型。",
    "到2025年，生活垃圾分类设施覆盖率达到100%。",
    "住建局、生态环境局按职责分工负责",
)


@given(st.text(alphabet=st.sampled_from("加快实施重点行业 绿色ab1。，\n𠮷")))
def test_tokens_joined_are_the_text(text: str) -> None:
    assert "".join(words.tokens(text)) == text


def test_short_words_inside_long_ones_are_terms() -> None:
    assert {"生活", "垃圾"} <= set(words.search_terms("生活垃圾分类"))


def test_terms_are_folded_and_at_least_two_characters_of_word() -> None:
    assert words.search_terms("ＧＤＰ 的 ，。") == ["gdp"]


def test_the_tokenizer_says_its_name() -> None:
    assert words.tokenizer().split()[0] in {"jieba", "rjieba"}


def test_both_engines_give_the_same_words() -> None:
    pytest.importorskip("rjieba")
    slow, fast = words._jieba(), words._rjieba()
    assert [slow.cut(text) for text in SENTENCES] == [fast.cut(text) for text in SENTENCES]


def test_the_cache_is_the_users_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    words._jieba().cut("缓存")
    assert [path.parent.name for path in tmp_path.rglob("*.cache")] == ["policygraph"]
