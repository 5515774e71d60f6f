"""Lists of organisations: where one name ends and the next begins, and what is not part of a name.

``split_names`` works on a stretch of a passage (the inside of a clause, a cell of a table). Names are split at
、，； and line breaks, never inside brackets; a name keeps its own wording, elided prefix and all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from policygraph.extract.endings import MARKS, PAIRS, SPACE, Vocabulary, bare, is_organization, kind_of, vocabulary
from policygraph.lexicon import Lexicon
from policygraph.model import OrganizationKind, Passage, Role, Span
from policygraph.text import fold

Piece = tuple[int, int]

_LONGEST = 300  # a piece longer than this is no list of names run together
SEPARATORS = "、,;，；｡。\n/|"
#: A place word as in 各区、市政府: the name of a kind of place, perhaps with others in brackets.
_PLACES = r"(?:(?:地级|民族|自治)?[省市区县州盟旗镇乡](?:[(〔\[][省市区县州盟旗镇乡区、,]{1,12}[)〕\]])?|乡镇|街道|园区|开发区|功能区|新区|自治州|自治县|直辖市)"
_BARE_PLACES = re.compile(
    rf"(?:(?:各(?:有关|相关)?|有关|相关){_PLACES}{{1,4}}|[省市区县州旗镇乡]|国家|自治区|省级|市级|县级)"
)
_PLACE_GOVERNMENT = re.compile(
    rf"{_PLACES}{{1,4}}(?:人民政府|政府|管委会|管理委员会|党委|办事处|委|直|级)?[^\s、,;]{{0,12}}"
)
_ONLY_PLACES = re.compile(rf"{_PLACES}{{1,4}}(?:人民政府|政府)?(?:办公室)?|街道(?:办事处|办)?")
_REMARK = re.compile(
    r"[(〔\[](?:不?含|不?包括|以下简称|下同|排名|按|除|不分|以.{0,6}为序|排在|第一|为牵头|详见)[^()〔〕\[\]]*[)〕\]]"
)
_ROLE_REMARK = re.compile(
    r"[(〔\[](?:总?(牵头|主办|主责)(?:单位|部门)?|(负责|责任)(?:单位|部门)?|(配合|协办|参与)(?:单位|部门)?|(指导|督导)(?:单位|部门)?)[)〕\]]"
)
_CONJUNCTION = re.compile(r"等(?:有关|相关)?(?:部门|单位)?(?:以及|和|及|与)|以及|会同|联合|协同|和|及|与|并")
_LEADING = re.compile(r"(?:并由|由|以及|会同|联合|协同|其中|[和及与:：\-—]|\d{1,2}[.、](?!\d))+")
_ETC = re.compile(r"(?<![高中初平同对均优上下劣])等")
_GENERIC = re.compile(r"(?:部门|单位|企业|机构|地方|地区|政府|处室|方面|部门和单位|部门单位)?")  # 等部门、单位
#: A body that often begins a longer name: 市委|网信办, 某某市人民政府|办公室.
_PARENT_ONLY = re.compile(
    r"(?:[\u4e00-\u9fff]{0,6}[省市区县州旗镇乡])?(?:委|党委|政府|人民政府|办公室)|[\u4e00-\u9fff]{0,5}(?:[省市县区州盟旗镇乡]|街道|开发区|人大)|自治区|国家|中央"
)
_ALIAS = re.compile(
    r"^(?P<name>[^()〔〕\[\]]{2,30})[(〔\[](?:以下简称|简称)?(?P<alias>[^()〔〕\[\]、,;]{2,20})[)〕\]]$"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """One organisation as written. ``start``/``end`` are offsets in the passage; ``pieces`` leave out remarks in
    brackets; ``text`` is joined without white space. ``role`` where a bracket or the name's tail gives one."""

    start: int
    end: int
    text: str
    kind: OrganizationKind
    pieces: tuple[Piece, ...]
    role: Role | None = None
    marked: bool = False  # carries △ or another mark of the list's leader
    scope: str | None = None  # a qualifier left off the name: 有农业的
    known: bool = True  # its ending is that of an organisation

    def spans(self, passage: Passage) -> tuple[Span, ...]:
        return tuple(span for start, end in self.pieces for span in passage.spans(start, end))


