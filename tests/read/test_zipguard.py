"""Hostile zips: counted while inflating, no DTD in any part."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from policygraph.issues import ReadError
from policygraph.read import zipguard
from policygraph.read.zipguard import open_package, parse_xml

Pack = Callable[[dict[str, "str | bytes"]], bytes]
DTD = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
LAUGH = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"word/a.xml": f'<?xml version="1.0"?>{DTD}<x/>'}, "dtd-forbidden"),
        ({"word/a.xml": LAUGH}, "dtd-forbidden"),
        ({"word/a.xml": f'<?xml version="1.0" encoding="UTF-16"?>{DTD}<x/>'.encode("utf-16")}, "dtd-forbidden"),
        ({f"part{n}": "" for n in range(2001)}, "too-large"),
    ],
)
def test_refused(pack: Pack, parts: dict[str, str | bytes], code: str) -> None:
    with pytest.raises(ReadError) as caught:
        open_package(pack(parts))
    assert caught.value.code == code


def test_inflated_size_is_counted_not_believed(pack: Pack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipguard, "MAX_INFLATED", 1_000_000)
    data = pack({"a.bin": bytes(600_000), "b.bin": bytes(600_000)})
    with pytest.raises(ReadError) as caught:
        open_package(data)
    assert caught.value.code == "too-large"
    assert open_package(pack({"a.bin": bytes(900_000)})).names == ("a.bin",)


def test_a_damaged_part_is_malformed(pack: Pack) -> None:
    data = bytearray(pack({"a.xml": "<x>" + "责任单位" * 500 + "</x>"}))
    data[45:60] = b"\xff" * 15
    with pytest.raises(ReadError) as caught:
        open_package(bytes(data)).xml("a.xml")
    assert caught.value.code == "malformed"


def test_parts_by_name_without_case(pack: Pack) -> None:
    package = open_package(pack({"Word/Document.xml": "<x/>"}))
    assert package.has("/word/document.xml")
    assert package.xml("word/document.xml").tag == "x"
    assert package.find_xml("word/styles.xml") is None


@pytest.mark.parametrize(
    ("xml", "code"), [("<a><b></a>", "malformed"), (LAUGH, "dtd-forbidden"), ("<a>" * 400, "malformed")]
)
def test_xml_is_hardened(xml: str, code: str) -> None:
    with pytest.raises(ReadError) as caught:
        parse_xml(xml.encode())
    assert caught.value.code == code
