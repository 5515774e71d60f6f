"""The value the parts of the outline share: what each piece is, by its index."""

from __future__ import annotations

from dataclasses import dataclass, field

from policygraph.model import ParagraphRole, Part, Passage


@dataclass(frozen=True, slots=True)
class Annex:
    """Where an annex begins: the piece of its caption, its label (附件1) and its title, if printed."""

    piece: int
    label: str
    title: tuple[int, ...]
    run_in: Passage | None = None


@dataclass(slots=True)
class Layout:
    """What ``lay_out`` finds, by index into the pieces; built step by step, then only read."""

    parts: list[Part]
    roles: list[ParagraphRole]
    notice_title: tuple[int, ...] = ()
    plan_title: tuple[int, ...] = ()
    carried: tuple[str, ...] = ()
    number: int | None = None
    addressee: int | None = None
    signatures: list[tuple[int, ...]] = field(default_factory=list)
    dates: list[int] = field(default_factory=list)
    head_dates: list[int] = field(default_factory=list)
    attachments: list[int] = field(default_factory=list)
    annexes: list[Annex] = field(default_factory=list)
    restarts: set[int] = field(default_factory=set)
    labels: dict[str, list[Passage]] = field(default_factory=dict)

    @staticmethod
    def blank(size: int) -> Layout:
        return Layout(["body"] * size, ["text"] * size)

    def mark(self, indices: tuple[int, ...], role: ParagraphRole) -> None:
        for index in indices:
            self.roles[index] = role
