"""Commands of the store and the server. Loaded only when one of them, or the list of commands, is asked for."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from policygraph.cli_base import DONE, FILE, REFUSED, reported, safe
from policygraph.issues import PolicygraphError

if TYPE_CHECKING:
    from policygraph.ingest import Outcome
    from policygraph.store import RemoteStore

STORE = click.option("--store", "store", required=True, help="库所在文件夹 / folder of the store")
#: for the commands that also work over a SPARQL server
ANY_STORE = click.option(
    "--store", "store", required=True, help="库所在文件夹，或 SPARQL 服务地址 / folder, or http://… of a SPARQL store"
)
AS_JSON = click.option("--json", "as_json", is_flag=True, help="JSON")


@click.command()
@click.argument("files", nargs=-1, type=FILE)
@ANY_STORE
@click.option("-j", "--jobs", type=int, default=None, help="并行进程数 / worker processes")
@click.option("--executor", default="", help="Dask 调度器地址，如 tcp://host:8786 / Dask scheduler")
@click.option("--refresh", is_flag=True, help="按现行规则和人工决定重新提取 / extract again what other rules made")
@click.option("--rebuild", is_flag=True, help="由保存的原件重建数据库 / rebuild the database from the kept files")
@AS_JSON
@reported
def ingest(
    files: tuple[Path, ...], store: str, jobs: int | None, executor: str, refresh: bool, rebuild: bool, as_json: bool
) -> int:
    """把文件存入库；每份安全落盘后输出一行 ok。 Keep documents: one line ``ok ID NAME`` each, once it is safe."""
    from policygraph.ingest import runner

    if not files and not refresh and not rebuild:
        raise click.UsageError("没有文件 / no files")
    if _is_remote(store):
        from policygraph.ingest import send

        if refresh or rebuild:
            raise click.UsageError(
                "--refresh 和 --rebuild 需要保存的原件，只用于文件夹中的库 / only for a store in a folder"
            )
        return _told(send(store, _expanded(files), runner(executor, jobs)), as_json)
    return _told(_ingest(Path(store), files, runner(executor, jobs), refresh, rebuild), as_json)


def _ingest(folder: Path, files: tuple[Path, ...], run: object, refresh: bool, rebuild: bool) -> Iterable[Outcome]:
    from policygraph import ingest as work
    from policygraph.store import Store, limits

    if rebuild:
        yield from work.rebuild(folder, run)  # type: ignore[arg-type]
    with limits.limit(), Store.open(folder, deep=True) as store:
        for note in store.notes:
            click.echo(f"warning: {safe(folder)}: reconciled: {note}", err=True)
        if refresh:
            yield from work.refresh(store, run)  # type: ignore[arg-type]
        yield from work.ingest_files(store, _expanded(files), run)  # type: ignore[arg-type]


def _expanded(files: tuple[Path, ...]) -> list[Path]:
    """Folders as the documents in them."""
    from policygraph.pipeline import inputs

    return [path for file in files for path in (inputs(file) if file.is_dir() else [file])]


def _told(outcomes: Iterable[Outcome], as_json: bool) -> int:
    """Print each outcome as it comes: ``ok`` on standard output, refusals on standard error."""
    from policygraph.ingest import counts

    seen = []
    for item in outcomes:
        seen.append(item)
        if item.refusal is not None:
            click.echo(f"error: {safe(item.name)}: {item.refusal.code}: {safe(item.refusal.message)}", err=True)
        elif item.row is not None and not as_json:
            click.echo(f"ok {item.row.id} {safe(item.name)}" + (f" [{safe(item.verdict)}]" if item.verdict else ""))
    if as_json:
        click.echo(json.dumps(counts(seen), ensure_ascii=False, indent=1))
    return REFUSED if any(item.refusal is not None for item in seen) else DONE


@click.command()
@click.argument("documents", nargs=-1, required=True)
@ANY_STORE
@reported
def remove(documents: tuple[str, ...], store: str) -> int:
    """从库中移除文件（按文件 id）。 Remove documents by id."""
    from policygraph.store import Store, limits

    if _is_remote(store):
        gone = _asked(store).remove(documents)
    else:
        with limits.limit(), Store.open(_existing(store)) as opened:
            gone = opened.remove(documents)
    for row in gone:
        click.echo(f"removed {row.id} {safe(row.name)}")
    return DONE


@click.command("list")
@ANY_STORE
@AS_JSON
@reported
def list_(store: str, as_json: bool) -> int:
    """列出库中的文件。 List the documents of a store."""
    from policygraph.store import Reader, limits

    if _is_remote(store):
        found = _asked(store).rows
    else:
        with limits.limit(), Reader(_existing(store)) as reader:
            found = reader.rows
    rows = [found[key] for key in sorted(found)]
    if as_json:
        fields = ("id", "name", "title", "source", "record", "quads")
        data = [{**{key: getattr(row, key) for key in fields}, "versions": len(row.versions) + 1} for row in rows]
        click.echo(json.dumps(data, ensure_ascii=False, indent=1))
    else:
        for row in rows:
            click.echo(f"{row.id}  {safe(row.name)}  {safe(row.title)}")
    return DONE


@click.command()
@STORE
@AS_JSON
@reported
def verify(store: str, as_json: bool) -> int:
    """核对库中每份文件、记录和命名图。 Check everything a store holds against its manifest."""
    from policygraph.store import limits
    from policygraph.store import verify as run
    from policygraph.store.care import as_json as render
    from policygraph.store.check import UNFINISHED, is_backup

    folder = _existing(store)
    with limits.limit():
        problems = run(folder)
    if as_json:
        click.echo(render(problems))
    else:
        for item in problems:
            click.echo(f"{item.code}: {safe(item.message)}")
        if not problems:
            click.echo("全部相符 / all well")
        elif all(item.mends for item in problems):
            click.echo("没有丢失任何文件；下次打开时自动修复 / nothing is lost: mended at the next opening")
        elif is_backup(folder):
            click.echo("这份备份不能用于恢复 / this backup cannot be restored")
        else:
            click.echo("请用 policygraph restore 从备份恢复，或用 ingest --rebuild 由原件重建")
    return REFUSED if any(item.code != UNFINISHED for item in problems) else DONE


@click.command()
@click.argument("target", type=FILE)
@STORE
@reported
def backup(target: Path, store: str) -> int:
    """备份到一个新文件夹。 Back a store up to a new folder."""
    from policygraph.store import backup as run
    from policygraph.store import limits

    with limits.limit():
        click.echo(f"{run(_existing(store), target)} 份文件 → {target}")
    return DONE


@click.command()
@click.argument("source", type=FILE)
@STORE
@reported
def restore(source: Path, store: str) -> int:
    """从备份恢复；原有内容改名保留。 Restore from a backup; what was there is kept under another name."""
    from policygraph.store import limits
    from policygraph.store import restore as run

    with limits.limit():
        click.echo(f"{run(source, _folder(store))} 份文件 → {store}")
    return DONE


@click.command()
@ANY_STORE
@click.option(
    "--files", type=FILE, help="原件所在文件夹（SPARQL 服务不存原件） / folder of the files, for a SPARQL store"
)
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址 / address to listen on")
@click.option("--port", type=int, default=8000, show_default=True, help="端口，0 为任选 / port, 0 for any")
@click.option("--host-name", "names", multiple=True, help="另外应答的主机名 / further host names to answer to")
@click.option("--allow-write", is_flag=True, help="允许凭令牌上传、移除和记录决定 / allow writing with a token")
@click.option("--token-file", type=FILE, help="令牌文件；也可用环境变量 POLICYGRAPH_TOKEN / file with the token")
@click.option("--access-log", type=FILE, help="访问日志文件，默认标准错误 / file for the access log")
@reported
def serve(
    store: str,
    files: Path | None,
    host: str,
    port: int,
    names: tuple[str, ...],
    allow_write: bool,
    token_file: Path | None,
    access_log: Path | None,
) -> int:
    """启动网页、SPARQL 与 API 服务。 Serve pages, SPARQL and the API over a store."""
    try:
        from policygraph.serve.run import serve as run
        from policygraph.serve.state import Settings
    except ImportError as error:
        raise PolicygraphError("needs-extra", f"需要 pip install policygraph[serve]（缺少 {error.name}）") from None
    place = _place(store)
    if files is not None and not _is_remote(store):
        raise click.UsageError("--files 只用于 SPARQL 服务：文件夹中的库自存原件 / a store in a folder keeps its files")
    if files is not None and not files.is_dir():
        raise click.UsageError(f"--files：{files} 不是文件夹 / is no folder")
    _warn(store)
    token = _token(token_file) if allow_write else None
    hosts = tuple(dict.fromkeys((*Settings(place).hosts, host, *names)))
    run(Settings(place, hosts, token, access_log, files=files), host, port)
    return DONE


@click.command()
@ANY_STORE
@reported
def mcp(store: str) -> int:
    """MCP 服务（标准输入输出）：供智能体查询的只读工具。 Read-only tools for agents over MCP (stdio)."""
    try:
        from policygraph.serve.agents import serve as run
    except ImportError as error:
        raise PolicygraphError("needs-extra", f"需要 pip install policygraph[mcp]（缺少 {error.name}）") from None
    _warn(store)
    run(_place(store))
    return DONE


def _warn(store: str) -> None:
    """What users of an older store should know."""
    from policygraph.store.edition import told

    for note in () if _is_remote(store) else told(Path(store)):
        click.echo(f"warning: {safe(store)}: edition: {note}", err=True)


def _token(path: Path | None) -> str:
    """The token from the file or the environment, else a new one, told once on standard error."""
    import os
    import secrets

    text = path.read_text("utf-8").strip() if path else os.environ.get("POLICYGRAPH_TOKEN", "").strip()
    if text and len(text) < 16:
        raise PolicygraphError("token", "令牌至少 16 个字符")
    if not text:
        text = secrets.token_urlsafe(24)
        click.echo(f"token: {text}", err=True)
    return text


def _is_remote(store: str) -> bool:
    return "://" in store


def _asked(store: str) -> RemoteStore:
    """A server whose list of documents is wanted."""
    from policygraph.store import RemoteStore

    server = RemoteStore(store)
    server.check_sparql()
    return server


def _place(store: str) -> Path | str:
    """A store that is there, as the server takes it. An address is looked at when the server starts."""
    return store if _is_remote(store) else _existing(store)


def _existing(store: str) -> Path:
    from policygraph.issues import StoreError
    from policygraph.store.files import is_store

    folder = _folder(store)
    if not is_store(folder):
        raise StoreError("store-missing", f"{folder} 中没有库")
    return folder


def _folder(store: str) -> Path:
    """StoreError ``not-a-folder`` for an address: what a server keeps, its own tools check, copy and bring back."""
    from policygraph.issues import StoreError

    if _is_remote(store):
        raise StoreError("not-a-folder", "此命令只用于文件夹中的库；SPARQL 服务请用其自带的核对与备份工具")
    return Path(store)


COMMANDS: tuple[click.Command, ...] = (ingest, remove, list_, verify, backup, restore, serve, mcp)

__all__ = ["COMMANDS", "PolicygraphError"]
