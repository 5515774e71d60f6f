"""Deadlines: 2022年6月底前, 四季度, 年内, “十四五”末, 持续推进 → a date as exact as the text, or none."""

from __future__ import annotations

import re
from dataclasses import dataclass

from policygraph.lexicon import Lexicon, keyed_by_hash
from policygraph.model import Deadline, Masthead, PolicyDocument
from policygraph.text import fold, parse_numeral

_MONTH = r"(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])\s*月"
_DAY = r"(?P<day>[12]\d|3[01]|0?[1-9])\s*[日号]"
_DATE = re.compile(
    rf"(?:(?<!\d)(?P<year>20\d{{2}}|二[〇零][〇零一二三四五六七八九]{{2}})\s*年?\s*)?(?<!\d){_MONTH}(?:份|\s*{_DAY})?"
)
_YEAR_ONLY = re.compile(
    r"(?<![\d.])(?P<year>20\d{2}|二[〇零][〇零一二三四五六七八九]{2})(?=\s*年|\s*[底前]|\s*$)(?!\s*年?\s*\d{1,2}\s*月)\s*年?\s*"
)
_NUMERIC = re.compile(r"(?<!\d)(20\d{2})[./\-](0?[1-9]|1[0-2])(?:[./\-]([12]\d|3[01]|0?[1-9]))?(?!\d)")
_YEARLY = re.compile(r"每年|每季度|每月|每半年|逐年")  # due again and again: no date, only the wording
_EDGE = re.compile(r"[\s,，。;；、:：)）(（]+")
_TITLE_YEAR = re.compile(r"(?<![\d\-—~至])(20\d{2})\s*年(?!\s*[-—~至])")


_YEAR_END = r"(?:20\d{2}\s*年\s*年?\s*[底末]|(?<![\d\s])年[底末])之?前"
_WHERE = r"(?:在[^,，;；。]{1,40}?)?"  # 2023年底前，在住宅小区、商业街区布局…
_HOW = r"(?:(?:要|将|应|须|确保|力争|争取|全面|全部|基本|初步|率先|逐步|正式|集中|统一|组织)){0,3}"


@dataclass(frozen=True, slots=True)
class Words:
    """The patterns built from ``deadlines.toml``."""

    label: str
    open: re.Pattern[str]
    this_year: re.Pattern[str]
    part: re.Pattern[str]
    part_month: dict[str, str]
    five: re.Pattern[str]
    five_year: dict[str, str]
    done: re.Pattern[str]
    act: re.Pattern[str]


@keyed_by_hash
def deadline_words(lexicon: Lexicon) -> Words:
    """The compiled patterns of a lexicon, kept by the hash of its data."""

    def words(kind: str) -> str:
        return lexicon.alternation("deadlines", kind)

    parts = {entry.word: entry.extra.get("month", "12") for entry in lexicon.entries("deadlines", "part-of-year")}
    fives = {entry.word: entry.extra.get("year", "") for entry in lexicon.entries("deadlines", "five-year")}
    return Words(
        label=words("label"),
        open=re.compile(words("open")),
        this_year=re.compile(words("this-year")),
        part=re.compile(rf"(?:第)?({words('part-of-year')})"),
        part_month=parts,
        five=re.compile(rf"\"?({words('five-year')})\"?(?:期间|期末|末|时期)?"),
        five_year=fives,
        done=re.compile(rf"(?:{words('done')})"),
        act=re.compile(rf"{_YEAR_END}[,，]?(?P<act>{_WHERE}{_HOW}(?:{words('act')}))"),
    )


def plan_year(masthead: Masthead) -> str | None:
    """The year a plan is for: that of its title (2021年…工作计划), else the year it was issued."""
    title = fold(masthead.title or masthead.notice_title or "")
    years = _TITLE_YEAR.findall(title)
    if len(set(years)) == 1 and not re.search(r"20\d{2}\s*年?\s*[-—~至]\s*20\d{2}", title):
        return str(years[0])
    issued = masthead.issued or masthead.published
    return issued[:4] if issued else None


def year_of(policy: PolicyDocument) -> str | None:
    """``plan_year``, else the year of the first complete date (a signature); a target's year is no plan's year."""
    year = plan_year(policy.masthead)
    if year:
        return year
    hit = re.search(r"(20\d{2})\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日", fold(policy.document.text[:4000]))
    return hit[1] if hit else None


def read_deadline(text: str, year: str | None, lexicon: Lexicon) -> Deadline | None:
    """The deadline a wording states: the last date in it, or None in ``by`` where it sets no date.

    ``text`` is a whole cell, label line or phrase of a clause; None when it says nothing of time.

    >>> from policygraph.lexicon import default_lexicon
    >>> [read_deadline(t, "2022", default_lexicon()).by for t in ("2022年6月底前", "四季度", "年内", "持续推进", "9月底前完成")]
    ['2022-06', '2022-12', '2022', None, '2022-09']
    """
    folded = fold(text)
    by = None if _YEARLY.search(folded) else _last_date(folded, year, deadline_words(lexicon))
    wording = _tidy(text)
    if by:
        return Deadline(wording, by)
    return Deadline(wording, None) if deadline_words(lexicon).open.search(folded) and wording else None


