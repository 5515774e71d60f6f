"""Where a paragraph says who is responsible: brackets, label lines, closing sentences.

A bracket is a clause when it carries a label (责任单位：) or a role word after names that read as organisations,
or when it is nothing but a list of organisations closing a sentence. Every other bracket is left alone, and a
bracket that looks like an owner but is refused leaves a ``Refusal`` for ``policygraph explain``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from policygraph.extract.deadlines import is_deadline, read_deadline
from policygraph.extract.owners import Owners, read_owners
from policygraph.lexicon import Lexicon
from policygraph.marks.body import is_body, is_signer
from policygraph.marks.bracket import Piece, folded, matched, trim
from policygraph.marks.label import closing_role, labels, patterns
from policygraph.model import ROLES, Body, Confidence, Passage
from policygraph.text import sentences


@dataclass(frozen=True, slots=True)
class Clause:
    """``[start, end)`` of the passage, brackets included. ``rule`` names the form."""

    start: int
    end: int
    owners: Owners
    rule: str
    confidence: Confidence = "stated"
    why: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    start: int
    end: int
    rule: str
    note: str


@dataclass(frozen=True, slots=True)
class Site:
    """A stretch that may be a clause: the outside (with brackets) and the inside."""

    start: int
    end: int
    inner: Piece


@dataclass(frozen=True, slots=True)
class Context:
    """What a form needs to judge a site: the passage, its folded text, the lexicon, the plan's year."""

    passage: Passage
    text: str
    lexicon: Lexicon
    year: str | None

    def owners(self, site: Site) -> Owners:
        return read_owners(self.passage, *site.inner, self.lexicon, year=self.year)


Form = Callable[[Context, Site], "Clause | Refusal | None"]

_HARD = "。；;！!？?\n"
_SHORTEST = 14  # characters of a task's sentence before a bare list without a stop between
_LABELLED_LIMIT = 1200


def find_clauses(
    passage: Passage, lexicon: Lexicon, year: str | None = None, forms: tuple[Form, ...] | None = None
) -> tuple[list[Clause], list[Refusal]]:
    """The clauses of one paragraph, in order and disjoint, and the look-alikes that were refused."""
    text = folded(passage)
    context = Context(passage, text, lexicon, year)
    clauses: list[Clause] = []
    refusals: list[Refusal] = []
    sign = patterns(lexicon)["sign"]
    if not sign.search(text):
        return clauses, refusals
    taken = 0
    for site in _bracket_sites(text, sign):
        if site.start < taken:
            continue
        found = _first_answer(context, site, forms or BRACKET_FORMS)
        if isinstance(found, Clause):
            clauses.append(found)
            taken = found.end
        elif isinstance(found, Refusal):
            refusals.append(found)
    clauses += _open_clauses(context, clauses)
    clauses.sort(key=lambda clause: clause.start)
    return clauses, refusals


def _first_answer(context: Context, site: Site, forms: tuple[Form, ...]) -> Clause | Refusal | None:
    for form in forms:
        found = form(context, site)
        if found is not None:
            return found
    return None


def _bracket_sites(text: str, sign: re.Pattern[str]) -> Iterator[Site]:
    """Matched brackets, outer before inner, in text order; an opening bracket with a label and no end runs to
    the end of the paragraph."""
    pairs = matched(text, 0, len(text))
    for start in sorted(pairs):
        end = pairs[start]
        if end - start <= _LABELLED_LIMIT and sign.search(text, start, end + 1):
            yield Site(start, end + 1, trim(text, start + 1, end))
    last = max(
        (at for at in range(max(0, len(text) - 600), len(text)) if text[at] in "([〔【" and at not in pairs), default=-1
    )
    if last >= 0 and sign.search(text, last):
        yield Site(last, len(text), trim(text, last + 1, len(text)))


# ---- forms of brackets -----------------------------------------------------------------------------


def labelled_bracket(context: Context, site: Site) -> Clause | Refusal | None:
    """（责任单位：A、B）, [牵头单位：A；配合单位：B], （责任部门：A，完成期限：12月底）."""
    found = labels(context.text, *site.inner, context.lexicon)
    if not any(label.cls in ROLES for label in found):
        return None
    before = context.text[site.inner[0] : found[0].start].strip(" ,;，；、")
    if len(before) > 40:
        return None
    owners = context.owners(site)
    if not owners.mentions and owners.deadline is None:
        return Refusal(site.start, site.end, "labelled_bracket", "有责任标签而无单位名称")
    return Clause(site.start, site.end, owners, "labelled_bracket")


