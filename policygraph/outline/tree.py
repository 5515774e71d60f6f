"""Markers in, levels out: a stack over ranked systems, with detection of restarts and of inverted order.

A pure room: it sees markers, never text. Two lists side by side test it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from policygraph.outline.markers import RANK, Marker

BOX = "专栏"


@dataclass(frozen=True, slots=True)
class Node:
    """A marker's place: ``parent`` is an index into the same list, ``level`` 1 for a root."""

    marker: Marker
    parent: int | None
    level: int
    path: str


def arrange(markers: Sequence[Marker]) -> list[Node]:
    """Nest markers by rank.

    A marker that goes on with an open sequence is its next member, whatever was opened since. Otherwise its parent
    is the nearest open marker of a smaller rank, unless the marker begins a list inside an item of an inner system
    (1. （一） （二） 2.) or inside a 专栏 whose items number afresh.
    """
    view = _View(markers)
    nodes: list[Node] = []
    stack: list[int] = []
    for at, marker in enumerate(markers):
        view.close(stack, at)
        parent = stack[-1] if stack else None
        prefix = nodes[parent].path + "/" if parent is not None else ""
        nodes.append(Node(marker, parent, len(stack) + 1, prefix + marker.label))
        stack.append(at)
    return nodes


def ranks_of(markers: Sequence[Marker]) -> Mapping[str, float]:
    """The ranks of a document: where 1.1 stands before any 1. (第一章 1.1 1.1.1 1.), plain numbers are the inner."""
    ranks: dict[str, float] = dict(RANK)
    first = {marker.system: at for at, marker in reversed(list(enumerate(markers)))}
    if "1.1" in first and first["1.1"] < first.get("1.", len(markers)):
        ranks["1."] = RANK["1.1.1"] + 0.5
    return ranks


class _View:
    """The markers of one stretch, with the look-ahead the rules need; linear memory, logarithmic look-ups."""

    def __init__(self, markers: Sequence[Marker]) -> None:
        self.markers = markers
        self.ranks = ranks_of(markers)
        self.places: dict[str, list[int]] = {}
        self.nested: set[tuple[str, str]] = set()
        for at, marker in enumerate(markers):
            self.places.setdefault(marker.system, []).append(at)

    def next_same(self, at: int, system: str) -> int | None:
        """The next marker of ``system`` after ``at``."""
        places = self.places.get(system, [])
        found = bisect_right(places, at)
        return places[found] if found < len(places) else None

    def close(self, stack: list[int], at: int) -> None:
        """Close what the marker at ``at`` does not stand in."""
        marker = self.markers[at]
        depth = self._sequence(stack, at)
        if depth is not None:
            del stack[depth:]
        elif not (stack and marker.ordinal == 1 and self._inside(stack, at)):
            while stack and self.ranks[self.markers[stack[-1]].system] >= self.ranks[marker.system]:
                stack.pop()

    def _sequence(self, stack: list[int], at: int) -> int | None:
        """The depth of the open list the marker goes on with. Two may be open, one of them inside a 专栏: the
        inner one goes on while the same number is still to come."""
        marker = self.markers[at]
        fits = [
            depth
            for depth, index in enumerate(stack)
            if self.markers[index].system == marker.system and self.markers[index].ordinal + 1 == marker.ordinal
        ]
        if len(fits) < 2:
            return fits[0] if fits else None
        following = self.next_same(at, marker.system)
        again = following is not None and self.markers[following].ordinal == marker.ordinal
        return fits[-1] if again else fits[0]

    def _inside(self, stack: list[int], at: int) -> bool:
        """Does marker 1 begin a list inside the innermost open item, though its rank is not larger?"""
        marker, top = self.markers[at], self.markers[stack[-1]]
        if self.ranks[top.system] <= self.ranks[marker.system]:
            return False
        if top.system == BOX:
            return self.ranks[marker.system] >= RANK["（一）"]
        if any(self.markers[index].system == marker.system for index in stack):
            return False
        pair = (top.system, marker.system)
        if pair in self.nested or self._holds(stack[-1], at):
            self.nested.add(pair)
            return True
        return False

    def _holds(self, item: int, at: int) -> bool:
        """The list that begins at ``at`` lies inside ``item``: the next item goes on after it."""
        top, marker = self.markers[item], self.markers[at]
        following = self.next_same(item, top.system)
        if following is None or following <= at or following > at + 60:
            return False
        rank = self.ranks[marker.system]
        between = self.markers[at + 1 : following]
        return self.markers[following].ordinal == top.ordinal + 1 and all(self.ranks[m.system] >= rank for m in between)
