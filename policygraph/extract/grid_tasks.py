"""Tasks of responsibility tables: each row with its own units."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from policygraph.extract.clauses import Clause, find_clauses
from policygraph.extract.deadlines import read_deadline, stated_deadline
from policygraph.extract.headings import marker_of, without_marker
from policygraph.extract.owners import Group, Owners, read_owners
from policygraph.extract.responsibilities import OwnerWriter, limited
from policygraph.extract.tasks import Found
from policygraph.identity import Minter
from policygraph.lexicon import Lexicon
from policygraph.marks.body import is_body
from policygraph.model import (
    ROLES,
    ColumnRole,
    Confidence,
    Deadline,
    Grid,
    GridCell,
    GridRow,
    Passage,
    PolicyDocument,
    Role,
    Task,
    Trace,
)
from policygraph.text import sentences

_DOUBT = "表格没有框线，各列由文字推断"
_ROLE_OF: dict[ColumnRole, Role] = {role: role for role in ROLES}


def grid_tasks(policy: PolicyDocument, lexicon: Lexicon, minter: Minter) -> Found:
    """The rows of every responsibility grid; members, projects and reviews leave only a trace."""
    reader = _Reader(policy, lexicon, minter)
    for index, grid in enumerate(policy.grids):
        if grid.kind == "responsibility":
            reader.grid(index, grid)
        elif any(column.role in _ROLE_OF for column in grid.columns):
            note = {"project": "项目清单不是任务", "review": "对以往规划的回顾不是任务", "members": "成员名单不是任务"}
            if grid.kind in note:
                reader.traces.append(Trace((grid.span,), "grid_tasks", "", note[grid.kind]))
    return Found(
        tuple(reader.tasks), tuple(reader.owners.out), tuple(reader.owners.aliases.values()), tuple(reader.traces)
    )  # fmt: skip


class _Reader:
    def __init__(self, policy: PolicyDocument, lexicon: Lexicon, minter: Minter) -> None:
        self.policy = policy
        self.lexicon = lexicon
        self.minter = minter
        self.year = policy.profile.year
        self.owners = OwnerWriter(policy, minter, lexicon)
        self.paths = {section.id: section.path for section in policy.sections}
        self.tasks: list[Task] = []
        self.traces: list[Trace] = []
        self.band: list[tuple[GridCell, Clause]] = []

    def grid(self, index: int, grid: Grid) -> None:
        columns = _Columns(grid)
        self.band = [] if any(role in _ROLE_OF for role in columns.roles) else self._captioned(grid)
        banner: str | None = None
        home = self.paths.get(grid.section or "", "") or f"{grid.part}/表{index + 1}"
        before: tuple[object, ...] | None = None
        for number, row in enumerate(grid.rows):
            if row.kind == "section":
                cell = next((cell for cell in row.cells if cell is not None), None)
                banner = self._section(cell) if cell else banner
                continue
            key = columns.key(row)
            if key is not None and key == before:
                self._more(row, columns)
                continue
            before = key
            self._row(grid, columns, row, banner, home, number)

    def _captioned(self, grid: Grid) -> list[tuple[GridCell, Clause]]:
        """One table a body, its name above it or on its sheet, and no column of owners: it owns the rows."""
        said = grid.title
        if said is None or not is_body(without_marker(said.text), self.lexicon):
            return []
        owners = read_owners(said, 0, len(said.text), self.lexicon, year=self.year)
        return [(GridCell(said, -1, -1), Clause(0, len(said.text), owners, "grid_tasks"))]

    def _section(self, cell: GridCell) -> str:
        """The words of a section row without its owners, who own every row under it that names none: 一、甲（乙牵头），
        or nothing but a body. （一） under 一、 keeps those of 一、."""
        said = cell.passage.text
        clauses, _ = find_clauses(cell.passage, self.lexicon, self.year)
        name = without_marker(said)
        if not clauses and is_body(name, self.lexicon):
            owners = read_owners(cell.passage, said.index(name), len(said), self.lexicon, year=self.year)
            clauses = [Clause(0, len(said), owners, "grid_tasks")]
        inner = said.lstrip().startswith(("（", "("))
        if clauses or not (inner and self.band and not self.band[0][0].passage.text.lstrip().startswith(("（", "("))):
            self.band = [(cell, replace(clause, rule="grid_tasks")) for clause in clauses]
        cut = clauses[0].start if clauses and clauses[0].start else len(said)
        return without_marker(said[:cut])

    def _row(self, grid: Grid, columns: _Columns, row: GridRow, banner: str | None, home: str, number: int) -> None:
        subject = columns.subject(row)
        if subject is None or not subject.passage.runs:
            return
        for part, passage in enumerate(columns.items(subject)):
            self._task(grid, columns, row, subject, passage, banner, home, number, part)

    def _task(
        self, grid: Grid, columns: _Columns, row: GridRow, subject: GridCell, said: Passage,
        banner: str | None, home: str, number: int, part: int,
    ) -> None:  # fmt: skip
        text = _title(said.text)
        groups = columns.groups(row, subject)
        names = [*([banner] if banner else []), *groups]
        clauses = self._owners(row, columns) or self.band
        sure: Confidence = "guessed" if grid.guessed else "stated"
        if not clauses and not text:
            return
        deadline = self._deadline(row, columns) or next(
            (c.owners.deadline for _, c in clauses if c.owners.deadline), None
        )
        numbered = columns.number(row)
        task = Task(
            id=self.minter.mint("task", f"{home}/{number + 1}" + (f".{part + 1}" if part else ""), text),
            number=marker_of(said.text) or numbered,
            text=text,
            part=grid.part,
            domain=names[0] if names else None,
            area=names[1] if len(names) > 1 else None,
            section=grid.section,
            section_path=self.paths.get(grid.section or "", ""),
            home=home,
            spans=limited(said.spans()),
            passage=said.spans()
            if said is not subject.passage
            else tuple(span for cell in columns.words(row) for span in cell.passage.spans()),
            rule="grid_tasks",
            deadline=deadline,
            cell=(subject.row, subject.col),
            confidence=sure,
            why=_DOUBT if grid.guessed else "",
        )
        self.tasks.append(task)
        for cell, clause in clauses:
            self.owners.write(task.id, home, cell.passage, clause, (cell.row, cell.col) if cell.row >= 0 else None)

    def _more(self, row: GridRow, columns: _Columns) -> None:
        """Another measure of the same task: the owner and task cells reach over this row too."""

    def _owners(self, row: GridRow, columns: _Columns) -> list[tuple[GridCell, Clause]]:
        out: list[tuple[GridCell, Clause]] = []
        for role, cell in columns.owners(row):
            owners = read_owners(cell.passage, 0, len(cell.passage.text), self.lexicon, role, self.year)
            owners = Owners(
                tuple(Group(g.role, g.mentions, "label") if g.said == "default" else g for g in owners.groups),
                owners.deadline, owners.deadline_at, owners.labels, owners.declared,
            )  # fmt: skip
            if owners.groups or owners.deadline:
                doubt = _DOUBT if columns.grid.guessed else ""
                sure: Confidence = "guessed" if doubt else "stated"
                out.append((cell, Clause(0, len(cell.passage.text), owners, "grid_tasks", sure, doubt)))
        return out

    def _deadline(self, row: GridRow, columns: _Columns) -> Deadline | None:
        for cell in columns.of(row, "deadline"):
            found = read_deadline(cell.passage.text, self.year, self.lexicon)
            if found is not None:
                return found
            if cell.passage.text.strip():
                return Deadline(_joined(cell.passage.text), None)
        words = "\n".join(cell.passage.text for cell in columns.words(row))
        return stated_deadline(words, self.year, self.lexicon)


class _Columns:
    """Which column says what, for one grid."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.roles = tuple(column.role for column in grid.columns)
        self.by_measure = self._measures_are_rows()

    def of(self, row: GridRow, *roles: ColumnRole) -> list[GridCell]:
        return [
            cell
            for cell, role in zip(row.cells, self.roles, strict=False)
            if cell is not None and role in roles and cell.passage.text.strip()
        ]

    def _measures_are_rows(self) -> bool:
        """With 任务 and 措施 columns: the measure is the task where task cells reach over several measures that
        have units of their own."""
        if "measure" not in self.roles:
            return False
        if "task" not in self.roles:
            return True
        rows = [row for row in self.grid.rows if row.kind == "data"]
        shared = [row for row in rows if any(cell.inherited for cell in self.of(row, "task"))]
        own = [row for row in shared if any(not cell.inherited for cell in self.of(row, *ROLES))]
        return bool(own)

    def subject(self, row: GridRow) -> GridCell | None:
        order: tuple[ColumnRole, ...] = ("measure", "task") if self.by_measure else ("task", "measure")
        for role in (*order, "project", "indicator", "other", "group"):
            found = self.of(row, role)
            if found:
                return found[-1] if role in {"task", "group"} else found[0]
        return None

    def items(self, subject: GridCell) -> list[Passage]:
        """The tasks of a cell: where the column of owners stands first, one table a department, a numbered list
        1. 2. 3. is as many tasks."""
        first = next((col for col, role in enumerate(self.roles) if role in _ROLE_OF), len(self.roles))
        cuts = _list_cuts(subject.passage.text) if first < subject.col else []
        if len(cuts) < 2:
            return [subject.passage]
        return [subject.passage.slice(low, high) for low, high in pairwise([*cuts, len(subject.passage.text)])]

    def groups(self, row: GridRow, subject: GridCell) -> list[str]:
        cells = [cell for cell in self.of(row, "group", "task") if cell.col < subject.col]
        return [_joined(without_marker(cell.passage.text)) for cell in cells]

    def number(self, row: GridRow) -> str | None:
        found = self.of(row, "number")
        return None if not found or found[0].inherited else found[0].passage.text.strip(" ★☆△▲*　.．、")

    def words(self, row: GridRow) -> list[GridCell]:
        return self.of(row, "task", "measure", "indicator", "target", "progress", "note")

    def owners(self, row: GridRow) -> list[tuple[Role, GridCell]]:
        out: list[tuple[Role, GridCell]] = []
        for cell, role in zip(row.cells, self.roles, strict=False):
            if cell is not None and role in _ROLE_OF and cell.passage.text.strip():
                out.append((_ROLE_OF[role], cell))
        return out

    def key(self, row: GridRow) -> tuple[object, ...] | None:
        """Equal for rows that one task cell and one set of owner cells reach over."""
        subject = self.subject(row)
        owners = [cell for _, cell in self.owners(row)]
        if subject is None or not owners or not subject.inherited or not all(cell.inherited for cell in owners):
            return None if subject is None else (subject.passage.start, *(cell.passage.start for cell in owners))
        return (subject.passage.start, *(cell.passage.start for cell in owners))


_ITEM = re.compile(r"(?:^|(?<=[。；;\s]))\s*[（(]?(\d{1,2})[.．、）)](?!\d)")


def _list_cuts(text: str) -> list[int]:
    """Where the items 1, 2, 3 … of a list begin, when it is one from its start."""
    out: list[int] = []
    for found in _ITEM.finditer(text):
        if int(found.group(1)) == len(out) + 1 and (out or found.start() == 0):
            out.append(found.start())
    return out


def _title(cell: str) -> str:
    """The first sentence of a cell that holds several, without its marker."""
    words = without_marker(cell)
    parts = sentences(words)
    return _joined(words[slice(*parts[0])] if len(parts) > 1 else words)


def _joined(text: str) -> str:
    return re.sub(r"(?<=[\u4e00-\u9fff，。；、])\s+|\s+(?=[\u4e00-\u9fff，。；、])", "", text).strip(" 。；;")
