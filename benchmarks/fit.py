"""Fit the weights of ``purpose`` on gold, and say how often sections of a document left out are told rightly.

A section that holds gold tasks is one of tasks, one that holds gold goals one of goals; in a document with gold tasks
the chapters without any are something else, whatever it is. Facts judged "not a task" (``--judged``) say the same of
their section. The fit is gradient ascent on the likelihood with a pull to the weights that stand, so a weight nothing
speaks of stays as it was thought.

    python benchmarks/fit.py tests/gold corpus [--judged facts.tsv] [--write]
"""

from __future__ import annotations

import argparse
import json
import math
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from changes import document

from policygraph.evaluate import resolve_gold
from policygraph.lexicon import Lexicon, default_lexicon, ontology_dir
from policygraph.model import PolicyDocument, Purpose
from policygraph.outline import outline
from policygraph.outline.purpose import Features, Reader, contributions
from policygraph.outline.purpose_words import PURPOSES

PULL, STEP, EPOCHS = 0.05, 0.5, 60
Wanted = frozenset[Purpose]
REST: Wanted = frozenset(PURPOSES) - {"tasks", "goals"}
ANY_OWNED: Wanted = frozenset({"tasks", "safeguards", "schedule", "departments"})
NO_TASKS: Wanted = frozenset(PURPOSES) - {"tasks"}


@dataclass(frozen=True, slots=True)
class Example:
    """One section: its document, its features and the purposes that would be right."""

    document: str
    path: str
    features: Features
    wanted: Wanted


def gold_examples(gold: Path, corpus: Path, lexicon: Lexicon) -> Iterator[Example]:
    """The sections of every annotated document that gives somebody a task or sets a goal."""
    for path in sorted(gold.glob("*.json")):
        data = json.loads(path.read_text("utf-8"))
        source = str(data.get("source") or "").removeprefix("corpus/") if isinstance(data, dict) else ""
        places = [folder / source for folder in (corpus, gold.parents[1] / "corpus") if (folder / source).is_file()]
        found = document(places[0]) if source and places else None
        if found is None or not (data.get("tasks") or data.get("goals")):
            continue
        plain, _ = resolve_gold(data, found.text)
        yield from _labelled(outline(found, lexicon), plain, source, lexicon)


def _labelled(policy: PolicyDocument, gold: Mapping[str, list[dict[str, str]]], source: str, lexicon: Lexicon) -> Iterator[Example]:  # fmt: skip
    """A section with gold of its own or below it is told by that (owners stand in safeguards too); a chapter without,
    beside chapters with, is not of tasks; nothing is said of the rest."""
    wanted: dict[str, Wanted] = {}
    paths = {section.path: section.id for section in policy.sections if section.part == "body"}
    parents = {section.id: section.parent for section in policy.sections}
    tasks = {paths[item["section"]]: _owned(item) for item in gold.get("tasks", []) if item.get("section") in paths}
    places = [_section_at(policy, str(item)) for item in gold.get("goals", [])]
    goals = [key for key in places if key]
    wanted.update(dict.fromkeys(goals, frozenset({"goals"})))
    for key, owned in tasks.items():
        current: str | None = key
        while current is not None:
            wanted[current] = (
                ANY_OWNED if owned and wanted.get(current, ANY_OWNED) == ANY_OWNED else frozenset({"tasks"})
            )
            current = parents[current]
    touched = {_root(key, parents) for key in wanted}
    for section in policy.sections if tasks else ():
        if section.part == "body" and section.id not in wanted and _root(section.id, parents) not in touched:
            wanted[section.id] = REST | {"goals"} if not goals else REST
    above = {section.id: section for section in policy.sections}
    reader = Reader(policy.sections, policy.paragraphs, policy.profile.genre, lexicon)
    for section in policy.sections:
        if section.id in wanted:
            features = reader.features(section, above.get(section.parent or ""))
            yield Example(source, section.path, features, wanted[section.id])


def _owned(task: Mapping[str, str]) -> bool:
    return any(task.get(role) for role in ("lead", "responsible", "support", "guide"))


def _root(key: str, parents: Mapping[str, str | None]) -> str:
    while (above := parents[key]) is not None:
        key = above
    return key


def _section_at(policy: PolicyDocument, text: str) -> str | None:
    start = policy.document.text.find(text)
    inside = [section for section in policy.sections if section.span.start <= start < section.span.end]
    return inside[-1].id if start >= 0 and inside else None


def judged_examples(judged: Path, lexicon: Lexicon) -> Iterator[Example]:
    """Sections of tasks that a reader judged right, and of those that were no task at all."""
    rows = [line.split("\t") for line in judged.read_text("utf-8").splitlines()[1:]]
    for name, kind, _, verdict, reason, quote, *_ in rows:
        if not kind.startswith("task") or not (verdict.startswith("right") or no_task(verdict, reason)):
            continue
        found = document(judged.parents[1] / name)
        policy = outline(found, lexicon) if found else None
        key = _section_at(policy, quote) if policy else None
        if policy and key:
            above = {section.id: section for section in policy.sections}
            reader = Reader(policy.sections, policy.paragraphs, policy.profile.genre, lexicon)
            section = above[key]
            wanted: Wanted = frozenset({"tasks"}) if verdict.startswith("right") else NO_TASKS
            yield Example(name, section.path, reader.features(section, above.get(section.parent or "")), wanted)


