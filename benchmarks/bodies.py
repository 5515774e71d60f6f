"""Names of organisations in real documents: how many bodies they are, and a sample to judge by reading.

Usage: python benchmarks/bodies.py FOLDER… [--seed 11] [--sample 300] [--cache FILE]

Reads every .txt, .html and .docx under the folders, prints the counts and the sample: name | type, part | region,
level | kind, registry's name, confidence || the document's region, level, issuer < the name before it. What was
judged on the sample of seed 11 stands in docs/organizations.md.
"""

from __future__ import annotations

import argparse
import pickle
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from policygraph.model import Linked, Masthead, Organization, Responsibility
from policygraph.pipeline import parse_file
from policygraph.registry import Context, resolve

Kept = tuple[str, Masthead, tuple[Responsibility, ...], tuple[Organization, ...]]


def documents(folders: Sequence[Path], cache: Path | None) -> list[Kept]:
    """What every readable document says of organisations, from the cache where there is one."""
    if cache is not None and cache.is_file():
        kept: list[Kept] = pickle.loads(cache.read_bytes())
        return kept
    paths = sorted(
        path for folder in folders for path in folder.rglob("*") if path.suffix in (".txt", ".html", ".docx")
    )
    kept = [_kept(path, done.linked) for path in paths if (done := parse_file(path)).linked is not None]
    if cache is not None:
        cache.write_bytes(pickle.dumps(kept))
    return kept


def _kept(path: Path, linked: Linked | None) -> Kept:
    assert linked is not None
    return str(path), linked.policy.masthead, linked.responsibilities, linked.organizations


def mentions(kept: Sequence[Kept]) -> Iterator[tuple[str, Masthead, str, tuple[str, ...]]]:
    """(document, masthead, name, names before it in its list) of every owner."""
    for path, head, owners, _ in kept:
        before: tuple[str, ...] = ()
        subject = ""
        for owner in owners:
            if owner.subject != subject:
                subject, before = owner.subject, ()
            yield path, head, owner.mention, before
            before = (*before, owner.mention)


def counts(kept: Sequence[Kept]) -> str:
    """Mentions, organisations as named, bodies, issuers, issuers that owe something."""
    named, bodies, issuers = set(), set(), set()
    for _, head, owners, organizations in kept:
        by_id = {item.id: item for item in organizations}
        by_name = {name: item for item in organizations for name in (item.name, *item.aliases)}
        for owner in owners:
            item = by_id[owner.organization or ""]
            named.add(item.id)
            bodies.add(item.resolved or item.id)
        issuers |= {by_name[name].resolved or by_name[name].id for name in head.issuer}
    total = sum(len(owners) for _, _, owners, _ in kept)
    return (
        f"{len(kept)} documents, {total} mentions, {len(named)} organisations as named, {len(bodies)} bodies, "
        f"{len(issuers)} issuers, {len(issuers & bodies)} of them owners too"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--sample", type=int, default=300)
    parser.add_argument("--cache", type=Path)
    given = parser.parse_args()
    kept = documents(given.folders, given.cache)
    print(counts(kept))
    rows = {}
    for path, head, name, before in mentions(kept):
        context = Context(head.region, head.level, head.issuer[0] if head.issuer else None, before)
        rows.setdefault((path, name), (head, context))
    start = time.perf_counter()
    found = {key: resolve(key[1], context) for key, (_, context) in rows.items()}
    print(f"{len(found) / (time.perf_counter() - start):.0f} different names a second")
    for key in random.Random(given.seed).sample(sorted(rows), min(given.sample, len(rows))):
        (head, context), said = rows[key], found[key]
        what = f"{said.type} {said.sub} | {said.region} {said.level} | {said.kind} {said.name or ''} {said.confidence}"
        where = f"{head.region} {head.level} {'、'.join(head.issuer[:1])} < {''.join(context.before[-1:])}"
        print(f"{key[1]} | {what} || {where}")


if __name__ == "__main__":
    main()
