"""Why a number in the text is no target: one named function for each reason, in the order they are asked.

``LEXICAL`` looks only at the characters around a number and runs first: what it refuses is part of a name
(PM2.5, 5G, 35蒸吨以下锅炉). ``MEANING`` looks at the clause a quantity stands in.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from policygraph.extract.naming import Subject
from policygraph.extract.phrases import Mark
from policygraph.extract.quantities import Quantity
from policygraph.extract.segments import ASIDE
from policygraph.lexicon import Lexicon

_MASKS = (
    re.compile(r"《[^《》]{0,120}》"),
    re.compile(r"[〔\[(【](?:19|20)\d\d[〕\])】]\d{0,5}号?"),
    re.compile(r"(?:https?|www\.)[!-~]{0,200}"),
    re.compile(r"第\d{1,4}(?:号|条|章|节|次|届|期|批|位|名|款|项|部分|一|二|三|代)?"),
    re.compile(r"(?:附件|附表|表|图|专栏|注|类型|步骤|方案|版本|No\.?|编号|序号|电话|邮编|邮箱|传真|联系人)\d+(?:-\d+)?"),
    re.compile(r"\d{1,2}月(?:份|\d{1,2}日|底|初|中旬|上旬|下旬)?|\d{1,2}日(?!均)|\d{1,2}:\d\d"),
    re.compile(r"(?:前|近|过去|上)\d{1,2}(?:年|个月)"),
    re.compile(r"\d(?:\+\d+|\+[NXnx]){1,12}|\d+[×xX]\d+|\d+:\d+|(?<!\d)\d\.0(?!\d|%)"),
    re.compile(r"[\"][^\"。,;]{1,24}[\"]"),
    re.compile(r"“[^”。；]{1,30}”"),
)
_LATIN_LEFT = re.compile(r"[A-Za-z_/][.\-]?$")
_BEHIND_GLUE = re.compile(r"^(?:[+×÷/=_]|-(?=[A-Za-z\d])|[A-Za-z](?!Pa))|^(?:大(?!于)|强|代|级|号|维|寸|英寸|型|版|层|环|横|纵|线|字|位数|进|式|元(?!/|/人|以上|左右|,|;|。|$))")
_SIZES = ("size", "money", "time", "")
_LAND = re.compile(r"(?:亩|公顷|平方米|平方公里|公里|千瓦|兆瓦|千瓦时|吉瓦|吨|立方米|米|元)$")
_MADE = re.compile(r"(?:新增|新建|建成|建设|完成|实施|营造|修复|整治|实现|推广|改建|改造|种植|造林|新改建|治理|形成|发展)$")
_SHARED_COST = re.compile(r"补助|奖励|补贴|资助|给予|奖补|报销|承担|分担(?!率)|支付|减免|税率|利率|返还|罚款|权重|分值|扣除|缴纳|贴息|出资|注资|补偿")
_PURPOSE = re.compile(r"^的(?:目标|水平|要求|任务|规模|指标|比例|速度|增速|增幅|产能|能力|年均|总|以上)")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A quantity with what stands around it. ``front`` is the text of its segment before it, ``behind`` after it;
    ``mark`` the time phrase that governs it; ``settled``: the section or document sets no targets."""

    quantity: Quantity
    front: str
    behind: str
    clause: str
    sentence: str
    subject: Subject
    mark: Mark | None
    more: bool
    settled: str
    named_by_rule: bool
    continues: bool = False


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
        re.compile(f"^(?:大)?[^,、;。]{{0,4}}?(?:{words('quantities', 'abstract')})(?![^,、;。]{{3}})"),
        re.compile(f"(?:{words('quantities', 'action')})$"),
        re.compile(words("quantities", "action")),
        re.compile(f"(?:{words('quantities', 'measure')})(?:\\([^()]*\\))?$"),
    )


# ---- characters around the number ------------------------------------------------------------------


def masked(text: str, raw: str) -> bytearray:
    """1 where a number can be no quantity: titles, document numbers, dates, slogans in quotation marks."""
    mask = bytearray(len(text))
    for pattern in _MASKS:
        for match in pattern.finditer(raw if "“" in pattern.pattern else text):
            if pattern.pattern.startswith('["') and text.count('"', 0, match.start()) % 2:
                continue
            if "“" in pattern.pattern and len(match.group()) > 14 and re.search(r"[%％]", match.group()):
                continue
            mask[match.start() : match.end()] = b"\1" * (match.end() - match.start())
    return mask


