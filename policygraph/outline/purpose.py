"""What each section is for, by what it holds: a sum of weighted features for every purpose, the best one wins.

The features are the words of the heading, what the items begin with, marks of owners, dates, aims and the past, the
place in the document, the genre and the purpose of the section above; their weights stand under ``purpose`` in
``ontology/weights.toml`` and are fitted by ``benchmarks/fit.py``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from policygraph.lexicon import Lexicon
from policygraph.model import DIRECTING, Genre, Paragraph, Purpose, Section
from policygraph.outline.purpose_words import PURPOSES, Headings, headings_of
from policygraph.text import fold

Features = dict[str, float]
#: Words counted in the text of a section, by their class in ``profile.toml``.
_COUNTED = ("owner", "due", "aim", "past", "article", "apply", "agenda", "stage")
_BY = re.compile(r"到20\d\d年")


@dataclass
class Shape:
    """What is seen of one section and all under it: leaves, leaves that begin as tasks do, words by class."""

    leaves: int = 0
    acts: int = 0
    length: int = 0
    counts: dict[str, int] = field(default_factory=dict)

    def add(self, other: Shape) -> None:
        self.leaves += other.leaves
        self.acts += other.acts
        self.length += other.length
        for name, count in other.counts.items():
            self.counts[name] = self.counts.get(name, 0) + count


def with_purposes(
    sections: Sequence[Section], paragraphs: Sequence[Paragraph], genre: Genre, lexicon: Lexicon
) -> tuple[Section, ...]:
    """The sections, each with its purpose, why, and whether its heading is the name of a part."""
    reader = Reader(sections, paragraphs, genre, lexicon)
    weights = lexicon.weights.get("purpose", {})
    out: list[Section] = []
    decided: dict[str, Section] = {}
    for section in sections:  # a parent stands before its children
        above = decided.get(section.parent or "")
        features = reader.features(section, above)
        purpose, why = decide(features, weights)
        named = purpose in reader.names[section.id]
        decided[section.id] = replace(section, purpose=purpose, why=why, named=named)
        out.append(decided[section.id])
    return tuple(out)


def decide(features: Features, weights: Mapping[str, float]) -> tuple[Purpose, str]:
    """The purpose of most weight and the features that spoke for it, strongest first."""
    spoken = {purpose: dict(contributions(purpose, features, weights)) for purpose in PURPOSES}
    best = max(PURPOSES, key=lambda purpose: sum(spoken[purpose].values()))
    said = sorted(spoken[best].items(), key=lambda item: (-item[1], item[0]))
    return best, "；".join(f"{name} {value:+.1f}" for name, value in said if abs(value) >= 0.1)


def contributions(purpose: Purpose, features: Features, weights: Mapping[str, float]) -> Iterator[tuple[str, float]]:
    """``exact=goals`` speaks for goals alone, with one weight for all purposes unless one has its own
    (``goals:exact``); ``acts`` for every purpose that gives it a weight (``tasks:acts``)."""
    for name, value in (("bias", 1.0), *features.items()):
        key, _, of = name.partition("=")
        if of and of != purpose:
            continue
        weight = weights.get(f"{purpose}:{key}", weights.get(key, 0.0) if of else 0.0)
        if weight and value:
            yield name, weight * value


class Reader:
    """The section tree with what stands in it; gives the features of a section."""

    def __init__(
        self, sections: Sequence[Section], paragraphs: Sequence[Paragraph], genre: Genre, lexicon: Lexicon
    ) -> None:
        self.genre = genre
        headings = headings_of(lexicon)
        self.names = {section.id: headings.purposes(section.heading) for section in sections}
        self.naming: dict[tuple[str, str], int] = {}  # sisters that name a purpose, by section above
        self.acting = {section.id for section in sections if headings.acts(section.heading)}
        self.directions = {section.id for section in sections if headings.direction.search(section.heading)}
        self.whole = {section.id for section in sections if headings.is_whole(section.heading)}
        self.children: dict[str | None, list[Section]] = {}
        for section in sections:
            self.children.setdefault(section.parent, []).append(section)
        self.roots: dict[str, list[Section]] = {}
        for section in self.children.get(None, []):
            self.roots.setdefault(section.part, []).append(section)
        self.shapes = self._shapes(sections, paragraphs, headings, lexicon)
        self.aims = any("goals" in names for names in self.names.values())
        self.parts = {part: self._tasks_part(roots) for part, roots in self.roots.items()}

    def _tasks_part(self, roots: Sequence[Section]) -> bool:
        return any(self.names[root.id].get("tasks") == "exact" and root.id not in self.directions for root in roots)

    def _shapes(
        self, sections: Sequence[Section], paragraphs: Sequence[Paragraph], headings: Headings, lexicon: Lexicon
    ) -> dict[str, Shape]:
        shapes = {section.id: Shape() for section in sections}
        patterns = {name: re.compile(lexicon.alternation("profile", name)) for name in _COUNTED}
        for paragraph in paragraphs:
            shape = shapes.get(paragraph.section or "")
            if shape is None:
                continue
            text = fold(paragraph.passage.text)
            shape.length += len(text)
            if not paragraph.opens and not self.children.get(paragraph.section):
                shape.leaves += 1
                shape.acts += headings.acts(text[:12])
            for name, pattern in patterns.items():
                shape.counts[name] = shape.counts.get(name, 0) + len(pattern.findall(text))
            shape.counts["by"] = shape.counts.get("by", 0) + len(_BY.findall(text))
        for section in reversed(sections):
            shape = shapes[section.id]
            if not self.children.get(section.id):
                shape.leaves += 1
                shape.acts += section.id in self.acting
            if section.parent in shapes:
                shapes[section.parent].add(shape)
        return shapes

    def features(self, section: Section, above: Section | None) -> Features:
        """Everything seen of a section, by name; ``above`` is its parent, decided already."""
        out = self._named(section, above)
        shape = self.shapes[section.id]
        out["acts"] = shape.acts / max(shape.leaves, 1)
        out["opens acting"] = float(section.id in self.acting)
        per = max(1.0, shape.length / 300)
        for name, count in shape.counts.items():
            out[name] = min(1.0, count / per)
        out["one article"] = float(section.system == "条")
        out["box"] = float(section.number.startswith("专栏"))
        out["outside"] = float(self.genre not in DIRECTING)
        out["empty"] = float(shape.length < 12 and not section.heading)
        if above is not None:
            out[f"under={above.purpose}"] = 1.0
            out.update(self._beside(section, above))
        else:
            out.update(self._place(section))
        return out

    def _named(self, section: Section, above: Section | None) -> Features:
        out: Features = {f"{how}={purpose}": 1.0 for purpose, how in self.names[section.id].items()}
        out["past and goals"] = float(_of_past_and_goals(self.names[section.id]))
        children = self.children.get(section.id, [])
        for child in children if above is None else ():
            for purpose, how in self.names[child.id].items():
                if how == "exact":
                    out[f"items={purpose}"] = out.get(f"items={purpose}", 0.0) + 1 / len(children)
        if above is None and not self.aims and section.id in self.whole:
            out["only aims"] = 1.0
        out["both"] = float({"goals", "tasks"} <= self.names[section.id].keys())  # 目标任务
        return out

    def _beside(self, section: Section, above: Section) -> Features:
        """A sister that carries the name of the section above, or a section above that names tasks too (目标任务)."""
        key = (above.id, above.purpose)
        if key not in self.naming:  # counted once: asked for each of thousands of sisters
            self.naming[key] = sum(above.purpose in self.names[item.id] for item in self.children[above.id])
        named = self.naming[key] > (above.purpose in self.names[section.id])
        return {
            f"sister={above.purpose}": float(named and above.purpose not in self.names[section.id]),
            "under both": float("tasks" in self.names[above.id] and len(self.names[above.id]) > 1),
            "under past and goals": float(_of_past_and_goals(self.names[above.id])),
        }

    def _place(self, section: Section) -> Features:
        roots = self.roots[section.part]
        beside = self.parts[section.part]
        at = roots.index(section) if len(roots) < 400 else 1
        return {
            "first": float(at == 0 and len(roots) > 2),
            "last": float(at == len(roots) - 1 and len(roots) > 2),
            "beside tasks": float(beside and "tasks" not in self.names[section.id]),
            "direction beside tasks": float(beside and section.id in self.directions),
            "childless": float(not self.children.get(section.id)),
        }


def _of_past_and_goals(names: Mapping[Purpose, str]) -> bool:
    """重要意义和工作目标 tells why first; its goals stand under a heading of their own."""
    return "goals" in names and ("background" in names or "review" in names)