_BRACKETS = re.compile("[" + re.escape("".join(PAIRS) + ")]〕】}〉>") + "]")


@cache
def _any_of(characters: str) -> re.Pattern[str]:
    return re.compile(f"[{re.escape(characters)}]")


def top_level(text: str, start: int, end: int) -> Iterator[int]:
    """Offsets of ``text[start:end]`` outside matched brackets."""
    at = start
    for low, high in _outer(matched(text, start, end)):
        yield from range(at, low)
        at = high + 1
    yield from range(at, end)


def _outer(closing: Mapping[int, int]) -> Iterator[Piece]:
    """Matched brackets that stand in no others, in order."""
    at = -1
    for low, high in sorted(closing.items()):
        if low > at:
            yield low, high
            at = high


def matched(text: str, start: int, end: int) -> dict[int, int]:
    """Matched brackets, opening offset → closing offset; unbalanced ones are left out."""
    out: dict[int, int] = {}
    stack: list[int] = []
    for hit in _BRACKETS.finditer(text, start, end):
        at = hit.start()
        if hit.group() in PAIRS:
            stack.append(at)
        else:
            for depth in range(len(stack) - 1, max(-1, len(stack) - 4), -1):
                # （ closed by 〕 or ] is a typing slip seen in print, tolerated only for the innermost
                if PAIRS[text[stack[depth]]] == text[at]:
                    out[stack[depth]] = at
                    del stack[depth:]
                    break
    return out


def split_top(text: str, start: int, end: int, separators: str = SEPARATORS) -> list[Piece]:
    """Pieces between separators outside brackets, white space trimmed, empty ones dropped."""
    outer = list(_outer(matched(text, start, end)))
    places = (hit.start() for hit in _any_of(separators).finditer(text, start, end))
    cuts = [at for at in places if not any(low <= at <= high for low, high in outer)]
    out: list[Piece] = []
    low = start
    for cut in [*cuts, end]:
        piece = trim(text, low, cut)
        if piece[0] < piece[1]:
            out.append(piece)
        low = cut + 1
    return out


def trim(text: str, start: int, end: int, extra: str = "") -> Piece:
    """Shrink past white space and ``extra`` characters at both ends."""
    while start < end and (text[start].isspace() or text[start] in extra):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in extra):
        end -= 1
    return start, end


@lru_cache(maxsize=64)
def _folded(text: str) -> str:
    return fold(text)


def folded(passage: Passage) -> str:
    """``fold(passage.text)``, kept: one paragraph is asked once for each of its brackets."""
    return _folded(passage.text)


def split_names(passage: Passage, start: int, end: int, lexicon: Lexicon) -> tuple[Mention, ...]:
    """The organisations of ``passage.text[start:end]``, in order.

    A list only: a text that also holds role words or labels belongs to ``clauses.read_owners``.
    """
    text = folded(passage)
    pieces = split_top(text, start, end)
    pieces = [part for piece in pieces for part in _inner(text, passage, piece, lexicon)]
    pieces = _merge_places(text, pieces)
    mentions = (_mention(text, passage, piece, lexicon) for piece in pieces)
    return tuple(mention for mention in mentions if mention is not None)


# ---- inside one piece ------------------------------------------------------------------------------


