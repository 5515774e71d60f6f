"""What a document shows to anybody who only looks at its marks, by place: nothing here knows how facts are found."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from policygraph.lexicon import Lexicon, keyed_by_hash
from policygraph.marks.body import bodies, is_body
from policygraph.marks.bracket import folded, matched, outer, split_top
from policygraph.marks.engine import load_grammar
from policygraph.marks.label import closing_role, labels
from policygraph.marks.time import times
from policygraph.model import DIRECTING, ROLES, Asked, Grid, GridRow, Paragraph, Passage, PolicyDocument, Section, Span
from policygraph.text import fold, squash

OWNER_COLUMNS = frozenset({"lead", "responsible", "support", "guide"})
_OWNED = frozenset({"tasks", "goals", "safeguards", "departments", "schedule", "other"})
_OPEN = frozenset({"other", "note", "project", "group", "attribute"})
_BARE = 3  # lists of bodies without a label or column that make a habit
_RUN = 5  # numbered lines that make a run
_WHOLE = 0.6  # share of a bracket that bodies must fill
_NEAR = 200  # characters an owner list runs on after its label


@dataclass(frozen=True, slots=True)
class Seen:
    """One thing that wants an answer. ``names`` is how many bodies it lists; ``lost`` says why it cannot be answered
    where the look alone tells (a cell of owners without a body)."""

    kind: Asked
    span: Span
    what: str
    names: int = 1
    lost: bool = False


@keyed_by_hash
def patterns(lexicon: Lexicon) -> Mapping[str, re.Pattern[str]]:
    """The patterns of ``grammar/account.toml``."""
    return load_grammar("account", lexicon).patterns


def numbered_lines(text: str, lexicon: Lexicon) -> int:
    """How many lines of a text begin with a number and go on: the items a reader sees, whatever the outline made of
    them."""
    item = patterns(lexicon)["item"]
    return sum(bool(item.match(line)) for line in fold(text).split("\n"))


def directs(policy: PolicyDocument) -> bool:
    return policy.profile.genre in DIRECTING


def annexes(policy: PolicyDocument, lexicon: Lexicon) -> Iterator[tuple[str, Span, bool]]:
    """(title, where it is named, whether it is in the file) of every annex. In a file without any annex only the plan
    that the notice carries is there; an annex that is only spoken of (见附件) is missing with its mention."""
    parts = {item.part for item in policy.paragraphs} | {grid.part for grid in policy.grids}
    apart = "annex" in parts
    named = policy.masthead.attachments
    for item in named:
        carried = squash(fold(item.title)) in squash(fold(policy.masthead.title or ""))
        yield item.title, item.span, item.present and (apart or carried)
    text = fold(policy.document.text)
    hit = patterns(lexicon)["annex"].search(text) if not named and not apart else None
    if hit is not None:
        yield hit["annex"], Span(*hit.span("annex")), False


@dataclass(frozen=True)
class Look:
    """One document, looked at."""

    policy: PolicyDocument
    lexicon: Lexicon

    @property
    def ask(self) -> Mapping[str, re.Pattern[str]]:
        return patterns(self.lexicon)

    def seen(self) -> Iterator[Seen]:
        purposes = {section.id: section.purpose for section in self.policy.sections}
        yield from self._items()
        gridded = [grid.span for grid in self.policy.grids]
        for paragraph in self.policy.paragraphs:
            if paragraph.role not in ("text", "note", "caption"):
                continue
            purpose = purposes.get(paragraph.section or "", "other")
            if self._wants_owners(purpose):
                yield from self._owners(paragraph.passage)
            if purpose in ("tasks", "goals") and directs(self.policy):
                yield from self._figures(paragraph.passage)
                yield from self._dates(paragraph.passage)
        yield from self._flattened(gridded)
        if directs(self.policy):
            bare = [passage for passage in self._alone(gridded) if self._only_names(folded(passage))]
            for passage in bare if len(bare) >= _BARE else ():
                yield from self._list(passage, folded(passage), 0, len(passage.text), "独立成行的单位")
        for grid in self.policy.grids:
            yield from self._grid(grid)
        yield from self._unread_tables(gridded)

    def _wants_owners(self, purpose: str) -> bool:
        return directs(self.policy) and purpose in _OWNED

    # ---- items -------------------------------------------------------------------------------------

    def _items(self) -> Iterator[Seen]:
        """The innermost numbered sections of tasks whose heading begins as a task does."""
        outer_ones = {section.parent for section in self.policy.sections}
        acts = re.compile(self.lexicon.alternation("purposes", "act"))
        for section in self.policy.sections:
            if (
                section.purpose == "tasks"
                and section.id not in outer_ones
                and acts.match(squash(fold(section.heading)))
            ):
                yield Seen("items", section.span, f"{_name(section)} 没有任务、要求或指标")

    # ---- owners ------------------------------------------------------------------------------------

    def _owners(self, passage: Passage) -> Iterator[Seen]:
        text = folded(passage)
        found = labels(text, 0, len(text), self.lexicon)
        ends = [*(mark.start for mark in found[1:]), len(text)]
        taken: list[tuple[int, int]] = []
        for mark, end in zip(found, ends, strict=False):
            if mark.cls in ROLES:
                stop = _stop(text, mark.end, min(end, mark.end + _NEAR))
                taken.append((mark.start, stop))
                yield from self._list(passage, text, mark.end, stop, mark.data["label"])
        for low, high in outer(matched(text, 0, len(text))):
            if not any(start < high and low < stop for start, stop in taken):
                yield from self._bracket(passage, text, low + 1, high - 1)

    def _bracket(self, passage: Passage, text: str, low: int, high: int) -> Iterator[Seen]:
        """（市发展改革委、市财政局）, （市水务局负责） where a sentence ends."""
        inner = text[low:high].strip()
        if not 4 <= len(inner) <= _NEAR or text[high + 1 : high + 2] not in ("", "。", ";", "\n", " ", ","):
            return
        found = bodies(inner, self.lexicon)
        role = closing_role(inner, self.lexicon) is not None
        full = sum(body.end - body.start + 1 for body in found) >= _WHOLE * len(inner)
        apart = text[low - 2 : low - 1] in ("。", ";") or any(
            mark.cls == "deadline" for mark in labels(text, low, high, self.lexicon)
        )
        if found and (role or (full and len(found) > 1) or (apart and inner.startswith(found[0].text))):
            yield from self._list(passage, text, low, high, "")

    def _list(self, passage: Passage, text: str, low: int, high: int, label: str) -> Iterator[Seen]:
        pieces = [piece for piece in split_top(text, low, high) if _says(text[slice(*piece)])]
        spans = passage.spans(low, high)
        if pieces and spans and not self.ask["nobody"].match(text[low:high].strip(" :。")):
            said = text[low:high].strip()[:30]
            yield Seen(
                "owners", Span(spans[0].start, spans[-1].end), f"责任单位未读出：{label or '括号'}“{said}”", len(pieces)
            )

    # ---- figures and dates -----------------------------------------------------------------------

    def _figures(self, passage: Passage) -> Iterator[Seen]:
        text = folded(passage)
        for hit in self.ask["figure"].finditer(text):
            before = text[max(0, hit.start() - 12) : hit.start()]
            spans = passage.spans(*hit.span("figure"))
            if spans and not self.ask["past"].search(before):
                yield Seen("figures", spans[0], f"数值未成为指标或标准：“{hit.group()}”")

    def _dates(self, passage: Passage) -> Iterator[Seen]:
        for time in times(folded(passage), self.lexicon):
            spans = passage.spans(time.start, time.end)
            if time.sense == "until" and time.fixed and spans and time.days is None:
                yield Seen(
                    "dates", Span(spans[0].start, spans[-1].end), f"时间未成为时限或目标年份：“{time.data['text']}”"
                )

    # ---- tables ------------------------------------------------------------------------------------

    def _grid(self, grid: Grid) -> Iterator[Seen]:
        owners = [index for index, column in enumerate(grid.columns) if column.role in OWNER_COLUMNS]
        if owners:
            yield Seen("tables", grid.span, f"表格（{len(grid.rows)} 行）没有读出任何任务")
            for row in grid.rows:
                yield from self._row(row, owners, grid)
        elif grid.kind == "indicator":
            yield Seen("tables", grid.span, f"指标表（{len(grid.rows)} 行）没有读出任何指标")

    def _row(self, row: GridRow, owners: list[int], grid: Grid) -> Iterator[Seen]:
        cells = [cell for cell in row.cells if cell is not None and cell.passage.runs]
        if row.kind != "data" or not cells or all(cell.inherited for cell in cells):
            return
        held = [row.cells[index] for index in owners]
        named = [
            cell for cell in held if cell is not None and not self.ask["nobody"].match(folded(cell.passage).strip())
        ]
        odd = bool(named) and not any(self._names_somebody(folded(cell.passage)) for cell in named)
        odd = odd or any(
            cell is not None and column.role in ("task", "measure") and self._only_names(folded(cell.passage))
            for cell, column in zip(row.cells, grid.columns, strict=False)
        )
        own = [cell for cell in cells if not cell.inherited]
        span = Span(min(cell.passage.start for cell in own), max(cell.passage.end for cell in own))
        what = "所在列与内容不符" if odd else "没有读出"
        yield Seen("rows", span, f"表格第 {cells[0].row + 1} 行{what}", lost=odd)
        for cell in named:
            if not cell.inherited:
                text = folded(cell.passage)
                yield from self._list(cell.passage, text, 0, len(text), "表格单元")

    def _names_somebody(self, text: str) -> bool:
        return any(
            _is_name(text[low:high].strip(), self.lexicon) for low, high in split_top(text, 0, len(text))
        ) or bool(bodies(text, self.lexicon))

    def _only_names(self, text: str) -> bool:
        pieces = split_top(text, 0, len(text)) if len(text) <= _NEAR else []
        return len(pieces) > 1 and all(_is_name(text[low:high].strip(), self.lexicon) for low, high in pieces)

    def _unread_tables(self, gridded: list[Span]) -> Iterator[Seen]:
        """Tables whose header promises owners and that nobody understood as one."""
        text = self.policy.document.text
        for table in self.policy.document.tables:
            if table.rows < 2 or any(span.overlaps(table.span) for span in gridded):
                continue
            top = min((cell.row for cell in table.cells), default=0)
            heads = [fold(cell.span.quote(text)).strip() for cell in table.cells if cell.row <= top + 1]
            if any(len(head) < 12 and self.ask["owner_header"].search(head) for head in heads):
                yield Seen("tables", table.span, f"有责任单位栏的表格（{table.rows} 行）没有读出", lost=True)

    def _alone(self, gridded: list[Span]) -> Iterator[Passage]:
        """What stands alone on its line, or in a cell that no column of owners holds."""
        document = self.policy.document
        for paragraph in self.policy.paragraphs:
            passage = paragraph.passage
            if paragraph.role == "text" and not any(span.start <= passage.start < span.end for span in gridded):
                yield passage
        for grid in self.policy.grids if directs(self.policy) else ():
            other = [index for index, column in enumerate(grid.columns) if column.role in _OPEN]
            for cells in (row.cells for row in grid.rows if grid.kind != "members"):
                yield from (cell.passage for index in other if (cell := cells[index]) and not cell.inherited)
        for table in document.tables:
            if not any(span.overlaps(table.span) for span in gridded):
                yield from (Passage.of(document.text, [cell.span]) for cell in table.cells)

    def _flattened(self, gridded: list[Span]) -> Iterator[Seen]:
        """The header of a table, or a run of row numbers, among the lines of text."""
        run: list[tuple[int, Paragraph]] = []
        for paragraph in self.policy.paragraphs:
            passage = paragraph.passage
            if not passage.runs or any(span.start <= passage.start < span.end for span in gridded):
                continue
            text = folded(passage)
            if self.ask["header"].match(text):
                yield Seen(
                    "tables",
                    Span(passage.start, passage.end),
                    f"疑似表头，表格未读出：“{text.strip()[:30]}”",
                    lost=True,
                )
            hit = self.ask["row_number"].match(text)
            if hit is None:
                continue
            if run and int(hit["number"]) != run[-1][0] + 1:
                yield from _run(run)
                run = []
            if run or int(hit["number"]) == 1:
                run.append((int(hit["number"]), paragraph))
        yield from _run(run)


def _run(run: list[tuple[int, Paragraph]]) -> Iterator[Seen]:
    """Numbers on their own lines, counting from one: rows of a table whose lines were lost."""
    for at, (number, paragraph) in enumerate(run if len(run) >= _RUN else []):
        end = run[at + 1][1].passage.start if at + 1 < len(run) else paragraph.passage.end
        yield Seen("rows", Span(paragraph.passage.start, end), f"疑似表格第 {number} 行，没有读出")


def _is_name(name: str, lexicon: Lexicon) -> bool:
    return len(name) <= 40 and is_body(name, lexicon)


def _says(piece: str) -> bool:
    return len(piece.strip()) > 1


def _stop(text: str, start: int, end: int) -> int:
    """Where a list after a label ends: at its sentence, or at the bracket that opened before the label."""
    depth = 0
    for at in range(start, end):
        if text[at] in "([〔【":
            depth += 1
        elif text[at] in ")]〕】":
            depth -= 1
            if depth < 0:
                return at
        elif text[at] in "。\n" and depth == 0:
            return at
    return end


def _name(section: Section) -> str:
    return f"{section.path}“{section.heading[:24]}”"
