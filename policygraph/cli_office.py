"""The command of the office: an edited ledger read back as decisions. Imports are lazy, as in ``cli``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from policygraph.decide import Decision


@click.command("decisions")
@click.argument("ledger", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--corpus",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=Path("corpus"),
    show_default=True,
    help="存放文件的文件夹 / the folder with the documents",
)
@click.option("--author", default="", help="填报人 / who decided")
@click.option("--date", "day", default="", help="日期，如 2026-03-01 / date of the decisions")
@click.option("-n", "--dry-run", is_flag=True, help="只显示，不写入 / show only")
def decisions(ledger: Path, corpus: Path, author: str, day: str, dry_run: bool) -> int:
    """把改过的台账读成人工决定，写入 corpus/decisions.json。 Read an edited ledger back as decisions.

    已有的决定保留在文件里；同一事实同一项以台账为准，改回原文所写的即撤回原来的决定。再运行 policygraph build 即在页面与台账中生效。
    """
    from policygraph.decide import SCHEMA, dump_decisions, load_decisions, parse_decisions
    from policygraph.export import ledger_changes
    from policygraph.pipeline import DECISIONS

    target = corpus / DECISIONS
    before = load_decisions(target)
    try:
        found = ledger_changes(ledger.read_bytes(), *records_under(corpus, before))
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="LEDGER") from None
    rows = [{**item, "author": author, "date": day} for item in found.decisions]
    new = parse_decisions(json.dumps({"schema": SCHEMA, "decisions": rows}))
    for item in new:
        click.echo("　".join(filter(None, (item.action, item.field, item.value, item.note, item.about))))
    for key in found.unknown:
        click.echo(f"warning: {ledger.name}: unknown-row: 编号 {key} 已找不到对应任务，未读取", err=True)
    if new and not dry_run:
        target.write_text(dump_decisions((*before, *dict.fromkeys(new))), "utf-8", newline="\n")
    click.echo(f"{len(new)} 条决定" + ("" if dry_run or not new else f"，已写入 {target}；请再运行 policygraph build"))
    return 1 if found.unknown else 0


def records_under(corpus: Path, decided: tuple[Decision, ...]) -> tuple[list[Any], list[Any]]:
    """The records of a folder as the last build made them, and as they are where nobody decided anything."""
    from policygraph.pipeline import finish, inputs, parse_files

    read = [item.linked for item in parse_files(inputs(corpus)) if item.linked is not None]
    plain = [finish(linked).record for linked in read]
    return ([finish(linked, decided).record for linked in read] if decided else plain), plain


COMMANDS = (decisions,)
