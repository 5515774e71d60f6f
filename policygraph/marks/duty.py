"""Duties in running text: who is told to do what, with which partners, how strongly, and by when.

A reading names its actors with their roles and the stretch of the act. Whether the sentence stands where documents
direct (and not in a review or a list of conditions) is decided by whoever asks.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from policygraph.lexicon import Lexicon, keyed_by_hash
from policygraph.marks import engine
from policygraph.marks.body import bare, bodies, is_body, kind_of
from policygraph.marks.due import dues
from policygraph.marks.time import in_sequence, times
from policygraph.model import Body, Mark, Modality, Role, Time

_UNIT = 14  # characters; a longer heading is more than the name of a body
_SHORTEST = 2  # characters of an act; less says nothing of what is to be done


@dataclass(frozen=True, slots=True)
class Said:
    """One duty of a text: ``[start, end)`` is its clause, ``act`` what is to be done, ``time`` its own date."""

    start: int
    end: int
    act: tuple[int, int]
    actors: tuple[tuple[Role, Body], ...]
    modality: Modality
    row: str
    time: Time | None = None


@dataclass(frozen=True, slots=True)
class _Words:
    rows: Mapping[str, engine.Row]
    roles: Mapping[str, Role]
    modality: Mapping[str, Modality]
    exhort: re.Pattern[str]
    free: tuple[str, ...]


@keyed_by_hash
def _words(lexicon: Lexicon) -> _Words:
    grammar = engine.load_grammar("duty", lexicon)
    roles: dict[str, Role] = {word: role for role, words in grammar.tables["roles"].items() for word in words}
    strength: dict[str, Modality] = {word: how for how, words in grammar.tables["modality"].items() for word in words}
    exhort = re.compile("|".join(map(re.escape, grammar.tables["exhort"]["words"])))
    return _Words({row.name: row for row in grammar.rows}, roles, strength, exhort,
                  tuple(grammar.tables["encouraged"]["free"]))  # fmt: skip


def heading_actors(text: str, lexicon: Lexicon) -> tuple[Body, ...]:
    """The bodies of a folded heading that names nothing else: 市水务局, 市发展改革委、市财政局主要职责."""
    line = engine.condense(text, bodies(text, lexicon))
    hit = _words(lexicon).rows["heading"].pattern.fullmatch(line.text)
    if hit:
        return _bodies(line, hit)
    name = bare(text.strip(" :。"))
    unit = len(name) <= _UNIT and is_body(name, lexicon) and _words(lexicon).rows["under"].pattern.match(name) is None
    return (Body(0, len(text), "body", "heading", kind_of(name, lexicon), text=name),) if unit else ()


def duties(text: str, spans: Sequence[tuple[int, int]], lexicon: Lexicon, under: Sequence[Body] = ()) -> list[Said]:
    """The duties of the sentences ``spans`` of a folded text, in order. ``under`` are the bodies of the heading above,
    the subject of a sentence that names none.

    >>> from policygraph.lexicon import default_lexicon
    >>> text = "由市发展改革委会同市财政局制定方案"
    >>> [(role, body.text) for said in duties(text, [(0, 17)], default_lexicon()) for role, body in said.actors]
    [('lead', '市发展改革委'), ('responsible', '市财政局')]
    """
    named = bodies(text, lexicon)
    if not named and not under:
        return []
    when = in_sequence(times(text, lexicon))
    marks = engine.longest((*named, *when), {})[0]
    starts = [mark.start for mark in marks]
    out: list[Said] = []
    for start, end in spans:
        here = marks[bisect_left(starts, start) : bisect_left(starts, end)]
        line = engine.condense(text, here, start, end)
        reading = _Reading(line, _without_brackets(line.text), _words(lexicon), lexicon, text)
        out += reading.duties(tuple(under))
    return out


_INSIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|〔[^〔〕]*〕|\"[^\"]*\"|《[^《》]*》")


def _without_brackets(text: str) -> str:
    """What stands in brackets or quotation marks is said about the sentence, not by it; the length is kept."""
    return _INSIDE.sub(lambda hit: "(" + "\0" * (len(hit.group()) - 2) + ")", text)


def _bodies(line: engine.Line, hit: re.Match[str], group: str = "actors") -> tuple[Body, ...]:
    if hit[group] is None:
        return ()
    return tuple(mark for mark in line.within(*hit.span(group)) if isinstance(mark, Body))


#: of two readings with the same actors the first of these
_ORDER = ("helping", "encouraged", "by", "subject", "modal")


@dataclass(frozen=True, slots=True)
class _Reading:
    """One sentence."""

    line: engine.Line
    plain: str
    words: _Words
    lexicon: Lexicon
    text: str

    def duties(self, under: tuple[Body, ...]) -> list[Said]:
        hits: list[tuple[str, re.Match[str]]] = list(self._hits())
        if not hits and under and (hit := self.words.rows["under"].pattern.match(self.plain)):
            hits = [("under", hit)]
        ends = [hit.start("actors") for name, hit in hits if name not in ("helping", "under")][1:]
        stops = iter([*ends, len(self.plain)])
        out: list[Said] = []
        for name, hit in hits:
            if name == "helping" and out:
                out[-1] = self._joined(out[-1], hit)
                continue
            said = self._said(name, hit, next(stops, len(self.plain)), under) if name != "helping" else None
            if said is not None:
                out.append(said)
        return out

    def _hits(self) -> Iterator[tuple[str, re.Match[str]]]:
        """Readings of all rows that begin a duty, disjoint, in order; of two at one place the longer actors win."""
        found = [(name, hit) for name in _ORDER for hit in self.words.rows[name].pattern.finditer(self.plain)]
        at = 0
        for name, hit in sorted(found, key=lambda pair: (pair[1].start("actors"), _ORDER.index(pair[0]))):
            if hit.start("actors") >= at:
                yield name, hit
                at = hit.end("head") if name != "helping" else hit.end("actors")

    def _said(self, name: str, hit: re.Match[str], stop: int, under: tuple[Body, ...]) -> Said | None:
        actors = under if name == "under" else _bodies(self.line, hit)
        act = self._act(hit, stop)
        if not actors or act is None:
            return None
        if name == "encouraged" and any(body.text.endswith(self.words.free) for body in actors):
            return None
        head = hit["head"]
        role = self._role(head, hit)
        owned = [(role, body) for body in actors]
        if "guide" in hit.groupdict():
            owned += [("guide", body) for body in _bodies(self.line, hit, "guide")]
        partners = self._partners(hit.end("actors") if name != "under" else hit.start(), act[1])
        if partners and role == "responsible":
            owned = [("lead" if who == "responsible" else who, body) for who, body in owned]
        start, end = self.line.at[hit.start() if name == "under" else self._start(hit)], self.line.at[act[1]]
        modality = self._modality(name, hit, actors)
        roles = (*owned, *(("responsible", body) for body in partners))
        return Said(start, end, (self.line.at[act[0]], end), _once(roles), modality, name, self._time(start, end))

    def _start(self, hit: re.Match[str]) -> int:
        """Where the clause begins: with its own date, without a bullet or number."""
        at = hit.start()
        while at < hit.start("actors") and self.plain[at] in " \t—-–●■◆★*·":
            at += 1
        return at

    def _act(self, hit: re.Match[str], stop: int) -> tuple[int, int] | None:
        """The stretch from the head to the end of the duty, None where it says nothing."""
        end = stop
        while end > hit.end("head") and self.plain[end - 1] in " ,;。!?、:由":
            end -= 1
        begin = hit.start("head")
        said = self.plain[hit.end("head") : end].strip(" ,、负责\0()")
        verb = hit["head"] not in self.words.roles and hit["head"] != "负责"
        return (begin, end) if len(said) >= (1 if verb else _SHORTEST) else None

    def _role(self, head: str, hit: re.Match[str]) -> Role:
        said = self.plain[hit.end("actors") : hit.end("head") + 2] if "actors" in hit.groupdict() else head
        if any(word in said for word, role in self.words.roles.items() if role == "lead"):
            return "lead"
        return self.words.roles.get(head, "responsible")

    def _partners(self, start: int, end: int) -> tuple[Body, ...]:
        """会同有关部门 right after the actors or inside the act's first clause."""
        found = self.words.rows["partner"].pattern.search(self.plain, start, end)
        if (
            found is None
            or any(mark in self.plain[start : found.start()] for mark in ";。")
            or found.start() - start > 24
        ):
            return ()
        return () if found.group().startswith("和") else _bodies(self.line, found)

    def _modality(self, name: str, hit: re.Match[str], actors: Sequence[Body]) -> Modality:
        if name == "encouraged":
            return "encourage"
        begin = hit.end("actors") if name != "under" else hit.start()
        said = self.plain[begin : hit.end("head")]
        for word, how in sorted(self.words.modality.items(), key=lambda pair: -len(pair[0])):
            if word in said:
                return how
        everybody = all(body.cls == "collective" for body in actors)
        ahead = self.plain[begin : hit.end("head") + 12]
        return "should" if everybody and self.words.exhort.search(ahead) else "must"

    def _time(self, start: int, end: int) -> Time | None:
        """The last date by which something is done in the clause, its own opening date included."""
        found = dues(self.text[start:end], self.lexicon)
        if not found:
            return next((mark for mark in self.line.marks.values() if isinstance(mark, Time) and start <= mark.start < end
                         and mark.sense in ("yearly", "until")), None)  # fmt: skip
        time = found[-1][0]
        known = next((mark for mark in self.line.marks.values() if mark.start == start + time.start), None)
        return known if isinstance(known, Time) else replace(time, start=start + time.start, end=start + time.end)

    def _joined(self, said: Said, hit: re.Match[str]) -> Said:
        helping: tuple[tuple[Role, Body], ...] = tuple(("support", body) for body in _bodies(self.line, hit))
        return replace(said, actors=_once((*said.actors, *helping)), end=max(said.end, self.line.at[hit.end()]))


def _once(actors: Sequence[tuple[Role, Mark]]) -> tuple[tuple[Role, Body], ...]:
    """Each body once: the first role it is named in."""
    seen: dict[tuple[int, int], tuple[Role, Body]] = {}
    for role, body in actors:
        if isinstance(body, Body):
            seen.setdefault((body.start, body.end), (role, body))
    return tuple(seen.values())
