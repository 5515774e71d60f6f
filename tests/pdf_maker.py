"""A few lines of PDF written by hand: text at exact places, ruling lines, pages; no font file needed."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import md5

FONT = (
    b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts["
    b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000/W[1[500] 2 94 500]"
    b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>"
    b"/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 4/FontBBox[0 -120 1000 880]"
    b"/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 80>>>>]>>"
)


@dataclass
class Sheet:
    """One A4 page; places in points from the top left."""

    parts: list[str] = field(default_factory=list)
    rotate: int = 0

    def text(self, x: float, y: float, text: str, size: float = 16) -> Sheet:
        """A line whose top is about ``y``."""
        codes = text.encode("utf-16-be").hex().upper()
        self.parts.append(f"BT /F1 {size} Tf 1 0 0 1 {x} {842 - y - size * 0.88} Tm <{codes}> Tj ET")
        return self

    def slanted(self, x: float, y: float, text: str, size: float = 16) -> Sheet:
        """A line that rises by 30 degrees, as a watermark does."""
        codes = text.encode("utf-16-be").hex().upper()
        self.parts.append(f"BT /F1 {size} Tf 0.866 0.5 -0.5 0.866 {x} {842 - y} Tm <{codes}> Tj ET")
        return self

    def line(self, x0: float, y0: float, x1: float, y1: float) -> Sheet:
        self.parts.append(f"0.5 w {x0} {842 - y0} m {x1} {842 - y1} l S")
        return self

    def shade(self, x0: float, y0: float, x1: float, y1: float) -> Sheet:
        self.parts.append(f"1 g {x0} {842 - y1} {x1 - x0} {y1 - y0} re f 0 g")
        return self

    def grid(self, xs: list[float], ys: list[float]) -> Sheet:
        for x in xs:
            self.line(x, ys[0], x, ys[-1])
        for y in ys:
            self.line(xs[0], y, xs[-1], y)
        return self

    def body(self, rows: list[str], y: float = 100, x: float = 80, pitch: float = 28) -> Sheet:
        """Lines of 16-point text from the left margin; leading U+3000 are an indent."""
        for index, row in enumerate(rows):
            plain = row.lstrip("　")
            self.text(x + 16 * (len(row) - len(plain)), y + index * pitch, plain)
        return self


_PAD = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
_ID = b"0123456789abcdef"


def rc4(key: bytes, data: bytes) -> bytes:
    box, j = list(range(256)), 0
    for i in range(256):
        j = (j + box[i] + key[i % len(key)]) % 256
        box[i], box[j] = box[j], box[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + box[i]) % 256
        box[i], box[j] = box[j], box[i]
        out.append(byte ^ box[(box[i] + box[j]) % 256])
    return bytes(out)


def locks(user: str, owner: str) -> tuple[bytes, bytes]:
    """The key of the file and its /Encrypt dictionary (ISO 32000-1, 7.6.3, revision 2)."""
    padded = [(word.encode() + _PAD)[:32] for word in (user, owner)]
    o = rc4(md5(padded[1]).digest()[:5], padded[0])
    key = md5(padded[0] + o + (-4).to_bytes(4, "little", signed=True) + _ID).digest()[:5]
    u = rc4(key, _PAD)
    return key, f"<</Filter/Standard/V 1/R 2/P -4/O<{o.hex()}>/U<{u.hex()}>>>".encode()


def make(*sheets: Sheet, user: str = "", owner: str = "") -> bytes:
    """The bytes of a PDF of these pages; with passwords it is encrypted (40-bit RC4)."""
    key, lock = locks(user, owner) if user or owner else (b"", b"")
    kids = " ".join(f"{4 + 2 * index} 0 R" for index in range(len(sheets)))
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Kids[{kids}]/Count {len(sheets)}>>".encode(), FONT]
    for index, sheet in enumerate(sheets):
        stream = "\n".join(sheet.parts).encode()
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Rotate {sheet.rotate}"
            f"/Resources<</Font<</F1 3 0 R>>>>/Contents {5 + 2 * index} 0 R>>".encode()
        )
        if key:
            number = 5 + 2 * index
            stream = rc4(md5(key + number.to_bytes(3, "little") + b"\0\0").digest()[:10], stream)
        objects.append(f"<</Length {len(stream)}>>stream\n".encode() + stream + b"\nendstream")
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    extra = b"/Encrypt " + lock + b"/ID[<" + _ID.hex().encode() + b"><" + _ID.hex().encode() + b">]" if key else b""
    out += f"trailer<</Size {len(objects) + 1}/Root 1 0 R".encode() + extra
    return out + f">>\nstartxref\n{start}\n%%EOF\n".encode()
