"""Numbers that are part of a word, told by the characters around them: PM2.5, 5G, 35蒸吨以下锅炉, 《…》."""

from __future__ import annotations

import re
from dataclasses import dataclass

from policygraph.extract.quantities import Quantity
from policygraph.extract.segments import ASIDE
from policygraph.lexicon import Lexicon

_MASKS = (
    re.compile(r"《[^《》]{0,120}》"),
    re.compile(r"[〔\[(【](?:19|20)\d\d[〕\])】]\d{0,5}号?"),
    re.compile(r"(?:https?|www\.)[!-~]{0,200}"),
    re.compile(r"第\d{1,4}(?:号|条|章|节|次|届|期|批|位|名|款|项|部分|一|二|三|代)?"),
    re.compile(
        r"(?:附件|附表|表|图|专栏|注|类型|步骤|方案|版本|No\.?|编号|序号|电话|邮编|邮箱|传真|联系人)\d+(?:-\d+)?"
    ),
    re.compile(r"\d{1,2}月(?:份|\d{1,2}日|底|初|中旬|上旬|下旬)?|\d{1,2}日(?!均)|\d{1,2}:\d\d"),
    re.compile(r"(?:前|近|过去|上)\d{1,2}(?:年|个月)"),
    re.compile(r"\d(?:\+\d{1,4}|\+[NXnx]){1,12}|(?<!\d)\d{1,6}[×xX:]\d{1,6}|(?<!\d)\d\.0(?!\d|%)"),
)
_DIGIT = re.compile(r"\d")
_STRAIGHT = re.compile('"')
_ROUND = re.compile("[()]")
_SLOGAN = re.compile(r"“[^”。；]{1,30}”")
_LATIN_LEFT = re.compile(r"[A-Za-z_/][.\-]?$")
_BEHIND_GLUE = re.compile(
    r"^(?:[+×÷/=_]|-(?=[A-Za-z\d])|[A-Za-z](?!Pa))|^(?:大(?!于)|强|代|级|号|维|寸|英寸|型|版|层|环|横|纵|线|字|位数|进|式|元(?!/|/人|以上|左右|,|;|。|$))"
)
_SIZES = ("size", "money", "time", "")
_LAND = re.compile(r"(?:亩|公顷|平方米|平方公里|公里|千瓦|兆瓦|千瓦时|吉瓦|(?<!蒸)吨|立方米|米|元)$")
_MADE = re.compile(
    r"(?:新增|新建|建成|建设|完成|实施|营造|修复|整治|实现|推广|改建|改造|种植|造林|新改建|治理|形成|发展)$"
)
PURPOSE = re.compile(r"^的(?:目标|水平|要求|任务|规模|指标|比例|速度|增速|增幅|产能|能力|年均|总|以上)")


@dataclass(frozen=True)
class RefusalWords:
    past: re.Pattern[str]
    grant: re.Pattern[str]
    where: re.Pattern[str]
    abstract: re.Pattern[str]
    action_end: re.Pattern[str]
    action_any: re.Pattern[str]
    measure_end: re.Pattern[str]


def refusal_words(lexicon: Lexicon) -> RefusalWords:
    """Compile the refusal words once for a lexicon."""
    words = lexicon.alternation
    return RefusalWords(
        re.compile(words("quantities", "past")),
        re.compile(words("quantities", "grant")),
        re.compile(f"(?:{words('quantities', 'where')})(?:约|近|超过)?$"),
        re.compile(f"^(?:大)?[^,、;。]{{0,4}}?(?:{words('quantities', 'abstract')})(?![^,、;。]{{3}}|[型级类])"),
        re.compile(f"(?:{words('quantities', 'action')})$"),
        re.compile(words("quantities", "action")),
        re.compile(f"(?:{words('quantities', 'measure')})(?:\\([^()]*\\))?$"),
    )


def masked(text: str, raw: str) -> bytearray:
    """1 where a number can be no quantity: titles, document numbers, dates, slogans in quotation marks."""
    mask = bytearray(len(text))
    for pattern in _MASKS if _DIGIT.search(text) else _MASKS[:1]:  # all but titles hold digits
        for match in pattern.finditer(text):
            mask[match.start() : match.end()] = b"\1" * (match.end() - match.start())
    for start, end in _quoted(text, raw):
        if end - start <= 14 or "%" not in text[start:end]:
            mask[start:end] = b"\1" * (end - start)
    return mask


