"""Old and binary workbooks. ``data/ledger.*`` is one workbook made for this test, saved three times by LibreOffice."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from policygraph.issues import ReadError
from policygraph.read import read

DATA = Path(__file__).parent / "data"
Pack = Callable[[dict[str, str | bytes]], bytes]


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_one_workbook_in_three_formats(kind: str) -> None:
    """Names of sheets as captions, formats as shown, struck and hidden rows withdrawn."""
    document = read((DATA / f"ledger.{kind}").read_bytes(), f"ledger.{kind}")
    assert document.text == (
        "校园安全任务表\n教育局\n序号\t任务\t完成率\t期限\n1\t改造老旧校舍\t95%\t2031-06-30\n4\t更新操场\t100%\t2031-12-31\n"
        "体育局\n序号\t任务\t完成率\n1\t开放场馆\t80%"
    )
    said = [issue for issue in document.issues if issue.code == "withdrawn-text"]
    assert all(word in said[0].message for word in ("B4 停办的事项", "B5 暗行"))
    assert "数据字典" in said[1].message
    assert said[0].spans[0].quote(document.text) == "校园安全任务表"


def test_workbook_of_another_program() -> None:
    """WPS calls both kinds of workbook .et."""
    old = (DATA / "ledger.xls").read_bytes()
    assert read(old, "a.et").text == read((DATA / "ledger.xlsx").read_bytes(), "a.et").text == read(old, "a.xls").text


def test_damaged() -> None:
    data = (DATA / "ledger.xls").read_bytes()
    with pytest.raises(ReadError) as caught:
        read(data[:1500], "a.xls")
    assert caught.value.code == "malformed"


def record(kind: int, body: bytes = b"") -> bytes:
    """One record of a binary workbook: type and length in seven-bit bytes."""
    head = bytes([kind]) if kind < 128 else bytes([kind & 127 | 128, kind >> 7])
    return head + bytes([len(body)]) + body


def wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def sheet(*rows: tuple[str, ...]) -> bytes:
    out = record(129) + record(148, struct.pack("<IIII", 0, len(rows) - 1, 0, 1)) + record(145)
    for at, row in enumerate(rows):
        out += record(0, struct.pack("<I", at) + bytes(21))
        out += b"".join(record(6, struct.pack("<II", col, 0) + wide(text)) for col, text in enumerate(row))
    return out + record(146) + record(130)


def test_binary_workbook(pack: Pack) -> None:
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    bundle = record(156, struct.pack("<II", 0, 1) + wide("r1") + wide("分工"))
    data = pack(
        {
            "[Content_Types].xml": "<Types/>",
            "xl/workbook.bin": record(131) + record(143) + bundle + record(144) + record(132),
            "xl/_rels/workbook.bin.rels": "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
            f"<Relationship Id='r1' Type='{kinds}/worksheet' Target='worksheets/sheet1.bin'/></Relationships>",
            "xl/worksheets/sheet1.bin": sheet(("任务", "牵头单位"), ("植树", "林业局")),
        }
    )
    assert read(data, "a.xlsb").text == "任务\t牵头单位\n植树\t林业局"
    with pytest.raises(ReadError) as caught:
        read(pack({"xl/workbook.bin": b"\x01"}), "a.xlsb")
    assert caught.value.code in ("malformed", "no-text")
