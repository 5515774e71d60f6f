"""Alignments as a named graph."""

from __future__ import annotations

from pathlib import Path

from relate_support import TEXTS, parsed

from policygraph.graph import nquads
from policygraph.graph.relate import alignments
from policygraph.pipeline import build
from policygraph.relate.cascade import cascade
from policygraph.relate.citations import resolve


def test_a_family_is_one_named_graph_whatever_the_order_of_its_files() -> None:
    records = [parsed(text, name) for name, text in TEXTS.items()]
    made = alignments(cascade(records), resolve(records))
    assert len({quad.graph for quad in made}) == 1
    turned = records[::-1]
    assert nquads(alignments(cascade(turned), resolve(turned))) == nquads(made)
    said = {quad.predicate.rpartition("#")[2]: quad.object for quad in made}
    assert {"upper", "lower", "upperText", "lowerText", "score", "reason", "rule", "carriesOut"} <= set(said)


def test_build_writes_it_and_a_query_finds_the_inherited_holes(tmp_path: Path) -> None:
    from policygraph.graph import check

    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for name, text in TEXTS.items():
        (corpus / name).write_text(text, "utf-8")
    build(corpus, tmp_path / "out", workers=1)
    quads = (tmp_path / "out" / "alignments.nq").read_text("utf-8")
    answer = check.query(
        quads,
        "PREFIX pg: <https://w3id.org/policygraph/ns#> "
        'SELECT ?text WHERE { ?hole a pg:Hole ; pg:standing "inherited" ; pg:upperText ?text } ORDER BY ?text',
    )
    assert "机耕道" in check.render(answer, "csv")


def test_documents_that_have_nothing_to_do_with_each_other_write_none(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.txt").write_text(TEXTS["city.txt"], "utf-8")
    (corpus / "b.txt").write_text("某某市生活垃圾分类实施方案\n一、工作任务\n（一）建设站点。建设收集站点。\n", "utf-8")
    build(corpus, tmp_path / "out", workers=1)
    assert not (tmp_path / "out" / "alignments.nq").exists()
