"""The name of a quantity: the noun phrase beside its number, without year, region prefix and verb."""

from __future__ import annotations

import re
from dataclasses import dataclass

from policygraph.lexicon import Lexicon

_BARE_EDGE = "、,;:。·.-—~的 "
_EDGE = "、,;:。·.-—~的 \"'“”‘’"
_OPEN_EDGE = "、,;:。·.-—~ '‘’”)）"
_CONNECT = re.compile(
    r"^(?:\(\d{1,2}\)|[①-⑳]|并(?!网|联|购)|使(?!用)|至(?!少)|到|和(?!谐)|与|及|或|也|则|又|约|以上|的|等|分别|各(?![省市区县州镇地级类]))"
)
#: 废钢铁、废铜等9种主要再生资源…: the enumeration before 等 is left off.
_COUNTED = re.compile(r"^.{4,}?等(?=\d{1,3}[个种类项家大])")
_CHANGE_START = re.compile(r"(?:提高|提升|增加|扩大|降低|减少|控制|严控|压减)(?!值|量)")
#: 累计推动5万家企业上云: the verb stays with 累计.
_SUMMED = re.compile(r"累计(?:[\u4e00-\u9fff]{2})?$")
#: 在边境沿线规划布局风电基地: where, not what.
_WHERE = re.compile(r"在[^,;的]{2,24}?(?:规划布局|布局|推广|规划建设|建设|建成|打造)(?=[一-鿿]{2})")
_ADVERBIAL = re.compile(r"(?:(?:按照|根据)[^,]{0,12})?(?:高质量|高标准|高水平|高效|率先|全面|基本)$")
_BRACKET = re.compile(r"\([^()]{0,60}\)")
#: 利用率, 处理率: a rate of something the sentence names before it.
GENERIC_RATE = re.compile(
    r"(?:综合|回收|资源化|无害化|循环|年)?(?:利用|处理|处置|覆盖|普及|达标|回收|收集|治理|合格|完成|使用|转化|占有)率$|(?:占比|比重|比例)$"
)
_TOPIC_VERB = re.compile(r"加强|推进|推动|强化|开展|实施|促进|加快|提高|提升|完善|健全|推行|深化|做好|抓好")
REACHED = re.compile(r"(?:实现|完成|保持|推动|促进)$")
RATE = re.compile(r"(?:率|比例|比重|占比|比率)$")
_LIST = re.compile(r"、|,(?=[^,]{2,})")
_JOINT = re.compile(r"以及|和(?!谐)|及(?!时|其)|与|或")


@dataclass(frozen=True)
class NameWords:
    """Compiled words of ``quantities.toml`` that name extraction needs. Every pattern ends or begins at an edge."""

    set_end: re.Pattern[str]
    adverb_end: re.Pattern[str]
    change_end: re.Pattern[str]
    action_end: re.Pattern[str]
    action_start: re.Pattern[str]
    keep_start: re.Pattern[str]
    keep_end: re.Pattern[str]
    opening: re.Pattern[str]
    scope: re.Pattern[str]
    measure_end: re.Pattern[str]


def name_words(lexicon: Lexicon) -> NameWords:
    """Compile the name words once for a lexicon."""
    table = "quantities"
    keep = tuple(entry.word for entry in lexicon.entries(table, "action") if entry.extra.get("keep"))
    every = lexicon.alternation(table, "action")
    return NameWords(
        re.compile(f"(?:{lexicon.alternation(table, 'set')})$"),
        re.compile(f"(?:{lexicon.alternation(table, 'adverb')})$"),
        re.compile(f"(?:{lexicon.alternation(table, 'change')})(?:率|幅度)?$"),
        re.compile(f"(?:{every})$"),
        re.compile(f"(?:{every})"),
        re.compile("(?:" + "|".join(keep) + ")"),
        re.compile("(?:" + "|".join(keep) + ")$"),
        re.compile(f"(?:{lexicon.alternation(table, 'opening')})"),
        re.compile(f"(?:{lexicon.alternation(table, 'scope')})(?:域|市|辖区|范围)?内?(?!外)"),
        re.compile(f"(?:{lexicon.alternation(table, 'measure')})(?:\\([^()]*\\))?$"),
    )


