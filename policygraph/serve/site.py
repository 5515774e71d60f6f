"""The pages of the workbench over a whole store, built in a process of their own: half a minute for some hundred
documents, in which the server must go on answering."""

from __future__ import annotations

import asyncio
import contextlib
import os
import pickle
import sys
from asyncio.subprocess import PIPE
from html import escape
from pathlib import Path

from policygraph import __version__
from policygraph.issues import PolicygraphError
from policygraph.store import Reader, Row

ONE_PAGE = 300  # documents that one page can hold and a browser can open
Pages = dict[str, bytes]


def build(folder: Path, one_page: int = ONE_PAGE) -> tuple[int, Pages]:
    """(generation, path → bytes) of the newest generation."""
    from policygraph.views import build_site

    with Reader(folder) as reader:
        if not reader.rows:
            return reader.generation, {"index.html": _EMPTY.encode()}
        if len(reader.rows) > one_page:
            return reader.generation, {"index.html": directory(list(reader.rows.values()))}
        records = [reader.record(key) for key in sorted(reader.rows)]
        return reader.generation, dict(build_site(records, version=__version__))


def directory(rows: list[Row]) -> bytes:
    """The front page of a store too large for the workbench: its documents, and the ways in."""
    shown = sorted(rows, key=lambda row: -row.number)[:1000]
    items = "".join(f"<li><a href='/id/{row.id}'>{escape(row.title or row.name)}</a></li>\n" for row in shown)
    return (
        "<!doctype html>\n<html lang='zh-CN'><meta charset='utf-8'><title>政策图谱</title>"
        f"<h1>政策图谱：{len(rows)} 份文件</h1><p>文件较多，请用 <a href='/query'>SPARQL</a> 或 <a href='/api'>API</a> 查询。"
        f"最近存入的 {len(shown)} 份：</p><ol>\n{items}</ol>\n"
    ).encode("utf-8", "replace")


_EMPTY = (
    '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>政策图谱</title>'
    "<p>库中还没有文件。请先运行 policygraph ingest。<p><a href='/query'>SPARQL</a>"
)


class Site:
    """The pages as they were last built. While newer ones are in the making, the old ones are shown."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._built: tuple[int, Pages] = (-1, {})
        self._making: asyncio.Task[None] | None = None

    async def pages(self, generation: int) -> Pages:
        self.prepare(generation)
        if not self._built[1] and self._making is not None:
            await asyncio.shield(self._making)
        return self._built[1]

    def prepare(self, generation: int) -> None:
        """Begin to build the pages of this generation, unless they are there or in the making."""
        if self._built[0] < generation and self._making is None:
            self._making = asyncio.ensure_future(self._make())

    async def _make(self) -> None:
        try:
            self._built = await _in_a_process(self._folder)
        finally:
            self._making = None

    def close(self) -> None:
        if self._making is not None:
            self._making.cancel()


async def _in_a_process(folder: Path) -> tuple[int, Pages]:
    root = str(Path(__file__).resolve().parents[2])
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([root, *(path for path in sys.path if path)])}
    code = f"from policygraph.serve.site import main; main({str(folder)!r})"
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", code, stdout=PIPE, env=env)
    try:
        data, _ = await process.communicate()
    except asyncio.CancelledError:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        raise
    if process.returncode != 0:
        raise PolicygraphError("workbench", "页面无法生成，见服务器日志")
    built: tuple[int, Pages] = pickle.loads(data)  # our own process wrote it
    return built


def main(folder: str) -> None:
    """The child's side: the pages on standard output, at low priority."""
    with contextlib.suppress(OSError, AttributeError):
        os.nice(10)
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints goes to the log
    out.write(pickle.dumps(build(Path(folder))))
    out.close()
