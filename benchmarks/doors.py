"""Do two files with one content give the same facts? ``python benchmarks/doors.py A B [--quiet]``

Prints for every kind of fact how many are alike and what stands on one side only (``--quiet``: only the counts).
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from test_doors import ASPECTS

from policygraph.pipeline import parse_bytes


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs=2)
    parser.add_argument("--quiet", action="store_true")
    arguments = parser.parse_args()
    left, right = (parse_bytes(path.read_bytes(), path.name) for path in arguments.files)
    for name, facts in ASPECTS.items():
        first, second = Counter(facts(left)), Counter(facts(right))
        only = first - second, second - first
        print(f"{name}: {(first & second).total()} alike, {only[0].total()} only left, {only[1].total()} only right")
        for sign, found in zip("-+", only, strict=True):
            for fact in () if arguments.quiet else list(found)[:20]:
                print(f"  {sign} {fact}")


if __name__ == "__main__":
    main()
