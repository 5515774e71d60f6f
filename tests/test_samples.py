"""Documents the project wrote itself, one for each way policy documents are built, against gold annotated by reading.

Every category must be complete; ``FLOORS`` names what the program does not reach, how far it gets, and why.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from policygraph.evaluate import Evaluation, evaluate
from policygraph.evaluate.__main__ import error_line
from policygraph.pipeline import parse_bytes
from policygraph.record import to_record

FOLDER = Path(__file__).parent / "samples"
CORPUS = Path(__file__).parent.parent / "corpus"
GOLDS = sorted(FOLDER.glob("*.gold.json"))

#: (sample, category) -> (lowest F1 that is accepted, why not 1.00)
FLOORS: dict[tuple[str, str], tuple[float, str]] = {
    ("24-数字写法", "indicators"): (
        0.95,
        "年内完成8家以上园区改造: the noun stands behind the number and is cut in two",
    ),
    ("24-数字写法", "indicators-strict"): (0.95, "as above"),
    ("71-句中多条款", "tasks"): (
        0.92,
        "a label without colon, a space behind it, is not read: it looks like a table's header",
    ),
    ("71-句中多条款", "responsibilities"): (0.90, "as above"),
    ("71-句中多条款", "responsibility-roles"): (0.90, "as above"),
    ("71-句中多条款", "task-section-link"): (0.85, "as above"),
    ("72-康熙部首与回车", "indicators"): (0.66, "不少于二十户: a number in Chinese numerals before a noun is not read"),
    ("72-康熙部首与回车", "indicators-strict"): (0.66, "as above"),
    ("63-表格多义单元格", "indicators-strict"): (
        0.0,
        "a row's deadline is not yet the year of the numbers in its cells",
    ),
}


#: Names whatever the task: tells where a fault lies and is no measure of its own (equal short names pair at random).
DIAGNOSTIC = {"names-in-document"}


def measure(gold: Path) -> Evaluation:
    wanted = json.loads(gold.read_text("utf-8"))
    source = FOLDER / wanted["source"]
    return evaluate(wanted, to_record(parse_bytes(source.read_bytes(), source.name)))


@pytest.mark.parametrize("gold", GOLDS, ids=lambda path: path.name.removesuffix(".gold.json"))
def test_sample(gold: Path) -> None:
    name = gold.name.removesuffix(".gold.json")
    result = measure(gold)
    low = {
        category: score.f1
        for category, score in result.scores.items()
        if category not in DIAGNOSTIC and score.f1 < FLOORS.get((name, category), (1.0, ""))[0] - 1e-9
    }
    assert not low, "\n".join([f"{name}: {low}", *map(error_line, result.errors)])


def test_every_sample_is_scored() -> None:
    """A document without gold, or gold without a document, would go unnoticed."""
    documents = {path.stem for path in FOLDER.iterdir() if path.suffix in {".txt", ".html"}}
    assert documents == {path.name.removesuffix(".gold.json") for path in GOLDS}


def test_floors_name_samples_that_need_them() -> None:
    """A floor that is no longer needed is removed."""
    for (name, category), (floor, reason) in FLOORS.items():
        score = measure(FOLDER / f"{name}.gold.json").scores[category]
        assert floor <= score.f1 < 1.0 and reason, (name, category, score.f1)


@pytest.mark.parametrize("path", sorted(CORPUS.glob("样例-*")), ids=lambda path: path.name)
def test_corpus_samples_are_the_tested_ones(path: Path) -> None:
    """The invented documents of the corpus are copies of samples, byte for byte."""
    assert path.read_bytes() in {sample.read_bytes() for sample in FOLDER.iterdir()}