def role_bracket(context: Context, site: Site) -> Clause | Refusal | None:
    """（A牵头，B、C等按职责分工负责）, （A、B负责）."""
    owners = context.owners(site)
    if "word" not in owners.said:
        return None
    if not any(mention.known for mention in owners.mentions):
        odd = [mention.text for mention in owners.mentions]
        return Refusal(site.start, site.end, "role_bracket", f"括号内不像单位名称：{'、'.join(odd[:2])}")
    if "由" in context.text[site.inner[0] + 1 : site.inner[1]] and not _closes(context.text, site):
        return Refusal(site.start, site.end, "role_bracket", "括号是句中的说明")
    if not _closes(context.text, site) and context.text[site.end : site.end + 1] not in ",，、":
        return Refusal(site.start, site.end, "role_bracket", "括号不在句末")
    return Clause(site.start, site.end, owners, "role_bracket")


def bare_bracket(context: Context, site: Site) -> Clause | Refusal | None:
    """（市水利局、市财政局）: a list of organisations and nothing else, at the end of a sentence."""
    inside = context.text[slice(*site.inner)]
    if re.search(r"[:：。《》\"%]", inside) or len(inside) < 3:
        return None
    owners = context.owners(site)
    if not owners.mentions or owners.said != {"default"}:
        return None
    plain = sum(_plain_name(mention, context.lexicon) for mention in owners.mentions)
    if (
        patterns(context.lexicon)["explains"].match(inside) or owners.steps or plain * 3 < len(owners.mentions) * 2
    ):  # one unknown name does not discard the others
        return None
    if not _closes(context.text, site):
        return None
    if _previous(context.text, site.start) not in tuple(_HARD):
        # 王某某（市教育局） of a member list, 数据中心（某某公司） of a project list
        sentence = max((context.text.rfind(stop, 0, site.start) for stop in "。；;"), default=-1)
        if (
            len(owners.mentions) < 2
            or site.start - sentence < _SHORTEST
            or _next(context.text, site.end) not in ("", "。")
        ):
            return Refusal(site.start, site.end, "bare_bracket", "括号前不是完整的任务句子，可能是人员或项目的所属单位")
    return Clause(site.start, site.end, owners, "bare_bracket", "inferred", "括号内只有单位名单，没有责任字样")


def _plain_name(mention: Body, lexicon: Lexicon) -> bool:
    """A short name that is one by itself: no remark (含…, 即…), no count of things, no 全部."""
    return (
        mention.known
        and len(mention.text) <= 20
        and not patterns(lexicon)["no_owner"].search(mention.text)
        and (mention.cls == "collective" or is_signer(mention.text, lexicon))
    )


def deadline_bracket(context: Context, site: Site) -> Clause | Refusal | None:
    """（2022年6月底前完成）: only a time; it joins the clause beside it."""
    inside = context.passage.text[slice(*site.inner)]
    if not is_deadline(inside, context.lexicon) or not _closes(context.text, site):
        return None
    deadline = read_deadline(inside, context.year, context.lexicon)
    if deadline is None:
        return None
    return Clause(site.start, site.end, Owners(deadline=deadline, deadline_at=site.inner), "deadline_bracket")


BRACKET_FORMS: tuple[Form, ...] = (labelled_bracket, role_bracket, bare_bracket, deadline_bracket)


def _closes(text: str, site: Site) -> bool:
    """Whether the bracket ends a sentence: a stop, another bracket or nothing after it, or a stop before it."""
    after, before = _next(text, site.end), _previous(text, site.start)
    return not after or after in _HARD + "([〔【" or not before or before in _HARD + ")]〕】"


def _next(text: str, at: int) -> str:
    """The next character that is not white space, or nothing."""
    while at < len(text) and text[at].isspace():
        at += 1
    return text[at : at + 1]


def _previous(text: str, at: int) -> str:
    while at > 0 and text[at - 1].isspace():
        at -= 1
    return text[at - 1 : at] if at > 0 else ""


# ---- forms without brackets ------------------------------------------------------------------------


def _open_clauses(context: Context, taken: list[Clause]) -> list[Clause]:
    """Label lines and closing sentences in what the brackets left."""
    out: list[Clause] = []
    for start, end in _gaps(context.text, taken):
        line = _label_line(context, start, end)
        while line is not None:  # 责任单位：甲局。配合单位：乙局。
            out.append(line)
            start = line.end
            line = _label_line(context, start, end) if start < end else None
        if out and out[-1].end == start:
            continue
        closing = _closing_sentence(context, start, end)
        if closing is not None:
            out.append(closing)
    return out


def _gaps(text: str, taken: list[Clause]) -> Iterator[Piece]:
    low = 0
    for clause in sorted(taken, key=lambda clause: clause.start):
        if low < clause.start:
            yield low, clause.start
        low = clause.end
    if low < len(text):
        yield low, len(text)


