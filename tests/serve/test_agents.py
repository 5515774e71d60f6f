"""The MCP server, asked by a real client over its standard input and output."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import anyio
from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client

from policygraph.interpreter import interpreter
from policygraph.serve.agents import ANSWER, LISTED, WORDS, within

Served = tuple[str, str, Path]


def ask(store: Path | str, calls: list[tuple[str, dict[str, Any]]]) -> tuple[list[Any], list[Any]]:
    """(tools, answers) of one session."""

    async def run() -> tuple[list[Any], list[Any]]:
        code = f"from policygraph.serve.agents import serve; serve({str(store)!r})"
        program, *arguments = interpreter(code)
        parameters = StdioServerParameters(command=program, args=arguments)
        async with stdio_client(parameters) as (reads, writes), ClientSession(reads, writes) as session:
            await session.initialize()
            tools = (await session.list_tools()).tools
            return tools, [await session.call_tool(name, given) for name, given in calls]

    with anyio.from_thread.start_blocking_portal() as portal:
        return portal.call(run)


def rows(answer: Any) -> list[dict[str, Any]]:
    assert not answer.is_error, answer.content
    found = answer.structured_content
    return list(found["result"]) if found else [json.loads(item.text) for item in answer.content]


def test_tools(served: Served) -> None:
    calls = [
        ("who_owns", {"words": "节水"}),
        ("find_gaps", {"document": served[1]}),
        ("query", {"sparql": "SELECT ?t WHERE { ?t a pg:Task } ORDER BY ?t"}),
        ("query", {"sparql": "ASK { ?t a pg:Task }"}),
        ("query", {"sparql": "CLEAR ALL"}),
        ("find_gaps", {"document": "dx"}),
        ("stored_query", {}),
        ("stored_query", {"name": "speaks-of", "parameters": {"words": "节水"}}),
        ("stored_query", {"name": "speaks-on"}),
    ]
    tools, (owners, gaps, tasks, truth, refused, unknown, known, spoken, unnamed) = ask(served[2], calls)
    assert [tool.name for tool in tools] == ["who_owns", "find_gaps", "evidence_of", "stored_query", "query"]
    assert all(tool.annotations.read_only_hint and len(tool.description) > 60 for tool in tools)
    assert ("lead", "市工业和信息化局") in {(row["role"], row["mention"]) for row in rows(owners)}
    assert all({"code", "severity", "message", "document"} <= set(row) for row in rows(gaps))
    assert rows(truth) == [{"boolean": True}]
    assert refused.is_error and "read-only" in refused.content[0].text
    assert unknown.is_error and "unknown-document" in unknown.content[0].text
    assert ["words"] in [list(row["parameters"]) for row in rows(known) if row["name"] == "speaks-of"]
    assert rows(spoken) and all("节水" in row["quote"] for row in rows(spoken))
    assert unnamed.is_error and "speaks-of" in unnamed.content[0].text
    fact = rows(tasks)[0]["t"].rpartition("/")[2]
    _, (proof,) = ask(served[2], [("evidence_of", {"fact": fact})])
    assert rows(proof)[0]["quote"] and rows(proof)[0]["document"] == served[1]


def test_answers_are_of_a_size_an_agent_can_hold() -> None:
    few = [{"id": "t1", "n": 1, "facts": ["a"]}]
    assert within(few) == few
    (cut,) = within([{"quote": "字" * 50_000, "facts": ["f"] * 1_000}])
    assert (len(cut["quote"]), len(cut["facts"])) == (WORDS + 1, LISTED)
    many = within([{"id": n, "text": "字" * 900} for n in range(1_000)])
    assert len(json.dumps(many, ensure_ascii=False)) < ANSWER + 1_000
    assert many[-1]["truncated"] == 1_000 - (len(many) - 1)
    whole = [{"a": "字" * WORDS, "b": ["字" * WORDS] * 1_000}]
    assert [row.get("truncated") for row in within(whole)] == [1]
