"""What the verdict of a document is worth: gold documents and mutations of them, and the share of each verdict.

``gold GOLD CORPUS`` scores every annotated document (micro F1 of tasks, responsibilities, indicators and duties), as it is and
mutated, and prints how many of the badly read (< 0.8) leave green and how many of the well read (>= 0.95) do. A mutation
keeps every offset but what is cut, so the same gold holds. ``draw FOLDER… --count N`` prints the share of verdicts over
documents drawn at random, and twenty ambers with what they say is missing.

    python benchmarks/coverage.py gold tests/gold ../corpus
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from changes import document

from policygraph.coverage import accounted
from policygraph.evaluate import Score, evaluate, resolve_gold
from policygraph.extract import extract
from policygraph.lexicon import default_lexicon
from policygraph.link import link
from policygraph.model import Block, Document, Linked
from policygraph.outline import outline
from policygraph.record import to_record

SCORED = ("tasks", "responsibilities", "indicators", "duties")
Mutation = Callable[[Document, random.Random], Document | None]


def run(found: Document) -> Linked:
    lexicon = default_lexicon()
    return accounted(link(extract(outline(found, lexicon), lexicon)), lexicon)


# ---- mutations ---------------------------------------------------------------------------------------


def _blanked(found: Document, pattern: str) -> Document | None:
    text = re.sub(pattern, lambda hit: "　" * len(hit.group()), found.text)
    return None if text == found.text else replace(found, text=text)


def owner_words(found: Document, _: random.Random) -> Document | None:
    """责任单位：, 牵头, 配合, 负责 are gone; the names stay."""
    return _blanked(found, r"(?:责任|牵头|配合|主办|协办|参与)(?:单位|部门)(?:[:：])?|牵头|配合|负责|按职责分工")


def annex_cut(found: Document, _: random.Random) -> Document | None:
    """Everything from the first annex on is missing."""
    parts = [
        p.passage.start for p in outline(found, default_lexicon()).paragraphs if p.part == "annex" and p.passage.runs
    ]
    return _until(found, min(parts)) if parts else None


def tail_cut(found: Document, _: random.Random) -> Document | None:
    """The last third of the largest table is missing."""
    table = max(found.tables, key=lambda one: one.rows, default=None)
    if table is None or table.rows < 6:
        return None
    kept = tuple(cell for cell in table.cells if cell.row < table.rows * 2 // 3)
    short = replace(table, rows=table.rows * 2 // 3, cells=kept)
    return replace(found, tables=tuple(short if one is table else one for one in found.tables))


def _until(found: Document, stop: int) -> Document:
    blocks = tuple(block for block in found.blocks if block.span.end <= stop)
    tables = {block.table for block in blocks}
    kept = {index: at for at, index in enumerate(sorted(index for index in tables if index is not None))}
    return replace(
        found,
        text=found.text[:stop],
        blocks=tuple(block if block.table is None else replace(block, table=kept[block.table]) for block in blocks),
        tables=tuple(found.tables[index] for index in kept),
        origins=tuple(pair for pair in found.origins if pair[0].end <= stop),
    )


def flattened(found: Document, _: random.Random) -> Document | None:
    """Every cell of every table is a paragraph."""
    if not found.tables:
        return None
    blocks: list[Block] = []
    for block in found.blocks:
        cells = found.tables[block.table].cells if block.table is not None else ()
        blocks += [Block(cell.span) for cell in cells if cell.span.start < cell.span.end] if cells else [block]
    return replace(found, blocks=tuple(sorted(blocks, key=lambda block: block.span.start)), tables=())


def shuffled(found: Document, chance: random.Random) -> Document | None:
    """The cells of every row below the header change places."""
    if not any(table.rows > 3 for table in found.tables):
        return None
    tables = []
    for table in found.tables:
        order = list(range(table.cols))
        by_row = {row: chance.sample(order, len(order)) for row in range(table.rows)}
        cells = tuple(
            cell if cell.row < 1 or cell.colspan > 1 else replace(cell, col=by_row[cell.row][cell.col])
            for cell in table.cells
        )
        tables.append(replace(table, cells=tuple(sorted(cells, key=lambda cell: (cell.row, cell.col)))))
    return replace(found, tables=tuple(tables))


def renumbered(found: Document, chance: random.Random) -> Document | None:
    """The numbers of items are others."""
    signs = {"一": "三七九", "二": "五八", "三": "一六", "四": "二九", "1": "37", "2": "58", "3": "16", "4": "29"}
    marker = r"(?m)^(\s*[（(]?)([一二三四1-4])(?=[、.．）)])"
    text = re.sub(marker, lambda hit: hit[1] + chance.choice(signs[hit[2]]), found.text)
    return None if text == found.text else replace(found, text=text)


MUTATIONS: Mapping[str, Mutation] = {
    "as it is": lambda found, _: found,
    "owner words": owner_words,
    "annex cut": annex_cut,
    "table cut": tail_cut,
    "flattened": flattened,
    "shuffled": shuffled,
    "renumbered": renumbered,
}

# ---- against gold ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Row:
    name: str
    mutation: str
    score: float
    verdict: str
    why: tuple[str, ...]


def rows(gold: Path, corpus: Path) -> Iterator[Row]:
    for path in sorted(gold.glob("*.json")):
        data = json.loads(path.read_text("utf-8"))
        source = str(data.get("source") or "").removeprefix("corpus/")
        places = (corpus, corpus.parent, gold.parents[1] / "corpus")
        place = next((folder / source for folder in places if source and (folder / source).is_file()), None)
        found = document(place) if place else None
        if found is None or not set(SCORED) & set(data.get("parts") or SCORED):
            continue
        plain, _ = resolve_gold(data, found.text)
        for name, mutate in MUTATIONS.items():
            mutant = mutate(found, random.Random(source))
            if mutant is not None:
                made = run(mutant)
                verdict = made.coverage
                assert verdict is not None
                yield Row(source[:40], name, score(plain, to_record(made)), verdict.verdict, verdict.why)


def score(gold: Mapping[str, Any], record: Mapping[str, Any]) -> float:
    """Micro F1 of what the gold annotates among tasks, responsibilities, indicators and duties."""
    scores = evaluate(gold, record).scores
    return sum((scores[name] for name in SCORED if name in scores), Score()).f1


def against_gold(gold: Path, corpus: Path, said: bool) -> None:
    found = list(rows(gold, corpus))
    for name in MUTATIONS:
        _print(name, [row for row in found if row.mutation == name])
    _print("all", found)
    for row in found if said else ():
        wrong = row.verdict == "green" if row.score < 0.8 else row.score >= 0.95 and row.verdict != "green"
        if wrong:
            print(f"{row.score:.2f} {row.verdict:5s} {row.mutation:11s} {row.name} {'; '.join(row.why)}")


def _print(name: str, group: list[Row]) -> None:
    bad = [row for row in group if row.score < 0.8]
    good = [row for row in group if row.score >= 0.95]
    caught, alarms = (sum(row.verdict != "green" for row in some) for some in (bad, good))
    print(
        f"{name:12s} {len(group):4d} | < 0.8: {caught} of {len(bad)} not green | >= 0.95: {alarms} of {len(good)} not green"
    )


# ---- over many ---------------------------------------------------------------------------------------


def draw(folders: list[Path], count: int, seed: int) -> None:
    paths = sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())
    chance = random.Random(seed)
    chance.shuffle(paths)
    shares: Counter[str] = Counter()
    ambers = []
    for path in paths:
        found = document(path) if sum(shares.values()) < count else None
        verdict = run(found).coverage if found is not None else None
        if verdict is not None:
            shares[verdict.verdict] += 1
            if verdict.verdict == "amber":
                ambers.append((path, verdict))
    print(" ".join(f"{name} {number}" for name, number in sorted(shares.items())))
    for path, verdict in chance.sample(ambers, min(20, len(ambers))):
        print(f"\n{path}\n  {'；'.join(verdict.why)}")
        for item in verdict.unanswered[:4]:
            print(f"    {item.code} {item.what} {[(span.start, span.end) for span in item.where]}")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=("gold", "draw"))
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--errors", action="store_true")
    options = parser.parse_args()
    if options.what == "gold":
        against_gold(options.folders[0], options.folders[1], options.errors)
    else:
        draw(options.folders, options.count, options.seed)


if __name__ == "__main__":
    main()
