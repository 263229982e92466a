"""What many who wait ask for at the same moment is made once, in a thread, for all of them.

As ``voting.casting.shared`` does for threads: nobody gets what was begun before they asked.
"""

import asyncio
import contextvars
from collections.abc import Callable, Hashable
from concurrent.futures import Executor
from typing import Generic, TypeVar

Thing = TypeVar("Thing")


class Sharing(Generic[Thing]):
    """Belongs to one loop; a thing that nobody waits for is not kept."""

    def __init__(self, threads: Executor) -> None:
        self.threads = threads
        self.making: dict[Hashable, asyncio.Future[Thing]] = {}
        self.wanted: dict[Hashable, asyncio.Future[Thing]] = {}

    async def get(self, key: Hashable, make: Callable[[], Thing]) -> Thing:
        """The thing, begun from now on: by the first who asks after the last was begun."""
        wanted = self.wanted.get(key)
        if wanted is None:
            wanted = self.wanted[key] = asyncio.ensure_future(self._made(key, make))
        return await asyncio.shield(wanted)

    async def _made(self, key: Hashable, make: Callable[[], Thing]) -> Thing:
        """Wait for the one that is being made, if any; then make the next."""
        while (before := self.making.get(key)) is not None:
            await asyncio.wait([before])
        here, context = asyncio.get_running_loop(), contextvars.copy_context()
        made = self.making[key] = here.run_in_executor(self.threads, context.run, make)
        del self.wanted[key]
        try:
            return await made
        finally:
            del self.making[key]