def _label_line(context: Context, start: int, end: int) -> Clause | None:
    """责任单位：A、B at the head of a paragraph or after a full stop, as far as the paragraph or sentence goes."""
    text = context.text
    pairs = dict(sorted(matched(text, start, end).items()))
    closed = start  # end of the last bracket that opened before the label
    for label in labels(text, start, end, context.lexicon):
        while pairs and (low := next(iter(pairs))) < label.start:
            closed = max(closed, pairs.pop(low))
        head = _previous(text, label.start) if label.start > start else ""
        colon = text[label.end - 1] in ":："
        if label.cls == "other" or not colon or (head and head not in "。；;!！?？)）"):
            continue
        if closed > label.start:
            continue
        stop = _line_end(text, label.end, end)
        return _line_clause(context, label.start, stop, start == 0 and not text[: label.start].strip())
    return None


def _line_end(text: str, start: int, end: int) -> int:
    at = text.find("。", start, end)
    return end if at < 0 else at + 1


def _line_clause(context: Context, start: int, end: int, alone: bool) -> Clause | None:
    owners = context.owners(Site(start, end, trim(context.text, start, end, extra="。")))
    if owners.labels and all(patterns(context.lexicon)["event"].fullmatch(word) for word in owners.labels):
        return None
    if not owners.mentions and owners.deadline is None:
        return None
    if any(len(mention.text) > 30 for mention in owners.mentions):
        return None
    return Clause(start, end, owners, "label_line" if alone else "label_tail")


def continued_list(passage: Passage, before: Clause, lexicon: Lexicon, year: str | None = None) -> Clause | None:
    """A paragraph that is nothing but names, after a label line that ended without a stop: they take its last role."""
    text = folded(passage)
    if before.rule not in ("label_line", "label_tail") or not before.owners.groups or before.owners.deadline:
        return None
    if len(text) > 160 or re.search(r"[。:：(]", text.replace("(市、区)", "")) or _previous(text, len(text)) in "；;":
        return None
    role = before.owners.groups[-1].role
    owners = read_owners(passage, 0, len(text), lexicon, role, year)
    if owners.said != {"default"} or not all(_plain_name(mention, lexicon) for mention in owners.mentions):
        return None
    return Clause(0, len(text), owners, "label_line", "inferred", "接上一行责任单位名单")


def _closing_sentence(context: Context, start: int, end: int) -> Clause | None:
    """由A牵头，B配合。 as the last sentence of the stretch, or as the end of it: 推进建设，由A牵头，B配合。 A sentence whose
    subject is a body is a duty (``marks.duty``)."""
    parts = sentences(context.text[max(start, end - _TAIL) : end])
    if not parts:
        return None
    offset = max(start, end - _TAIL)
    low, high = offset + parts[-1][0], offset + parts[-1][1]
    sentence = context.text[low:high]
    if closing_role(sentence.rstrip("。"), context.lexicon) is None:
        return None
    by = patterns(context.lexicon)["by"].search(sentence)
    if by is None and not _only_owners(sentence, context.lexicon):
        return None  # 市城管局牵头整治占道: its subject makes it a duty
    low, inner = (low + by.start(), low + by.end()) if by else (low, low)
    found = _all_owners(context, low, high, inner)
    if found is None or patterns(context.lexicon)["closing"].search(sentence):
        return found
    # 管委办负责。 is an owner; 各部门负责落实。 at the end of a plan is an exhortation
    return None if any(mention.cls in {"collective", "other"} for mention in found.owners.mentions) else found


def _only_owners(sentence: str, lexicon: Lexicon) -> bool:
    """A牵头，B、C配合: every stretch between commas is a list of names or ends in a role word."""
    pieces = [piece for piece in re.split("[,;。]", sentence) if piece.strip()]
    return all(closing_role(piece, lexicon) is not None or is_body(piece, lexicon) for piece in pieces)


_TAIL = 400  # a closing sentence is no longer than this


def _all_owners(context: Context, start: int, end: int, inner: int) -> Clause | None:
    """A clause where ``[inner, end)`` is nothing but names and role words."""
    if end - inner > 160:
        return None
    owners = context.owners(Site(start, end, trim(context.text, inner, end, extra="。;；")))
    if owners.steps or all(group.role == "guide" for group in owners.groups):
        return None  # 自觉接受社会监督: nobody is told to do anything
    if not all(mention.known and len(mention.text) <= 20 for mention in owners.mentions):
        return None
    return None if owners.said - {"word"} else Clause(start, end, owners, "closing_sentence")
