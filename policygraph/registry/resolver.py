"""A mention to its body: the ways to read a name, tried in order, as one visible table."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeAlias

from policygraph.identity import digest
from policygraph.lexicon import alternation
from policygraph.model import Confidence, Level, Place, Resolution
from policygraph.registry.answers import Scene, answer, body_id, name_of
from policygraph.registry.collectives import collective
from policygraph.registry.data import Body, default_registry
from policygraph.registry.names import Named, default_names
from policygraph.registry.places import NATION, default_places
from policygraph.text import fold, squash


@dataclass(frozen=True, slots=True)
class Context:
    """What a document tells about the names in it. ``issuer`` is its (first) issuer's name; ``before`` are the names
    that stand before the mention in its list, which may carry the 省 or 市 the mention leaves out."""

    region: str | None = None
    level: Level | None = None
    issuer: str | None = None
    before: tuple[str, ...] = ()


def resolve(mention: str, context: Context) -> Resolution:
    """What a mention means where it stands. Pure; any text is accepted.

    >>> one = resolve("市发改委", Context("江苏省常州市", "city"))
    >>> two = resolve("常州市发展和改革委员会", Context())
    >>> one.body == two.body, one.type, one.region, one.level
    (True, 'development-reform', '常州市', 'city')
    """
    scene = _scene(context.region, context.level, context.issuer)
    carried = _carried(context.before, scene)
    return _resolve(mention, replace(scene, carried=carried) if carried else scene)


@lru_cache(maxsize=1024)
def _scene(region: str | None, level: Level | None, issuer: str | None) -> Scene:
    place = default_places().of(region, level)
    if not issuer:
        return Scene(place)
    said = _resolve(issuer, Scene(place))
    if said.sub and said.parent:  # 教育局办公室 signs for its bureau
        said = replace(said, body=said.parent, sub="", parent=None, kind="department")
    return Scene(place, issuer=said if said.kind == "department" and said.body else None)


def _carried(before: tuple[str, ...], scene: Scene) -> Place | None:
    """The place of the nearest name before that says its level (省发展改革委、工业和信息化厅)."""
    for name in reversed(before):
        found, place = _carry(name, scene)
        if found:
            return place
    return None


@lru_cache(maxsize=8192)
def _carry(name: str, scene: Scene) -> tuple[bool, Place | None]:
    text = _clean(name)
    if collective(text) or default_names().head(text) or _national(text):
        return False, None
    place, end = default_places().full(text, scene.place)
    if place is not None and end < len(text):
        named = default_names().parse(text[end:])
        return (False, None) if named is not None and named.type.kind == "government" else (True, place)
    if not _PART.match(text) and default_names().parse(text) is None and (word := _LEVEL.match(text)):
        return True, default_places().above(scene.place, word.group()) if scene.place else None
    return False, None


# ---- reading a name --------------------------------------------------------------------------------

_LEVEL = re.compile(alternation(tuple(word for words in default_registry().words["level"].values() for word in words)))
_ETC = re.compile(r"(?<=.{2})等.*$")
_NATIONWIDE = re.compile("中国|全国|国家|中华|中央|国务院|国际")
_PARTY = re.compile(r"(?:中国共产党|中共)")
_COMMITTEE = re.compile(r"(?:委员会|党委|党工委|工委|委)(?!组会)")
_BESIDE = re.compile(r"^[(〈<][^()〈〉<>]*[)〉>]")  # the district a zone shares its staff with
_LIMITED = re.compile("^(?:集团)?(?:股份)?有限(?:责任)?公司(?=.)")  # 中国银行股份有限公司某省分行
_AREA = re.compile("[省市区州盟](?=委)")  # 中共某某区委: an autonomous region is called by its short name
_SEATS = frozenset(default_registry().types["management-committee"].names)
_SEAT = re.compile("(?:管理委员会|管委会)(?=.)")
_BRACKET = re.compile(r"[(〔\[<〈][^()〔〕\[\]<>〈〉]*[)〕\]>〉]$")
_NATIONAL = {name: body for body in default_registry().bodies for name in (body.name, *body.short)}
_NATIONAL_HEAD = re.compile(alternation(tuple(name for name, body in _NATIONAL.items() if body.type != "government")))

Way: TypeAlias = Callable[[str, Scene], Resolution | None]


def _clean(mention: str) -> str:
    text = re.sub(r"\s+", "", fold(mention)).strip('、,。;:"')
    return _ETC.sub("", text)


@lru_cache(maxsize=65536)
def _resolve(mention: str, scene: Scene) -> Resolution:
    text = _clean(mention)
    for form in dict.fromkeys((text, _BRACKET.sub("", text))):
        for way in WAYS:
            found = way(form, scene)
            if found is not None:
                return replace(found, mention=mention)
    return Resolution(mention, "other", region=name_of(scene.place), level=scene.place.level if scene.place else None)


def _national(text: str) -> Body | None:
    return _NATIONAL.get(text)


def national(text: str, scene: Scene) -> Resolution | None:
    """A national body by full or short name."""
    body = _national(text)
    if body is not None:
        item = default_registry().types[body.type]
        return answer(item, NATION, Named(item, sub=body.sub), "stated")
    return None


def part_of_national(text: str, scene: Scene) -> Resolution | None:
    """A part of a national body: 工业和信息化部教育与考试中心."""
    head = _NATIONAL_HEAD.match(text)
    if head is None or not default_names().unit(text[head.end() :]):
        return None
    body = _NATIONAL[head.group()]
    item = default_registry().types[body.type]
    made = answer(item, NATION, Named(item, sub=text[head.end() :]), "stated")
    return replace(made, kind="office", parent=body_id(NATION, item.id, body.sub), name=None)


def several(text: str, scene: Scene) -> Resolution | None:
    """A class of bodies: 各区人民政府. Its region is the document's; no body is meant."""
    kind = collective(text)
    if text in _SEATS and not (scene.place and scene.place.zone):
        kind = "local-governments"  # 各区政府、管委会: outside a zone those of all zones
    if kind is None:
        return None
    place = scene.place
    named, _ = default_places().full(text, place)
    place = named or place
    item = default_registry().types[kind]
    key = body_id(place, item.id, text) if place else None
    level = place.level if place else None
    return Resolution(text, "collective", key, item.id, region=name_of(place), level=level)


