"""Quantities the text sets for the future, in prose.

A paragraph is read clause by clause. A year governs what follows it in the paragraph (in a section of goals: in
the section); each number that is no part of a word is asked ``refusals.MEANING`` in order; what is left becomes an
indicator under the first of ``SHAPES`` that fits.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from policygraph.extract import naming, refusals, segments
from policygraph.extract.compact import Line, compact
from policygraph.extract.phrases import Clock, Mark, clock_of, find_marks
from policygraph.extract.purposes import Places, places_of, settled
from policygraph.extract.quantities import Quantity, QuantityWords, find_quantities, quantity_words
from policygraph.identity import Minter
from policygraph.lexicon import Lexicon
from policygraph.model import Baseline, Confidence, Indicator, Paragraph, PolicyDocument, Trace
from policygraph.text import sentences

_MARKER = re.compile(r"^(?:[(（]?[一二三四五六七八九十\d]{1,3}[)）、.．]+(?!\d)|—+|--+|[●■◆·•])+")
_FROM = re.compile(r"(?:从|由)[^,;。]{0,40}$")
_SINCE = re.compile(r"(?:比|较|与|在|以)((?:19|20)\d\d)年")


@dataclass(frozen=True)
class Words:
    """All compiled words of the rule."""

    quantities: QuantityWords
    names: naming.NameWords
    refusals: refusals.RefusalWords


_CACHE: dict[str, Words] = {}


def words_of(lexicon: Lexicon) -> Words:
    """Compile once for a lexicon (known by its hash)."""
    if lexicon.sha256 not in _CACHE:
        _CACHE.clear()
        _CACHE[lexicon.sha256] = Words(
            quantity_words(lexicon), naming.name_words(lexicon), refusals.refusal_words(lexicon)
        )
    return _CACHE[lexicon.sha256]


@dataclass(frozen=True, slots=True)
class Draft:
    """An indicator before it has an id. ``start``/``end`` in the line; ``why`` empty when the sentence says all."""

    name: str
    quantity: Quantity
    by: str | None
    start: int
    end: int
    rule: str
    why: str = ""
    scope: str | None = None
    since: str | None = None
    baseline: Baseline | None = None
    cumulative: bool = False


@dataclass
class Reader:
    """State while one paragraph is read: the governing time phrase, the last name, what came out."""

    line: Line
    marks: list[Mark]
    words: Words
    clock: Clock
    region: str | None
    settled: str
    governing: Mark | None = None
    default: tuple[str | None, str] = (None, "")
    last_name: str = ""
    near_name: str = ""
    listing: bool = False
    last_clause: str = ""
    drafts: list[Draft] = field(default_factory=list)
    refused: list[tuple[int, int, str, str]] = field(default_factory=list)


def indicators(
    policy: PolicyDocument, lexicon: Lexicon, minter: Minter
) -> tuple[tuple[Indicator, ...], tuple[Trace, ...]]:
    """Every quantity of the prose that is set for the future, in text order, and why the other numbers are none."""
    words, clock, places = words_of(lexicon), clock_of(policy.masthead), places_of(policy, lexicon)
    found: list[Indicator] = []
    traces: list[Trace] = []
    carried: Mark | None = None
    before: str | None = None
    for paragraph in policy.paragraphs:
        if paragraph.role != "text" or paragraph.part == "notice":
            continue
        goal = paragraph.section in places.goals
        if not goal or not _same_goals(before, paragraph.section, places):
            carried = None
        before = paragraph.section
        reader = read_paragraph(paragraph, words, clock, settled(paragraph, places, policy.masthead.kind),
                                policy.masthead.region, carried, _default(paragraph, places, clock))  # fmt: skip
        if goal:
            carried = reader.governing
        for draft in reader.drafts:
            indicator = _indicator(draft, reader, paragraph, places, minter)
            found.append(indicator)
            traces.append(Trace(indicator.spans, draft.rule, indicator.id))
        traces += _refusal_traces(reader)
    return tuple(found), tuple(traces)


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
    return places.sections[section].parent


def _refusal_traces(reader: Reader) -> Iterator[Trace]:
    for start, end, rule, note in reader.refused:
        yield Trace(reader.line.spans(start, end), rule, "", note)


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
    reader = Reader(line, find_marks(line.text, clock), words, clock, region, why_settled, carried, default)
    start = bisect.bisect_left(line.at, paragraph.content)
    start = 0 if start >= len(line.text) else start
    if marker := _MARKER.match(line.text[start : start + 12]):
        start += marker.end()
    tokens = _tokens(reader, start)
    if not tokens:
        return reader
    at = 0
    for low, high in sentences(line.raw):
        while at < len(tokens) and tokens[at].end <= max(low, start):
            at += 1
        stop = at
        while stop < len(tokens) and tokens[stop].digits < high:
            stop += 1
        _read_sentence(reader, max(low, start), high, tokens[at:stop])
        at = stop
    return reader


def _tokens(reader: Reader, start: int) -> list[Quantity]:
    """The numbers of the line that can be quantities at all."""
    text = reader.line.text
    mask = refusals.masked(text, reader.line.raw)
    inside = refusals.in_brackets(text)
    for mark in reader.marks:
        mask[mark.start : mark.end] = b"\1" * (mark.end - mark.start)
    out: list[Quantity] = []
    for quantity in find_quantities(text, reader.line.raw, reader.words.quantities):
        if quantity.digits < start or mask[quantity.digits] or refusals.glued(text, quantity):
            continue
        if refusals.enumerated(text, quantity):
            reader.refused.append((quantity.start, quantity.end, "enumerated", "只是前文列举的件数"))
            continue
        if inside[quantity.digits]:
            reader.refused.append((quantity.start, quantity.end, "in-brackets", "括号内的说明"))
            continue
        out.append(quantity)
    return out


def _read_sentence(reader: Reader, start: int, end: int, tokens: list[Quantity]) -> None:
    text = reader.line.text
    reader.last_clause = reader.near_name = ""
    reader.listing = False
    at = mark_at = 0
    marks = [mark for mark in reader.marks if start <= mark.start < end]
    for low, high in segments.clauses(text, reader.line.raw, start, end):
        own: list[Mark] = []
        while mark_at < len(marks) and marks[mark_at].start < high:
            own.append(marks[mark_at])
            mark_at += 1
        _govern(reader, low, own)
        stop = at
        while stop < len(tokens) and tokens[stop].digits < high:
            stop += 1
        if stop > at:
            _read_clause(reader, low, high, tokens[at:stop], own, text[start:end] if end - start < 2000 else "")
        reader.last_clause = text[low:high][-80:]
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


def _read_clause(reader: Reader, start: int, end: int, tokens: list[Quantity], marks: list[Mark], sentence: str) -> None:
    text = reader.line.text
    plain = _without_thresholds(reader, start, end, tokens)
    plain, bases = _without_bases(text, plain, start)
    for group in segments.groups(text, start, end, plain):
        governing = _mark_of(reader, group, marks)
        drafts, refusal = _read_group(reader, group, governing, marks, text[start:end], sentence)
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
        if refusals.threshold(text[low : quantity.start], quantity, text[quantity.end : following], more,
                              reader.words.refusals):  # fmt: skip
            reader.refused.append((quantity.start, quantity.end, "threshold", "只限定对象的门槛"))
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
    text = reader.line.text
    low, high = group.front
    parts: list[str] = []
    for mark in marks:
        if mark.kind in ("target", "plain", "past", "start") and low <= mark.start < high:
            parts.append(text[low : mark.start])
            low = min(mark.end, high)
    return "".join([*parts, text[low:high]])


def _read_group(
    reader: Reader, group: segments.Group, mark: Mark | None, marks: list[Mark], clause: str, sentence: str
) -> tuple[list[Draft], tuple[str, str] | None]:
    front = _front_text(reader, group, marks)
    behind = reader.line.text[group.behind[0] : group.behind[1]]
    subject = naming.read_subject(front, reader.words.names, reader.region)
    quantity = group.quantities[-1]
    carried = bool(reader.last_name) and not subject.noun
    candidate = refusals.Candidate(
        quantity, front, behind, clause, sentence, subject, mark, group.more, reader.settled, carried, reader.listing
    )
    for rule, note, refuses in refusals.MEANING:
        if refuses(candidate, reader.words.refusals):
            return [], (rule, note)
    reader.listing = not behind.strip("、,的 ") and quantity.unit_class in ("count", "size")
    return _shape(reader, group, candidate, mark), None


def _shape(reader: Reader, group: segments.Group, found: refusals.Candidate, mark: Mark | None) -> list[Draft]:
    """Names for the quantities of a group, by the first shape that fits."""
    names, rule = _names(reader, group, found)
    names = [_as_written(reader, group, name) for name in names]
    quantities, years, rule = _spread(_level(group.quantities), names, mark, rule, found.front)
    names = names * len(quantities) if len(names) == 1 else names
    if rule != "carried":
        reader.last_name = reader.near_name = names[-1]
    by, why = (mark.by, "") if mark else reader.default
    since = _SINCE.search(found.front[-60:])
    return [
        Draft(name, quantity, year or by, group.start, group.end if _uses_behind(rule) else quantity.end, rule,
              why, found.subject.scope, since.group(1) if since else None, None, "累计" in found.front[-20:])
        for name, quantity, year in zip(names, quantities, years, strict=True)
    ]  # fmt: skip


def _spread(
    quantities: list[Quantity], names: list[str], mark: Mark | None, rule: str, front: str
) -> tuple[list[Quantity], list[str | None], str]:
    """One quantity a name, one year a quantity: A、B均达到100%; 2025年、2030年分别达到20%、25%; “十四五”、“十五五”期间
    分别新增4000万千瓦."""
    if rule == "shared-value":
        quantities = quantities * len(names)
    if mark and mark.second and len(set(names)) == 1 and len(quantities) <= 2 and (len(quantities) == 2 or "分别" in front):
        return (quantities * 2)[:2], [mark.by, mark.second], "parallel-years"
    return quantities, [None] * len(quantities), rule


def _as_written(reader: Reader, group: segments.Group, name: str) -> str:
    """The name with the document's own brackets and quotation marks."""
    at = reader.line.text.find(name, group.start, group.end) if name else -1
    return reader.line.raw[at : at + len(name)] if at >= 0 else name


