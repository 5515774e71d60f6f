"""The server: the pages, SPARQL, the JSON API, and uploads where they are allowed; tools for agents in ``mcp``."""

from __future__ import annotations

from policygraph.serve.limits import LIMITS, Limits

__all__ = ["LIMITS", "Limits"]
