"""``python -m policygraph.evaluate GOLD… [--corpus FOLDER]``: score gold files against the documents they name."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from policygraph.evaluate import Error, Evaluation, Score, evaluate, gains, total
from policygraph.issues import PolicygraphError
from policygraph.pipeline import parse_bytes
from policygraph.record import to_record


def main(arguments: Sequence[str] | None = None) -> int:
    """0 measured, 1 below the baseline under ``--fail-on-loss``, 2 no gold or no corpus."""
    options = _options().parse_args(arguments)
    golds = [path for given in options.gold for path in _gold_files(given)]
    corpus = options.corpus or (Path(os.environ["POLICYGRAPH_CORPUS"]) if "POLICYGRAPH_CORPUS" in os.environ else None)
    if not golds or corpus is None or not all(path.is_file() for path in golds):
        print("error: 需要金标准文件和语料目录（--corpus 或 POLICYGRAPH_CORPUS）", file=sys.stderr)
        return 2
    halves = halves_of(golds[0].parent / "selection.tsv")
    results = {gold: one for gold in golds if (one := _measure(gold, corpus)) is not None}
    before = _load(options.baseline) if options.baseline else {}
    lost = False
    saved: dict[str, object] = {}
    for half, members in _grouped(results, halves).items():
        together = total(members)
        print(f"== {half}: {len(members)} documents")
        for line in report(together, before.get(half, {})):
            print(line)
        lost |= any(change < -1e-9 for change in gains(together.scores, before.get(half, {})).values())
        saved[half] = {"documents": len(members), "scores": counts_of(together.scores)}
    if options.errors:
        _print_errors(results, frozenset(source for source, half in halves.items() if half == "blind"))
    if options.save:
        options.save.write_text(json.dumps(saved, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return 1 if lost and options.fail_on_loss else 0


def _gold_files(given: Path) -> list[Path]:
    return sorted(path for path in given.glob("*.json") if path.name != "baseline.json") if given.is_dir() else [given]


def _source(gold: Path) -> str:
    return str(json.loads(gold.read_text("utf-8")).get("source") or "").removeprefix("corpus/")


def _places(gold: Path, corpus: Path) -> Iterator[Path]:
    """Where a gold file's document may lie: in the corpus asked for, in a folder beside it, or in the project's own."""
    yield corpus / _source(gold)
    yield corpus.parent / _source(gold)
    yield from (folder / "corpus" / _source(gold) for folder in gold.resolve().parents[2:3])


def _grouped(results: dict[Path, Evaluation], halves: dict[str, str]) -> dict[str, list[Evaluation]]:
    """Evaluations by half; documents that are in no list are ``own``."""
    groups: dict[str, list[Evaluation]] = {}
    for gold, result in results.items():
        groups.setdefault(halves.get(_source(gold), "own"), []).append(result)
    return dict(sorted(groups.items()))


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m policygraph.evaluate", description="金标准评测")
    parser.add_argument("gold", nargs="+", type=Path, help="金标准文件或目录")
    parser.add_argument("--corpus", type=Path, help="语料目录（缺省取 POLICYGRAPH_CORPUS）")
    parser.add_argument("--baseline", type=Path, help="与保存的成绩比较")
    parser.add_argument("--save", type=Path, help="保存成绩")
    parser.add_argument("--errors", action="store_true", help="列出错误（盲测文件除外）")
    parser.add_argument("--fail-on-loss", action="store_true", help="低于基线时退出码为 1")
    return parser


def halves_of(selection: Path) -> dict[str, str]:
    """Path of each selected document to its half. Errors of the ``blind`` half are never printed: nobody who writes
    rules may look at them."""
    if not selection.is_file():
        return {}
    rows = [line.split("\t") for line in selection.read_text("utf-8").splitlines()[1:]]
    return {row[-1]: row[3] for row in rows if len(row) > 3}


def _measure(gold: Path, corpus: Path) -> Evaluation | None:
    """A document that is not there is named and left out; a run that fails counts as an empty record."""
    wanted = json.loads(gold.read_text("utf-8"))
    source = next((path for path in _places(gold, corpus) if path.is_file()), None)
    if source is None:
        print(f"{gold.name}: 语料中没有 {_source(gold)}", file=sys.stderr)
        return None
    try:
        record = to_record(parse_bytes(source.read_bytes(), source.name))
    except PolicygraphError as error:
        print(f"{gold.name}: {error.code}: {error.message}", file=sys.stderr)
        record = {}
    return evaluate(wanted, record)


def report(result: Evaluation, before: dict[str, Score] | None = None) -> list[str]:
    """One line a category, then the classes of confidence, then what hashed gold could not find."""
    change = gains(result.scores, before) if before else {}
    lines = []
    for name, score in result.scores.items():
        line = f"{name:24s} P {score.precision:.3f} R {score.recall:.3f} F1 {score.f1:.3f}"
        line += f"  ({score.right} of {score.found} found, {score.gold} gold)"
        lines.append(line + (f"  {change[name]:+.3f}" if name in change else ""))
    for (kind, level), score in sorted((result.confidence or {}).items()):
        lines.append(f"confidence {kind:13s} {level:9s} {score.right} of {score.found} right ({score.precision:.3f})")
    if result.unresolved:
        lines.append(f"unresolved {len(result.unresolved)}: {', '.join(result.unresolved[:10])}")
    return lines


def _print_errors(results: dict[Path, Evaluation], hidden: frozenset[str]) -> None:
    for gold, result in results.items():
        source = _source(gold)
        if source in hidden:
            continue
        print(f"== {source}")
        for error in result.errors:
            print(f"  {error_line(error)}")


def error_line(error: Error) -> str:
    """``category kind text ← where @offset``."""
    at = "" if error.at is None else f" @{error.at}"
    return f"{error.category} {error.kind}: {error.text[:160]} ← {error.where}{at}"


def counts_of(scores: Mapping[str, Score]) -> dict[str, list[int]]:
    """Scores as right, found and gold counts, the form of a baseline."""
    return {name: [score.right, score.found, score.gold] for name, score in scores.items()}


def _load(path: Path) -> dict[str, dict[str, Score]]:
    data = json.loads(path.read_text("utf-8"))
    return {half: {name: Score(*counts) for name, counts in one["scores"].items()} for half, one in data.items()}


if __name__ == "__main__":
    sys.exit(main())
