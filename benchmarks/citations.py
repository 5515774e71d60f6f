"""Draw citations to be read: those resolved, and those left open although a title of the folders is near.

python benchmarks/citations.py FOLDER… [--seed 16] [--many 100]
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from policygraph.model import Cited
from policygraph.pipeline import inputs, parse_files
from policygraph.record import to_record
from policygraph.relate.citations import known, resolve
from policygraph.relate.similar import bigrams, dice
from policygraph.relate.titles import parse_title

NEAR = 0.75  # title cores less alike are not worth a reader's time


def nearest(cited: Cited, cores: list[tuple[str, str, list[frozenset[str]]]]) -> tuple[float, str]:
    """The document of the set a citation could mean: its number, else the likest title core."""
    core = bigrams(parse_title(cited.title).core) if cited.title else frozenset()
    best = (0.0, "")
    for document, number, titles in cores:
        if document != cited.document:
            alike = (
                1.0 if cited.number and cited.number == number else max((dice(core, t) for t in titles), default=0.0)
            )
            best = max(best, (alike, document))
    return best


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--seed", type=int, default=16)
    parser.add_argument("--many", type=int, default=100)
    given = parser.parse_args()
    paths = [path for folder in given.folders for path in inputs(folder)]
    records = {}
    for result in parse_files(paths):
        if result.linked is not None:
            made = to_record(result.linked)
            records[made["document"]["id"]] = made
    draw(list(records.values()), given.seed, given.many)
    return 0


def draw(records: list[dict[str, Any]], seed: int, many: int) -> None:
    by_id = {record["document"]["id"]: record["document"] for record in records}
    cores = [(own.id, own.number, [bigrams(title.core) for title in own.titles]) for own in map(known, records)]
    cited = sorted(resolve(records), key=lambda item: (item.document, item.citation))
    print(Counter((item.how, item.relation) for item in cited))
    worth = [(item, item.target if item.how != "stub" else nearest(item, cores)) for item in cited]
    kept = [
        (item, near if isinstance(near, str) else near[1])
        for item, near in worth
        if isinstance(near, str) or near[0] >= NEAR
    ]
    print(len(kept), "to draw from")
    for item, other in random.Random(seed).sample(kept, min(many, len(kept))):
        own, meant = by_id[item.document], by_id[other]
        print(item.how, own["region"], own["level"], "|", item.title, item.number, "|", meant["title"], meant["number"], meant["region"], sep="\t")  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
