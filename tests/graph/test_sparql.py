"""What the engine is given: the same question, in a spelling that can be read in one way only."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from itertools import chain

import pyoxigraph as ox
import pytest
from casefile import cases
from hypothesis import given
from hypothesis import strategies as st
from spellings import MATCHED, foreign, listening, services, updates

from policygraph.graph import check
from policygraph.graph.questions import questions
from policygraph.graph.sparql import MAX_QUERY, QueryError, canonical
from policygraph.graph.terms import PREFIXES

CASES = cases("sparql")


@pytest.mark.parametrize(("asked", "written"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_what_is_written(asked: str, written: str) -> None:
    query = canonical(asked)
    assert query.text == written
    assert canonical(query.text).text == written
    ox.Store().query(query.text)  # and the engine reads it


@pytest.mark.parametrize(
    ("asked", "code", "told"),
    [
        ("SELECT * {\r?s ?p ?o .\r\n SERVICE <a:b> {} }", "query-refused", "第 3 行第 2 列"),
        ("SELECT * { ?s <a:\\u0041b> ?o . SERVICE <a:b> {} }", "query-refused", "第 1 行第 32 列"),
        ("ASK { ?s ?p 1Service <a:b> {} }", "query-refused", "第 1 行第 14 列"),
        ("PREFIX service: <a:b>\nDELETE WHERE { ?s ?p ?o }", "read-only", "DELETE（第 2 行第 1 列）"),
        ("SELECT *\nFROM pg:x { ?s ?p ?o }", "query-refused", "第 2 行第 6 列"),
        ("SELECT * FROM NAMED ?x { ?s ?p ?o }", "query-refused", "第 1 行第 21 列"),
        ("ASK { ?s ?p 'abc }", "query-syntax", "第 1 行第 13 列：字符串没有结束"),
        ("ASK { ?s ?p 'a\\qb' }", "query-syntax", "第 1 行第 13 列"),
        ("ASK { ?s ?p '\\uD800' }", "query-syntax", "第 1 行第 14 列：转义不合格"),
        ("ASK { ?s ?p '\ud800' }", "query-syntax", "不成字符"),
        ("ASK { ?s no:thing ?o }", "query-syntax", "前缀 no: 没有声明"),
        ("ASK { ?s ?p ?o } LATERAL", "query-syntax", "不认识 LATERAL"),
        ("ASK { ?s ?p ?o } PREFIX x: <a:b>", "query-syntax", "不认识 PREFIX"),
        ("PREFIX x: y:z ASK {}", "query-syntax", "尖括号"),
        ("PREFIX x: <a:b>", "query-syntax", "没有写完"),
        ("", "query-syntax", "没有写完"),
        ("?s ?p ?o", "query-syntax", "此处应为 SELECT"),
        ("ASK " + "{" * 201, "query-too-deep", "第 1 行第 205 列"),
        ("ASK { FILTER " + "(1=[" * 201, "query-too-deep", "200"),
        ("#" * (MAX_QUERY + 1), "query-too-long", str(MAX_QUERY)),
        (f"PREFIX : <a:{'b' * 1900}> ASK {{ {':c ' * 600} }}", "query-too-long", "展开"),
        (f"PREFIX : <a:{'b' * 2000}> ASK {{ }}", "query-syntax", "2000"),
    ],
)
def test_what_is_refused_says_where(asked: str, code: str, told: str) -> None:
    with pytest.raises(QueryError) as caught:
        canonical(asked)
    assert caught.value.code == code and told in caught.value.message and "\n" not in caught.value.message


def test_the_engine_is_answered_for_in_the_words_of_who_asked() -> None:
    with pytest.raises(QueryError, match="第 3 行第 9 列") as caught:
        check.query("", "# first\r\nSELECT * {\n  ?s ?p }")
    assert "\n" not in caught.value.message


@pytest.mark.parametrize("question", questions(), ids=lambda question: question.name)
def test_questions_mean_the_same(question: object) -> None:
    text = question.text  # type: ignore[attr-defined]
    store = check.open_store('<a:s> <https://w3id.org/policygraph/ns#text> "x\\\\y" <a:g> .\n')
    plain = store.query(text, prefixes=dict(PREFIXES), use_default_graph_as_union=True)
    again = store.query(canonical(text).text, use_default_graph_as_union=True)
    assert isinstance(plain, ox.QuerySolutions) and isinstance(again, ox.QuerySolutions)
    assert [str(name) for name in plain.variables] == [str(name) for name in again.variables]
    assert [[str(term) for term in row] for row in plain] == [[str(term) for term in row] for row in again]


FORBIDDEN = {"SERVICE", "LOAD", "INSERT", "DELETE", "CLEAR", "DROP", "CREATE"}
PIECES = ("SERVICE", "service", "<a:b>", "<", ">", "#", "\r", "\n", " ", "'", '"', '"""', "'''", "\\", "\\u0041", "\\u0027", "\\u000A", ":", "x:", "{", "}", "?s", "1", ".", "-", "a", "FROM", "LOAD", "SELECT * ", "@en", "^^", "_:")  # fmt: skip


