"""The world's edge: opens a user's files, prints, and turns every refusal into one line and an exit code.

Exit codes: 0 done; 1 done with refusals, or a check found what it was told to fail on; 2 usage; 3 the one input
cannot be read or has no readable text; 4 store or environment. With 2 to 4 nothing is written to standard output.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, NoReturn

import click

from policygraph import __version__
from policygraph.cli_base import DONE, ENVIRONMENT, FILE, REFUSED, USAGE, given, reported, safe


def main() -> NoReturn:
    """Entry point: UTF-8 on every stream (a GBK console would fail on 〔 and 𠮷), no traceback for a broken pipe."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    try:
        code = cli.main(standalone_mode=False, prog_name="policygraph")
    except click.ClickException as error:
        error.show()
        code = USAGE
    except (click.Abort, KeyboardInterrupt):
        click.echo("error: interrupted: 已中断", err=True)
        code = 130
    except BrokenPipeError:
        sys.stderr.close()
        code = DONE
    except (OSError, MemoryError) as error:
        click.echo(f"error: {safe(getattr(error, 'filename', None) or '')}: environment: {_reason(error)}", err=True)
        code = ENVIRONMENT
    sys.exit(code if isinstance(code, int) else DONE)


def _reason(error: OSError | MemoryError) -> str:
    return "内存不足" if isinstance(error, MemoryError) else (error.strerror or str(error))


class _Commands(click.Group):
    """The commands of this module, and those of the store, the server and the office, loaded when asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *self._more()})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return super().get_command(ctx, cmd_name) or self._more().get(cmd_name)

    @staticmethod
    def _more() -> dict[str, click.Command]:
        from policygraph import cli_office, cli_relate, cli_store

        more = (*cli_store.COMMANDS, *cli_office.COMMANDS, *cli_relate.COMMANDS)
        return {command.name or "": command for command in more}


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, "-V", "--version", message="policygraph %(version)s")
def cli() -> None:
    """政策文件 → 可核对的图谱。 Chinese policy documents as a graph one can trust.

    \b
    policygraph parse 文件              一份文件的全部事实（JSON） / one document's facts as JSON
    policygraph build corpus -o outputs 整批处理，生成网页与台账 / pages, ledgers and graph of a folder
    policygraph completion bash         命令补全脚本 / shell completion script
    """


@cli.command()
@click.argument("file", type=FILE)
@click.option("--indent", default=1, show_default=True, help="JSON 缩进，0 为单行 / indentation, 0 for one line")
@reported
def parse(file: Path, indent: int) -> int:
    """输出一份文件的记录（JSON），- 为标准输入。 Print the record of one document, - for standard input."""
    from policygraph.jobs import isolated_record

    with given(file) as path:
        click.echo(isolated_record(path, indent), nl=False)
    return DONE


MANY = 300  # documents: the page of more is slow to open, and building it takes memory (4 MB a document)


@cli.command()
@click.argument("corpus", type=FILE, default=Path("corpus"))
@click.option("-o", "--outputs", type=FILE, default=Path("outputs"), show_default=True, help="输出目录 / output folder")
@click.option("-j", "--jobs", type=int, default=None, help="并行进程数 / worker processes")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 报告结果 / report as JSON")
@reported
def build(corpus: Path, outputs: Path, jobs: int | None, as_json: bool) -> int:
    """读取一个文件夹，生成网页、台账与图谱。 Read a folder; write pages, ledgers and graph."""
    from policygraph.pipeline import build as run
    from policygraph.pipeline import inputs

    if not corpus.exists():
        raise click.BadParameter(f"{corpus} 不存在 / does not exist", param_hint="CORPUS")
    many = len(inputs(corpus, outputs))
    if many > MANY:
        click.echo(
            f"warning: {safe(corpus.name)}: many-files: {many} 份文件都要放进一个网页，约需 {many * 4 // 1000 + 1} GB 内存；"
            "建议改用 policygraph ingest 存入库，再用 policygraph serve 打开",
            err=True,
        )
    done = run(corpus, outputs, jobs, None if as_json else _progress)
    for item in done.refusals:
        click.echo(f"error: {safe(item.name)}: {item.code}: {safe(item.message)}", err=True)
    for name in done.duplicates:
        click.echo(
            f"warning: {safe(name)}: duplicate-document: 与另一文件为同一文件，采用内容较全的一份，同样全时采用后者",
            err=True,
        )
    for decision in done.orphans:
        code, said = ("idle-withdrawal", "没有可撤回的决定") if decision.withdraws else ("orphaned", "已找不到对应事实")
        click.echo(f"warning: decisions.json: {code}: {safe(decision.about or decision.target)} {said}", err=True)
    if as_json:
        click.echo((outputs / "report.json").read_text("utf-8"), nl=False)
    else:
        for name, said in done.verdicts:
            click.echo(f"{safe(name)}: {safe(said)}")
        click.echo(f"{done.documents} 份文件，{done.facts} 条事实，{done.findings} 条核查，{done.files} 个文件。")
        click.echo(f"请用浏览器打开 / open in a browser: {outputs / 'index.html'}")
    return REFUSED if done.refusals else DONE


def _progress(index: int, total: int, name: str) -> None:
    """One line that is written over on a terminal, nothing elsewhere for short work."""
    if sys.stderr.isatty():
        end = "\n" if index == total else ""
        click.echo(f"\r\x1b[K[{index}/{total}] {safe(name)[:60]}", err=True, nl=False)
        click.echo(end, err=True, nl=False)
    elif total > 20 and (index % 50 == 0 or index == total):
        click.echo(f"[{index}/{total}]", err=True)


@cli.command()
@click.argument("query", default="")
@click.option(
    "-p", "--param", "given", multiple=True, help="内置查询的参数，如 year=2025 / parameter of a stored query"
)
@click.option("--list", "listed", is_flag=True, help="列出内置查询及其参数 / the stored queries and their parameters")
@click.option(
    "--corpus",
    type=FILE,
    default=Path("outputs/graph.nq"),
    show_default=True,
    help="图谱文件、文件夹或单份文件 / graph file, folder or document",
)
@click.option(
    "--store", default="", help="库所在文件夹，或 SPARQL 服务地址 / folder of a store, or http://… of a SPARQL store"
)
@click.option(
    "--format", "form", type=click.Choice(["table", "csv", "json", "xml"]), default="table", show_default=True
)
@reported
def query(query: str, given: tuple[str, ...], listed: bool, corpus: Path, store: str, form: str) -> int:
    """对图谱提问：QUERY 为 .rq 文件、内置查询名或 SPARQL。 Ask the graph in SPARQL."""
    from policygraph.graph import check, questions

    if listed:
        for item in questions.questions():
            click.echo(f"{item.name}  {item.header['title-zh']} / {item.header['title-en']}")
            for name, said in item.parameters.items():
                click.echo(f"    -p {name}=…  {said}")
        return DONE
    text = questions.asked(query, dict(_pair(one) for one in given))
    if "://" in store:
        from policygraph.store import RemoteStore

        server = RemoteStore(store)
        server.check_sparql()
        answer = check.render(server.answer(text), form)
    else:
        answer = _asked(Path(store) if store else corpus, text, form)
    click.echo(answer, nl=False)
    return DONE


def _pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign:
        raise click.BadParameter(f"{text}：应写作 名称=值 / write NAME=VALUE", param_hint="-p")
    return name, value


def _asked(corpus: Path, text: str, form: str) -> str:
    """The answer of a file, a folder or a store. A store's engine may be the end of its process: a child of ours."""
    from policygraph.graph import check
    from policygraph.store.files import is_store
    from policygraph.store.limits import limited

    def ask() -> str:
        return check.render(check.query(_quads(corpus), text), form)

    return limited(ask) if is_store(corpus) else ask()


