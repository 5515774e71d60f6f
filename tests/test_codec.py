"""There and back by type; what is not of the type is refused, whatever it is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Literal

import pytest

from policygraph.codec import CodecError, dumps, loads, returned
from policygraph.model import Linked, Literal_, Span
from policygraph.pipeline import Refusal, Result


@dataclass(frozen=True, slots=True)
class Everything:
    words: str
    number: float | None
    kind: Literal["a", "b"]
    spans: tuple[Span, ...]
    pair: tuple[int, str]
    table: Mapping[str, tuple[Span, ...]]
    data: bytes
    path: Path
    inner: Literal_ | str
    maybe: Span | None = None
    flag: bool = False


FULL = Everything(
    "甲\ud800", 1.5, "a", (Span(1, 2),), (1, "b"), {"k": (Span(3, 4),)}, b"\0\xff", Path("a\udcb8"), Literal_("v"), Span(0, 1)
)  # fmt: skip


@pytest.mark.parametrize("value", [FULL, Everything("", 2, "b", (), (0, ""), {}, b"", Path("x"), "iri")])
def test_there_and_back(value: Everything) -> None:
    again = loads(Everything, dumps(Everything, value))
    assert again == value and type(again.inner) is type(value.inner)


def test_a_whole_document(changzhou: Linked) -> None:
    for result in (Result(Path("a.txt"), changzhou), Result(Path("a"), refusal=Refusal("a", "empty", "空"))):
        assert loads(Result, dumps(Result, result)) == result


WRONG = [
    (0, 1), (1, "1"), (2, "c"), (2, ["a"]), (3, [[1]]), (3, [[1, "2"]]), (3, [[True, 2]]), (3, {"0": [1, 2]}), (3, "ab"),
    (4, [1]), (4, "1b"), (5, []), (6, "?"), (6, 3), (7, None), (8, ["v"]), (8, 7), (9, [1, 2, 3]), (10, 1), (10, None),
]  # fmt: skip


@pytest.mark.parametrize(("at", "instead"), WRONG)
def test_another_shape_is_refused(at: int, instead: Any) -> None:
    fields = json.loads(dumps(Everything, FULL))
    fields[at] = instead
    with pytest.raises(CodecError):
        loads(Everything, json.dumps(fields).encode())


@pytest.mark.parametrize("data", [b"", b"\x80\x04.", b"[" * 100_000, b"[]", b"{}", b"null", b"\xff", b'[1,"a",2'])
def test_what_is_no_value_is_refused(data: bytes) -> None:
    with pytest.raises(CodecError):
        loads(Everything, data)


@pytest.mark.parametrize("kind", [object, list[int], Span | Literal_, Any])
def test_a_type_without_a_form_is_an_error_of_the_program(kind: Any) -> None:
    with pytest.raises(TypeError):
        dumps(kind, None)


def test_the_type_a_function_returns() -> None:
    def work(item: str, more: int = 0) -> tuple[int, ...]:
        return (len(item), more)

    assert returned(work) == returned(partial(work, more=1)) == tuple[int, ...]
