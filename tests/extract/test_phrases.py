"""Years and periods: deadline, comparison, start or past."""

from __future__ import annotations

import pytest

from policygraph.extract.phrases import find_marks
from policygraph.lexicon import default_lexicon
from policygraph.model import Clock
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
