"""Titles of documents: the core by which one is recognised, the topic by which a family is, and whose it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from policygraph.lexicon import default_lexicon
from policygraph.model import Place
from policygraph.registry.places import default_places
from policygraph.text import fold, squash


@dataclass(frozen=True, slots=True)
class Title:
    """``core`` without 关于, 印发 and 的通知, ``region`` the place its head names, ``issuer`` what stands before 关于."""

    core: str
    topic: str
    region: str | None
    issuer: str


@lru_cache(maxsize=65536)
def parse_title(title: str) -> Title:
    """A title taken apart.

    >>> parse_title("国务院关于印发《某某发展规划（2021—2025年）》的通知").core
    '某某发展规划2021-2025'
    >>> parse_title("江西省关于加快某某发展的若干措施").topic
    '某某发展'
    """
    lexicon = default_lexicon()
    text = re.sub(r"[―—–－~～]+", "-", re.sub(r"[\s<>]+", "", fold(title)))
    head, about, rest = text.partition("关于")
    issuer = head if about and len(head) <= 40 else ""
    body = rest if about and len(head) <= 40 else text
    verb = lexicon.alternation("relate", "title-verb")
    drafts = lexicon.alternation("relate", "draft")
    passed = re.match(rf"(?:{verb})+《?", body)
    if passed and passed.end():
        inner = body[passed.end() :]
        body = re.sub(rf"(?:{lexicon.alternation('relate', 'title-tail')})$", "", inner)
        if "关于" in body[:20]:
            nested = parse_title(body.strip("《》"))
            return Title(nested.core, nested.topic, nested.region or _place(issuer), nested.issuer or issuer)
    body = re.sub(rf"[(〔]\s*(?:{drafts})[^()〔〕]{{0,6}}[)〕]", "", body)
    core = squash(body).replace("年", "")
    core = re.sub(rf"的?((?:{lexicon.alternation('relate', 'kind')})\d*[—~-]?\d*)$", r"\1", core)
    region = _place(issuer) or _place(core)
    return Title(core, _topic(core), region, squash(issuer))


def _place(text: str) -> str | None:
    place, end = _opening(text)
    return place.name if place is not None and end else None


def _opening(text: str) -> tuple[Place | None, int]:
    """The place a title opens with, by full name, or by the short one of a province or city (宁波国资国企…)."""
    place, end = default_places().full(text, None)
    if place is not None:
        return place, end
    short = [item for item in default_places().brief(text, None) if item[0].level in ("province", "city")]
    return short[0] if short else (None, 0)


def bare(core: str) -> str:
    """A core without the place it opens with."""
    return core[_opening(core)[1] :]


def _topic(core: str) -> str:
    """What a plan is about, wherever it stands: no place, no kind of document, no year, no opening verb."""
    lexicon = default_lexicon()
    text = re.sub(r"\d{4}[—~-]?(?:\d{4})?|十[一二三四五六七]五时?期?间?", "", bare(core))
    text = re.sub(rf"(?:{lexicon.alternation('relate', 'kind')})+$", "", text)
    text = re.sub(rf"^(?:{lexicon.alternation('relate', 'opener')})+", "", text)
    return text.removesuffix("的").removesuffix("三").removesuffix("实施")


def same_place(left: str | None, right: str | None) -> bool:
    """Whether two places can be one: equal, or one the end of the other (常州市武进区 and 武进区)."""
    return left is None or right is None or left.endswith(right) or right.endswith(left)
