"""Lists of bodies: addressees and signers."""

from __future__ import annotations

import re

_BRACKET = r"(?:[（(][^（）()]*[）)])?"
_KIND = "(?:省|自治区|直辖市|计划单列市|市|州|县|区|盟|旗|乡|镇|街道|师|地区|自治州|自治县|设区市)"
_REGION_WORD = re.compile(rf"(?:各|有关)?{_KIND}{_BRACKET}(?:[及和]{_KIND})?$")


def split_names(text: str) -> tuple[str, ...]:
    """Names split at 、，； outside brackets; 各省、自治区、直辖市人民政府 and 各委、办、厅、局 stay whole.

    >>> split_names("各县（市、区）人民政府，市直各委、办、局，各镇人民政府、街道办事处")
    ('各县（市、区）人民政府', '市直各委、办、局', '各镇人民政府', '街道办事处')
    >>> split_names("市直有关部门、单位")
    ('市直有关部门、单位',)
    """
    out: list[str] = []
    mark, bare = "", False
    for name, after in _cut(text):
        if (
            out
            and mark == "、"
            and (_elided(out[-1].split("、")[-1], name) or len(name) == 1 or bare or _pair(out[-1], name))
        ):
            out[-1] += "、" + name
        elif name:
            out.append(name)
        mark, bare = after, bool(_BARE.match(name)) if after == "、" else False
    return tuple(out)


def _pair(before: str, name: str) -> bool:
    """市直有关部门、单位: the second word has nothing of its own."""
    return name in ("单位", "部门", "机构") and before.endswith(("部门", "单位", "机构"))


#: 北京、兰州、南京军区: bare places; 财政部, 城管局, 各部门 and 单位 are bodies.
_NO_BODY = "(?<![局委办部厅院会社区县市省盟旗镇乡街道位门业构行校司团联处队组群署])"
_BARE = re.compile(rf"(?!各|机关|医院)[一-鿿](?:[一-鿿]{_NO_BODY}|[一-鿿]{{2}}{_NO_BODY}(?<!州)(?<!直))$")


_PLACE = re.compile(r"[一-鿿]{2,8}(?:省|自治区|市|州|盟|地区)$")


def _elided(before: str, name: str) -> bool:
    """各省、自治区、直辖市人民政府; 某省、某省人民政府: the body's word stands only at the end."""
    if _REGION_WORD.match(before):
        return True
    return bool(_PLACE.match(before)) and bool(
        _PLACE.match(name) or re.search("(?:省|市|区|州)(?:人民政府|政府)$", name)
    )


def _cut(text: str) -> list[tuple[str, str]]:
    """(name, the mark after it) outside brackets."""
    out: list[tuple[str, str]] = []
    depth = start = 0
    for at, char in enumerate(text):
        if char in "（(〔﹝[":
            depth += 1
        elif char in "）)〕﹞]":
            depth = max(0, depth - 1)
        elif char in "、，,；;" and depth == 0:
            out.append((text[start:at].strip(), "、" if char == "、" else "，"))
            start = at + 1
    out.append((text[start:].strip(), ""))
    return [pair for pair in out if pair[0]]


def split_bodies(text: str) -> tuple[str, ...]:
    """The bodies of a signature line: apart by two spaces or 、, but 财 政 部 is one name.

    >>> split_bodies("财 政 部"), split_bodies("国家发展改革委　工业和信息化部")
    (('财政部',), ('国家发展改革委', '工业和信息化部'))
    """
    text = re.sub(r"中共中央(?=国务院)", "中共中央 ", text)
    parts = [part for part in re.split(r"[\s、，,]+", text.strip()) if part]
    if parts and all(len(part) >= 3 for part in parts):
        return tuple(parts)
    wide = [re.sub(r"\s", "", part) for part in re.split(r"\s{3,}|[、，,]", text.strip())]
    if len(wide) > 1 and all(len(part) >= 3 for part in wide):
        return tuple(wide)
    return ("".join(parts),) if parts else ()
