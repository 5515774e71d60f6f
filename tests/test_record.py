"""The record follows its schema, and the schema refuses what it must."""

from __future__ import annotations

import copy
import json

import jsonschema
import pytest
from generated import policy
from hypothesis import given

from policygraph.model import Linked
from policygraph.pipeline import parse_bytes
from policygraph.record import Record, dumps, schema, to_record

VALIDATOR = jsonschema.Draft202012Validator(schema())


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())


def test_the_real_document_follows_the_schema(changzhou: Linked) -> None:
    assert [error.message for error in VALIDATOR.iter_errors(to_record(changzhou))] == []


@given(policy())
def test_generated_documents_follow_the_schema(text: str) -> None:
    record = to_record(parse_bytes(text.encode("utf-8"), "a.txt"))
    assert [error.message for error in VALIDATOR.iter_errors(record)] == []


def broken(record: Record) -> list[tuple[str, Record]]:
    def edit(path: str, value: object) -> tuple[str, Record]:
        bad = copy.deepcopy(record)
        target = bad
        *outer, last = path.split(".")
        for key in outer:
            target = target[int(key)] if isinstance(target, list) else target[key]
        target[last] = value
        return path, bad

    return [
        edit("tasks.0.spans", []),
        edit("responsibilities.0.role", "owner"),
        edit("indicators.0.by", "2025年"),
        edit("document.kind", "方案"),
        edit("goals.0.extra", 1),
        edit("schema", "policygraph/record/1"),
    ]


@pytest.mark.parametrize("index", range(6))
def test_the_schema_refuses(changzhou: Linked, index: int) -> None:
    path, bad = broken(to_record(changzhou))[index]
    assert not VALIDATOR.is_valid(bad), f"{path} was accepted"


def test_every_quote_is_the_text_at_its_span(changzhou: Linked) -> None:
    record = to_record(changzhou)
    for kind in ("goals", "indicators", "tasks", "responsibilities", "citations"):
        for fact in record[kind]:
            for span in fact["spans"]:
                assert record["text"][span["start"] : span["end"]] == span["quote"]


def test_dumps_is_one_json_text_with_chinese_as_it_is(changzhou: Linked) -> None:
    text = dumps(to_record(changzhou))
    assert "滨开区管委会" in text
    assert json.loads(text)["schema"] == "policygraph/record/2"
