"""Lines that are one number or one date."""

from __future__ import annotations

from policygraph.outline.numbers import read_date, read_number
from policygraph.text import squash


def is_number_line(text: str) -> bool:
    """The whole line is a document number, brackets around it or not."""
    found = read_number(text)
    return found is not None and len(squash(text)) <= len(squash(text[found[1] : found[2]])) + 1


def is_date_line(text: str) -> bool:
    """The whole line is a date, as under a signature or （2020年12月） under a title."""
    if len(text) > 40:
        return False
    found = read_date(text)
    return found is not None and len(squash(text)) - len(squash(text[found[1] : found[2]])) <= 0
