"""From a group of quantities to named drafts: the shapes a target takes in a clause.

N达到V · A、B分别达到V、W · A、B均达到V · 培育V家N · V以上的N达到要求 · 达到V (the name carried on).
"""

from __future__ import annotations

import re
from dataclasses import replace

from policygraph.extract import naming, segments
from policygraph.extract.figures import Candidate
from policygraph.extract.phrases import Mark
from policygraph.extract.reading import Draft, Reader
from policygraph.marks import stance
from policygraph.model import Quantity

_SINCE = re.compile(r"(?:比|较|与|在|以)((?:19|20)\d\d)年")
#: Evidence stays short: so many characters of a clause on either side of its numbers.
REACH = 400
_PREDICATE = r"(?:全部)?(?:达到|实现|完成|建成|符合|纳入|接入|参与|开通)"


def shape(reader: Reader, group: segments.Group, found: Candidate, mark: Mark | None) -> list[Draft]:
    """Names for the quantities of a group, by the first shape that fits."""
    names, rule = _names(reader, group, found)
    names = [_as_written(reader, group, name) for name in names]
    reader.named_here += names
    quantities, years, rule = _spread(_level(group.quantities), names, mark, rule, found.front)
    names = names * len(quantities) if len(names) == 1 else names
    if rule in ("share-of", "clause"):
        reader.near_topic = re.split(_PREDICATE, found.subject.noun or names[-1])[0] or reader.near_topic
    if rule != "carried":
        reader.last_name = reader.near_name = names[-1]
    by, why = (mark.by, "") if mark else reader.default
    since = _SINCE.search(found.front[-60:])
    low = max(group.start, group.quantities[0].start - REACH)
    high = min(group.end, group.quantities[-1].end + REACH)
    return [
        Draft(name, quantity, year or by, max(low, quantity.end - 2 * REACH), high if _uses_behind(rule) else quantity.end, rule,
              why, found.subject.scope, since.group(1) if since else None, None, "累计" in found.front[-20:])
        for name, quantity, year in zip(names, quantities, years, strict=True)
    ]  # fmt: skip


def _spread(
    quantities: list[Quantity], names: list[str], mark: Mark | None, rule: str, front: str
) -> tuple[list[Quantity], list[str | None], str]:
    """One quantity a name, one year a quantity: A、B均达到100%; 2025年、2030年分别达到20%、25%; “十四五”、“十五五”期间
    分别新增4000万千瓦."""
    if rule == "shared-value":
        quantities = quantities * len(names)
    if (
        mark
        and mark.second
        and len(set(names)) == 1
        and len(quantities) <= 2
        and (len(quantities) == 2 or "分别" in front)
    ):
        return (quantities * 2)[:2], [mark.by, mark.second], "parallel-years"
    return quantities, [None] * len(quantities), rule


def _as_written(reader: Reader, group: segments.Group, name: str) -> str:
    """The name with the document's own brackets and quotation marks. It may be put together of several stretches
    (新增 before the number, 智能（车间）工厂 behind it): each is looked up, the longest first."""
    if not _FOLDED.search(name):
        return name
    low, high = max(0, group.start - 200), min(len(reader.line.text), group.end + 80)
    text, raw = reader.line.text[low:high], reader.line.raw[low:high]
    out: list[str] = []
    at = 0
    while at < len(name):
        size = _stretch(text, name[at:])
        place = text.find(name[at : at + size]) if size else -1
        out.append(raw[place : place + size] if size else name[at])
        at += max(size, 1)
    return "".join(out)


#: Characters that folding may have changed.
_FOLDED = re.compile(r"[^一-鿿、]")


def _stretch(text: str, name: str) -> int:
    """The length of the longest beginning of ``name`` that stands in ``text``."""
    low, high = 0, len(name)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if name[:middle] in text else (low, middle - 1)
    return low


