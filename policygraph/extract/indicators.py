"""Quantities the text sets for the future, in prose.

A paragraph is read clause by clause. A year governs what follows it in the paragraph (in a section of goals: in
the section); each number that is no part of a word has a stance (``marks.stance``): a target becomes an indicator
(``shapes``), a condition, limit, quota or tariff a norm.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from typing import TypeAlias

from policygraph.extract import naming, segments
from policygraph.extract.asides import is_digits, is_note, lists, settled
from policygraph.extract.compact import compact
from policygraph.extract.figures import Candidate, norm, only_limits
from policygraph.extract.phrases import Mark, find_marks
from policygraph.extract.places import Places
from policygraph.extract.reading import Draft, Limit, Reader, Words, words_of
from policygraph.extract.shapes import REACH, shape
from policygraph.identity import Minter
from policygraph.lexicon import Lexicon
from policygraph.marks.quantity import quantities
from policygraph.marks.stance import line_of
from policygraph.model import (
    Baseline,
    Clock,
    ColumnRole,
    Confidence,
    Indicator,
    Norm,
    Paragraph,
    PolicyDocument,
    Quantity,
    Trace,
)
from policygraph.text import sentences

_MARKER = re.compile(r"^(?:[(（]?[一二三四五六七八九十\d]{1,3}[)）、.．]+(?:(?!\d)|(?=20\d\d年))|—+|--+|[●■◆·•])+")
#: 59．新增5G基站1000座。（责任单位：…）: the heading is all the item says.
_ONLY_OWNER = re.compile(r"[(\[〔【][^()]{0,300}[)\]〕】][。;]?$")
_OWNED = re.compile(r"\((?:责任|牵头|[^()]{2,300}(?:负责|牵头|配合|参与)\))")
_FROM = re.compile(r"(?:从|由)[^,;。]{0,40}$")


def indicators(
    policy: PolicyDocument, lexicon: Lexicon, minter: Minter
) -> tuple[tuple[Indicator, ...], tuple[Norm, ...], tuple[Trace, ...]]:
    """Every quantity of the prose that is set for the future, in text order, the norms beside them, and why the other
    numbers are neither."""
    words, places = words_of(lexicon), Places(policy, lexicon)
    found: list[Indicator] = []
    norms: list[Norm] = []
    traces: list[Trace] = []
    for paragraph, cell, reader in chain(_of_prose(policy, words, places), _of_cells(policy, words, places)):
        for draft in reader.drafts:
            found.append(replace(_indicator(draft, reader, paragraph, places, minter), cell=cell))
            traces.append(Trace(found[-1].spans, draft.rule, found[-1].id))
        norms += [replace(_norm(item, reader, paragraph, places, minter), cell=cell) for item in reader.limits]
        traces += [Trace(reader.line.spans(start, end), rule, "", note) for start, end, rule, note in reader.refused]
    return tuple(found), tuple(norms), tuple(traces)


def _of_prose(policy: PolicyDocument, words: Words, places: Places) -> Iterator[Read]:
    clock = policy.profile.clock
    carried: Mark | None = None
    before: str | None = None
    listed = False
    for paragraph in policy.paragraphs:
        listed = lists(paragraph, listed)
        aside = paragraph.role != "text" or paragraph.part == "notice" or listed
        if aside or is_note(paragraph) or is_digits(paragraph):
            continue
        goal = paragraph.section in places.goals
        if (
            not goal
            or not _same_goals(before, paragraph.section, places)
            or places.relabelled(before, paragraph.section)
        ):
            carried = None
        before = paragraph.section
        reader = read_paragraph(paragraph, words, clock, settled(paragraph, places, policy),
                                policy.masthead.region, carried, _default(paragraph, places, clock))  # fmt: skip
        if goal:
            carried = reader.governing
        yield paragraph, None, reader


def _of_cells(policy: PolicyDocument, words: Words, places: Places) -> Iterator[Read]:
    clock = policy.profile.clock
    for paragraph, cell, year in _cells(policy):
        why = "回顾或现状章节" if paragraph.section in places.past else ""
        default = (year, "年份取自表头") if year else _default(paragraph, places, clock)
        yield paragraph, cell, read_paragraph(paragraph, words, clock, why, policy.masthead.region, None, default)


Read: TypeAlias = "tuple[Paragraph, tuple[int, int] | None, Reader]"


#: Columns of a table of tasks whose cells are prose.
_PROSE: frozenset[ColumnRole] = frozenset({"task", "measure", "indicator", "target", "progress"})


def _cells(policy: PolicyDocument) -> Iterator[tuple[Paragraph, tuple[int, int], str | None]]:
    """The cells of task tables as paragraphs: what a task is to reach stands beside it."""
    for grid in policy.grids:
        if grid.kind != "responsibility":
            continue
        for row in grid.rows:
            for cell, column in zip(row.cells, grid.columns, strict=False):
                if cell and not cell.inherited and column.role in _PROSE and row.kind == "data":
                    yield Paragraph(cell.passage, grid.part, grid.section), (cell.row, cell.col), column.year


def _default(paragraph: Paragraph, places: Places, clock: Clock) -> tuple[str | None, str]:
    """The deadline where the text states none: the year of an annual plan, of the heading, in a section of goals of
    the whole plan."""
    heading = places.years.get(paragraph.section or "")
    if heading and heading >= clock.past_before:
        return heading, "年份取自所在标题"
    if clock.annual:
        return clock.annual, "年度文件的年份"
    if paragraph.section in places.goals and clock.horizon:
        return clock.horizon, "目标章节承文件的规划期"
    return None, ""


def _same_goals(before: str | None, now: str | None, places: Places) -> bool:
    """Two paragraphs of one section of goals, or of its subsections."""
    if before is None or now is None or before not in places.goals:
        return False
    return before == now or places.path(now).startswith(places.path(before)) or _parent(before, places) == _parent(now, places)  # fmt: skip


def _parent(section: str, places: Places) -> str | None:
    return places.by_id[section].parent


def _norm(item: Limit, reader: Reader, paragraph: Paragraph, places: Places, minter: Minter) -> Norm:
    path, quantity = places.path(paragraph.section), item.quantity
    quote = reader.line.raw[item.start : item.end]
    return Norm(
        id=minter.mint("norm", path, f"{quote}|{item.name}|{quantity.value:g}"), kind=item.kind, name=item.name,
        value=quantity.value, unit=quantity.unit, comparator=quantity.comparator, section=paragraph.section,
        section_path=path, spans=reader.line.spans(item.start, item.end), rule=item.rule, why=item.why,
        confidence="inferred",
    )  # fmt: skip


def _indicator(draft: Draft, reader: Reader, paragraph: Paragraph, places: Places, minter: Minter) -> Indicator:
    path = places.path(paragraph.section)
    quantity = draft.quantity
    quote = reader.line.raw[draft.start : draft.end]
    confidence: Confidence = "inferred" if draft.why else "stated"
    return Indicator(
        id=minter.mint("indicator", path, f"{quote}|{draft.name}|{draft.by}"),
        name=draft.name, value=quantity.value, unit=quantity.unit, comparator=quantity.comparator, by=draft.by,
        section=paragraph.section, section_path=path, spans=reader.line.spans(draft.start, draft.end), rule=draft.rule,
        confidence=confidence, why=draft.why, value_max=quantity.value_max, since=draft.since, baseline=draft.baseline,
        scope=draft.scope, cumulative=draft.cumulative,
    )  # fmt: skip


# ---- a paragraph -----------------------------------------------------------------------------------


def read_paragraph(
    paragraph: Paragraph, words: Words, clock: Clock, why_settled: str = "", region: str | None = None,
    carried: Mark | None = None, default: tuple[str | None, str] = (None, ""),
) -> Reader:  # fmt: skip
    """Read one paragraph; its heading is read only where the paragraph is nothing else."""
    line = compact(paragraph.passage)
    reader = Reader(
        line, find_marks(line.text, clock, words.lexicon), words, clock, region, why_settled, carried, default
    )
    start = bisect.bisect_left(line.at, paragraph.content)
    start = 0 if start >= len(line.text) or _ONLY_OWNER.match(line.text[start:]) else start
    if marker := _MARKER.match(line.text[start : start + 12]):
        start += marker.end()
    tokens = _tokens(reader, start)
    if not tokens and not reader.marks:
        return reader
    at = 0
    for low, high in sentences(line.raw):
        if _OWNED.match(line.text, low):
            reader.governing = carried  # what the owners before it answer for is said; a new passage begins
        while at < len(tokens) and tokens[at].end <= max(low, start):
            at += 1
        stop = at
        while stop < len(tokens) and tokens[stop].digits < high:
            stop += 1
        _read_sentence(reader, max(low, start), high, tokens[at:stop])
        at = stop
    if not tokens and not (reader.governing and reader.governing.fixed):
        reader.governing = carried  # a year that sets no bound does not reach beyond a paragraph without figures
    return reader


def _tokens(reader: Reader, start: int) -> list[Quantity]:
    """The numbers of the line that can be quantities at all."""
    text = reader.line.text
    inside = segments.in_brackets(text)
    timed = bytearray(len(text))
    for mark in reader.marks:
        timed[mark.start : mark.end] = b"\1" * (mark.end - mark.start)
    out: list[Quantity] = []
    for quantity in quantities(text, reader.line.raw, reader.words.lexicon):
        if quantity.digits < start or timed[quantity.digits]:
            continue
        if (
            inside[quantity.digits]
            and text[quantity.start - 1 : quantity.start] + text[quantity.end : quantity.end + 1] == "()"
        ):
            continue  # （２） only numbers what follows
        if inside[quantity.digits]:
            reader.refused.append((quantity.start, quantity.end, "in-brackets", "括号内的说明"))
            continue
        out.append(quantity)
    return out


def _read_sentence(reader: Reader, start: int, end: int, tokens: list[Quantity]) -> None:
    text = reader.line.text
    reader.last_clause = reader.near_name = reader.near_topic = ""
    reader.listing = False
    at = mark_at = 0
    starts = reader.starts
    marks = reader.marks[bisect.bisect_left(starts, start) : bisect.bisect_left(starts, end)]
    for low, high in segments.clauses(text, reader.line.raw, start, end):
        own: list[Mark] = []
        while mark_at < len(marks) and marks[mark_at].start < high:
            own.append(marks[mark_at])
            mark_at += 1
        outer = reader.governing
        _govern(reader, low, own)
        stop = at
        while stop < len(tokens) and tokens[stop].digits < high:
            stop += 1
        if stop > at:
            _read_clause(reader, low, high, tokens[at:stop], own, text[start:end] if end - start < 2000 else "")
        if text[low - 1 : low] == "(":
            reader.governing = outer  # an aside governs itself alone
        said = _without(own, text, low, high)
        reader.last_clause = said[-80:] if len(said) >= 4 else reader.last_clause
        at = stop


def _govern(reader: Reader, start: int, marks: list[Mark]) -> None:
    """A time phrase at the head of a clause, or one that says 到, governs what follows."""
    for mark in marks:
        lead = reader.line.text[start : mark.start]
        heads = len(lead) <= 8 and re.fullmatch(
            r"(?:力争|争取|确保|努力|预计|其中|并|使|全[省市县区国]|我[省市区县]|计划|和|—|-|\d|[.、])*", lead
        )
        if mark.kind == "start":
            reader.governing = None
        elif mark.kind in ("target", "plain", "past") and (
            heads or (mark.fixed and reader.line.text[mark.start] in "到至")
        ):
            reader.governing = mark


def _read_clause(
    reader: Reader, start: int, end: int, tokens: list[Quantity], marks: list[Mark], sentence: str
) -> None:
    text = reader.line.text
    reader.named_before, reader.named_here = reader.named_here, []
    plain = _without_thresholds(reader, start, end, tokens)
    plain, bases = _without_bases(text, plain, start)
    for group in segments.groups(text, start, end, plain):
        governing = _mark_of(reader, group, marks)
        drafts, refusal = _read_group(
            reader, group, governing, marks, text[start : min(end, start + 80)], sentence, bases
        )
        if refusal:
            reader.refused.append((group.quantities[0].start, group.quantities[-1].end, *refusal))
        for draft in drafts:
            base = bases.get(draft.quantity.digits)
            reader.drafts.append(replace(draft, baseline=base) if base else draft)


def _without_thresholds(reader: Reader, start: int, end: int, tokens: list[Quantity]) -> list[Quantity]:
    kept: list[Quantity] = []
    text = reader.line.text
    low = start
    for index, quantity in enumerate(tokens):
        following = tokens[index + 1].start if index + 1 < len(tokens) else end
        more = index + 1 < len(tokens)
        front = text[max(low, quantity.start - REACH) : quantity.start]
        ruling = only_limits(reader, front, quantity, text[quantity.end : following], more)
        if ruling is not None:
            reader.refused.append((quantity.start, quantity.end, ruling.rule, ruling.note))
            norm(reader, quantity, ruling, start, end)
            continue
        kept.append(quantity)
        low = quantity.end
    return kept


def _without_bases(text: str, tokens: list[Quantity], start: int) -> tuple[list[Quantity], dict[int, Baseline]]:
    """由4%降至2%: the first is the baseline of the second."""
    kept: list[Quantity] = []
    bases: dict[int, Baseline] = {}
    for index, quantity in enumerate(tokens):
        following = tokens[index + 1] if index + 1 < len(tokens) else None
        front = text[max(start, quantity.start - 60) : quantity.start]
        if following and _FROM.search(front) and re.search(r"(?:到|至|为)[^,;]{0,14}$", text[quantity.end : following.digits]):  # fmt: skip
            year = re.search(r"(?:从|由)(?:\D{0,8})((?:19|20)\d\d)年", front)
            bases[following.digits] = Baseline(quantity.value, year.group(1) if year else None)
            continue
        kept.append(quantity)
    return kept, bases


def _mark_of(reader: Reader, group: segments.Group, marks: list[Mark]) -> Mark | None:
    """The nearest time phrase before the quantity in its clause, else one behind it, else what governs."""
    real = [mark for mark in marks if mark.kind in ("target", "plain", "past")]
    before = [mark for mark in real if mark.start < group.quantities[0].start]
    if before:
        return before[-1]
    behind = [mark for mark in real if mark.start >= group.quantities[-1].end]
    return behind[0] if behind and behind[0].kind != "past" else reader.governing


# ---- a group of quantities -------------------------------------------------------------------------


def _front_text(reader: Reader, group: segments.Group, marks: list[Mark]) -> str:
    """The text before the quantities without the deadlines in it; a base year stays (比2020年下降)."""
    return _without(marks, reader.line.text, *group.front)


def _behind_text(reader: Reader, group: segments.Group) -> str:
    """The text behind the quantities, without an aside in brackets or a mere 水平, 的目标."""
    behind = reader.line.text[group.behind[0] : group.behind[1]]
    if not behind and (aside := _ASIDE.match(reader.line.text, group.behind[1])):
        behind = aside.group(1)  # 新增2400户（累计约3600户）餐饮单位
    behind = re.sub(r"^\([^()]{0,60}\)", "", behind)
    return "" if re.match(r"的?(?:水平|目标|要求|规模)(?!的)", behind) else behind


#: 形成全市100个精品空间: where the made things stand.
_SPREAD = re.compile(
    r"(?<=形成|建成|打造|建设|培育|新增|完成|实现|创建|新建|推动|引导|带动)(?:全[省市区县国州]|我[省市区县])$"
)
_ASIDE = re.compile(r"\((?:累计|其中)[^()]{0,40}\)([^,;。:()]{2,60})")


def _without(marks: list[Mark], text: str, low: int, high: int) -> str:
    parts: list[str] = []
    for mark in marks:
        if mark.kind in ("target", "plain", "past", "start") and low <= mark.start < high:
            parts.append(text[low : mark.start])
            low = min(mark.end, high)
    return "".join([*parts, text[low:high]])


def _read_group(
    reader: Reader, group: segments.Group, mark: Mark | None, marks: list[Mark], clause: str, sentence: str,
    bases: dict[int, Baseline],
) -> tuple[list[Draft], tuple[str, str] | None]:  # fmt: skip
    front = _SPREAD.sub("", _front_text(reader, group, marks))
    if group.quantities[0].digits in bases:  # 比例由4%降至2%: the name stands before 由
        front = re.sub(r"(?:从|由)[^,;]{0,80}$", "达到", front)
    behind = _behind_text(reader, group)
    subject = naming.read_subject(front, reader.words.names, reader.region)
    quantity = group.quantities[-1]
    carried = bool(reader.last_name) and not subject.noun
    candidate = Candidate(
        quantity, front, behind, clause, sentence, subject, mark, group.more, reader.settled, carried, reader.listing,
        line_of(sentence, front, quantity, behind, subject.noun),
    )  # fmt: skip
    if ruling := candidate.judged(reader):
        norm(reader, quantity, ruling, group.start, group.end)
        return [], (ruling.rule, ruling.note)
    reader.listing = not behind.strip("、,的 ") and quantity.cls in ("count", "size")
    return shape(reader, group, candidate, mark), None
