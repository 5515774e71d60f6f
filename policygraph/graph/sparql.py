"""The one reader of SPARQL text that anybody else wrote: every query is rewritten here, and the engine is given only
what comes out. Two programs that read one text may differ about where a comment, a name or a string ends; what is
written here holds no comment, no escape of a code point, no prefix, so that there is nothing left to differ about.

The terminals are those of SPARQL 1.1 (§19.8), longest match first. Every character is looked at a fixed number of
times, whatever the text: the patterns give nothing back once they have it (``++``), and a string that does not end is
an error, not another try.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate

from policygraph.graph.iri import ABSOLUTE, Base
from policygraph.graph.terms import DEFAULT, PREFIXES
from policygraph.issues import PolicygraphError

MAX_QUERY = 100_000
MAX_NESTING = 200
_MAX_WRITTEN = 1_000_000  # a short name may stand for a long address
_MAX_DECLARED = 2_000
_SHORT = 4_000

_BASE = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f\u2c00-\u2fef"
    "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_VARIABLE = _BASE + "_0-9\u00b7\u0300-\u036f\u203f\u2040"
_CHARS = _VARIABLE + r"\-"
_PLX = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_ECHAR = r"\\[tbnrf\\\"']"
_LOCAL = rf"(?:[{_BASE}_0-9:]|{_PLX})(?:[{_CHARS}:]++|{_PLX}|\.++(?=[{_CHARS}:]|{_PLX}))*+"
_TOKEN = re.compile(
    r"(?P<blank>(?:[ \t\r\n]++|\#[^\r\n]*+)++)"
    r'|(?P<iri><[^<>"{}|^`\\\x00-\x20]*+>)'
    rf"|(?P<plain>[?$][{_BASE}_0-9][{_VARIABLE}]*+"
    rf"|_:[{_BASE}_0-9](?:[{_CHARS}]++|\.++(?=[{_CHARS}]))*+"
    r"|[+-]?(?:(?:[0-9]++\.[0-9]*+|\.[0-9]++|[0-9]++)[eE][+-]?[0-9]++|[0-9]*+\.[0-9]++|[0-9]++)"
    r"|@[A-Za-z]++(?:-[A-Za-z0-9]++)*+)"
    rf'|(?P<string>"""(?:[^"\\]++|{_ECHAR}|"{{1,2}}+(?!"))*+"""' + rf"|'''(?:[^'\\]++|{_ECHAR}|'{{1,2}}+(?!'))*+'''"
    rf'|"(?!"")(?:[^"\\\r\n]++|{_ECHAR})*+"' + rf"|'(?!'')(?:[^'\\\r\n]++|{_ECHAR})*+')"
    rf"|(?P<name>[{_BASE}](?:[{_CHARS}]++|\.++(?=[{_CHARS}]))*+(?::(?:{_LOCAL})?)?|:(?:{_LOCAL})?)"
    r"|(?P<sign>\^\^|&&|\|\||!=|<=|>=|[{}()\[\].,;*/+\-!=<>^|?])"
)
_WORD = re.compile("[A-Za-z][A-Za-z0-9_]*+")
_CODEPOINT = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([^uU])|)", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_UNESCAPED = re.compile('[\\\\"\n\r]')
_MEANS = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", "\\": "\\", '"': '"', "'": "'"}
_WRITTEN = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"}
_ENGINE_PLACE = re.compile(r"^error at 1:(\d+):\s*")
_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"})
#: every keyword of a query and every function; what is not here is not passed on
_WORDS = """
    SELECT ASK CONSTRUCT DESCRIBE DISTINCT REDUCED AS FROM NAMED WHERE GROUP BY HAVING ORDER ASC DESC LIMIT OFFSET
    VALUES UNDEF GRAPH OPTIONAL UNION MINUS FILTER BIND EXISTS NOT IN SEPARATOR STR LANG LANGMATCHES DATATYPE BOUND IRI
    URI BNODE RAND ABS CEIL FLOOR ROUND CONCAT STRLEN UCASE LCASE ENCODE_FOR_URI CONTAINS STRSTARTS STRENDS STRBEFORE
    STRAFTER YEAR MONTH DAY HOURS MINUTES SECONDS TIMEZONE TZ NOW UUID STRUUID MD5 SHA1 SHA256 SHA384 SHA512 COALESCE
    IF STRLANG STRDT SAMETERM ISIRI ISURI ISBLANK ISLITERAL ISNUMERIC REGEX SUBSTR REPLACE COUNT SUM MIN MAX AVG SAMPLE
    GROUP_CONCAT TRUE FALSE"""
_KEYWORDS = frozenset(_WORDS.split())


class QueryError(PolicygraphError):
    """A query that is refused before it runs, or that is no SPARQL (exit status 2)."""

    exit_status = 2


@dataclass(frozen=True, slots=True)
class Query:
    """A query as the engine is given it: on one line, one space between tokens but none after a function. ``own_dataset``: it names its graphs
    with FROM, so the union of all is not put under it."""

    text: str
    own_dataset: bool
    _source: str = field(repr=False)
    _starts: tuple[int, ...] = field(repr=False)  # where each token stood in what was asked
    _lengths: tuple[int, ...] = field(repr=False)  # how long each is now

    def refusal(self, problem: SyntaxError) -> QueryError:
        """What the engine has to say of this text, with the place in what was asked."""
        told = " ".join(str(problem).split())
        found = _ENGINE_PLACE.match(told)
        if found is None:
            return QueryError("query-syntax", f"SPARQL 语法错误：{told[:200]}")
        ends = list(accumulate(length + 1 for length in self._lengths))
        token = min(bisect_right(ends, int(found.group(1)) - 1), len(ends) - 1)
        where = _place(self._source, self._starts[token])
        return QueryError("query-syntax", f"SPARQL 语法错误，{where}：{told[found.end() :][:200]}")


def within(text: str, most: int = MAX_QUERY) -> None:
    """QueryError ``query-too-long``."""
    if len(text) > most:
        raise QueryError("query-too-long", f"查询超过 {most} 个字符")


def canonical(text: str, most: int = MAX_QUERY) -> Query:
    """The query as the engine is given it. The prefixes of the project need not be declared.

    QueryError ``query-too-long``, ``query-too-deep``, ``read-only`` (an update), ``query-refused`` (SERVICE, FROM what
    is no graph of the store), ``query-syntax``; each says where.

    >>> canonical("select*{?t a pg:Task}# all").text
    'SELECT * { ?t a <https://w3id.org/policygraph/ns#Task> }'
    """
    within(text, most)
    return _again(text) if len(text) <= _SHORT else _Reading(text).query()


@lru_cache(maxsize=128)  # the project's own questions are asked again and again
def _again(text: str) -> Query:
    return _Reading(text).query()


def _place(source: str, at: int) -> str:
    lines = re.split(r"\r\n|[\r\n]", source[:at])
    return f"第 {len(lines)} 行第 {len(lines[-1]) + 1} 列"


class _Reading:
    def __init__(self, source: str) -> None:
        self.source = source
        self.shifts = [(0, 0)]
        self.text = source if "\\" not in source else self._without_codepoints()
        self.prefixes = dict(PREFIXES)
        self.base: Base | None = None
        self.tokens: list[str] = []
        self.starts: list[int] = []
        self.size = self.depth = 0
        self.own_dataset = False
        self.wanted = ""  # what an unfinished FROM, PREFIX or BASE waits for
        self.declared = ""

    def _without_codepoints(self) -> str:
        r"""§19.2: ``\u`` and ``\U`` are read before anything else; an escaped backslash begins neither."""
        parts: list[str] = []
        end = size = 0
        for found in _CODEPOINT.finditer(self.source):
            digits = found.group(1) or found.group(2)
            if digits is None and found.group(3) is not None:
                continue
            code = int(digits, 16) if digits else -1
            if not (0 <= code < 0xD800 or 0xDFFF < code <= 0x10FFFF):
                raise self._at(found.start(), "转义不合格", escaped=False)
            parts += (self.source[end : found.start()], chr(code))
            size += found.start() - end + 1
            end = found.end()
            self.shifts.append((size, end))
        return "".join(parts) + self.source[end:]

    def _original(self, at: int) -> int:
        after, before = self.shifts[bisect_right(self.shifts, (at, len(self.source))) - 1]
        return before + at - after

    def _at(self, at: int, what: str, code: str = "query-syntax", *, escaped: bool = True) -> QueryError:
        where = _place(self.source, self._original(at) if escaped else at)
        return QueryError(code, f"SPARQL 语法错误，{where}：{what}" if code == "query-syntax" else f"{what}（{where}）")

    def query(self) -> Query:
        text, at, barren = self.text, 0, 0
        while at < len(text):
            # of a word with hyphens or dots that is no prefix, no later part is one either
            found = (_WORD.match(text, at) if at < barren else None) or _TOKEN.match(text, at)
            if found is None:
                raise self._at(
                    at, "字符串没有结束，或含有不合格的转义" if text[at] in "\"'" else f"不认识 {text[at]!r}"
                )
            kind = found.lastgroup or "name"
            if kind == "name" and ":" not in found.group():
                barren = max(barren, found.end())
                at = self._word(at)
            elif kind == "iri":
                at = self._iri(at, found)
            else:
                if kind != "blank":
                    getattr(self, f"_{kind}")(at, found.group())
                at = found.end()
        return self._finished()

    def _finished(self) -> Query:
        if self.wanted or not self.tokens:
            raise self._at(len(self.text), "查询没有写完")
        try:
            written = " ".join(self.tokens)
            written.encode()
        except UnicodeEncodeError:
            raise self._at(0, "含有不成字符的代码") from None
        starts = tuple(self._original(at) for at in self.starts)
        return Query(written, self.own_dataset, self.source, starts, tuple(map(len, self.tokens)))

    def _emit(self, at: int, token: str) -> None:
        if self.wanted:
            if self.wanted == "FROM":
                raise self._foreign(at)
            raise self._at(at, f"{self.wanted} 之后缺少 IRI 或前缀名")
        if not self.tokens and token not in _FORMS:
            raise self._at(at, f"此处应为 {'、'.join(_FORMS)}")
        if token == "(" and self.tokens[-1:] and (self.tokens[-1].isupper() or self.tokens[-1].endswith(">")):
            self.tokens[-1] += token  # a function, of which the engine wants it so
        elif token in ("?", "*", "+") and self.tokens[-1:] and self.tokens[-1].endswith((")", ">")):
            self.tokens[-1] += token  # how often a path goes on; another engine knows it only without a space
        else:
            self.tokens.append(token)
            self.starts.append(at)
        self.size += len(token) + 1
        if self.size > _MAX_WRITTEN:
            raise QueryError("query-too-long", f"前缀展开后超过 {_MAX_WRITTEN} 个字符")

    # ---- the kinds of token ----------------------------------------------------------------------

    def _plain(self, at: int, token: str) -> None:
        self._emit(at, token)

    def _sign(self, at: int, token: str) -> None:
        if token in "({[":
            self.depth += 1
            if self.depth > MAX_NESTING:
                raise self._at(at, f"括号嵌套超过 {MAX_NESTING} 层", "query-too-deep")
        elif token in ")}]":
            self.depth -= 1
        self._emit(at, token)

    def _string(self, at: int, token: str) -> None:
        marks = 3 if token[:3] in ('"""', "'''") else 1
        value = _ESCAPED.sub(lambda found: _MEANS[found.group(1)], token[marks:-marks])
        self._emit(at, f'"{_UNESCAPED.sub(lambda found: _WRITTEN[found.group()], value)}"')

    def _word(self, at: int) -> int:
        """A keyword, from its first letter to its last, with whatever after it; where it ends."""
        found = _WORD.match(self.text, at)
        word = found.group().upper() if found else self.text[at]
        end = at + len(word)
        if word == "A" and self.text[at] == "a":
            self._emit(at, "a")
        elif word == "SERVICE":
            raise self._at(at, "不允许 SERVICE：查询不得访问网络", "query-refused")
        elif word in _UPDATES:
            raise self._at(at, f"此处只读：不接受 SPARQL Update 的 {word}", "read-only")
        elif word in ("PREFIX", "BASE") and not self.tokens and not self.wanted:
            self.wanted = word
        elif word == "NAMED" and self.wanted == "FROM":
            self.tokens.append(word)
            self.starts.append(at)
        elif word in _KEYWORDS:
            self._emit(at, word.lower() if word in ("TRUE", "FALSE") else word)
            if word == "FROM":
                self.wanted, self.own_dataset = "FROM", True
        else:
            raise self._at(at, f"不认识 {self.text[at:end][:40]}")
        return end

    def _name(self, at: int, token: str) -> None:
        prefix, _, local = token.partition(":")
        if self.wanted == "PREFIX" and not local:
            self.wanted, self.declared = "IRI", prefix
            return
        if self.wanted in ("BASE", "IRI"):
            raise self._at(at, "此处应为尖括号中的 IRI")
        if prefix not in self.prefixes:
            raise self._at(at, f"前缀 {prefix[:40]}: 没有声明")
        self._resolved(at, self.prefixes[prefix] + _ESCAPED.sub(r"\1", local))

    def _iri(self, at: int, found: re.Match[str]) -> int:
        """Without BASE what is no absolute IRI is none at all, but a comparison that another follows; where it ends."""
        iri = found.group()[1:-1]
        if not ABSOLUTE.match(iri):
            if self.base is None:
                self._emit(at, "<")
                return at + 1
            iri = self.base.resolve(iri)
        self._resolved(at, iri)
        return found.end()

    def _resolved(self, at: int, iri: str) -> None:
        if self.wanted in ("BASE", "IRI"):
            if len(iri) > _MAX_DECLARED:
                raise self._at(at, f"BASE 和 PREFIX 的 IRI 不得超过 {_MAX_DECLARED} 个字符")
            if self.wanted == "BASE":
                self.base = Base(iri)
            else:
                self.prefixes[self.declared] = iri
            self.wanted = ""
            return
        if self.wanted == "FROM":
            if not iri.startswith(DEFAULT):
                raise self._foreign(at)
            self.wanted = ""
        self._emit(at, f"<{iri}>")

    def _foreign(self, at: int) -> QueryError:
        return self._at(at, f"FROM 只能是库中的命名图（以 {DEFAULT} 开头）", "query-refused")
