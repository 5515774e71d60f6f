"""Duties of running text as facts (tests/cases/duties.txt): which sentences own an item, which stand by themselves."""

from __future__ import annotations

import pytest
from casefile import cases
from extract_support import parse, shown, shown_duties
from generated import policy
from hypothesis import given, settings


@pytest.mark.parametrize(("title", "text", "expected"), cases("duties"), ids=lambda value: value[:40])
def test_cases(title: str, text: str, expected: str) -> None:
    found = parse(text)
    assert "\n".join([*shown(found), *shown_duties(found)]) == expected


@settings(max_examples=30, deadline=None)
@given(policy())
def test_every_duty_has_an_actor_and_a_quote(text: str) -> None:
    found = parse(text)
    owned = {item.subject for item in found.responsibilities}
    for duty in found.duties:
        assert duty.id in owned and duty.spans
        assert "".join(span.quote(found.policy.document.text) for span in duty.spans) == duty.text
