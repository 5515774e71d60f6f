"""Goals: in a section of goals, each clause that states an outcome.

到2025年，A明显优化，B显著提升；到2030年，… gives one goal a clause, each with the year that governs it. The year
alone, a title of a bullet and a phrase of means (围绕…, 以…为引领) are none.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass

from policygraph.extract import segments
from policygraph.extract.asides import is_note, is_row
from policygraph.extract.compact import Line, compact
from policygraph.extract.phrases import Mark, find_marks
from policygraph.extract.places import Places
from policygraph.identity import Minter
from policygraph.lexicon import Lexicon
from policygraph.model import Clock, Confidence, Goal, Paragraph, PolicyDocument, Trace
from policygraph.text import fold, sentences

#: Under 总体要求和目标 only a paragraph that names a deadline or the goals themselves states goals.
_DATED = r"20[2-9]\d ?年|十[四五六]五|目标"
_BULLET = re.compile(r"^(?:—+|--+|-|[●■◆·•◎])+")
_MARKER = re.compile(
    r"^(?:[(（][一二三四五六七八九十\d]{1,3}[)）]|[一二三四五六七八九十\d]{1,3}[、.．](?:(?!\d)|(?=20\d\d年))|[①-⑳])"
)
_INTRO = re.compile(
    r"(?:目标(?:如下|为|是|有|包括)?|如下|以下目标|具体(?:是|为|如下|目标)|主要(?:是|为|包括)|做到|其中)$"
    r"|^(?:具体目标|主要目标|总体目标|发展目标|工作目标|目标)(?:是|为)?$"
)
_LEAD_TITLE = re.compile(
    r"^(?:(?:主要|总体|工作|发展|行动|建设|具体|规划|任务|阶段|近期|远期|年度|量化)目标|总目标|目标任务)[:。]"
)
_OPENING = re.compile(r"^(?:力争|争取|确保|努力|预计|并且|并|且|使得?|同时|从而|进而|即|其中)(?=[^网用])")
_OUTCOME = re.compile(
    r"(?:显著|明显|大幅|全面|基本|初步|达到|迈上|走在|形成|完善|健全|增强|提升|提高|改善|优化|实现|建成|好转|下降|成效|台阶|水平)"
)
_QUANTIFIED = re.compile(r"(?:达|到|于|(?<![通经])过|至|在|增长|下降|提高|降低)\d[\d.]*[^\d,;。]{0,8}$")
_AS_NOUN = re.compile(
    r"^在[^,;]{1,40}(?:占有|占据|走在|位居|位列|处于)"
    r"|^在[^,;]{0,50}?(?:上|中|内|方面|领域|环节|[全我][国省市区县旗])(?:率先|初步|基本|全面)?(?:启动|形成|建成|实现|建立|打造|取得|开展|由[^,;]+转)[^,;]{3}"
    r"|^以[^,;]{1,40}为[^,;]{1,12}的|^为[^,;]{0,30}(?:提供|奠定|作出|贡献|打下|开新局|谱新篇|谱写|创造)"
)


#: A stage (试点突破期), a field (基础化工领域), a span of effort.
_BARE = re.compile(
    r"[一-鿿]{2,8}(?:期|阶段)$|[一-鿿、]{2,14}(?:领域|方面|环节)$|(?:通过|经过)[^,]{0,12}(?:努力|时间)$|展望20\d\d年?$"
    r"|(?:再?用|力争用?)?[一二两三四五六七八九十\d]{1,3}(?:(?:到|至|-|—)[一二三四五六七八九十\d]{1,3})?年(?:左右)?(?:的?(?:时间|努力))?(?:之?内)?$"
)
#: Before any year is set: the line of work, not what it brings about.
_LINE_OF_WORK = re.compile(
    r"(?:顺应|遵循|牢牢|把握|统筹|整体|重点突破|着力|大力|深入|深化|加速|加大|强化|选择|从|推进|全面推进|突破性发展"
    r"|加快(?!形成|建成|构建)|出台|紧密|充分|积极|扎实|严格|把[^,]{2,40}作为)"
)


@dataclass(frozen=True, slots=True)
class Clause:
    """``text[start:end]`` of a line states an outcome, governed by ``mark``; ``own``: the paragraph says the year."""

    start: int
    end: int
    mark: Mark | None
    own: bool


def goals(policy: PolicyDocument, lexicon: Lexicon, minter: Minter) -> tuple[tuple[Goal, ...], tuple[Trace, ...]]:
    """All goals in text order; ``by`` is the year that governs the clause, inherited where the section states it."""
    places, clock = Places(policy, lexicon), policy.profile.clock
    means = re.compile(f"^(?:{lexicon.alternation('goals', 'means')})")
    out: list[Goal] = []
    traces: list[Trace] = []
    carried: Mark | None = None
    before: str | None = None
    for paragraph in policy.paragraphs:
        carried = None if places.relabelled(before, paragraph.section) else carried
        before = paragraph.section
        if not _holds_goals(paragraph, places):
            carried = carried if paragraph.section in places.goals else None
            continue
        line = compact(paragraph.passage)
        marks = find_marks(line.text, clock, lexicon)
        last = carried
        start = _start(line, paragraph)
        if paragraph.section in places.mixed:
            start = max(start, _first_aim(line))
        for clause in clauses_of(line, marks, start, means, carried, clock.annual is None):
            goal = _goal(clause, line, paragraph, places, clock, minter)
            out.append(goal)
            traces.append(Trace(goal.spans, goal.rule, goal.id))
            last = clause.mark
        carried = _last_target(marks) or last
    return tuple(out), tuple(traces)


def _first_aim(line: Line) -> int:
    """Under 总体要求和目标: where the first sentence begins that sets an aim, not the line of work (着力…)."""
    for low, high in sentences(line.raw):
        if re.search(r"目标(?:是|为|:|如下|包括)|到20\d\d年|\d[\d.]*(?:%|万|亿|个百分点)", line.text[low:high]):
            return low
    return len(line.text)


def _holds_goals(paragraph: Paragraph, places: Places) -> bool:
    if paragraph.role != "text" or paragraph.part == "notice" or paragraph.section in places.past:
        return False
    if is_note(paragraph) or is_row(paragraph):
        return False
    if paragraph.section in places.goals:
        return paragraph.content < len(paragraph.passage.text) and (
            paragraph.section not in places.mixed or bool(re.search(_DATED, fold(paragraph.passage.text)))
        )
    return bool(_LEAD_TITLE.match(compact(paragraph.passage).text[:10]))


def _last_target(marks: list[Mark]) -> Mark | None:
    real = [mark for mark in marks if mark.kind in ("target", "plain")]
    return real[-1] if real else None


def _start(line: Line, paragraph: Paragraph) -> int:
    """Past the heading, the marker or bullet and the bullet's title (——创新驱动。到2025年，…)."""
    start = bisect.bisect_left(line.at, paragraph.content)
    text = line.text
    if marker := _MARKER.match(text[start : start + 8]):
        start += marker.end()
    if title := _LEAD_TITLE.match(text[start : start + 12]):
        start += title.end()
    bullet = _BULLET.match(text[start : start + 6])
    if bullet:
        start += bullet.end()
    stop = re.search(r"[。:]", text[start : start + 42])
    titled = bullet or (marker and paragraph.content == 0)
    if stop and titled and start + stop.end() < len(text) - 1 and not re.search(r"[,;]|\d", text[start : start + stop.start()]):  # fmt: skip
        return start + stop.end()
    return start