def _inner(text: str, passage: Passage, piece: Piece, lexicon: Lexicon) -> Iterator[Piece]:
    """Cut a piece at 和, at spaces, at line breaks and where names are run together, if both sides are names."""
    start, end = piece
    if end - start > _LONGEST:
        yield piece
        return
    for cut, width in _cuts(text, passage, start, end):
        left, right = trim(text, start, cut), trim(text, cut + width, end)
        name, after = text[slice(*left)], _first(text, right)
        joined = width > 0 and not text[cut].isspace()  # 和 says that the left name is complete; a line break does not
        whole = kind_of(name, lexicon) != "other" and len(name) > 2 if joined else _whole(name, lexicon)
        if text[cut : cut + width] == "和" and not (_STRONG.search(name) or _OWN_PLACE.match(after)):
            continue
        if joined and _shares(name, after):
            continue
        if whole and is_organization(after, lexicon) and not _GENERIC.fullmatch(after):
            yield left
            start = right[0]
    if start < end:
        yield start, end


#: 各区县（市）及|功能区教育行政管理部门: the places share the body; a 管委会 is its own. 各有关处（室）及|直属单位: one list
_SHARED_BODY = re.compile(
    rf"{_PLACES}{{1,3}}(?!管委会|管理委员会|人民政府|政府|党委|党工委)[\u4e00-\u9fff]{{2,12}}(?:部门|局)$"
)
_SHARED_ALL = re.compile(r"(?:直属|所属|下属)(?:单位|部门|机构|企业)$")


def _shares(name: str, after: str) -> bool:
    """Whether what stands before 及 is no name without what follows it."""
    if _BARE_PLACES.fullmatch(name) and name.startswith(("各", "有关", "相关")):
        return bool(_SHARED_BODY.match(after))
    return name.startswith(("各有关", "各相关", "有关", "相关")) and bool(_SHARED_ALL.fullmatch(after))


#: 市文化广电|和|旅游局 is one name: what stands before 和 ends weakly and what follows has no place of its own.
_STRONG = re.compile(
    r"(?:[局委厅办部院会署行社联司处队府站所校]|公司|中心|单位|部门|企业|集团|机构|[省市县区州镇乡街道])(?:\([^()]*\))?$"
)
_OWN_PLACE = re.compile(r"[省市县区州各国]|自治")


def _first(text: str, piece: Piece) -> str:
    """The rest of a piece as far as the next possible cut; 等部门 is no reason to doubt it."""
    rest = SPACE.split(text[slice(*piece)])[0]
    etc = _ETC.search(rest)
    return rest[: etc.start()] if etc and etc.start() > 1 else rest


def _cuts(text: str, passage: Passage, start: int, end: int) -> list[Piece]:
    outside = set(top_level(text, start, end))
    cuts = {(m.start(), m.end() - m.start()) for m in _CONJUNCTION.finditer(text, start, end) if m.start() in outside}
    cuts |= {(m.start(), m.end() - m.start()) for m in SPACE.finditer(text, start, end) if m.start() in outside}
    cuts |= {(at, 0) for at, _, _ in passage.runs if start < at < end and at in outside}
    cuts |= {(m.end(), 0) for m in _GLUED.finditer(text, start, end) if m.end() in outside}
    return sorted(cuts)


_GLUED = re.compile(
    r"[局厅委办](?=(?:市|省|县|区|各)[\u4e00-\u9fff]{2,12}(?:局|厅|委|办|政府|部门|单位|公司)(?:$|[、,;]|市|省|县|区))"
)


def _whole(name: str, lexicon: Lexicon) -> bool:
    """A complete name, not the beginning of a longer one (市委|网信办, 发展和|改革局)."""
    return is_organization(name, lexicon) and not _PARENT_ONLY.fullmatch(bare(name)) and len(bare(name)) > 2


def _merge_places(text: str, pieces: list[Piece]) -> list[Piece]:
    """各区、市政府 is one name, so is 市、区机管局: a place word alone waits for the rest."""
    out: list[Piece] = []
    for piece in pieces:
        if out and _waits(text, out[-1], piece):
            out[-1] = (out[-1][0], piece[1])
        else:
            out.append(piece)
    return out


