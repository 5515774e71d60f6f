"""The head of a file: information table, red head, number, title, addressee; and the title of the plan inside."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from policygraph.model import Passage
from policygraph.outline.layout import Layout
from policygraph.outline.lines import is_date_line, is_number_line
from policygraph.outline.markers import read_marker
from policygraph.outline.paragraphs import Piece
from policygraph.outline.words import (
    Words,
    is_addressee,
    is_furniture,
    is_note,
    is_organ,
    is_title_line,
)
from policygraph.text import fold, squash

#: How far down a head may reach, in pieces; web pages put menus before it.
REACH = 80
ANNEX = re.compile(
    r"附[ ]{0,4}(?:件|表|录|图)[ ]?([\d一二三四五六七八九十]{0,3}(?:[-—]\d{1,2})?)[ ]?([:.、]?)[ ]{0,4}(.*)$", re.S
)


def read_head(pieces: Sequence[Piece], words: Words, layout: Layout) -> int:
    """Roles of the head's pieces; returns the index of the first piece that is not of the head."""
    index, last = 0, 0
    stop = min(len(pieces), REACH)
    while index < stop:
        piece = pieces[index]
        step = _step(pieces, index, words, layout)
        if step:
            index += step
            last = index
            if layout.addressee is not None:
                return last
        elif piece.table is not None or is_title_line(piece.text):
            # A sub-title, the name of the speaker, a menu entry: of the head only if something of the head follows.
            if index - last >= (25 if not layout.notice_title else 4):
                break
            index += 1
        elif layout.notice_title or read_marker(piece.text) or len(piece.text) > 60:
            break
        else:
            index += 1
    if not layout.notice_title and "title" not in layout.labels:
        layout.notice_title = _plain_title(pieces, words, max(last, index))
        layout.mark(layout.notice_title, "title")
    for at in range(last):
        if layout.roles[at] == "text":
            layout.roles[at] = "masthead"
    return last


def _plain_title(pieces: Sequence[Piece], words: Words, stop: int) -> tuple[int, ...]:
    """The first lines of a page whose title ends with no word of a title: up to three, before any text."""
    run: list[int] = []
    for index in range(min(stop, len(pieces), 12)):
        text = pieces[index].text.strip()
        if index == 0 and _calls(text):
            return (0,)
        good = _title_piece(pieces[index], text, words, first=not run) and not (
            is_organ(text, words) and not _HAPPENS.search(text)
        )
        if good and len(re.findall("[一-鿿]", text)) >= (2 if run else 6) and len(run) < 3:
            run.append(index)
        elif run:
            break
    if (run and run[-1] + 1 >= len(pieces)) or (run and pieces[run[-1] + 1].table is not None):
        return tuple(run)  # a table, read as one or flattened, is all that follows
    following = _text_after(pieces, run[-1] + 1, words) if run else ""
    return tuple(run) if len(following) > 30 or read_marker(following) or is_addressee(following, words) else ()


#: 乙市召开工作推进会 ends as bodies do (会), and is a sentence.
_HAPPENS = re.compile("召开|举行|举办|开展|启动|部署|主持|出席")


def _calls(text: str) -> bool:
    """A page of news or advice whose first line calls out: 无需垫付！异地就医备案，网上快速办理！"""
    return 10 <= len(text) <= 60 and text[-1] in "！？!?" and "。" not in text and not read_marker(text)


def _text_after(pieces: Sequence[Piece], index: int, words: Words) -> str:
    """The text of the first piece from ``index`` that is not the source or the date of a page."""
    for piece in pieces[index : index + 3]:
        text = piece.text.strip()
        if not (_is_label(text, words) or is_furniture(text, words) or is_date_line(text)):
            return text
    return ""


def _step(pieces: Sequence[Piece], index: int, words: Words, layout: Layout) -> int:
    """How many pieces at ``index`` are recognised as head, 0 when none is."""
    text = pieces[index].text.strip()
    if pieces[index].table is not None:
        return 0
    if is_furniture(text, words):
        return 1
    if _label(pieces[index].passage, words, layout):
        return 1
    if is_number_line(text):
        layout.number = index if layout.number is None else layout.number
        return 1
    if is_date_line(text) or _DATED_NOTE.match(fold(text)):
        layout.head_dates.append(index)
        return int(bool(layout.notice_title))
    if is_addressee(text, words) and (layout.notice_title or layout.number is not None or index < 12):
        layout.addressee = index
        return 1
    if fold(text).endswith("文件") and is_organ(text[:-2], words):
        return 1
    return _title(pieces, index, words, layout)