def _tidy(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip(" ,，。;；、:：()（）")


def _last_date(text: str, year: str | None, words: Words) -> str | None:
    """The date that stands last in the text; a month without its year takes the one before it, else the plan's."""
    found: list[tuple[int, str]] = []
    current = year
    hits = sorted([*_DATE.finditer(text), *_YEAR_ONLY.finditer(text)], key=lambda hit: hit.start())
    for hit in hits:
        current = _year(hit) or current
        date = _join(current, hit)
        if date:
            found.append((hit.end(), _refine(date, text, hit.end(), words)))
    for hit in _NUMERIC.finditer(text):
        found.append((hit.end(), "-".join([hit[1], hit[2].zfill(2), *([hit[3].zfill(2)] if hit[3] else [])])))
    if not found:
        return _relative(text, year, words)
    return max(found)[1]


def _year(hit: re.Match[str]) -> str | None:
    raw: str | None = hit.group("year")
    if raw is None:
        return None
    return raw if raw.isdigit() else str(parse_numeral(raw) or "") or None


def _join(year: str | None, hit: re.Match[str]) -> str | None:
    if year is None:
        return None
    groups = hit.groupdict()
    month = parse_numeral(groups.get("month") or "")
    if month is None:
        return year
    day = groups.get("day")
    return f"{year}-{month:02d}" + (f"-{int(day):02d}" if day else "")


def _refine(date: str, text: str, end: int, words: Words) -> str:
    """2022年四季度 → 2022-12: the part of the year follows its year."""
    part = words.part.match(text, end) if len(date) == 4 else None
    return f"{date}-{words.part_month[part.group(1)]}" if part else date


def _relative(text: str, year: str | None, words: Words) -> str | None:
    five = words.five.search(text)
    if five:
        return words.five_year[five.group(1)]
    if year is None:
        return None
    parts = list(words.part.finditer(text))
    if parts:
        return f"{year}-{words.part_month[parts[-1].group(1)]}"
    if re.search("明年", text):
        return str(int(year) + 1)
    return year if words.this_year.search(text) else None


def is_deadline(phrase: str, lexicon: Lexicon) -> bool:
    """Whether a phrase of a clause says nothing but a time: 12月底前完成, 持续推进, 2022年四季度.

    >>> from policygraph.lexicon import default_lexicon
    >>> [is_deadline(t, default_lexicon()) for t in ("12月底前完成", "持续推进", "市水利局", "2022年重点项目办")]
    [True, True, False, False]
    """
    words = deadline_words(lexicon)
    rest = _EDGE.sub("", fold(phrase))
    if not rest or len(rest) > 40:
        return False
    before = rest
    for pattern in (_NUMERIC, _DATE, _YEAR_ONLY, words.part, words.five, words.this_year, words.open):
        rest = pattern.sub("", rest)
    if rest == before:
        return False
    rest = words.done.sub("", rest)
    rest = re.sub(
        r"20\d{2}年?|[\-—~至]|前|底|末|初|中旬|上旬|下旬|之|以|内|年|起|到|于|在|并|开始|全面|基本|力争|完成|推进|实施|工作|份|\d{1,2}",
        "",
        rest,
    )
    return not rest


_OPENING = re.compile(
    r"^(?:力争|确保|争取)?(?:到|至|在|于|截至)?\s*(?:"
    r"20\d{2}\s*年(?:\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?)?\s*(?:年?底|末)?(?:之?前|以前)"
    r"|\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?\s*(?:底|末)?(?:之?前|以前)|年底前|年内)"
)


def opening_deadline(text: str, year: str | None, lexicon: Lexicon) -> Deadline | None:
    """The deadline that opens a task's own sentence: 2022年6月底前，建成…. A year further on in the prose
    (到2025年，…达到40%), or one that a quantity follows, belongs to an indicator, not to the task."""
    folded = fold(text)
    hit = _OPENING.search(folded)
    if hit is None or re.search(r"%|\d\s*(?:万|亿|个|家|以上)|达到|率", folded[hit.end() :]):
        return None
    return read_deadline(text[: hit.end()], year, lexicon)


_DATED = re.compile(
    r"(?<!每年)(?:20\d{2}\s*年\s*)?(?<!\d)(?:1[0-2]|0?[1-9])\s*月\s*(?:\d{1,2}\s*日|[底末初]|[上中下]旬)?\s*(?:之?前|以前)"
)


def _sentence_before(text: str, at: int) -> str:
    """The words of its own sentence before a place: 每年2月底前…，3月底前… comes again as a whole."""
    return text[max(text.rfind(mark, 0, at) for mark in "。;\n") + 1 : at]


_AMOUNT = re.compile(r"\d[\d.]*\s*(?:%|[万亿余]|[个家项座条名人所处套台件户次公里以]|左右)|率[^先]|翻番")


def stated_deadline(text: str, year: str | None, lexicon: Lexicon) -> Deadline | None:
    """The last deadline in a task's own words: one to the month (5月底前完成试点；9月底前全面推广 → 9月底前), or the end of a
    year by which an act is done (推动归集，2022年底前建成平台). A year that governs a quantity or a state (到2025年，…达到40%)
    is a target's, and what comes again (每年2月底前, 2023年底前，每年培育…) sets no date."""
    folded = fold(text)
    hits = [
        *(hit for hit in _DATED.finditer(folded) if not _YEARLY.search(_sentence_before(folded, hit.start()))),
        *filter(_does, deadline_words(lexicon).act.finditer(folded)),
    ]
    for hit in sorted(hits, key=lambda hit: hit.start(), reverse=True):
        end = hit.start("act") if "act" in hit.re.groupindex else hit.end()
        found = read_deadline(text[hit.start() : end], year, lexicon)
        if found is not None and found.by is not None and not _YEARLY.match(folded[hit.end() :].lstrip(",")):
            return found
    return None


def _does(hit: re.Match[str]) -> bool:
    """No quantity in the clause that the verb opens: 2025年底前，建成加油站20个 is a target."""
    return not _AMOUNT.search(re.split("[,;。\n]", hit.string[hit.start("act") :], maxsplit=1)[0])
