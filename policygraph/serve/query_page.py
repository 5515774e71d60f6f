"""``/query``: the editor, with the one loosening of the policy it needs."""

from __future__ import annotations

from functools import lru_cache

from starlette.requests import Request
from starlette.responses import Response

from policygraph.editor import served_page
from policygraph.serve.shield import POLICY

# the editor positions its cursor and panes with style attributes
_POLICY = POLICY.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")


async def query_page(request: Request) -> Response:
    return Response(_page(), 200, {"Content-Security-Policy": _POLICY}, "text/html; charset=utf-8")


@lru_cache(maxsize=1)
def _page() -> bytes:
    return served_page()