@dataclass(frozen=True, slots=True)
class Subject:
    """What stands before a number. ``noun`` is bare; ``sets``: a verb of setting stood at its end (达到);
    ``changes``: it ends in a verb of change, which stays; ``acts``: it ends in a verb of action (培育)."""

    noun: str
    scope: str | None
    sets: bool
    changes: bool
    acts: bool
    each: bool
    shared: str
    keep: str
    verb: str


def read_subject(text: str, words: NameWords, region: str | None = None) -> Subject:
    """Strip what is not the name from both ends of the text before a number (tail of at most 160 characters)."""
    rest = text[-160:].strip(_OPEN_EDGE)
    rest, sets, shared = _strip_end(rest, words)
    rest, scope = _strip_start(rest, words, region)
    rest = "" if _ADVERBIAL.match(rest) else rest.strip(_OPEN_EDGE)
    acts = words.action_end.search(rest)
    keep = words.keep_end.search(rest)
    changes = bool(words.change_end.search(rest))
    each = "每年" in text[-20:]
    return Subject(rest, scope, sets, changes, bool(acts), each, shared, keep.group() if keep else "",
                   acts.group() if acts else "")  # fmt: skip


def _strip_end(text: str, words: NameWords) -> tuple[str, bool, str]:
    sets, shared = False, ""
    for _ in range(6):
        text = text.rstrip("、,;:。(~ ")
        text = text[:-2] if text.endswith("做到") else text
        if (found := REACHED.search(text)) and words.measure_end.search(text[: found.start()]):
            text, sets = text[: found.start()], True
        elif found := words.set_end.search(text):
            sets = sets or found.group() not in ("占",)
            if found.group() in ("占", "占到"):
                return text[: found.start()] + "占比", True, shared
            text = text[: found.start()]
        elif (found := words.adverb_end.search(text)) and not words.keep_end.search(text):
            if found.group() in ("均", "都", "分别", "全部"):
                shared = found.group()
            text = text[: found.start()]
        else:
            break
    return text, sets, shared


def _strip_start(text: str, words: NameWords, region: str | None) -> tuple[str, str | None]:
    scope: str | None = None
    for _ in range(6):
        text = text.lstrip(_OPEN_EDGE)
        if region and text.startswith(region) and len(text) > len(region):
            scope, text = scope or region, text[len(region) :].lstrip("的")
        elif found := words.scope.match(text):
            scope, text = scope or found.group(), text[found.end() :].lstrip("的")
        elif (found := words.opening.match(text)) or (found := _CONNECT.match(text)):
            text = text[found.end() :]
        else:
            break
    return text, scope


def tidy(name: str, limit: int = 60) -> str:
    """Edges, 等 and an unpaired bracket off; a runaway name is cut to its end."""
    name = name[-400:].strip("、,;:。·.-—~的 ")
    for left, right in (('"', '"'), ("“", "”")):
        if name.count(left) + (name.count(right) if left != right else 0) == 1:
            name = name.replace(left, "").replace(right, "")
    if name.endswith("等") or name.endswith("等等"):
        name = name.rstrip("等").strip(_BARE_EDGE)
    if name.count("(") + name.count("（") != name.count(")") + name.count("）"):
        name = re.sub(r"[(（][^()（）]*$|^[^()（）]*[)）]", "", name)
    if len(name) > limit:
        tail = name.rpartition("的")[2]
        name = tail if 4 <= len(tail) <= limit else name[-limit:]
    return name


