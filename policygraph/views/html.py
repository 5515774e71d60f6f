"""Pages that need nothing from anywhere: inlined assets, data that cannot end its script, a policy by hash."""

from __future__ import annotations

import base64
import hashlib
import html
import json
from collections.abc import Sequence
from importlib.resources import files
from typing import Any

from policygraph.text import UNSEEN, shown


def asset(name: str) -> str:
    """A text file of ``views/assets``, line breaks as LF whatever the checkout made of them."""
    data = files("policygraph.views").joinpath("assets", name).read_bytes()
    return data.decode("utf-8").replace("\r\n", "\n")


def inline_json(value: Any) -> str:
    """JSON for a ``<script>``: ``<``, ``>``, ``&`` and the two line separators of JavaScript escaped, so no text
    can close the element, open a comment, or break a string. Lone surrogates and unseen characters are written as escapes.

    >>> inline_json("</script>")
    '"\\\\u003c/script\\\\u003e"'
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    text = UNSEEN.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
    return "".join(f"\\u{ord(char):04x}" if "\ud800" <= char <= "\udfff" else char for char in text)


def label(text: str) -> str:
    """Text of a document as a label in markup: escaped, unseen characters as marks.

    >>> label("<市\\u202e局")
    '&lt;市�局'
    """
    return html.escape(shown(text))


def source_hash(content: str) -> str:
    """The CSP source of an inline script or style."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode('utf-8')).digest()).decode()}'"


BESIDE = "'self' file:"
"""The CSP source of a script in a file beside the page. A hash would name it exactly, but a hash of a file needs
``integrity``, and browsers refuse to check that on ``file://`` (the answer is not CORS). ``'self'`` is enough in
Chromium; ``file:`` is for browsers in which a page on ``file://`` is no origin. A page from a server cannot reach it."""


def policy(scripts: Sequence[str], styles: Sequence[str], beside: bool = False) -> str:
    """A Content-Security-Policy under which exactly these inline scripts and styles run and nothing is fetched, but
    scripts of the same folder's files where ``beside``."""
    allowed = [*([BESIDE] if beside else []), *map(source_hash, scripts)]
    script = " ".join(allowed) or "'none'"
    style = " ".join(map(source_hash, styles)) or "'none'"
    rules = ("default-src 'none'", f"script-src {script}", f"style-src {style}", "img-src data:")
    return "; ".join((*rules, "connect-src 'self'", "base-uri 'none'", "form-action 'none'"))


def page(
    *,
    title: str,
    body: str,
    scripts: Sequence[str],
    styles: Sequence[str],
    beside: Sequence[str] = (),
    lang: str = "zh-CN",
) -> bytes:
    """A whole page. ``body`` is trusted markup; everything from a document belongs in ``inline_json`` or is
    escaped by the caller. Scripts stand at the end, in order, after the script files ``beside`` the page (names)."""
    head = (
        f'<!doctype html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy(scripts, styles, bool(beside))}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{label(title)}</title>\n"
    )
    css = "".join(f"<style>{style}</style>\n" for style in styles)
    code = "".join(f'<script src="{html.escape(name, quote=True)}"></script>\n' for name in beside)
    code += "".join(f"<script>{script}</script>\n" for script in scripts)
    return f"{head}{css}</head>\n<body>\n{body}\n{code}</body>\n</html>\n".encode("utf-8", "replace")
