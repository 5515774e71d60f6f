"""Fit the weights of ``stance`` on gold and judged figures, and say how often those of a document left out are told rightly.

Every figure that no cue takes is an example: a target where gold has an indicator of the same value and unit whose quote
holds it, none elsewhere in an annotated document; a judged indicator counts by its verdict. The fit is gradient ascent
on the likelihood with a pull to the weights that stand.

    python benchmarks/fit_stance.py tests/gold corpus [--judged facts.tsv] [--write]
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from changes import document

from policygraph.evaluate import resolve_gold
from policygraph.extract import figures
from policygraph.extract.indicators import indicators
from policygraph.identity import Minter
from policygraph.lexicon import default_lexicon, ontology_dir
from policygraph.marks import stance
from policygraph.model import PolicyDocument
from policygraph.outline import outline
from policygraph.text import squash

PULL, STEP, EPOCHS = 0.02, 0.3, 200


@dataclass(frozen=True, slots=True)
class Example:
    """One weighed figure: its document, the names of its features, and whether it is a target."""

    document: str
    names: tuple[str, ...]
    target: bool


def weighed(policy: PolicyDocument) -> Iterator[tuple[figures.Candidate, tuple[str, ...]]]:
    """The figures of a document that no cue takes, with their features."""
    lexicon, kept = default_lexicon(), []
    judged = figures.Candidate.judged

    def listen(self: figures.Candidate, reader: figures.Reader) -> stance.Ruling | None:
        has = self.flags(reader)
        if stance.cue(self.line, has, lexicon, "figure") is None:
            kept.append((self, tuple(name for name, _ in stance.features(has, lexicon))))
        return judged(self, reader)

    figures.Candidate.judged = listen  # type: ignore[method-assign]
    try:
        indicators(policy, lexicon, Minter("d"))
    finally:
        figures.Candidate.judged = judged  # type: ignore[method-assign]
    yield from kept


def gold_examples(gold: Path, corpus: Path) -> Iterator[Example]:
    """The weighed figures of every annotated document that can be found."""
    for path in sorted(gold.glob("*.json")):
        if path.stem.endswith("-table"):  # only its tables are annotated
            continue
        data = json.loads(path.read_text("utf-8"))
        source = str(data.get("source") or "").removeprefix("corpus/") if isinstance(data, dict) else ""
        places = [folder / source for folder in (corpus, gold.parents[1] / "corpus") if (folder / source).is_file()]
        found = document(places[0]) if source and places else None
        if found is None or not data.get("indicators"):
            continue
        plain, _ = resolve_gold(data, found.text)
        wanted = [(item.get("value"), item.get("unit")) for item in plain["indicators"]]
        for candidate, names in weighed(outline(found, default_lexicon())):
            number = candidate.quantity
            yield Example(path.name, names, (number.value, number.unit) in wanted)


def judged_examples(judged: Path) -> Iterator[Example]:
    """Sampled indicators that were judged by reading."""
    with judged.open(encoding="utf-8", newline="") as handle:
        rows = [row for row in csv.DictReader(handle, delimiter="\t") if row["kind"] == "indicator"]
    for row in rows:
        path = judged.parents[1] / row["file"]
        found = document(path) if path.is_file() else None
        if found is None:
            continue
        value, quote = json.loads(row["record"])["value"], squash(row["quote"])
        for candidate, names in weighed(outline(found, default_lexicon())):
            if candidate.quantity.value == value and squash(candidate.front)[-6:] in quote:
                yield Example(row["file"], names, not row["verdict"].startswith("wrong"))
                break


def fit(examples: Sequence[Example], start: Mapping[str, float]) -> dict[str, float]:
    """Weights of a logistic regression that is pulled to ``start``."""
    weights = dict(start)
    for _ in range(EPOCHS):
        slope: dict[str, float] = defaultdict(float)
        for item in examples:
            off = item.target - 1 / (1 + math.exp(-sum(weights[name] for name in item.names)))
            for name in item.names:
                slope[name] += off
        for name in weights:
            weights[name] += STEP * (slope[name] / max(1, len(examples)) ** 0.5 - PULL * (weights[name] - start[name]))
    return weights


def right(examples: Sequence[Example], weights: Mapping[str, float]) -> int:
    return sum((sum(weights[name] for name in item.names) > 0) == item.target for item in examples)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("gold", type=Path)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--judged", type=Path)
    parser.add_argument("--write", action="store_true")
    known = parser.parse_args()
    start = default_lexicon().weights["stance"]
    examples = [*gold_examples(known.gold, known.corpus), *(judged_examples(known.judged) if known.judged else ())]
    by_document: dict[str, list[Example]] = defaultdict(list)
    for item in examples:
        by_document[item.document].append(item)
    left_out = sum(
        right(own, fit([item for item in examples if item.document != name], start))
        for name, own in by_document.items()
    )
    fitted = fit(examples, start)
    targets = sum(item.target for item in examples)
    print(f"{len(examples)} figures of {len(by_document)} documents, {targets} targets")
    print(f"as they stand {right(examples, start)}, fitted {right(examples, fitted)}, left out {left_out}")
    for name, weight in fitted.items():
        print(f"{name:32} {start[name]:6.2f} -> {weight:6.2f}  in {sum(name in item.names for item in examples)}")
    if known.write:
        write(fitted)


def write(fitted: Mapping[str, float]) -> None:
    path = ontology_dir() / "weights.toml"
    head, table = path.read_text("utf-8").split("[stance]\n")
    for name, weight in fitted.items():
        key = re.escape(name if name.isalnum() else f'"{name}"')
        table = re.sub(
            rf"(?m)^{key} = [-\d.]+", lambda hit, w=weight: f"{hit[0].rpartition(' = ')[0]} = {w:.2f}", table
        )
    path.write_text(f"{head}[stance]\n{table}", "utf-8")


if __name__ == "__main__":
    main()
