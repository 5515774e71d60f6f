"""Commands over several documents: two side by side, and a family from the nation to a district. Imports are lazy."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from policygraph.cli_base import DONE, FILE, reported, safe

if TYPE_CHECKING:
    from policygraph.model import Cascade

FORM: tuple[Any, ...] = (
    click.option("--json", "form", flag_value="json", help="输出 JSON / JSON"),
    click.option("--html", "form", flag_value="html", help="输出网页 / a page"),
    click.option("--xlsx", "form", flag_value="xlsx", help="输出 Excel / a workbook"),
    click.option(
        "-o", "--output", type=FILE, default=None, help="写入文件，缺省为标准输出 / file instead of standard output"
    ),
    click.option("--store", default="", help="库所在文件夹 / folder of a store"),
)


def _formed(command: Any) -> Any:
    made = command
    for option in reversed(FORM):
        made = option(made)
    return made


@click.command()
@click.argument("left")
@click.argument("right")
@_formed
@reported
def compare(left: str, right: str, form: str | None, output: Path | None, store: str) -> int:
    """对比两份文件（两个版本或两个地方）。 Compare two documents, files or ids of a store.

    任务、责任单位、角色、时限、目标的增、减、升、降，均附两处原文。
    """
    from policygraph.relate.cascade import side_by_side

    one, two = _stored(store, (left, right)) if store else [_record(Path(name)) for name in (left, right)]
    _give(side_by_side(one, two), form, output)
    return DONE


@click.command()
@click.argument("corpus", type=FILE, required=False)
@click.option("--family", default="", help="文件族或其中一份文件的 id / id of the family or of a document in it")
@_formed
@reported
def cascade(corpus: Path | None, family: str, form: str | None, output: Path | None, store: str) -> int:
    """上级文件的任务与目标逐级落实到哪里。 What members of a family make of their root's items and targets.

    CORPUS 为文件夹；用 --store 时从库中取。不指定 --family 时取最大的一族。
    """
    from policygraph.relate.cascade import cascade as run

    if (corpus is None) == (not store):
        raise click.UsageError("请给出文件夹，或 --store / a folder, or --store")
    records = _stored(store, ()) if store else _records(corpus or Path())
    _give(run(records, family), form, output)
    return DONE


def _record(path: Path) -> dict[str, Any]:
    from policygraph.pipeline import finish, parse_one

    return finish(parse_one(path)).record


def _records(corpus: Path) -> list[dict[str, Any]]:
    """The records of a folder; a file that cannot be read is told and left out. Of one document the last file wins."""
    from policygraph.pipeline import inputs, parse_files
    from policygraph.record import to_record

    if not corpus.is_dir():
        raise click.BadParameter(f"{corpus} 不是文件夹 / no folder", param_hint="CORPUS")
    found: dict[str, dict[str, Any]] = {}
    for result in parse_files(inputs(corpus)):
        if result.refusal is not None:
            click.echo(
                f"error: {safe(result.refusal.name)}: {result.refusal.code}: {safe(result.refusal.message)}", err=True
            )
        elif result.linked is not None:
            record = to_record(result.linked)
            found[record["document"]["id"]] = record
    return list(found.values())


def _stored(store: str, wanted: tuple[str, ...]) -> list[dict[str, Any]]:
    """Records of a store: those asked for, else all of them in order of their ids."""
    from policygraph.cli_store import _existing
    from policygraph.store import Reader, limits

    with limits.limit(), Reader(_existing(store)) as reader:
        return [reader.record(key) for key in (wanted or sorted(reader.rows))]


def _give(found: Cascade, form: str | None, output: Path | None) -> None:
    from policygraph.relate.told import told

    data = _rendered(told(found), form) if form else _summary(found).encode("utf-8")
    if output is None:
        click.echo(data, nl=False)
        return
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_bytes(data)
    click.echo(str(output), err=True)


def _rendered(said: dict[str, Any], form: str) -> bytes:
    if form == "html":
        from policygraph.views.cascade import cascade_page

        return cascade_page(said)
    if form == "xlsx":
        from policygraph.export.relations import relations_workbook

        return relations_workbook(said)
    return (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "surrogatepass")


def _summary(found: Cascade) -> str:
    """A line a member: how many of the root's items it has, what it drops and adds, how its targets stand."""
    root, *rest = found.documents
    lines = [f"{found.family}  {safe(found.topic)}  {safe(root.title)}：{len(found.units)} 项任务"]
    for item in rest:
        gone = [drop for drop in found.dropped if drop.document == item.id]
        added = sum(unit.document == item.id for unit in found.new)
        stands = Counter(row.verdict for row in found.targets if row.document == item.id)
        said = "，".join(f"{name} {count}" for name, count in sorted(stands.items()))
        lines.append(
            f"{item.id}  {safe(item.region or item.title)}  承接 {len(found.units) - len(gone)}，缺 {len(gone)}，新增 {added}；{said}"
        )
    return "\n".join(lines) + "\n"


COMMANDS: tuple[click.Command, ...] = (compare, cascade)
