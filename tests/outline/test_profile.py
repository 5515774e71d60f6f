"""What a document is, by its shape and its title."""

from __future__ import annotations

import pytest
from casefile import cases
from outline_support import outlined

from policygraph.lexicon import default_lexicon
from policygraph.model import Masthead
from policygraph.outline.profile import GENRES, decide, title_features


@pytest.mark.parametrize(("title", "text", "expected"), cases("genres"))
def test_each_document_has_the_genre_of_its_case(title: str, text: str, expected: str) -> None:
    profile = outlined(text).profile
    assert f"{profile.genre} {profile.convention}" == expected.strip()
    assert profile.why and 0 < profile.confidence <= 1


@pytest.mark.parametrize(
    ("title", "features"),
    [
        ("某市绿色发展行动方案", {"last=plan", "any=plan"}),
        ("关于推动绿色发展若干措施的通知", {"last=measures", "any=measures", "any=directive"}),
        ("关于组织申报绿色项目的通知", {"last=directive", "any=directive", "any=call"}),
        ("某展览会参会工作方案", {"last=plan", "any=plan", "any=directive"}),
        ("《某市节水方案》解读", {"last=explanation", "any=explanation", "any=plan"}),
    ],
)
def test_the_last_word_of_a_title_and_the_others(title: str, features: set[str]) -> None:
    assert set(title_features(Masthead("d", title=title), default_lexicon())) == features


def test_a_text_that_says_nothing_of_itself_is_other() -> None:
    assert decide({}, default_lexicon().weights["genre"])[0] == "other"
    assert outlined("今天天气很好。").profile.genre == "other"


def test_language_and_every_weight_is_of_a_genre_there_is() -> None:
    assert outlined("關於發展產業的實施意見\n一、發展環保業務").profile.language == "zh-Hant"
    assert outlined("关于发展产业的实施意见").profile.language == "zh-Hans"
    keys = default_lexicon().weights["genre"]
    assert {key.partition(":")[0] for key in keys if ":" in key} <= set(GENRES)
