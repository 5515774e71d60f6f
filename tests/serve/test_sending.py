"""Long answers go in pieces of one body, and there is room for so many bytes of bodies."""

from __future__ import annotations

import asyncio
from typing import Any

from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from policygraph.serve.sending import PIECE, Going
from policygraph.serve.shield import Shield

PAGE = bytes(10 * PIECE + 1)


def scope(method: str = "GET") -> dict[str, Any]:
    return {"type": "http", "method": method, "path": "/", "query_string": b"", "headers": [(b"host", b"a")]}


async def receive() -> Message:
    raise AssertionError("nothing is read")


class Client:
    """Takes ``pieces`` messages with a body, then nothing more until ``go``."""

    def __init__(self, pieces: int) -> None:
        self.left, self.go = pieces, asyncio.Event()
        self.status, self.sizes = 0, list[int]()

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            return
        if self.left == 0:
            await self.go.wait()
        else:
            self.left -= 1
        self.sizes.append(len(message["body"]))
        self.ended = not message.get("more_body", False)


def shield(going: Going, body: bytes = PAGE) -> Shield:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await Response(body)(scope, receive, send)

    return Shield(app, ["a"], going)


def test_a_body_is_counted_once_for_all_its_clients() -> None:
    async def main() -> None:
        going = Going(2 * len(PAGE))
        app, clients = shield(going), [Client(2) for _ in range(50)]
        tasks = [asyncio.ensure_future(app(scope(), receive, client.send)) for client in clients]
        await asyncio.sleep(0.01)
        assert going.bytes == len(PAGE)
        assert all(client.sizes == [PIECE, PIECE] for client in clients)
        for client in clients:
            client.go.set()
        await asyncio.gather(*tasks)
        assert going.bytes == 0
        assert all(client.sizes == [PIECE] * 10 + [1] and client.ended for client in clients)

    asyncio.run(main())


def test_bodies_for_which_there_is_no_room_are_refused() -> None:
    async def main() -> None:
        going = Going(3 * len(PAGE))
        clients = [Client(1) for _ in range(10)]
        tasks = [
            asyncio.ensure_future(shield(going, bytes(len(PAGE)))(scope(), receive, client.send)) for client in clients
        ]
        await asyncio.sleep(0.01)
        assert going.bytes == 3 * len(PAGE)
        assert [client.status for client in clients] == [200] * 3 + [503] * 7
        for task in tasks:  # a client that is gone gives its room back
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        assert going.bytes == 0

    asyncio.run(main())


def test_one_larger_than_the_room_goes_alone() -> None:
    going = Going(10)
    assert going.take(PAGE) and not going.take(bytes(11))
    going.give(PAGE)
    assert going.bytes == 0


def test_short_bodies_and_heads_take_no_room() -> None:
    async def main() -> None:
        going, client = Going(0), Client(5)
        await shield(going, b"short")(scope(), receive, client.send)
        assert (client.status, client.sizes, client.ended) == (200, [5], True)
        await shield(going, b"")(scope(), receive, client.send)
        assert client.sizes == [5, 0]
        await shield(going)(scope("HEAD"), receive, client.send)
        assert client.status == 200 and going.bytes == 0

    asyncio.run(main())
