"""The region a document is made for and its level, from the names of its issuer by the endings of regions."""

from __future__ import annotations

import re

from policygraph.lexicon import Lexicon
from policygraph.model import Level
from policygraph.text import fold

_SUFFIX = r"(?:自治区|自治州|自治县|自治旗|新区|特区|地区|开发区|高新区|保税区|示范区|林区|省|市|州(?!市)|盟|县(?!级市)|区|旗)"
#: what stands between two regions' endings and is no place: 某市推进国家自主创新示范区, 某市公安局某新区
_NO_PLACE = "推进|促进|加快|建设|深化|全面|支持|发展|实施|转换|创新型|大湾|公司|[局委厅]"
#: 全市, 本区, 各县 name no region; 全州县, 全椒县, 全南县 and 本溪市 do
_REGION = re.compile(
    rf"(?!我|各|全(?![州椒南])|本(?!溪))(?:(?!{_NO_PLACE})[一-鿿]){{1,10}}?{_SUFFIX}(?:\([^()]{{2,10}}区\))?"
)
_TAIL = re.compile(
    r"(人民政府|政府|党委|委员会|管委会|管理委员会|党政办|办公室|办公厅|[一-鿿]{2,14}(?:局|厅|委|办|部|会|组|院|中心))"
)
_NATION = re.compile(
    r"^(?:国务院|中央|中共中央|国家|全国|中国|中华|最高人民|教育部|财政部"
    r"|(?:(?![省市县区州盟旗镇乡委])[一-鿿]){2,12}部(?:$|办公厅|、|[一-鿿]{2,8}[局司]$))"  # not 某市委组织部
)


_PARTY = re.compile("^(?:中共|中国共产党|共青团|中国共产主义青年团)")
#: 国家税务总局某省税务局: a national body's branch belongs to its region
_BRANCH = re.compile(
    "^(?:国家|中国)[一-鿿]{2,16}?(?:总局|局|委员会|银行|科学院|公司)(?=[一-鿿]{2,8}(?:省|市|自治区|分|监管))"
)


def region_of(issuer: tuple[str, ...], title: str | None, lexicon: Lexicon) -> str | None:
    """The region an issuer's name (else the title) begins with: 某省某市人民政府 → 某省某市. None for the nation."""
    for name in (*issuer[:1], title or ""):
        text = _PARTY.sub("", fold(name).strip('《" '))
        text = re.sub(r"^[12]\d{3}年", "", text)
        branch = _BRANCH.match(text)
        if branch is None and _NATION.match(text):
            return None
        region = _longest(text[branch.end() :] if branch else text, lexicon)
        if branch and not (region and region.endswith(("省", "市", "自治区", "区", "县"))):
            return None
        if region:
            at = fold(name).find(region)
            return name[at : at + len(region)] if at >= 0 else region
    return None


def _longest(text: str, lexicon: Lexicon) -> str | None:
    provinces = [(entry.word, entry.extra.get("full", entry.word)) for entry in lexicon.entries("masthead", "province")]
    for short, full in provinces:
        if text.startswith(full):
            return full + (_sub(text[len(full) :]) or "")
        if text.startswith(short) and text[len(short) : len(short) + 1] not in ("市", "州", "县", "区"):
            return full
    return _sub(text)


#: words that end like a region; 盐城市 and 成都市 are regions, 智慧城市 and 大都市 are none
_COMMON = re.compile(
    "(?:社区|园区|主城区|中心城区|^[老新]?城区|小区|超市|市区|县区|校区|片区)$|(?<!^[^大小新老旧古等])[城都]市$|^[大小新老旧古等]?[城都]市$"
)


def _sub(text: str) -> str | None:
    """The region a text begins with, by its ending, at most three levels; 智慧城市 is none, and 某区促进社区… ends with 某区."""
    end = 0
    for _ in range(3):
        found = _REGION.match(text, end)
        if found is None or _COMMON.search(found.group()):
            break
        end = found.end()
    return text[:end] if 0 < end <= 24 else None


def level_of(region: str | None, issuer: tuple[str, ...], lexicon: Lexicon) -> Level | None:
    """The level of a region by its ending; national when a national body issues.

    >>> from policygraph.lexicon import default_lexicon
    >>> level_of("某省某市", ("某省某市人民政府",), default_lexicon())
    'city'
    """
    if region is None:
        return "national" if issuer and _NATION.match(fold(issuer[0])) else None
    if any(region == entry.extra.get("full") for entry in lexicon.entries("masthead", "province")):
        return "province"
    if region.endswith(("省", "自治区")):
        return "province"
    name = fold(issuer[0]) if issuer else ""
    if re.search(r"(?:镇|乡|街道)(?:人民政府|办事处|党)", name):
        return "township"
    bare = re.sub(r"\([^()]*\)$", "", fold(region))
    if bare.endswith(("市", "州", "盟", "地区")):
        return "city"
    return "county"