def no_task(verdict: str, reason: str) -> bool:
    """Whether a fact was judged to be nothing anybody is to do."""
    return verdict.startswith("wrong") and not re.search("owner|deadline|date", reason)


Weights = dict[str, float]


def _key(purpose: Purpose, name: str, weights: Mapping[str, float]) -> str:
    """The weight a feature uses for a purpose."""
    key, _, of = name.partition("=")
    own = f"{purpose}:{key}"
    return own if own in weights or not of else key


def shares(features: Features, weights: Mapping[str, float]) -> dict[Purpose, float]:
    """The probability of each purpose."""
    scores = {p: sum(value for _, value in contributions(p, features, weights)) for p in PURPOSES}
    top = max(scores.values())
    raw = {purpose: math.exp(score - top) for purpose, score in scores.items()}
    return {purpose: value / sum(raw.values()) for purpose, value in raw.items()}


def fit(examples: Sequence[Example], start: Weights) -> Weights:
    """The weights of most likelihood near ``start``; every document counts the same."""
    size = Counter(example.document for example in examples)
    weights = dict(start)
    for _ in range(EPOCHS):
        slope: defaultdict[str, float] = defaultdict(float)
        for example in examples:
            now = shares(example.features, weights)
            right = sum(now[purpose] for purpose in example.wanted) or 1e-9
            for purpose, share in now.items():
                push = (share / right if purpose in example.wanted else 0.0) - share
                if abs(push) > 1e-4:
                    for name, value in (("bias", 1.0), *example.features.items()):
                        key = _key(purpose, name, weights)
                        if key in weights and (not name.count("=") or name.endswith(f"={purpose}")):
                            slope[key] += push * value / size[example.document]
        count = len(size)
        weights = {key: value + STEP * (slope[key] / count * 10 - PULL * (value - start[key])) for key, value in weights.items()}  # fmt: skip
    return weights


def rightly(examples: Iterable[Example], weights: Mapping[str, float]) -> tuple[int, list[Example]]:
    """How many are told rightly, and those that are not."""
    wrong, right = [], 0
    for example in examples:
        now = shares(example.features, weights)
        if max(PURPOSES, key=lambda purpose: now[purpose]) in example.wanted:
            right += 1
        else:
            wrong.append(example)
    return right, wrong


def left_out(examples: Sequence[Example], start: Weights, folds: int) -> int:
    """How many sections are told rightly by weights that never saw their document (or its fold of documents)."""
    names = sorted({example.document for example in examples})
    right = 0
    for fold in range(min(folds, len(names))):
        out = set(names[fold::folds])
        fitted = fit([example for example in examples if example.document not in out], start)
        right += rightly((example for example in examples if example.document in out), fitted)[0]
    return right


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("gold", type=Path)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--judged", type=Path)
    parser.add_argument("--folds", type=int, default=10_000, help="so many folds of documents instead of one each")
    parser.add_argument("--write", action="store_true", help="write the fitted weights to ontology/weights.toml")
    parser.add_argument("--wrong", action="store_true", help="list the sections told wrongly")
    known = parser.parse_args(argv)
    lexicon = default_lexicon()
    start = dict(lexicon.weights["purpose"])
    examples = list(gold_examples(known.gold, known.corpus, lexicon))
    if known.judged:
        examples += judged_examples(known.judged, lexicon)
    total = len(examples)
    print(f"{total} sections of {len({e.document for e in examples})} documents")
    right, wrong = rightly(examples, start)
    print(f"as they stand: {right / total:.4f}")
    fitted = fit(examples, start)
    print(f"fitted: {rightly(examples, fitted)[0] / total:.4f}")
    for example in wrong if known.wrong else ():
        said = max(PURPOSES, key=lambda p: shares(example.features, start)[p])
        seen = {name: round(value, 1) for name, value in example.features.items() if value}
        print("  ", example.document[-30:], example.path, said, "|".join(sorted(example.wanted))[:12], seen)
    if known.folds > 1:
        print(f"left out: {left_out(examples, start, known.folds) / total:.4f}")
    if known.write:
        write(ontology_dir() / "weights.toml", fitted)
    return 0


def write(path: Path, weights: Mapping[str, float]) -> None:
    """Put the fitted numbers in their lines of the contest ``purpose``; the rest of the file stays."""
    head, mark, rest = path.read_text("utf-8").partition("[purpose]\n")
    body, gap, tail = rest.partition("\n[")
    lines = [_line(line, weights) for line in body.splitlines()]
    path.write_text(head + mark + "\n".join(lines) + ("\n" if body.endswith("\n") else "") + gap + tail, "utf-8")


def _line(line: str, weights: Mapping[str, float]) -> str:
    name, equals, _ = line.partition(" = ")
    key = name.strip('"')
    return f"{name}{equals}{weights[key]:.2f}" if key in weights else line


if __name__ == "__main__":
    raise SystemExit(main())