def _uses_behind(rule: str) -> bool:
    return rule in ("verb-number-noun", "share-of", "clause")


def _level(quantities: tuple[Quantity, ...]) -> list[Quantity]:
    """5、10个 share the unit, 60%、50%以上 the comparator of the last."""
    last = quantities[-1]
    out = []
    for quantity in quantities:
        if not quantity.unit and last.unit:
            quantity = replace(quantity, unit=last.unit, unit_class=last.unit_class)
        if quantity.comparator == "=" and not quantity.after and last.after:
            quantity = replace(quantity, comparator=last.comparator)
        out.append(quantity)
    return out


def _names(reader: Reader, group: segments.Group, found: refusals.Candidate) -> tuple[list[str], str]:
    """(one name a quantity, rule)."""
    subject, words = found.subject, reader.words.names
    count = len(group.quantities)
    share = found.quantity.unit_class == "share"
    behind = found.behind.strip("、,的 ")
    if count > 1 and (listed := _parallel(found, count, words)):
        return listed, "parallel"
    if subject.noun and (subject.sets or not behind or not subject.acts):
        return _noun_names(reader, found, words, share, count)
    if behind:
        return _object_names(reader, group, found, words, share, count)
    return [_carried(reader, found)] * count, "carried"


def _parallel(found: refusals.Candidate, count: int, words: naming.NameWords) -> list[str]:
    """A、B分别较2020年降低3%、4%: the members, each with the change behind 分别."""
    left, middle, right = found.front.rpartition("分别")
    if middle:
        subject = naming.read_subject(left, words)
        tail = naming.read_subject(right, words)
        listed = naming.split_list(subject.noun, count, words)
        suffix = tail.noun if tail.changes or (tail.noun and not tail.sets) else ""
        return [naming.tidy(name + suffix) for name in listed]
    return naming.split_list(naming.noun_name(found.subject, words, True), count, words)


