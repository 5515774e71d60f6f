"""Folding: one character to one character, whatever the writing."""

from __future__ import annotations

import pytest

from policygraph.text import fold, squash


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("關於印發實施方案的通知", "关于印发实施方案的通知"),
        ("責任單位：市財政局、市衛生健康委員會", "责任单位:市财政局、市卫生健康委员会"),
        ("戶産爲眞", "户产为真"),
        ("植树\ua3ac清淤\ua1a3\ua3a8一\ua3a9", "植树,清淤。(一)"),  # the bytes of GBK taken for code points
        ("乾隆 著作 覆盖 瞭望", "乾隆 著作 覆盖 瞭望"),  # what simplified texts use stays
    ],
)
def test_fold(raw: str, plain: str) -> None:
    assert fold(raw) == plain and len(raw) == len(plain)


def test_squash_compares_both_writings() -> None:
    assert squash("《關於植樹》") == squash("关于植树")
