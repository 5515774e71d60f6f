"""When an act is due, as patterns over the times of a text."""

from __future__ import annotations

from policygraph.lexicon import Lexicon, keyed_by_hash
from policygraph.marks import engine
from policygraph.marks.time import bounds, in_sequence, times
from policygraph.model import Bounds, Mark, Time


@keyed_by_hash
def _rows(lexicon: Lexicon) -> dict[str, engine.Row]:
    return {row.name: row for row in engine.load_grammar("due", lexicon).rows}


def dues(text: str, lexicon: Lexicon) -> tuple[tuple[Time, Mark], ...]:
    """(time, the stretch that makes it the date of an act), in order: an act done by the end of a year, and a date
    to the month or day. A year before a quantity or a state is a target's.

    >>> from policygraph.lexicon import default_lexicon
    >>> lexicon = default_lexicon()
    >>> [mark.row for text in ("2022年底前组建平台", "5月底前", "到2025年,占比达到40%") for _, mark in dues(text, lexicon)]
    ['act', 'exact']
    """
    found = times(text, lexicon)
    if not found:
        return ()
    line, out = engine.condense(text, found), {}
    for name in ("exact", "act"):
        for hit in _rows(lexicon)[name].pattern.finditer(line.text):
            time = line.marks[hit.start("time")]
            exact = isinstance(time, Time) and time.precision not in ("year", "plan")
            if isinstance(time, Time) and (exact or (name == "act" and time.data.get("tail"))):
                out[time.start] = (time, Mark(*line.span(hit), "due", name))
    return tuple(out[start] for start in sorted(out))


def only_time(text: str, lexicon: Lexicon) -> bool:
    """Whether a text says nothing but when.

    >>> from policygraph.lexicon import default_lexicon
    >>> [only_time(text, default_lexicon()) for text in ("12月底前完成", "市水利局", "2022年重点项目办")]
    [True, False, False]
    """
    found = times(text, lexicon)
    return bool(found) and bool(_rows(lexicon)["only"].pattern.fullmatch(engine.condense(text, found).text))


def last_due(text: str, year: int | None, lexicon: Lexicon) -> tuple[int, int, Bounds] | None:
    """(start, end, bounds) of the last date by which something is done in a folded text, in a document of ``year``; what
    comes again (每年2月底前, 2023年底前，每年培育…) sets no date.

    >>> from policygraph.lexicon import default_lexicon
    >>> last_due("5月底前完成试点;9月底前全面推广", 2022, default_lexicon())[2].by
    '2022-09'
    """
    dated = {time.start: time for time in in_sequence(times(text, lexicon))}
    yearly = [start for start, time in dated.items() if time.sense == "yearly"]
    for time, stretch in reversed(dues(text, lexicon)):
        begin = (
            max(text.rfind(mark, 0, time.start) for mark in "。;\n") + 1
        )  # 每年2月底前…，3月底前… comes again as a whole
        if any(begin <= at < time.start or time.end <= at <= time.end + 1 for at in yearly):
            continue
        due = bounds(dated[time.start], year)
        if due.by is not None:
            end = stretch.end if stretch.row == "exact" else time.end
            return time.start + len(time.data.get("lead", "")), end, due
    return None