def branch(text: str, scene: Scene) -> Resolution | None:
    """A branch of a vertical system: 国家税务总局常州市税务局, 人民银行南京分行, 中国移动江西公司."""
    found = default_names().head(text)
    if found is None:
        return None
    head, item = found
    own = head.removeprefix("中国") if item.many else ""
    rest = _LIMITED.sub("", text[len(head) :])
    for place, end in _places(rest, scene):
        if default_names().tail(rest[end:]) or default_names().parse(rest[end:]):
            return answer(item, place, Named(item, own=own), "stated")
    near = scene.carried or scene.place
    if near is None or not default_names().tail(rest):
        return None
    if scene.carried:
        return answer(item, near, Named(item, own=own), "inferred", "未写地名，按名单前文")
    if near == NATION:
        return answer(item, NATION, Named(item, own=own), "inferred", "未写地名，按发文层级理解")
    made = answer(item, near, Named(item, own=own), "guessed", "未写地名，按本地机构理解")
    return replace(made, candidates=(made.body or "", body_id(NATION, item.id, own)))


def _places(text: str, scene: Scene) -> list[tuple[Place, int]]:
    places = default_places()
    place, end = places.full(text, scene.place)
    return ([(place, end)] if place else []) + places.brief(text, scene.place)


def placed(text: str, scene: Scene) -> Resolution | None:
    """A name that opens with its region: 江苏省发展改革委, 中共常州市委宣传部, 新北区, 溧阳市某某公司."""
    party = _PARTY.match(text)
    rest = text[party.end() :] if party else text
    place, end = default_places().full(rest, scene.place)
    if place is None or (end < 3 and len(rest) > end):
        return None
    return _inside(rest[end:], place, scene, "stated", bool(party))


def _inside(rest: str, place: Place, scene: Scene, sure: Confidence, party: bool = False) -> Resolution | None:
    """What stands behind a place: a zone or town in it, its party committee's departments, its own bodies."""
    types = default_registry().types
    if place.zone and (seat := _SEAT.match(rest)):
        rest = rest[seat.end() :]  # 江北新区管委会财政局 is 江北新区财政局
    if not rest:
        return answer(types["party-committee" if party else _governs(place)], place, None, sure)
    committee = _COMMITTEE.match(rest)
    if committee and (party or committee.group() != "委员会"):
        inner = rest[committee.end() :]
        if not inner:
            return answer(types["party-committee"], place, None, sure)
        if inner in ("办公室", "办公厅", "办"):
            return answer(types["party-office"], place, None, sure)
        named = default_names().parse(inner)
        if named is not None:
            return answer(named.type, place, named, sure)
        own = default_names().ending(inner)
        if own is not None and committee.group() in ("委", "党委"):
            return answer(own.type, place, replace(own, own="委" + inner), sure)
    return _deeper(rest, place, scene, sure) or _plain(rest, place, sure)


def _deeper(rest: str, place: Place, scene: Scene, sure: Confidence) -> Resolution | None:
    for found in (default_places().zone(rest, place), default_places().town(rest, place)):
        if found is None or default_names().parse(rest) is not None:
            continue
        inner, end = found
        tail = rest[end:]
        if not tail or _COMMITTEE.match(tail) or default_names().parse(tail) is not None:
            return _inside(tail, inner, scene, sure)
    return None


def _plain(rest: str, place: Place, sure: Confidence) -> Resolution | None:
    named = default_names().parse(rest) or default_names().ending(rest)
    if named is not None and named.type.id == "government":
        return answer(default_registry().types[_governs(place)], place, None, sure)
    return answer(named.type, place, named, sure) if named else None


def _governs(place: Place) -> str:
    if place.zone:
        return "management-committee"
    if place.level == "township":
        return "subdistrict" if place.name.endswith("街道") else "township-government"
    return "government"


