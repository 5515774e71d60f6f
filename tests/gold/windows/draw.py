"""Windows whose every duty is listed by reading: ``draw.py FOLDER… > drawn.tsv``.

Each FOLDER has a ``MANIFEST.tsv``. Of its documents in the order of sha-256 those are kept whose text as ``read`` gives it
has 1,000 characters or more, and that ``selection.tsv`` does not keep from whoever writes rules; a fixed seed draws sixty of them and in each where its 400 characters begin.
"""

from __future__ import annotations

import csv
import random
import sys
from collections.abc import Iterator
from pathlib import Path

from policygraph.issues import PolicygraphError
from policygraph.read import read

SELECTION = Path(__file__).parent.parent / "selection.tsv"
SEED = 60_400
WINDOWS = 60
SIZE = 400
SHORTEST = 1_000
UNSEEN = {"blind", "dev6"}


def documents(folders: list[Path]) -> list[tuple[str, str, Path]]:
    """``(sha256, path, file)`` of every document listed, each content once, in the order of sha-256."""
    rows = [line.split("\t") for line in SELECTION.read_text("utf-8").splitlines()]
    unseen = {row[0] for row in rows if row[3] in UNSEEN}
    found: dict[str, tuple[str, str, Path]] = {}
    for folder in folders:
        with (folder / "MANIFEST.tsv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                found.setdefault(row["sha256"], (row["sha256"], f"{folder.name}/{row['path']}", folder / row["path"]))
    return [found[key] for key in sorted(found) if key not in unseen]


def draw(folders: list[Path]) -> Iterator[tuple[str, int, int, str]]:
    """``(path, start, end, text)``; a document that cannot be read or is short is passed over for the next drawn."""
    chance = random.Random(SEED)
    order = documents(folders)
    chance.shuffle(order)
    left = WINDOWS
    for _, path, file in order:
        place = chance.random()
        try:
            text = read(file.read_bytes(), file.name).text
        except (PolicygraphError, OSError):
            continue
        if left and len(text) >= SHORTEST:
            left -= 1
            start = int(place * (len(text) - SIZE))
            yield path, start, start + SIZE, text[start : start + SIZE]
        if not left:
            return


if __name__ == "__main__":
    for path, start, end, _ in draw([Path(name) for name in sys.argv[1:]]):
        print(path, start, end, sep="\t")
