"""Tables whose axes are turned, set straight: departments as columns with marks, one card a task, labels in the cells.

Each reader takes the cells of a table and gives columns with rows of data, or None where the table is no such one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from policygraph.lexicon import Lexicon
from policygraph.model import Column, ColumnRole, GridCell, Passage
from policygraph.outline.columns import OWNERS, is_named, read_column, role_of
from policygraph.outline.fits import bodies, names_of
from policygraph.text import fold, squash

Row = tuple[GridCell | None, ...]


@dataclass(frozen=True, slots=True)
class Straight:
    """What a turned table says as columns and rows; ``headers`` are the printed rows that were its header."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    headers: tuple[Row, ...] = ()


def straighten(cells: Sequence[Row], notes: str, lexicon: Lexicon) -> Straight | None:
    """The table set straight; ``notes`` is the text around it, which may say what the marks mean."""
    return _cards(cells, lexicon) or _marks(cells, notes, lexicon) or _labelled(cells, lexicon)


def _text(cell: GridCell | None) -> str:
    return cell.passage.text if cell else ""


# ---- cards -----------------------------------------------------------------------------------------


def _cards(cells: Sequence[Row], lexicon: Lexicon) -> Straight | None:
    """任务名称 | 甲, 牵头单位 | 乙: every other cell is a header word; a label that comes again begins the next card."""
    pairs = [pair for row in cells for pair in _pairs(row)]
    roles = [role_of(_text(label), lexicon) if is_named(_text(label), lexicon) else "other" for label, _ in pairs]
    kinds = set(roles)
    good = sum(role != "other" for role in roles) * 4 >= len(roles) * 3
    values = sum(is_named(_text(value), lexicon) for _, value in pairs)
    if len(pairs) < 3 or not good or values * 3 > len(pairs) or not kinds & OWNERS or not kinds & _SUBJECTS:
        return None
    heads: list[str] = []
    cards: list[dict[str, GridCell | None]] = []
    for label, value in pairs:
        name = squash(_text(label))
        if not cards or name in cards[-1]:
            cards.append({})
        cards[-1][name] = value
        heads += [name] if name not in heads else []
    columns = tuple(read_column(head, lexicon) for head in heads)
    return Straight(columns, tuple(tuple(card.get(head) for head in heads) for card in cards))


_SUBJECTS: frozenset[str] = frozenset({"task", "measure", "project"})


def _pairs(row: Row) -> list[tuple[GridCell | None, GridCell | None]]:
    """Label and value, side by side; a value that spans the rest of its row is one, a title over the row none."""
    apart = [cell for at, cell in enumerate(row) if not at or cell is None or row[at - 1] is None
             or cell.passage != row[at - 1].passage]  # type: ignore[union-attr]  # fmt: skip
    return list(zip(apart[::2], apart[1::2], strict=False)) if len(apart) % 2 == 0 else []


# ---- departments as columns --------------------------------------------------------------------------

_MARK = re.compile(r"[^\w\s]$|主|协|牵|配")


def _marks(cells: Sequence[Row], notes: str, lexicon: Lexicon) -> Straight | None:
    """Columns headed by bodies that hold nothing but marks; a legend, or the habit, says what a mark means."""
    names = names_of(lexicon)
    for at, head in enumerate(cells[:3]):
        body = [row for row in cells[at + 1 :] if any(row)]
        held = [col for col, cell in enumerate(head) if cell and bodies(fold(cell.passage.text), names)]
        columns = [col for col in held if all(_is_mark(row, col) for row in body)]
        meaning = _legend(notes, lexicon)
        used = {_text(row[col]).strip() for row in body for col in columns} - {""}
        if len(columns) >= 2 and used and used <= meaning.keys():
            return _straight_marks(cells, at, columns, meaning, lexicon)
    return None


def _is_mark(row: Row, col: int) -> bool:
    said = _text(row[col] if col < len(row) else None).strip()
    return not said or _MARK.fullmatch(said) is not None


