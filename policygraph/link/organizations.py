"""Mentions to organisations.

An organisation is a region and a name: two cities' 市生态环境局 never merge. Within one document a name whose
administrative prefix was left out (自治区发展改革委、国资委) is the same body as the full one; other names
merge only where the text itself declares an alias.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from policygraph.identity import organization_id
from policygraph.model import Alias, Level, Masthead, Organization, OrganizationKind, Responsibility
from policygraph.regions import default_regions
from policygraph.text import fold

_LEVELS: dict[str, Level] = {
    "国家": "national", "省": "province", "自治区": "province", "兵团": "province", "市": "city", "州": "city",
    "盟": "city", "地区": "city", "区": "county", "县": "county", "旗": "county", "镇": "township", "乡": "township",
}  # fmt: skip
# 市场监管局, 市政园林局, 区域合作办 begin with a word, not with the name of a level
_PREFIX = re.compile(r"^(自治区|省|市(?!场|容|民|政(?!府|协|法|务))|州|盟|区(?!域|块)|县(?!域)|旗)(?![、（(])")
_OWN_LEVEL: tuple[OrganizationKind, ...] = ("department", "office", "institution")


def resolve(
    items: Sequence[Responsibility], aliases: Sequence[Alias], head: Masthead
) -> tuple[tuple[Responsibility, ...], tuple[Organization, ...]]:
    """Fill ``Responsibility.organization``; return the organisations in order of first mention."""
    names = _full_names(items)
    declared = _declared(aliases)
    found: dict[str, Organization] = {}
    out = []
    for item in items:
        name = names[item.id]
        main = declared.get(fold(name), name)
        region, level = _region(main, head)
        key = organization_id(region, main)
        also = {name, main, *(alias.alias for alias in aliases if fold(alias.name) == fold(main))} - {main}
        before = found.get(key)
        merged = tuple(sorted({*(before.aliases if before else ()), *also}))
        kind = before.kind if before and before.kind != "other" else item.kind
        found[key] = Organization(key, main, region, level, kind, merged)
        out.append(replace(item, organization=key))
    return tuple(out), tuple(found.values())


def _full_names(items: Sequence[Responsibility]) -> dict[str, str]:
    """Give back the administrative prefix that only the first name of a list carries (自治区发展改革委、国资委)."""
    out: dict[str, str] = {}
    prefix, subject = "", ""
    for item in items:
        name = item.mention.strip()
        own = _PREFIX.match(name)
        if item.subject != subject:
            subject, prefix = item.subject, ""
        if own:
            prefix = own.group(1)
        elif prefix and item.kind in _OWN_LEVEL and default_regions().prefix(name) is None:
            name = prefix + name
        out[item.id] = name
    return out


def _declared(aliases: Sequence[Alias]) -> Mapping[str, str]:
    return {fold(alias.alias): alias.name for alias in aliases}


def _region(name: str, head: Masthead) -> tuple[str | None, Level | None]:
    """The region a name carries by its full name or by its 省/市/区/县 prefix, else that of the issuing document.

    省发展改革委 in a city's document is the province's: the registry knows which. Where it does not, the document's
    own region keeps two cities' names apart.
    """
    regions = default_regions()
    named = regions.prefix(name)
    if named is not None:
        return named.name, named.level
    prefix = _PREFIX.match(name)
    if prefix is None:
        return head.region, head.level
    level = _LEVELS[prefix.group(1)]
    above = regions.above(head.region, level) if head.region and level != head.level else None
    return (above.name if above else head.region), level