def in_brackets(text: str) -> bytearray:
    """1 inside round brackets of at most 200 characters; an unclosed bracket covers nothing."""
    inside = bytearray(len(text))
    opened: list[int] = []
    for index, char in enumerate(text):
        if char == "(":
            opened.append(index)
        elif char == ")" and opened:
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
    if text[quantity.start - 1 : quantity.start] != "等" or quantity.unit_class not in ("count", "han") or quantity.after:
        return False
    following = text[quantity.end : quantity.end + 1]
    return bool(following) and following not in ",;。、:)和及与"


def threshold(front: str, quantity: Quantity, behind: str, more: bool, words: RefusalWords) -> bool:
    """A limit that only says which bodies are meant: 35蒸吨以下锅炉, 常住人口100万以上的城市, 年综合能耗超过1万吨的…"""
    following = behind[:1]
    if not following or following in "、,;。:()和及与或":
        return False
    if _PURPOSE.match(behind):
        return False
    acts = bool(words.action_end.search(front.rstrip("约近了")))
    bodies = quantity.unit_class in _SIZES or quantity.unit.endswith("人")
    if quantity.unit_class in ("size", "money") and re.match(r"(?:级|范围|内|处|深|高|宽|长|半径)", behind):
        return True
    if quantity.after and bodies:
        made = acts and _MADE.search(front.rstrip("约近了"))
        return not (quantity.after == "以上" and made and _LAND.search(quantity.unit))
    if quantity.before and behind.startswith("的"):
        return bool(front.strip("、,;:。的"))
    if quantity.after and behind.startswith("的") and quantity.unit_class == "share":
        return bool(words.measure_end.search(re.sub(r"(?:达到|达|在|为|占)$", "", front)))
    if not (quantity.before and quantity.unit_class in ("size", "money")):
        return False
    return more or bool(front.strip("、,;:。的") and not acts)


# ---- the clause ------------------------------------------------------------------------------------

Refusal = Callable[[Candidate, RefusalWords], bool]


def settled_text(found: Candidate, words: RefusalWords) -> bool:
    """A review of what was done, or a statute: only a deadline stated in the clause itself makes a target there."""
    return bool(found.settled)


def past_year(found: Candidate, words: RefusalWords) -> bool:
    """2020年达到… in a document issued later."""
    return found.mark is not None and found.mark.kind == "past"


def past_wording(found: Candidate, words: RefusalWords) -> bool:
    """已建成…, 截至目前…; a deadline in the same clause outweighs it (到2025年，巩固已建成的…)."""
    if found.mark is not None and found.mark.fixed and found.mark.kind == "target":
        return False
    front = re.sub(r"[比较](?:上年|去年|现有|目前)", "", found.front)
    return bool(words.past.search(front)) or bool(re.search(r"截至|截止|目前|以来|去年", found.sentence[:30]))


def money_given(found: Candidate, words: RefusalWords) -> bool:
    """最高补助50万元, 按30%给予配套: a grant, a price or a share of cost."""
    kind = found.quantity.unit_class
    if re.match(r"(?:的)?(?:补助|奖励|补贴|资助|奖补|给予|资金支持|罚款|配套|的标准)", found.behind):
        return kind in ("money", "share", "ratio", "time") or "元" in found.quantity.unit
    if kind in ("share", "ratio"):
        return bool(_SHARED_COST.search(found.front))
    if kind in ("money", "time") or "元" in found.quantity.unit:
        return bool(words.grant.search(found.front))
    return bool(re.search(r"每[家人个户项].{0,4}$|给予|奖励", found.front))


def time_allowed(found: Candidate, words: RefusalWords) -> bool:
    """3年, 20个工作日: a period unless the noun before it is a time (办理时限压缩至5个工作日)."""
    if found.quantity.unit_class != "time":
        return False
    return not re.search(r"(?:时间|时限|周期|寿命|年限|天数|时长|时数|延时|时延)$", found.subject.noun) or not (
        found.subject.sets or found.subject.changes or found.quantity.before or found.quantity.after
    )


def only_where(found: Candidate, words: RefusalWords) -> bool:
    """在13个市建设, 组织220家企业参加, 等6个州（市）: on how many bodies, not how many."""
    if found.quantity.unit_class not in ("count", "han") or found.subject.sets or not found.behind.strip("的、"):
        return False
    front = found.front.rstrip("、,")
    if front.endswith("的") and not found.subject.each:
        return True
    if found.quantity.after or _weak(front, found):
        return _weak(front, found)
    return bool(words.where.search(front))


