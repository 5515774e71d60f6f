"""When an act is due, as patterns over the times of a text."""

from __future__ import annotations

from policygraph.lexicon import Lexicon, keyed_by_hash
from policygraph.marks import engine
from policygraph.marks.time import times
from policygraph.model import Mark, Time


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