def _noun_names(
    reader: Reader, found: refusals.Candidate, words: naming.NameWords, share: bool, count: int
) -> tuple[list[str], str]:
    subject = found.subject
    name = naming.noun_name(subject, words, share) or naming.tidy(subject.noun) or _carried(reader, found)
    if count == 1 and (shared := _shared_names(found, name, words)):
        return shared, "shared-value"
    behind = found.behind.strip("、,的 ")
    if not subject.sets and behind and (share or not words.measure_end.search(name)):
        return [naming.tidy(name + behind)] * count, "share-of"
    return [_supplied(reader, name, subject.noun, words)] * count, "noun-number"


def _supplied(reader: Reader, name: str, noun: str, words: naming.NameWords) -> str:
    """What an elided subject leaves out: 年利用量 after 大宗固废年利用量, 处理率 after 城市生活污水收集率,
    利用率 after the clause 推动园林绿化废弃物资源化利用, 占天然气消费量的比重 after 储气能力."""
    near = reader.near_name
    if name.startswith("占") and near:
        return near + name
    if near.endswith(name) and name == noun and len(name) < len(near):
        return near
    if len(name) > 5 or not naming.RATE.search(name):
        return name
    if near and (head := naming.head_of(near)) and len(near) > len(head):
        return near[: -len(head)] + name
    if not near and reader.last_clause:
        topic = naming.noun_name(naming.read_subject(reader.last_clause, words), words, False)
        return naming.merged(topic, name) if 4 <= len(topic) <= 24 else name
    return name


