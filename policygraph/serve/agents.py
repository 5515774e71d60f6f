"""``policygraph mcp``: five read-only tools for agents, over the same killable workers as the server."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations

from policygraph import __version__
from policygraph.graph.evidence import QUOTE_OF_THING
from policygraph.graph.questions import named, questions
from policygraph.issues import PolicygraphError
from policygraph.serve.api import simple
from policygraph.serve.http import Refused
from policygraph.serve.pool import Ask
from policygraph.serve.resources import bound
from policygraph.serve.state import Settings, State

_ABOUT = """政策文件图谱：每份中文政策文件的目标、任务、指标、责任单位，每条事实都带有原文依据。
A graph of Chinese policy documents: goals, tasks, indicators, who is responsible; every fact with its quote.
Ids: d… document, t… task, u… duty, i… indicator, g… goal, r… responsibility, o… organisation."""
_READS = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
Rows = list[dict[str, Any]]
#: Characters of one answer and of one value in it, and entries of a list in a row.
ANSWER, WORDS, LISTED = 100_000, 4_000, 200

_OWNERS = """SELECT ?id ?kind ?text ?document ?role ?organization ?mention WHERE {
  #WORDS
  { ?subject a pg:Task ; pg:text ?text . BIND ("task" AS ?kind) }
  UNION { ?subject a pg:IndicatorTarget ; pg:name ?text . BIND ("indicator" AS ?kind) }
  FILTER (CONTAINS(STR(?text), ?words))
  ?subject pg:document/rdfs:label ?document .
  OPTIONAL { ?subject prov:qualifiedAttribution ?duty . ?duty pg:mention ?mention ; dcat:hadRole ?as .
    OPTIONAL { ?duty prov:agent/skos:prefLabel ?organization } }
  BIND (REPLACE(STR(?subject), "^.*/", "") AS ?id) BIND (STRAFTER(STR(?as), "#role-") AS ?role)
} ORDER BY ?document ?id ?role ?mention LIMIT 200"""

_EVIDENCE = f"""SELECT DISTINCT ?quote ?start ?end ?page ?document ?title WHERE {{
  #THING
  {QUOTE_OF_THING}
  OPTIONAL {{ ?expression eli:realizes ?doc . ?doc rdfs:label ?title . BIND (REPLACE(STR(?doc), "^.*/", "") AS ?document) }}
}} ORDER BY ?start LIMIT 100"""


class Tools:
    """The tools as plain coroutines; ``server`` offers them under their names and docstrings."""

    def __init__(self, store: Path | str) -> None:
        self.state = State.over(Settings(store))
        self._started = False

    async def who_owns(self, words: str) -> Rows:
        """谁负责含有这些字的任务或指标：单位、角色（lead 牵头、responsible 责任、support 配合、guide 指导）。
        Who is responsible for the tasks and indicators whose text contains ``words`` (Chinese, a part of the text,
        such as 充电桩). A row for each organisation and role; rows without organisation have no owner."""
        return await self._rows(_OWNERS.replace("#WORDS", bound("words", "text", words)))

    async def find_gaps(self, document: str = "", severity: str = "") -> Rows:
        """政策自身的缺口与矛盾：无人牵头的任务、缺年份的指标、正文与附件不一致等。
        Gaps and conflicts of the policy itself. ``document`` is a document id ('' for all), ``severity`` one of
        error, warning, info ('' for all). ``facts`` are ids to give to ``evidence_of``."""
        keys = [(await self.state.row(document)).id] if document else sorted((await self.state.view()).rows)
        found: Rows = []
        for key in keys:
            record = await self.state.record(key)
            title = record["document"]["title"]
            rows = [item for item in record["findings"] if severity in ("", item["severity"])]
            found += [{"document": key, "title": title, **item} for item in rows]
            if len(found) > 500:
                break
        return found[:500]

    async def evidence_of(self, fact: str) -> Rows:
        """一条事实（任务、指标、目标、责任）的原文依据及其字符位置。
        The exact words that say a fact, with offsets (code points of the document's text) and the document."""
        return await self._rows(_EVIDENCE.replace("#THING", bound("thing", "iri", fact)))

    async def query(self, sparql: str) -> Rows:
        """对图谱执行 SPARQL SELECT 或 ASK（只读，10 秒）。前缀 pg prov org skos eli oa dcat qudt rdfs 无须声明。
        Run a SPARQL SELECT or ASK (read-only, 10 seconds, 1,000 rows). Prefixes need not be declared. Main terms:
        pg:Task (pg:text, pg:domain, pg:dueUntil), pg:Duty (pg:text, pg:modality), pg:IndicatorTarget (pg:name,
        pg:value), pg:leadBy, pg:responsibleBy, pg:supportedBy, pg:guidedBy, pg:document (its rdfs:label is the title);
        bodies by skos:prefLabel. The text of a document is pg:fullText of its pg:current."""
        return (await self._rows(sparql))[:1000]

    async def stored_query(self, name: str = "", parameters: dict[str, str] | None = None) -> Rows:
        """回答一个内置的研究问题；不给名称则列出全部及其参数。
        Answer one of the project's own questions, such as ``due-between`` with {"from": "2024-01", "to": "2024-12"} or
        ``speaks-of`` with {"words": "快递包装"}. Without a name: all of them, with their parameters."""
        if not name:
            return [
                {"name": item.name, "title": item.header["title-en"], "parameters": dict(item.parameters)}
                for item in questions()
            ]
        return (await self._rows(named(name, questions()).given(parameters or {})))[:1000]

    async def _rows(self, text: str) -> Rows:
        if not self._started:
            self._started = True
            await self.state.pool.start()
        reply = await self.state.pool.ask(Ask(text))
        if reply.status != 200:
            raise ToolError(f"{reply.code}: {reply.message}")
        if b'"boolean"' in reply.data[:40]:
            return [{"boolean": b"true" in reply.data[:60]}]
        if not reply.type.startswith("application/sparql-results+json"):
            raise ToolError("只接受 SELECT 或 ASK")
        return simple(reply)

    async def stop(self) -> None:
        if self._started:
            await self.state.pool.stop()
        self.state.close()


def server(tools: Tools) -> MCPServer[Any]:
    """The MCP server of these tools."""
    out: MCPServer[Any] = MCPServer("policygraph", instructions=_ABOUT, version=__version__, log_level="WARNING")
    for tool in (tools.who_owns, tools.find_gaps, tools.evidence_of, tools.stored_query, tools.query):
        out.add_tool(_plain(tool), name=tool.__name__, annotations=_READS)
    return out


def within(rows: Rows) -> Rows:
    """Rows an agent can hold: long words cut, and from where they are too much one row ``truncated`` with their number."""
    kept: Rows = []
    size = 0
    for row in rows:
        short = {key: _short(value) for key, value in row.items()}
        size += len(json.dumps(short, ensure_ascii=False))
        if size > ANSWER:
            left = len(rows) - len(kept)
            return [
                *kept,
                {"truncated": left, "message": f"另有 {left} 行未列出，请缩小范围 / {left} more rows: ask for less"},
            ]
        kept.append(short)
    return kept


def _short(value: Any) -> Any:
    if isinstance(value, str):
        return value if len(value) <= WORDS else value[:WORDS] + "…"
    return [_short(item) for item in value[:LISTED]] if isinstance(value, list) else value


def _plain(tool: Any) -> Any:
    """The tool with refusals as messages an agent can act on."""
    from functools import wraps

    @wraps(tool)
    async def run(*args: Any, **kwargs: Any) -> Rows:
        try:
            return within(await tool(*args, **kwargs))
        except (PolicygraphError, Refused) as error:
            raise ToolError(f"{error.code}: {error.message}") from None

    return run


def serve(store: Path | str) -> None:
    """Speak MCP on standard input and output until the client hangs up."""
    import anyio

    async def main() -> None:
        tools = Tools(store)
        try:
            await server(tools).run_stdio_async()
        finally:
            await tools.stop()

    anyio.run(main)