@cli.command()
@click.argument("corpus", type=FILE, default=Path("outputs/graph.nq"))
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "info", "never"]),
    default="error",
    show_default=True,
    help="达到该级别即以 1 退出 / exit 1 from this severity on",
)
@click.option("--all", "every", is_flag=True, help="也列出多半不准的核查 / findings that are mostly wrong too")
@click.option("--json", "as_json", is_flag=True, help="JSON")
@reported
def check(corpus: Path, fail_on: str, every: bool, as_json: bool) -> int:
    """图谱合规（SHACL）与政策缺口。 SHACL report and findings."""
    from policygraph.graph import check as gate
    from policygraph.graph.questions import finding_queries

    quads = _quads(corpus)
    report = gate.validate(quads)
    found = gate.findings(quads, finding_queries() if every else None)
    if as_json:
        rows = [
            {"code": item.code, "severity": item.severity, "message": item.message, "facts": list(item.facts)}
            for item in found
        ]
        click.echo(
            json.dumps(
                {"conforms": report.conforms, "violations": list(report.violations), "findings": rows},
                ensure_ascii=False,
                indent=1,
            )
        )
    else:
        click.echo("SHACL：" + ("全部符合 / conforms" if report.conforms else f"{len(report.violations)} 处不符"))
        for line in report.violations:
            click.echo(f"  {line}")
        for item in found:
            click.echo(f"{item.severity}[{item.code}] {item.message}")
    ranks = {"error": 0, "warning": 1, "info": 2, "never": -1}
    failing = any(ranks[item.severity] <= ranks[fail_on] for item in found)
    return REFUSED if failing or not report.conforms else DONE


