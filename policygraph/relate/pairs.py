"""Which lower unit takes up which upper one, and how: same, narrower, broader, partial.

Three things speak for a pair: the headings without their verbs, the words weighed by their rareness both ways, and
the votes of clauses both ways. Weights and thresholds are ``[relate]`` of ``ontology/weights.toml``, fitted leaving
one member of a family out (``benchmarks/relate.py``)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from policygraph.lexicon import default_lexicon
from policygraph.model import Confidence, Pair, PairRelation, Unit
from policygraph.relate.similar import Read, Weigher, dice, ready, votes

Weights = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Likeness:
    """What speaks for one pair; each 0 to 1. ``up`` is the share of the upper one's words or clauses the lower has."""

    heading: float
    chapter: float
    above: float
    words_up: float
    words_down: float
    votes_up: float
    votes_down: float

    def words(self) -> float:
        return float((self.words_up * self.words_down) ** 0.5)

    def votes(self) -> float:
        return max(self.votes_up, self.votes_down)

    def score(self, weight: Weights) -> float:
        given = weight["heading"] * self.heading + weight["words"] * self.words() + weight["votes"] * self.votes()
        return min(1.0, given / (weight["heading"] + weight["words"] + weight["votes"]))


Table = Sequence[Sequence[Likeness]]


def likenesses(upper: Sequence[Unit], lower: Sequence[Unit], weight: Weights) -> Table:
    """A row for every upper unit, in it a likeness for every lower one."""
    ups, downs = [ready(unit) for unit in upper], [ready(unit) for unit in lower]
    weigher = Weigher([*ups, *downs])
    voted_up = [votes(unit, downs, weight["clause"]) for unit in ups]
    voted_down = [votes(unit, ups, weight["clause"]) for unit in downs]
    return [
        [_likeness(u, d, weigher, voted_up[i][j], voted_down[j][i]) for j, d in enumerate(downs)]
        for i, u in enumerate(ups)
    ]


def _likeness(up: Read, down: Read, weigher: Weigher, voted_up: float, voted_down: float) -> Likeness:
    return Likeness(
        dice(up.core, down.core), dice(up.core, down.chapter), dice(up.chapter, down.core),
        weigher.carried(up, down), weigher.carried(down, up), voted_up, voted_down,
    )  # fmt: skip


def align(
    upper: Sequence[Unit], lower: Sequence[Unit], weight: Weights | None = None, table: Table | None = None
) -> tuple[Pair, ...]:
    """The pairs of two documents' units, in order of the upper ones, then of the lower ones. ``table`` is what
    ``likenesses`` said, where it is at hand."""
    weight = default_lexicon().weights["relate"] if weight is None else weight
    if not upper or not lower:
        return ()
    table = likenesses(upper, lower, weight) if table is None else table
    chosen = choose(table, weight)
    return tuple(
        Pair(upper[i], lower[j], _relation(i, j, table, chosen, weight), round(table[i][j].score(weight), 4), rule,
             _sure(rule, table[i][j]), _why(table[i][j]))
        for (i, j), rule in sorted(chosen.items())
    )  # fmt: skip


def choose(table: Table, weight: Weights) -> dict[tuple[int, int], str]:
    """The pairs taken, each with the rule that took it. A rule asks less where both sides hold the other for the best."""
    score = [[cell.score(weight) for cell in row] for row in table]
    words = [[cell.words() for cell in row] for row in table]
    out: dict[tuple[int, int], str] = {}
    for i, row in enumerate(table):
        for j, cell in enumerate(row):
            best_up = score[i][j] == max(score[i])
            best_down = score[i][j] == max(line[j] for line in score)
            if cell.chapter >= weight["chapter"]:
                out[i, j] = "chapter"
            elif best_up and best_down and score[i][j] >= weight["both"]:
                out[i, j] = "both-best"
            elif score[i][j] >= weight["alone"]:
                out[i, j] = "alike"
            elif _clear(words[i], j) >= weight["margin"] and words[i][j] >= weight["only"]:
                out[i, j] = "best-lower"
            elif _clear([line[j] for line in words], i) >= weight["margin"] and words[i][j] >= weight["only"]:
                out[i, j] = "best-upper"
            elif cell.votes_up >= weight["part"] or cell.votes_down >= weight["part"]:
                out[i, j] = "clauses"
    whole = [
        pair for pair, how in out.items() if how == "both-best" and table[pair[0]][pair[1]].heading >= weight["named"]
    ]
    ups, downs = (
        {i for i, _ in whole},
        {j for _, j in whole},
    )  # a stray clause between two that have their own is no relation
    return {(i, j): how for (i, j), how in out.items() if how != "clauses" or i not in ups or j not in downs}


def _clear(values: Sequence[float], at: int) -> float:
    """How many times the best of the others a value is."""
    rest = max((value for index, value in enumerate(values) if index != at), default=0.0)
    return values[at] / rest if rest else (10.0 if values[at] else 0.0)


def _relation(i: int, j: int, table: Table, chosen: Mapping[tuple[int, int], str], weight: Weights) -> PairRelation:
    """The lower one's place. A pair is main where both sides hold it for the best or their headings say so; one beside
    the main pairs of both is partial, beside that of the upper one narrower, beside that of the lower one broader."""
    rule, cell = chosen[i, j], table[i][j]
    if rule in ("clauses", "chapter"):
        return "partial" if rule == "clauses" else "narrower"
    main = {
        pair for pair, how in chosen.items()
        if how == "both-best" or (how == "alike" and table[pair[0]][pair[1]].heading >= weight["named"])
    }  # fmt: skip
    ups, downs = {a for a, b in main if (a, b) != (i, j)}, {b for a, b in main if (a, b) != (i, j)}
    if (i, j) not in main:
        if i in ups:
            return "partial" if j in downs else "narrower"
        return "broader" if j in downs else "same"
    if cell.heading < _FOREIGN and cell.votes_down < weight["core"] and cell.words_down < weight["core"] * 1.5:
        return "partial"
    if cell.heading >= weight["named"]:
        return "same"
    beside = [pair for pair, how in chosen.items() if how not in ("clauses", "chapter") and pair not in main]
    if any(b == j and a not in ups | {i} for a, b in beside):
        return "broader"
    return "narrower" if any(a == i and b not in downs | {j} for a, b in beside) else "same"


_FOREIGN = 0.1  # headings that share no more than this have nothing in common


def _sure(rule: str, cell: Likeness) -> Confidence:
    if rule == "both-best" and cell.heading >= 0.99:
        return "stated"
    return "inferred" if rule in ("both-best", "chapter", "alike") else "guessed"


def _why(cell: Likeness) -> str:
    return (
        f"标题 {cell.heading:.2f}，用词 {cell.words_up:.2f}/{cell.words_down:.2f}，"
        f"分句 {cell.votes_up:.2f}/{cell.votes_down:.2f}"
    )
