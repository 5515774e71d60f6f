"""Fit the weights of ``relate`` on a family's gold and score them, each member with weights fitted without it.

Gold holds hashes of headings (``tests/relate/gold``); the files lie wherever FOLDER says.

    python benchmarks/relate.py tests/relate/gold/green-low-carbon.json FOLDER [--fit]
"""

from __future__ import annotations

import argparse
import itertools
import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from policygraph.evaluate.hashed import digest
from policygraph.lexicon import default_lexicon
from policygraph.model import Pair, Unit
from policygraph.pipeline import inputs, parse_files, record_of
from policygraph.relate.pairs import Table, Weights, align, likenesses
from policygraph.relate.targets import aims_of, verdicts
from policygraph.relate.units import units_of

GRID: dict[str, Sequence[float]] = {
    "heading": (0.3, 0.45, 0.6), "words": (0.6, 1.0, 1.5), "votes": (0.2, 0.4, 0.7), "both": (0.1, 0.13, 0.16, 0.2),
    "alone": (0.35, 0.4, 0.45, 0.5), "only": (0.12, 0.15, 0.18, 0.2, 0.22), "clause": (0.5, 0.6, 0.7), "margin": (1.1, 1.2, 1.3, 1.5, 1.8),
    "part": (0.08, 0.1, 0.12, 0.15, 0.2), "chapter": (0.7, 0.85), "named": (0.45, 0.6, 0.75, 0.9), "core": (0.1, 0.2, 0.3),
}  # fmt: skip
Gold = Mapping[str, Any]


def key(unit: Unit) -> str:
    return digest(unit.heading)


class Case:
    """One member: its units beside the root's, and what was read of them."""

    def __init__(self, name: str, gold: Gold, upper: Sequence[Unit], lower: Sequence[Unit]) -> None:
        self.name, self.gold, self.upper, self.lower = name, gold, upper, lower
        self.pairs = {(p["upper"]["heading"], p["lower"]["heading"]): p["relation"] for p in gold["pairs"]}
        self.free = {(p["upper"]["heading"], p["lower"]["heading"]) for p in gold["optional"]}
        self._tables: dict[float, Table] = {}

    def table(self, weight: Weights) -> Table:
        if weight["clause"] not in self._tables:
            self._tables[weight["clause"]] = likenesses(self.upper, self.lower, weight)
        return self._tables[weight["clause"]]

    def tally(self, found: Sequence[Pair]) -> Counter[str]:
        """Counts of right, found and wanted, for all pairs, for strict ones, relations and dropped items."""
        got = {(key(p.upper), key(p.lower)): p.relation for p in found}
        got = {pair: relation for pair, relation in got.items() if pair not in self.free}
        strict = {pair for pair, relation in got.items() if relation != "partial"}
        want = {pair for pair, relations in self.pairs.items() if relations[0] != "partial"}
        either = {pair for pair, relations in self.pairs.items() if len(relations) > 1 and "partial" in relations}
        out: Counter[str] = Counter()
        out["all right"], out["all found"], out["all wanted"] = len(got.keys() & self.pairs), len(got), len(self.pairs)
        out["strict right"] = len(strict & (want | either))
        out["strict found"] = len(strict) - len(strict & self.pairs.keys() - want - either)
        out["strict wanted"] = len(want - (either - strict)) + len(strict & either - want)
        out["relation wanted"] = len(got.keys() & self.pairs)
        out["relation right"] = sum(got[pair] in self.pairs[pair] for pair in got.keys() & self.pairs)
        missed = {key(u) for u in self.upper} - {pair[0] for pair in got}
        gone = {p["heading"] for p in self.gold["dropped"]}
        missed -= {p["heading"] for p in self.gold["optional_dropped"]}
        out["dropped right"], out["dropped found"], out["dropped wanted"] = len(missed & gone), len(missed), len(gone)
        return out


def f1(counts: Mapping[str, int], what: str) -> float:
    total = counts[f"{what} found"] + counts[f"{what} wanted"]
    return 2 * counts[f"{what} right"] / total if total else 1.0


def relation(counts: Mapping[str, int]) -> float:
    return counts["relation right"] / max(1, counts["relation wanted"])


def quick(case: Case, weight: Weights) -> Counter[str]:
    """The tally of a table at hand: the relation is told by ``align`` alone, so it is made again from the rules."""
    return case.tally(align(case.upper, case.lower, weight, case.table(weight)))


def goodness(cases: Sequence[Case], weight: Weights) -> float:
    total: Counter[str] = sum((quick(case, weight) for case in cases), Counter())
    return 2 * f1(total, "strict") + f1(total, "all") + 0.5 * relation(total) + 0.5 * f1(total, "dropped")


def fit(cases: Sequence[Case], start: Weights, rounds: int = 3) -> dict[str, float]:
    """Coordinate search over ``GRID``; ties keep the value that stands."""
    best = dict(start)
    top = goodness(cases, best)
    for _, name in itertools.product(range(rounds), GRID):
        for value in GRID[name]:
            tried = best | {name: value}
            got = goodness(cases, tried)
            if got > top + 1e-9:
                best, top = tried, got
    return best


def targets(case: Case, root: Any, member: Any, gold: Sequence[str]) -> tuple[int, int]:
    """Verdicts on the root's targets that are among those read, and how many were read."""
    regions = (root["document"]["region"], member["document"]["region"])
    said = verdicts(member["document"]["id"], aims_of(root), aims_of(member), regions)
    found = {digest(v.upper.name): v.verdict for v in said if v.upper}
    wanted = dict(zip(gold, case.gold["verdicts"], strict=True))
    return sum(found.get(name) in allowed for name, allowed in wanted.items()), len(wanted)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("gold", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--fit", action="store_true")
    given = parser.parse_args()
    gold = json.loads(given.gold.read_text("utf-8"))
    records = {}
    for result in parse_files(inputs(given.folder)):
        if result.linked is not None:
            made = record_of(result.linked)
            records[made["source"]["sha256"][:12]] = made
    root = records[gold["root"]]
    cases = [Case(name, item, units_of(root), units_of(records[name])) for name, item in gold["members"].items()]
    weight = default_lexicon().weights["relate"]
    total: Counter[str] = Counter()
    for case in cases:
        used = fit([other for other in cases if other is not case], weight) if given.fit else weight
        counts = quick(case, used)
        total += counts
        said = [f"{what} {f1(counts, what):.3f}" for what in ("strict", "all", "dropped")]
        print(case.name, *said, f"relation {relation(counts):.3f}")
    said = [f"{what} {f1(total, what):.3f}" for what in ("strict", "all", "dropped")]
    print("together", *said, f"relation {relation(total):.3f}")
    told = [targets(case, root, records[case.name], gold["targets"]) for case in cases]
    if gold["targets"]:
        print("targets", told, f"{sum(a for a, _ in told) / sum(b for _, b in told):.3f}")
    if given.fit:
        print(json.dumps(fit(cases, weight), indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
