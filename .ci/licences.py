"""The licences of everything installed beside the interpreter that runs this, from its metadata. Exit code 1 where one
is of the GPL or AGPL with no other to choose, or is not stated at all. The LGPL is listed and passes.

Run in an environment into which only the wheel was installed, it judges what the wheel brings.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from email.message import Message
from importlib.metadata import distributions

TOOLS = {"pip", "setuptools", "wheel"}  # of the environment, not of the wheel
NOT_STATED = "not stated"
_LESSER = re.compile(r"\bLGPL|(?:Lesser|Library)(?: or Lesser)? General Public License", re.IGNORECASE)
_STRONG = re.compile(r"GPL|General Public License|\bAffero\b", re.IGNORECASE)


def licence(about: Message) -> str:
    """What a distribution says of its licence: the SPDX expression, else the first line of the field and the
    classifiers, of which one may choose."""
    expression = str(about.get("License-Expression") or "").strip()
    if expression:
        return expression
    field = str(about.get("License") or "").strip().split("\n")[0].strip()
    named = [str(text).rpartition("::")[2].strip() for text in about.get_all("Classifier") or ()
             if str(text).startswith("License ::")]  # fmt: skip
    said = [text for text in (field, *named) if text and text.upper() != "UNKNOWN" and text != "OSI Approved"]
    return " OR ".join(dict.fromkeys(said)) or NOT_STATED


def forbidden(text: str) -> bool:
    """Whether no choice is left but the GPL or AGPL, or nothing is stated."""
    choices = re.split(r"\s+OR\s+", text)
    return text == NOT_STATED or all(_STRONG.search(_LESSER.sub("", choice)) for choice in choices)


def installed() -> Iterator[tuple[str, str, str]]:
    """(name, version, licence), tools left out."""
    for found in distributions():
        name = str(found.metadata["Name"])
        if name.lower() not in TOOLS:
            yield name, found.version, licence(found.metadata)


def main() -> int:
    rows = sorted(set(installed()), key=lambda row: row[0].lower())
    bad = [row for row in rows if forbidden(row[2])]
    for name, version, text in rows:
        print(f"{name} {version}: {text}")
    for name, version, text in bad:
        print(f"FORBIDDEN {name} {version}: {text}", file=sys.stderr)
    print(f"{len(rows)} distributions, {len(bad)} forbidden")
    return 1 if bad or not rows else 0


if __name__ == "__main__":
    sys.exit(main())