@given(st.lists(st.sampled_from(PIECES) | st.characters(), max_size=40).map("".join))
def test_whatever_is_written_holds_no_forbidden_word(text: str) -> None:
    try:
        written = canonical(f"PREFIX x: <a:> PREFIX : <a:> SELECT * {{ {text} }}").text
    except QueryError:
        return
    assert canonical(written).text == written
    outside = "".join(
        part for at, part in enumerate(written.replace("\\\\", "").replace('\\"', "").split('"')) if at % 2 == 0
    )
    assert not FORBIDDEN & {token.strip("(").upper() for token in outside.split(" ")}
    assert "#" not in "".join(part.partition(">")[2] for part in outside.split("<")) and "\\" not in outside


def test_no_spelling_of_what_is_forbidden_passes() -> None:
    with listening() as (url, heard):
        for text in services(url, 1, 1500):
            with pytest.raises(QueryError) as caught:
                check.query("", text)
            # a name that stands close to the word makes it a prefix nobody declared
            assert caught.value.code == "query-refused" or "前缀" in caught.value.message, text
        for text, code in chain(
            ((text, "read-only") for text in updates(url, 2, 300)),
            ((text, "query-refused") for text in foreign(url, 3, 300)),
        ):
            with pytest.raises(QueryError) as caught:
                check.query("", text)
            assert caught.value.code == code, text
        assert heard == []


def test_the_spellings_are_spellings() -> None:
    """Without any guard the engine understands them and connects: else the test above would show nothing."""
    with listening() as (url, heard):
        connected = 0
        store = check.open_store(MATCHED)
        for text in services(url, 1, 200):
            before = len(heard)
            try:
                found = store.query(text)
                if not isinstance(found, ox.QueryBoolean):
                    list(found)
            except (SyntaxError, OSError, RuntimeError, ValueError):
                pass
            connected += len(heard) > before
    assert connected >= 50


HEAD = "SELECT * {"
FLOODS: dict[str, Callable[[int], str]] = {
    "string that does not end": lambda size: HEAD + '"""' + '\\"""' * (size // 4),
    "quotes": lambda size: HEAD + '""' * (size // 2),
    "spaces": lambda size: "prefix " + " " * size,
    "prefixes": lambda size: "prefix a: <a:b> " * (size // 16),
    "brackets": lambda size: HEAD + "{}" * (size // 2),
    "comment": lambda size: "#" * size,
    "comments": lambda size: "#\r" * (size // 2),
    "escapes": lambda size: HEAD + "\\u0020" * (size // 6),
    "backslashes": lambda size: HEAD + "\\" * size,
    "words with hyphens": lambda size: HEAD + "a-" * (size // 2),
    "words with dots": lambda size: HEAD + "a." * (size // 2),
    "dots": lambda size: HEAD + "a" + "." * size,
    "open": lambda size: HEAD + "<a" * (size // 2),
    "relative": lambda size: "BASE <x:" + "/a" * 900 + "> " + HEAD + "<..>" * (size // 4),
    "climbing": lambda size: "BASE <x:/" + "a" * 1900 + "> " + HEAD + "<b>" * (size // 3),
    "names": lambda size: "PREFIX : <a:b> " + HEAD + ":a...." * (size // 6),
    "numbers": lambda size: HEAD + "1.1" * (size // 3),
    "signs": lambda size: HEAD + "!" * size,
    "languages": lambda size: HEAD + "@a-" * (size // 3),
}


@pytest.mark.parametrize("flood", FLOODS)
def test_work_grows_with_the_text_and_no_faster(flood: str) -> None:
    """By the processor time of this thread: twice the text is twice the work (four times where it is the square)."""

    def work(size: int) -> float:
        text = FLOODS[flood](size)[:size]
        best = float("inf")
        for _ in range(3):
            began = time.thread_time()
            with suppress(QueryError):
                canonical(text)
            best = min(best, time.thread_time() - began)
        return best

    assert work(100_000) <= 3 * work(50_000) + 0.005
