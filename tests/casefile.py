"""Cases as data: title, input and expected output, divided by lines that hold one dot."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent / "cases"


def cases(name: str) -> list[tuple[str, str, str]]:
    """(title, input, expected) of every case in ``tests/cases/NAME.txt``; blank lines between cases are free."""
    parts = [part.strip("\n") for part in ("\n" + (FOLDER / f"{name}.txt").read_text("utf-8")).split("\n.\n")]
    found: list[tuple[str, str, str]] = []
    for at in range(0, len(parts) - 2, 3):
        title = parts[at].strip().splitlines()[-1]
        found.append((title, parts[at + 1], parts[at + 2]))
    assert found and len(parts) % 3 == 1 and not parts[-1].strip(), f"{name}.txt does not divide into cases"
    return found
