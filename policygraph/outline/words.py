"""The patterns of masthead and parts, built once from the lexicon, and the tests of a single line."""

from __future__ import annotations

import re
from dataclasses import dataclass

from policygraph.lexicon import Lexicon, keyed_by_hash
from policygraph.marks.body import is_body, is_signer
from policygraph.marks.listed import names
from policygraph.outline.lines import is_date_line
from policygraph.outline.markers import read_marker
from policygraph.text import fold, squash

LABEL_KINDS = ("number", "issuer", "publisher", "issued", "published", "effective", "expires", "title", "other")


@dataclass(frozen=True, slots=True)
class Words:
    """``title`` matches the end of a title, ``carrier`` a notice that carries something (group 1), ``organ`` the
    end of a body's name; ``released`` a page title 某机关印发《X》; ``labels`` maps the labels of an information table to masthead fields."""

    title: re.Pattern[str]
    carrier: re.Pattern[str]
    released: re.Pattern[str]
    lexicon: Lexicon
    label: re.Pattern[str]
    labels: dict[str, str]
    furniture: frozenset[str]
    furniture_start: re.Pattern[str]


#: (试行), (2022修订), (附：某某办法(试行)) after a title
_REMARK = r"(?:\([^()]{1,30}\)|\(附:(?:[^()]|\([^()]{1,20}\)){1,160}\))"


@keyed_by_hash
def words_of(lexicon: Lexicon) -> Words:
    """The patterns of a lexicon, built once."""
    nouns = lexicon.alternation("parts", "genre", "plan")
    carry = lexicon.alternation("parts", "carry")
    labels = {entry.word: entry.kind for entry in lexicon.entries("masthead", *LABEL_KINDS)}
    spaced = "|".join("[ ]{0,4}".join(map(re.escape, word)) for word in sorted(labels, key=len, reverse=True))
    return Words(
        re.compile(rf'(?:{nouns})[》" ]{{0,2}}(?:{_REMARK}|[》"]){{0,3}}$'),
        re.compile(rf'(?:{carry})(.{{2,300}}?)[》"]?(?:的?(?:通知|函|公告|通告|命令|令|决定))(?:{_REMARK})?$'),
        re.compile(rf'[^《》]{{2,60}}(?:{carry})(《[^《》]{{4,120}}》)[" ]?$'),
        lexicon,
        re.compile(rf"(?:^|(?<=[ ]))({spaced})[ ]?:"),
        labels,
        frozenset(lexicon.words("masthead", "furniture")),
        re.compile(lexicon.alternation("masthead", "furniture_start")),
    )


# ---- one line --------------------------------------------------------------------------------------

_STOP = re.compile(r"[。；;!！?？:：,，、]$")
_PAREN = re.compile(r"[(（][^()（）]{1,40}[)）]$")


def is_note(text: str) -> bool:
    """（此件公开发布） and the like: a short line that is one bracket."""
    return bool(_PAREN.match(text.strip())) and not is_date_line(text)


def is_furniture(text: str, words: Words) -> bool:
    bare = squash(text)
    return not re.search(r"\w", bare) or bare in words.furniture or bool(words.furniture_start.match(bare))


def is_title_line(text: str) -> bool:
    """May the line be a line of a title? Short, but where twenty bodies write 关于… together; without a stop at its end,
    without number."""
    bare = fold(text).strip()
    most = 260 if "关于" in bare else 110
    return 1 < len(bare) <= most and not _STOP.search(bare) and "。" not in bare and not read_marker(text) and bare.count(",") <= 2  # fmt: skip


def is_organ(text: str, words: Words) -> bool:
    """The name of a body, as a signature or an addressee prints it."""
    return "," not in fold(text) and is_signer(text, words.lexicon)


def is_addressee(text: str, words: Words) -> bool:
    """A list of bodies that ends with a colon."""
    bare = fold(text).strip()
    if not bare.endswith(":") or len(bare) > 400 or "。" in bare or read_marker(text) or bare.count(":") > 1:
        return False
    listed = names(re.sub(r"\([^()]*\)", "", bare.rstrip(": ")), words.lexicon)  # 局（建委、房产局） is one name
    if not listed or listed[0].startswith("各位"):  # 各位代表： opens a speech
        return False
    return sum(is_body(name, words.lexicon) for name in listed) * 2 >= len(listed)
