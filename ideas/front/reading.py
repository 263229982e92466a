"""The body of a request: a short one is waited for, a long one is read as it comes.

Whoever sends more slowly than ``SLOWEST`` bytes a second, after ``SECONDS`` of patience, is not
waited for any longer.
"""

import asyncio
import io
import time
from typing import IO, Any
from wsgiref.types import WSGIEnvironment

from ideas.front.messages import Gone, Message, Receive

SECONDS = 20
SLOWEST = 32 * 1024
SHORT = 64 * 1024


def is_long(environ: WSGIEnvironment) -> bool:
    """Does a body come of which nobody says, or can say, that it is short?"""
    length = environ.get("CONTENT_LENGTH") or "0"
    is_told = length.isdecimal() and "HTTP_TRANSFER_ENCODING" not in environ
    return not is_told or int(length) > SHORT


async def short_body(environ: WSGIEnvironment, receive: Receive) -> IO[bytes]:
    """All of it; Gone when whoever sends leaves before its end, TimeoutError when it takes long."""
    if environ.get("CONTENT_LENGTH", "") in {"", "0"}:
        return io.BytesIO()
    body, more = bytearray(), True
    async with asyncio.timeout(SECONDS):
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise Gone
            body += message.get("body", b"")
            more = message.get("more_body", False)
    return io.BytesIO(body)


def coming(receive: Receive) -> IO[bytes]:
    """One to be read in a thread while it is on its way; an end too early or slow is an OSError."""
    return io.BufferedReader(_Coming(receive))


class _Coming(io.RawIOBase):
    def __init__(self, receive: Receive) -> None:
        self.loop = asyncio.get_running_loop()
        self.receive = receive
        self.here, self.more = b"", True
        self.begun, self.bytes = time.monotonic(), 0

    def readable(self) -> bool:
        return True

    def readinto(self, room: Any) -> int:
        while not self.here and self.more:
            self._wait()
        taken, self.here = self.here[: len(room)], self.here[len(room) :]
        room[: len(taken)] = taken
        return len(taken)

    def _wait(self) -> None:
        asked = asyncio.run_coroutine_threadsafe(_next(self.receive), self.loop)
        until = self.begun + SECONDS + self.bytes / SLOWEST
        try:
            message = asked.result(max(0.0, until - time.monotonic()))
        except TimeoutError:
            asked.cancel()
            raise
        if message["type"] == "http.disconnect":
            raise ConnectionResetError
        self.here, self.more = message.get("body", b""), message.get("more_body", False)
        self.bytes += len(self.here)


async def _next(receive: Receive) -> Message:
    return await receive()
