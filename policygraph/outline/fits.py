"""What a chunk holds, and how badly that fits a column."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from policygraph.lexicon import Lexicon, keyed_by_hash
from policygraph.model import ColumnRole
from policygraph.outline.chunks import Chunk
from policygraph.outline.columns import OWNERS
from policygraph.outline.headers import is_section
from policygraph.outline.words import Words, is_organ, words_of

VALUES = frozenset({"baseline", "target", "past", "progress", "money"})
TEXTS = frozenset({"task", "measure", "group", "project", "indicator"})
Weights = Mapping[str, float]


VALUE = re.compile(
    r"[≥≤<>=约±-]{0,2}[ ]?\[?\d[\d.,:/]*\]?[ ]?[^\d。，]{0,6}?$|[-—/*]{1,2}$|(?:完成|达到|不低于|不高于|控制|保持|持续)[^。]{0,16}$"
)
_DUE = re.compile(r"^[^。]{0,30}(?:年|月|月底|底前|持续|长期|季度|即日|每年|立即|20\d\d)[^。]{0,12}$")
_KIND = re.compile(r"(?:约束性|预期性|指导性|参考性|导向性)$")
_PERSON = re.compile(r"[一-鿿][ 　]{0,2}[一-鿿](?:[ 　]{0,2}[一-鿿])?$")
_NUMBER = re.compile(r"\(?(\d{1,3})[.、)]?[*★☆▲△]?$")
_GROUPS = ("各", "相关", "有关", "其他", "全市", "全省")


@dataclass(frozen=True, slots=True)
class Names:
    """What tells the name of a body: its ending, and the role word that may follow it (国务院审改办牵头)."""

    words: Words
    charge: re.Pattern[str]


@keyed_by_hash
def names_of(lexicon: Lexicon) -> Names:
    roles = lexicon.alternation("roles", "lead-word", "responsible-word", "support-word", "guide-word")
    return Names(
        words_of(lexicon), re.compile(rf"(?:{roles})(?:有关|相关)?(?:{lexicon.alternation('roles', 'head')})?$")
    )


def bodies(bare: str, names: Names) -> bool:
    """A list of bodies; △ or ★ may mark the leading one."""
    plain = re.sub(r"\([^()]*\)", "", bare)
    listed = [names.charge.sub("", name).strip(" △▲★☆*:") for name in re.split(r"[、,;\s]", plain) if name.strip()]
    if not listed or len(bare) > 600 or "。" in bare:
        return False
    # 新建公办幼儿园2所 counts places, it names none.
    named = [name for name in listed if not re.search(r"\d.?$", name)]
    good = [name for name in named if is_organ(name, names.words) or name.startswith(_GROUPS) or name.endswith("等")]
    return len(good) * 3 >= len(listed) * 2


@dataclass(frozen=True, slots=True)
class Held:
    """What a chunk holds."""

    value: bool
    bodies: bool
    due: bool
    kind: bool
    number: int | None
    section: bool
    person: bool
    size: int

    @staticmethod
    def of(chunk: Chunk, names: Names) -> Held:
        bare = chunk.text.strip()
        number = _NUMBER.match(bare)
        return Held(
            bool(VALUE.match(bare)) and len(bare) <= 24,
            bodies(bare, names) or chunk.broken or chunk.rest,
            bool(_DUE.match(bare)),
            bool(_KIND.match(bare)),
            int(number.group(1)) if number else None,
            (chunk.fresh or chunk.free) and is_section(bare),
            bool(_PERSON.match(bare)),
            len(bare),
        )


def _cost(role: ColumnRole, held: Held, run: bool, w: Weights) -> float:
    """How badly what a chunk holds fits a column; ``run``: it is the next number."""
    if role == "number":
        return w["number_miss"] if held.number is None else w["number"] if run else w["number_odd"]
    if role in OWNERS:
        return w["hit"] if held.bodies else w["miss"]
    if role in VALUES:
        return w["hit"] if held.value else w["miss"]
    if role == "attribute":
        return w["attribute"] if held.kind else w["miss"]
    if role == "deadline":
        return w["hit"] if held.due else w["due_miss"]
    if role == "unit":
        return w["text"] if held.size <= 8 and held.number is None else w["miss"]
    if role == "person":
        return w["hit"] if held.person else w["due_miss"]
    if role in TEXTS:
        return w["text_odd"] if held.bodies or (held.value and held.size < 12) else w["text"]
    return w["loose"] if not held.bodies else w["text_odd"]


def costs_of(made: Sequence[Chunk], roles: Sequence[ColumnRole], names: Names, w: Weights) -> list[list[float]]:
    """By chunk the cost of every column, and last of a section row."""
    out: list[list[float]] = []
    expected = 1
    for chunk in made:
        held = Held.of(chunk, names)
        run = held.number in (expected, 1)
        expected = held.number + 1 if held.number and (run or 0 < held.number - expected < 4) else expected
        row = [
            0.0
            if chunk.glued and role in TEXTS and not held.bodies
            else _cost(role, held, run, w) + (w["place"] if chunk.place not in (None, col) else 0.0)
            for col, role in enumerate(roles)
        ]
        out.append(
            [*row, w["section"] if held.section else w["section_miss"] if chunk.fresh or chunk.free else w["inside"]]
        )
    return out


def whole_names(made: Sequence[Chunk], names: Names) -> list[Chunk]:
    """市自然资源⏎规划局: a name broken in its cell makes bodies of both lines."""
    out = list(made)
    for at, (here, after) in enumerate(itertools.pairwise(made)):
        short = here.free and len(here.text) <= 8 and len(after.text) <= 6 and here.text[:1] in "市省县区州"
        if (
            short
            and after.text[:1] not in "市省县区州各"
            and not bodies(here.text, names)
            and bodies(here.text + after.text, names)
        ):
            out[at], out[at + 1] = replace(here, broken=True), replace(after, rest=True)
    return out


def prose_cost(chunk: Chunk, w: Weights) -> float:
    """What the same words cost as prose."""
    if chunk.glued:
        return w["prose"]
    return w["prose"] if chunk.text[-1:] in "。；;" and len(chunk.text) > 20 else w["prose_cell"]
