"""Records as the browser wants them: one dictionary, small, with every fact once.

A scene keeps the names of the record contract. What it leaves out: quotes (the page has the text and the offsets),
empty values, and boxes. A span is ``[start, end]``, with the page third and the cell fourth where the source has
them. Every fact carries ``doc``, the index of its document, because ids of facts never say whose they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from policygraph import words
from policygraph.graph.questions import finding_queries
from policygraph.text import lines, shown

Record: TypeAlias = Mapping[str, Any]
Scene: TypeAlias = dict[str, Any]

FACTS = ("goals", "indicators", "tasks", "duties", "responsibilities", "citations", "links", "findings", "issues")
_SPAN_LISTS = ("spans", "measures", "body_spans", "act")


def build_scene(
    records: Sequence[Record],
    *,
    version: str,
    files: Sequence[Mapping[str, Any]] = (),
    decisions: Sequence[Mapping[str, Any]] = (),
) -> Scene:
    """The scene of some records, in the order given. ``files`` are the downloads beside the page:
    ``{path, size, sha256, about}``; ``decisions`` are the entries of the file that was replayed (``decide.listed``)."""
    scene: Scene = {"version": version, "documents": [_document(record) for record in records]}
    scene["organizations"] = _organizations(records)
    for kind in FACTS:
        scene[kind] = [{**_fact(fact), "doc": at} for at, record in enumerate(records) for fact in record.get(kind, ())]
    scene["codes"] = _codes(scene)
    scene["decisions"] = _decisions(records, decisions)
    scene["files"] = [dict(file) for file in files]
    scene["search"] = _search_index(scene)
    return {key: value if key in _VERBATIM else _labelled(value) for key, value in scene.items()}


_VERBATIM = ("decisions", "files", "search")  # what people wrote, and what is not shown


def _labelled(value: Any, key: str = "", within: str = "") -> Any:
    """The same with every string as a label, but the text of a document, which is evidence."""
    if isinstance(value, str):
        return value if key == "text" and within == "document" else shown(value)
    if isinstance(value, list):
        return [_labelled(item) for item in value]
    if isinstance(value, dict):
        inside = "document" if "paragraphs" in value else ""
        return {name: _labelled(item, name, inside) for name, item in value.items()}
    return value


def _document(record: Record) -> dict[str, Any]:
    meta = {key: value for key, value in record["document"].items() if not _empty(value)}
    meta["evidence"] = {key: _spans(spans) for key, spans in meta.get("evidence", {}).items()}
    source = {key: value for key, value in record.get("source", {}).items() if not _empty(value)}
    text = record["text"]
    return meta | {
        "source": source,
        "text": text,
        "paragraphs": [[span.start, span.end] for span in lines(text)],
        "sections": [_fact(section) for section in record["sections"]],
    }


def _organizations(records: Sequence[Record]) -> list[dict[str, Any]]:
    """Organisations of all documents that owe something, one for each id, in order of first appearance; aliases united."""
    merged: dict[str, dict[str, Any]] = {}
    for record in records:
        owing = {fact["organization"] for fact in record["responsibilities"]}
        for entry in (item for item in record["organizations"] if item["id"] in owing):
            have = merged.setdefault(entry["id"], {**_fact(entry), "aliases": []})
            have["aliases"] += [alias for alias in entry.get("aliases", ()) if alias not in have["aliases"]]
    return list(merged.values())


def _codes(scene: Scene) -> dict[str, list[str]]:
    """code of a finding -> its title in Chinese and English, for the codes that occur."""
    found = {finding["code"] for finding in scene["findings"]}
    titles = {query.name: [query.header["title-zh"], query.header.get("title-en", "")] for query in finding_queries()}
    return {code: titles[code] for code in sorted(found) if code in titles}


def _decisions(records: Sequence[Record], given: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The file's entries, each at its place in it, then those that only the records name, each once."""
    entries = [dict(entry) for entry in given]
    known = {_fields(entry) for entry in entries}
    for record in records:
        for entry in record.get("decisions", ()):
            if _fields(entry) not in known:
                known.add(_fields(entry))
                entries.append(dict(entry))
    return entries


def _fields(entry: Mapping[str, Any]) -> frozenset[tuple[str, Any]]:
    return frozenset((key, value) for key, value in entry.items() if value and key != "ended")


def _fact(fact: Mapping[str, Any]) -> dict[str, Any]:
    out = {key: value for key, value in fact.items() if not _empty(value)}
    for key in _SPAN_LISTS:
        if key in out:
            out[key] = _spans(out[key])
    if "due" in out:
        out["due"] = _fact(out["due"])
    return out


def _empty(value: object) -> bool:
    return value is None or value is False or value == "" or value == [] or value == {}


def _spans(spans: Iterable[Mapping[str, Any]]) -> list[list[Any]]:
    return [_span(span) for span in spans]


def _span(span: Mapping[str, Any]) -> list[Any]:
    out: list[Any] = [span["start"], span["end"]]
    if span.get("page") is not None or span.get("cell") is not None:
        out.append(span.get("page"))
    if span.get("cell") is not None:
        out.append(list(span["cell"]))
    return out


# ---- search ----------------------------------------------------------------------------------------


def _search_index(scene: Scene) -> dict[str, Any]:
    """Words to places. Places are numbered as the page numbers them: organisations, tasks, duties, indicators, goals,
    then the paragraphs of each document. The browser has no tokenizer: it splits a query by this vocabulary."""
    postings: dict[str, list[int]] = {}
    for place, text in enumerate(_searchable(scene)):
        for word in words.search_terms(text):
            postings.setdefault(word, []).append(place)
    vocabulary = sorted(postings)
    return {
        "tokenizer": words.tokenizer(),
        "words": " ".join(vocabulary),
        "places": [_deltas(postings[word]) for word in vocabulary],
    }


def _searchable(scene: Scene) -> Iterable[str]:
    for entry in scene["organizations"]:
        yield " ".join((entry["name"], *entry["aliases"]))
    texts = [document["text"] for document in scene["documents"]]
    yield from (_passage(task, texts[task["doc"]]) for task in scene["tasks"])
    yield from (duty["text"] for duty in scene["duties"])
    yield from (indicator["name"] for indicator in scene["indicators"])
    yield from (goal["text"] for goal in scene["goals"])
    for document in scene["documents"]:
        text = document["text"]
        yield from (text[start:end] for start, end in document["paragraphs"])


def _passage(task: Mapping[str, Any], text: str) -> str:
    """All that a task says: its words, the passage of the body, its measures."""
    spans = [*task.get("body_spans", ()), *task.get("measures", ())]
    return "\n".join((task["text"], *(text[span[0] : span[1]] for span in spans)))


def _deltas(places: Sequence[int]) -> list[int]:
    """Ascending numbers as first value and differences: shorter to write."""
    return [place - before for before, place in zip((0, *places), places, strict=False)]
