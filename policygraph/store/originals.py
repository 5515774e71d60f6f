"""The files documents were read from, found by the hash a row names: for stores that keep statements only."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from threading import Lock

from policygraph.issues import StoreError
from policygraph.store.files import Layout, get_blob, put_blob, sha256

_Stamp = tuple[int, int]


class Originals:
    """A folder: what is put there goes under its hash, as in a store; what lies there otherwise, such as the folder
    that was ingested, is found too."""

    def __init__(self, folder: Path) -> None:
        self._layout = Layout(folder)
        self._seen: dict[Path, tuple[_Stamp, str]] = {}
        self._turn = Lock()

    def get(self, source: str) -> bytes:
        """The bytes of a hash. StoreError ``no-source`` where no file has them."""
        if self._layout.blob("sources", source).is_file():
            return get_blob(self._layout, "sources", source)
        with self._turn:
            for path, name in self._files():
                if name == source and sha256(data := path.read_bytes()) == source:
                    return data
        raise StoreError("no-source", "指定的原件文件夹中没有这份文件的原件")

    def keep(self, data: bytes) -> None:
        try:
            put_blob(self._layout, "sources", data)
        except OSError as error:
            raise StoreError("store-unwritable", f"{self._layout.root}：{error.strerror or error}") from None

    def _files(self) -> Iterator[tuple[Path, str]]:
        """Every file with its hash; read again only where its size or time has changed."""
        for folder, _, names in os.walk(self._layout.root):
            for path in sorted(Path(folder, name) for name in names):
                try:
                    stat = path.stat()
                    stamp = (stat.st_size, stat.st_mtime_ns)
                    if self._seen.get(path, (None,))[0] != stamp:
                        self._seen[path] = (stamp, sha256(path.read_bytes()))
                except OSError:
                    continue
                yield path, self._seen[path][1]
