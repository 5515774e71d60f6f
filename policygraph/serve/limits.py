"""What one request may cost, in one place."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds, rows and bytes of a query; bytes of a body; how many queries run at once.

    A query runs in one of ``fast`` places. Once it has worked for a tenth of ``patience`` seconds it makes way: it goes on
    at lower priority, in one of as many places of its own. Once it has worked for ``patience`` it moves to one of ``slow``
    places, so that short queries never wait behind long ones. ``spare`` workers are kept ready.
    ``going`` are the bytes of all long answers on their way, one that goes to many counted once; a client may have
    ``connections`` at once, and one that takes nothing for ``write_seconds``, or twice that, is left.
    ``one_page`` is how many documents one page of the workbench shows: more a browser opens slowly, and the library is
    shown instead.
    """

    seconds: float = 10.0
    rows: int = 10_000
    bytes: int = 10_000_000
    memory: int = 1 << 30
    body: int = 2_000_000
    upload: int = 100_000_000
    read_seconds: float = 10.0
    write_seconds: float = 10.0
    connections: int = 256
    going: int = 120_000_000
    fast: int = 16
    slow: int = 4
    spare: int = 4
    patience: float = 0.5
    queue_seconds: float = 10.0
    one_page: int = 300


LIMITS = Limits()