def noun_name(subject: Subject, words: NameWords, share: bool) -> str:
    """The name where the noun stands before the number: a leading verb of action is left off (培育5G企业 100家),
    新增 and 累计 stay; a share keeps its words (建设用地安全利用率)."""
    name = subject.noun
    if (where := _WHERE.match(name)) and len(name) - where.end() >= 2:
        name = name[where.end() :]
    if counted := _COUNTED.search(name):
        name = name[counted.end() :]
    if (change := _CHANGE_START.match(name)) and words.measure_end.search(name) and len(name) - change.end() >= 4:
        name = name[change.end() :]
    for _ in range(2):
        found = words.action_start.match(name)
        if share or not found or words.keep_start.match(name):
            break
        rest = re.sub(r"^[和与及并]+", "", name[found.end() :])
        if len(tidy(rest)) < 2 or re.match(r"[(（]", rest) or _compound(found.group(), rest):
            break
        name = rest
    if subject.each and not name.startswith("每年") and not share:
        name = "每年" + name
    return tidy(name)


#: Verbs that also stand before a noun as its first half: 上市公司, 服务器, 建筑面积, 销售收入.
_HALF = re.compile(
    r"(?:上市|服务|建|销售|生产|维修|培训|转移|监测|处理|发布|投入|创新|出口|回收|孵化|种植|造林|绿化|治理|开发|保护|补充|供应|提供|受理)$"
)
#: 建成区, 治理生态脆弱地区: the verb belongs to the place, or says what is done there.
_PLACE = re.compile(r".*(?:地区|区域|流域|地带|沿线|海域|岸线|土地|耕地)$|区(?=[^域县划间块])")
_SHORT_HEAD = re.compile(
    r"(?:[一-鿿]{0,2}(?:公司|企业|面积|收入|规模|产值|车间|项目|数量|总量|总额|能力|基地|中心|平台|机构|器|业|站|点|员|额|率|量|园|园区|产品|人员|人数|人才|时间|水平|平方米))$"
)


def _compound(verb: str, rest: str) -> bool:
    """建筑面积, 服务器数量, 上市公司, 销售收入: cutting the verb would leave half a word or a bare head."""
    if re.match(r"筑|器(?!械|材)|业(?!务)", rest) or (verb == "有" and re.match("[色机效线关轨]", rest)):
        return True
    if _PLACE.match(rest):
        return not rest.startswith("区") or verb == "建成"
    return bool(_HALF.match(verb)) and bool(_SHORT_HEAD.match(rest)) and len(rest) <= 4


def object_name(subject: Subject, behind: str, each: bool) -> str:
    """The name where the noun follows the number: 新增 60 条智能生产线, 50%以上的大型商场达到创建要求."""
    name = _BRACKET.sub("", behind) if behind.startswith("(") else behind
    name = name.strip("、,;:。·.-—~的 ")
    if name.startswith(("比例", "的比例")):
        name = name.split("比例", 1)[1] + "比例"
    summed = _SUMMED.search(subject.noun) if subject.acts else None
    head = ("每年" if each else "") + (summed.group() if summed else subject.keep)
    return tidy(head + name, 60)


# ---- lists -----------------------------------------------------------------------------------------


def split_list(text: str, count: int | None, words: NameWords, loose: bool = False) -> list[str]:
    """The members of A、B和C. With ``count`` only a division into exactly so many is accepted; without, 、 divides,
    and 和 only between two names that are quantities by themselves; unless ``loose`` every member has to be one."""
    held = _BRACKET.sub(lambda match: match.group().replace("、", "\u0001").replace("和", "\u0002"), text)
    parts = [part for part in _LIST.split(held) if part.strip(_EDGE)]
    if count is None:
        if len(parts) >= 2:
            parts = [*parts[:-1], *_split_last(parts[-1], words, must=False)]
        else:
            parts = _split_last(held, words, must=False)
    elif len(parts) != count:
        wider = [*parts[:-1], *_split_last(parts[-1], words, must=True)] if parts else []
        parts = wider if len(wider) == count else [part for part in re.split(r"、|以及|和|及|与|,", held) if part]
        if len(parts) != count:
            return []
    if count is None and any(len(part.strip(_EDGE)) < 2 for part in parts):
        return []  # 市、县、乡三级 is no list of quantities
    if count is None and not all(words.measure_end.search(part.strip(_EDGE)) for part in parts) and not loose:
        return []
    whole = [part.replace("\u0001", "、").replace("\u0002", "和").strip(_EDGE) for part in parts]
    return complete(whole, words) if len(whole) > 1 else whole