@cli.command()
@click.argument("file", type=FILE)
@click.argument("section", required=False)
@click.option("--silent", is_flag=True, help="只列有数字或单位而未得事实的句子 / only sentences that gave nothing")
@click.option("--json", "as_json", is_flag=True, help="JSON")
@reported
def explain(file: Path, section: str | None, silent: bool, as_json: bool) -> int:
    """逐句说明哪条规则作答。 Sentence by sentence, which rule answered, and why not.

    SECTION 为章节路径，如 三/（一）/1。
    """
    from dataclasses import asdict

    from policygraph.explain import explain as run
    from policygraph.explain import unanswered
    from policygraph.pipeline import parse_one

    linked = parse_one(file)
    rows = [row for row in run(linked, section) if row.silent or not silent]
    if as_json:
        click.echo(json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=1))
        return DONE
    for line in unanswered(linked) if section is None else ():
        click.echo(safe(line))
    for row in rows:
        click.echo(f"{row.path or '—'}  {row.text}")
        for answer in row.answers:
            click.echo(f"    {answer.kind:<14} {answer.rule:<28} {answer.text} {answer.note}".rstrip())
        if row.silent:
            click.echo("    （没有规则作答 / no rule answered）")
    return DONE


@cli.command()
@click.argument("file", type=FILE)
@click.option(
    "--format",
    "form",
    type=click.Choice(["xlsx", "docx", "csv", "nq", "trig", "ttl", "jsonld", "graphml", "gexf"]),
    default=None,
)
@click.option("--profile", default="", help="换一种词汇写图谱，如 oa；输出 N-Triples / the graph in another vocabulary")
@click.option(
    "-o", "--output", type=FILE, required=True, help="输出文件；csv 为文件夹 / output file (a folder for csv)"
)
@reported
def export(file: Path, form: str | None, profile: str, output: Path) -> int:
    """把一份文件导出为台账、Word、CSV 或图谱。 Export one document."""
    from policygraph.pipeline import export_document

    if (form is None) != bool(profile):
        raise click.UsageError("--format 与 --profile 必选其一 / one of --format and --profile")
    if form is None:
        from policygraph.graph.check import profiled

        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_bytes(profiled(_quads(file), profile).encode())
        click.echo(str(output), err=True)
        return DONE
    for name, data in export_document(file, form):
        target = output / name if form == "csv" else output
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        click.echo(str(target), err=True)
    return DONE


@cli.command()
@click.argument("files", type=FILE, nargs=-1, required=True)
@click.option("--least", default=2, show_default=True, help="至少出现次数 / seen at least so often")
@reported
def propose(files: tuple[Path, ...], least: int) -> int:
    """提出供人工审定的词语与对应关系（用 jieba）。 Propose words and annex links for review."""
    from policygraph.lexicon import default_lexicon
    from policygraph.pipeline import inputs, parse_files
    from policygraph.propose import propose_alignments, propose_words

    paths = [path for given in files for path in inputs(given)]
    linked = [result.linked for result in parse_files(paths) if result.linked is not None]
    for item in propose_words(linked, default_lexicon()):
        if item.count >= least:
            click.echo(f"{item.table}\t{item.word}\t{item.count}\t{item.example}")
    for one in (offer for document in linked for offer in propose_alignments(document)):
        click.echo(f"annex_of\t{one.task.id}\t{one.task.text}\t{one.sentence.text}\t{'、'.join(one.shared)}")
    return DONE


@cli.command(context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def evaluate(arguments: tuple[str, ...]) -> int:
    """与人工标注对分。 Score against gold: GOLD… [--corpus DIR] [--baseline FILE] [--errors] [--fail-on-loss]"""
    from policygraph.evaluate.__main__ import main as run

    return run(arguments)


@cli.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> int:
    """输出命令补全脚本。 Print a shell completion script."""
    from click.shell_completion import get_completion_class

    found = get_completion_class(shell)
    assert found is not None  # click ships the three that the choice allows
    click.echo(found(cli, {}, "policygraph", "_POLICYGRAPH_COMPLETE").source())
    return DONE


def _quads(corpus: Path) -> Any:
    """The graph to ask: a store, a built N-Quads file, or the statements of a document or folder parsed now."""
    from policygraph.store.files import is_store

    if is_store(corpus):
        from policygraph.store import Reader

        reader = Reader(corpus)
        for note in reader.notes:
            click.echo(f"warning: {safe(corpus)}: edition: {note}", err=True)
        return reader.engine.store  # the process ends with the answer, and with it the lease
    if corpus.suffix == ".nq":
        if not corpus.is_file():
            raise click.BadParameter(f"{corpus} 不存在，请先运行 policygraph build / run build first")
        return corpus.read_text("utf-8")
    from policygraph.pipeline import statements_under

    return statements_under(corpus)
