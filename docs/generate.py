"""Write the generated pages: docs/issues.md, docs/ontology.md and the score table of the READMEs.

Usage: python docs/generate.py [--check]   (--check writes nothing and exits 1 when a page is stale)
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from policygraph.graph.document import markdown as ontology_page
from policygraph.graph.registry import page as registry_page
from policygraph.issues import CODES

ROOT = Path(__file__).parent.parent
BASELINE = ROOT / "tests" / "gold" / "baseline.json"
ROWS = (
    "metadata", "sections", "goals", "indicators", "indicators-strict", "tasks", "responsibilities",
    "responsibility-roles", "duties", "task-section-link", "deadlines", "genre", "citations", "grounding",
)  # fmt: skip


def issues_page() -> str:
    """Every issue code, its severity and meaning."""
    rows = [
        f"| `{code}` | {severity} | {chinese} | {english} |" for code, (severity, chinese, english) in CODES.items()
    ]
    head = ["# Issue codes", "", "Oddities of a document's content, from `policygraph/issues.py`.", ""]
    return "\n".join([*head, "| code | severity | 含义 | meaning |", "|---|---|---|---|", *rows, ""])


def gold_hash() -> str:
    """One hash over the names and contents of the gold."""
    seen = hashlib.sha256()
    for path in sorted((ROOT / "tests" / "gold").glob("*.json")):
        if path != BASELINE:
            seen.update(path.name.encode() + b"\0" + path.read_bytes())
    return seen.hexdigest()[:12]


def scores_table(chinese: bool) -> str:
    """F1 by kind of fact for each batch of gold."""
    data = json.loads(BASELINE.read_text("utf-8"))
    halves = [half for half in ("dev", "dev2", "dev3", "dev4", "dev5", "dev6", "blind") if half in data]
    counts = {half: data[half]["documents"] for half in halves}
    if chinese:
        said = "、".join(f"{half} {n} 份" for half, n in counts.items())
        note = f"与人工标注的对分（F1）：{said}；dev6 列是第一次的分数：标注在先，规则还没有为它改过，没人读过的文件大致如此；其余各批都看过（见 tests/gold/README.md）。标注 `{gold_hash()}`。"
    else:
        said = ", ".join(f"{half} {n} documents" for half, n in counts.items())
        note = f"F1 against gold: {said}; `dev6` shows its first scores: annotated before the program was asked, no rule changed for it, and so what to expect of a document nobody has read; the other batches have been looked at (see tests/gold/README.md). Gold `{gold_hash()}`."
    rows = [f"| {row} | " + " | ".join(_cell(data[half]["scores"].get(row)) for half in halves) + " |" for row in ROWS]
    return "\n".join([note, "", "| | " + " | ".join(halves) + " |", "|---" * (len(halves) + 1) + "|", *rows])


def _cell(counts: list[int] | None) -> str:
    """F1; a dash where nothing of the kind was annotated."""
    if counts is None or not counts[2]:
        return "–"
    hit, found, gold = counts
    return f"{2 * hit / (found + gold):.3f}"


def between(text: str, table: str) -> str:
    """``text`` with what stands between the score marks replaced."""
    head, _, rest = text.partition("<!-- scores -->")
    _, _, tail = rest.partition("<!-- /scores -->")
    return f"{head}<!-- scores -->\n{table}\n<!-- /scores -->{tail}"


def pages() -> Iterator[tuple[Path, str]]:
    """(path, text) of every generated page."""
    yield ROOT / "docs" / "issues.md", issues_page()
    yield ROOT / "docs" / "ontology.md", ontology_page()
    yield ROOT / "docs" / "registry.md", registry_page()
    if BASELINE.is_file():
        for name, chinese in (("README.md", False), ("README.zh-CN.md", True)):
            path = ROOT / name
            yield path, between(path.read_text("utf-8"), scores_table(chinese))


def main() -> int:
    stale = [path for path, text in pages() if not path.is_file() or path.read_text("utf-8") != text]
    if "--check" in sys.argv:
        for path in stale:
            print(f"stale: {path.relative_to(ROOT)}; run `make docs`", file=sys.stderr)
        return 1 if stale else 0
    for path, text in pages():
        path.write_text(text, "utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
