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
from policygraph.serve.holdings import PLACE, holdings
from policygraph.store import Row

ONE_PAGE = 300  # documents that one page can hold and a browser can open
Pages = dict[str, bytes]


def build(place: Path | str, one_page: int = ONE_PAGE) -> tuple[str, Pages]:
    """(version, path → bytes) of what the store at a folder or an address holds now."""
    from policygraph.views import build_site

    store = holdings(str(place))
    try:
        view = store.current()
        rows = list(view.rows.values())
        if not rows:
            return view.version, {"index.html": _EMPTY.encode()}
        missing = sum(not row.record for row in rows)
        if missing or len(rows) > one_page:
            return view.version, {"index.html": directory(rows, missing)}
        records = [view.record(key) for key in sorted(view.rows)]
        return view.version, dict(build_site(records, version=__version__))
    finally:
        store.close()


def directory(rows: list[Row], missing: int = 0) -> bytes:
    """The front page of a store the workbench cannot show, for its size or for the records that are ``missing``: its
    documents, and the ways in."""
    shown = sorted(rows, key=lambda row: -row.number)[:1000]
    items = "".join(f"<li><a href='/id/{row.id}'>{escape(row.title or row.name)}</a></li>\n" for row in shown)
    why = f"{missing} 份文件只有图谱而没有记录，工作台无法显示" if missing else "文件较多"
    return (
        "<!doctype html>\n<html lang='zh-CN'><meta charset='utf-8'><title>政策图谱</title>"
        f"<h1>政策图谱：{len(rows)} 份文件</h1><p>{why}，请用 <a href='/query'>SPARQL</a> 或 <a href='/api'>API</a> 查询。"
        f"最近存入的 {len(shown)} 份：</p><ol>\n{items}</ol>\n"
    ).encode("utf-8", "replace")


_EMPTY = (
    '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>政策图谱</title>'
    "<p>库中还没有文件。请先运行 policygraph ingest。<p><a href='/query'>SPARQL</a>"
)


class Site:
    """The pages as they were last built. While newer ones are in the making, the old ones are shown."""

    def __init__(self, place: str) -> None:
        self._place = place
        self._built: tuple[str, Pages] = ("", {})
        self._asked = ""
        self._making: asyncio.Task[None] | None = None
        self._trouble: PolicygraphError | None = None

    async def pages(self, version: str) -> Pages:
        self.prepare(version)
        if not self._built[1] and self._making is not None:
            await asyncio.shield(self._making)
        if not self._built[1] and self._trouble is not None:
            raise self._trouble
        return self._built[1]

    def prepare(self, version: str) -> None:
        """Begin to build the pages of this version, unless they are there or in the making, or newer ones are."""
        if version not in (self._asked, self._built[0]) and self._making is None:
            self._asked = version
            self._making = asyncio.ensure_future(self._make())

    async def _make(self) -> None:
        try:
            self._built, self._trouble = await _in_a_process(self._place), None
        except PolicygraphError as error:
            self._asked, self._trouble = "", error
        finally:
            self._making = None

    def close(self) -> None:
        if self._making is not None:
            self._making.cancel()


async def _in_a_process(place: str) -> tuple[str, Pages]:
    root = str(Path(__file__).resolve().parents[2])
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([root, *(path for path in sys.path if path)]), PLACE: place}
    code = "from policygraph.serve.site import main; main()"
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", code, stdout=PIPE, env=env)
    try:
        data, _ = await process.communicate()
    except asyncio.CancelledError:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        raise
    if process.returncode != 0:
        raise PolicygraphError("workbench", "页面无法生成，见服务器日志")
    built: tuple[str, Pages] | PolicygraphError = pickle.loads(data)  # our own process wrote it
    if isinstance(built, PolicygraphError):
        raise built
    return built


def main() -> None:
    """The child's side: the pages, or why there are none, on standard output; at low priority."""
    with contextlib.suppress(OSError, AttributeError):
        os.nice(10)
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints goes to the log
    try:
        answer: tuple[str, Pages] | PolicygraphError = build(os.environ[PLACE])
    except PolicygraphError as error:
        answer = error
    out.write(pickle.dumps(answer))
    out.close()
