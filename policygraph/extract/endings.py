"""How names of organisations end: what kind a name is, and whether a text is a name at all."""

from __future__ import annotations

import re
from dataclasses import dataclass

from policygraph.lexicon import Lexicon, keyed_by_hash
from policygraph.model import OrganizationKind
from policygraph.text import fold

PAIRS = {"(": ")", "[": "]", "〔": "〕", "【": "】", "{": "}", "〈": "〉", "<": ">"}
MARKS = "△▲★☆*※#◆◇●"
SPACE = re.compile(r"\s+")
#: 等行业主管部门, 等省直有关单位: words of scope before a generic head
_GENERAL_TAIL = r"(?:[\d一二三四五六七八九十]{1,3}[个家])?[省市县区州级直各有关相其他行业主管职能责任成员监理处中央驻地方乡镇]{0,10}(?:部门|单位|机构|企业|地区|方面)(?:和单位|及单位|、单位)?"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The patterns built from ``organizations.toml``."""

    suffix: tuple[tuple[re.Pattern[str], OrganizationKind], ...]
    any_suffix: re.Pattern[str]
    collective: re.Pattern[str]
    after_etc: re.Pattern[str]
    qualifier: re.Pattern[str]


_KINDS: tuple[tuple[str, OrganizationKind], ...] = (
    ("office", "office"),
    ("government", "government"),
    ("enterprise", "enterprise"),
    ("institution", "institution"),
    ("department", "department"),
    ("place", "government"),
)


@keyed_by_hash
def vocabulary(lexicon: Lexicon) -> Vocabulary:
    """The compiled patterns of a lexicon, kept by the hash of its data."""

    def ends(*kinds: str) -> re.Pattern[str]:
        words = "|".join(
            re.escape(fold(w)) for w in sorted(lexicon.words("organizations", *kinds), key=len, reverse=True)
        )
        return re.compile(rf"(?:{words or '(?!)'})$")

    def words(kind: str) -> str:
        found = sorted(lexicon.words("organizations", kind), key=len, reverse=True)
        return "|".join(re.escape(fold(word)) for word in found) or "(?!)"

    suffix = tuple((ends(kind), result) for kind, result in _KINDS)
    heads = rf"(?:{words('collective-head')}|{words('government')}|{words('place')}|{words('department')}|{words('office')})"
    return Vocabulary(
        suffix=suffix,
        any_suffix=ends("department", "office", "government", "place", "enterprise", "institution", "collective-head"),
        collective=re.compile(
            rf"(?:{words('collective-mark')}).*{heads}(?:\([^()]*\))?$|(?:{words('collective-end')})$"
        ),
        after_etc=re.compile(rf"(?:{words('after-etc')}|{_GENERAL_TAIL})?(?:[(〔\[].*)?$"),
        qualifier=re.compile(rf"(?:{words('qualifier')})"),
    )


def kind_of(name: str, lexicon: Lexicon) -> OrganizationKind:
    """What an organisation of this name is, by its ending.

    >>> from policygraph.lexicon import default_lexicon
    >>> [kind_of(name, default_lexicon()) for name in ("市水利局", "各镇人民政府", "市城投公司", "牵头")]
    ['department', 'collective', 'enterprise', 'other']
    """
    words = vocabulary(lexicon)
    name = bare(fold(name))
    if words.collective.search(name):
        return "collective"
    longest: tuple[int, OrganizationKind] = (0, "other")
    for pattern, kind in words.suffix:
        hit = pattern.search(name)
        if hit and hit.end() - hit.start() > longest[0]:
            longest = (hit.end() - hit.start(), kind)
    return longest[1]


def bare(name: str) -> str:
    """A folded name without white space, brackets at its end and marks."""
    name = SPACE.sub("", name).strip(MARKS)
    while name and name[-1] in ")]〕】〉>":
        opener = {close: open_ for open_, close in PAIRS.items()}[name[-1]]
        at = name.rfind(opener)
        if at <= 0:
            break
        name = name[:at]
    return name


def is_organization(name: str, lexicon: Lexicon) -> bool:
    """Whether a folded name ends as organisations and collectives do, and reads as a name."""
    name = bare(name)
    if not 2 <= len(name) <= 40 or re.search(r"[:：。《》%?!]|^[的是为在对将把]|\d{3}", name):
        return False
    return bool(vocabulary(lexicon).any_suffix.search(name))