def _uses_behind(rule: str) -> bool:
    return rule in ("verb-number-noun", "share-of", "clause")


def _level(quantities: tuple[Quantity, ...]) -> list[Quantity]:
    """5、10个 share the unit, 60%、50%以上 the comparator of the last."""
    last = quantities[-1]
    out = []
    for quantity in quantities:
        if not quantity.unit and last.unit:
            quantity = replace(quantity, unit=last.unit, cls=last.cls)
        if quantity.comparator == "=" and not quantity.after and last.after:
            quantity = replace(quantity, comparator=last.comparator)
        out.append(quantity)
    return out


def _names(reader: Reader, group: segments.Group, found: Candidate) -> tuple[list[str], str]:
    """(one name a quantity, rule)."""
    subject, words = found.subject, reader.words.names
    count = len(group.quantities)
    share = found.quantity.cls == "share"
    behind = found.behind.strip("、,的 ")
    if count > 1 and len(reader.named_before) == count and (growth := _GROWTHS.match(found.front)):
        # 甲850亿元、乙600亿元，年均分别增长15%和10%
        return [
            name + "年均" * ("年均" in growth.group()) + growth.group(1) for name in reader.named_before
        ], "parallel"
    if count > 1 and (listed := _parallel(found, count, words)):
        return listed, "parallel"
    if count == 1 and "分别" in found.front and len(listed := _parallel(found, None, words)) > 1:
        return listed, "shared-value"
    whole = share and len(subject.noun) - len(subject.verb) >= 2  # 信息服务惠及80%的农户
    if subject.noun and (subject.sets or not behind or not subject.acts or whole):
        return _noun_names(reader, found, words, share, count)
    if behind:
        return _object_names(reader, group, found, words, share, count)
    return [_carried(reader, found)] * count, "carried"


def _parallel(found: Candidate, count: int | None, words: naming.NameWords) -> list[str]:
    """A、B分别较2020年降低3%、4%: the members, each with the change behind 分别."""
    left, middle, right = found.front.rpartition("分别")
    if middle:
        subject = naming.read_subject(left, words)
        tail = naming.read_subject(right, words)
        listed = naming.split_list(subject.noun, count, words)
        suffix = tail.noun if tail.changes or (tail.noun and not tail.sets) else ""
        return [naming.tidy(name + suffix) for name in listed]
    return naming.split_list(naming.noun_name(found.subject, words, True), count, words)


def _noun_names(
    reader: Reader, found: Candidate, words: naming.NameWords, share: bool, count: int
) -> tuple[list[str], str]:
    subject = found.subject
    name = naming.noun_name(subject, words, share) or naming.tidy(subject.noun) or _carried(reader, found)
    if count == 1 and (shared := _shared_names(found, name, words)):
        return shared, "shared-value"
    if thing := stance.made(found.line, reader.words.lexicon):
        return [naming.tidy(thing + name)] * count, "noun-number"
    behind = found.behind.strip("、,的 ")
    if not subject.sets and behind and (share or not words.measure_end.search(name)):
        return [naming.tidy(name + behind)] * count, "share-of"
    return [_supplied(reader, name, subject.noun, words)] * count, "noun-number"


def _supplied(reader: Reader, name: str, noun: str, words: naming.NameWords) -> str:
    """What an elided subject leaves out: 年利用量 after 大宗固废年利用量, 处理率 after 城市生活污水收集率,
    利用率 after the clause 推动园林绿化废弃物资源化利用, 占天然气消费量的比重 after 储气能力."""
    near = reader.near_name
    if near and (name.startswith("占") or _ONLY_CHANGE.match(name)):
        return near + name
    if near and name in ("新增", "累计", "新建", "净增"):
        return name + re.sub("^(?:新增|新建|净增|累计)", "", near)  # 供暖面积达到3600万平方米，新增2500万平方米
    if near.endswith(name) and name == noun and len(name) < len(near):
        return near
    if not naming.GENERIC_RATE.match(name):
        return name
    if near and (head := naming.head_of(near)) and len(near) > len(head):
        return near[: -len(head)] + name
    if not near and reader.last_clause:
        topic = naming.topic_of(reader.last_clause, words)
        return naming.merged(topic, name) if 4 <= len(topic) <= 24 and not _MEANS.search(topic) else name
    return name


