"""Lists of bodies: where one name ends and the next begins when separators say so, and what is not part of a name.

``listed`` reads a stretch of a passage (the inside of a clause, a cell). Separators cut it, never inside a body that
running text would show (各省、自治区、直辖市人民政府) nor inside brackets; an unknown name stays, and is marked so.
"""

from __future__ import annotations

from collections.abc import Iterator

from policygraph.lexicon import Lexicon
from policygraph.marks.body import MARKS, bare, bodies, is_body, kind_of, patterns
from policygraph.marks.bracket import SPACE, Piece, folded, inside, matched, outer, split_top, trim
from policygraph.model import ROLES, Body, Passage, Role, Span
from policygraph.text import fold

_LONGEST = 300  # a piece longer than this is no list of names run together
_NAME = 60  # characters of the longest name


def listed(passage: Passage, start: int, end: int, lexicon: Lexicon) -> tuple[Body, ...]:
    """The bodies of ``passage.text[start:end]``, in order; offsets are those of the passage."""
    text = folded(passage)
    whole = [(body.start + start, body.end + start) for body in bodies(text[start:end], lexicon)]
    reader = _List(passage, text, lexicon, whole)
    pieces = (part for piece in split_top(text, start, end, whole=whole) for part in reader.parts(piece))
    return tuple(body for piece in pieces if (body := reader.body(piece)) is not None)


def alias_of(body: Body, lexicon: Lexicon) -> tuple[str, str] | None:
    """(name, alias) where the mention declares one: 市委改革办（市跑改办)."""
    ask = patterns(lexicon)
    hit = ask["alias"].match(fold(body.text))
    if hit is None or ask["only_kinds"].fullmatch(hit["alias"]):
        return None
    return body.text[: hit.end("name")], body.text[hit.start("alias") : hit.end("alias")]


def is_act(body: Body, lexicon: Lexicon) -> bool:
    """Whether an unknown name does something or says when, and so is none: 提出方案, 2016年12月底前建成."""
    return not body.known and bool(patterns(lexicon)["act"].search(fold(body.text)))


