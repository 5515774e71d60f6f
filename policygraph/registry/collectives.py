"""Names of classes of bodies: 各区人民政府, 市级有关部门, 县（市、区）教育局. They mean no one body."""

from __future__ import annotations

import re

from policygraph.lexicon import alternation
from policygraph.registry.data import default_registry

_WORDS = default_registry().words["collective"]
_OPEN = re.compile(f"(?:{alternation(_WORDS['open'])})")
_CLOSE = re.compile(f"(?:{alternation(_WORDS['close'])})$")
_ALONE = frozenset(_WORDS["alone"])
_MEMBERS = re.compile(f"(?:{alternation(_WORDS['members'])})$")
_BODIES = re.compile(f"(?:{alternation(_WORDS['bodies'])})(?:\\([^()]*\\))?$")
_GOVERNMENTS = re.compile(f"(?:{alternation(_WORDS['government'])})(?:\\([^()]*\\))?$")
#: several levels in one name: 县（市、区）, 市、县, 县〔区〕, 区县, 市（州）, 省辖市, 设区市
_SEVERAL = re.compile(
    r"^(?:全?市内?|有条件的)?(?:[市县区州省镇乡旗](?:[、/及和(〔\[<〈])[市县区州省镇乡街旗]|区县|县区|市县|市州|省区市|乡镇|镇街|省辖市|设区市|地级|省级(?!高)|市级(?!机关)|县级|区级|州市|国家级(?:开发区|高新区|经开区))"
    r"|[(〔\[<〈][^()〔〕]{0,8}[、][^()〔〕]{0,8}[)〕\]>〉](?:人民)?(?:政府|管委会)"
)
_AMID = re.compile(
    r".(?:各有关|各相关|有关|相关|各)(?:[省市县区州]|部门|单位|处室|成员|行业|企业|高校|直属|职能|主管)|行政(?:主管)?部门$|等部门$"
)


def collective(text: str) -> str | None:
    """The type of class a name is, None when it names one body.

    >>> collective("各县(市、区)人民政府"), collective("地方金融监管局")
    ('local-governments', None)
    """
    members = _MEMBERS.search(text)
    if not (
        text in _ALONE
        or members
        or _OPEN.match(text)
        or _SEVERAL.search(text)
        or _AMID.search(text)
        or _CLOSE.search(text)
    ):
        return None
    if members:
        return "member-units"
    if _BODIES.search(text):
        return "organisations-class"
    return "local-governments" if _GOVERNMENTS.search(text) else "departments"
