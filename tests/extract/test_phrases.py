"""Years and periods: deadline, comparison, start or past."""

from __future__ import annotations

import pytest

from policygraph.extract.phrases import Clock, clock_of, find_marks
from policygraph.lexicon import default_lexicon
from policygraph.model import Masthead
from policygraph.text import fold

CLOCK = Clock("2022", None, "2025")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("到2025年，", [("2025", "target", True, "")]),
        ("2025年底前", [("2025", "target", True, "")]),
        ("2022年6月底前", [("2022-06", "target", True, "")]),
        ("2025年全市", [("2025", "plain", False, "")]),
        ("比2020年下降", [("2020", "base", False, "")]),
        ("在2020年基础上", [("2020", "base", False, "")]),
        ("2022年起", [("2022", "start", False, "")]),
        ("2020年达到", [("2020", "past", False, "")]),
        ("2021-2025年", [("2025", "target", False, "")]),
        ("“十四五”期间", [("2025", "target", True, "")]),
        ("到“十四五”末", [("2025", "target", True, "")]),
        ("“十三五”以来", [("2020", "past", False, "")]),
        ("“十四五”规划", []),
        ("到2025年、2030年", [("2025", "target", True, "2030")]),
        ("年底前完成", [("2022", "target", True, "")]),
    ],
)
def test_a_time_phrase_is_read(text: str, expected: list[tuple[str, str, bool, str]]) -> None:
    assert [
        (mark.by, mark.kind, mark.fixed, mark.second) for mark in find_marks(fold(text), CLOCK, default_lexicon())
    ] == expected


@pytest.mark.parametrize(
    ("masthead", "expected"),
    [
        (Masthead("d", title="2021年工作要点", issued="2021-02-01"), Clock("2021", "2021", "2021")),
        (Masthead("d", title="行动计划（2019—2021年）"), Clock("2019", None, "2021")),
        (Masthead("d", title="“十四五”发展规划"), Clock("2021", None, "2025")),
        (Masthead("d", title="2030年前碳达峰行动方案", number="国发〔2021〕23号"), Clock("2021", None, None)),
        (Masthead("d", title="实施意见"), Clock(None, None, None)),
    ],
)
def test_the_document_tells_its_own_time(masthead: Masthead, expected: Clock) -> None:
    assert clock_of(masthead) == expected
