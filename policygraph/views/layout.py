"""Where the nodes of a drawn graph stand: columns, computed here, so that two runs draw the same picture.

Domain, area, task and organisation each have a column; tasks are in text order, one to a row, and whatever stands
beside them is placed at the middle of its tasks, pushed apart until nothing touches.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

ROW = 52  # pixels from one task to the next: a box of two lines of 14 px (48), and air
COLUMNS = {"domain": 110, "area": 345, "task": 665, "organization": 1240}
WIDTH = {"domain": 170, "area": 170, "task": 330, "organization": 200}


@dataclass(frozen=True, slots=True)
class Node:
    """``kind`` is a column. ``text`` is what it stands for, ``label`` what the box has room for, in several lines.
    ``x`` and ``y`` are pixels of the page, of the centre. ``strong`` marks the one a page is about."""

    id: str
    kind: str
    label: str
    x: int
    y: int
    strong: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class Edge:
    """``role`` is a role of the record (with ``colead`` for a lead named after the first), or ``part`` for belonging."""

    source: str
    target: str
    role: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """``left`` counts the tasks for which there was no room. ``note`` says how many tasks a drawing of groups stands for."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    height: int
    left: int = 0
    note: str = ""


def wrap(text: str, width: int, lines: int = 2) -> str:
    """At most ``lines`` lines of ``width`` characters, with … where something is left out.

    >>> wrap("统筹推进城乡生活污水处理", 6)
    '统筹推进城乡\\n生活污水处理'
    """
    flat = " ".join(text.split())
    pieces = [flat[at : at + width] for at in range(0, len(flat), width)] or ["—"]
    if len(pieces) > lines:
        pieces = [*pieces[: lines - 1], pieces[lines - 1][: width - 1] + "…"]
    return "\n".join(pieces)


def spread(wanted: Sequence[float], gap: float) -> list[float]:
    """The positions nearest to ``wanted``, in the same order, at least ``gap`` apart.

    Neighbours that would touch are moved as one block around the mean of what they wanted.

    >>> spread([0, 0, 100], 10)
    [-5.0, 5.0, 100.0]
    """
    order = sorted(range(len(wanted)), key=lambda at: (wanted[at], at))
    blocks: list[tuple[float, int]] = []  # (sum of wanted first positions, size)
    for rank, at in enumerate(order):
        blocks.append((wanted[at] - gap * rank, 1))
        while len(blocks) > 1 and blocks[-2][0] / blocks[-2][1] > blocks[-1][0] / blocks[-1][1]:
            total, size = blocks.pop()
            blocks[-1] = (blocks[-1][0] + total, blocks[-1][1] + size)
    out = [0.0] * len(wanted)
    rank = 0
    for total, size in blocks:
        for _ in range(size):
            out[order[rank]] = total / size + gap * rank
            rank += 1
    return out


#: How many characters and lines a box of a column has room for.
ROOM = {"domain": (11, 3), "area": (11, 3), "task": (22, 2), "organization": (13, 2)}


def column(kind: str, texts: Mapping[str, str], rows: Mapping[str, Iterable[int]], gap: int = ROW) -> list[Node]:
    """Nodes of one column, each at the middle of its ``rows`` (numbers of task rows)."""
    wanted = [_mean(rows[key]) * ROW for key in texts]
    return [
        Node(key, kind, wrap(text, *ROOM[kind]), COLUMNS[kind], round(y), text=text)
        for (key, text), y in zip(texts.items(), spread(wanted, gap), strict=True)
    ]


def _mean(values: Iterable[int]) -> float:
    found = list(values)
    return sum(found) / len(found) if found else 0.0


def drawing(nodes: Sequence[Node], edges: Sequence[Edge], about: str = "", left: int = 0) -> Drawing:
    """The nodes moved so that the topmost starts at the top of the page."""
    low = min((node.y for node in nodes), default=0) - ROW
    moved = tuple(replace(node, y=node.y - low, strong=node.id == about) for node in nodes)
    return Drawing(moved, tuple(edges), max((node.y for node in moved), default=0) + ROW, left)
