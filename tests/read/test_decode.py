"""Encodings: mark, strict UTF-8, then by score; rare characters survive; a declared charset may lie."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policygraph.issues import ReadError
from policygraph.read import read
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


LONG = (SIMPLE + "\n第2条 按期完成。\n") * 20
DAMAGE = {
    "replaced": lambda data: data[:100] + b"\xff" + data[101:],
    "lost": lambda data: data[:100] + data[101:],
    "cut off": lambda data: data[:-6],
    "several": lambda data: data.replace("确".encode(), b"\xe7\xa1").replace("确".encode("gb18030"), b"\xc8"),
}


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize("declared", [None, "utf-8", "gbk"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_damaged_utf8_is_utf8(damage: str, declared: str | None, bom: str) -> None:
    text = decode(DAMAGE[damage]((bom + LONG).encode()), declared)
    assert text.replace("\ufffd", "") in LONG or sum(line in LONG for line in text.split("\n")) >= 20
    assert 1 <= text.count("\ufffd") <= 22


@pytest.mark.parametrize("damage", DAMAGE)
def test_damaged_gb18030_is_gb18030(damage: str) -> None:
    text = decode(DAMAGE[damage](LONG.encode("gb18030")))
    assert sum(line == "第2条 按期完成。" for line in text.split("\n")) >= 18
    assert text.count("\ufffd") <= 22


@pytest.mark.parametrize("text", ["中", "见附件：市财政局", "a" * 500 + "完成"])
def test_a_short_text_cut_inside_a_character(text: str) -> None:
    assert decode(text.encode() + "区".encode()[:2]) == text + "\ufffd"


@pytest.mark.parametrize("every", [2, 3])
def test_what_is_less_than_half_readable_is_refused(every: int) -> None:
    data = "".join(SIMPLE * 30).encode()
    broken = b"".join(data[at : at + 3] if at // 3 % every == 0 else b"\xff\xb7\xfe" for at in range(0, len(data), 3))
    with pytest.raises(ReadError):
        decode(broken)


@pytest.mark.parametrize("name", ["a.txt", "a.html"])
def test_the_place_of_the_damage_is_an_issue(name: str) -> None:
    page = f"<html><body><p>{LONG}</p></body></html>" if name == "a.html" else LONG
    document = read(page.encode().replace("确".encode(), b"\xe7\xa1", 1), name)
    (issue,) = [item for item in document.issues if item.code == "damaged-bytes"]
    assert issue.severity == "error" and [span.quote(document.text) for span in issue.spans] == ["\ufffd"]
    assert not [item for item in read(page.encode(), name).issues if item.code == "damaged-bytes"]


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