def _label(passage: Passage, words: Words, layout: Layout) -> bool:
    """标　　题： value, or several of them in one line (发布机构： 某局 成文日期： 2022-02-12)."""
    text = fold(passage.text)
    if len(text) > 300:
        return False
    found = list(words.label.finditer(text))
    if not found or found[0].start() > 0:
        return False
    for here, after in zip(found, [*found[1:], None], strict=True):
        kind = words.labels[re.sub(r"\s", "", here.group(1))]
        value = passage.slice(here.end(), after.start() if after else None)
        if value.text.strip():
            layout.labels.setdefault(kind, []).append(value)
    return True


def _is_label(line: str, words: Words) -> bool:
    found = words.label.search(fold(line[:40]))
    return found is not None and found.start() == 0


def _title(pieces: Sequence[Piece], index: int, words: Words, layout: Layout) -> int:
    run = title_run(pieces, index, words)
    if not run:
        return 0
    # Databases print the title twice; a different title is that of the plan and ends the head.
    # The second is the document's own, the first may be the database's wording of it.
    if layout.notice_title and not same_title(joined(pieces, run), joined(pieces, layout.notice_title)):
        return 0
    layout.notice_title = run
    layout.mark(run, "title")
    return len(run)


def title_run(pieces: Sequence[Piece], index: int, words: Words, names: Sequence[str] = ()) -> tuple[int, ...]:
    """The longest run of title lines from ``index`` whose joined text ends like a title and, when ``names`` are
    given, is one of them. A second printing of the same title ends the run."""
    best: tuple[int, ...] = ()
    text = ""
    for end in range(index, min(len(pieces), index + 7)):
        line = pieces[end].text.strip()
        if not _title_piece(pieces[end], line, words, first=end == index) or _joint(pieces, index, end, words):
            break
        if best and (squash(line) in squash(text) or similar(line, text) or _own_title(line, words)):
            break
        text += line
        if words.title.search(re.sub(r"\s", "", fold(text))) and (
            not names or any(similar(text, name) for name in names)
        ):
            best = tuple(range(index, end + 1))
        elif best and not is_note(line):
            # 目录 or a first heading without number after a complete title.
            break
    return best


#: （2020年1月15日印发） under a title is its date; （2019年8月20日…会议通过） of a statute stays a note.
_DATED_NOTE = re.compile(r"\([^()]{0,16}\d{4}年\d{1,2}月\d{1,2}日[^()]{0,8}(?:印发|发布|公布|发文)\)$")


def _joint(pieces: Sequence[Piece], index: int, end: int, words: Words) -> bool:
    """The title begins with one of several bodies that issue together, each in its own line: their names are not
    part of it, as one body's is (某市人民政府办公室⏎关于…的通知)."""
    if end > index or not is_organ(pieces[index].text, words):
        return False
    near = [at for at in (index - 1, index + 1) if 0 <= at < len(pieces)]
    return any(is_organ(pieces[at].text, words) for at in near)


def _title_piece(piece: Piece, line: str, words: Words, first: bool) -> bool:
    if piece.table is not None or not line or not is_title_line(line):
        return False
    if (
        squash(line) == "目录"
        or is_number_line(line)
        or is_date_line(line)
        or _DATED_NOTE.match(fold(line))
        or is_furniture(line, words)
        or ANNEX.match(fold(line))
        or _is_label(line, words)
    ):
        return False
    return not (first and (is_note(line) or squash(line) == "前言" or _PURPOSE.match(line)))


#: 为进一步完善我国法规体系，加强监管，我局组织制定了安全导则: a first sentence that lost the rest, not a title.
_PURPOSE = re.compile(r"为(?:了|进一步|贯彻|深入|全面|切实|认真|加快|加强|推动|推进|落实|规范|促进|做好)[^，]{0,60}，")


def _own_title(line: str, words: Words) -> bool:
    """A line that is a title by itself does not go on with the one above."""
    return len(line) > 12 and bool(words.title.search(fold(line))) and ("关于" in line or line.startswith("《"))


def joined(pieces: Sequence[Piece], indices: Sequence[int]) -> str:
    return "".join(pieces[index].text.strip() for index in indices)


