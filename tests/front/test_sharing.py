"""What many wait for is made once for all who asked before it was begun."""

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from ideas.front.sharing import Sharing
from tests.waiting import is_waiting, run

pytestmark = pytest.mark.once


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(4) as found:
        yield found


def test_who_asks_while_it_is_made_waits_for_the_next_and_shares_it(
    threads: ThreadPoolExecutor,
) -> None:
    made: list[int] = []
    begun, may_go_on = threading.Event(), threading.Event()

    def make() -> int:
        begun.set()
        assert may_go_on.wait(20)
        assert not is_waiting()
        made.append(len(made) + 1)
        return made[-1]

    async def ask() -> list[int]:
        shared = Sharing[int](threads)
        first = asyncio.create_task(shared.get("a", make))
        await asyncio.to_thread(begun.wait, 20)
        others = [asyncio.create_task(shared.get("a", make)) for _ in range(8)]
        await asyncio.sleep(0)
        may_go_on.set()
        got = await asyncio.gather(first, *others)
        got.append(await shared.get("a", make))
        assert (shared.making, shared.wanted) == ({}, {})
        return got

    assert run(asyncio.wait_for(ask(), 20)) == [1] + [2] * 8 + [3]


def test_who_leaves_spoils_it_for_nobody_and_what_breaks_is_tried_again(
    threads: ThreadPoolExecutor,
) -> None:
    tries = iter((LookupError(), 2))

    def make() -> int:
        found = next(tries)
        if isinstance(found, Exception):
            raise found
        return found

    async def ask() -> None:
        shared = Sharing[int](threads)
        leaves, stays = (asyncio.create_task(shared.get("a", make)) for _ in range(2))
        await asyncio.sleep(0)
        leaves.cancel()
        with pytest.raises(LookupError):
            await stays
        assert await shared.get("a", make) == 2

    run(asyncio.wait_for(ask(), 20))
