"""Deadlines of facts: what a cell, a label or a task's own sentence says of its date.

Times are found and bounded by ``marks``; here stands only which of them is the deadline of what is asked about.
"""

from __future__ import annotations

from policygraph.lexicon import Lexicon
from policygraph.marks.due import last_due, only_time
from policygraph.marks.time import bounds, in_sequence, times
from policygraph.model import Deadline
from policygraph.text import fold, sentences, squash


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


def own_deadline(title: str, words: str, year: str | None, lexicon: Lexicon) -> Deadline | None:
    """The date of an item's only sentence besides its title. Of several sentences each dates its own measure: 2021年6月
    前出台方案 is no date of the work that ends in 2025."""
    said = [words[low:high] for low, high in sentences(words, _STOPS)]
    own = [text for text in said if not squash(text).endswith(squash(title))] or said
    return stated_deadline(own[0], year, lexicon) if len(own) == 1 else None


_STOPS = "。！？!?\n"


def stated_deadline(text: str, year: str | None, lexicon: Lexicon) -> Deadline | None:
    """The last deadline in a task's own words: one to the month (5月底前完成试点；9月底前全面推广 → 9月底前), or the end of a
    year by which an act is done (推动归集，2022年底前建成平台). A year that governs a quantity or a state (到2025年，…达到40%)
    is a target's, and what comes again (每年2月底前, 2023年底前，每年培育…) sets no date."""
    found = last_due(fold(text), int(year) if year else None, lexicon)
    return None if found is None else Deadline(_tidy(text[found[0] : found[1]]), found[2].by, found[2])
