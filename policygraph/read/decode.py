"""Bytes to text. The order is: byte order mark, strict UTF-8, UTF-8 with damage, then GB18030, Big5 and whatever the
file declares, by score. Detection libraries are not asked: they take GB18030 with rare characters for ISO-8859-16.

Bytes that are no character become U+FFFD, which readers say with its place; a text of which less than half can be read
is refused.
"""

from __future__ import annotations

import codecs
import re

from policygraph.issues import ReadError
from policygraph.read.base import newlines, whole

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
# The most frequent characters of Chinese prose, simplified and traditional: any page of text is full of them,
# text decoded by the wrong table has hardly any.
_FREQUENT = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得"
    "经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平"
    "形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程"
    "展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必"
    "這為個國時來們產種後於說對會發動過裡實體機當點從業開應還與關變結問無軍題黨總設長資邊級圖統較將組見計別區強決幹"
    "市县省局厅委办政府单位任务责任完成工作，。、；：（）《》“”"
)  # fmt: skip
_CANDIDATES = ("gb18030", "big5hkscs")
_BAD = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd\U000f0000-\U0010ffff]")
_TABLES = ("gb", "hz", "big5", "iso8859", "iso2022", "cp", "shift_jis", "euc", "koi8")
# Characters of three and four bytes: Chinese in UTF-8 is made of them, in GB18030 few pairs happen to look like one.
_UTF8 = re.compile(rb"[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_BY_CHANCE = 0.2
_CHINESE = 0.1  # the score of any Chinese text is higher
_ASCII = bytes(range(128))
_SAMPLE = 200_000
_CONTROL = bytes(code for code in range(32) if code not in b"\t\n\x0b\x0c\r\x1b\x1a")


def decode(data: bytes, declared: str | None = None) -> str:
    """The text of ``data``, line breaks as LF, without byte order mark.

    Raises ``ReadError("binary")`` when the bytes are no text in any of these encodings.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _readable(data[len(mark) :].decode(name, "replace"))
    if "\x00" not in (text := _strict(data, "utf-8") or "\x00"):
        return _clean(text)
    wide = _wide(data)
    if wide is not None:
        return _readable(data.decode(wide, "replace"))
    refuse_binary(data)
    return _readable(_strict(data, "utf-8") or _best(data, declared))


def refuse_binary(data: bytes) -> None:
    """NULs and control bytes in number are no text in any single- or double-byte encoding."""
    head = data[:_SAMPLE]
    controls = len(head) - len(head.translate(None, _CONTROL))
    if controls >= 4 and controls * 50 > len(head):
        raise ReadError("binary", "文件是二进制数据，不是文本")


def score(text: str) -> float:
    """How much a text looks like Chinese: the share of frequent characters less four times that of impossible ones."""
    letters = [char for char in text if char > "\x7f"]
    if not letters:
        return 0.0
    frequent = sum(char in _FREQUENT for char in letters)
    return (frequent - 4 * len(_BAD.findall(text))) / len(letters)


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: its line breaks and ASCII put NULs on one parity, its reading is Chinese or ASCII."""
    head = data[: _SAMPLE // 2 * 2]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if min(even, odd) * 4 > max(even, odd) or max(even, odd) == 0:
        return None
    name = "utf-16-le" if odd > even else "utf-16-be"
    text = head.decode(name, "replace")
    ascii_share = sum(char < "\x7f" for char in text) / max(1, len(text))
    return name if score(text) > 0.2 or (ascii_share > 0.9 and not _BAD.search(text)) else None


def _best(data: bytes, declared: str | None) -> str:
    """The highest score; a declared charset is one more candidate, a truthful one wins the tie."""
    head = data[:_SAMPLE]
    sound = _sound(head)
    if sound > 0.5:
        return data.decode("utf-8", "replace")
    names = [name for name in (_known(declared), *_CANDIDATES) if name]
    best, name = max(((score(head.decode(name, "replace")), name) for name in names), key=lambda pair: pair[0])
    if sound > _BY_CHANCE and best < _CHINESE:
        raise ReadError("binary", "UTF-8 文本损坏过半，无法读取")
    text = data.decode(name, "replace")
    if text.count("\ufffd") * 5 > len(text):  # of two bytes each: what follows a bad one is wrong as well
        raise ReadError("binary", "无法识别文本编码")
    return text


def _sound(data: bytes) -> float:
    """The share of the bytes beyond ASCII that stand in whole characters of UTF-8."""
    beyond = data.translate(None, _ASCII)
    return 1 - len(_UTF8.sub(b"", data).translate(None, _ASCII)) / len(beyond) if beyond else 0.0


def _readable(text: str) -> str:
    if text.count("\ufffd") * 2 > len(text):
        raise ReadError("binary", "无法识别文本编码，或文本损坏过半")
    return _clean(text)


def _known(declared: str | None) -> str | None:
    """The codec of a declared charset; gb2312 and gbk are read by their superset, which has the rare characters.

    Only tables of characters: what Python also calls codecs (hex, zlib, utf-7, unicode_escape) is no charset.
    """
    try:
        name = codecs.lookup(declared or "").name
    except (LookupError, ValueError):
        return None
    return ("gb18030" if name in ("gb2312", "gbk") else name) if name.startswith(_TABLES) else None


def _clean(text: str) -> str:
    return whole(newlines(text.removeprefix("\ufeff")))