def _split_last(text: str, words: NameWords, must: bool) -> list[str]:
    for found in reversed(list(_JOINT.finditer(text))):
        left, right = text[: found.start()], text[found.end() :]
        if len(left) >= 2 and len(right) >= 2 and (must or words.measure_end.search(left)):
            return [left, right]
    return [text]


_SUBSTANCES = r"(?:氮氧化物|挥发性有机物|化学需氧量|氨氮|二氧化硫|总磷|总氮|颗粒物)"
SUBSTANCE = re.compile(_SUBSTANCES + "$")
SUBSTANCE_START = re.compile(_SUBSTANCES)


_AMONG = re.compile(r"([一-鿿]{2,8})等(?:重点)?((?:区域|地区|城市|领域|行业)?[一-鿿].{3,})$")


def complete(names: list[str], words: NameWords) -> list[str]:
    """Give each member the head only the last one says: 公交车、出租车占比 → 公交车占比. A place takes the place of
    the last member's own: 城市、县城污水处理率 → 城市污水处理率."""
    last = names[-1]
    tail = words.measure_end.search(last)
    if tail is None:
        return names
    if among := _AMONG.match(last):  # 京津冀、长三角、珠三角等区域浓度
        return [*(name + among.group(2) for name in names[:-1]), among.group(1) + among.group(2)]
    out = []
    own_substance = SUBSTANCE_START.match(last)
    for name in names[:-1]:
        if own_substance and SUBSTANCE.search(name):
            out.append(name + last[own_substance.end() :])  # 化学需氧量、氨氮重点工程减排量
            continue
        if len(name) == 1:
            out.append(name + last[1:])  # 大、中、小型矿山
        elif (words.measure_end.search(name) and not SUBSTANCE.search(name)) or words.change_end.search(name):
            out.append(name)
        elif re.search(r"[市县区镇乡村城]$", name) and (
            own := re.match(r"[^市县区镇乡村城]{0,4}[市县区镇乡村城]{1,2}", last)
        ):
            out.append(name + last[own.end() :])
        elif shared := _shared_end(name, last[: tail.start()]):
            out.append(name + last[shared:])  # 高速公路、普通公路沥青材料循环利用率
        elif len(name) in (2, 3) and len(last) >= len(name) + 4 and {len(other) for other in names[:-1]} == {len(name)}:
            out.append(name + last[len(name) :])  # 小麦、玉米机械化收获率
        else:
            out.append(name + _head(last, tail.start()))
    return [*out, last]


def _shared_end(name: str, last: str) -> int:
    """Where the rest of ``last`` begins behind the word that ``name`` ends with too; 0 without one."""
    for size in range(min(4, len(name) - 1), 0, -1):
        at = last.find(name[-size:])
        if at >= 0:
            return at + size
    return 0


def topic_of(clause: str, words: NameWords) -> str:
    """What a clause speaks of: 推动园林绿化废弃物资源化利用 → 园林绿化废弃物资源化利用."""
    text = read_subject(clause, words).noun
    verbs = list(_TOPIC_VERB.finditer(text[:30]))
    return tidy(text[verbs[-1].end() :] if verbs else text)


def merged(topic: str, name: str) -> str:
    """园林绿化废弃物资源化利用 + 利用率 → 园林绿化废弃物资源化利用率."""
    for size in range(min(len(topic), len(name)), 0, -1):
        if topic.endswith(name[:size]):
            return topic + name[size:]
    return topic + name


def head_of(name: str) -> str:
    """The quantity head at the end of a name, or an empty string."""
    return _head(name, len(name))


def _head(name: str, start: int) -> str:
    """The quantity head of a name: 利用率 and not only 率."""
    found = re.search(
        r"(?:资源化|综合|回收|循环|安全|无害化|集中|有效)?(?:利用|处理|处置|覆盖|普及|治理|收集|达标)率$"
        r"|(?:排放|消费|使用|施用|消耗)(?:总量|量|强度)$",
        name,
    )
    return name[found.start() :] if found else name[start:]
