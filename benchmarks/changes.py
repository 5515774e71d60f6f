"""Every fact that changed between two revisions, over folders of documents.

``facts OUT FOLDER…`` writes the facts of the program at hand, one JSON line each; ``between REVISION FOLDER…`` does
so for a revision and for the working tree and prints what was gained (+) and lost (-). A file is read once: what
``read`` made of it is kept by its sha-256 under the system's temporary folder, so that a change of rules is seen over
some nine hundred documents within two minutes. After a change in ``read`` remove that folder.

    python benchmarks/changes.py between main corpus --sample 100 --kinds task,goal
"""

from __future__ import annotations

import argparse
import hashlib
import json
import pickle
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from policygraph.extract import extract
from policygraph.issues import PolicygraphError
from policygraph.lexicon import default_lexicon
from policygraph.link import link
from policygraph.model import Document, Linked
from policygraph.outline import outline
from policygraph.read import read
from policygraph.record import to_record

CACHE = Path(tempfile.gettempdir()) / "policygraph-cache"
FORMATS = {".txt", ".html", ".pdf", ".doc", ".docx", ".ofd", ".xlsx"}
KINDS = ("task", "responsibility", "goal", "indicator", "citation", "issue", "genre", "purpose")


def paths(folders: Sequence[Path], sample: int = 0) -> list[Path]:
    """Documents of the folders by hash of their name, so that a sample is a fair one; all in path order."""
    found = [path for folder in folders for path in sorted(folder.rglob("*")) if path.suffix.lower() in FORMATS]
    if sample:
        found = sorted(sorted(found, key=lambda path: hashlib.sha256(path.name.encode()).digest())[:sample])
    return found


def document(path: Path) -> Document | None:
    """What ``read`` makes of a file, kept by its hash; None where it cannot be read."""
    data = path.read_bytes()
    kept = CACHE / f"{hashlib.sha256(data).hexdigest()}.pickle"
    if kept.exists():
        loaded: Document | None = pickle.loads(kept.read_bytes())
        return loaded
    try:
        made = read(data, path.name)
    except PolicygraphError:
        made = None
    CACHE.mkdir(parents=True, exist_ok=True)
    part = kept.with_suffix(f".{hashlib.sha256(str(path).encode()).hexdigest()[:8]}")
    part.write_bytes(pickle.dumps(made))
    part.replace(kept)
    return made


def linked(path: Path) -> Linked | None:
    """The chain behind ``read`` for one file."""
    lexicon = default_lexicon()
    made = document(path)
    return None if made is None else link(extract(outline(made, lexicon), lexicon))


def facts(path: Path) -> list[str]:
    """One JSON line a fact: kind, file, where it stands, what it says. Facts are told apart by words, not by ids."""
    found = linked(path)
    if found is None:
        return []
    record = to_record(found, ())
    tasks = {item["id"]: item["text"] for item in record["tasks"]}
    rows: list[tuple[Any, ...]] = [
        ("genre", record["document"].get("genre", {}).get("value"), record["document"]["title"]),
        *(("purpose", item["path"], item.get("purpose"), item["heading"]) for item in record["sections"]),
        *(("task", item["section_path"], item["text"], item["rule"], (item["deadline"] or {}).get("by")) for item in record["tasks"]),
        *(("responsibility", tasks.get(item["subject"], ""), item["mention"], item["role"], item["rule"]) for item in record["responsibilities"]),
        *(("goal", item["section_path"], item["text"], item["by"]) for item in record["goals"]),
        *(("indicator", item["section_path"], item["name"], item["value"], item["unit"], item["by"]) for item in record["indicators"]),
        *(("citation", item["title"], item["relation"]) for item in record["citations"]),
        *(("issue", item["code"], item["message"]) for item in record["issues"]),
    ]  # fmt: skip
    return [json.dumps([row[0], path.name, *row[1:]], ensure_ascii=False) for row in rows]


def write_facts(out: Path, files: Sequence[Path], workers: int) -> None:
    with ProcessPoolExecutor(workers) as pool, out.open("w", encoding="utf-8") as sink:
        for lines in pool.map(facts, files, chunksize=4):
            sink.writelines(f"{line}\n" for line in lines)


def difference(old: Path, new: Path, kinds: Sequence[str]) -> Iterator[str]:
    """Lines gained and lost, then a count for each kind. A kind the older revision did not have is left out."""
    before, after = (Counter(path.read_text(encoding="utf-8").splitlines()) for path in (old, new))
    known = {row[0] for row in map(json.loads, before) if row[3 if row[0] == "purpose" else 2] is not None}
    totals: dict[str, Counter[str]] = {kind: Counter() for kind in kinds if kind in known}
    for sign, lines in (("-", before - after), ("+", after - before)):
        for line in sorted(lines.elements(), key=lambda text: json.loads(text)[1]):
            kind = json.loads(line)[0]
            if kind in totals:
                totals[kind][sign] += 1
                yield f"{sign} {line}"
    for kind, count in totals.items():
        yield f"{kind}: +{count['+']} -{count['-']}"


def facts_of_revision(revision: str, out: Path, arguments: Sequence[str]) -> None:
    """Check the revision out beside the working tree, and let this script run there on its modules."""
    with tempfile.TemporaryDirectory() as place:
        tree = Path(place) / "tree"
        subprocess.run(["git", "worktree", "add", "--detach", "-q", str(tree), revision], check=True)
        try:
            script = tree / "benchmarks" / Path(__file__).name
            script.parent.mkdir(exist_ok=True)
            script.write_bytes(Path(__file__).read_bytes())
            subprocess.run([sys.executable, str(script), "facts", str(out), *arguments], check=True)
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", str(tree)], check=True)


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("act", choices=("facts", "between", "differ"))
    parser.add_argument("what", help="facts: the file to write; between: a revision; differ: the older file")
    parser.add_argument("folders", nargs="+", type=Path, help="folders of documents; differ: the newer file")
    parser.add_argument("--sample", type=int, default=0, help="so many documents instead of all")
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--workers", type=int, default=2)
    known = parser.parse_args(argv)
    kinds = known.kinds.split(",")
    if known.act == "differ":
        sys.stdout.writelines(f"{line}\n" for line in difference(Path(known.what), known.folders[0], kinds))
        return 0
    folders = [folder.resolve() for folder in known.folders]
    if known.act == "facts":
        write_facts(Path(known.what), paths(folders, known.sample), known.workers)
        return 0
    with tempfile.TemporaryDirectory() as place:
        old, new = Path(place) / "old", Path(place) / "new"
        rest = [*map(str, folders), "--sample", str(known.sample), "--workers", str(known.workers)]
        facts_of_revision(known.what, old, rest)
        write_facts(new, paths(folders, known.sample), known.workers)
        sys.stdout.writelines(f"{line}\n" for line in difference(old, new, kinds))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
