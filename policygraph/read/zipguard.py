"""Zip files that may be hostile: counted while inflating, before anything is parsed; XML without DTDs or network."""

from __future__ import annotations

import io
import zipfile
import zlib

from lxml import etree

from policygraph.issues import ReadError

MAX_INFLATED = 200 * 1000 * 1000
MAX_ENTRIES = 2000
_CHUNK = 1 << 20
_DOCTYPE = tuple("<!DOCTYPE".encode(name) for name in ("ascii", "utf-16-le", "utf-16-be"))
_XML = (".xml", ".rels", ".vml", ".xhtml")
# The directory of a zip may lie about sizes and count, so nothing in it is trusted but names.
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError, IndexError)


class Package:
    """The parts of a guarded zip file, read by name, case ignored as Windows does."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._names = {name.lower().lstrip("/"): name for name in archive.namelist()}

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._names.values())

    def has(self, name: str) -> bool:
        return name.lower().lstrip("/") in self._names

    def read(self, name: str) -> bytes:
        """The bytes of a part. Raises ``ReadError("malformed")`` when it is missing or damaged."""
        try:
            return self._archive.read(self._names[name.lower().lstrip("/")])
        except KeyError as error:
            raise ReadError("malformed", f"文件缺少部件 {name[:80]}") from error
        except _BROKEN as error:
            raise ReadError("malformed", f"部件 {name[:80]} 已损坏") from error

    def xml(self, name: str) -> etree._Element:
        return parse_xml(self.read(name), name)

    def find_xml(self, name: str) -> etree._Element | None:
        """As ``xml``, None when there is no such part."""
        return self.xml(name) if self.has(name) else None


def parse_xml(data: bytes, name: str = "") -> etree._Element:
    """Hardened: no DTD, no entities, no network. Raises ``ReadError``: dtd-forbidden, malformed."""
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, dtd_validation=False, huge_tree=False
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ReadError("malformed", f"部件 {name[:80]} 不是有效的 XML") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise ReadError("dtd-forbidden", f"部件 {name[:80]} 含有 DTD，拒绝读取")
    return root


def open_package(data: bytes) -> Package:
    """Open a zip after counting what it really inflates to.

    Raises ``ReadError``: too-large (more than ``MAX_INFLATED`` bytes or ``MAX_ENTRIES`` entries),
    dtd-forbidden, encrypted, malformed.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _BROKEN as error:
        raise ReadError("malformed", "压缩包结构已损坏") from error
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES:
        raise ReadError("too-large", f"压缩包内有 {len(entries)} 个文件，超过 {MAX_ENTRIES} 个")
    if any(entry.flag_bits & 1 for entry in entries):
        raise ReadError("encrypted", "文件已加密，请先取消密码")
    total = 0
    for entry in entries:
        total = _count(archive, entry, total)
    return Package(archive)


def _count(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, total: int) -> int:
    """Inflate one entry, adding to ``total`` and looking for DTDs across the seams of the chunks."""
    suspect, tail = entry.filename.lower().endswith(_XML), b""
    try:
        with archive.open(entry) as stream:
            while chunk := stream.read(_CHUNK):
                total += len(chunk)
                if total > MAX_INFLATED:
                    raise ReadError("too-large", f"解压后超过 {MAX_INFLATED // 1_000_000} MB")
                if suspect and any(mark in tail + chunk for mark in _DOCTYPE):
                    raise ReadError("dtd-forbidden", f"部件 {entry.filename[:80]!r} 含有 DTD，拒绝读取")
                tail = chunk[-32:]
    except _BROKEN as error:
        raise ReadError("malformed", f"部件 {entry.filename[:80]!r} 已损坏") from error
    return total
