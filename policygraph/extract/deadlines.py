"""Deadlines of facts: what a cell, a label or a task's own sentence says of its date.

Times are found and bounded by ``marks``; here stands only which of them is the deadline of what is asked about.
"""

from __future__ import annotations

from policygraph.lexicon import Lexicon
from policygraph.marks.due import dues, only_time
from policygraph.marks.time import bounds, in_sequence, times
from policygraph.model import Deadline, Time
from policygraph.text import fold


def read_deadline(text: str, year: str | None, lexicon: Lexicon) -> Deadline | None:
    """The deadline a wording states: the last date in it, or None in ``by`` where it sets no date.

    ``text`` is a whole cell, label line or phrase of a clause; None when it says nothing of time.

    >>> from policygraph.lexicon import default_lexicon
    >>> [read_deadline(t, "2022", default_lexicon()).by for t in ("2022年6月底前", "四季度", "年内", "持续推进", "9月底前完成")]
    ['2022-06', '2022-12', '2022', None, '2022-09']
    """
    found = in_sequence(times(fold(text), lexicon))
    if not found:
        return None
    said = [bounds(time, int(year) if year else None) for time in found if time.sense in ("until", "point")]
    dated = [due for due in said if due.by is not None]
    again = any(time.sense == "yearly" for time in found)
    if dated and not again:
        return Deadline(_tidy(text), dated[-1].by, dated[-1])
    kept = [time for time in found if time.sense in ("yearly", "open") or time.days is not None]
    return Deadline(_tidy(text), None, bounds(kept[0], None)) if kept and _tidy(text) else None


def _tidy(text: str) -> str:
    return " ".join(text.split()).strip(" ,，。;；、:：()（）")


def is_deadline(phrase: str, lexicon: Lexicon) -> bool:
    """Whether a phrase of a clause says nothing but a time: 12月底前完成, 持续推进, 2022年四季度.

    >>> from policygraph.lexicon import default_lexicon
    >>> [is_deadline(t, default_lexicon()) for t in ("12月底前完成", "持续推进", "市水利局", "2022年重点项目办")]
    [True, True, False, False]
    """
    return len(phrase) <= _PHRASE and only_time(fold(phrase), lexicon)


_PHRASE = 60  # characters; a longer stretch is more than a phrase


def stated_deadline(text: str, year: str | None, lexicon: Lexicon) -> Deadline | None:
    """The last deadline in a task's own words: one to the month (5月底前完成试点；9月底前全面推广 → 9月底前), or the end of a
    year by which an act is done (推动归集，2022年底前建成平台). A year that governs a quantity or a state (到2025年，…达到40%)
    is a target's, and what comes again (每年2月底前, 2023年底前，每年培育…) sets no date."""
    folded = fold(text)
    yearly = [time.start for time in times(folded, lexicon) if time.sense == "yearly"]
    for time, stretch in reversed(dues(folded, lexicon)):
        if any(_sentence(folded, time.start) <= at < time.start or time.end <= at <= time.end + 1 for at in yearly):
            continue
        due = bounds(_with_year(time, folded, lexicon), int(year) if year else None)
        if due.by is not None:
            start = time.start + len(time.data.get("lead", ""))
            act = stretch.end if stretch.row == "exact" else time.end
            return Deadline(_tidy(text[start:act]), due.by, due)
    return None


def _with_year(time: Time, text: str, lexicon: Lexicon) -> Time:
    """2023年5月底前试点，9月底前推广: the month takes the year of the time before it."""
    return next((other for other in in_sequence(times(text, lexicon)) if other.start == time.start), time)


def _sentence(text: str, at: int) -> int:
    """Where the sentence of a place begins: 每年2月底前…，3月底前… comes again as a whole."""
    return max(text.rfind(mark, 0, at) for mark in "。;\n") + 1