def _waits(text: str, left: Piece, right: Piece) -> bool:
    first, second = text[slice(*left)], text[slice(*right)]
    if text[left[1] : right[0]].strip() not in {"、", "/"}:
        return False
    last = first.rsplit("、", 1)[-1]
    collective = first.startswith(("各", "有关", "相关"))
    if not _BARE_PLACES.fullmatch("各" + last.removeprefix("各") if collective and last != first else last):
        return False
    if collective:
        return bool(_ONLY_PLACES.fullmatch(second))
    return bool(_PLACE_GOVERNMENT.fullmatch(second)) and (len(first) <= 2 or "、" in first)


def _mention(text: str, passage: Passage, piece: Piece, lexicon: Lexicon) -> Mention | None:
    words = vocabulary(lexicon)
    start, end = trim(text, *piece, extra="-—:：·.。")
    lead = _LEADING.match(text, start, end)
    if lead and lead.end() < end and not _named_so(text, start):
        start = lead.end()
    start, end = _without_etc(text, start, end, words)
    marked = any(text[at] in MARKS for at in (start, end - 1) if start <= at < end)
    start, end = trim(text, start, end, extra=MARKS)
    scope, start = _qualifier(text, start, end, words)
    if start >= end or (words.after_etc.fullmatch(text[start:end]) and text[start - 1 : start] == "等"):
        return None
    role, pieces = _remarks(text, start, end)
    written = "".join(SPACE.sub("", passage.text[low:high]) for low, high in pieces)
    if not written or len(written) > 60 or not re.search(r"[\u4e00-\u9fffA-Za-z]", written):
        return None
    if _GENERIC.fullmatch(written):
        return None
    known = is_organization(fold(written), lexicon)
    return Mention(start, end, written, kind_of(written, lexicon), pieces, role, marked, scope, known)


def _named_so(text: str, start: int) -> bool:
    """和平区政府 after 、 or at the list's head: nobody writes 甲局、和乙局, so 和 is part of the name."""
    return (
        text[start] in "和及与"
        and text[start - 1 : start] in {"、", "(", "[", "〔", ":"}
        and text[start + 1] not in "各市省县区"
    )


def _without_etc(text: str, start: int, end: int, words: Vocabulary) -> Piece:
    """Leave off 等, 等部门, 等省直有关部门 where a name stands before it, and 等 that opens the piece."""
    for hit in _ETC.finditer(text, start, end):
        if words.after_etc.match(text, hit.end(), end) and not _enclosed(text, start, end, hit.start()):
            return trim(text, start, hit.start())
    return start, end


def _enclosed(text: str, start: int, end: int, at: int) -> bool:
    return any(low < at < high for low, high in matched(text, start, end).items())


def _qualifier(text: str, start: int, end: int, words: Vocabulary) -> tuple[str | None, int]:
    hit = words.qualifier.match(text, start, end)
    if hit and hit.end() < end:
        return text[start : hit.end()], hit.end()
    return None, start


def _remarks(text: str, start: int, end: int) -> tuple[Role | None, tuple[Piece, ...]]:
    """Cut （含…，下同） and （牵头） out of a name; the latter gives its role."""
    role: Role | None = None
    cuts: list[Piece] = [hit.span() for hit in _REMARK.finditer(text, start, end)]
    roles: tuple[Role, ...] = ("lead", "responsible", "support", "guide")
    for hit in _ROLE_REMARK.finditer(text, start, end):
        role = next(name for name, group in zip(roles, hit.groups(), strict=True) if group)
        cuts.append(hit.span())
    pieces: list[Piece] = []
    low = start
    for cut in [*sorted(cuts), (end, end)]:
        part = trim(text, low, cut[0])
        if part[0] < part[1]:
            pieces.append(part)
        low = cut[1]
    return role, tuple(pieces)


def alias_of(mention: Mention) -> tuple[str, str] | None:
    """(name, alias) where the mention declares one: 市委改革办（市跑改办)."""
    hit = _ALIAS.match(fold(mention.text))
    if hit is None or re.fullmatch(_PLACES + "{1,4}", hit["alias"]):
        return None
    return mention.text[: hit.end("name")], mention.text[hit.start("alias") : hit.end("alias")]