def clauses_of(
    line: Line, marks: list[Mark], start: int, means: re.Pattern[str], carried: Mark | None, strict: bool
) -> Iterator[Clause]:
    """The clauses that state an outcome, in order, each under the year that governs it. ``strict``: before any year
    the line of work is none (not so in an annual document)."""
    governing, own = carried, False
    parts = _joined(line.text, segments.clauses(line.text, line.raw, start, len(line.text), asides=False))
    for index, (low, high) in enumerate(parts):
        heads = [mark for mark in marks if low <= mark.start < high and mark.kind in ("target", "plain")]
        ends_sentence = high >= len(line.text) or line.text[high] in "。;!?"
        if heads and (heads[0].start - low <= 6 or heads[0].fixed):
            governing, own = heads[0], True
        inner_low, inner_high = _trim(line.text, low, high, heads[0] if heads else None)
        text = line.text[inner_low:inner_high]
        undated = strict and governing is None and bool(_LINE_OF_WORK.match(text)) and not _QUANTIFIED.search(text)
        if not undated and _states_outcome(text, ends_sentence and index > 0, means, line.text[high : high + 1]):
            yield Clause(inner_low, inner_high, governing, own)


def _joined(text: str, parts: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """形成以甲为龙头，乙为配套，以丙为核心的体系 is one clause."""
    out: list[tuple[int, int]] = []
    open_until_noun = False
    for low, high in parts:
        if out and ((open_until_noun and high - out[-1][0] < 160) or _goes_on(text, out[-1], low, high)):
            out[-1] = (out[-1][0], high)
        else:
            out.append((low, high))
        clause = text[low:high][-60:]
        if re.search(r"(?:形成|构建|打造|建立|建成)[^,]{0,10}以[^,]{1,40}为[^,的]{1,6}$", clause):
            open_until_noun = True
        elif "的" in clause:
            open_until_noun = False
    return out


#: 贡献显著增强，达到60%以上: what is measured stands in the clause before.
_NO_SUBJECT = re.compile(r"(?:力争|争取)?(?:达到?|增至|升至|提高到|提升到|增加到|下降到|保持在|稳定在)\d[^,;]{0,12}$")
_HEADS = re.compile(r"(?:基地|中心|高地|枢纽|示范区|先行区|集聚区|样板区|试验区|城市)$")


def _goes_on(text: str, before: tuple[int, int], low: int, high: int) -> bool:
    """超亿元企业100家以上，其中超10亿元企业40家以上; 将我市建设成为国际知名的甲基地，国内领先的乙基地 is one clause."""
    if text[before[1] : low] != ",":
        return False
    clause = text[low:high]
    if _NO_SUBJECT.match(clause) and not re.search(r"\d", text[before[0] : before[1]]):
        return True
    if re.match(r"其中[^,]*\d", clause):
        return bool(re.search(r"\d", text[before[0] : before[1]]))
    first, last = _HEADS.search(text[before[0] : before[1]]), _HEADS.search(clause)
    made = re.match(r"[^,]{0,8}(?:将|把)[^,]{1,30}(?:成为|成|为)", text[before[0] : before[1]])
    verb = re.search(r"成为|建成|打造|形成|建设|创建|实现", clause[:12])
    return bool(first and last and made and not verb and first.group() == last.group())


def _trim(text: str, low: int, high: int, mark: Mark | None) -> tuple[int, int]:
    """Without the year at its head, a word of intent and a label number."""
    if mark is not None and mark.start - low <= 6:
        low = max(low, mark.end)
    while low < high and text[low] in ",、;:。—- ":
        low += 1
    if opening := _OPENING.match(text[low:high]):
        low += opening.end()
    while high > low and text[high - 1] in ",;:。 ":
        high -= 1
    return low, high


def _states_outcome(text: str, last: bool, means: re.Pattern[str], stop: str) -> bool:
    if (
        text.endswith("、")
        or not 4 <= len(text) <= 700
        or _BARE.match(text)
        or _INTRO.search(text)
        or (stop == ":" and len(text) < 30)
    ):
        return False
    if means.match(text) and not _AS_NOUN.match(text) and not _QUANTIFIED.search(text):
        return last and bool(_OUTCOME.search(text[-14:]))
    return True


def _goal(clause: Clause, line: Line, paragraph: Paragraph, places: Places, clock: Clock, minter: Minter) -> Goal:
    path = places.path(paragraph.section)
    text = line.raw[clause.start : clause.end]
    by = clause.mark.by if clause.mark else clock.annual
    confidence: Confidence = "stated" if clause.own or by is None else "inferred"
    why = "" if confidence == "stated" else "年份承上文" if clause.mark else "年度文件的年份"
    return Goal(
        minter.mint("goal", path, text), text, by, paragraph.section, path, line.spans(clause.start, clause.end),
        "goal-clause", confidence, why,
    )  # fmt: skip
