"""A loop in a thread of its own: the browser's tests leave one running in theirs."""

import asyncio
import contextvars
import threading
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any

NAME = "waits"
PATIENCE = 30


class Waiting:
    """The thread that waits for everybody."""

    def __init__(self) -> None:
        self.thread = ThreadPoolExecutor(1, NAME)
        self.runner = asyncio.Runner()

    def run(self, asked: Coroutine[Any, Any, Any]) -> Any:
        """What comes of it; it knows what is known here, such as the stopped clock."""
        context = contextvars.copy_context()
        return self.thread.submit(self.runner.run, asked, context=context).result(PATIENCE)

    def close(self) -> None:
        """End the loop and the thread."""
        self.thread.submit(self.runner.close).result(PATIENCE)
        self.thread.shutdown()


def run(asked: Coroutine[Any, Any, Any]) -> Any:
    """What comes of it, in a new loop."""
    with closing(Waiting()) as waiting:
        return waiting.run(asked)


def is_waiting() -> bool:
    """Is this the thread of such a loop?"""
    return threading.current_thread().name.startswith(NAME)
