"""The only module that knows the order of the rooms, and on which executor they run.

``parse_source`` is the whole chain for one file; ``parse_files`` runs it over many, each in a killable
child process, and never stops for one of them; ``build`` writes everything the views and files need.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from policygraph import __version__
from policygraph.coverage import accounted
from policygraph.decide import Decision, apply, idle, in_force, listed, load_decisions, with_decisions
from policygraph.extract import extract
from policygraph.issues import PolicygraphError, ReadError, unforeseen
from policygraph.lexicon import Lexicon, default_lexicon
from policygraph.link import derive, link
from policygraph.model import Finding, Linked, Statement
from policygraph.outline import outline
from policygraph.read import file_name, read
from policygraph.read.dossier import joined_names, load_any, may_belong
from policygraph.record import Record, dumps, to_record

if TYPE_CHECKING:
    from policygraph.model import Source

Progress: TypeAlias = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Refusal:
    """An input that was not taken: its name, the reason code, one line in the user's language."""

    name: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one input: a linked document, or the reason why not."""

    path: Path
    linked: Linked | None = None
    refusal: Refusal | None = None


# ---- one document ----------------------------------------------------------------------------------


def parse_bytes(data: bytes, name: str, lexicon: Lexicon | None = None) -> Linked:
    """Bytes of one file to facts and links. ReadError when it cannot be read."""
    lexicon = lexicon or default_lexicon()
    return accounted(link(extract(outline(read(data, name), lexicon), lexicon)), lexicon)


def parse_source(source: Source, lexicon: Lexicon | None = None) -> Linked:
    """The chain for a loaded file."""
    return parse_bytes(source.data, source.info.name, lexicon)


def statements_of(linked: Linked) -> tuple[Statement, ...]:
    """The graph of one document."""
    from policygraph.graph import statements

    return statements(linked)


def findings_of(linked: Linked, quads: Sequence[Statement] | None = None) -> tuple[Finding, ...]:
    """Gaps and conflicts of one document: SPARQL over its graph."""
    from policygraph.graph.check import findings

    return findings(statements_of(linked) if quads is None else quads)


def record_of(linked: Linked) -> Record:
    """The JSON record of one document, findings included."""
    return finish(linked).record


def verdict_line(record: Record) -> str:
    """``green``, or the verdict and why: what one line of ``build`` and ``ingest`` says of a file."""
    account = record.get("coverage") or {"verdict": "", "why": []}
    return " ".join(part for part in (account["verdict"], "；".join(account["why"])) if part)


@dataclass(frozen=True, slots=True)
class Finished:
    """Everything said of one document after human decisions were replayed. ``used`` are the decisions that found
    their fact, link or finding."""

    linked: Linked
    quads: tuple[Statement, ...]
    record: Record
    used: tuple[Decision, ...]


def finish(linked: Linked, decisions: Sequence[Decision] = ()) -> Finished:
    """Replay decisions, make the graph, ask it for findings, write the record."""
    decided = apply(linked, decisions)
    final = derive(decided.linked) if decided.applied else decided.linked
    quads = statements_of(final)
    found, about_findings = with_decisions(findings_of(final, quads), decided.orphaned)
    used = (*decided.applied, *about_findings)
    return Finished(final, quads, to_record(final, found, used), used)


def page_picture(data: bytes, page: int, boxes: Sequence[tuple[float, float, float, float]] = ()) -> bytes:
    """A page of a PDF as PNG, the stretch around ``boxes`` (points) where there are any; drawn in a killable child.
    ReadError ``no-page``, ``malformed``, ``timeout``, ``memory``."""
    from policygraph.read.picture import Shot, draw
    from policygraph.read.sandbox import Child

    with Child() as child:
        return child.run(draw, Shot(data, page, tuple(boxes)))


# ---- many documents --------------------------------------------------------------------------------


def inputs(corpus: Path, outputs: Path | None = None) -> list[Path]:
    """The documents of a folder in code-point order of their relative path, a dossier as its folder; companions (``.toml``,
    ``decisions.json``, ``README.md``) and hidden files are not, nor what an earlier build wrote to ``outputs``."""
    if corpus.is_file():
        return [corpus]
    made = outputs.resolve() if outputs is not None else None
    within = made is not None and corpus.resolve() in made.parents
    found = [path for path in corpus.rglob("*") if path.is_file() and not _hidden(path.relative_to(corpus))]
    if within:
        found = [path for path in found if made not in path.resolve().parents]
    found = _gathered([path for path in found if path.suffix != ".toml"])
    return sorted(found, key=lambda path: path.relative_to(corpus).as_posix())


def _gathered(paths: Sequence[Path]) -> list[Path]:
    """The same files; those that are one document, by the word of its notice, as the folder they lie in. Looked for in
    killable child processes, in folders whose file names speak of annexes only."""
    from policygraph.read.sandbox import run_isolated

    folders: dict[Path, list[str]] = {}
    for path in paths:
        folders.setdefault(path.parent, []).append(path.name)
    asked = [folder for folder, names in sorted(folders.items()) if may_belong(names)]
    joined: dict[Path, tuple[str, ...]] = {}
    for folder, names in zip(asked, run_isolated(joined_names, asked), strict=True):
        if not isinstance(names, PolicygraphError) and names:
            joined[folder] = names
    return [*joined, *(path for path in paths if file_name(path) not in joined.get(path.parent, ()))]


def _hidden(path: Path) -> bool:
    return any(part.startswith((".", "~$")) for part in path.parts) or path.name in {"README.md", DECISIONS}


def parse_file(path: Path) -> Result:
    """One file, whatever happens a value: the child-process side of ``parse_files``."""
    try:
        return Result(path, parse_source(load_any(path)))
    except PolicygraphError as error:
        return Result(path, refusal=_refusal(path, error))


def _refusal(path: Path, error: PolicygraphError) -> Refusal:
    return Refusal(file_name(path), error.code, error.message)


def parse_files(paths: Sequence[Path], workers: int | None = None) -> Iterator[Result]:
    """Parse every path in killable child processes; results come in the order of ``paths``."""
    from policygraph.read.sandbox import run_isolated

    for path, outcome in zip(paths, run_isolated(parse_file, paths, workers=workers), strict=True):
        if isinstance(outcome, PolicygraphError):
            yield Result(path, refusal=_refusal(path, outcome))
        else:
            yield outcome


# ---- building outputs ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Built:
    """What ``build`` did: documents taken, refusals, duplicates replaced, files written. ``orphans`` are decisions
    without their fact, and withdrawals without their decision."""

    documents: int
    refusals: tuple[Refusal, ...]
    duplicates: tuple[str, ...]
    orphans: tuple[Decision, ...]
    files: int
    facts: int
    findings: int
    verdicts: tuple[tuple[str, str], ...] = ()  # (file, what its account comes to), in order


def build(corpus: Path, outputs: Path, workers: int | None = None, progress: Progress | None = None) -> Built:
    """Read every document under ``corpus`` and write records, graph, pages and office files under ``outputs``.

    Deterministic: the same inputs give the same bytes, whatever the number of workers.
    """
    paths = inputs(corpus, outputs)
    if not paths:
        raise ReadError("empty", f"{corpus} 中没有可读的文件")
    decisions = load_decisions(corpus / DECISIONS) if corpus.is_dir() else ()
    done, refusals, duplicates = _collect(paths, workers, progress, decisions)
    used = {item for one in done for item in one.used}
    orphans = (*(item for item in in_force(decisions) if item not in used), *idle(decisions))
    records = [one.record for one in done]
    everything = tuple(quad for one in done for quad in one.quads)
    del done
    written = 0
    for name, data in _files(records, everything, decisions):
        target = outputs / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        written += 1
    report = _report(records, refusals, duplicates, orphans)
    (outputs / "report.json").write_bytes(report.encode("utf-8"))
    facts = sum(len(record[kind]) for record in records for kind in FACTS)
    found = sum(len(record["findings"]) for record in records)
    verdicts = tuple((record["source"]["name"], verdict_line(record)) for record in records)
    return Built(len(records), tuple(refusals), tuple(duplicates), orphans, written + 1, facts, found, verdicts)


DECISIONS = "decisions.json"  # human decisions, beside the documents they are about
FACTS = ("goals", "indicators", "tasks", "responsibilities", "citations")


@dataclass(frozen=True, slots=True)
class _Kept:
    """What is kept of a document until all are read; what it was made from is let go."""

    record: Record
    quads: tuple[Statement, ...]
    used: tuple[Decision, ...]


def _collect(
    paths: Sequence[Path], workers: int | None, progress: Progress | None, decisions: Sequence[Decision]
) -> tuple[list[_Kept], list[Refusal], list[str]]:
    """Finished documents; of two files with one id the fuller wins, else the last in code-point order, and that is said."""
    kept: dict[str, _Kept] = {}
    refusals: list[Refusal] = []
    duplicates: list[str] = []
    for index, result in enumerate(parse_files(paths, workers), 1):
        if progress is not None:
            progress(index, len(paths), file_name(result.path))
        if result.refusal is not None:
            refusals.append(result.refusal)
        elif result.linked is not None:
            try:
                done = finish(result.linked, decisions)
            except Exception as error:  # the others are built all the same
                refusals.append(_refusal(result.path, unforeseen(error)))
                continue
            key = result.linked.policy.masthead.id
            new = _Kept(done.record, done.quads, done.used)
            if key in kept:
                old = kept.pop(key)
                emptier, new = (new, old) if fullness(old.record) > fullness(new.record) else (old, new)
                duplicates.append(emptier.record["source"]["name"])
                new.record["issues"].append(_copied(emptier.record))
            kept[key] = new
    return list(kept.values()), refusals, duplicates


def fullness(record: Record) -> tuple[int, int]:
    """Facts first, then text: what an emptier copy of a document has less of."""
    return sum(len(record[kind]) for kind in FACTS), len(record["text"])


def _copied(record: Record) -> dict[str, object]:
    name, facts = record["source"]["name"], fullness(record)[0]
    return {
        "code": "duplicate-document",
        "severity": "warning",
        "message": f"{name} 是同一文件，内容较少或在前（{facts} 条事实，{len(record['text'])} 字），未采用",
        "spans": [],
    }


def _files(
    records: Sequence[Record], quads: Sequence[Statement], decisions: Sequence[Decision]
) -> Iterator[tuple[str, bytes]]:
    """Every file of ``outputs`` as (relative path, bytes); the pages last, since one of them lists the others."""
    from policygraph import export, graph
    from policygraph.editor import local_page
    from policygraph.views import build_site, download

    for record in records:
        yield f"records/{record['document']['id']}.json", dumps(record).encode("utf-8")
    about = {**graph.ABOUT, **export.ABOUT}
    downloads = []
    for path, data in chain(graph.files(quads), _related(records), export.files(records)):
        downloads.append(download(path, data, about.get(path, "")))
        yield path, data
    yield "query.html", local_page(graph.nquads(quads).encode("utf-8"))
    yield from build_site(records, version=__version__, files=downloads, decisions=listed(decisions))


def _related(records: Sequence[Record]) -> Iterator[tuple[str, bytes]]:
    """The alignments of every family among the records, a named graph each; nothing where no two are related."""
    from policygraph.graph import serialize
    from policygraph.graph.relate import alignments
    from policygraph.relate.cascade import lay_out
    from policygraph.relate.citations import resolve
    from policygraph.relate.family import families

    cited = resolve(records)
    quads = [quad for family in families(records, cited) for quad in alignments(lay_out(family, records), cited)]
    if quads:
        yield "alignments.nq", serialize(quads, "nq")


def _report(
    records: Iterable[Record], refusals: Iterable[Refusal], duplicates: Iterable[str], orphans: Iterable[Decision]
) -> str:
    data = {
        "version": __version__,
        "documents": [
            {
                "id": record["document"]["id"],
                "file": record["source"]["name"],
                "title": record["document"]["title"],
                "coverage": verdict_line(record).partition(" ")[0],
                **{kind: len(record[kind]) for kind in (*FACTS, "findings", "issues")},
            }
            for record in records
        ],
        "refusals": [{"file": item.name, "code": item.code, "message": item.message} for item in refusals],
        "duplicates": list(duplicates),
        "orphaned_decisions": [asdict(item) for item in orphans],
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


# ---- one document asked from the command line ------------------------------------------------------


def parse_one(path: Path) -> Linked:
    """Parse one file in a killable child process. ReadError when it cannot be read."""
    for result in parse_files([path], workers=1):
        if result.refusal is not None:
            raise ReadError(result.refusal.code, result.refusal.message)
        if result.linked is not None:
            return result.linked
    raise ReadError("malformed", "没有得到结果")


def statements_under(corpus: Path) -> tuple[Statement, ...]:
    """The graph of one document or of every readable document of a folder."""
    results = parse_files(inputs(corpus)) if corpus.is_dir() else [Result(corpus, parse_one(corpus))]
    kept = {item.linked.policy.masthead.id: item.linked for item in results if item.linked is not None}
    return tuple(quad for linked in kept.values() for quad in statements_of(linked))


def export_document(path: Path, form: str) -> Iterator[tuple[str, bytes]]:
    """(file name, bytes) of one document in one format."""
    linked = parse_one(path)
    if form in {"xlsx", "docx", "csv"}:
        from policygraph.export import document_files

        yield from document_files(record_of(linked), form)
    else:
        from policygraph.graph import serialize

        yield f"graph.{form}", serialize(statements_of(linked), form)