def _weak(front: str, found: Candidate) -> bool:
    """推进13个设区市基本建成…: places a measure is carried out in."""
    return bool(re.match(r"(?:设区市|地级市|市\(|县\(|[市县区镇乡]|街道|乡镇|省份?)(?!级|场|域|内|民)", found.behind)) and not bool(
        re.search(r"(?:建成|创建|创成|打造|新增)$", front)
    )


def structure(found: Candidate, words: RefusalWords) -> bool:
    """4条主线, 3个方面, 7个专项行动: a number that only orders the text."""
    quantity = found.quantity
    if quantity.unit_class not in ("count", "han", "") or quantity.after or quantity.unit[:1] in "万亿千百" and quantity.unit:
        return False
    if re.search(r"(?:包括|分为|共有|涵盖|包含|划分)", found.front):
        return True
    return not found.subject.sets and quantity.value <= 20 and bool(words.abstract.match(found.behind))


def bare(found: Candidate, words: RefusalWords) -> bool:
    """A number without unit counts only where a quantity is set to it (利用系数达到0.52, PUE值降到1.3以下)."""
    quantity = found.quantity
    if quantity.unit_class or quantity.unit:
        return False
    sets = found.subject.sets or quantity.before or quantity.after
    noun = found.subject.noun
    return not (sets and (words.measure_end.search(noun) or re.search(r"[A-Za-z)]$", noun) or not noun))


def rank(found: Candidate, words: RefusalWords) -> bool:
    """进入全国前10, 排名提升5位."""
    return bool(re.search(r"(?:前|排名|位次|位列|位居|第)[^,;。]{0,4}$", found.front))


def attribute(found: Candidate, words: RefusalWords) -> bool:
    """总面积309万亩的12个片区: a property of what follows; …30%的基础上: what a change starts from."""
    if re.match(r"的?基础上", found.behind):
        return True
    quantity = found.quantity
    if quantity.unit_class not in ("size", "money", "time") or not found.behind.startswith("的"):
        return False
    return bool(found.subject.noun) and not found.subject.acts and not _PURPOSE.match(found.behind)


def norm(found: Candidate, words: RefusalWords) -> bool:
    """道路红线宽度应不超过40米: a rule for single cases, no aim of the plan."""
    if found.quantity.unit_class not in ("size", "money", "time") or _dated(found):
        return False
    return bool(re.search(r"(?:不得|不应|应当?|须|必须|严禁)(?:不)?$|应不$", found.front)) or found.quantity.before in (
        "不得超过", "不得低于", "不应超过",
    )  # fmt: skip


def _dated(found: Candidate) -> bool:
    return found.mark is not None and found.mark.kind in ("target", "plain")


def nothing_sets(found: Candidate, words: RefusalWords) -> bool:
    """No verb sets the number: it describes. A number that ends its clause goes on with the list of an accepted one
    before it (国家级龙头企业30家，省级龙头企业100家)."""
    quantity, subject = found.quantity, found.subject
    behind = found.behind.strip("、,的 ")
    if subject.sets or subject.changes or quantity.before or (quantity.after and not behind):
        return False
    if subject.acts or subject.each or words.action_any.match(subject.noun):
        return False
    dated = _dated(found)
    if quantity.unit_class == "share":
        return not (words.measure_end.search(subject.noun) or behind or dated)
    if not subject.noun:
        return not (found.named_by_rule or dated)
    if dated and words.action_any.search(found.front):
        return False
    if not behind:
        return not (dated or found.continues)
    return not (dated and words.measure_end.search(subject.noun))


def undated_han(found: Candidate, words: RefusalWords) -> bool:
    """两个 counts as a target only behind a verb of action and with a deadline."""
    if found.quantity.unit_class != "han":
        return False
    dated = found.mark is not None and found.mark.kind == "target" and found.mark.fixed
    return not (dated and (found.subject.acts or found.subject.sets))


MEANING: tuple[tuple[str, str, Refusal], ...] = (
    ("settled", "所在章节讲现状、回顾或属规章条文", settled_text),
    ("past-year", "年份早于成文年份", past_year),
    ("past-wording", "已有进展的表述", past_wording),
    ("money-given", "补助、奖励、价格或费用分担", money_given),
    ("time-allowed", "时间跨度，不是数量目标", time_allowed),
    ("only-where", "只说明措施涉及多少对象", only_where),
    ("structure", "只是行文的分项计数", structure),
    ("rank", "名次", rank),
    ("attribute", "只是后文事物的属性或变化的起点", attribute),
    ("norm", "对个别事项的限制性规定", norm),
    ("bare", "没有单位的数字", bare),
    ("undated-han", "汉字数词且无期限", undated_han),
    ("nothing-sets", "没有设定数值的动词", nothing_sets),
)