class _List:
    """One stretch of a passage, with the bodies ``whole`` that running text shows in it."""

    def __init__(self, passage: Passage, text: str, lexicon: Lexicon, whole: list[Piece]) -> None:
        self.passage, self.text, self.lexicon, self.whole = passage, text, lexicon, whole
        self.ask = patterns(lexicon)

    def parts(self, piece: Piece) -> Iterator[Piece]:
        """Cut a piece at 和, at spaces, at line breaks and where names are run together, if both sides are names."""
        start, end = piece
        for cut, width in self._cuts(start, end) if end - start <= _LONGEST else ():
            left, right = trim(self.text, start, cut), trim(self.text, cut + width, end)
            if left[0] < left[1] and right[0] < right[1] and self._divides(left, right, self.text[cut : cut + width]):
                yield left
                start = right[0]
        if start < end:
            yield start, end

    def _cuts(self, start: int, end: int) -> list[Piece]:
        """(offset, width) of what may divide names: never inside a bracket or a body, but where two bodies meet."""
        kept = [*outer(matched(self.text, start, end)), *self.whole]
        cuts = {hit.span() for hit in self.ask["conjunction"].finditer(self.text, start, end)}
        found = {(low, high - low) for low, high in cuts if not inside(low, kept) and not inside(high, kept)}
        found |= {(at, 0) for at in self.passage.joints(start, end) if not inside(at, kept)}
        own = {low for low, _ in self.whole if self.ask["own_place"].match(self.text, low)}
        found |= {(high, 0) for _, high in self.whole if start < high < end and high in own}
        return sorted(found)

    def _divides(self, left: Piece, right: Piece, mark: str) -> bool:
        name, after = self.text[slice(*left)], self._first(right)
        if not is_body(after, self.lexicon) or self.ask["generic"].fullmatch(after):
            return False
        if left in self.whole and any(low == right[0] for low, _ in self.whole):
            return True
        if mark == "和" and not (self.ask["strong"].search(name) or self.ask["own_place"].match(after)):
            return False
        if mark.strip():  # 和 says that the left name is complete; a line break does not
            return kind_of(name, self.lexicon) != "other" and len(name) > 2
        return is_body(name, self.lexicon) and not self.ask["parent"].fullmatch(bare(name)) and len(bare(name)) > 2

    def _first(self, piece: Piece) -> str:
        """The rest of a piece as far as the next possible cut; 等部门 is no reason to doubt it."""
        rest = SPACE.split(self.text[slice(*piece)])[0]
        more = self.ask["open"].search(rest)
        return rest[: more.start()] if more and more.start() > 1 else rest

    # ---- one name ----------------------------------------------------------------------------------

    def body(self, piece: Piece) -> Body | None:
        """The name of one piece, without what stands before and after it; None for 等部门 and for a bare 单位."""
        text = self.text
        start, end = trim(text, *piece, extra="-—:：·.。")
        lead = self.ask["leading"].match(text, start, end)
        if lead and lead.end() < end and not self.ask["named_with_and"].match(text, start):
            start = lead.end()
        start = self._own_start(start, end)
        start, stop = self._closed(start, end)
        marked = any(text[at] in MARKS for at in (start, stop - 1) if start <= at < stop)
        start, stop = trim(text, start, stop, extra=MARKS)
        scope = self.ask["qualifier"].match(text, start, stop)
        name_at = scope.end() if scope and scope.end() < stop else start
        if name_at >= stop or (
            text[name_at - 1 : name_at] == "等" and self.ask["only_more"].fullmatch(text, name_at, stop)
        ):
            return None
        role, pieces = self._pieces(name_at, self._without_person(name_at, stop))
        written = "".join(SPACE.sub("", self.passage.text[low:high]) for low, high in pieces)
        seen = (name_at, stop) in self.whole
        if self.ask["generic"].fullmatch(written) or not self.ask["text"].search(written):
            return None
        if len(written) > _NAME and not seen:
            return None
        known = seen or is_body(fold(written), self.lexicon)
        return Body(
            start, stop, "body", "listed", kind_of(written, self.lexicon), text=written, pieces=pieces, role=role,
            marked=marked, scope=scope.group() if scope and name_at > start else None, open=stop < end, known=known,
        )  # fmt: skip

    def _own_start(self, start: int, end: int) -> int:
        """具体办法由|民政部, 6月底前|市商务局: the body that closes a piece which otherwise does something or says when."""
        for low, high in self.whole:
            before = self.text[start:low]
            if start < low and high == end and (before.endswith("由") or self.ask["act"].search(before)):
                return low
        return start

    def _closed(self, start: int, end: int) -> Piece:
        """Leave off 等, 等部门, 等省直有关部门 where a name stands before it."""
        brackets = list(outer(matched(self.text, start, end)))
        for hit in self.ask["open"].finditer(self.text, start, end):
            at_end = hit.end() == end or hit["more"] is not None
            if at_end and not inside(hit.start(), brackets):
                return trim(self.text, start, hit.start())
        return start, end

    def _without_person(self, start: int, end: int) -> int:
        """市水务局|张某某, 市水务局|8888888, 有关部门|在职责范围内执行规定: the end of the body that opens the piece."""
        body = next((high for low, high in self.whole if low <= start < high < end), None)
        if body is None or is_body(self.text[start:end], self.lexicon):
            return end
        more = any(self.ask[name].match(self.text[body:end]) for name in ("person", "act"))
        return body if more else end

    def _pieces(self, start: int, end: int) -> tuple[Role | None, tuple[Piece, ...]]:
        """Cut （含…，下同） and （牵头） out of a name; the latter gives its role."""
        role: Role | None = None
        cuts: list[Piece] = [hit.span() for hit in self.ask["remark"].finditer(self.text, start, end)]
        for hit in self.ask["role_remark"].finditer(self.text, start, end):
            role = next(name for name in ROLES if hit[name])
            cuts.append(hit.span())
        pieces: list[Piece] = []
        low = start
        for cut in [*sorted(cuts), (end, end)]:
            part = trim(self.text, low, cut[0])
            if part[0] < part[1]:
                pieces.append(part)
            low = cut[1]
        return role, tuple(pieces)


def names(text: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The names of a line that lists bodies, as written; places that share their 人民政府 are one.

    >>> from policygraph.lexicon import default_lexicon
    >>> names("某甲省、某乙省人民政府，市直各委、办、局", default_lexicon())
    ('某甲省、某乙省人民政府', '市直各委、办、局')
    """
    passage, shared = Passage.of(text, [Span(0, len(text))]), patterns(lexicon)["shared_government"]
    out: list[Piece] = []
    for body in listed(passage, 0, len(text), lexicon):
        joined = bool(out) and shared.fullmatch(fold(text[out[-1][0] : body.end])) is not None
        out.append((out.pop()[0] if joined else body.start, body.end))
    return tuple(text[low:high] for low, high in out)
