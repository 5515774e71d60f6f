"""Answers on their way: cut into pieces that share one body, and no more bodies than there is room for."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.types import Message, Send

from policygraph.serve.http import error

PIECE = 32_768  # bytes a connection holds of an answer that its client has not taken; twice that at most


class Going:
    """The bodies that are being sent, each counted once however many clients it goes to."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._going: dict[int, tuple[bytes, int]] = {}  # by identity, with the number of clients
        self.bytes = 0

    def take(self, body: bytes) -> bool:
        """Whether there is room: always where nothing else is going, or this is on its way to others already."""
        _, clients = self._going.get(id(body), (body, 0))
        if not clients:
            if self._going and self.bytes + len(body) > self._room:
                return False
            self.bytes += len(body)
        self._going[id(body)] = body, clients + 1
        return True

    def give(self, body: bytes) -> None:
        """One client has it, or is gone."""
        _, clients = self._going.pop(id(body))
        if clients > 1:
            self._going[id(body)] = body, clients - 1
        else:
            self.bytes -= len(body)

    @asynccontextmanager
    async def sending(self, start: Message, body: bytes) -> AsyncIterator[tuple[Message, bytes]]:
        """What to send: the answer, or where there is no room for it, that there is none."""
        if len(body) <= PIECE:
            yield start, body
        elif self.take(body):
            try:
                yield start, body
            finally:
                self.give(body)
        else:
            busy = error(503, "busy", "正在发送的内容过多，请稍后再试")
            yield {**start, "status": 503, "headers": busy.raw_headers}, bytes(busy.body)


async def in_pieces(send: Send, message: Message, body: bytes) -> None:
    """A body, each piece when the client has taken the one before: a server buffers what it is given at once."""
    more = message.get("more_body", False)
    for at in range(0, len(body) or 1, PIECE):
        last = at + PIECE >= len(body)
        await send({**message, "body": body[at : at + PIECE], "more_body": more or not last})
