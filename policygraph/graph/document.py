"""The ontology for people: ``python -m policygraph.graph.document`` writes ``docs/ontology.md``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from policygraph.graph.evidence import QUOTE
from policygraph.graph.questions import Question, finding_queries, profiles, questions
from policygraph.graph.terms import CLASSES, CONCEPTS, FIELDS, PREFIXES
from policygraph.lexicon import ontology_dir

if TYPE_CHECKING:
    from rdflib import Graph, URIRef

_INTRO = """# 本体 / Ontology

<!-- 由 python -m policygraph.graph.document 生成，请勿手改。 Generated; do not edit. -->

命名空间 / namespace `pg:` = `{pg}`，数据 / data `https://w3id.org/policygraph/id/`。
一份文件一个命名图，单位与地区另有一个；没有空白节点，IRI 只由内容得来。
One named graph a document, one for organisations and regions; no blank nodes, IRIs from content only.

`prov:Attribution` 也可读作“过去的作者归属”：此处接受这一歧义，责任以 `dcat:hadRole` 写明角色。
`prov:Attribution` also reads as past authorship: accepted here; `dcat:hadRole` says the role.

```
任务 Task ── prov:qualifiedAttribution ──▶ 责任 Responsibility ── prov:agent ──▶ 单位 Organization
   │                                          └─ dcat:hadRole ▶ pg:role-lead，pg:position ▶ 1
   ├─ pg:leadBy（捷径 shortcut）─────────────────────────────────▶ 单位
   ├─ pg:section ▶ eli:LegalResourceSubdivision ── eli:is_part_of ▶ … ▶ eli:LegalResource
   └─ prov:wasDerivedFrom ▶ 文本#char=起,止（地址 address）── pg:page、pg:box、pg:cell（知道时 where known）

文件 eli:LegalResource ── pg:current ▶ 文本 eli:LegalExpression ── pg:fullText ▶ 全文（一次 once）
```

原文由地址取得，每个查询都这样写 / the words from the address, the same in every query:

```sparql
?fact prov:wasDerivedFrom ?stretch .
  {quote}
```

查询可带参数：`policygraph query due-between -p from=2024-01-01 -p to=2024-12-31`；`policygraph query --list` 列出全部。
Queries take parameters; `--list` shows them. 第一版的图谱如何升级 / from the first edition: [upgrade.md](upgrade.md)。
"""


def markdown() -> str:
    """The whole page. Deterministic: terms by name, queries by file name."""
    return "\n".join((*_head(), *_terms(), *_lists(), *_names(), *_queries()))


def _head() -> Iterator[str]:
    yield _INTRO.format(pg=PREFIXES["pg"], quote=QUOTE)
    yield "| 前缀 / prefix | IRI |\n|---|---|"
    for prefix, iri in PREFIXES.items():
        yield f"| `{prefix}:` | <{iri}> |"


def _ontology() -> Graph:
    from rdflib import Graph

    return Graph().parse(ontology_dir() / "policygraph.ttl", format="turtle")


def _terms() -> Iterator[str]:
    from rdflib import OWL

    graph = _ontology()
    for title, kind in (("类 / Classes", OWL.Class), ("对象属性 / Object properties", OWL.ObjectProperty), ("数据属性 / Datatype properties", OWL.DatatypeProperty)):  # fmt: skip
        yield f"\n## {title}\n\n| 名称 / name | 标签 / label | 说明 / comment | 例 / example |\n|---|---|---|---|"
        yield from _table(graph, kind)


def _table(graph: Graph, kind: URIRef) -> Iterator[str]:
    from rdflib import RDF, RDFS, SKOS, URIRef

    for node in sorted(node for node in graph.subjects(RDF.type, kind) if isinstance(node, URIRef)):
        label, comment = (_both(graph, node, term) for term in (RDFS.label, RDFS.comment))
        example = _cell(str(graph.value(node, SKOS.example)))
        yield f"| `{node.removeprefix(PREFIXES['pg'])}` | {label} | {comment} | {example} |"


def _both(graph: Graph, node: URIRef, term: URIRef) -> str:
    """The Chinese and the English text of a property, in this order."""
    texts = {getattr(text, "language", ""): str(text) for text in graph.objects(node, term)}
    return _cell(f"{texts.get('zh', '')} {texts.get('en', '')}".strip())


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")


def _lists() -> Iterator[str]:
    from rdflib import RDFS, SKOS, URIRef

    graph = _ontology()
    yield "\n## 取值 / Closed lists\n\n| 名单 / list | 取值（记录中的值 → 概念） / values |\n|---|---|"
    for scheme, codes in CONCEPTS.items():
        title = _both(graph, URIRef(f"{PREFIXES['pg']}{scheme}Scheme"), RDFS.label)
        values = "<br>".join(
            f"`{code}` → `pg:{local}` {_both(graph, URIRef(PREFIXES['pg'] + local), SKOS.prefLabel)}"
            for code, local in codes.items()
        )
        yield f"| `{scheme}Scheme` {title} | {values} |"
    title = _both(graph, URIRef(f"{PREFIXES['pg']}BodyTypeScheme"), RDFS.label)
    yield f"| `BodyTypeScheme` {title} | [registry.md](registry.md) |"


def _names() -> Iterator[str]:
    yield "\n## 字段与术语 / Fields and terms\n\n| 字段 / field | 术语 / term |\n|---|---|"
    for name, fields in FIELDS.items():
        yield f"| **{name}** | `{CLASSES[name]}` |"
        for field, term in fields.items():
            yield f"| {name}.{field} | `{term}` |"


def _queries() -> Iterator[str]:
    yield "\n## 研究问题 / Questions (`ontology/queries`)\n\n| 名称 / name | 标题 / title | 说明 / description |\n|---|---|---|"
    yield from map(_question, questions())
    yield "\n## 其他词汇 / Profiles (`ontology/queries/profiles`, `policygraph export --profile`)\n\n| 名称 / name | 标题 / title | 说明 / description |\n|---|---|---|"
    yield from map(_question, profiles())
    yield "\n## 核查 / Findings (`ontology/queries/findings`)\n\n| 代码 / code | 标题 / title | 说明 / description |\n|---|---|---|"
    yield from map(_question, finding_queries())
    yield ""


def _question(item: Question) -> str:
    head = item.header
    code = f"`{item.name}`" + (f" ({head['severity']})" if "severity" in head else "")
    title = f"{head['title-zh']} {head['title-en']}"
    said = f"{head['description-zh']} {head['description-en']}"
    said += "".join(f" `-p {name}=` {meaning}；" for name, meaning in item.parameters.items())
    return f"| {code} | {_cell(title)} | {_cell(said)} |"


def main(folder: Path | None = None) -> Path:
    """Write the page beside the ontology; returns its path."""
    path = (folder or ontology_dir().parent / "docs") / "ontology.md"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(markdown().encode("utf-8"))
    return path


if __name__ == "__main__":
    print(main())
