"""Small things every route needs: errors as JSON, bodies read within limits, the form a client prefers."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from policygraph.serve.pool import Reply

_GZIP = re.compile(r"(?:^|,)\s*gzip\s*(?:;\s*q=(?:1(?:\.0*)?|0\.0*[1-9]\d*)\s*)?(?:,|$)")


class Refused(Exception):
    """A request that is not met: HTTP status, reason code, text for the user."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message


def error(status: int, code: str, message: str) -> Response:
    headers = {"Retry-After": "5"} if status == 503 else {"WWW-Authenticate": "Bearer"} if status == 401 else {}
    return as_json({"error": {"code": code, "message": message}}, status, headers)


def as_json(value: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    text = json.dumps(value, ensure_ascii=False, indent=1) + "\n"
    return Response(text.encode("utf-8", "replace"), status, dict(headers or {}), "application/json; charset=utf-8")


def of_reply(reply: Reply) -> Response:
    """The answer of a worker as a response; what was cut is said in a header."""
    if reply.status != 200:
        return error(reply.status, reply.code, reply.message)
    headers = {"Policygraph-Truncated": reply.truncated} if reply.truncated else {}
    return Response(reply.data, 200, headers, reply.type)


async def read_body(request: Request, limit: int, seconds: float) -> bytes:
    """The whole body. Refused 413 when it is longer than ``limit``, 408 when it takes longer than ``seconds``."""
    length = request.headers.get("content-length", "")
    if length.isdecimal() and int(length[:15]) > limit:
        raise Refused(413, "too-large", f"请求体超过 {limit} 字节")
    parts, size = [], 0
    try:
        async with asyncio.timeout(seconds):
            async for part in request.stream():
                size += len(part)
                if size > limit:
                    raise Refused(413, "too-large", f"请求体超过 {limit} 字节")
                parts.append(part)
    except TimeoutError:
        raise Refused(408, "slow", f"请求体在 {seconds:g} 秒内没有到达") from None
    except ClientDisconnect:
        raise Refused(400, "disconnected", "连接中断") from None
    return b"".join(parts)


def preferred(accept: str, offered: Sequence[tuple[str, str]]) -> str | None:
    """The name of the offered media type the client likes best; the first offered wins a tie, None if none will do.

    >>> preferred("text/csv;q=0.5, application/*", [("csv", "text/csv"), ("json", "application/json")])
    'json'
    """
    ranges = [_range(item) for item in accept[:2000].split(",")[:50]] if accept.strip() else [("*", "*", 1.0)]
    best: tuple[float, int] = (0.0, 0)
    chosen = None
    for name, media in offered:
        kind, _, sub = media.partition("/")
        fits = [(len(a) + len(b), q) for a, b, q in ranges if a in ("*", kind) and b in ("*", sub)]
        if not fits:
            continue
        exact, quality = max(fits)
        rank = (quality, 1 if exact > 1 else 0)
        if quality > 0 and rank > best:
            best, chosen = rank, name
    return chosen


def _range(item: str) -> tuple[str, str, float]:
    media, *parameters = (part.strip().lower() for part in item.split(";"))
    kind, _, sub = media.partition("/")
    quality = 1.0
    for parameter in parameters:
        if parameter.startswith("q="):
            try:
                quality = min(1.0, max(0.0, float(parameter[2:])))
            except ValueError:
                quality = 0.0
    return kind, sub or "-", quality


def takes_gzip(request: Request) -> bool:
    return _GZIP.search(request.headers.get("accept-encoding", "")[:500].lower()) is not None


def whole(request: Request, name: str, default: int, top: int) -> int:
    """A query parameter that is a whole number from 0 to ``top``. Refused 400 for anything else."""
    text = request.query_params.get(name, "")
    if not text:
        return default
    if not (text.isascii() and text.isdecimal() and len(text) <= 9):
        raise Refused(400, "bad-parameter", f"{name} 应为非负整数")
    return min(int(text), top)


def flat(rows: Sequence[Mapping[str, Any]]) -> bytes:
    """Rows as CSV with a mark for Excel; nested values as JSON, formulas made harmless."""
    import csv
    import io

    from policygraph.export.safe import csv_text

    out = io.StringIO()
    names = list(dict.fromkeys(key for row in rows for key in row))
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(names)
    for row in rows:
        writer.writerow([csv_text(_cell(row.get(name))) for name in names])
    return ("\ufeff" + out.getvalue()).encode("utf-8", "replace")


def _cell(value: object) -> str:
    if value is None:
        return ""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text.replace("\x00", "\ufffd")
