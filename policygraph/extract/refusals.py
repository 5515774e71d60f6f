"""Why a number in the text is no target: one named function for each reason, in the order they are asked.

What ``lexical`` takes for part of a word never comes here; ``MEANING`` looks at the clause a quantity stands in.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from policygraph.extract.asides import SOFT
from policygraph.extract.lexical import PURPOSE, RefusalWords
from policygraph.extract.naming import Subject
from policygraph.extract.phrases import Mark
from policygraph.extract.quantities import Quantity

_GRANTS = re.compile(
    r"给予[^。;]{0,40}(?:元|补助|奖励|补贴|资助|奖补|扶持|贴息|支持)|(?:补助|奖励|补贴|资助|奖补|贴息)[^。;,]{0,12}\d|予以(?:奖励|补助|补贴)"
)
_SHARED_COST = re.compile(
    r"补助|奖励|补贴|资助|给予|奖补|报销|承担|分担(?!率)|支付|减免|税率|利率|返还|罚款|权重|分值|扣除|缴纳|贴息|出资|注资|补偿"
)


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


# ---- the clause ------------------------------------------------------------------------------------

Refusal = Callable[[Candidate, RefusalWords], bool]


def settled_text(found: Candidate, words: RefusalWords) -> bool:
    """A review of what was done, or a statute: only a deadline stated in the clause itself makes a target there."""
    if found.settled == SOFT and found.mark is not None and found.mark.kind == "target" and found.mark.fixed:
        return False
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
    if re.match(r"(?:的)?(?:补助|奖励|补贴|资助|奖补|给予|予以|资金支持|罚款|配套|的标准)", found.behind):
        return kind in ("money", "share", "ratio", "time") or "元" in found.quantity.unit
    if kind in ("share", "ratio"):
        return bool(_SHARED_COST.search(found.front))
    if kind in ("money", "time") or "元" in found.quantity.unit:
        if re.search(r"(?:总投资|投资估算|概算|匡算)[^,;。]{0,6}$", found.front):
            return True
        return bool(words.grant.search(found.front[-24:]))
    return bool(re.search(r"每[家人个户项].{0,4}$|给予|奖励", found.front))


def granting(found: Candidate, words: RefusalWords) -> bool:
    """对年营业收入首次突破1000万元的企业，给予…奖励: the sentence hands out money, its numbers are conditions."""
    if found.mark is not None and found.mark.fixed and found.mark.kind == "target":
        return False
    return bool(_GRANTS.search(found.sentence))


_CHOSEN = re.compile(r"认定|评选|评定|遴选|推荐|申报|入库|入选|入围|报送|确定")


def quota(found: Candidate, words: RefusalWords) -> bool:
    """每年认定不多于30家, 每市推荐不超过5个: how many may be chosen; 入围企业3家以上: a rule of the procedure."""
    if found.quantity.unit_class not in ("count", "han"):
        return False
    front = found.front[-40:]
    return bool(_CHOSEN.search(front)) and (found.quantity.comparator in ("<=", "<") or "入围" in front)


def rate_of_rule(found: Candidate, words: RefusalWords) -> bool:
    """按不低于采购金额的30%提前预付, 纳税人按50%的税额幅度减征: a rate to reckon with."""
    if found.quantity.unit_class not in ("share", "ratio") or found.subject.sets:
        return False
    if re.search(r"按照?$", found.front) and re.match(r"的?(?:税额|税率)", found.behind):
        return True
    return bool(re.match(r"[、,]?可?(?:按|按照|依照)(?!照?要求|时|期|规定)", found.front)) and bool(
        _RECKONED.search(found.behind)
    )


_RECKONED = re.compile(r"预付|估算|测算|计算|确定|收取|拨付|计提|核定|核算|缴|结算|支付|分担|折算|计发|提取")


def time_allowed(found: Candidate, words: RefusalWords) -> bool:
    """3年, 20个工作日: a period unless the noun before it is a time (办理时限压缩至5个工作日)."""
    if found.quantity.unit_class != "time":
        return False
    return not re.search(r"(?:时间|时限|周期|寿命|年限|天数|时长|时数|延时|时延)$", found.subject.noun) or not (
        found.subject.sets or found.subject.changes or found.quantity.before or found.quantity.after
    )


def only_where(found: Candidate, words: RefusalWords) -> bool:
    """在13个市建设, 组织220家企业参加, 等6个州（市）: on how many bodies, not how many."""
    if found.quantity.unit_class not in ("count", "han") or not found.behind.strip("的、"):
        return False
    if re.search(r"(?:^|[^持定制])在$", found.front):
        return True
    if found.subject.sets:
        return False
    front = found.front.rstrip("、,")
    if front.endswith("的") and not found.subject.each:
        return True
    if found.quantity.after or _weak(front, found):
        return _weak(front, found)
    return bool(words.where.search(front))


def _weak(front: str, found: Candidate) -> bool:
    """推进13个设区市基本建成…: places a measure is carried out in."""
    return bool(
        re.match(r"(?:设区市|地级市|市\(|县\(|[市县区镇乡]|街道|乡镇|省份?)(?!级|场|域|内|民)", found.behind)
    ) and not bool(re.search(r"(?:建成|创建|创成|打造|新增)$", front))


def structure(found: Candidate, words: RefusalWords) -> bool:
    """4条主线, 3个方面, 7个专项行动: a number that only orders the text."""
    quantity = found.quantity
    if (
        quantity.unit_class not in ("count", "han", "")
        or quantity.after
        or (quantity.unit[:1] in "万亿千百" and quantity.unit)
    ):
        return False
    if re.search(r"(?:包括|分为|共有|涵盖|包含|划分)|指标(?:共|有|分别)?$", found.front) or re.match(
        r"为?[^,、]{0,6}性?指标", found.behind
    ):
        return True
    listed = found.front[-120:].replace("，", ",").rpartition(",")[2].count("、") + 1
    if 2 <= listed == quantity.value and not found.subject.sets and found.behind:
        return True  # 企业、自然人、社会组织、事业单位、政府机构5类主体
    if quantity.unit == "次" and quantity.value <= 12 and not found.subject.sets:
        return True  # 每年开展1次: how often
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
    if MADE_SIZE.search(found.front) and SIZED.match(found.behind):
        return False
    return bool(found.subject.noun) and not found.subject.acts and not PURPOSE.match(found.behind)


#: 建设年产值300亿元的磁性材料产业集群: the size is the aim.
MADE_SIZE = re.compile(
    r"(?:建设|打造|形成|培育|建成|创建)(?:年?产值|产业规模|规模|(?:主营业务|营业|销售)?收入|年?交易额)(?:达到?|超过?)?$"
)
SIZED = re.compile(r"的([^,;。的]{2,20}(?:集群|基地|园区|产业带|集聚区|产业))(?=$|[,;。、])")


def capacity(found: Candidate, words: RefusalWords) -> bool:
    """推动60万千瓦机组改造: the size of the things worked on; what is built (建成700万千瓦基地), dated or 以上 is an aim."""
    quantity = found.quantity
    if quantity.unit_class != "size" or quantity.after or _dated(found) or not found.behind.strip("、,的 "):
        return False
    if found.subject.sets or re.search(r"(?:新增|新建|净增|建成|建设|形成)$", found.front):
        return False
    return bool(re.search(r"(?:千瓦|兆瓦|吨|千伏|立方米|(?<!平方)米)$", quantity.unit))


def norm(found: Candidate, words: RefusalWords) -> bool:
    """对园区面积不少于100亩的项目…, 每年安排200万元: a condition or an allotment, no aim of the plan."""
    if found.quantity.unit_class not in ("size", "money", "time") or _dated(found):
        return False
    return bool(
        re.match(r"[、,]?(?:对|凡|符合|满足|属于|首次)", found.front) or re.search(r"安排[^,;]{0,6}$", found.front)
    )


def _dated(found: Candidate) -> bool:
    return found.mark is not None and found.mark.kind in ("target", "plain")


def nothing_sets(found: Candidate, words: RefusalWords) -> bool:
    """No verb sets the number: it describes. A number that ends its clause goes on with the list of an accepted one
    before it (国家级龙头企业30家，省级龙头企业100家)."""
    quantity, subject = found.quantity, found.subject
    behind = found.behind.strip("、,的 ")
    about = quantity.comparator == "~"  # 乡村人口约960万人 tells what there is
    if subject.sets or subject.changes or (quantity.before and not about) or (quantity.after and not behind):
        return False
    if subject.acts or subject.each or words.action_any.match(subject.noun):
        return False
    if re.match(r"[、,]?(?:力争|争取|确保)?(?:实现|完成|达成)(?!了)", found.front) and quantity.unit_class != "time":
        return False  # 实现电商销售额500亿元
    dated = _dated(found)
    if quantity.unit_class == "share":
        return not (words.measure_end.search(subject.noun) or behind or dated)
    if not subject.noun:
        return not (found.named_by_rule or dated)
    if dated and (words.action_any.search(found.front) or (quantity.after and quantity.unit_class == "count")):
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
    ("granting", "奖补条件", granting),
    ("quota", "评选或申报的名额", quota),
    ("rate-of-rule", "计算依据的比例", rate_of_rule),
    ("time-allowed", "时间跨度，不是数量目标", time_allowed),
    ("only-where", "只说明措施涉及多少对象", only_where),
    ("structure", "只是行文的分项计数", structure),
    ("rank", "名次", rank),
    ("attribute", "只是后文事物的属性或变化的起点", attribute),
    ("capacity", "所涉设施的规模，不是目标", capacity),
    ("norm", "适用条件或资金安排", norm),
    ("bare", "没有单位的数字", bare),
    ("undated-han", "汉字数词且无期限", undated_han),
    ("nothing-sets", "没有设定数值的动词", nothing_sets),
)