def _quoted(text: str, raw: str) -> list[tuple[int, int]]:
    """Short stretches in “…”, or in paired straight marks."""
    out = [match.span() for match in _SLOGAN.finditer(raw)]
    opened = -1
    for mark in _STRAIGHT.finditer(raw):
        index = mark.start()
        if opened < 0:
            opened = index
        else:
            if index - opened <= 26 and not re.search(r"[,;。]", text[opened:index]):
                out.append((opened, index + 1))
            opened = -1
    return out


def in_brackets(text: str) -> bytearray:
    """1 inside round brackets of at most 200 characters; an unclosed bracket covers nothing."""
    inside = bytearray(len(text))
    opened: list[int] = []
    for bracket in _ROUND.finditer(text):
        index = bracket.start()
        if bracket.group() == "(":
            opened.append(index)
        elif opened:
            start = opened.pop()
            if index - start <= 200 and not text.startswith(ASIDE, start):
                inside[start:index] = b"\1" * (index - start)
    return inside


def glued(text: str, quantity: Quantity) -> bool:
    """A number that is part of a word: PM2.5, 5G, 10.5代, 3大, 1+1+6."""
    if _LATIN_LEFT.search(text[max(0, quantity.digits - 2) : quantity.digits]) and not quantity.before:
        return True
    left = text[max(0, quantity.digits - 1) : quantity.digits]
    if left in ("+", "×", "*", "=", ":", ".", "第", "_") and not quantity.before:
        return True
    return quantity.unit in ("", "万", "亿") and bool(_BEHIND_GLUE.match(text[quantity.body : quantity.body + 3]))


def enumerated(text: str, quantity: Quantity) -> bool:
    """A、B、C等9种再生资源: the number only counts the list before it."""
    if (
        text[quantity.start - 1 : quantity.start] != "等"
        or quantity.unit_class not in ("count", "han")
        or quantity.after
    ):
        return False
    following = text[quantity.end : quantity.end + 1]
    return bool(following) and following not in ",;。、:)和及与"


_INCLUSIVE = re.compile(r"^\(不?含\)")


def threshold(front: str, quantity: Quantity, behind: str, more: bool, words: RefusalWords) -> bool:
    """A limit that only says which bodies are meant: 35蒸吨以下锅炉, 常住人口100万以上的城市, 年综合能耗超过1万吨的…"""
    behind = _INCLUSIVE.sub("", behind)  # 超过500台（含）的大数据中心
    following = behind[:1]
    if following == "或" and more and quantity.after and quantity.unit_class in ("size", "money"):
        return True  # 能耗1万吨标准煤以上或排放2.6万吨以上企业
    if not following or following in "、,;。:()和及与或":
        return False
    if PURPOSE.match(behind):
        return False
    if quantity.unit.startswith("蒸吨"):
        return True  # 淘汰10—35蒸吨/小时燃煤锅炉
    acts = bool(words.action_end.search(front.rstrip("约近了")))
    bodies = quantity.unit_class in _SIZES or quantity.unit.endswith("人")
    if quantity.unit_class in ("size", "money") and re.match(r"(?:级|范围|内|处|深|高|宽|长|半径)", behind):
        return True
    if quantity.after and bodies:
        made = acts and _MADE.search(front.rstrip("约近了"))
        return not (quantity.after == "以上" and made and _LAND.search(quantity.unit))
    if quantity.before and behind.startswith("的"):
        return bool(front.strip("、,;:。的")) and not acts  # 建设不低于2万平方米的基地 sets it
    if quantity.after and behind.startswith("的") and quantity.unit_class == "share":
        return bool(words.measure_end.search(re.sub(r"(?:达到|达|在|为|占)$", "", front)))
    if not (quantity.before and quantity.unit_class in ("size", "money")):
        return False
    return more or bool(front.strip("、,;:。的") and not acts)