def bare(text: str, scene: Scene) -> Resolution | None:
    """A name with neither region nor level: 工业和信息化厅 after 省发展改革委, 经发局 in a zone, 市场监管局."""
    named = default_names().parse(text)
    if named is None or (not named.sure and _LEVEL.match(text) and len(text) > 4):
        return None
    place = NATION if _NATIONWIDE.match(text) else scene.carried or scene.place
    if place is None:
        return answer(named.type, None, named, "inferred")
    if text.endswith("厅") and place.level not in ("national", "province"):
        place = default_places().above(place, "省")
    if named.type.id == "party-office" or named.type.id == "government-office":
        return answer(named.type, place, named, "guessed", "未写所属，按发文地政府理解")
    why = "未写地区，按名单前文" if scene.carried else "未写地区，按发文地区"
    return answer(named.type, place, named, "inferred" if named.sure else "guessed", why)


_PART = re.compile(r"^(?:省|市|区|县|本)?[局厅委](?=.{2,}[处科股室组局]$)")


def internal(text: str, scene: Scene) -> Resolution | None:
    """A part of the issuing department: 法规处, 办公室, 省局行政审批处."""
    name = _PART.sub("", text)
    if scene.carried not in (None, scene.place) or not (_INTERNAL.search(name) or name in _OFFICES):
        return None
    return _within_issuer(name, scene)


def bureau(text: str, scene: Scene) -> Resolution | None:
    """A bureau of the issuing department whose name tells no function: 执法稽查局."""
    if not text.endswith("局") or (_LEVEL.match(text) and not _PART.match(text)):
        return None
    return _within_issuer(_PART.sub("", text), scene)


def _within_issuer(name: str, scene: Scene) -> Resolution | None:
    issuer = scene.issuer
    if issuer is None or issuer.body is None or len(name) > 14:
        return None
    key = "b" + digest(issuer.body, squash(name))
    why = "发文机关的内设机构"
    return Resolution(
        "", "office", key, issuer.type, name, issuer.region, issuer.level, issuer.body, confidence="inferred", why=why
    )


_OFFICES = ("办公室", "办公厅")
_INTERNAL = re.compile(f"(?:{alternation(default_registry().words['ending']['internal-unit'])})$")


def levelled(text: str, scene: Scene) -> Resolution | None:
    """A name that opens with the word of a level: 省发展改革委, 市委宣传部, 区政府."""
    word = _LEVEL.match(text)
    if word is None or len(text) == len(word.group()):
        return None
    place = default_places().above(scene.place, word.group()) if scene.place else None
    rest = text[word.end() :]
    if place is None:
        level = _level_of(word.group())
        made = _inside(rest, Place("?", "", level), scene, "inferred")
        if made is None or made.type is None:
            return None
        return replace(made, body=None, region=None, level=level, parent=None, why="上级或下级地区未知")
    return _inside(rest, place, scene, "stated")


def _level_of(word: str) -> Level:
    words = default_registry().words["level"]
    found: Level = "city"
    for level in ("national", "province", "city", "county", "township"):
        if word in words[level]:
            found = level
    return found


def brief(text: str, scene: Scene) -> Resolution | None:
    """A name that opens with a region's short name: 丽水海关, 江苏银保监局, 南丹生态环境局."""
    party = _PARTY.match(text)
    text = text[party.end() :] if party else text
    for place, end in default_places().brief(text, scene.place):
        rest = text[end:]
        if party and (committee := _AREA.match(rest)):
            return _inside(rest[committee.end() :], place, scene, "inferred", True)
        if not rest and (place.level in ("province", "city") or default_places().within(place, scene.place)):
            return answer(default_registry().types["government"], place, None, "inferred", "只写地名，指当地政府")
        named = default_names().parse(rest)
        if named is not None and (named.sure or named.type.vertical):
            return answer(named.type, place, named, "inferred", "地名为简称")
    return None


def local(text: str, scene: Scene) -> Resolution | None:
    """A zone, town or region that no table holds."""
    places = default_places()
    near = scene.carried or scene.place
    for found in (places.zone(text, near), places.town(text, near), *places.unknown(text)):
        if found is None:
            continue
        place, end = found
        if place.key.startswith("?") and near is not None:
            place = replace(place, key=near.key.split("/")[0] + "/" + place.name)
        rest = _BESIDE.sub("", text[end:])
        if rest and default_names().parse(rest) is None and not _COMMITTEE.match(rest):
            continue
        made = _inside(rest, place, scene, "inferred")
        if made is not None:
            return made
    return None


def ended(text: str, scene: Scene) -> Resolution | None:
    """A body known only by how its name ends: a company, a university, a group."""
    named = default_names().ending(text)
    if named is None:
        return None
    if _NATIONWIDE.match(text):
        return answer(named.type, NATION, named, "inferred", "类型由名称结尾得出")
    for place, end in _places(text, scene):
        if end < len(text) - 1:
            return answer(named.type, place, replace(named, own=text[end:]), "inferred", "类型由名称结尾得出")
    return answer(named.type, scene.carried or scene.place, named, "inferred", "类型由名称结尾得出")


WAYS: tuple[Way, ...] = (
    national, several, branch, part_of_national, placed, internal, bare, levelled, brief, local, bureau, ended,
)  # fmt: skip
