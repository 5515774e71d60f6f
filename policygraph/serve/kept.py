"""What is dear to make and asked for again: made once for all who ask at the same time, the last asked for kept."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Generic, TypeVar

from policygraph.serve.http import Refused

K = TypeVar("K")
V = TypeVar("V")


class Kept(Generic[K, V]):
    """Up to ``room`` bytes, counted by ``weigh``, and always the last thing made. ``at_once`` are in the making, up to
    ``waiting`` more wait for that; who comes then is refused, 503."""

    def __init__(self, room: int, at_once: int, waiting: int, weigh: Callable[[V], int]) -> None:
        self._room = room
        self._most = at_once + waiting
        self._weigh = weigh
        self._turn = asyncio.Semaphore(at_once)
        self._made: dict[K, V] = {}
        self._making: dict[K, asyncio.Task[V]] = {}

    @property
    def bytes(self) -> int:
        return sum(map(self._weigh, self._made.values()))

    async def get(self, key: K, make: Callable[[], Awaitable[V]]) -> V:
        """Refused 503 where too many wait; else what ``make`` raises."""
        if key in self._made:
            self._made[key] = self._made.pop(key)  # the last asked for is the last to go
            return self._made[key]
        if key not in self._making:
            if len(self._making) >= self._most:
                raise Refused(503, "busy", "正在生成的页面过多，请稍后再试")
            self._making[key] = asyncio.ensure_future(self._make(key, make))
        return await asyncio.shield(self._making[key])

    async def _make(self, key: K, make: Callable[[], Awaitable[V]]) -> V:
        try:
            async with self._turn:
                value = await make()
        finally:
            del self._making[key]
        self._made[key] = value
        while len(self._made) > 1 and self.bytes > self._room:
            del self._made[next(iter(self._made))]
        return value

    def forget(self) -> None:
        self._made.clear()

    def close(self) -> None:
        tasks: list[asyncio.Task[Any]] = list(self._making.values())
        for task in tasks:
            task.cancel()
