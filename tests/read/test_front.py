"""The front door: files from disk, kinds by content, every refusal with its reason code."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from policygraph import read as room
from policygraph.issues import ReadError
from policygraph.read import load, read

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(60)
TEXT = "一、总体要求".encode()

REFUSED = [
    ("a.txt", b"", "empty"),
    ("a.txt", b" \r\n\t", "empty"),
    ("a.txt", bytes(range(256)) * 8, "binary"),
    ("a.txt", PNG, "type-mismatch"),
    ("a.docx", b"%PDF-1.7 rest", "type-mismatch"),
    ("a.pdf", TEXT, "type-mismatch"),
    ("a.doc", TEXT, "type-mismatch"),
    ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    ("a.wps", OLE + bytes(600), "unknown-format"),
    ("a.doc", OLE + bytes(600), "malformed"),
    ("a.xls", OLE + "Workbook".encode("utf-16-le"), "malformed"),
    ("a.xyz", TEXT, "unknown-format"),
    ("a.docx", b"PK\x03\x04 cut short, word/document.xml", "malformed"),
    ("a.html", b"<html><script>var a = 1</script></html>", "no-text"),
]


@pytest.mark.parametrize(("name", "data", "code"), REFUSED)
def test_refusal(name: str, data: bytes, code: str) -> None:
    with pytest.raises(ReadError) as caught:
        read(data, name)
    assert caught.value.code == code
    assert "Traceback" not in caught.value.message


TAKEN = [
    ("a.txt", TEXT, "text/plain"),
    ("A.TXT", TEXT, "text/plain"),
    ("a.md", TEXT, "text/markdown"),
    ("stdin", TEXT, "text/plain"),
    ("stdin", b"<html><body><p>" + TEXT + b"</p></body></html>", "text/html"),
    ("a.wps", b"<html><body><p>" + TEXT + b"</p></body></html>", "text/html"),
]


@pytest.mark.parametrize(("name", "data", "media"), TAKEN)
def test_kind_by_content(name: str, data: bytes, media: str) -> None:
    document = read(data, name)
    assert document.text == TEXT.decode()
    assert (document.info.name, document.info.media_type) == (name, media)


def test_load_reads_a_regular_file(tmp_path: Path) -> None:
    path = tmp_path / "办法〔2022〕1号.txt"
    path.write_bytes(TEXT)
    source = load(path)
    assert source.data == TEXT
    assert source.info.name == path.name
    assert len(source.info.sha256) == 64


def test_load_refuses_what_is_no_regular_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_bytes(TEXT)
    (tmp_path / "link.txt").symlink_to(tmp_path / "a.txt")
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    (tmp_path / "none.txt").write_bytes(b"")
    os.mkfifo(tmp_path / "pipe.txt")
    with (tmp_path / "sparse.txt").open("wb") as stream:
        stream.truncate(room.MAX_BYTES + 1)
    codes = {}
    for name in ("link.txt", "loop.txt", "none.txt", "pipe.txt", "sparse.txt", "gone.txt", "."):
        with pytest.raises(ReadError) as caught:
            load(tmp_path / name)
        codes[name] = caught.value.code
    assert codes == {
        "link.txt": "not-a-file",
        "loop.txt": "not-a-file",
        "none.txt": "empty",
        "pipe.txt": "not-a-file",
        "sparse.txt": "too-large",
        "gone.txt": "vanished",
        ".": "not-a-file",
    }


def test_what_a_library_did_not_foresee_is_malformed() -> None:
    def broken(source: object) -> None:
        raise RuntimeError("inside a library")

    source = room.Source(room.describe("a.txt", TEXT, ""), TEXT)
    with pytest.raises(ReadError) as caught:
        room.read_source(source, {"txt": broken})  # type: ignore[dict-item]
    assert caught.value.code == "malformed"


def test_an_address_is_no_file() -> None:
    with pytest.raises(ReadError) as caught:
        load("https://example.org/a.html")
    assert caught.value.code == "not-a-file" and "网址" in caught.value.message


def test_names_of_characters_left_in_a_text() -> None:
    document = read("责任单位：&ldquo;林业局&rdquo;&nbsp;R&D &lt;甲&gt;".encode(), "a.txt")
    assert document.text == "责任单位：“林业局”\u00a0R&D <甲>"
    assert document.blocks[0].span.end == len(document.text)


def test_traditional_text_in_big5() -> None:
    text = "關於印發植樹方案的通知\n責任單位：市林業局，時限為明年年底前。"
    assert read(text.encode("big5hkscs"), "a.txt").text == text
