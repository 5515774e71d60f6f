"""What is kept is bounded in bytes, made once, and not for everybody at the same time."""

from __future__ import annotations

import asyncio

import pytest

from policygraph.serve.http import Refused
from policygraph.serve.kept import Kept


class Maker:
    def __init__(self) -> None:
        self.made: list[int] = []
        self.go = asyncio.Event()
        self.busy = self.most = 0

    async def make(self, size: int) -> bytes:
        self.made.append(size)
        self.busy += 1
        self.most = max(self.most, self.busy)
        await self.go.wait()
        self.busy -= 1
        if size < 0:
            raise ValueError(size)
        return bytes(size)


def test_the_last_asked_for_are_kept_up_to_so_many_bytes() -> None:
    async def main() -> None:
        maker, kept = Maker(), Kept[int, bytes](100, 1, 1, len)
        maker.go.set()
        for size in (40, 50, 40, 60):  # the second 40 is kept, and later than 50
            assert len(await kept.get(size, lambda size=size: maker.make(size))) == size
        assert maker.made == [40, 50, 60] and kept.bytes == 100
        await kept.get(500, lambda: maker.make(500))
        assert kept.bytes == 500  # never less than the last
        kept.forget()
        assert kept.bytes == 0

    asyncio.run(main())


def test_made_once_few_at_once_and_too_many_refused() -> None:
    async def main() -> None:
        maker, kept = Maker(), Kept[int, bytes](100, 2, 3, len)
        asked = [asyncio.ensure_future(kept.get(n % 5, lambda n=n: maker.make(n % 5))) for n in range(20)]
        await asyncio.sleep(0)
        with pytest.raises(Refused) as refused:
            await kept.get(9, lambda: maker.make(9))
        assert (refused.value.status, refused.value.code) == (503, "busy")
        await asyncio.sleep(0.01)
        maker.go.set()
        await asyncio.gather(*asked)
        assert sorted(maker.made) == [0, 1, 2, 3, 4] and maker.most == 2

    asyncio.run(main())


def test_what_failed_is_tried_again() -> None:
    async def main() -> None:
        maker, kept = Maker(), Kept[int, bytes](100, 1, 1, len)
        maker.go.set()
        for _ in range(2):
            with pytest.raises(ValueError):
                await kept.get(-1, lambda: maker.make(-1))
        assert maker.made == [-1, -1]

    asyncio.run(main())
