"""``parse`` against a warm ``jieba.lcut`` on the same text, and its cost a character from 10 kB to 10 MB.

Side by side in one run: each round times both, the ratio is taken round by round and its median printed.
Usage: python benchmarks/bench_parse.py [--big]   (--big adds the 10 MB text)
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import jieba

from policygraph import text
from policygraph.extract import compact, extract
from policygraph.lexicon import default_lexicon
from policygraph.link import link
from policygraph.outline import outline
from policygraph.read import read

CORPUS = Path(__file__).parent.parent / "corpus"


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def parse(data: bytes) -> object:
    """One document as the first of its kind: what was kept of the round before is thrown away."""
    for kept in (text._fold_short, text._squash_short, text._sentences, compact.compact):
        kept.cache_clear()
    lexicon = default_lexicon()
    return link(extract(outline(read(data, "a.txt"), lexicon), lexicon))


def against_jieba(data: bytes, rounds: int = 9) -> None:
    words = data.decode("utf-8")
    jieba.setLogLevel(60)
    jieba.lcut(words)
    parse(data)
    pairs = [(seconds(lambda: parse(data)), seconds(lambda: jieba.lcut(words))) for _ in range(rounds)]
    ours, theirs = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratio = statistics.median(left / right for left, right in pairs)
    print(
        f"| parse, {len(words):,} characters | {ours * 1000:.1f} ms | jieba.lcut {theirs * 1000:.1f} ms | {ratio:.2f} |"
    )


def growth(data: bytes, sizes: tuple[int, ...]) -> None:
    """The document's body again and again under fresh chapter numbers, so that every size has the same mix."""
    whole = data.decode("utf-8")
    for size in sizes:
        grown = (whole * (size // len(whole) + 1))[:size].encode("utf-8")
        took = seconds(lambda grown=grown: parse(grown))  # type: ignore[misc]
        print(f"| parse, {size:,} characters | {took:.2f} s | {took / size * 1e6:.2f} µs a character | |")


def main() -> None:
    data = next(CORPUS.glob("常开委办*.txt")).read_bytes()
    print("| what | policygraph | beside it | ratio |\n|---|---|---|---|")
    against_jieba(data)
    growth(data, (10_000, 100_000, 1_000_000, *((10_000_000,) if "--big" in sys.argv else ())))


if __name__ == "__main__":
    main()
