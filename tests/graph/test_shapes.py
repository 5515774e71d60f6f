"""The gate passes what the program writes, and each shape is failed by a case of its own (tests/cases/shapes.txt)."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest
from graph.factory import linked

from policygraph.graph import nquads, statements
from policygraph.graph.check import validate
from policygraph.graph.terms import DEFAULT, PREFIXES, document_graph, expand
from policygraph.issues import PolicygraphError
from policygraph.lexicon import ontology_dir
from policygraph.model import Linked, Literal_, Statement

RUST = importlib.util.find_spec("shacl") is not None
FILE = Path(__file__).parents[1] / "cases" / "shapes.txt"
CASES = [line.split(": ", 1) for line in FILE.read_text("utf-8").splitlines() if line and not line.startswith("#")]
SHAPES = (ontology_dir() / "shapes.ttl").read_text("utf-8")
#: shapes that constrain nothing themselves: they only collect property shapes
GROUPS = set(re.findall(r"pgs:(\w+) a sh:NodeShape ;\n  sh:targetClass [^;]+;\n  sh:property pgs:", SHAPES))


def term(text: str, quads: list[Statement]) -> str:
    if text.startswith("*"):
        kind = expand(text[1:])
        return min(s.subject for s in quads if s.predicate == expand("rdf:type") and s.object == kind)
    prefix = text.partition(":")[0]
    return expand(text) if prefix in PREFIXES and ":" in text else DEFAULT + text


def changed(case: str) -> tuple[Statement, ...]:
    """The good graph after the changes of a case."""
    quads = list(statements(linked()))
    for change in case.split(" ; "):
        sign, subject, predicate, *value = change.split(" ", 3)
        node, name = term(subject, quads), expand(predicate)
        if sign == "-":
            left = [s for s in quads if (s.subject, s.predicate) != (node, name)]
            assert len(left) < len(quads), f"nothing to drop: {change}"
            quads = left
        else:
            said = Literal_(value[0].strip('"')) if value[0].startswith('"') else term(value[0], quads)
            quads.append(Statement(node, name, said, document_graph("d1")))
    return tuple(quads)


def test_the_good_graph_conforms() -> None:
    for engine in ("pyshacl", *(("shacl",) if RUST else ())):
        report = validate(statements(linked()), engine)
        assert report.conforms and not report.violations


def test_the_real_document_conforms(changzhou: Linked) -> None:
    assert validate(nquads(statements(changzhou))).violations == ()


@pytest.mark.parametrize(("shape", "case"), CASES, ids=[shape for shape, _ in CASES])
def test_each_shape_is_failed_by_its_case(shape: str, case: str) -> None:
    report = validate(changed(case), "shacl" if RUST else "pyshacl")
    assert not report.conforms
    assert shape in {item.shape for item in report.results}


def test_both_engines_report_the_same() -> None:
    """All cases at once: the reference implementation and the fast one name the same shapes at the same nodes."""
    quads = changed(" ; ".join(case for shape, case in CASES if shape not in {"ResourceLabel", "DutySubject"}))
    slow = {(item.shape, item.focus) for item in validate(quads, "pyshacl").results}
    assert {shape for shape, _ in CASES} - {shape for shape, _ in slow} <= {"ResourceLabel", "DutySubject"}
    if RUST:
        assert {(item.shape, item.focus) for item in validate(quads, "shacl").results} == slow


def test_every_shape_has_a_case() -> None:
    named = set(re.findall(r"^pgs:(\w+) a sh:", SHAPES, re.MULTILINE))
    assert named - GROUPS == {shape for shape, _ in CASES}


def test_an_engine_that_is_missing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("policygraph.graph.check._rust_shapes", lambda: None)
    with pytest.raises(PolicygraphError, match="shacl"):
        validate((), "shacl")