#: 构建…全链条处置体系，回收利用率达到35%: what is built is not what is recycled.
_MEANS = re.compile(r"(?:全覆盖|全收集|体系|机制|制度|平台|网络|格局|模式|能力|水平|管理|监管|标准|工程|行动|建设)$")
#: 总量突破1000亿元，年均增速20%以上; 项目300个，较2018年翻一番
_ONLY_CHANGE = re.compile(
    r"(?:(?:年均|同比|平均)(?:增速|增长率?|增幅|递增)|(?:比|较)(?:19|20)\d\d年(?:增长|提高|增加|下降|降低)?)$"
)


def _shared_names(found: Candidate, name: str, words: naming.NameWords) -> list[str]:
    """A、B、C均达到100%: one indicator for each; without 均 only where every member is a rate by itself."""
    together = found.subject.shared in ("均", "都", "全部")
    if not together and found.quantity.cls not in ("share", "ratio"):
        return []
    listed = naming.split_list(name, None, words, loose=together)
    if len(listed) < 2:
        return []
    return listed if together or all(naming.RATE.search(part) for part in listed) else []


def _object_names(
    reader: Reader, group: segments.Group, found: Candidate, words: naming.NameWords, share: bool, count: int
) -> tuple[list[str], str]:
    behind = found.behind
    if share and not found.front.strip("、,") and re.match(r"(?:达到|实现|完成|建成|符合|纳入|配备|采用)", behind):
        topic = reader.near_topic or naming.read_subject(reader.last_clause, words).noun
        return [naming.tidy(topic + behind)] * count, "clause"
    if found.more and re.search(r"(?:级|类|型)$", behind.strip("、,的 ")):
        behind += _shared_noun(reader, group)
    name = naming.object_name(found.subject, behind, found.subject.each)
    return [name or _carried(reader, found)] * count, "share-of" if share else "verb-number-noun"


def _shared_noun(reader: Reader, group: segments.Group) -> str:
    """10个国家级、100个省级示范园: the noun only the next quantity says."""
    following = reader.line.text[group.end : group.end + 60]
    found = re.match(
        r"(?:、|和|及|以及)?\D{0,3}[\d.]+(?:-|—|~)*[\d.]*\D{1,2}?(?:以上)?[^\d,;。、]{1,6}?(?:级|类|型)([^\d,;。、]{2,30})",
        following,
    )
    return found.group(1) if found else ""


def _carried(reader: Reader, found: Candidate) -> str:
    """到2030年达到5.1亿吨: the name of the quantity before; without one, the clause before."""
    if reader.last_name:
        # 增加值年均增速26%以上，达到1.5万亿元: the amount, not its growth
        share = found.quantity.cls in ("share", "ratio")
        return reader.last_name if share else _GROWTH.sub("", reader.last_name) or reader.last_name
    return naming.tidy(_BETTER.sub("", reader.last_clause) or found.clause, 40)


_GROWTH = re.compile(r"(?:[比较](?:19|20)\d\d年)?(?:年均|同比)?(?:增速|增长率?|增幅|递增|提高|提升|增加)(?:一倍)?$")
_GROWTHS = re.compile(r"[、,]?(?:年均|同比)?(?:分别)?(?:年均|同比)?(增长|提高|增加|下降|降低|增速)(?:达到?|为)?$")
_BETTER = re.compile(
    r"(?:显著|明显|大幅|不断|稳步|持续|逐步|进一步)(?:增强|提升|提高|扩大|增长|下降|改善|优化|壮大|增加)$"
)
