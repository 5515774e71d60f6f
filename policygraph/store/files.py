"""The files of a store: where each lies, written so that a crash leaves the old content or the new, never half.

``engine/`` the database, ``manifest.log`` the copy of the manifest outside it, ``head`` how far that goes, ``records/``
and ``sources/`` bytes under the name of their SHA-256, ``generations/`` what readers open, ``current`` which of them is
the newest, ``closed`` the seal of a store nobody is writing to.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from policygraph.issues import StoreError

FORMAT = "policygraph/store/1"


@dataclass(frozen=True, slots=True)
class Layout:
    """The paths under one store folder."""

    root: Path

    @property
    def engine(self) -> Path:
        return self.root / "engine"

    @property
    def log(self) -> Path:
        return self.root / "manifest.log"

    @property
    def lock(self) -> Path:
        return self.root / "lock"

    @property
    def generations(self) -> Path:
        return self.root / "generations"

    @property
    def current(self) -> Path:
        return self.root / "current"

    @property
    def head(self) -> Path:
        return self.root / "head"

    @property
    def closed(self) -> Path:
        return self.root / "closed"

    @property
    def sums(self) -> Path:
        """The checksums that make a folder a backup."""
        return self.root / "SHA256SUMS"

    @property
    def format(self) -> Path:
        return self.root / "format"

    @property
    def decisions(self) -> Path:
        return self.root / "decisions.json"

    @property
    def catalogue(self) -> Path:
        """Tables that a server derives from the records; whoever removes them loses nothing."""
        return self.root / "catalogue.sqlite"

    def blob(self, kind: str, sha256: str) -> Path:
        """``kind`` is ``records`` or ``sources``. Two levels, so that no folder holds a million files."""
        if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
            raise StoreError("store-corrupt", f"不是合格的内容标识：{sha256[:80]}")
        return self.root / kind / sha256[:2] / sha256


def is_store(folder: Path) -> bool:
    """Whether a store lies here, be its ``format`` damaged or gone."""
    layout = Layout(folder)
    return layout.format.is_file() or (layout.engine.is_dir() and (layout.head.is_file() or layout.log.is_file()))


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def sync_folder(folder: Path) -> None:
    """Make a rename or a new name in ``folder`` survive a power cut (where the system can)."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_folder(folder: Path) -> None:
    """Make a folder and those above it; each new name survives a power cut."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    sync_folder(folder.parent)


def sync_tree(folder: Path) -> None:
    """Make every file and folder below survive a power cut: for trees that others copied."""
    for path in folder.rglob("*"):
        if path.is_dir():
            sync_folder(path)
        elif path.is_file():
            with path.open("rb+") as stream:
                os.fsync(stream.fileno())
    sync_folder(folder)


def write_atomic(path: Path, data: bytes) -> None:
    """Write beside, fsync, rename."""
    make_folder(path.parent)
    beside = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        with beside.open("wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        beside.replace(path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def put_blob(layout: Layout, kind: str, data: bytes) -> str:
    """Keep the bytes under their hash; what is there already, whole, is not written again."""
    name = sha256(data)
    path = layout.blob(kind, name)
    if not path.is_file() or path.stat().st_size != len(data):
        write_atomic(path, data)
    return name


def get_blob(layout: Layout, kind: str, name: str) -> bytes:
    """The bytes of a hash. StoreError ``store-corrupt`` when they are gone or are not those."""
    try:
        data = layout.blob(kind, name).read_bytes()
    except OSError as error:
        raise StoreError("store-corrupt", f"缺少 {kind}/{name[:12]}…（{error.strerror}）") from None
    if sha256(data) != name:
        raise StoreError("store-corrupt", f"{kind}/{name[:12]}… 的内容与其摘要不符")
    return data


def drop_blobs(layout: Layout, kind: str, names: Iterable[str]) -> None:
    for name in names:
        layout.blob(kind, name).unlink(missing_ok=True)
