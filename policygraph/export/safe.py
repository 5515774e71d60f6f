"""What keeps a file safe and the same: characters XML forbids, cells that look like formulas, clocks in archives."""

from __future__ import annotations

import io
import re
import zipfile

#: The one date every written archive carries.
EPOCH = (1980, 1, 1, 0, 0, 0)
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠]")
_NUMBER = re.compile(r"-?\d+(\.\d+)?\Z")


def xml_text(text: str) -> str:
    """The text with every character XML 1.0 forbids shown as U+FFFD.

    >>> xml_text("a\\x00b")
    'a\ufffdb'
    """
    return _FORBIDDEN.sub("\ufffd", text)


def csv_text(text: str) -> str:
    """The text with an apostrophe before it when a spreadsheet would take it for a formula; numbers stay.

    >>> csv_text("=1+1"), csv_text("-5.2"), csv_text("-B1")
    ("'=1+1", '-5.2', "'-B1")
    """
    return "'" + text if _FORMULA.match(text) and not _NUMBER.match(text) else text


def steady_zip(data: bytes) -> bytes:
    """The same archive with fixed times, so that the same content gives the same bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        for entry in source.infolist():
            fixed = zipfile.ZipInfo(entry.filename, EPOCH)
            fixed.compress_type = zipfile.ZIP_DEFLATED
            fixed.external_attr = 0o644 << 16
            out.writestr(fixed, source.read(entry))
    return target.getvalue()
