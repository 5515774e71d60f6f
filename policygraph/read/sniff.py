"""What a file is, by its first bytes; the extension only chooses among kinds of text."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import PurePath

from policygraph.issues import ReadError

MEDIA_TYPES = {
    "txt": "text/plain",
    "md": "text/markdown",
    "html": "text/html",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xls": "application/vnd.ms-excel",
    "xlsb": "application/vnd.ms-excel.sheet.binary.macroenabled.12",
    "xml2003": "application/xml",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "csv": "text/csv",
    "odt": "application/vnd.oasis.opendocument.text",
    "doc": "application/msword",
    "rtf": "application/rtf",
    "ofd": "application/ofd",
    "image": "image/*",
    "zip": "application/zip",
    "eml": "message/rfc822",
}

#: extension -> kinds of content it may hold. Word, WPS and web pages trade places under .doc and .wps.
EXTENSIONS: dict[str, tuple[str, ...]] = {
    "txt": ("txt",),
    "text": ("txt",),
    "md": ("md",),
    "markdown": ("md",),
    "html": ("html",),
    "htm": ("html",),
    "shtml": ("html",),
    "xhtml": ("html",),
    "pdf": ("pdf",),
    "docx": ("docx",),
    "docm": ("docx",),
    "dotx": ("docx",),
    "xlsx": ("xlsx",),
    "xlsm": ("xlsx",),
    "xls": ("xls", "xlsx", "xlsb", "xml2003", "html", "csv"),
    "et": ("xls", "xlsx", "xml2003", "html"),
    "xml": ("xml2003",),
    "xlt": ("xls",),
    "xlsb": ("xlsb",),
    "ods": ("ods",),
    "odt": ("odt",),
    "csv": ("csv",),
    "tsv": ("csv",),
    "doc": ("doc", "docx", "html", "rtf"),
    "dot": ("doc", "docx", "rtf"),
    "wps": ("doc", "docx", "html", "rtf"),
    "rtf": ("rtf",),
    "mht": ("html",),
    "mhtml": ("html",),
    "wpt": ("doc", "docx"),
    "ofd": ("ofd",),
    "zip": ("zip",),
    "eml": ("eml",),
    "png": ("image",),
    "jpg": ("image",),
    "jpeg": ("image",),
    "tif": ("image",),
    "tiff": ("image",),
    "bmp": ("image",),
    "webp": ("image",),
}

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "pdf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"{\\rtf", "rtf"),
    (b"MIME-Version:", "html"),
    (b"\x89PNG\r\n\x1a\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"GIF8", "image"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"\x7fELF", "program"),
    (b"MZ\x90", "program"),
)
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|table|div|meta)[\s>]", re.IGNORECASE)
_MAIL = re.compile(rb"\s*[A-Za-z][A-Za-z-]{1,40}:[ \t]")
_HINTS = {
    "ppt": "演示文稿，不是文件文本",
    "archive": "压缩包，请先解压",
    "program": "程序文件",
    "zip": "压缩包，请先解压",
    "ole": "不是完整的 Word 或 Excel 文件（文件残缺，或是 Microsoft Works 等程序的文件），请用 WPS 或 Office 另存为 .docx、.xlsx",
}


def extension(name: str) -> str:
    return PurePath(name).suffix.lower().lstrip(".")


def sniff(data: bytes, name: str) -> str:
    """The kind of ``data`` (a key of ``MEDIA_TYPES``). Raises ``ReadError``: empty, type-mismatch, unknown-format, encrypted."""
    if not data.strip(b"\x00 \t\r\n"):
        raise ReadError("empty", "文件是空的")
    suffix, kind = extension(name), magic(data)
    if suffix == "eml" and _MAIL.match(data):
        return "eml"
    if kind is None:
        return _as_text(data, suffix)
    expected = EXTENSIONS.get(suffix)
    if kind in MEDIA_TYPES and (expected is None or kind in expected):
        return kind
    if kind == "encrypted":
        raise ReadError("encrypted", "文件已加密，请先取消密码")
    if expected is None or (kind == "ole" and not {"doc", "xls"}.isdisjoint(expected)):
        raise ReadError(
            "malformed" if suffix in ("doc", "xls") else "unknown-format", _HINTS.get(kind, "无法识别的文件格式")
        )
    raise ReadError("type-mismatch", f"扩展名是 .{suffix}，内容却是 {kind}")


def magic(data: bytes) -> str | None:
    """A kind, an alien kind (rtf, archive, program, zip, ole, xls, ppt, encrypted) or None for what may be text."""
    for mark, kind in _MAGIC:
        if data.startswith(mark):
            return _zip_kind(data) if kind == "zip" else _ole_kind(data) if kind == "ole" else kind
    if (data.startswith(b"RIFF") and data[8:12] == b"WEBP") or (data.startswith(b"BM") and data[6:10] == b"\0\0\0\0"):
        return "image"
    # A few PDFs carry mail headers or a byte order mark before their magic; readers look in the first kilobyte.
    return "pdf" if b"%PDF-1." in data[:1024] and b"<" not in data[:16] else None


def _zip_kind(data: bytes) -> str:
    try:
        names = set(zipfile.ZipFile(io.BytesIO(data)).namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        names = {
            kind for mark, kind in ((b"word/", "word/document.xml"), (b"OFD.xml", "OFD.xml")) if mark in data[:4096]
        }
    if "OFD.xml" in names:
        return "ofd"
    if "xl/workbook.bin" in names:
        return "xlsb"
    if "content.xml" in names:  # OpenDocument says what it is in its first entry, stored as it is
        return next((kind for kind in ("ods", "odt") if MEDIA_TYPES[kind].encode() in data[:200]), "zip")
    for folder, kind in (("word/", "docx"), ("xl/", "xlsx")):
        if any(name.startswith(folder) for name in names):
            return kind
    return "zip"


def _ole_kind(data: bytes) -> str:
    """By the names in the directory of the compound file, which are UTF-16."""
    streams = (
        ("EncryptedPackage", "encrypted"),
        ("WordDocument", "doc"),
        ("Workbook", "xls"),
        ("Book", "xls"),
        ("PowerPoint Document", "ppt"),
    )
    for stream, kind in streams:
        if stream.encode("utf-16-le") in data:
            return kind
    return "ole"


def _allowed(kind: str, expected: tuple[str, ...], suffix: str) -> str:
    if kind not in expected and suffix:
        raise ReadError("type-mismatch", f"扩展名是 .{suffix}，内容却是 {kind}")
    return kind


def _as_text(data: bytes, suffix: str) -> str:
    expected = EXTENSIONS.get(suffix, ("html", "txt") if not suffix else ())
    if not expected:
        raise ReadError("unknown-format", f"不支持的文件格式 .{suffix}")
    if b"urn:schemas-microsoft-com:office:spreadsheet" in data[:4096] and data.lstrip(b"\xef\xbb\xbf \r\n").startswith(
        b"<?xml"
    ):
        return _allowed("xml2003", expected, suffix)
    looks_html = _HTML.search(data[:4096]) is not None or _HTML.search(data[:4096].replace(b"\0", b"")) is not None
    if looks_html and "html" in expected:
        return "html"
    plain = next((kind for kind in ("txt", "md", "csv", "html") if kind in expected), None)
    if plain is None or suffix in ("doc", "wps"):
        raise ReadError("type-mismatch", f"扩展名是 .{suffix}，内容却不是该格式")
    return plain