def _shared_names(found: refusals.Candidate, name: str, words: naming.NameWords) -> list[str]:
    """A、B、C均达到100%: one indicator for each; without 均 only where every member is a rate by itself."""
    together = found.subject.shared in ("均", "都", "全部")
    if not together and found.quantity.unit_class not in ("share", "ratio"):
        return []
    listed = naming.split_list(name, None, words, loose=together)
    if len(listed) < 2:
        return []
    return listed if together or all(naming.RATE.search(part) for part in listed) else []


def _object_names(
    reader: Reader, group: segments.Group, found: refusals.Candidate, words: naming.NameWords, share: bool, count: int
) -> tuple[list[str], str]:
    behind = found.behind
    if share and not found.front.strip("、,") and re.match(r"(?:达到|实现|完成|建成|符合|纳入|配备|采用)", behind):
        return [naming.tidy(naming.read_subject(reader.last_clause, words).noun + behind)] * count, "clause"
    if found.more and re.search(r"(?:级|类|型)$", behind.strip("、,的 ")):
        behind += _shared_noun(reader, group)
    name = naming.object_name(found.subject, behind, found.subject.each)
    return [name or _carried(reader, found)] * count, "share-of" if share else "verb-number-noun"


def _shared_noun(reader: Reader, group: segments.Group) -> str:
    """10个国家级、100个省级示范园: the noun only the next quantity says."""
    following = reader.line.text[group.end : group.end + 60]
    found = re.match(r"(?:、|和|及|以及)?\D{0,3}[\d.]+(?:-|—|~)*[\d.]*\D{1,2}?(?:以上)?[^\d,;。、]{1,6}?(?:级|类|型)([^\d,;。、]{2,30})", following)
    return found.group(1) if found else ""


def _carried(reader: Reader, found: refusals.Candidate) -> str:
    """到2030年达到5.1亿吨: the name of the quantity before; without one, the clause before."""
    if reader.last_name:
        return reader.last_name
    return naming.tidy(reader.last_clause or found.clause, 40)