def _legend(notes: str, lexicon: Lexicon) -> Mapping[str, ColumnRole]:
    """Marks to roles: by habit, and as the text says (▲为牵头单位，△表示配合单位; 牵头单位用▲标注)."""
    out: dict[str, ColumnRole] = {entry.word: _BY_HABIT[entry.kind] for entry in lexicon.entries("roles", *_BY_HABIT)}
    words = "|".join(re.escape(fold(word)) for word in lexicon.words("columns", *OWNERS))
    signs = "".join(map(re.escape, out))
    text = fold(notes)
    for found in re.finditer(rf"[“\"]?([{signs}])[”\"]?(?:号|的)?(?:为|表示|代表|是|指|:|-)?({words})", text):
        out[found.group(1)] = role_of(found.group(2), lexicon)
    for found in re.finditer(rf"({words})(?:用|以|标)[“\"]?([{signs}])", text):
        out[found.group(2)] = role_of(found.group(1), lexicon)
    return out


_ORDER: tuple[ColumnRole, ...] = ("lead", "responsible", "support", "guide")
_BY_HABIT: dict[str, ColumnRole] = {"mark-lead": "lead", "mark-responsible": "responsible", "mark-support": "support"}


def _straight_marks(
    cells: Sequence[Row], at: int, marked: Sequence[int], meaning: Mapping[str, ColumnRole], lexicon: Lexicon
) -> Straight:
    head = cells[at]
    plain = [col for col in range(len(head)) if col not in marked]
    used = {meaning[said] for row in cells[at + 1 :] for col in marked if (said := _text(row[col]).strip()) in meaning}
    roles: list[ColumnRole] = [role for role in _ORDER if role in used]
    rows: list[Row] = []
    for row in cells[at + 1 :]:
        held = {role: [col for col in marked if meaning.get(_text(row[col]).strip()) == role] for role in roles}
        made = tuple(_listed([head[col] for col in held[role]], row) for role in roles)
        rows.append((*(row[col] for col in plain), *made))
    columns = [read_column(_text(head[col]), lexicon) for col in plain]
    return Straight((*columns, *(Column(role, "") for role in roles)), tuple(rows), tuple(cells[: at + 1]))


def _listed(heads: Sequence[GridCell | None], row: Row) -> GridCell | None:
    """The heads of the marked columns as one list of bodies, at the place of the row."""
    found = [head for head in heads if head]
    if not found:
        return None
    text, runs = "", []
    for head in found:
        text += "、" if text else ""
        runs += [(start + len(text), place, length) for start, place, length in head.passage.runs]
        text += head.passage.text
    return GridCell(Passage(text, tuple(runs)), next(cell.row for cell in row if cell), found[0].col)


# ---- labels in the cells -----------------------------------------------------------------------------

_LABEL = re.compile(r"\s*[\[(]?([^:,。;]{2,10}):")


def _labelled(cells: Sequence[Row], lexicon: Lexicon) -> Straight | None:
    """A table without header whose cells say what they are: 甲。 | 责任单位：乙."""
    width = max((len(row) for row in cells), default=0)
    rows = [row for row in cells if sum(cell is not None for cell in row) > 1]
    said = [_roles_said([row[col] for row in rows if col < len(row)], lexicon) for col in range(width)]
    if len(rows) < 2 or not set(said) & OWNERS:
        return None
    free = [col for col in range(width) if said[col] is None]
    sizes = {col: sum(len(_text(row[col])) for row in rows if col < len(row)) for col in free}
    task = max(sizes, key=sizes.__getitem__, default=None)
    if task is None or sizes[task] < 4 * len(rows):
        return None
    roles: list[ColumnRole] = [
        said[col] or ("task" if col == task else "group" if col < task else "note") for col in range(width)
    ]
    numbers = [col for col in free if all(re.fullmatch(r"\d{1,3}[.、]?", _text(row[col]).strip()) for row in rows)]
    return Straight(
        tuple(Column("number" if col in numbers else role, "") for col, role in enumerate(roles)), tuple(cells)
    )


def _roles_said(column: Sequence[GridCell | None], lexicon: Lexicon) -> ColumnRole | None:
    """The role most cells of a column name before a colon."""
    found: list[ColumnRole] = []
    for cell in column:
        label = _LABEL.match(fold(_text(cell)))
        if label and is_named(label.group(1), lexicon):
            found.append(role_of(label.group(1), lexicon))
    known = [role for role in found if role in OWNERS or role == "deadline"]
    return Counter(known).most_common(1)[0][0] if known and len(known) * 3 >= len(column) * 2 else None