def similar(left: str, right: str) -> bool:
    """Two titles are one: equal after folding, or one holds most of the other.

    >>> similar("《绿色发展行动方案》", "绿色发展行动方案(试行)"), similar("绿色发展行动方案", "数字经济行动方案")
    (True, False)
    """
    a, b = _core(left), _core(right)
    short, long = sorted((len(a), len(b)))
    if short < 4:
        return bool(a) and a == b
    if a == b or ((a in b or b in a) and 2 * short > long):
        return True
    return short * 4 >= long * 3 and SequenceMatcher(None, a[:120], b[:120], autojunk=False).ratio() >= 0.85


def same_title(left: str, right: str) -> bool:
    """The same title printed twice, dashes and brackets aside; a plan's title is not that of its notice."""
    a, b = _core(left), _core(right)
    if a == b:
        return True
    short, long = sorted((len(a), len(b)))
    return short * 10 >= long * 9 and SequenceMatcher(None, a[:120], b[:120], autojunk=False).ratio() >= 0.92


def _core(text: str) -> str:
    return re.sub(r"quot|&|的|[―—–-]", "", squash(text))[:300]


# ---- the plan a notice carries ---------------------------------------------------------------------

_NAMES = re.compile(r"《([^《》]{4,120}(?:《[^《》]{1,80}》[^《》]{0,80})?)》")
_ISSUES = re.compile("(?:现|予以|予|并)[^。]{0,80}(?:印发|转发|下发|发布|公布|发给)")
_SPLIT = re.compile(
    r"》[、和及,，]{0,2}《|(?<=[)）])[、和及]|(?<=[案划法施见点则])、(?=\S{6})|(?<=[案划法施见点则])和(?=\S{6})"
)


def carried_names(pieces: Sequence[Piece], words: Words, layout: Layout, start: int) -> tuple[str, ...]:
    """The titles a notice issues: from its title (印发X的通知) and its first paragraphs (现将《X》印发给你们)."""
    title = joined(pieces, layout.notice_title)
    names = _from_title(title, words)
    # 关于落实《某厅关于印发某方案的通知》的通知 demands work of its own: what the marks hold is the cited title's.
    if title and not names and not re.search("令$|印发|转发|公布|发布", re.sub("《.*》", "", title)):
        return ()
    for piece in pieces[start : start + 6]:
        if read_marker(piece.text):
            break
        if _ISSUES.search(fold(piece.text)):
            names += _NAMES.findall(piece.text)[:5]
    return tuple(dict.fromkeys(name for name in names if len(squash(name)) >= 4))


#: 关于公开征求《某方案（征求意见稿）》意见的公告 carries the draft.
_DRAFT = re.compile(
    "(?:征求|征集)(?:对|关于)?《([^《》]{4,120})》[^《》]{0,12}(?:意见|建议)的?(?:公告|通告|通知|函|公示)$"
)


def _from_title(title: str, words: Words) -> list[str]:
    folded = fold(title)
    draft = _DRAFT.search(folded)
    if draft:
        return [title[slice(*draft.span(1))]]
    found = words.carrier.search(folded) or words.released.match(folded)
    # 关于落实《某办公厅关于印发某方案的通知》的通知 carries nothing: the verb is the cited title's.
    if not found or 0 <= folded.find("《") < found.start():
        return []
    low, high = found.span(1)
    inner = title[low:high].strip(' 《》“”"<>＜＞')
    parts = [part.strip('《》、 “”"<>') for part in _SPLIT.split(inner)]
    return [*(parts if len(parts) > 1 else []), inner]


# ---- the information table of a web page ------------------------------------------------------------


def table_labels(cells: Sequence[Sequence[Passage | None]], words: Words) -> dict[str, list[Passage]]:
    """Fields of a key-value table (索 引 号： | 000014349/2018-00206); empty when the table is of another kind."""
    out: dict[str, list[Passage]] = {}
    known = 0
    for row in cells:
        for at, cell in enumerate(row):
            if cell is None:
                continue
            head, sep, rest = fold(cell.text).partition(":")
            kind = words.labels.get(re.sub(r"\s", "", head))
            if kind is None or (not sep and len(row) % 2):
                continue
            known += 1
            value = cell.slice(len(head) + 1) if rest.strip() else row[at + 1] if at + 1 < len(row) else None
            if value is not None and value.text.strip():
                out.setdefault(kind, []).append(value)
    return out if known >= 3 else {}
