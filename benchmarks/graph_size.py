"""Statements a document, this tree against another: ``graph_size.py FOLDER [--against TREE] [--every N]``.

Both trees read the same text and html files of the folder. Facts are counted too, because the two may find different
ones; duties and norms, which the first edition had not, are counted apart. One run prints both and the ratio.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

_COUNT = """
import json, sys
from collections import Counter
from pathlib import Path
from policygraph import pipeline
from policygraph.graph import nquads, statements
total = Counter()
for name in sys.stdin.read().splitlines():
    try:
        linked = pipeline.parse_bytes(Path(name).read_bytes(), Path(name).name)
    except pipeline.PolicygraphError:
        continue
    new = {item.id for kind in ("duties", "norms") for item in getattr(linked, kind, ())}
    new |= {item.id for item in linked.responsibilities if item.subject in new}
    quads = statements(linked)
    own = [s for s in quads if s.evidence not in new]
    total.update(documents=1, statements=len(own), new=len(quads) - len(own), bytes=len(nquads(own).encode()))
    for kind in ("goals", "tasks", "indicators", "responsibilities", "citations", "organizations", "links"):
        total[kind] += sum(getattr(item, "id", "") not in new for item in getattr(linked, kind))
    total["sections"] += len(linked.policy.sections)
print(json.dumps(total))
"""


def counted(tree: Path, files: list[Path]) -> Counter[str]:
    """What a tree makes of the files. Its own interpreter and working directory, so that its own package is read."""
    code = f"import sys; sys.path.insert(0, {str(tree)!r})\n{_COUNT}"
    done = subprocess.run(
        [sys.executable, "-c", code], input="\n".join(map(str, files)), capture_output=True, text=True, check=True, cwd=tree
    )  # fmt: skip
    return Counter(json.loads(done.stdout))


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("folder", type=Path)
    reader.add_argument("--against", type=Path, default=None, help="another checkout of the project")
    reader.add_argument("--every", type=int, default=1, help="only every so many of the files, in order of their names")
    given = reader.parse_args()
    files = sorted(path.resolve() for path in given.folder.rglob("*") if path.suffix in (".txt", ".html", ".htm"))
    files = files[:: given.every]
    here = counted(Path(__file__).resolve().parents[1], files)
    there = counted(given.against.resolve(), files) if given.against else Counter[str]()
    for name in here:
        print(f"{name:18}{there[name]:>10}{here[name]:>10}")
    print(f"a document        {there['statements'] / max(there['documents'], 1):10.0f}{here['statements'] / max(here['documents'], 1):10.0f}")  # fmt: skip
    if there:
        print(f"ratio {here['statements'] / there['statements']:.3f} of the statements, {here['bytes'] / there['bytes']:.3f} of the N-Quads")  # fmt: skip


if __name__ == "__main__":
    main()
