"""Encodings: mark, strict UTF-8, then by score; rare characters survive; a declared charset may lie."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policygraph.issues import ReadError
from policygraph.read.decode import decode

SIMPLE = "市发展改革委牵头，㐂𠮷等单位按职责分工负责，确保各项工作任务落实到位。"
TRADITIONAL = "由發展局會同有關部門負責推動產業發展，並按時完成各項工作。"

CASES = [
    (SIMPLE, "utf-8"),
    (SIMPLE, "utf-8-sig"),
    (SIMPLE, "gb18030"),
    (SIMPLE, "utf-16"),
    (SIMPLE + "\n第2行", "utf-16-le"),
    (SIMPLE + "\n第2行", "utf-16-be"),
    (SIMPLE, "utf-32"),
    (TRADITIONAL, "big5hkscs"),
    (TRADITIONAL, "gb18030"),
    ("plain ASCII", "ascii"),
]


@pytest.mark.parametrize(("text", "encoding"), CASES)
def test_encoding_is_found(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("declared", ["gb2312", "big5", "iso-8859-1", "hex", "utf-7", "no such charset", ""])
def test_declared_charset_may_lie(declared: str) -> None:
    for encoding in ("utf-8", "gb18030"):
        assert decode(SIMPLE.encode(encoding), declared) == SIMPLE


def test_line_breaks_become_lf() -> None:
    assert decode("一\r\n二\r三\u2028四\x0c五".encode()) == "一\n二\n三\n四\n五"


def test_a_stray_nul_is_kept_a_binary_refused() -> None:
    assert "\x00" in decode((SIMPLE + "\x00" + SIMPLE).encode())
    with pytest.raises(ReadError):
        decode(b"\x00\x01\x02\x03\x04" * 20)


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_characters="\r\x0b\x0c\x85\u2028\u2029\ufeff\x00"), min_size=1))
def test_utf8_is_exact(text: str) -> None:
    assert decode(text.encode()) == text
